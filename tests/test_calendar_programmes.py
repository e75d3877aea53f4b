"""Calendar files as programmes take them in: one rule a zone, one name an event, and numbers that grow with changes.

Outlook's import is followed as [MS-OXCICAL] specifies it: of a VTIMEZONE (section 2.1.3.1.1.19) one STANDARD and at
most one DAYLIGHT are used, each with a yearly RRULE that names one weekday of one month (2.1.3.1.1.19.2.2) and with the
hour of its DTSTART (2.1.3.1.1.19.2.1); its bias is that of TZOFFSETTO (2.1.3.1.1.19.2.5). A SEQUENCE
(2.1.3.1.1.20.22) that has not grown is no update.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from macros import cadence as macros
from playbook.export.ics import Calendars, calendar_files
from playbook.model.recurrence import Recurrence
from playbook.publish.release.calendars import continued_calendar, current_calendars
from playbook.publish.tree.in_force import Span
from playbook.views.cadence import ALL, forum_file, papers_file, role_file
from playbook.views.words import ENGLISH
from tests.editions import Team
from tests.golden import loaded
from tests.support import run
from tests.views.context import context, shown

RULED = (
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Santiago",
)
CYCLE = {"effective_from": "2026-01-01", "effective_to": "2026-12-31"}


@dataclass(frozen=True)
class OutlookZone:
    """What Outlook keeps of a zone: two changes a year, the same each year."""

    standard: timedelta
    daylight: timedelta
    starts: tuple[int, int, int, timedelta] | None
    ends: tuple[int, int, int, timedelta] | None

    @classmethod
    def read(cls, zone):
        """Take in a VTIMEZONE; what has more parts than Outlook uses fails."""
        [standard] = zone.standard
        summer = zone.daylight
        assert len(summer) <= 1
        kept = standard["TZOFFSETTO"].td
        if not summer:
            return cls(kept, kept, None, None)
        return cls(kept, summer[0]["TZOFFSETTO"].td, _onset(summer[0]), _onset(standard))

    def utc(self, wall):
        """Return a moment of the clock on the wall by UTC."""
        if self.starts is None:
            return (wall - self.standard).replace(tzinfo=UTC)
        starts, ends = _in_year(self.starts, wall.year), _in_year(self.ends, wall.year)
        summer = starts <= wall < ends if starts < ends else not ends <= wall < starts
        return (wall - (self.daylight if summer else self.standard)).replace(tzinfo=UTC)


def _onset(part):
    rule, begin = part["RRULE"], part["DTSTART"].dt
    assert (rule["FREQ"], len(rule["BYDAY"]), len(rule["BYMONTH"])) == (["YEARLY"], 1, 1)
    assert begin.date() < date(2026, 1, 1)
    day = rule["BYDAY"][0]
    weekday = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].index(day.weekday)
    clock = timedelta(hours=begin.hour, minutes=begin.minute)
    onset = (int(rule["BYMONTH"][0]), weekday, day.relative, clock)
    assert _in_year(onset, begin.year) == begin, "the first is one that the rule gives"
    return onset


def _in_year(onset, year):
    month, weekday, ordinal, clock = onset
    days = [day for day in range(1, monthrange(year, month)[1] + 1) if date(year, month, day).weekday() == weekday]
    return datetime(year, month, days[ordinal if ordinal < 0 else ordinal - 1]) + clock


def _playbook(folder, rule=None, **about):
    weekly = {"every": "week", "on": "wednesday", "first_date": "2026-01-01", "time": "09:30", "zone": "Europe/London"}
    forum = {"recurrence": {**weekly, **(rule or {})}, "duration": "1 hour"}
    return loaded(folder, {"playbook": about, "cadence": {"forums": {"monthly": forum}}}).or_raise()


def _file(playbook, path=None):
    return calendar_files(playbook, ENGLISH)[path or forum_file("monthly")]


def _marks(content):
    return {
        (str(event["UID"]), str(event.get("RECURRENCE-ID") and event["RECURRENCE-ID"].dt)): (
            event["SEQUENCE"], event["DTSTAMP"].dt, event["LAST-MODIFIED"].dt,
        )
        for event in Calendar.from_ical(content).walk("VEVENT")
    }  # fmt: skip


def _weeks(event):
    """Return when a weekly series takes place by the clock on the wall."""
    until, begin = event["RRULE"]["UNTIL"][0].replace(tzinfo=None) + timedelta(hours=14), event["DTSTART"].dt
    wall = begin.replace(tzinfo=None)
    fallen = {each.dt.replace(tzinfo=None) for each in getattr(event.get("EXDATE"), "dts", [])}
    while wall <= until:
        if wall not in fallen:
            yield wall
        wall += timedelta(weeks=1)


@pytest.mark.parametrize("zone", RULED)
def test_outlook_has_the_hours_of_the_page_all_through_a_year(zone, tmp_path):
    playbook = _playbook(tmp_path, {"zone": zone, "exceptions": ["2026-05-06"]})
    calendar = Calendar.from_ical(_file(playbook))
    [zone_part], [event] = calendar.walk("VTIMEZONE"), calendar.walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == zone_part["TZID"] == zone
    outlook = OutlookZone.read(zone_part)
    page = shown(context(playbook), macros.forum_card, "monthly").select_one("[data-times]")
    told = [datetime.fromisoformat(each).astimezone(UTC) for each in page["data-times"].split()]
    assert len(told) == 51
    assert [outlook.utc(wall) for wall in _weeks(event)] == told


def test_a_zone_without_a_rule_is_written_change_by_change(tmp_path):
    years = {**CYCLE, "effective_to": "2027-12-31"}
    content = _file(_playbook(tmp_path, {"zone": "Africa/Casablanca"}, cycle=years))
    [zone] = Calendar.from_ical(content).walk("VTIMEZONE")
    assert len(zone.standard) > 1
    assert not any("RRULE" in part for part in (*zone.standard, *zone.daylight))


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC", "Zulu"])
def test_utc_needs_no_description(zone, tmp_path):
    content = _file(_playbook(tmp_path, {"zone": zone}))
    assert b"VTIMEZONE" not in content
    assert b"TZID" not in content
    assert b"DTSTART:20260107T093000Z" in content


def test_a_later_edition_takes_the_place_of_the_last_whatever_it_is_called(tmp_path):
    first = _playbook(tmp_path / "1", cycle=CYCLE)
    later = {"effective_from": "2027-01-01", "effective_to": "2027-12-31", "version": "2"}
    second = _playbook(tmp_path / "2", title="Another title", cycle=later)
    old, new = _marks(_file(first)), _marks(_file(second))
    assert old.keys() == new.keys()
    for name, (sequence, *stamps) in new.items():
        assert sequence > old[name][0]
        assert stamps > list(old[name][1:])


def test_two_playbooks_share_no_entry_and_the_id_of_a_playbook_stays(tmp_path):
    ours, theirs = _playbook(tmp_path / "1", id="ours"), _playbook(tmp_path / "2", id="theirs")
    assert not _marks(_file(ours)).keys() & _marks(_file(theirs)).keys()
    assert all("@ours." in uid for uid, _ in _marks(_file(ours)))


def test_of_two_publications_only_what_changed_grows(tmp_path):
    rule = {"every": "month", "on": "1", "move": "next working day"}
    first = _file(_playbook(tmp_path / "1", rule), ALL)
    same = continued_calendar(_file(_playbook(tmp_path / "2", rule), ALL), first)
    assert same == first
    moved = continued_calendar(_file(_playbook(tmp_path / "3", {**rule, "time": "15:00"}), ALL), first)
    old, new = _marks(first), _marks(moved)
    assert {uid for uid, _ in old} == {uid for uid, _ in new}
    for name, after in new.items():
        if name[0].startswith("monthly@"):
            before = old.get(name) or (0, datetime(2000, 1, 1, tzinfo=UTC), datetime(2000, 1, 1, tzinfo=UTC))
            assert all(later > earlier for later, earlier in zip(after, before, strict=True))
        else:
            assert after == old[name]
    again = _marks(continued_calendar(_file(_playbook(tmp_path / "4", rule), ALL), moved))
    assert all(again[name][0] > new[name][0] for name in new if name[0].startswith("monthly@") and name in again)


def test_meetings_my_papers_and_all_papers_are_three_files(tmp_path):
    files = calendar_files(loaded(tmp_path, {}).or_raise(), ENGLISH)
    uids = {path: {uid for uid, _ in _marks(content)} for path, content in files.items()}
    lead = role_file("supplier-lead")
    assert not any(".papers." in uid for uid in uids[lead] | uids[ALL] | uids[forum_file("monthly")])
    for path in (papers_file(ALL), papers_file(forum_file("monthly"))):
        assert uids[path]
        assert all(".papers." in uid for uid in uids[path])
    owing = [
        path for path in files if path.startswith("roles/") and path.endswith(".papers.ics") and "all-" not in path
    ]
    owner = loaded(tmp_path / "owner", {}).or_raise().documents["status"].owner
    assert owing == [papers_file(role_file(owner))]
    assert b"DTSTART;VALUE=DATE" in files[owing[0]]


@dataclass(frozen=True)
class Version:
    """A version as far as the calendars ask."""

    version: str


def _public(tmp_path, times):
    for version, time in times.items():
        folder = tmp_path / "public" / version / "cadence"
        folder.mkdir(parents=True)
        rule = {"time": time, "every": "month", "on": "1", "move": "next working day"}
        (folder / "all.ics").write_bytes(_file(_playbook(tmp_path / version, rule), ALL))
        (folder / "theirs.ics").write_bytes(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    return tmp_path / "public"


def test_what_one_subscribes_to_has_each_meeting_of_the_version_that_was_in_force(tmp_path):
    public = _public(tmp_path, {"1": "09:30", "2": "15:00"})
    change = date(2026, 7, 1)
    spans = (Span(date(2026, 1, 1), change - timedelta(1), Version("1")), Span(change, None, Version("2")))
    [(path, text)] = current_calendars(public, spans)
    assert path == "cadence/all.ics"
    assert "REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in text
    assert "X-PUBLISHED-TTL:P1D\r\n" in text
    calendar = Calendar.from_ical(text)
    names = [(str(event["UID"]), str(event.get("RECURRENCE-ID"))) for event in calendar.walk("VEVENT")]
    assert len(set(names)) == len(names)
    held = sorted(_held(calendar))
    assert held == sorted([*_held_from(public / "1", before=change), *_held_from(public / "2", since=change)])
    assert len({day.date() for day in held}) == len(held)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    [(_, again)] = current_calendars(public, spans)
    assert again == text


def test_a_version_that_holds_all_its_days_is_taken_as_it_is(tmp_path):
    public = _public(tmp_path, {"1": "09:30"})
    [(_, text)] = current_calendars(
        public, (Span(date(2026, 1, 1), None, Version("1")), Span(date(2027, 1, 1), None, None))
    )
    assert _marks(text) == _marks((public / "1" / "cadence" / "all.ics").read_bytes())


def _held(calendar):
    """Return when the monthly forum of a file meets."""
    events = [event for event in calendar.walk("VEVENT") if str(event["UID"]).startswith("monthly")]
    moved = {(str(event["UID"]), event["RECURRENCE-ID"].dt) for event in events if "RECURRENCE-ID" in event}
    for event in events:
        begin = event["DTSTART"].dt
        if "RRULE" not in event:
            yield begin
            continue
        fallen = {each.dt for each in getattr(event.get("EXDATE"), "dts", [])}
        for at in rrulestr(event["RRULE"].to_ical().decode(), dtstart=begin):
            if at not in fallen and (str(event["UID"]), at) not in moved:
                yield at


def _held_from(folder, before=date.max, since=date.min):
    calendar = Calendar.from_ical((folder / "cadence" / "all.ics").read_bytes())
    return [at for at in _held(calendar) if since <= at.date() < before]


def test_a_rule_of_two_kinds_of_days_has_a_name_for_each(tmp_path):
    rule = Recurrence.model_validate(
        {"every": "month", "on": ["first monday", "15"], "first_date": "2026-01-01", "time": "10:00", "zone": "UTC"}
    )
    playbook = _playbook(tmp_path)
    forum = playbook.forums["monthly"].model_copy(update={"recurrence": rule})
    names = [uid.partition("@")[0] for uid, _ in _marks(Calendars(playbook, ENGLISH).file([forum], "Meetings"))]
    assert names == ["monthly", "monthly.2"]


def test_in_a_published_tree_each_meeting_is_had_once_and_last_year_s_stay(tmp_path):
    team = Team.begin(tmp_path)
    team.published("2030-1")
    team.begin_cycle(2031)
    team.commit()
    team.published("2031-1")
    files = [team.public / name / "cadence" / "all.ics" for name in ("2030-1", "2031-1", "current")]
    first, second, both = (Calendar.from_ical(path.read_bytes()) for path in files)
    starts = [_starts(calendar) for calendar in (first, second, both)]
    assert starts[2] == {**starts[0], **starts[1]}
    assert {moment.year for moment in starts[2]} == {2030, 2031}
    shared = {str(event["UID"]) for event in first.walk("VEVENT")} & {
        str(event["UID"]) for event in second.walk("VEVENT")
    }
    assert shared
    assert run("verify", team.public, cwd=team.folder).code == 0


def _starts(calendar):
    """Return the name of what begins at each moment; no two meetings of one name begin at once."""
    found = {}
    for event in calendar.walk("VEVENT"):
        begin, name = event["DTSTART"].dt, str(event["SUMMARY"])
        moments = rrulestr(event["RRULE"].to_ical().decode(), dtstart=begin) if "RRULE" in event else [begin]
        fallen = {each.dt for each in getattr(event.get("EXDATE"), "dts", [])}
        for at in moments:
            if at not in fallen:
                assert name not in found.get(at, ()), (name, at)
                found.setdefault(at, set()).add(name)
    return found
