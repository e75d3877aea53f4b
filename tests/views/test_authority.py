"""Who may decide what, and what follows when a promise is not kept."""

from decimal import Decimal

import pytest

from macros import authority as macros
from macros import remedies as remedy_macros
from playbook.views import authority as views
from playbook.views.remedies import ladder
from playbook.views.words import ENGLISH
from tests.golden import loaded
from tests.views.context import context, shown, text

LIMITS = [
    {"role": "client-head"},
    {"role": "client-manager", "forum": "monthly", "up_to": "50000.50", "agreed_by": ["client-lead"]},
    {"role": "client-lead", "up_to": "1000", "told": ["client-head"]},
]
DECISIONS = {
    "buy": {"name": "Buy <b>it</b>", "subject": "Money", "unit": "GBP", "limits": LIMITS},
    "wait": {"name": "Wait", "subject": "Time", "unit": "days", "limits": [{"forum": "monthly", "up_to": "1"}],
             "above": {"decision": "buy"}},
}  # fmt: skip
STEPS = {
    "look": {"name": "Look", "owner": "supplier-lead", "within": "2 days", "otherwise": "the lead comes"},
    "mend": {"name": "Mend", "owner": "supplier-manager", "within": "1 week", "forum": "monthly"},
}
MEND = {"name": "Mend", "kind": "rectification", "trigger": "It broke.", "steps": STEPS, "exit_plan": "leave"}


def _playbook(tmp_path, **differences):
    both = {"authority": {"decisions": DECISIONS}, "remedies": {"remedies": {"mend": MEND}}}
    return loaded(tmp_path, {**both, **differences}).or_raise()


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        ("25000", "GBP", "£25,000"),
        ("0.50", "£", "£0.50"),
        ("7", "CHF", "CHF\u00a07"),
        ("10", "%", "10%"),
        ("1", "days", "1 day"),
        ("3", "tills", "3 tills"),
        ("3", None, "3"),
    ],
)
def test_an_amount_has_its_unit_and_the_decimals_that_were_written(number, unit, words):
    assert views.amount(Decimal(number), unit, ENGLISH) == words


def test_limits_come_from_low_to_high_under_their_subject(tmp_path):
    playbook = _playbook(tmp_path)
    groups = views.decisions(playbook, ENGLISH)
    assert [(group.name, [entry.decision.id for entry in group.entries]) for group in groups] == [
        ("Money", ["buy"]),
        ("Time", ["wait"]),
    ]
    lines = groups[0].entries[0].lines
    assert [(line.up_to, line.role.id, line.party.id) for line in lines] == [
        ("£1,000", "client-lead", "client"),
        ("£50,000.50", "client-manager", "client"),
        ("", "client-head", "client"),
    ]


def test_a_table_tells_who_decides_and_where_it_goes_above(tmp_path):
    page = shown(context(_playbook(tmp_path)), macros.decision_list)
    rows = [[text(cell) for cell in row.select("td")] for row in page.select("tbody tr")]
    assert rows[0] == ["up to £1,000", "Client lead The client", "", "Client head"]
    assert rows[1] == ["up to £50,000.50", "Client manager in: Monthly review The client", "Client lead", ""]
    assert rows[2][0] == "without a limit"
    assert rows[4] == ["Above that: Buy <b>it</b>"]


def test_a_role_and_a_forum_have_what_they_decide(tmp_path):
    playbook = _playbook(tmp_path)
    of_role = views.decisions(playbook, ENGLISH, role="client-lead")
    assert [[line.up_to for line in entry.lines] for group in of_role for entry in group.entries] == [["£1,000"]]
    of_forum = views.decisions(playbook, ENGLISH, forum="monthly")
    assert [entry.decision.id for group in of_forum for entry in group.entries] == ["buy", "wait"]
    assert shown(context(playbook), macros.decision_list, role="supplier-lead").select("table") == []


def test_a_remedy_is_a_ladder_from_what_sets_it_going_to_its_end(tmp_path):
    levels = {"service_levels": {"answered": {"remedy": "mend"}}}
    playbook = _playbook(tmp_path, service_levels=levels)
    found = ladder(playbook, "mend")
    assert [each.id for each in found.service_levels] == ["answered"]
    assert [(each.kind, each.id) for each in found.onward] == [("exit-plan", "leave")]
    page = shown(context(playbook), remedy_macros.remedy_list)
    assert [text(each) for each in page.select("ol > li")] == [
        "Look Supplier lead · at most 2 days If not: the lead comes",
        "Mend Supplier manager · in: Monthly review · at most 1 week",
    ]
    assert "Where that does not end it: Leaving" in text(page)
    assert shown(context(playbook), remedy_macros.remedy_list, kind="dispute").select("ol") == []
