"""The parties, who engages whom, and the structures compared."""

from datetime import date

from macros import parties as macros
from playbook.views.parties import party_cards, sourcing, structures
from playbook.views.words import ENGLISH
from tests.golden import loaded
from tests.views.context import context, shown, text

STRUCTURE = {"contracts": "One.", "control": "Some.", "delivery": "One of them."}


def _playbook(tmp_path, suppliers=None, **differences):
    about = {"playbook": {"suppliers": suppliers}} if suppliers else {}
    return loaded(tmp_path, {**about, "parties": differences}).or_raise()


def _third(name, engaged_by):
    engaged = {"engaged_by": engaged_by} if engaged_by else {}
    return {"name": name, "kind": "third-party", **engaged}


def _tree(nodes):
    return {node.link.id: _tree(node.engages) for node in nodes}


def test_cards_begin_with_the_client_and_order_holidays_by_year(tmp_path):
    vendor = {**_third("The vendor", "supplier"), "holidays": ["2027-01-01", "2026-12-25", "2026-01-01"]}
    playbook = _playbook(
        tmp_path, parties={"client": "~", "vendor": vendor, "buyer": {"name": "Buyer", "kind": "client"}}
    )
    cards = {card.party.id: card for card in party_cards(playbook, ENGLISH)}
    assert next(iter(cards)) == "buyer"
    assert cards["vendor"].holidays == ((2026, (date(2026, 1, 1), date(2026, 12, 25))), (2027, (date(2027, 1, 1),)))
    assert [party.id for party in cards["supplier"].engages] == ["vendor"]
    assert cards["vendor"].engaged_by is not None


def test_a_card_lists_its_roles_from_strategic_to_operational(tmp_path):
    cards = {card.party.id: card for card in party_cards(_playbook(tmp_path), ENGLISH)}
    assert [role.id for role in cards["client"].roles] == ["client-head", "client-manager", "client-lead"]


def _facts(tmp_path, **party):
    parties = {"client": {"working_days": "~", "working_hours": "~", **party}}
    card = shown(context(_playbook(tmp_path, parties=parties)), macros.party_cards).select_one("section")
    return {text(row.dt): text(row.dd) for row in card.select("dl > div")}


def test_a_card_tells_hours_with_their_zone(tmp_path):
    told = _facts(tmp_path, working_days=["monday", "tuesday", "wednesday"], working_hours="09:00-17:00")
    assert told["Works"] == "Monday to Wednesday 09:00–17:00 Europe/London"


def test_a_card_of_a_party_that_says_nothing_of_its_days_says_nothing_of_them(tmp_path):
    assert "Works" not in _facts(tmp_path)


def test_hours_without_days_are_told_alone(tmp_path):
    assert _facts(tmp_path, working_hours=["09:00-12:30", "13:30-18:00"])["Works"] == (
        "09:00–12:30 and 13:30–18:00 Europe/London"
    )


def test_hours_by_weekday_and_at_every_hour_are_told(tmp_path):
    week = {"monday to thursday": "09:00-17:30", "saturday": "closed", "friday": ["08:00-10:00", "11:00-13:00"]}
    assert _facts(tmp_path / "week", working_hours=week)["Works"] == (
        "Monday to Thursday 09:00–17:30 Friday 08:00–10:00 and 11:00–13:00 Europe/London"
    )
    assert _facts(tmp_path / "desk", working_hours="24/7")["Works"] == "around the clock, every day Europe/London"


def test_the_chain_begins_with_the_client_and_follows_who_engages_whom(tmp_path):
    parties = {
        "host": _third("Host", "supplier"),
        "cleaner": _third("Cleaner", "host"),
        "school": _third("School", "client"),
    }
    assert _tree(sourcing(_playbook(tmp_path, parties=parties)).chain) == {
        "client": {"supplier": {"host": {"cleaner": {}}}, "school": {}}
    }


def test_parties_that_no_contract_reaches_stand_beside_the_chain(tmp_path):
    assert _tree(sourcing(_playbook(tmp_path, parties={"city": _third("City", None)})).chain) == {
        "client": {"supplier": {}},
        "city": {},
    }


def test_parties_that_engage_each_other_are_drawn_once(tmp_path):
    parties = {"one": _third("One", "two"), "two": _third("Two", "one"), "self": _third("Self", "self")}
    assert _tree(sourcing(_playbook(tmp_path, parties=parties)).chain) == {
        "client": {"supplier": {}},
        "one": {"two": {}},
        "self": {},
    }


def test_a_supplier_under_contract_is_the_client_s_even_where_another_engages_it(tmp_path):
    playbook = _playbook(tmp_path, ["supplier", "second"], parties={"second": _third("Second", "supplier")})
    assert _tree(sourcing(playbook).chain) == {"client": {"supplier": {}, "second": {}}}


def test_the_chain_marks_who_leads_and_who_integrates(tmp_path):
    playbook = _playbook(tmp_path, sourcing={"lead_party": "supplier", "integrator": "client"})
    [client] = sourcing(playbook).chain
    assert (client.marks, client.engages[0].marks) == (("integrator",), ("lead",))


def test_the_comparison_marks_the_structure_of_this_contract(tmp_path):
    both = {"prime": {"name": "Prime", **STRUCTURE}, "selective": {"name": "Pick and mix", **STRUCTURE}}
    playbook = _playbook(tmp_path, structures=both)
    assert [(item.structure.id, item.used) for item in structures(playbook)] == [("prime", False), ("selective", True)]
    heads = [text(head) for head in shown(context(playbook), macros.sourcing_structures).select("thead th")]
    assert heads == ["Prime", "Pick and mix This contract"]


def test_a_structure_that_is_not_described_is_still_named(tmp_path):
    view = sourcing(_playbook(tmp_path))
    assert (view.structure, view.link) == (None, None)
    page = shown(context(_playbook(tmp_path / "again")), macros.sourcing)
    assert text(page.select_one(".pb-card__title")) == "Selective sourcing"


def test_a_client_that_is_its_own_supplier_is_drawn_once(tmp_path):
    assert _tree(sourcing(_playbook(tmp_path, ["client"])).chain) == {"client": {}, "supplier": {}}
