"""Who bears it: what becomes of all that a role bears when it goes, comes, or moves to the other party."""

from __future__ import annotations

import shutil
from dataclasses import replace as with_other
from pathlib import Path

import pytest

from playbook.changes import Change, by_role, changes
from playbook.loading.load import load
from playbook.model import Entities, Playbook
from tests.support import SMALL, replace

LISTEN = "      listen:\n        text: Listen to those who sell.\n"


@pytest.fixture(scope="module")
def before() -> Playbook:
    """The small playbook as it is."""
    return load(SMALL / "data").or_raise()


def _edited(folder: Path, *edits: tuple[str, str, str]) -> Playbook:
    data = shutil.copytree(SMALL / "data", folder / "data")
    for file, old, new in edits:
        replace(data / file, old, new)
    return load(data).or_raise()


def _lines(found: tuple[Change, ...]) -> list[str]:
    return [f"{each.sort} {each.kind} {each.id} {'/'.join(each.path)} {each.what}".replace("  ", " ") for each in found]


def test_a_duty_that_went_to_the_other_party_is_one_change(before: Playbook, tmp_path: Path):
    visit = "        text: Visit the shop.\n"
    after = _edited(tmp_path, ("roles.yml", LISTEN, ""), ("roles.yml", visit, visit + LISTEN))
    (moved,) = changes(before, after)
    assert (moved.sort, moved.what, moved.old, moved.new) == ("burden-moved", "moved", "bakery-head", "tills-manager")
    assert moved.parties == ("bakery", "tills")
    assert {*by_role([moved])} == {"bakery-head", "tills-manager"}


def test_a_duty_moved_under_another_id_is_known_by_its_words(before: Playbook, tmp_path: Path):
    visit = "        text: Visit the shop.\n"
    other = LISTEN.replace("listen", "hear").replace("Listen to", "Listen  to")
    (moved,) = changes(before, _edited(tmp_path, ("roles.yml", LISTEN, ""), ("roles.yml", visit, visit + other)))
    assert (moved.what, moved.path) == ("moved", ("duties", "hear"))


def test_a_duty_that_moved_and_says_something_else_is_told_as_both(before: Playbook, tmp_path: Path):
    visit = "        text: Visit the shop.\n"
    other = LISTEN.replace("those who sell", "those who bake")
    after = _edited(tmp_path, ("roles.yml", LISTEN, ""), ("roles.yml", visit, visit + other))
    assert _lines(changes(before, after)) == [
        "burden-moved role tills-manager duties/listen moved",
        "obligation role tills-manager duties/listen/text changed",
    ]


def test_a_duty_of_the_same_id_that_says_nothing_alike_fell_away_and_another_came(before: Playbook, tmp_path: Path):
    visit = "        text: Visit the shop.\n"
    other = "      listen:\n        text: Write a monthly report about flour.\n"
    after = _edited(tmp_path, ("roles.yml", LISTEN, ""), ("roles.yml", visit, visit + other))
    assert sorted(_lines(changes(before, after))) == [
        "obligation role bakery-head duties/listen removed",
        "obligation role tills-manager duties/listen added",
    ]


def _without(playbook: Playbook, *roles: str) -> Playbook:
    kept = Entities({role.id: role for role in playbook.roles if role.id not in roles})
    return with_other(playbook, roles=kept)


def test_the_duties_of_a_role_that_goes_fall_away_besides_the_role(before: Playbook):
    told = _lines(changes(before, _without(before, "bakery-head")))
    assert told[0] == "people role bakery-head removed"
    assert told[1:] == [
        f"obligation role bakery-head duties/{duty} removed" for duty in before.roles["bakery-head"].duties
    ]
    assert _lines(changes(_without(before, "bakery-head"), before))[0] == "people role bakery-head added"


def test_a_role_whose_duties_another_takes_over_moves_them(before: Playbook):
    head, manager = before.roles["bakery-head"], before.roles["tills-manager"]
    heir = manager.model_copy(update={"duties": {**manager.duties, **head.duties}})
    left = _without(before, "bakery-head")
    after = with_other(left, roles=left.roles.mapped(lambda role: heir if role.id == manager.id else role))
    told = changes(before, after)
    moved = [each for each in told if each.path]
    assert {(each.sort, each.what, each.parties) for each in moved} == {("burden-moved", "moved", ("bakery", "tills"))}
    assert len(told) == 1 + len(moved) == 1 + len(head.duties)


def test_all_that_a_role_bears_moves_with_it(before: Playbook):
    mover = "tills-head"
    other = before.roles[mover].model_copy(update={"party": "bakery"})
    after = with_other(before, roles=before.roles.mapped(lambda role: other if role.id == mover else role))
    told = changes(before, after)
    assert _lines(told) == [
        "burden-moved role tills-head party changed",
        "burden-moved role tills-head duties/invest moved",
        "burden-moved assignment tills-head-first role moved",
        "burden-moved activity choose-tills accountable moved",
        "burden-moved forum heads-meet attendees moved",
        "burden-moved path broken-till levels/top/supplier_owner moved",
        "burden-moved path quarrel levels/top/supplier_owner moved",
        "burden-moved risk old-model owner moved",
    ]
    assert {each.parties for each in told} == {("tills", "bakery")}
    assert {*by_role(told)} == {mover}


def test_letters_pass_on_within_a_party_before_they_pass_between_two(before: Playbook):
    activity = before.activities["mend-tills"]
    assert activity.roles_with("responsible")
    written = dict(activity.written)
    key = next(key for key, each in written.items() if each.code == "accountable")
    changed = activity.model_copy(
        update={"written": {**written, key: written[key].model_copy(update={"role": "bakery-head"})}}
    )
    after = with_other(
        before, activities=before.activities.mapped(lambda each: changed if each.id == activity.id else each)
    )
    assert _lines(changes(before, after)) == ["people activity mend-tills accountable changed"]


def test_an_edition_taken_back_is_told_the_other_way_round(before: Playbook, tmp_path: Path):
    after = _edited(tmp_path, ("service_levels.yml", "    target: 99.5\n", "    target: 99\n"))
    assert [each.sort for each in changes(after, before)] == ["level-tightened"]
    assert [each.sort for each in changes(before, after)] == ["level-loosened"]
    assert changes(before, before) == ()
