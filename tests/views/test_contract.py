"""What is approved and owed, how it is changed, and how it is left."""

import pytest

from macros import contract as macros
from playbook.pages.sandbox import Misused
from playbook.views import contract as views
from tests.golden import checked, loaded
from tests.views.context import context, shown, text

BOTH = [{"party": "client", "role": "client-manager"}, {"party": "supplier", "role": "supplier-manager"}]
PRICE = {"name": "Price", "phase": "run", "question": "Is it known?", "approvers": BOTH, "second_check": "client-lead"}
PAY = {
    "name": "Pay",
    "reference": "Clause 4",
    "obliged": "client",
    "text": "Pays each invoice.",
    "owner": "client-manager",
    "category": "Money",
}
SERVE = {"name": "Serve", "reference": "Clause 5", "obliged": "supplier", "text": "Serves.", "category": "Work"}
CHANGE = {
    "name": "Change",
    "steps": {"ask": {"name": "Ask", "owner": "client-lead", "within": "1 week"}, "act": {"name": "Act"}},
    "approvers": [{**BOTH[0], "limit": "up to <b>ten</b> days"}, BOTH[1]],
}


def _playbook(tmp_path, **contract):
    return loaded(tmp_path, {"contract": contract}).or_raise()


def _ids(owed):
    return [item.obligation.id for item in owed]


def test_approvals_come_phase_by_phase(tmp_path):
    first = {"name": "Plan", "order": "0", "entry": ["An idea"], "exit": ["A plan"]}
    approvals = {"late": PRICE, "early": {**PRICE, "phase": "plan"}, "last": PRICE}
    differences = {"phases": {"phases": {"plan": first}}, "contract": {"approvals": approvals}}
    gates = views.gates(loaded(tmp_path, differences).or_raise())
    assert [gate.approval.id for gate in gates] == ["early", "late", "last"]


def test_an_approval_gathers_the_roles_of_each_party(tmp_path):
    two = [BOTH[0], {**BOTH[1], "date": "2025-12-01"}, {"party": "client", "role": "client-head"}]
    playbook = _playbook(tmp_path, approvals={"price": {**PRICE, "approvers": two}})
    gate = views.gates(playbook)[0]
    assert [(assent.party.id, [say.role.id for say in assent.says]) for assent in gate.assents] == [
        ("client", ["client-manager", "client-head"]),
        ("supplier", ["supplier-manager"]),
    ]
    page = shown(context(playbook), macros.contract_approvals)
    assert {text(row.dt): text(row.dd) for row in page.select("dl > div")} == {
        "For The client": "Client manager not yet approved Client head not yet approved",
        "For The supplier": "Supplier manager on 1 December 2025",
        "Checked again by": "Client lead",
    }


def test_an_approval_says_what_is_missing(tmp_path):
    playbook = _playbook(tmp_path, approvals={"price": {**PRICE, "approvers": [], "second_check": "~"}})
    facts = [text(row) for row in shown(context(playbook), macros.contract_approvals).select("dl > div")]
    assert facts == ["Approved by nobody is named yet", "Checked again by nobody is named yet"]


def test_obligations_are_kept_to_a_role_a_party_and_a_category(tmp_path):
    playbook = _playbook(tmp_path, obligations={"pay": PAY, "serve": SERVE})
    assert _ids(views.obligations(playbook)) == ["pay", "serve"]
    assert _ids(views.obligations(playbook, role="client-manager")) == ["pay"]
    assert _ids(views.obligations(playbook, party="supplier")) == ["serve"]
    assert _ids(views.obligations(playbook, party="supplier", category="Money")) == []
    assert views.categories(playbook) == ("Money", "Work")


def test_the_list_shows_whose_an_obligation_is_where_nobody_asked_for_a_party(tmp_path):
    playbook = _playbook(tmp_path, obligations={"pay": PAY})
    assert text(shown(context(playbook), macros.obligation_list).select_one(".pb-chips")) == "The client Money Clause 4"
    narrow = shown(context(playbook), macros.obligation_list, party="client", category="Money")
    assert text(narrow.select_one(".pb-chips")) == "Clause 4"


def test_the_list_says_what_an_obligation_lacks(tmp_path):
    page = shown(context(_playbook(tmp_path, obligations={"serve": SERVE})), macros.obligation_list)
    assert [text(cell) for cell in page.select("td")] == ["nobody yet", "at all times", "nothing yet"]
    assert [cell["data-label"] for cell in page.select("td")] == ["Owner", "When", "What shows it"]


def test_the_obligations_of_a_role_leave_its_name_out(tmp_path):
    page = shown(context(_playbook(tmp_path, obligations={"pay": PAY})), macros.obligation_list, role="client-manager")
    assert [text(cell) for cell in page.select("thead th")] == ["What is owed", "When", "What shows it"]


def test_an_obligation_has_its_anchor_once_and_only_at_home(tmp_path):
    playbook = _playbook(tmp_path, obligations={"pay": PAY})
    home = context(playbook, "owed/", {"obligation": "owed/"})
    assert [row.get("id") for row in shown(home, macros.obligation_list).select("tbody tr")] == ["obligation-pay"]
    assert [row.get("id") for row in shown(home, macros.obligation_list).select("tbody tr")] == [None]
    away = context(playbook, "here/", {"obligation": "owed/"})
    assert shown(away, macros.obligation_list).select_one(".pb-owed__name a")["href"] == "../owed/#obligation-pay"
    assert shown(away, macros.obligation, "pay", text="the rent").a.string == "the rent"


def test_a_change_shows_its_steps_and_who_may_agree_as_text(tmp_path):
    playbook = _playbook(tmp_path, change_processes={"change": CHANGE})
    page = shown(context(playbook), macros.change_steps, "change")
    assert [text(step) for step in page.select("ol > li")] == ["Ask Client lead · at most 1 week", "Act nobody yet"]
    assert page.find("b") is None
    assert [[text(cell) for cell in row.select("th, td")] for row in page.select("tbody tr")] == [
        ["Client manager", "The client", "up to <b>ten</b> days"],
        ["Supplier manager", "The supplier", "whatever is asked"],
    ]


def test_a_step_can_be_cited_where_its_process_is_at_home(tmp_path):
    playbook = _playbook(tmp_path, change_processes={"change": CHANGE})
    home = context(playbook, "change/", {"change-process": "change/"})
    assert [item["id"] for item in shown(home, macros.change_steps, "change").select("[id]")] == [
        "change-process-change",
        "change-process-change--ask",
        "change-process-change--act",
    ]
    assert shown(home, macros.change_steps, "change").select("[id]") == []
    assert shown(context(playbook), macros.change_steps, "change").select("[id]") == []
    assert shown(home, macros.change_process, "change").a["href"] == "#change-process-change"


def test_an_exit_plan_says_how_ready_it_is(tmp_path):
    page = shown(context(_playbook(tmp_path)), macros.exit_steps, "leave")
    assert {text(row.dt): text(row.dd) for row in page.select("dl > div")} == {
        "Kept ready by": "Client manager",
        "Covers": "every service under the contract",
        "Last tested": "1 December 2025",
    }
    assert [text(item) for item in page.select(".pb-process__triggers li")] == ["The contract ends"]
    assert text(page.select_one("ol > li")) == "List what is handed over Supplier manager"


def test_an_exit_plan_says_what_it_covers_and_that_it_was_never_tested(tmp_path):
    bare = {"name": "In a hurry", "owner": "client-manager", "services": ["help"], "triggers": [], "steps": {}}
    page = shown(context(_playbook(tmp_path, exit_plans={"hurry": bare})), macros.exit_steps, "hurry")
    said = text(page)
    assert "Covers Help desk" in said
    assert "Last tested never yet" in said
    assert "Nothing is written down that sets it going." in said
    assert "No steps are written down yet." in said
    assert page.find("ol") is None


def test_lists_with_nothing_in_them_are_sentences(tmp_path):
    here = context(_playbook(tmp_path))
    for asked in ({}, {"role": "client-head"}, {"party": "supplier"}):
        page = shown(here, macros.obligation_list, **asked)
        assert page.find("table") is None
        assert text(page.select_one(".pb-empty")).endswith(".")
    assert text(shown(here, macros.contract_approvals)).endswith("before they sign.")


@pytest.mark.parametrize(
    ("macro", "arguments", "named", "hint"),
    [
        (macros.obligation_list, (), {"category": "Mony"}, "`Money`"),
        (macros.obligation_list, (), {"role": "client-hed"}, "`client-head`"),
        (macros.obligation_list, (), {"party": "suplier"}, "`supplier`"),
        (macros.change_steps, ("chang",), {}, "`change`"),
        (macros.exit_steps, ("leaf",), {}, "`leave`"),
    ],
)
def test_what_is_not_known_is_refused(tmp_path, macro, arguments, named, hint):
    playbook = _playbook(tmp_path, obligations={"pay": PAY}, change_processes={"change": CHANGE})
    with pytest.raises(Misused) as refused:
        macro(context(playbook), *arguments, **named)
    assert hint in refused.value.hint


@pytest.mark.parametrize(
    ("settings", "severities"),
    [({}, ["warning", "warning"]), ({"exit-plan-missing": {"severity": "error"}}, ["error", "error"])],
)
def test_a_critical_service_without_a_plan_is_told_as_one_with_the_severity_of_the_team(tmp_path, settings, severities):
    common = {"scope": "whole", "phases": ["run"], "owner": "client-lead", "supplier": "supplier"}
    services = {
        "help": {"criticality": "critical"},
        "repair": {"name": "Repair", **common},
    }
    differences = {
        "services": {"services": services},
        "contract": {"exit_plans": {"leave": "~"}},
        "playbook": {"checks": settings},
    }
    found = [problem for problem in checked(tmp_path, differences) if problem.id == "exit-plan-missing"]
    assert [problem.severity for problem in found] == severities
    assert any(", which is critical" in problem.message for problem in found)
