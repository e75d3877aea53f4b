"""Two editions that differ in one edit: the class of the change, whom it concerns, and that there is no other."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from playbook.changes import SORTS, Change, by_role, changes
from playbook.load import load
from playbook.model import Playbook
from playbook.publish.diff import as_markdown, as_text
from tests.support import SMALL, replace


@dataclass(frozen=True)
class Case:
    """An edit, and the changes that are told of it: `class kind id path what`, a line each."""

    name: str
    file: str
    old: str
    new: str
    told: str


CASES = [
    Case("nothing", "roles.yml", "roles:\n", "roles:\n\n", ""),
    Case("comma", "roles.yml", "Decide what the bakery buys.", "Decide what the bakery buys!",
         "editorial role bakery-head duties/decide/text changed"),
    Case("duty", "roles.yml", "Decide what the bakery buys.", "Decide what the bakery bakes.",
         "obligation role bakery-head duties/decide/text changed"),
    Case("duty-gone", "roles.yml", "      listen:\n        text: Listen to those who sell.\n", "",
         "obligation role bakery-head duties/listen/text removed"),
    Case("duty-over", "roles.yml",
         "      invest:\n        text: Invest in better tills.\n",
         "      invest:\n        text: Invest in better tills.\n      sell:\n        text: Sell what was baked.\n",
         "obligation role tills-head duties/sell/text added"),
    Case("deputy", "roles.yml", "deputy: tills-head\n    reports_to", "deputy: mechanic\n    reports_to",
         "people role tills-manager deputy changed"),
    Case("renamed", "roles.yml", "name: Account manager", "name: Keeper of promises",
         "editorial role tills-manager name changed"),
    Case("other-party", "responsibilities.yml",
         "    accountable: shop-manager\n    responsible: mechanic\n",
         "    accountable: tills-manager\n    responsible: mechanic\n",
         "burden-moved activity mend-tills accountable changed"),
    Case("same-party", "responsibilities.yml",
         "    accountable: shop-manager\n    responsible: mechanic\n",
         "    accountable: bakery-head\n    responsible: mechanic\n",
         "people activity mend-tills accountable changed"),
    Case("also-responsible", "responsibilities.yml",
         "    responsible: mechanic\n    consulted: cashier\n",
         "    responsible: [mechanic, cashier]\n",
         "obligation activity mend-tills responsible added\npeople activity mend-tills consulted removed"),
    Case("note", "responsibilities.yml", "note: The first to come.", "note: Who comes first.",
         "editorial activity open-tills responsible/cashier/note changed"),
    Case("condition", "responsibilities.yml", "On days the shop opens.", "On every day.",
         "obligation activity open-tills condition changed"),
    Case("loosened", "service_levels.yml", "    target: 99.5\n", "    target: 99\n",
         "level-loosened service-level tills-up target changed"),
    Case("tightened", "service_levels.yml", "    target: 99.5\n", "    target: 99.9\n",
         "level-tightened service-level tills-up target changed"),
    Case("loosened-at-most", "service_levels.yml", "    target: 3\n", "    target: 4\n",
         "level-loosened service-level accounts-closed target changed"),
    Case("no-longer-best-effort", "service_levels.yml", "    target: best effort\n", "    target: 5\n",
         "level-tightened service-level rush-hour target changed"),
    Case("only-best-effort", "service_levels.yml", "    target: 3\n", "    target: best effort\n",
         "level-loosened service-level accounts-closed target changed"),
    Case("credit", "service_levels.yml", "One loaf for each point.", "Two loaves for each point.",
         "obligation service-level tills-up service_credit changed"),
    Case("rule", "cadence.yml", "      on: tuesday\n      first_date: 2030-01-01\n      time: \"10:00\"",
         "      on: monday\n      first_date: 2030-01-01\n      time: \"10:00\"",
         "cadence forum counter-talk recurrence/on changed"),
    Case("papers", "cadence.yml", "papers_due: 1 business day", "papers_due: 2 business days",
         "cadence forum counter-talk papers_due changed"),
    Case("chair", "cadence.yml", "    chair: cashier\n", "    chair: mechanic\n",
         "people forum counter-talk chair changed"),
    Case("attends", "cadence.yml", "    attendees: [cashier, mechanic]\n", "    attendees: [mechanic, cashier]\n", ""),
    Case("provider", "dependencies.yml", "    provider: bakery\n    consumer: tills\n",
         "    provider: tills\n    consumer: bakery\n",
         "burden-moved dependency electric-current provider changed\n"
         "burden-moved dependency electric-current consumer changed"),
    Case("term", "glossary.yml", "One piece of bread.", "One loaf of bread.",
         "obligation term loaf definition changed"),
    Case("term-gone", "glossary.yml", "  loaf:\n    name: Loaf\n    definition: One piece of bread.\n", "",
         "editorial term loaf  removed"),
    Case("holder", "roles.yml", "    holder: The family\n", "    holder: The sisters\n",
         "people assignment bakery-head-first holder changed"),
    Case("precedence", "playbook.yml", "precedence: The contract prevails.", "precedence: The playbook prevails.",
         "obligation playbook about precedence changed"),
    Case("edition", "playbook.yml", 'version: "2030-1"', 'version: "2030-2"', ""),
    Case("structure", "parties.yml", "  integrator: tills\n", "  integrator: bakery\n",
         "obligation playbook sourcing integrator changed"),
    Case("letter", "responsibilities.yml", "      meaning: Is told afterwards.\n", "      meaning: Is told before.\n",
         "obligation playbook scheme codes/informed/meaning changed"),
]  # fmt: skip


@pytest.fixture(scope="module")
def before() -> Playbook:
    """The small playbook as it is."""
    return load(SMALL / "data").or_raise()


def _edited(folder: Path, case: Case) -> Playbook:
    data = shutil.copytree(SMALL / "data", folder / "data")
    replace(data / case.file, case.old, case.new)
    return load(data).or_raise()


def _line(change: Change) -> str:
    return f"{change.sort} {change.kind} {change.id} {'/'.join(change.path)} {change.what}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_edit_is_told_in_its_class_and_nothing_else_is(before: Playbook, tmp_path: Path, case: Case):
    found = changes(before, _edited(tmp_path, case))
    assert "\n".join(map(_line, found)) == case.told


def _case(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


def test_every_class_is_tried():
    told = {line.split()[0] for case in CASES for line in case.told.splitlines()}
    assert told == set(SORTS)


def test_a_duty_that_went_to_the_other_party_is_one_change(before: Playbook, tmp_path: Path):
    data = shutil.copytree(SMALL / "data", tmp_path / "data")
    duty = "      listen:\n        text: Listen to those who sell.\n"
    replace(data / "roles.yml", duty, "")
    replace(data / "roles.yml", "        text: Visit the shop.\n", f"        text: Visit the shop.\n{duty}")
    (moved,) = changes(before, load(data).or_raise())
    assert (moved.sort, moved.what, moved.old, moved.new) == ("burden-moved", "moved", "bakery-head", "tills-manager")
    assert moved.parties == ("bakery", "tills")
    assert {*by_role([moved])} == {"bakery-head", "tills-manager"}


def test_an_edition_taken_back_is_told_the_other_way_round(before: Playbook, tmp_path: Path):
    after = _edited(tmp_path, _case("loosened"))
    assert [each.sort for each in changes(after, before)] == ["level-tightened"]


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("duty", {"bakery-head"}),
        ("other-party", {"shop-manager", "tills-manager"}),
        ("deputy", {"tills-head", "tills-manager", "mechanic"}),
        ("loosened", {"mechanic", "cashier", "shop-manager", "tills-manager"}),
        ("precedence", set()),
    ],
)
def test_a_change_concerns_those_whom_it_names(before: Playbook, tmp_path: Path, name: str, roles: set[str]):
    assert {*by_role(changes(before, _edited(tmp_path, _case(name))))} == roles


def test_a_change_is_told_by_names(before: Playbook, tmp_path: Path):
    after = _edited(tmp_path, _case("other-party"))
    text = as_text(changes(before, after), after)
    assert text == (
        "Burdens that moved to another party (1)\n"
        "  activity mend-tills (accountable): Shop manager → Account manager [from Crustwell to Dringle]\n\n"
        "By role\n"
        "  Shop manager\n"
        "    activity mend-tills (accountable): Shop manager → Account manager [from Crustwell to Dringle]\n"
        "  Account manager\n"
        "    activity mend-tills (accountable): Shop manager → Account manager [from Crustwell to Dringle]"
    )
    marked = as_markdown(changes(before, after), after)
    assert "### Account manager\n\n- activity mend-tills" in marked
