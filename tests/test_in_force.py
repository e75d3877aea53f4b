"""Which version is in force on a day: by the library, and by the script that tells it to readers."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser

from playbook.publish.tree.in_force import Term, in_force, spans, state, terms
from tests.in_force import TABLE, YEARS, Status, every_pair, said
from tests.support import ROOT

ASK = """pairs => pairs.map(([status, day]) => {
  const { inForce, state, terms } = playbookInForce;
  const all = terms(status);
  return [inForce(all, day)?.version ?? null, Object.fromEntries(all.map(one => [one.version, state(one, all, day)]))];
})"""


def _stands(status: Status, day: str) -> tuple[str | None, dict[str, str]]:
    """Return the version in force on a day, and how each stands."""
    known, asked = terms(status), date.fromisoformat(day)
    chosen = in_force(known, asked)
    return chosen.version if chosen else None, {each.version: state(each, known, asked) for each in known}


@pytest.mark.parametrize(("status", "days"), [case[1:] for case in TABLE], ids=[case[0] for case in TABLE])
def test_how_each_version_stands_on_a_day(status: Status, days: dict[str, tuple[str, ...]]):
    for day, states in days.items():
        chosen, found = _stands(status, day)
        assert [found[version] for version in status] == list(states), day
        assert [version for version, each in found.items() if each == "in force"] == ([chosen] if chosen else []), day


def test_the_script_says_what_the_library_says(browser: Browser):
    pairs = [(status, day) for _, status, days in TABLE for day in days] + every_pair()
    context = browser.new_context()
    page = context.new_page()
    page.add_script_tag(path=ROOT / "src/playbook/templates/publish/in_force.js")
    told = page.evaluate(ASK, [[status, day] for status, day in pairs])
    context.close()
    for (status, day), (chosen, states) in zip(pairs, told, strict=True):
        assert (chosen, states) == _stands(status, day), json.dumps([status, day])


@pytest.mark.parametrize(
    ("version", "change"),
    [
        ("//evil.example", {}),
        ("javascript:alert(1)//", {}),
        ("../2026-1", {}),
        ("2026-1", {"effective_from": "soon"}),
        ("2026-1", {"effective_to": "2026-13-01"}),
        ("2026-1", {"order": "1"}),
        ("2026-1", {"withdrawals": [{"on": "x"}]}),
    ],
    ids=str,
)
def test_the_script_reads_no_state_that_is_none(browser: Browser, version: str, change: dict[str, object]):
    context = browser.new_context()
    page = context.new_page()
    page.add_script_tag(path=ROOT / "src/playbook/templates/publish/in_force.js")
    read = "status => { try { return playbookInForce.terms(status).length } catch { return 'refused' } }"
    sound = YEARS["2026-1"]
    assert page.evaluate(read, {"2026-1": sound}) == 1
    assert page.evaluate(read, {version: {**sound, **change}}) == "refused"
    context.close()


def test_a_page_that_is_newer_than_what_is_told_leads_nowhere(browser: Browser):
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    told = {"2026-1": said(1, "2026-01-01")}
    for versions in (["2026-1"], ["2026-2", "2026-1"]):
        lines = "".join(f'<li data-version="{each}"><a href="#to"></a><b data-state="{each}"></b>' for each in versions)
        states = "<script type='application/json' data-states>{}</script>"
        page.goto("about:blank")
        page.set_content(f"<ul data-leads>{lines}</ul>{states}")
        page.evaluate("told => { globalThis.playbookStatus = told; }", told)
        page.add_script_tag(path=ROOT / "src/playbook/templates/publish/in_force.js")
        assert page.url.endswith("#to") is (len(versions) == 1)
    context.close()
    assert errors == []


def test_the_stretches_say_what_each_day_says():
    for status in [case[1] for case in TABLE] + [status for status, _ in every_pair()[::6]]:
        known = terms(status)
        found = spans(known)
        for span in found:
            days = {span.first, span.last or span.first + timedelta(400)}
            assert all(in_force(known, day) == span.term for day in days), status
        if found:
            assert in_force(known, found[0].first - timedelta(1)) is None


def _lines(*found: tuple[str, dict[str, object]]) -> list[str]:
    """Return the spans as lines: first, last, the version in force, then those over it and those withdrawn."""
    return [
        f"{span.first} {span.last} {span.term.version if span.term else 'none'}"
        + "".join(f" over:{each.version}" for each in span.over)
        + "".join(f" withdrawn:{each.version}" for each in span.withdrawn)
        for span in spans(terms(dict(found)))
    ]


ONE = ("1", said(1, "2030-01-01", "2030-12-31"))


def test_versions_that_follow_each_other_leave_no_gap():
    assert _lines(ONE, ("2", said(2, "2031-01-01"))) == ["2030-01-01 2030-12-31 1", "2031-01-01 None 2"]


def test_days_without_a_version_are_told():
    assert _lines(ONE, ("2", said(2, "2031-02-01", "2031-12-31"))) == [
        "2030-01-01 2030-12-31 1",
        "2031-01-01 2031-01-31 none",
        "2031-02-01 2031-12-31 2",
        "2032-01-01 None none",
    ]


def test_of_two_versions_for_one_day_the_one_that_began_later_counts_and_the_other_is_told():
    assert _lines(ONE, ("2", said(2, "2030-07-01", "2031-06-30"))) == [
        "2030-01-01 2030-06-30 1",
        "2030-07-01 2030-12-31 2 over:1",
        "2031-01-01 2031-06-30 2",
        "2031-07-01 None none",
    ]


def test_a_version_with_an_open_end_gives_way_without_a_word():
    assert _lines(("1", said(1, "2030-01-01")), ("2", said(2, "2030-07-01"))) == [
        "2030-01-01 2030-06-30 1",
        "2030-07-01 None 2",
    ]


def test_what_was_withdrawn_does_not_hold_and_is_told():
    later = ("2", said(2, "2030-07-01", "2030-12-31", withdrawn="2030-08-01"))
    assert _lines(ONE, later) == [
        "2030-01-01 2030-06-30 1",
        "2030-07-01 2030-07-31 2 over:1",
        "2030-08-01 2030-12-31 1 withdrawn:2",
        "2031-01-01 None none",
    ]
    gone = ("1", said(1, "2030-01-01", "2030-12-31", withdrawn="2030-08-01"))
    assert _lines(gone) == ["2030-01-01 2030-07-31 1", "2030-08-01 2030-12-31 none withdrawn:1", "2031-01-01 None none"]


def test_a_withdrawal_that_ended_leaves_the_days_before_and_after_it():
    status = {"1": said(1, "2030-01-01", "2030-12-31")}
    status["1"]["withdrawals"] = [
        {"on": "2030-03-01", "reason": "A slip.", "until": "2030-04-01"},
        {"on": "2030-09-01", "reason": "After all.", "until": None},
    ]
    (term,) = terms(status)
    found = {day: state(term, (term,), date.fromisoformat(day)) for day in ("2030-02-28", "2030-03-31", "2030-04-01")}
    assert list(found.values()) == ["in force", "withdrawn", "in force"]
    assert state(term, (term,), date(2030, 9, 1)) == "withdrawn"
    assert [str(span.first) for span in spans((term,))] == [
        f"{day}-01" for day in ("2030-01", "2030-03", "2030-04", "2030-09", "2031-01")
    ]


def test_a_draft_is_in_force_on_no_day():
    assert _lines(("1", said(1, "2030-01-01", status="draft"))) == []


def test_a_term_that_is_none_is_no_term():
    assert terms(YEARS)[1] == Term("2027-1", 2, date(2027, 1, 1), date(2027, 12, 31))
    with pytest.raises(ValueError, match="day is out of range"):
        terms({"1": said(1, "2030-02-30")})
