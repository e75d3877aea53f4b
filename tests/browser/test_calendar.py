"""The calendar: a year at a glance, the meetings of each month, and the clocks of both sides."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.pages import KINDS, NARROW


def number(text: str) -> int:
    """Return the first number of a text."""
    found = re.search(r"\d+", text)
    assert found, text
    return int(found[0])


def test_year_has_twelve_named_months(visitor):
    page = visitor.open(KINDS["calendar"])
    months = page.locator("table.pb-month")
    expect(months).to_have_count(12)
    names = months.locator("caption").all_inner_texts()
    assert names[0] == "January 2026"
    assert names[-1] == "December 2026"
    assert page.get_by_role("columnheader", name="Wednesday").count() == 12


def test_day_with_a_meeting_says_which(visitor):
    page = visitor.open(KINDS["calendar"])
    days = page.locator(".pb-month td:has(.pb-month__signs)")
    said = days.locator(".pb-visually-hidden").evaluate_all("all => all.map(words => words.textContent.trim())")
    assert len(said) == days.count()
    assert all(re.match(r"\w.+, (Operational|Tactical|Strategic)\.", words) for words in said)


def test_months_and_list_tell_the_same_meetings(visitor):
    for kind in ("calendar", "role"):
        page = visitor.open(KINDS[kind])
        total = number(page.locator(".pb-calendar__key").inner_text())
        assert sum(map(number, page.locator(".pb-agenda__month summary .pb-muted").all_inner_texts())) == total
        assert page.locator(".pb-agenda__table tbody tr").count() == total


def test_month_opens_by_keyboard_and_leads_to_a_meeting(visitor):
    for size in ((1440, 900), NARROW):
        page = visitor.open(KINDS["calendar"], size=size)
        month = page.locator(".pb-agenda__month").first
        meeting = month.get_by_role("link").first
        expect(meeting).to_be_hidden()
        month.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(meeting).to_be_visible()
        page.keyboard.press("Tab")
        expect(meeting).to_be_focused()
        name = meeting.inner_text()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_clocks_follow_daylight_saving(visitor):
    page = visitor.open("cadence/operational-review/")
    apart = {
        month: _minutes(clocks[1]) - _minutes(clocks[0])
        for line in page.locator(".pb-dates > li").all_inner_texts()
        for month in re.findall(r"January|July", line)[:1]
        for clocks in [re.findall(r"\d\d:\d\d", line)]
    }
    assert apart == {"January": 5 * 60 + 30, "July": 4 * 60 + 30}


def _minutes(clock: str) -> int:
    hours, minutes = map(int, clock.split(":"))
    return hours * 60 + minutes


def test_print_unfolds_every_month(visitor):
    page = visitor.open(KINDS["calendar"])
    page.emulate_media(media="print")
    rows = page.locator(".pb-agenda__table tbody tr")
    assert rows.evaluate_all("rows => rows.every(row => row.checkVisibility() && row.offsetHeight > 0)")
