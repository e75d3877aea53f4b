"""Every check: when it fires and what it says, when it is silent, and how a team turns it down."""

import re

import pytest

from playbook.checks import CHECKS
from playbook.pages.pages import read_pages
from playbook.problems import as_text
from tests import golden

IDS = [check.id for check in CHECKS]


@pytest.mark.parametrize("check", CHECKS, ids=IDS)
def test_fires(check, tmp_path, bless):
    path = golden.CASES / f"{check.id}.yml"
    problems = golden.checked(tmp_path, golden.read(path)["fires"])
    golden.held(path, problems, tmp_path, bless)
    assert {problem.id for problem in problems} == {check.id}
    assert check.severity in {problem.severity for problem in problems}


@pytest.mark.parametrize("check", CHECKS, ids=IDS)
def test_is_silent(check, tmp_path):
    case = golden.read(golden.CASES / f"{check.id}.yml")
    assert as_text(golden.checked(tmp_path, case["silent"])) == ""


@pytest.mark.parametrize("check", CHECKS, ids=IDS)
def test_gives_one_sentence_as_its_reason(check):
    assert re.fullmatch(r"[A-Z][^.!?]*\.", check.reason)


def test_ids_are_unique():
    assert len(set(IDS)) == len(IDS)


def test_no_case_is_left_over():
    assert {path.stem for path in golden.CASES.glob("[!_]*.yml")} == set(IDS)


def test_the_small_playbook_is_sound(tmp_path):
    assert as_text(golden.checked(tmp_path, {})) == ""


# No deputy for the client's head is a finding of `role-no-deputy`, an information.
NO_DEPUTY = {"client-head": {"deputy": "~"}, "supplier-head": {"deputy": "~"}}


def _with(**settings):
    return {"playbook": settings, "roles": {"roles": NO_DEPUTY}}


def _found(problems):
    return [(problem.id, problem.severity, problem.entity) for problem in problems]


def test_a_check_can_be_turned_off(tmp_path):
    assert _found(golden.checked(tmp_path, _with(checks={"role-no-deputy": {"off": "true"}}))) == []


def test_a_check_can_be_given_another_severity(tmp_path):
    problems = golden.checked(tmp_path, _with(checks={"role-no-deputy": {"severity": "error"}}))
    assert [problem.severity for problem in problems] == ["error", "error"]
    assert problems.stop()


def test_a_check_can_be_given_another_threshold(tmp_path):
    settings = {"playbook": {"checks": {"raci-too-many-r": {"threshold": "1"}}}}
    assert [problem.entity for problem in golden.checked(tmp_path, settings)] == ["agree-plan", "run-service"]


def test_a_waiver_accepts_one_finding_and_shows_its_reason(tmp_path):
    waiver = {"check": "role-no-deputy", "entity": "client-head", "reason": "She never sleeps."}
    problems = golden.checked(tmp_path, _with(waivers=[waiver]))
    assert _found(problems) == [("role-no-deputy", "info", "supplier-head")]
    assert not problems.stop(strict=True)
    assert as_text(problems).endswith(" [role-no-deputy]\n    waived: She never sleeps.")


def test_a_waiver_of_an_error_lets_the_build_go_on(tmp_path):
    waiver = {"check": "forum-no-chair", "entity": "monthly", "reason": "They take turns."}
    differences = {"playbook": {"waivers": [waiver]}, "cadence": {"forums": {"monthly": {"chair": "~"}}}}
    problems = golden.checked(tmp_path, differences)
    assert len(problems) == 0
    assert [reason for _, reason in problems.waived] == ["They take turns."]


def test_a_reference_that_leads_nowhere_cannot_be_waived(tmp_path):
    waiver = {"check": "dangling-ref", "entity": "client-lead", "reason": "Who cares."}
    differences = {"playbook": {"waivers": [waiver]}, "roles": {"roles": {"client-lead": {"deputy": "nobody"}}}}
    assert {problem.id for problem in golden.checked(tmp_path, differences)} == {"dangling-ref", "unknown-check"}


def test_settings_and_waivers_of_checks_that_do_not_exist_are_refused(tmp_path):
    waiver = {"check": "role-no-depty", "entity": "client-head", "reason": "A slip."}
    problems = golden.checked(tmp_path, {"playbook": {"checks": {"raci-to-many-r": {}}, "waivers": [waiver]}})
    assert as_text(problems).splitlines() == [
        "data/playbook.yml:22:3: error: there is no check `raci-to-many-r` [unknown-check]",
        "    hint: did you mean `raci-too-many-r` or `raci-too-many-i`?",
        "data/playbook.yml:36:10: error: there is no check `role-no-depty` [unknown-check]",
        "    hint: did you mean `role-no-deputy` or `role-no-ra`?",
    ]


def test_a_threshold_of_a_check_that_counts_nothing_is_refused(tmp_path):
    problems = golden.checked(tmp_path, {"playbook": {"checks": {"forum-no-chair": {"threshold": "2"}}}})
    assert as_text(problems).splitlines() == [
        "data/playbook.yml:23:5: error: `forum-no-chair` counts nothing [unknown-check]",
        "    hint: delete `threshold`, or write `off: true`",
    ]


def test_nothing_is_overdue_where_no_day_is_given(tmp_path):
    from playbook.checks import checked

    loaded = golden.loaded(tmp_path, {"playbook": {"cycle": {"next_review": "1999-01-01"}}})
    assert as_text(checked(loaded)) == ""


@pytest.mark.parametrize(
    ("supersedes", "ended", "said"),
    [
        (
            "2025-1",
            "2026-02-01",
            "the edition begins on 2026-01-01, and `2025-1` ends on 2026-02-01: both are in force",
        ),
        ("1", "2026-02-01", "the edition `1` supersedes itself"),
        ("2024-1", "2026-02-01", None),
    ],
)
def test_two_editions_are_never_in_force(supersedes, ended, said, tmp_path):
    cycle = {"version": "2025-1", "effective_from": "2025-01-01", "effective_to": ended}
    before = {"playbook": {"cycle": cycle}}
    problems = golden.checked(tmp_path, {"playbook": {"cycle": {"supersedes": supersedes}}, "before": before})
    assert [problem.id for problem in problems] == (["effective-date-gap-or-overlap"] if said else [])
    assert all(said in problem.message for problem in problems)


def test_a_threshold_is_never_below_nothing(tmp_path):
    settings = {"playbook": {"checks": {"raci-too-many-r": {"threshold": "-1"}}}}
    assert as_text(golden.checked(tmp_path, settings)).splitlines() == [
        "data/playbook.yml:23:16: error: a threshold is never below 0 [unknown-check]",
        "    hint: write 0 or more, or `off: true`",
    ]


def test_a_zone_is_no_acronym(tmp_path):
    recurrence = {"monthly": {"recurrence": {"zone": "EST"}}}
    problems = golden.checked(tmp_path, {"cadence": {"forums": recurrence}})
    assert {problem.id for problem in problems} <= {"forum-outside-overlap", "zone-no-place"}


def test_governance_waits_until_everything_leads_somewhere(tmp_path):
    roles = {"client-lead": {"deputy": "nobody"}, **NO_DEPUTY}
    assert [problem.id for problem in golden.checked(tmp_path, {"roles": {"roles": roles}})] == ["dangling-ref"]


def test_an_id_that_is_gone_is_told_once_with_all_its_places(tmp_path):
    """One cause is one error, however many records name what is not there."""
    roles = golden.base()["roles"]["roles"]
    told = list(golden.checked(tmp_path, {"roles": {"roles": {"client-manager": "~"}}}))
    assert "client-manager" in roles
    (gone,) = [problem for problem in told if problem.id == "dangling-ref"]
    places = [gone.place, *gone.also]
    assert gone.message == f"there is no role `client-manager`, which is named in {len(places)} places"
    assert places == sorted(set(places))
    for place in places:
        line = (tmp_path / place.file).read_text(encoding="utf-8").splitlines()[place.line - 1]
        assert line[place.column - 1 :].startswith("client-manager")
    written = "".join(path.read_text(encoding="utf-8") for path in sorted((tmp_path / "data").glob("*.yml")))
    assert len(places) == len(re.findall(r"(?<![\w-])client-manager(?![\w-])", written))


def test_what_became_of_an_id_is_asked_in_the_first_run(tmp_path):
    """What is independent of an error is told beside it, so that mending it brings up nothing new."""
    differences = {"coverage": {"statements": {"S1": "~"}}, "register": {"ledger": {"statement-s1": {
        "kind": "statement", "title": "S1", "introduced": "2026-1"
    }}}}  # fmt: skip
    front = "---\ntitle: A\ncarries: [S1]\n---\n"
    docs = {"a.md": front + "# A {: #a }\n", "b.md": front + "# B\n"}
    told = golden.checked(tmp_path, {**differences, "docs": docs})
    assert sorted({problem.id for problem in told}) == ["dangling-ref", "heading-no-id", "register-id-gone"]


def test_pages_that_name_what_is_gone_are_one_error(tmp_path):
    front = "---\ntitle: A\ncarries: [S99]\n---\n"
    (tmp_path / "docs").mkdir()
    for name in ("a.md", "b.md"):
        (tmp_path / "docs" / name).write_text(front + "# A {: #a }\n", encoding="utf-8")
    playbook = golden.loaded(tmp_path, {}).or_raise()
    (problem,) = read_pages(tmp_path / "docs", "docs", playbook).problems
    assert problem.message == "there is no statement `S99`, which is named in 2 places"
    assert [str(place) for place in (problem.place, *problem.also)] == ["docs/a.md:3:11", "docs/b.md:3:11"]


def test_a_number_goes_with_what_it_counts(tmp_path):
    one = {check: {"threshold": "1"} for check in ("exit-plan-untested", "risk-reviewed-seldom", "role-overloaded")}
    none = {check: {"threshold": "0"} for check in ("role-overloaded", "raci-too-many-c")}
    seldom = {"risks": {"risks": {"flood": {"likelihood": "high"}}}}
    said = as_text(golden.checked(tmp_path / "one", {"today": "2026-12-01", **_with(checks=one), **seldom}))
    assert "more than 1 day before 2026-12-01" in said
    assert "every 1 day or more often" in said
    none = as_text(golden.checked(tmp_path / "none", _with(checks=none)))
    assert re.search(r"accountable for 1 activity, more than 0", none)
    assert not re.search(r"\b1 [a-z]+(s|ies)\b", said + none)
