"""The calendar: a year at a glance, the meetings of each month, and the clocks of both sides."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.look import again, go, in_sight
from tests.browser.pages import KINDS, NARROW, WIDE


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
    assert names[0] == "January 2027"
    assert names[-1] == "December 2027"
    assert page.get_by_role("columnheader", name="Wednesday").count() == 12


def test_day_with_a_meeting_says_which(visitor):
    page = visitor.open(KINDS["calendar"])
    days = page.locator(".pb-month td:has(.pb-month__signs)")
    said = days.locator(".pb-visually-hidden").evaluate_all("all => all.map(words => words.textContent.trim())")
    assert len(said) == days.count()
    assert all(re.match(r"\w.+, \w.+\.", words) for words in said)
    held = days.locator("[data-forum]").all_text_contents()
    assert held
    assert all(re.fullmatch(r" \w.+, (Operational|Tactical|Strategic)\.", words) for words in held)


def test_months_and_list_tell_the_same_meetings(visitor):
    page = visitor.open(KINDS["calendar"], scripts=False)
    total = number(page.locator(".pb-calendar__key").text_content())
    assert sum(map(number, page.locator(".pb-agenda__month summary .pb-muted").all_text_contents())) == total
    assert page.locator(".pb-agenda__table tbody tr").count() == total


def test_the_page_of_a_role_tells_its_next_three_meetings_and_leads_to_all_of_them(visitor):
    page = at(visitor, KINDS["role"], "2027-06-14T12:00:00Z")
    ahead = page.locator(".pb-ahead")
    days = ahead.locator("li:visible time").evaluate_all("all => all.map(time => time.dateTime)")
    assert len(days) == 3
    assert "2027-06-14" <= days[0] <= days[1] <= days[2] < "2027-06-25"
    own = page.locator(".pb-forums [data-times]").evaluate_all(
        "all => all.flatMap(each => each.dataset.times.split(' '))"
    )
    total = number(ahead.get_by_text("meetings from").inner_text())
    assert total == len(own)
    later = sorted(time for time in own if time >= "2027-06-14T12:00")
    assert [day[:10] for day in days] == [time[:10] for time in later[:3]]
    page.locator("article").get_by_role("link", name="the calendar of this role").click()
    expect(page.locator("[data-count]")).to_contain_text(f"{total} of ")


def test_the_page_of_a_role_says_how_often_it_meets_without_scripts(visitor):
    page = visitor.open(KINDS["role"], scripts=False)
    expect(page.locator(".pb-ahead").get_by_text("meetings from")).to_be_visible()
    expect(page.locator(".pb-ahead__next")).to_be_hidden()
    assert page.locator(".pb-agenda").count() == 0


def test_month_opens_by_keyboard_and_leads_to_a_meeting(visitor):
    for size in ((1440, 900), NARROW):
        page = at(visitor, KINDS["calendar"], "2026-12-01T00:00:00Z", size)
        month = page.locator(".pb-agenda__month").nth(1)
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


# With scripts -------------------------------------------------------------------------------------------------------

MIDSUMMER = "2027-06-09T09:00:00Z"
"""A Wednesday: the delivery call has begun half an hour ago in London, the change board has not."""


def at(visitor, address, moment=MIDSUMMER, size=WIDE):
    """Open a page as a visitor whose clock says `moment`, and who remembers nothing."""
    page = visitor.page(size=size, new=True)
    page.clock.set_fixed_time(moment)
    go(page, address)
    return page


def choose(page, role="contract-manager"):
    """Make the browser remember a role."""
    page.evaluate(
        "role => playbook.setMe({role, side: 'client', name: 'Somebody', path: ''})",
        role,
    )


def shown_rows(page):
    """Return the forums of the rows that a filter leaves, by row."""
    rows = page.locator(".pb-agenda__table tbody tr:not([hidden])")
    return rows.evaluate_all("rows => rows.map(row => row.dataset.forum)")


def test_next_meeting_is_told_with_the_clocks_of_both_sides(visitor):
    page = at(visitor, KINDS["calendar"])
    line = page.locator(".pb-calendar__next")
    expect(line).to_contain_text(re.compile(r"Change board\s*Wed 9 Jun\s*10:30 London\s*15:00 Kolkata"))
    expect(page.locator("tr.pb-next")).to_have_count(1)
    expect(page.locator("tr.pb-next th")).to_have_text(re.compile("next"))
    expect(page.locator(".pb-month td[aria-current=date]")).to_have_text(re.compile("^9"))


def test_past_months_are_folded_and_the_month_of_the_next_meeting_is_open(visitor):
    page = at(visitor, KINDS["calendar"])
    expect(page.locator(".pb-agenda__month[open]")).to_have_count(1)
    expect(page.locator(".pb-agenda__month[open] .pb-agenda__name")).to_have_text("June 2027")
    expect(page.locator(".pb-agenda__month.pb-past")).to_have_count(5)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-01T00:00:00Z", "Wed 6 Jan"),
        ("2027-03-28T12:00:00Z", "Wed 31 Mar"),
        ("2028-02-01T00:00:00Z", "No further meeting in this cycle."),
    ],
)
def test_before_and_after_the_cycle(visitor, moment, said):
    page = at(visitor, KINDS["calendar"], moment)
    line = page.locator(".pb-calendar__next")
    expect(line).to_contain_text(said)
    expect(line).to_contain_text("First meeting" if moment.startswith("2026-1") else "Next meeting")
    shown = {"Show today": moment.startswith("2027"), "Show it in the list": not moment.startswith("2028")}
    for name, visible in shown.items():
        expect(page.get_by_role("button", name=name)).to_be_visible(visible=visible)


def test_buttons_lead_to_the_next_meeting_and_to_today_by_keyboard(visitor):
    page = at(visitor, KINDS["calendar"])
    page.get_by_role("button", name="Show it in the list").focus()
    page.keyboard.press("Enter")
    expect(page.locator("tr.pb-next")).to_be_focused()
    in_sight(page.locator("tr.pb-next th"))
    page.get_by_role("button", name="Show today").focus()
    page.keyboard.press("Enter")
    expect(page.locator("td[aria-current]")).to_be_focused()
    in_sight(page.locator("td[aria-current]"))


def test_month_and_day_lead_to_their_meetings(visitor):
    page = at(visitor, KINDS["calendar"])
    page.get_by_role("link", name="February 2027").focus()
    page.keyboard.press("Enter")
    february = page.locator(".pb-agenda__month", has_text="February 2027").first
    expect(february.locator("summary")).to_be_focused()
    expect(february.get_by_role("row").nth(1)).to_be_visible()
    page.locator(".pb-month[data-month='2027-11'] td", has_text=re.compile("^4")).click()
    expect(page.locator("tr:focus")).to_contain_text("Strategic review")


def test_filters_narrow_list_and_year_and_stand_in_the_address(visitor):
    page = at(visitor, KINDS["calendar"])
    whole = len(shown_rows(page))
    page.get_by_role("combobox", name="Level").select_option("Tactical")
    page.get_by_role("combobox", name="Role").select_option("Contract Manager")
    left = shown_rows(page)
    assert 0 < len(left) < whole
    assert set(left) == {"change-board", "finance-review", "security-review", "contractual-review"}
    assert page.url.endswith("?tier=tactical&role=contract-manager")
    expect(page.locator("[data-pb-spoken]")).to_have_text(f"{len(left)} of {whole} meetings shown")
    counts = page.locator(".pb-agenda__month:not([hidden]) > summary .pb-muted").evaluate_all(
        "all => all.map(one => parseInt(one.textContent))"
    )
    assert sum(counts) == len(left)
    days = page.locator(".pb-month td:has(.pb-tier:not([hidden]))").count()
    assert days == len(
        page.locator(".pb-agenda__table tbody tr:not([hidden]) time").evaluate_all(
            "all => [...new Set(all.map(time => time.dateTime.slice(0, 10)))]"
        )
    )
    sent = at(visitor, page.url)
    assert shown_rows(sent) == left
    sent.get_by_role("button", name="Show all").click()
    assert len(shown_rows(sent)) == whole
    assert "?" not in sent.url


def test_a_role_that_is_not_there_asks_for_nothing(visitor):
    page = at(visitor, KINDS["calendar"] + "?role=nobody&tier=x%22%5D&mine=1")
    assert len(shown_rows(page)) == number(page.locator(".pb-calendar__key").inner_text())


def test_only_mine_follows_the_chosen_role(visitor):
    page = at(visitor, KINDS["calendar"])
    mine = page.get_by_role("checkbox", name="Only mine")
    expect(mine).to_be_hidden()
    choose(page, "director-of-service-management")
    expect(mine).to_be_visible()
    mine.check()
    assert set(shown_rows(page)) == {"contractual-review", "strategic-review"}
    expect(page.locator(".pb-file").first).to_have_attribute(
        "href", re.compile(r"/director-of-service-management\.ics$")
    )
    choose(page, "")
    expect(mine).to_be_hidden()
    assert len(set(shown_rows(page))) == 10


def test_cards_and_forum_pages_say_when_the_next_meeting_is(visitor):
    page = at(visitor, "cadence/delivery-call/")
    expect(page.locator(".pb-forum .pb-soon")).to_have_text("Next: Thursday, 17 June 2027")
    expect(page.locator("time.pb-next")).to_contain_text("Thu 17")
    go(page, "cadence/operational-review/")
    expect(page.locator("li.pb-next")).to_contain_text("Tuesday 15 June 2027")
    go(page, KINDS["role"])
    cards = page.locator(".pb-forums .pb-card")
    expect(cards.locator(".pb-soon:visible")).to_have_count(cards.count())
    page.clock.set_fixed_time("2027-12-31T12:00:00Z")
    again(page)
    expect(cards.locator(".pb-soon").first).to_have_text("No further meeting in this cycle.")


def test_next_day_is_that_of_the_forum_wherever_the_reader_is(browser, server):
    context = browser.new_context(base_url=server, timezone_id="Pacific/Kiritimati", reduced_motion="reduce")
    page = context.new_page()
    page.clock.set_fixed_time("2027-06-22T20:00:00Z")
    go(page, "cadence/delivery-call/")
    expect(page.locator(".pb-forum .pb-soon")).to_have_text("Next: Wednesday, 23 June 2027")
    context.close()


def test_a_calendar_file_is_had_by_a_click(visitor):
    for address, name in (
        (KINDS["calendar"], "all.ics"),
        (KINDS["forum"], "operational-review.ics"),
        (KINDS["role"], "contract-manager.ics"),
    ):
        page = visitor.open(address)
        with page.expect_download() as begun:
            page.locator(".pb-file").first.click()
        assert begun.value.suggested_filename == name


def test_without_scripts_everything_is_listed_and_nothing_asks(visitor):
    page = visitor.open(KINDS["calendar"], scripts=False)
    for hidden in (".pb-calendar__ask", ".pb-calendar__next", ".pb-soon >> nth=0"):
        expect(page.locator(hidden)).to_be_hidden()
    assert page.locator(".pb-agenda__month:visible").count() == 12
    expect(page.locator(".pb-file").first).to_be_visible()


def test_filters_fit_a_small_phone(visitor):
    page = at(visitor, KINDS["calendar"], size=NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
    page.get_by_role("combobox", name="Level").select_option("Strategic")
    expect(page.locator("tr.pb-next")).to_contain_text("Strategic review")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
