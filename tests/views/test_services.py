"""Objectives and services: which there are, who answers for them, and which work belongs to one."""

import pytest

from macros import services as macros
from playbook.pages.sandbox import Misused
from playbook.views.services import objective_entries, role_services, service_card, service_cards, service_work
from tests import golden
from tests.golden import loaded
from tests.views.context import context, shown, text

POST = {
    "name": "Post",
    "scope": "whole",
    "phases": ["leave", "run"],
    "owner": "client-manager",
    "supplier": "vendor",
    "process": "Sending letters",
    "criticality": "critical",
    "locations": ["The cellar", "The attic"],
    "since": "2026-03-02",
    "until": "2026-11-30",
    "clauses": ["7.1"],
    "tags": ["paper"],
}
LEAVE = {"name": "Leave", "order": "2", "entry": ["Notice"], "exit": ["Nothing left"]}
CHEAP = {"name": "Low cost", "statement": "It costs less.", "benefits": "client"}


def _playbook(tmp_path, post=None, **differences):
    """Return the small playbook with a second service, which a vendor runs, and a second phase."""
    differences.setdefault("services", {"services": {"post": {**POST, **(post or {})}}})
    return loaded(tmp_path, {"on": "vendor", "phases": {"phases": {"leave": LEAVE}}, **differences}).or_raise()


def _ids(links):
    return [link.id for link in links]


def _titles(page):
    return [text(title) for title in page.select(".pb-service > .pb-card__title")]


def test_a_card_names_the_owner_with_its_party_and_who_runs_it(tmp_path):
    card = service_card(_playbook(tmp_path), "post")
    assert (card.owner.role.id, card.owner.party.id, card.owner.side) == ("client-manager", "client", "client")
    assert (card.supplier.id, card.side) == ("vendor", "supplier")


def test_phases_of_a_service_follow_their_order_and_not_that_of_the_file(tmp_path):
    assert _ids(service_card(_playbook(tmp_path), "post").phases) == ["run", "leave"]


def test_services_are_narrowed_by_phase_and_by_the_party_that_runs_or_owns_them(tmp_path):
    playbook = _playbook(tmp_path)
    asked = ({}, {"phase": "leave"}, {"party": "supplier"}, {"party": "vendor"}, {"party": "client"})
    found = [[card.service.id for card in service_cards(playbook, **each)] for each in asked]
    assert found == [["help", "post"], ["post"], ["help"], ["post"], ["help", "post"]]


def test_what_a_role_owns_comes_before_what_it_works_on(tmp_path):
    parts = role_services(_playbook(tmp_path), "client-manager")
    assert [(part.card.service.id, part.owns) for part in parts] == [("post", True), ("help", False)]
    assert [_ids(part.responsible) for part in parts] == [[], ["agree-plan"]]


def test_a_role_that_answers_and_works_is_named_once(tmp_path):
    activities = {"agree-plan": {"responsible": ["client-head", "supplier-head"]}}
    [part] = role_services(_playbook(tmp_path, responsibilities={"activities": activities}), "client-head")
    assert (_ids(part.accountable), part.responsible) == (["agree-plan"], ())


def test_being_told_is_no_part_in_a_service(tmp_path):
    activities = {"run-service": {"consulted": ["client-head"], "service": "~"}, "agree-plan": {"service": "~"}}
    playbook = _playbook(tmp_path, responsibilities={"activities": activities})
    assert role_services(playbook, "client-head") == ()


def test_work_is_in_the_order_of_the_phases_with_all_who_answer(tmp_path):
    shared = {"shared": ["client-head", "supplier-head"], "because": "Both sign."}
    activities = {"agree-plan": {"phase": "leave", "accountable": shared}}
    work = service_work(_playbook(tmp_path, responsibilities={"activities": activities}), "help")
    assert [(each.link.id, [seat.role.id for seat in each.accountable]) for each in work] == [
        ("run-service", ["supplier-manager"]),
        ("agree-plan", ["client-head", "supplier-head"]),
    ]


def test_an_objective_knows_what_serves_and_what_measures_it(tmp_path):
    services = {"objectives": {"cheap": CHEAP}, "services": {"post": {**POST, "objectives": ["cheap", "quick-help"]}}}
    entries = objective_entries(_playbook(tmp_path, services=services))
    assert [(entry.link.id, _ids(entry.services), _ids(entry.levels)) for entry in entries] == [
        ("quick-help", ["help", "post"], ["answered"]),
        ("cheap", ["post"], []),
    ]


def test_the_page_of_a_service_says_all_of_it_but_its_name(tmp_path):
    playbook = _playbook(tmp_path, {"in_scope": ["Stamps"], "out_of_scope": ["Parcels"], "summary": "Letters."})
    pages = {("service", "post"): "post/"}
    home = context(playbook, "post/")
    home.here.addresses.pages.update(pages)
    page = shown(home, macros.service_card, "post")
    assert _titles(page) == []
    assert [text(chip) for chip in page.select(".pb-service > .pb-chips .pb-chip")] == ["critical", "a whole process"]
    assert [text(bounds) for bounds in page.select(".pb-service__scope > div")] == [
        "What belongs to it Stamps",
        "What does not Parcels",
    ]
    assert {text(row.dt): text(row.dd) for row in page.select(".pb-facts > div")} == {
        "Answers for it": "Client manager The client",
        "Run by": "The vendor",
        "Business process": "Sending letters (the whole of it)",
        "Where it is run": "The cellar The attic",
        "Begins": "2 March 2026",
        "Ends": "30 November 2026",
        "Phases": "Run , Leave",
        "In the contract": "7.1",
        "Keywords": "paper",
    }
    away = shown(context(playbook), macros.service_card, "post")
    assert _titles(away) == ["Post (2 March 2026 to 30 November 2026)"]


def test_a_service_without_a_page_has_its_anchor_where_services_live(tmp_path):
    playbook = _playbook(tmp_path)
    page = shown(context(playbook, "services/", {"service": "services/"}), macros.service_list)
    assert [card["id"] for card in page.select("li[id]")] == ["service-help", "service-post"]
    link = shown(context(playbook, "here/", {"service": "services/"}), macros.service, "post", text="letters").a
    assert (link["href"], text(link)) == ("../services/#service-post", "letters")


def test_each_objective_has_its_anchor_once_and_only_at_home(tmp_path):
    playbook = _playbook(tmp_path)
    home = context(playbook, "services/", {"objective": "services/"})
    anchors = [[item["id"] for item in shown(home, macros.objective_list).select("[id]")] for _ in range(2)]
    assert anchors == [["objective-quick-help"], []]
    away = shown(context(playbook, "here/", {"objective": "services/"}), macros.objective_list)
    assert away.select("[id]") == []
    assert away.select_one(".pb-objective__name a")["href"] == "../services/#objective-quick-help"


@pytest.mark.parametrize(
    ("benefits", "said"), [("client", "for the client"), ("supplier", "for the supplier"), ("both", "for both sides")]
)
def test_an_objective_says_whom_it_benefits(tmp_path, benefits, said):
    playbook = _playbook(tmp_path, services={"objectives": {"quick-help": {"benefits": benefits}}})
    assert text(shown(context(playbook), macros.objective_list).select_one(".pb-chip")) == said


def test_an_objective_that_nothing_serves_says_so(tmp_path):
    playbook = _playbook(tmp_path, services={"objectives": {"cheap": CHEAP}})
    facts = [text(entry.dl) for entry in shown(context(playbook), macros.objective_list).select(".pb-objective")]
    assert facts == ["Served by Help desk Measured by Calls answered", "Served by no service yet"]


def test_an_activity_shows_its_condition_and_that_nobody_answers(tmp_path):
    nobody = {"nobody": "true", "because": "It agrees itself."}
    activities = {"agree-plan": {"accountable": nobody, "condition": "Once a year"}}
    page = shown(context(_playbook(tmp_path, responsibilities={"activities": activities})), macros.service_work, "help")
    assert (
        text(page.select_one("tbody tr"))
        == "Agree the plan Once a year Nobody is accountable: It agrees itself. nobody Run"
    )


def test_tables_of_responsibilities_link_to_the_service(tmp_path):
    from macros.responsibilities import raci

    activities = {"run-service": {"condition": "Daily"}, "agree-plan": {"service": "~"}}
    playbook = _playbook(tmp_path, responsibilities={"activities": activities})
    here = context(playbook, "here/", {"service": "services/"})
    rows = shown(here, raci).select("tbody th[scope=row]")
    assert [text(row) for row in rows] == ["Agree the plan", "Run the service Help desk · Daily"]
    assert rows[1].select_one(".pb-raci__facts a")["href"] == "../services/#service-help"
    parts = shown(here, raci, role="supplier-manager")
    assert text(parts.select_one(".pb-parts__note")) == "Help desk · Daily"


def test_a_list_with_nothing_in_it_is_a_sentence(tmp_path):
    none = loaded(tmp_path, {"services": "~", "service_levels": "~", "dependencies": "~"}).playbook
    bare = _playbook(tmp_path / "other")
    pages = [
        shown(context(none), macros.service_list),
        shown(context(none), macros.objective_list),
        shown(context(bare), macros.service_list, role="client-head", phase="leave"),
        shown(context(bare), macros.service_list, phase="leave", party="supplier"),
        shown(context(bare), macros.service_work, "post"),
    ]
    for page in pages:
        assert page.select("table, ul") == []
        assert text(page).endswith(".")


def test_without_services_the_client_stays_accountable_in_each_workstream(tmp_path):
    without = {"services": "~", "service_levels": "~", "dependencies": "~", "risks": "~", "contract": "~"}
    activity = {"accountable": "supplier-head", "responsible": ["client-manager", "client-head", "supplier-lead"]}
    activities = {"agree-plan": {**activity, "service": "~"}, "run-service": {"service": "~"}}
    problems = golden.checked(tmp_path, {**without, "responsibilities": {"activities": activities}})
    assert [(problem.id, problem.entity) for problem in problems] == [("raci-client-not-retained", "service")]


@pytest.mark.parametrize(
    ("macro", "given", "named", "hint"),
    [
        ("service", ["hlep"], {}, "did you mean `help`?"),
        ("objective", ["quick-halp"], {}, "did you mean `quick-help`?"),
        ("service_card", ["hlep"], {}, "did you mean `help`?"),
        ("service_work", ["hlep"], {}, "did you mean `help`?"),
        ("service_list", [], {"role": "client-haed"}, "did you mean `client-head` or `client-lead`?"),
        ("service_list", [], {"phase": "rum"}, "did you mean `run`?"),
        ("service_list", [], {"party": "suplier"}, "did you mean `supplier`?"),
    ],
)
def test_what_is_not_known_is_refused(tmp_path, macro, given, named, hint):
    with pytest.raises(Misused) as refused:
        getattr(macros, macro)(context(_playbook(tmp_path)), *given, **named)
    assert refused.value.hint == hint
