"""This edition, its approvals, and the report of the checks."""

from macros import playbook as macros
from playbook.checks import CHECKS
from playbook.problems import Place, Problem, Problems
from playbook.views.playbook import approvals, check_report
from tests.golden import loaded
from tests.views.context import context, shown, text

CYCLE = {"approvals": [{"party": "client", "role": "client-head"}]}


def _playbook(tmp_path, **about):
    return loaded(tmp_path, {"playbook": about}).or_raise()


def _problem(id, message, hint="mend it", severity="warning", line=1):
    return Problem(Place("data/secret-place.yml", line), id, message, hint, severity)


def test_a_party_that_nobody_approves_for_is_shown_all_the_same(tmp_path):
    playbook = _playbook(tmp_path, cycle=CYCLE)
    given = [(item.party.id, item.role and item.role.id, item.date) for item in approvals(playbook)]
    assert given == [("client", "client-head", None), ("supplier", None, None)]
    page = shown(context(playbook), macros.approvals)
    assert [text(row) for row in page.select("tbody tr")] == [
        "The client Client head not yet approved",
        "The supplier nobody is named yet not yet approved",
    ]


def test_the_statement_of_permanence_says_what_stays_who_keeps_it_how_long_and_whose_the_address_is(tmp_path):
    page = shown(context(_playbook(tmp_path)), macros.permanence)
    assert [text(each) for each in page.select("li")] == ["Every address."]
    assert [text(row) for row in page.select("dl > div")] == [
        "Kept for The client by Client manager",
        "Kept for The supplier by Supplier head",
        "For how long 10 years after the end of the contract",
        "Who may mirror it Anybody.",
        "Holds the address Client manager",
        "Takes the address over Supplier head",
    ]
    assert page.select("dl > div")[0]["data-roles"] == "client-manager"


def test_where_nothing_is_promised_the_statement_says_so(tmp_path):
    assert text(shown(context(_playbook(tmp_path, permanence="~")), macros.permanence)).startswith(
        "Nothing is promised"
    )


GONE = {"kind": "role", "title": "Client chief", "introduced": "0", "status": "withdrawn", "removed_in": "1"}


def test_a_role_that_approved_and_has_gone_is_shown_by_the_name_that_the_ledger_keeps(tmp_path):
    once = {"party": "client", "role": "client-chief", "date": "2025-12-01"}
    ledger = {"ledger": {"role-client-chief": {**GONE, "reason": "The post was given up."}}}
    playbook = loaded(tmp_path, {"playbook": {"cycle": {"approvals": [once]}}, "register": ledger}).or_raise()
    rows = shown(context(playbook), macros.approvals).select("tbody tr")
    assert text(rows[0]) == "The client Client chief 1 December 2025"
    assert rows[0].select("a[href]") == rows[0].select("th a[href]")


def test_the_facts_say_what_holds_and_until_when(tmp_path):
    said = text(shown(context(_playbook(tmp_path, precedence="The contract prevails.")), macros.cycle_facts))
    assert "A small playbook 1 agreed" in said
    assert "In force until 31 December 2026" in said
    assert "The contract prevails." in said
    assert text(shown(context(_playbook(tmp_path / "open", cycle={"effective_to": "~"})), macros.cycle_facts)).count(
        "a new edition"
    )


def test_findings_stand_by_check_gravest_first(tmp_path):
    problems = Problems(
        [
            _problem("raci-no-c-or-i", "told nobody", severity="info"),
            _problem("role-orphan", "second", line=9),
            _problem("role-orphan", "first", line=2),
        ]
    )
    report = check_report(_playbook(tmp_path), problems, CHECKS)
    assert report.counts == (("error", 0), ("warning", 2), ("info", 1))
    assert [(group.check, [item.message[0].text for item in group.found]) for group in report.groups] == [
        ("role-orphan", ["first", "second"]),
        ("raci-no-c-or-i", ["told nobody"]),
    ]
    assert not report.clean


def test_advice_that_all_findings_share_is_given_once(tmp_path):
    same = Problems([_problem("role-orphan", "one"), _problem("role-orphan", "two")])
    said = text(shown(context(_playbook(tmp_path), problems=same, checks=CHECKS), macros.check_report))
    assert said.count("mend it") == 1
    unlike = Problems([_problem("role-orphan", "one"), _problem("role-orphan", "two", "drop it")])
    said = text(shown(context(_playbook(tmp_path / "b"), problems=unlike, checks=CHECKS), macros.check_report))
    assert (said.count("mend it"), said.count("drop it")) == (1, 1)


def test_the_report_names_no_file_and_quotes_names_as_text(tmp_path):
    problems = Problems([_problem("role-orphan", "`A <b>` has no work")])
    page = shown(context(_playbook(tmp_path), problems=problems, checks=CHECKS), macros.check_report)
    assert page.select_one("li q").text == "A <b>"
    assert "secret-place" not in str(page)


def test_what_is_only_information_leaves_the_report_clean(tmp_path):
    problems = Problems([_problem("raci-no-c-or-i", "told nobody", severity="info")])
    said = text(shown(context(_playbook(tmp_path), problems=problems, checks=CHECKS), macros.check_report))
    assert "No errors, no warnings." in said
    assert "1 thing is worth a look" in said


def test_waivers_are_shown_with_their_reasons(tmp_path):
    problems = Problems()
    problems.waive(_problem("role-orphan", "`clerk` has no work"), "The post is being filled.")
    page = shown(context(_playbook(tmp_path), problems=problems, checks=CHECKS), macros.check_report)
    waived = text(page.select_one(".pb-report__waived"))
    assert waived == "role-orphan clerk has no work Accepted because: The post is being filled."
    assert "No errors, no warnings." in text(page)


def test_settings_stand_beside_what_is_usual(tmp_path):
    settings = {
        "role-orphan": {"off": "true"},
        "raci-too-many-c": {"threshold": "2", "severity": "error"},
        "register-id-new": "~",
    }
    playbook = _playbook(tmp_path, checks=settings)
    report = check_report(playbook, Problems(), CHECKS)
    assert report.asked == len(CHECKS) - 1
    said = text(shown(context(playbook, checks=CHECKS), macros.check_report))
    assert "role-orphan turned off" in said
    usual = next(check for check in CHECKS if check.id == "raci-too-many-c").threshold
    assert f"raci-too-many-c error instead of warning · threshold 2 instead of {usual}" in said
