"""What a team says of checks: a profile, settings for parts of the playbook, and comments that accept a finding."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from playbook.checks import CHECKS, checked
from playbook.loading.load import load
from playbook.problems import Problems, as_text
from tests import golden

TODAY = date(2026, 6, 1)
NO_DEPUTY = {"client-head": {"deputy": "~"}, "supplier-head": {"deputy": "~"}}
"""No deputy for a head is a finding of `role-no-deputy`, which is asked under `contract` alone."""


def _found(tmp_path: Path, playbook: dict, **more: object) -> list[tuple[str, str, str | None]]:
    problems = golden.checked(tmp_path, {"playbook": playbook, "roles": {"roles": NO_DEPUTY}, **more})
    return [(problem.id, problem.severity, problem.entity) for problem in problems]


def test_what_a_contract_should_settle_is_asked_under_its_profile_alone(tmp_path):
    assert _found(tmp_path / "standard", {"profile": "standard"}) == []
    heads = [("role-no-deputy", "info", "client-head"), ("role-no-deputy", "info", "supplier-head")]
    assert _found(tmp_path / "contract", {"profile": "contract"}) == heads


def test_a_setting_asks_a_check_that_the_profile_does_not(tmp_path):
    said = {"profile": "standard", "checks": {"role-no-deputy": {"severity": "warning"}}}
    assert {severity for _, severity, _ in _found(tmp_path, said)} == {"warning"}


def test_a_draft_is_told_of_errors_alone(tmp_path):
    orphan = {"workstreams": {}, "activities": {"agree-plan": {"informed": ["client-head", "client-head"]}}}
    assert _found(tmp_path / "all", {}, responsibilities=orphan) != []
    assert _found(tmp_path / "draft", {"profile": "draft"}, responsibilities=orphan) == []
    wrong = {"roles": {"client-lead": {"reports_to": "client-lead"}}}
    assert [each[1] for each in _found(tmp_path / "error", {"profile": "draft"}, roles=wrong)] == ["error"]


def test_a_draft_is_told_of_what_it_has_set(tmp_path):
    said = {"profile": "draft", "checks": {"role-no-deputy": {"severity": "info"}}}
    assert len(_found(tmp_path, said)) == 2


@pytest.mark.parametrize(
    ("part", "left"),
    [
        ({"entity": "role-client-head"}, ["supplier-head"]),
        ({"entity": "party-client"}, ["supplier-head"]),
        ({"kind": "role"}, []),
        ({"kind": "forum"}, ["client-head", "supplier-head"]),
        ({"folder": "data/roles.yml"}, []),
        ({"folder": "data/roles"}, ["client-head", "supplier-head"]),
        ({"folder": "data/"}, []),
    ],
    ids=str,
)
def test_settings_hold_for_a_part(tmp_path, part, left):
    said = {**part, "because": "They stand in for each other.", "checks": {"role-no-deputy": {"off": "true"}}}
    assert [entity for *_, entity in _found(tmp_path, {"profile": "contract", "checks_for": [said]})] == left


def test_the_later_of_two_sayings_holds(tmp_path):
    first = {"kind": "role", "because": "So.", "checks": {"role-no-deputy": {"off": "true"}}}
    second = {"entity": "party-client", "because": "No.", "checks": {"role-no-deputy": {"severity": "warning"}}}
    said = {"profile": "contract", "checks_for": [first, second]}
    assert _found(tmp_path, said) == [("role-no-deputy", "warning", "client-head")]


def test_a_threshold_holds_for_a_part(tmp_path):
    said = {"entity": "activity-agree-plan", "because": "Small.", "checks": {"raci-too-many-r": {"threshold": "1"}}}
    found = golden.checked(tmp_path / "one", {"playbook": {"checks_for": [said]}})
    assert [problem.entity for problem in found] == ["agree-plan"]
    whole = {"checks": {"raci-too-many-r": {"threshold": "1"}}}
    said = {**said, "checks": {"raci-too-many-r": {"threshold": "9"}}}
    found = golden.checked(tmp_path / "two", {"playbook": {**whole, "checks_for": [said]}})
    assert [problem.entity for problem in found] == ["run-service"]


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ({"kind": "rolle"}, "there is no kind `rolle`"),
        ({"entity": "role-nobody"}, "there is no entity `role-nobody`"),
        ({"kind": "role", "folder": "data"}, "`checks_for`: these settings are for no part, or for several"),
        ({}, "`checks_for`: these settings are for no part, or for several"),
    ],
    ids=str,
)
def test_a_part_that_is_none_is_refused(tmp_path, part, told):
    said = {**part, "because": "So.", "checks": {"role-no-deputy": {"off": "true"}}}
    problems = golden.checked(tmp_path, {"playbook": {"checks_for": [said]}})
    assert [problem.message for problem in problems] == [told]
    assert problems.stop()


def test_a_check_that_does_not_exist_is_refused_for_a_part_too(tmp_path):
    said = {"kind": "role", "because": "So.", "checks": {"role-no-depty": {"off": "true"}}}
    (problem,) = golden.checked(tmp_path, {"playbook": {"checks_for": [said]}})
    assert (problem.id, problem.message) == ("unknown-check", "there is no check `role-no-depty`")


def _commented(tmp_path: Path, change: str, by: str, playbook: dict | None = None) -> Problems:
    """Check the small playbook, its heads without deputies, with a change in the text of its roles."""
    differences = {"playbook": {"profile": "contract", **(playbook or {})}, "roles": {"roles": NO_DEPUTY}}
    path = golden.written(tmp_path, differences) / "roles.yml"
    text = path.read_text(encoding="utf-8")
    assert text.count(change) == 1
    path.write_text(text.replace(change, by), encoding="utf-8")
    return checked(load(tmp_path / "data", "data"), TODAY, frozenset(), ())


BECAUSE = "# playbook: ignore[role-no-deputy] because she never sleeps."


def test_a_comment_behind_a_key_stands_for_it_and_for_what_is_below(tmp_path):
    problems = _commented(tmp_path, "  client-head:\n", f"  client-head:  {BECAUSE}\n")
    assert [problem.entity for problem in problems] == ["supplier-head"]


def test_a_comment_below_a_key_does_not_stand_for_the_key(tmp_path):
    problems = _commented(tmp_path, "  client-head:\n", f"  client-head:\n    {BECAUSE}\n")
    found = [problem.entity for problem in problems if problem.id == "role-no-deputy"]
    assert found == ["client-head", "supplier-head"]


def test_a_comment_alone_on_its_line_stands_for_what_follows(tmp_path):
    problems = _commented(tmp_path, "  client-head:\n", f"  {BECAUSE}\n  client-head:\n")
    assert [problem.entity for problem in problems] == ["supplier-head"]
    assert as_text(problems).endswith("[role-no-deputy]\n    waived: she never sleeps.")


def test_a_comment_on_a_collection_stands_for_all_of_it(tmp_path):
    assert list(_commented(tmp_path, "roles:\n  ", f"roles: {BECAUSE}\n  ")) == []


def test_a_comment_inside_of_a_text_is_a_part_of_it(tmp_path):
    problems = _commented(tmp_path, "  client-head:\n", f"  client-head:\n    summary: |\n      A\n      {BECAUSE}\n")
    assert [problem.entity for problem in problems] == ["client-head", "supplier-head"]


def test_a_comment_that_accepts_nothing_any_more_is_told(tmp_path):
    problems = _commented(tmp_path, "  client-lead:\n", f"  {BECAUSE}\n  client-lead:\n")
    stale = [problem for problem in problems if problem.id == "waiver-stale"]
    assert [problem.message for problem in stale] == [
        "`role-no-deputy` finds nothing any more where this comment accepts it"
    ]
    assert stale[0].place.line > 1


def test_what_a_profile_does_not_ask_leaves_no_idle_waiver_and_no_idle_comment(tmp_path):
    waiver = {"check": "role-no-deputy", "entity": "client-head", "reason": "So."}
    said = {"profile": "standard", "waivers": [waiver]}
    assert list(_commented(tmp_path, "  client-lead:\n", f"  {BECAUSE}\n  client-lead:\n", said)) == []


@pytest.mark.parametrize(
    ("comment", "id", "told"),
    [
        ("# playbook: ignore[role-no-deputy]", "ignore-comment", "this comment to the playbook cannot be read"),
        (
            "# playbook: ignore role-no-deputy because so",
            "ignore-comment",
            "this comment to the playbook cannot be read",
        ),
        ("# playbook: ignore[role-no-deputys] because so", "unknown-check", "there is no check `role-no-deputys`"),
        (
            "# playbook: ignore[dangling-ref] because so",
            "unknown-check",
            "`dangling-ref` can be neither set nor waived",
        ),
    ],
)
def test_a_comment_that_names_no_check_or_gives_no_reason_is_told(tmp_path, comment, id, told):
    problems = _commented(tmp_path, "  client-head:\n", f"  client-head:  {comment}\n")
    assert [problem.message for problem in problems if problem.id == id] == [told]
    assert problems.waived == []


def test_a_comment_at_the_end_of_a_file_stands_for_nothing(tmp_path):
    problems = _commented(tmp_path, "  client-head:\n", "  client-head:\n")
    path = tmp_path / "data" / "roles.yml"
    path.write_text(path.read_text(encoding="utf-8") + f"{BECAUSE}\n", encoding="utf-8")
    problems = checked(load(tmp_path / "data", "data"), TODAY)
    assert [problem.message for problem in problems if problem.id == "ignore-comment"] == [
        "this comment accepts nothing"
    ]


def test_every_profile_has_checks_of_its_own():
    assert {check.profile for check in CHECKS} == {"standard", "contract"}
