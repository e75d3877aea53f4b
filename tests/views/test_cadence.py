"""Forums, their meetings in the cycle, and the year at a glance."""

from datetime import date

import pytest

from macros import cadence as macros
from playbook.model.meetings import span
from playbook.pages.sandbox import Misused
from playbook.views import cadence as views
from playbook.views.calendar import calendar
from playbook.views.meetings import city_times, clock_changes, meetings
from playbook.views.words import ENGLISH
from tests.golden import loaded
from tests.views.context import context, shown, text

WEEKLY = {"every": "week", "on": "wednesday", "first_date": "2026-01-07", "time": "10:00", "zone": "Europe/London"}


def _playbook(tmp_path, monthly=None, forums=None, **subjects):
    changes = {"monthly": monthly or {}, **(forums or {})}
    return loaded(tmp_path, {"cadence": {"forums": changes}, **subjects}).or_raise()


def _held(playbook, forum="monthly"):
    return meetings(playbook, playbook.forums[forum], ENGLISH)


def _days(found):
    return " ".join(meeting.day.strftime("%m-%d") for meeting in found)


def _shown(playbook, macro, *arguments, **named):
    return shown(context(playbook), macro, *arguments, **named)


def test_meetings_are_those_of_the_cycle(tmp_path):
    assert _days(_held(_playbook(tmp_path))) == (
        "01-06 02-03 03-03 04-07 05-05 06-02 07-07 08-04 09-01 10-06 11-03 12-01"
    )


@pytest.mark.parametrize(
    ("cycle", "start", "end", "cut"),
    [
        ({}, "2026-01-01", "2026-12-31", False),
        ({"effective_to": "~"}, "2026-01-01", "2026-12-31", False),
        ({"effective_from": "2027-07-01", "effective_to": "~"}, "2027-07-01", "2028-06-30", False),
        ({"effective_to": "2035-12-31"}, "2026-01-01", "2029-01-03", True),
        ({"effective_from": "2199-06-01", "effective_to": "2199-12-31"}, "2199-06-01", "2199-12-31", False),
    ],
)
def test_a_cycle_without_end_is_a_year_and_a_long_one_is_cut(tmp_path, cycle, start, end, cut):
    found = span(_playbook(tmp_path, playbook={"cycle": cycle}))
    assert (found.start.isoformat(), found.end.isoformat(), found.cut) == (start, end, cut)
    assert _shown(_playbook(tmp_path / "page", playbook={"cycle": cycle}), macros.calendar)


def test_a_forum_meets_no_earlier_and_no_later_than_it_applies(tmp_path):
    playbook = _playbook(tmp_path, {"since": "2026-03-01", "until": "2026-06-01"})
    assert _days(_held(playbook)) == "03-03 04-07 05-05"
    assert views.cadence(playbook, "monthly", ENGLISH) == (
        "first Tuesday of the month, 10:00 London, until 1 June 2026"
    )
    assert views.cadence(playbook, "yearly", ENGLISH) == "first Tuesday of March each year, 10:00 London"


def test_a_forum_that_ends_before_its_second_meeting_is_told_by_its_day(tmp_path):
    playbook = _playbook(tmp_path, {"until": "2026-01-31"})
    assert views.cadence(playbook, "monthly", ENGLISH) == "6 January 2026, 10:00 London"


def test_a_meeting_moves_when_a_party_that_must_attend_does_not_work(tmp_path):
    holidays = {"supplier": {"holidays": ["2026-02-03"]}, "client": {"holidays": ["2026-02-04"]}}
    moving = {"recurrence": {"move": "next working day"}}
    found = _held(_playbook(tmp_path, moving, parties={"parties": holidays}))
    assert _days(found[:3]) == "01-06 02-05 03-03"
    assert [meeting.moved_from for meeting in found[:3]] == [None, date(2026, 2, 3), None]


def test_a_party_that_may_attend_moves_nothing(tmp_path):
    holidays = {"parties": {"supplier": {"holidays": ["2026-02-03"]}}}
    alone = {"attendees": ["client-lead"], "optional": ["supplier-lead"], "recurrence": {"move": "next working day"}}
    assert _days(_held(_playbook(tmp_path, alone, parties=holidays))[:2]) == "01-06 02-03"


def test_papers_are_due_on_working_days_of_both_sides(tmp_path):
    holidays = {"supplier": {"holidays": ["2026-02-02"]}, "client": {"holidays": ["2026-01-30"]}}
    found = _held(_playbook(tmp_path, parties={"parties": holidays}))
    assert [meeting.papers for meeting in found[:2]] == [date(2026, 1, 2), date(2026, 1, 28)]


def test_each_side_reads_its_own_clock_summer_and_winter(tmp_path):
    found = {meeting.day: [clock.time for clock in meeting.clocks] for meeting in _held(_playbook(tmp_path))}
    assert found[date(2026, 3, 3)] == ["10:00", "15:30"]
    assert found[date(2026, 4, 7)] == ["10:00", "14:30"]
    assert found[date(2026, 10, 6)] == ["10:00", "14:30"]
    assert found[date(2026, 11, 3)] == ["10:00", "15:30"]


def test_a_meeting_may_be_on_the_next_day_elsewhere(tmp_path):
    late = _held(_playbook(tmp_path, {"recurrence": {"time": "21:00"}}))[0]
    assert [(clock.city, clock.time, clock.shift) for clock in late.clocks] == [
        ("London", "21:00", 0),
        ("Kolkata", "02:30", 1),
    ]
    early = _held(_playbook(tmp_path / "2", {"recurrence": {"time": "02:00", "zone": "Asia/Kolkata"}}))[0]
    assert [(clock.city, clock.time, clock.shift) for clock in early.clocks] == [
        ("Kolkata", "02:00", 0),
        ("London", "20:30", -1),
    ]
    page = text(_shown(_playbook(tmp_path / "3", {"recurrence": {"time": "21:00"}}), macros.forum_card, "monthly"))
    assert "02:30 Kolkata the next day" in page


def _others(playbook, forum):
    return {
        city.usual.city: [
            (other.clock.time, str(other.since), other.until and str(other.until)) for other in city.others
        ]
        for city in city_times(playbook, playbook.forums[forum], ENGLISH)
    }


def test_the_weeks_with_another_time_are_told(tmp_path):
    playbook = _playbook(tmp_path)
    assert _others(playbook, "monthly") == {"London": [], "Kolkata": [("14:30", "2026-03-29", "2026-10-24")]}
    until_june = _playbook(tmp_path / "june", {"until": "2026-06-30"})
    assert _others(until_june, "monthly")["Kolkata"] == [("14:30", "2026-03-29", None)]


def test_a_forum_is_told_the_times_at_which_it_really_meets(tmp_path):
    summer = {"recurrence": {"every": "6 months", "on": "second thursday", "first_date": "2026-04-01"}}
    playbook = _playbook(tmp_path, summer)
    assert [city.usual.time for city in city_times(playbook, playbook.forums["monthly"], ENGLISH)] == ["10:00", "14:30"]
    assert _others(playbook, "monthly") == {"London": [], "Kolkata": []}


def test_where_two_cities_change_on_different_days_each_stretch_is_told(tmp_path):
    american = {"parties": {"supplier": {"zone": "America/New_York"}}}
    playbook = _playbook(tmp_path, {"recurrence": {**WEEKLY, "time": "14:00"}}, parties=american)
    assert _others(playbook, "monthly")["New York"] == [
        ("10:00", "2026-03-08", "2026-03-28"),
        ("10:00", "2026-10-25", "2026-10-31"),
    ]
    changes = clock_changes(span(playbook), ("Europe/London", "America/New_York"), ENGLISH)
    assert [(str(change.day), change.forward, change.back, change.clocks[1].time) for change in changes] == [
        ("2026-03-08", ("New York",), (), "06:00"),
        ("2026-03-29", ("London",), (), "05:00"),
        ("2026-10-25", (), ("London",), "06:00"),
        ("2026-11-01", (), ("New York",), "05:00"),
    ]


def test_clocks_that_change_together_are_no_news(tmp_path):
    playbook = _playbook(tmp_path)
    assert clock_changes(span(playbook), ("Europe/London", "Europe/Dublin"), ENGLISH) == ()
    page = text(_shown(playbook, macros.calendar))
    assert (
        "On 29 March 2026 the clocks go forward in London. From then on, 10:00 in London is 14:30 in Kolkata." in page
    )
    assert "On 25 October 2026 the clocks go back in London." in page


def test_the_year_shows_every_day_once_and_every_meeting(tmp_path):
    playbook = _playbook(tmp_path)
    year = calendar(playbook, ENGLISH)
    days = [day for month in year.months for week in month.weeks for day in week if day]
    assert len(days) == len({day.day for day in days}) == 365
    assert year.number == 12 + 2 + 1 == sum(len(day.meetings) for day in days)
    march = next(day for day in days if day.day == date(2026, 3, 3))
    assert [meeting.forum.id for meeting in march.meetings] == ["monthly", "yearly"]
    assert march.tiers == ("operational", "strategic")


def test_weeks_begin_where_the_locale_has_them_begin(tmp_path):
    year = calendar(_playbook(tmp_path), ENGLISH, first_weekday=6)
    assert [day.strftime("%a") for day in year.weekdays] == ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    assert [day and day.day.day for day in year.months[0].weeks[0]] == [None, None, None, None, 1, 2, 3]


def test_the_calendar_of_a_role_or_tier_holds_its_meetings_alone(tmp_path):
    playbook = _playbook(tmp_path)
    assert calendar(playbook, ENGLISH, role="client-head").number == 1
    assert calendar(playbook, ENGLISH, tier="tactical").number == 2
    assert calendar(playbook, ENGLISH, role="client-head", tier="tactical").number == 0


def test_the_year_can_be_read_without_seeing_it(tmp_path):
    holidays = {"parties": {"client": {"holidays": ["2026-12-23"]}}}
    page = _shown(_playbook(tmp_path, parties=holidays), macros.calendar)
    assert [text(caption) for caption in page.select(".pb-month caption")][:2] == ["January 2026", "February 2026"]
    march = page.select(".pb-month")[2]
    cell = next(cell for cell in march.select("td") if cell.get_text().startswith("3"))
    assert text(cell.select_one(".pb-visually-hidden")) == "Monthly review, Operational. Yearly review, Strategic."
    assert [sign.text for sign in cell.select(".pb-tier")] == ["O", "S"]
    assert "Public holiday: The client." in text(page)
    assert march.th["aria-label"] == "Monday"


def test_the_list_by_month_tells_date_times_forum_and_papers(tmp_path):
    page = _shown(_playbook(tmp_path), macros.calendar)
    april = page.select("details.pb-agenda__month")[3]
    assert text(april.select_one("summary")) == "April 2026 1 meeting"
    assert [text(cell) for cell in april.select("tbody tr > *")] == [
        "Tue 7 Apr",
        "O Operational Monthly review",
        "10:00",
        "14:30",
        "Fri 3 Apr",
    ]
    assert april.select_one("time")["datetime"] == "2026-04-07T10:00+01:00"


def test_rows_and_days_say_whose_meeting_it_is(tmp_path):
    page = _shown(_playbook(tmp_path), macros.calendar)
    april = page.select("details.pb-agenda__month")[3].select_one("tbody tr")
    assert (april["data-forum"], april["data-tier"]) == ("monthly", "operational")
    assert april["data-roles"] == "client-lead supplier-lead"
    march = page.select(".pb-month")[2]
    assert [each["data-forum"] for each in march.select("td [data-forum]")] == ["monthly", "yearly"]
    own = _shown(_playbook(tmp_path / "own"), macros.calendar, role="client-lead")
    assert not own.select("[data-roles]"), "on the page of a role everything is that role's"


def test_a_reader_may_ask_for_a_tier_and_a_role(tmp_path):
    page = _shown(_playbook(tmp_path), macros.calendar)
    assert page.form.has_attr("hidden")
    tiers, roles = page.select("form select")
    assert [option["value"] for option in tiers.select("option")] == ["", "operational", "tactical", "strategic"]
    assert [group["label"] for group in roles.select("optgroup")] == ["Client side", "Supplier side"]
    lead = roles.select_one("[value=client-lead]")
    assert (lead["data-forums"], lead["data-file"]) == ("monthly", "../roles/client-lead.ics")
    own = _shown(_playbook(tmp_path / "own"), macros.calendar, role="client-lead")
    assert own.form is None, "one tier and one role leave nothing to ask"
    tactical = calendar(_playbook(tmp_path / "tier"), ENGLISH, tier="tactical")
    assert [choice.role.id for _, choices in tactical.choices for choice in choices] == [
        "client-manager",
        "supplier-manager",
    ]


@pytest.mark.parametrize(
    ("macro", "asked", "file"),
    [
        (macros.calendar, {}, "../cadence/all.ics"),
        (macros.calendar, {"tier": "tactical"}, "../cadence/all.ics"),
        (macros.calendar, {"role": "client-lead"}, "../roles/client-lead.ics"),
        (macros.forum_card, {"id": "monthly"}, "../cadence/monthly.ics"),
    ],
)
def test_meetings_can_be_taken_away_as_a_calendar_file(tmp_path, macro, asked, file):
    assert _shown(_playbook(tmp_path), macro, **asked).select_one(".pb-file")["href"] == file


def test_where_there_is_no_meeting_there_is_no_file(tmp_path):
    playbook = _playbook(tmp_path, {"until": "2025-12-31"})
    assert not _shown(playbook, macros.calendar, role="client-lead").select(".pb-file")
    assert not _shown(playbook, macros.forum_card, "monthly").select(".pb-file")


def test_the_months_of_two_calendars_on_a_page_have_anchors_of_their_own(tmp_path):
    here = context(_playbook(tmp_path))
    pages = [shown(here, macros.calendar, **asked) for asked in ({}, {"tier": "tactical"}, {})]
    anchors = [[each.get("id") for each in page.select(".pb-agenda__month")] for page in pages]
    assert anchors[0][:2] == ["month-2026-01", "month-2026-02"]
    assert anchors[1] == ["tactical-2026-01", "tactical-2026-07"]
    assert set(anchors[2]) == {None}
    assert pages[0].select_one(".pb-month caption a")["href"] == "#month-2026-01"


def test_cards_hold_what_a_script_needs_to_tell_the_next_meeting(tmp_path):
    playbook = _playbook(tmp_path)
    for macro in (macros.forum_list, macros.forum_card):
        arguments = ["monthly"] if macro is macros.forum_card else []
        line = _shown(playbook, macro, *arguments).select_one(".pb-soon")
        assert line["data-times"].split()[2:4] == ["2026-03-03T10:00+00:00", "2026-04-07T10:00+01:00"]
        assert (line["data-zone"], line["data-next"], line.has_attr("hidden")) == ("Europe/London", "Next: {day}", True)


def test_the_last_meeting_may_move_past_the_end_of_its_rule(tmp_path):
    until = {"until": "2026-06-02", "move": "next working day"}
    holidays = {"parties": {"client": {"holidays": ["2026-06-02"]}}}
    playbook = _playbook(tmp_path, {"recurrence": until}, parties=holidays)
    assert _days(_held(playbook)[-2:]) == "05-05 06-03"
    assert views.cadence(playbook, "monthly", ENGLISH) == "first Tuesday of the month, 10:00 London, until 3 June 2026"
    usual = _playbook(tmp_path / "2", {"recurrence": {**until, "until": "2026-06-06"}})
    assert views.cadence(usual, "monthly", ENGLISH) == "first Tuesday of the month, 10:00 London, until 6 June 2026"


def test_forums_stand_from_the_lowest_tier_upwards(tmp_path):
    call = {"name": "Call", "tier": "operational", "recurrence": WEEKLY, "purpose": "Looks.", "agenda": ["All"]}
    playbook = _playbook(tmp_path, forums={"call": {**call, "attendees": ["client-lead"]}})
    found = views.forum_list(playbook, ENGLISH)
    assert [item.forum.id for item in found] == ["monthly", "call", "half-yearly", "yearly"]
    assert [item.number for item in found] == [12, 52, 2, 1]


@pytest.mark.parametrize(
    ("role", "parts"),
    [
        ("client-lead", ("chair", "required")),
        ("supplier-lead", ("required",)),
        ("client-manager", ("secretary", "required")),
        ("supplier-head", ("optional",)),
    ],
)
def test_a_role_is_told_its_part(tmp_path, role, parts):
    monthly = {"secretary": "client-manager", "optional": ["client-manager", "supplier-head"]}
    playbook = _playbook(tmp_path, monthly)
    assert {item.forum.id: item.parts for item in views.forum_list(playbook, ENGLISH, role)}["monthly"] == parts


def test_a_card_says_who_comes_from_each_side(tmp_path):
    monthly = {"optional": ["client-head"], "quorum": [{"party": "supplier", "at_least": "1"}]}
    card = views.forum_card(_playbook(tmp_path, monthly), "monthly", ENGLISH)
    assert [
        (
            bench.party.id,
            [seat.role.id for seat in bench.required],
            [seat.role.id for seat in bench.optional],
            bench.quorum,
        )
        for bench in card.benches
    ] == [("client", ["client-lead"], ["client-head"], None), ("supplier", ["supplier-lead"], [], 1)]
    assert [(paper.document.id, paper.owner.id, paper.due) for paper in card.papers] == [
        ("status", "supplier-lead", "3 business days before")
    ]
    assert card.escalates_to.id == "half-yearly"
    assert [link.id for link in views.forum_card(_playbook(tmp_path / "2"), "half-yearly", ENGLISH).takes_from] == [
        "monthly"
    ]


def test_the_card_shows_everything(tmp_path):
    monthly = {
        "secretary": "supplier-lead",
        "decision_rule": "By agreement.",
        "minutes_due": "1 business day",
        "location": "Room 4",
        "clauses": ["Clause 7"],
        "recurrence": {"text": "After the figures", "exceptions": ["2026-08-04", "2030-01-01"]},
    }
    page = text(_shown(_playbook(tmp_path, monthly), macros.forum_card, "monthly"))
    for said in (
        "first Tuesday of the month, 10:00 London",
        "14:30 from 29 March to 24 October",
        "After the figures.",
        "There is no meeting on 4 August 2026.",
        "Tuesday 7 July 2026 10:00 London 14:30 Kolkata papers by 3 July",
        "Supplier lead minutes",
        "Minutes Supplier lead , within 1 business day",
        "Papers sent 2 business days before",
        "How it decides By agreement.",
        "What it cannot settle goes to Half-yearly review",
        "Where Room 4",
        "In the contract Clause 7",
    ):
        assert said in page
    assert "Tuesday 4 August" not in page


def test_many_meetings_take_a_line_a_month(tmp_path):
    page = _shown(_playbook(tmp_path, {"recurrence": WEEKLY}), macros.forum_card, "monthly")
    assert text(page.select_one(".pb-dates-by-month > div")) == "January 2026 Wed 7 , Wed 14 , Wed 21 , Wed 28"


def test_where_there_is_nothing_a_sentence_says_so(tmp_path):
    playbook = _playbook(tmp_path, {"attendees": ["client-lead"]}, forums={"yearly": "~"}, playbook={"title": "T"})
    assert text(_shown(playbook, macros.forum_list, tier="strategic")) == "No meeting is agreed here yet."
    assert text(_shown(playbook, macros.forum_list, role="supplier-lead")) == (
        "This role takes part in no regular meeting."
    )
    assert text(_shown(playbook, macros.calendar, role="supplier-lead")) == "This role has no meeting in this cycle."
    over = _playbook(tmp_path / "over", {"until": "2025-12-31"})
    assert "It does not meet in this cycle." in text(_shown(over, macros.forum_card, "monthly"))


def test_inline_macros(tmp_path):
    here = context(_playbook(tmp_path))
    assert text(shown(here, macros.cadence, "monthly")) == "first Tuesday of the month, 10:00 London"
    assert shown(here, macros.forum, "monthly", text="the review").a["href"] == "../forum/monthly/"


def test_unknown_ids_and_values_are_refused(tmp_path):
    here = context(_playbook(tmp_path))
    with pytest.raises(Misused, match="there is no forum `montly`"):
        macros.forum_card(here, "montly")
    with pytest.raises(Misused, match="there is no tier `tactic`"):
        macros.forum_list(here, tier="tactic")
    with pytest.raises(Misused, match="there is no role `boss`"):
        macros.calendar(here, role="boss")
