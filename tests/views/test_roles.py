"""The directory of both sides, and what one role is here for."""

import pytest

from macros import roles as macros
from playbook.pages.sandbox import Misused
from playbook.views.roles import directory, duties, holders, opposite_numbers, role_card, staff
from tests.golden import base, loaded
from tests.views.context import context, shown, text

VENDOR = {"name": "The vendor", "kind": "third-party", "engaged_by": "supplier"}
VENDOR_LEAD = {
    "name": "Vendor lead",
    "party": "vendor",
    "level": "operational",
    "purpose": "Hosts.",
    "duties": {},
    "counterparts": ["supplier-lead"],
}


def _playbook(tmp_path, vendor=False, assignments=None, **roles):
    """Return the small playbook with other roles; nobody holds any but by `assignments`."""
    parties = {"parties": {"vendor": VENDOR}} if vendor else {}
    more = {"vendor-lead": VENDOR_LEAD} if vendor else {}
    nobody = dict.fromkeys(base()["roles"]["assignments"], "~")
    differences = {"roles": {**roles, **more}, "assignments": {**nobody, **(assignments or {})}}
    return loaded(tmp_path, {"parties": parties, "roles": differences}).or_raise()


def _pairs(found):
    return {
        tier.level: [(pair.own.link.id, [other.link.id for other in pair.others]) for pair in tier.pairs]
        for tier in found.tiers
    }


def test_both_sides_stand_beside_each_other_level_by_level(tmp_path):
    found = directory(_playbook(tmp_path))
    assert _pairs(found) == {
        "strategic": [("client-head", ["supplier-head"])],
        "tactical": [("client-manager", ["supplier-manager"])],
        "operational": [("client-lead", ["supplier-lead"])],
    }
    assert [party.id for party in found.usual] == ["client", "supplier"]


def test_a_supplier_role_that_faces_no_client_role_follows_with_its_gap(tmp_path):
    playbook = _playbook(tmp_path, vendor=True)
    pair = directory(playbook, level="operational").tiers[0].pairs[-1]
    assert (pair.own.link.id, pair.others, pair.leads) == ("vendor-lead", (), False)
    assert [other.link.id for other in pair.within] == ["supplier-lead"]
    row = shown(context(playbook), macros.role_directory).select("tbody tr")[-1]
    assert [text(cell) for cell in row.select("td, th")] == [
        "No opposite number on this side",
        "Vendor lead The vendor Opposite number in this column: Supplier lead",
    ]


def test_a_client_role_that_nobody_faces_shows_its_gap(tmp_path):
    gap = {"counterparts": []}
    playbook = _playbook(tmp_path, **{"client-lead": gap, "supplier-lead": gap})
    rows = shown(context(playbook), macros.role_directory, level="operational").select("tbody tr")[1:]
    assert [[text(cell) for cell in row.select("td, th")] for row in rows] == [
        ["Client lead", "No opposite number on this side"],
        ["No opposite number on this side", "Supplier lead"],
    ]


def test_an_opposite_number_at_another_level_is_marked_with_it_and_counted_at_its_own(tmp_path):
    lead = {"counterparts": ["client-manager"]}
    playbook = _playbook(tmp_path, **{"supplier-lead": lead, "client-lead": {"counterparts": []}})
    assert _pairs(directory(playbook))["tactical"] == [("client-manager", ["supplier-manager", "supplier-lead"])]
    assert _pairs(directory(playbook, level="operational")) == {
        "operational": [("client-lead", []), ("supplier-lead", ["client-manager"])]
    }
    row = shown(context(playbook), macros.role_directory, level="tactical").select("tbody tr")[1]
    assert text(row.select_one("td")) == "Supplier manager Supplier lead Operational"


def test_a_party_leads_with_its_roles_and_leaves_empty_levels_out(tmp_path):
    playbook = _playbook(tmp_path, vendor=True)
    assert _pairs(directory(playbook, party="vendor")) == {"operational": [("vendor-lead", ["supplier-lead"])]}
    assert _pairs(directory(playbook, party="supplier"))["operational"] == [
        ("supplier-lead", ["client-lead", "vendor-lead"])
    ]


def test_a_party_without_roles_is_said_to_have_none(tmp_path):
    playbook = _playbook(tmp_path, vendor=True)
    page = shown(context(playbook), macros.role_directory, party="vendor", level="strategic")
    assert text(page) == "No role is written down here."


def test_opposite_numbers_hold_whichever_of_the_two_names_the_other(tmp_path):
    playbook = _playbook(tmp_path, **{"client-head": {"counterparts": []}})
    assert opposite_numbers(playbook, "client-head") == ("supplier-head",)
    assert opposite_numbers(playbook, "supplier-head") == ("client-head",)


def test_a_card_gathers_who_stands_around_a_role(tmp_path):
    card = role_card(_playbook(tmp_path), "client-manager")
    assert [other.link.id for other in card.counterparts] == ["supplier-manager"]
    assert card.deputy is not None
    assert card.reports_to is not None
    assert (card.deputy.id, card.reports_to.id) == ("client-lead", "client-head")
    assert [role.id for role in card.stands_in_for] == ["client-head", "client-lead"]
    assert [role.id for role in card.reports] == ["client-lead"]


def test_a_card_says_what_is_missing(tmp_path):
    alone = {"counterparts": [], "deputy": "~"}
    playbook = _playbook(tmp_path, **{"client-head": alone, "supplier-head": {"counterparts": []}})
    page = shown(context(playbook), macros.role_card, "client-head")
    facts = {text(row.dt): text(row.dd) for row in page.select("dl > div")}
    assert facts == {
        "Held by": "Nobody yet",
        "Opposite number": "None on the other side",
        "Deputy": "None is named",
        "Leads": "Client manager",
    }


def test_a_card_names_its_role_everywhere_but_on_the_role_s_own_page(tmp_path):
    playbook = _playbook(tmp_path)
    assert shown(context(playbook), macros.role_card, "client-head").select_one(".pb-card__title a") is not None
    assert (
        shown(context(playbook, "role/client-head/"), macros.role_card, "client-head").select(".pb-card__title") == []
    )


def test_duties_keep_their_order_and_say_where_and_when_they_hold(tmp_path):
    told = {
        "speak": {"text": "Speaks.", "phases": ["run"]},
        "act": {"text": "Acts.", "condition": "When asked"},
    }
    found = duties(_playbook(tmp_path, **{"client-head": {"duties": told}}), "client-head")
    assert [(duty.id, [phase.id for phase in duty.phases], duty.condition) for duty in found] == [
        ("speak", ["run"], None),
        ("act", [], "When asked"),
    ]


def test_a_duty_has_its_anchor_once_and_on_its_role_s_page_alone(tmp_path):
    playbook = _playbook(tmp_path, **{"client-head": {"duties": {"act": {"text": "Acts."}}}})
    home = context(playbook, "role/client-head/")
    assert [item.get("id") for item in shown(home, macros.duties, "client-head").select("li")] == ["duty-act"]
    assert [item.get("id") for item in shown(home, macros.duties, "client-head").select("li")] == [None]
    assert [item.get("id") for item in shown(context(playbook), macros.duties, "client-head").select("li")] == [None]


def test_a_profile_leaves_out_what_is_not_written(tmp_path):
    playbook = _playbook(tmp_path, **{"client-head": {"aliases": ["Chief", "Boss"]}})
    assert text(shown(context(playbook), macros.role_profile, "client-head")) == "Also called Chief, Boss"
    assert shown(context(playbook), macros.role_profile, "client-lead").select_one("p.pb-empty") is not None


def test_a_level_that_is_none_is_refused(tmp_path):
    with pytest.raises(Misused) as refused:
        macros.role_directory(context(_playbook(tmp_path)), level="tacticle")
    assert refused.value.hint == "did you mean `tactical`?"


NIGHT = {"role": "supplier-lead", "holder": "Night shift", "from": "2026-07-01", "contact": "night@supplier.example"}
DAY = {"role": "supplier-lead", "holder": "Day <b>shift</b>", "from": "2026-01-01", "to": "2026-06-30"}


def test_holders_follow_each_other_by_their_first_days(tmp_path):
    playbook = _playbook(tmp_path, assignments={"night": NIGHT, "day": {**DAY, "contact": "Desk 4"}})
    assert [holder.assignment.id for holder in holders(playbook, "supplier-lead")] == ["day", "night"]
    assert holders(playbook, "client-lead") == ()


def test_a_card_says_who_holds_the_role_and_where_they_are_reached(tmp_path):
    playbook = _playbook(tmp_path, assignments={"night": NIGHT, "day": DAY})
    here = context(playbook, "here/", {"assignment": "roles/"})
    held = shown(here, macros.role_card, "supplier-lead").select_one("dl > div dd")
    assert [text(line) for line in held.select("li")] == [
        "Day <b>shift</b> (until 30 June 2026)",
        "Night shift (from 1 July 2026) · night@supplier.example",
    ]
    assert [link["href"] for link in held.select("a")] == [
        "../roles/#assignment-day",
        "../roles/#assignment-night",
        "mailto:night@supplier.example",
    ]


def test_a_holder_who_begins_within_the_cycle_is_told_with_the_day_on_the_card(tmp_path):
    playbook = _playbook(tmp_path, assignments={"night": NIGHT})
    held = shown(context(playbook), macros.role_card, "supplier-lead").select_one("dl > div dd")
    assert text(held) == "Night shift (from 1 July 2026) · night@supplier.example"


@pytest.mark.parametrize("contact", ["javascript:alert(1)", "a@b", "https://name:word@y.example/", "room +12"])
def test_what_is_no_address_is_not_linked(tmp_path, contact):
    playbook = _playbook(tmp_path, assignments={"night": {**NIGHT, "contact": contact}})
    shown_at = shown(context(playbook), macros.assignment_list).select_one(".pb-contact")
    assert (shown_at.name, shown_at.string) == ("span", contact)


def test_the_directory_says_who_holds_each_role(tmp_path):
    playbook = _playbook(tmp_path, assignments={"night": NIGHT})
    rows = shown(context(playbook), macros.role_directory, level="operational").select("tbody tr")[1:]
    assert [text(cell) for cell in rows[0].select("th, td")] == [
        "Client lead",
        "Supplier lead Night shift · night@supplier.example (from 1 July 2026)",
    ]


def test_holders_are_listed_party_by_party_with_the_roles_nobody_holds(tmp_path):
    playbook = _playbook(tmp_path, assignments={"night": NIGHT, "day": DAY})
    assert [group.party.id for group in staff(playbook)] == ["client", "supplier"]
    rows = [text(row) for row in shown(context(playbook), macros.assignment_list).select("tbody tr")]
    assert rows[:2] == ["The client", "Client head Nobody holds it yet"]
    assert rows[-2:] == [
        "Supplier lead Day <b>shift</b> 1 January 2026 to 30 June 2026",
        "Supplier lead Night shift night@supplier.example from 1 July 2026",
    ]


def test_the_list_is_kept_to_a_party_or_a_role(tmp_path):
    here = context(_playbook(tmp_path, assignments={"night": NIGHT}))
    narrow = shown(here, macros.assignment_list, role="supplier-lead")
    assert [text(row.th) for row in narrow.select("tbody tr")] == ["Supplier lead"]
    party = shown(here, macros.assignment_list, party="client")
    assert [text(row.th) for row in party.select("tbody tr")] == ["Client head", "Client manager", "Client lead"]
    with pytest.raises(Misused, match="no role `client-hed`"):
        macros.assignment_list(here, role="client-hed")


def test_an_assignment_has_its_anchor_once_and_only_at_home(tmp_path):
    playbook = _playbook(tmp_path, assignments={"night": NIGHT})
    home = context(playbook, "roles/", {"assignment": "roles/"})
    assert [row["id"] for row in shown(home, macros.assignment_list).select("[id]")] == ["assignment-night"]
    assert shown(home, macros.assignment_list).select("[id]") == []
    assert shown(context(playbook), macros.assignment_list).select("[id]") == []
