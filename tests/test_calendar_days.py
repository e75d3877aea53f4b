"""Calendar files of whole days, single days and days beside others, read back with a strict parser (RFC 5545)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from playbook.export.ics import Calendars
from playbook.model.recurrence import Recurrence
from playbook.model.values import Duration
from playbook.publish.release.calendars import _given, current_calendars
from playbook.publish.tree.in_force import Span
from playbook.views.meetings import meetings
from playbook.views.words import ENGLISH
from tests.golden import loaded
from tests.test_calendar_programmes import Version
from tests.test_calendars import held

TEN = {"time": "10:00", "zone": "Europe/London"}


@pytest.fixture(scope="module")
def playbook(tmp_path_factory):
    """A small playbook with holidays of one side."""
    holidays = {"parties": {"client": {"holidays": ["2026-04-03", "2026-04-06"]}}}
    return loaded(tmp_path_factory.mktemp("days"), {"parties": holidays}).or_raise()


def made(playbook, duration=None, **rule):
    """Return a forum with another rule, its calendar file, and the events there."""
    changed = {"recurrence": Recurrence.model_validate(rule), "duration": duration}
    forum = playbook.forums["monthly"].model_copy(update=changed)
    content = Calendars(playbook, ENGLISH).file([forum], "Meetings")
    return forum, content, Calendar.from_ical(content).walk("VEVENT") if content else []


RULES = {
    "single day": {"on": "2026-03-04", **TEN},
    "single days": {"on": ["2026-03-04", "2026-11-05"], **TEN},
    "beside": {"every": "month", "on": "wednesday after fourth tuesday", **TEN},
    "beside, moved": {"every": "month", "on": "friday before first monday", "move": "next working day", **TEN},
    "beside and by itself": {"every": "month", "on": ["second monday", "wednesday after last tuesday"], **TEN},
    "several a week": {"every": "week", "on": ["tuesday", "thursday"], **TEN},
}


@pytest.mark.parametrize("name", RULES)
def test_a_file_gives_the_meetings_of_the_site(playbook, name):
    forum, content, _ = made(playbook, **RULES[name])
    assert held(content) == {each.begins.astimezone(UTC) for each in meetings(playbook, forum, ENGLISH, ())}


def test_a_single_day_keeps_its_name_when_it_is_put_on_another(playbook):
    names = {str(made(playbook, on=day, **TEN)[2][0]["UID"]) for day in ("2026-03-04", "2026-03-11")}
    assert len(names) == 1


def test_a_whole_day_is_a_date_without_a_zone(playbook):
    _, content, [event] = made(playbook, Duration(3, "days"), on="2026-03-04", all_day=True, zone="Asia/Kolkata")
    assert b"DTSTART;VALUE=DATE:20260304\r\nDTEND;VALUE=DATE:20260307\r\n" in content
    assert b"VTIMEZONE" not in content
    assert "DURATION" not in event


def test_whole_days_recur_move_and_fall_out_as_dates(playbook):
    series = {"every": "week", "on": "friday", "all_day": True, "exceptions": ["2026-03-13"]}
    forum, content, (event, *moved) = made(playbook, move="next working day", **series)
    assert b"EXDATE;VALUE=DATE:20260313\r\n" in content
    assert b"UNTIL=20261225;" in content
    instead = {each["RECURRENCE-ID"].dt: each["DTSTART"].dt for each in moved}
    assert instead == {date(2026, 4, 3): date(2026, 4, 7), date(2026, 12, 25): date(2026, 12, 28)}
    given = {instead.get(day, day) for day in _given(event) if day != date(2026, 3, 13)}
    assert given == {each.day for each in meetings(playbook, forum, ENGLISH, ())}


def test_business_days_of_a_meeting_leave_out_the_days_between(playbook):
    _, _, [event] = made(playbook, Duration(3, "business days"), on="2026-04-02", all_day=True)
    assert event["DTEND"].dt == date(2026, 4, 9)


def test_what_has_no_place_has_no_file(playbook):
    assert made(playbook, every="month")[1] is None
    assert made(playbook, every="week", on="tuesday", until="2025-06-30", **TEN)[1] is None


def test_what_one_subscribes_to_cuts_whole_days_where_the_edition_changes(tmp_path, playbook):
    _, content, _ = made(playbook, every="week", on="friday", all_day=True)
    for version in ("1", "2"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "all.ics").write_bytes(content)
    turn = date(2026, 7, 1)
    spans = (Span(date(2026, 1, 1), turn - timedelta(1), Version("1")), Span(turn, None, Version("2")))
    [(_, text)] = current_calendars(tmp_path, spans)
    days = sorted(day for event in Calendar.from_ical(text).walk("VEVENT") for day in _given(event))
    assert days == [date(2026, 1, 2) + timedelta(weeks=number) for number in range(52)]
    assert not any(isinstance(day, datetime) for day in days)
