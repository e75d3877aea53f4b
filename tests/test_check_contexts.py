"""What a check takes into account before it speaks up, and what it tells at once: `tests/cases/_contexts.yml`.

Each entry changes the small playbook and names one check, with the messages that it must give, or none.
"""

import pytest

from playbook.problems import as_text
from tests import golden

CONTEXTS = golden.read(golden.CASES / "_contexts.yml")


@pytest.mark.parametrize("given", CONTEXTS, ids=[f"{each['check']}: {each['where']}" for each in CONTEXTS])
def test_a_check_looks_at_what_is_around(given, tmp_path):
    problems = golden.checked(tmp_path, given["given"])
    messages = [problem.message for problem in problems if problem.id == given["check"]]
    assert messages == given["finds"], as_text(problems)


FOUR = {f"chat-{number}": {"name": f"Chat {number}", "chair": "~"} for number in range(4)}
MONTHLY = golden.base()["cadence"]["forums"]["monthly"]


def _four_without_chair(**settings):
    forums = {id: {**MONTHLY, **changed} for id, changed in FOUR.items()}
    return {"playbook": settings, "cadence": {"forums": forums}}


def _of(problems, check="forum-no-chair"):
    return [problem for problem in problems if problem.id == check]


def test_one_cause_is_told_once_with_its_number_and_all_its_places(tmp_path):
    (found,) = _of(golden.checked(tmp_path, _four_without_chair()))
    assert found.message == "4 forums have no chair: `chat-0`, `chat-1`, `chat-2`, `chat-3`"
    assert found.entity == "playbook"
    assert len({found.place, *found.also}) == 4


def test_what_is_accepted_of_one_is_not_told_with_the_others(tmp_path):
    waivers = [{"check": "forum-no-chair", "entity": "chat-0", "reason": "They take turns."}]
    problems = golden.checked(tmp_path, _four_without_chair(waivers=waivers))
    assert [problem.entity for problem in _of(problems)] == ["chat-1", "chat-2", "chat-3"]
    assert [(problem.entity, reason) for problem, reason in problems.waived] == [("chat-0", "They take turns.")]


def test_a_cause_is_accepted_as_a_whole(tmp_path):
    waivers = [{"check": "forum-no-chair", "entity": "playbook", "reason": "They take turns."}]
    problems = golden.checked(tmp_path, _four_without_chair(waivers=waivers))
    assert _of(problems) == _of(problems, "waiver-stale") == []
    assert [(problem.entity, len(problem.also)) for problem, _ in problems.waived] == [("playbook", 3)]


def test_a_cause_of_one_is_accepted_as_a_whole_too(tmp_path):
    waivers = [{"check": "forum-no-chair", "entity": "playbook", "reason": "They take turns."}]
    given = {"playbook": {"waivers": waivers}, "cadence": {"forums": {"monthly": {"chair": "~"}}}}
    problems = golden.checked(tmp_path, {**given, "pages": ["S1"]})
    assert [problem for problem in problems if problem.id in ("forum-no-chair", "waiver-stale")] == []


def test_settings_of_a_part_hold_of_what_has_one_cause(tmp_path):
    part = {"entity": "forum-chat-0", "because": "It is a chat.", "checks": {"forum-no-chair": {"severity": "error"}}}
    problems = _of(golden.checked(tmp_path, _four_without_chair(checks_for=[part])))
    assert [(problem.entity, problem.severity) for problem in problems] == [
        ("chat-0", "error"),
        ("chat-1", "warning"),
        ("chat-2", "warning"),
        ("chat-3", "warning"),
    ]
