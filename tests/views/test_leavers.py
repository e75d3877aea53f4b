"""Checklists for those who move or leave: told in their own words, with what real lists hold."""

import pytest

from macros import onboarding as macros
from playbook.views.home import home
from playbook.views.onboarding import checklist, programme_cards
from playbook.views.words import ENGLISH
from tests.golden import loaded
from tests.views.context import context, shown, text

STEPS = {
    "before": {"name": "Hand over", "owner": "leaver", "due": "-5 business days"},
    "on": {"name": "Return the kit", "due": "0 days"},
    "after": {
        "name": "Close the accounts",
        "owner": "supplier-manager",
        "due": "4 hours",
        "description": "Sign-in first.",
        "repeats": "6 months",
        "links": [
            {"text": "The list", "url": "https://example.org/list"},
            {"text": "Desk", "url": "tel:+442079460018"},
        ],
        "steps": ["Mail", {"name": "Chat", "steps": ["Rooms", "Bots"]}, {"name": "Code", "steps": ["Rooms"]}],
    },
    "bare": {"name": "Say goodbye"},
}


@pytest.fixture(scope="module")
def playbook(tmp_path_factory):
    """A small playbook with a checklist for each occasion."""
    programme = {"name": "Going", "covers": {"parties": ["client"]}, "steps": STEPS}
    more = {
        "leaver": {**programme, "for": "leavers"},
        "mover": {"name": "Moving", "for": "movers", "covers": {"parties": ["client"]}, "steps": STEPS},
    }
    return loaded(tmp_path_factory.mktemp("leavers"), {"onboarding": {"programmes": more}}).or_raise()


@pytest.mark.parametrize(
    ("id", "due"),
    [
        ("leaver", ["5 business days before the last day", "on the last day", "within 4 hours of leaving", ""]),
        ("mover", ["5 business days before the move", "on the day of the move", "within 4 hours of the move", ""]),
    ],
)
def test_times_count_from_the_day_of_the_programme(playbook, id, due):
    steps = {line.step.id: line for stage in checklist(playbook, id, ENGLISH).stages for line in stage.steps}
    assert [steps[step].due for step in STEPS] == due


@pytest.mark.parametrize(
    ("id", "label", "whom"),
    [
        ("newcomer", "I start on", "For newcomers of"),
        ("mover", "The move is on", "For those who move to another role, of"),
        ("leaver", "The last day is", "For those who leave, of"),
    ],
)
def test_a_checklist_says_whom_it_is_for_and_from_which_day_it_counts(playbook, id, label, whom):
    page = shown(context(playbook), macros.checklist, id)
    assert label in text(page.select_one(".pb-checklist__begin"))
    assert whom in text(page.select_one(".pb-chips"))


def test_a_step_shows_all_that_it_says_and_nothing_else(playbook):
    page = shown(context(playbook), macros.checklist, "leaver")
    step = page.select_one("[data-step=after]")
    assert "and again every 6 months" in text(step.select_one(".pb-step__facts"))
    assert "Sign-in first." in text(step)
    assert [link["href"] for link in step.select("a[href^=http], a[href^=tel]")] == [
        "https://example.org/list",
        "tel:+442079460018",
    ]
    parts = [text(each) for each in step.select(".pb-step__parts [data-part]")]
    assert parts == ["Mail", "Chat", "Rooms", "Bots", "Code", "Rooms"]
    signs = [each["data-part"] for each in step.select("[data-part]")]
    assert len(set(signs)) == len(signs)
    bare = page.select_one("[data-step=bare]")
    assert "data-due" not in bare.attrs
    assert "None" not in text(page)
    assert not text(bare.select_one(".pb-step__facts"))


def test_first_weeks_are_those_of_joiners(playbook):
    starts = [start for side in home(playbook, ENGLISH).sides for start in side.roles]
    assert {link.id for start in starts for link in start.programmes} == {"newcomer"}
    assert [card.programme.id for card in programme_cards(playbook)] == ["newcomer", "mover", "leaver"]
    page = shown(context(playbook), macros.programme_list, who="leavers")
    assert [text(title) for title in page.select(".pb-card__title")] == ["Going"]


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([{"name": "A", "steps": [{"name": "B"}]}], "what stands here is too deep"),
        ([{"steps": ["B"]}], "the smaller step has no name"),
        ([{"name": "A", "step": ["B"]}], "`step` is not a key of a smaller step"),
    ],
)
def test_a_smaller_step_that_cannot_be_read_is_told(tmp_path, steps, told):
    changed = {"programmes": {"newcomer": {"steps": {"read": {"steps": steps}}}}}
    [problem] = loaded(tmp_path, {"onboarding": changed}).problems
    assert told in problem.message
