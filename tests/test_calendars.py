"""Calendar files, read back by another parser (vobject) and expanded by another library (dateutil)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import vobject
from bs4 import BeautifulSoup
from dateutil import rrule, tz
from hypothesis import given
from hypothesis import strategies as st

from playbook.export.ics import Calendars, calendar_files
from playbook.export.time_zones import timezone
from playbook.loading.load import load
from playbook.model.days import MONTHS, WEEKDAYS
from playbook.model.recurrence import Recurrence
from playbook.views.cadence import ALL, all_papers_file, forum_file, papers_file, role_file
from playbook.views.meetings import meetings
from playbook.views.words import ENGLISH
from tests.drawn import DEAR, often
from tests.golden import loaded
from tests.support import ROOT, run, small, tree

START, END = date(2026, 1, 1), date(2028, 12, 31)
"""Three years; the last has a 29 February."""
HOLIDAYS = ["2026-04-03", "2026-04-06", "2026-12-25", "2026-12-28", "2027-03-29", "2028-01-03", "2028-02-29"]
ZONES = ("Europe/London", "America/New_York", "Asia/Kolkata", "Asia/Tokyo", "Australia/Lord_Howe", "Etc/UTC")
"""Two whose clocks change on different days, two without changes, one by half an hour, in the south, and none."""


@dataclass(frozen=True)
class Read:
    """One event of a calendar file: its name there, its values, and when it takes place, by UTC."""

    uid: str
    values: dict[str, str]
    moments: frozenset[datetime]

    @property
    def is_papers(self):
        return ".papers." in self.uid


def components(content):
    """Return the events of a file as vobject reads their text: (value, parameters) by property."""
    calendar = vobject.readOne(content.decode("utf-8"), transform=False)
    for event in calendar.vevent_list:
        yield {name: [(line.value, line.params) for line in lines] for name, lines in event.contents.items()}


def events(content):
    """Return every event of a file with its occurrences; an instance of its own takes the place of the one it names."""
    zones = tz.tzical(StringIO(content.decode("utf-8")))
    parts = list(components(content))
    moved = {(part["uid"][0][0], *moments(part["recurrence-id"], zones)) for part in parts if "recurrence-id" in part}
    assert len(moved) == sum("recurrence-id" in part for part in parts)
    for part in parts:
        uid = part["uid"][0][0]
        found = set(expanded(part, zones))
        if "rrule" in part:
            gone = {moment for known, moment in moved if known == uid}
            assert gone <= found, "an instance stands in for one that the rule gives"
            found -= gone
        yield Read(uid, {name: lines[0][0] for name, lines in part.items()}, frozenset(found))


def expanded(part, zones):
    """Return when an event takes place by its rule, by UTC."""
    begin = moment_of(*part["dtstart"][0], zones)
    if "rrule" not in part:
        return [begin.astimezone(UTC)]
    days = rrule.rrulestr(part["rrule"][0][0], dtstart=begin)
    fallen = moments(part.get("exdate", []), zones)
    found = [tz.resolve_imaginary(day).astimezone(UTC) for day in days]
    assert begin.astimezone(UTC) == days[0].astimezone(UTC), "the first is one that the rule gives"
    assert fallen <= set(found), "what falls out is what the rule gives"
    return [moment for moment in found if moment not in fallen]


def moments(lines, zones):
    """Return the moments of properties that hold several, by UTC."""
    single = [(value, parameters) for text, parameters in lines for value in text.split(",")]
    return {tz.resolve_imaginary(moment_of(*each, zones)).astimezone(UTC) for each in single}


def moment_of(value, parameters, zones):
    """Return a moment as a property writes it; a day is its midnight, by UTC."""
    if parameters.get("VALUE") == ["DATE"]:
        return datetime.strptime(value, "%Y%m%d").replace(tzinfo=UTC)
    zone = zones.get(parameters["TZID"][0]) if "TZID" in parameters else UTC
    assert ("TZID" in parameters) != value.endswith("Z")
    return datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=zone)


def held(content):
    """Return when a file has meetings; each moment once."""
    found = Counter(moment for event in events(content) if not event.is_papers for moment in event.moments)
    assert set(found.values()) <= {1}
    return set(found)


@pytest.fixture(scope="module")
def playbook(tmp_path_factory):
    """A small playbook with a cycle of three years and holidays of one side."""
    differences = {
        "playbook": {"cycle": {"effective_from": str(START), "effective_to": str(END)}},
        "parties": {"parties": {"client": {"holidays": HOLIDAYS}}},
    }
    return loaded(tmp_path_factory.mktemp("years"), differences).or_raise()


def rule(every, on=None, first="2026-01-01", **more):
    """Return a rule written as in the data."""
    values = {"every": every, "first_date": first, "time": "10:00", "zone": "Europe/London", **more}
    return Recurrence.model_validate(values if on is None else {**values, "on": on})


def file_of(playbook, recurrence, **more):
    """Return the forum with another rule, and its calendar file."""
    forum = playbook.forums["monthly"].model_copy(update={"recurrence": recurrence, **more})
    return forum, Calendars(playbook, ENGLISH).file([forum], "Meetings")


def ours(playbook, forum):
    """Return when the site says a forum meets, by UTC."""
    return {meeting.begins.astimezone(UTC) for meeting in meetings(playbook, forum, ENGLISH, ())}


NEXT, LAST = "next working day", "previous working day"
RULES = {
    "every week": (rule("week", "wednesday"), "FREQ=WEEKLY;BYDAY=WE"),
    "every second week, from the week of the first date": (
        rule("2 weeks", "monday", "2026-01-07"),
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=MO",
    ),
    "two days in one rule": (rule("week", ["monday", "thursday"]), "FREQ=WEEKLY;BYDAY=MO,TH"),
    "working days": (rule("working day", exceptions=["2026-05-04"]), "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"),
    "29 February": (rule("year", "29 february"), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
    "29 February, from the first date": (rule("year", first="2024-02-29"), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
    "the 29th": (rule("month", "29"), "FREQ=MONTHLY;BYMONTHDAY=29"),
    "the 31st, from the first date": (rule("month", first="2025-10-31"), "FREQ=MONTHLY;BYMONTHDAY=31"),
    "fifth Mondays": (rule("month", "fifth monday"), "FREQ=MONTHLY;BYDAY=5MO"),
    "second last Fridays": (rule("3 months", "second last friday"), "FREQ=MONTHLY;INTERVAL=3;BYDAY=-2FR"),
    "last working days": (rule("month", "last working day"), "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
    "last working days of two months": (
        rule("year", ["last working day of march", "last working day of september"]),
        "FREQ=MONTHLY;INTERVAL=6;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;FROM=3",
    ),
    "last days": (rule("month", "last day"), "FREQ=MONTHLY;BYMONTHDAY=-1"),
    "two kinds of days": (
        rule("month", ["first monday", "15", "last day"]),
        "FREQ=MONTHLY;BYDAY=1MO|FREQ=MONTHLY;BYMONTHDAY=15,-1",
    ),
    "two kinds that meet on one day": (
        rule("month", ["first monday", "1"]),
        "FREQ=MONTHLY;BYDAY=1MO|FREQ=MONTHLY;BYMONTHDAY=1",
    ),
    "a day of two months": (
        rule("year", ["first monday of march", "first monday of october"]),
        "FREQ=YEARLY;BYMONTH=3,10;BYDAY=1MO",
    ),
    "every hundredth day": (rule("100 days"), "FREQ=DAILY;INTERVAL=100"),
    "every second year": (rule("2 years", "first thursday of november"), "FREQ=YEARLY;INTERVAL=2;BYMONTH=11;BYDAY=1TH"),
    "exceptions": (
        rule("week", "friday", exceptions=["2026-01-02", "2026-04-03", "2026-04-10", "2028-12-29"]),
        "FREQ=WEEKLY;BYDAY=FR",
    ),
    "until": (rule("week", "wednesday", until="2027-06-16"), "FREQ=WEEKLY;BYDAY=WE;UNTIL=20270616"),
    "until, with a move past it": (
        rule("year", "25 december", until="2026-12-25", move=NEXT),
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25;COUNT=1",
    ),
    "count": (rule("month", "first tuesday", count=7), "FREQ=MONTHLY;BYDAY=1TU;COUNT=7"),
    "count, with exceptions": (
        rule("month", "first tuesday", count=7, exceptions=["2026-03-03"]),
        "FREQ=MONTHLY;BYDAY=1TU;COUNT=7",
    ),
    "count, begun before the cycle": (
        rule("week", "monday", "2025-12-01", count=8),
        "FREQ=WEEKLY;BYDAY=MO;COUNT=8",
    ),
    "moves to the next working day": (rule("month", "1", move=NEXT), "FREQ=MONTHLY;BYMONTHDAY=1"),
    "moves to the last working day": (rule("month", "last day", move=LAST), "FREQ=MONTHLY;BYMONTHDAY=-1"),
    "moves out of the cycle": (rule("year", "31 december", move=NEXT), "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"),
    "moves into the cycle": (rule("month", "27", "2025-12-27", move=NEXT), "FREQ=MONTHLY;BYMONTHDAY=27"),
    "moves onto one another": (
        rule("week", ["saturday", "sunday", "monday"], move=NEXT),
        "FREQ=WEEKLY;BYDAY=SA,SU,MO",
    ),
    "moves, with two kinds of days": (
        rule("month", ["first saturday", "1"], move=NEXT),
        "FREQ=MONTHLY;BYDAY=1SA|FREQ=MONTHLY;BYMONTHDAY=1",
    ),
}
"""Rules as the data writes them, and the same by hand as RFC 5545 writes them, parted by `|`."""


def by_hand(recurrence, texts):
    """Return when something happens, worked out by dateutil and by steps of a day, without the engine."""
    days: set[date] = set()
    for each in texts.split("|"):
        text, _, month = each.partition(";FROM=")
        first = date(recurrence.first_date.year, int(month), 1) if month else recurrence.first_date
        found = rrule.rrulestr(text, dtstart=datetime.combine(first, time()))
        days |= {day.date() for day in found.between(datetime(2024, 1, 1), datetime(2029, 3, 1), inc=True)}
    step = {NEXT: 1, LAST: -1}.get(recurrence.move, 0)
    moved = {_worked(day, step) for day in days - set(recurrence.exceptions)}
    clock = time.fromisoformat(recurrence.time)
    return {
        datetime.combine(day, clock, ZoneInfo(recurrence.zone)).astimezone(UTC) for day in moved if START <= day <= END
    }


def _worked(day, step):
    while step and (day.weekday() > 4 or str(day) in HOLIDAYS):
        day += timedelta(days=step)
    return day


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("name", RULES)
def test_a_calendar_programme_finds_the_meetings_of_the_site(playbook, name, zone):
    recurrence, texts = RULES[name]
    recurrence = recurrence.model_copy(update={"zone": zone})
    forum, content = file_of(playbook, recurrence)
    assert held(content) == ours(playbook, forum) == by_hand(recurrence, texts)


@pytest.mark.parametrize("clock", ["00:00", "00:30", "01:00", "01:30", "02:00", "02:30", "03:00", "23:59"])
@pytest.mark.parametrize("zone", ZONES)
def test_meetings_at_night_keep_to_the_wall_through_both_changes(playbook, zone, clock):
    for on in ("saturday", "sunday", "monday"):
        forum, content = file_of(playbook, rule("week", on, time=clock, zone=zone, exceptions=["2026-03-15"]))
        assert held(content) == ours(playbook, forum)
    first = rule("week", first="2026-03-29", time=clock, zone=zone, exceptions=["2026-10-25", "2027-03-28"])
    forum, content = file_of(playbook, first)
    assert held(content) == ours(playbook, forum)


DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31)).map(str)
ORDINALS = st.sampled_from(["first", "second", "third", "fourth", "fifth", "last", "second last"])
IN_MONTH = st.one_of(
    st.builds("{} {}".format, ORDINALS, st.sampled_from(WEEKDAYS)),
    st.sampled_from(["first working day", "last working day", "second last working day", "last day"]),
    st.integers(1, 31).map(str),
)
IN_YEAR = st.one_of(
    st.builds("{} {} of {}".format, ORDINALS, st.sampled_from(WEEKDAYS), st.sampled_from(MONTHS)),
    st.builds("{} of {}".format, st.sampled_from(["first working day", "last day"]), st.sampled_from(MONTHS)),
    st.builds("{} {}".format, st.integers(1, 28), st.sampled_from(MONTHS)),
    st.just("29 february"),
)
FREQUENCIES = st.one_of(
    st.tuples(st.sampled_from(["week", "2 weeks", "5 weeks"]), st.lists(st.sampled_from(WEEKDAYS), max_size=3)),
    st.tuples(st.sampled_from(["month", "2 months", "3 months"]), st.lists(IN_MONTH, max_size=3)),
    st.tuples(st.sampled_from(["year", "2 years"]), st.lists(IN_YEAR, max_size=3)),
    st.tuples(st.sampled_from(["working day", "3 days"]), st.just([])),
)


@st.composite
def recurrences(draw):
    """Rules of every kind, with all that can be said of one."""
    every, on = draw(FREQUENCIES)
    first = draw(DAYS)
    ends = draw(st.sampled_from([{}, {"count": draw(st.integers(1, 40))}, {"until": max(first, draw(DAYS))}]))
    move = draw(st.sampled_from([{}, {"move": NEXT}, {"move": LAST}]))
    clock = draw(st.times()).strftime("%H:%M")
    skipped = draw(st.lists(DAYS, max_size=5))
    zone = draw(st.sampled_from(ZONES))
    return rule(every, on or None, first, time=clock, zone=zone, exceptions=skipped, **ends, **move)


@often(DEAR)
@given(recurrence=recurrences())
def test_every_rule_that_can_be_written_is_found_again(playbook, recurrence):
    forum, content = file_of(playbook, recurrence)
    assert (held(content) if content else set()) == ours(playbook, forum)


@pytest.mark.parametrize("zone", [*ZONES, "Europe/Dublin", "Africa/Casablanca", "Asia/Kathmandu", "America/St_Johns"])
def test_offsets_are_those_of_the_zone_hour_by_hour(zone):
    text = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + timezone(zone, 2025, 2029).to_ical() + b"END:VCALENDAR\r\n"
    written = tz.tzical(StringIO(text.decode("ascii"))).get(zone)
    meant = ZoneInfo(zone)
    day, moment, last = timedelta(days=1), datetime(2025, 1, 3, tzinfo=UTC), datetime(2029, 12, 29, tzinfo=UTC)
    while moment < last:
        if moment.astimezone(meant).utcoffset() != (moment + day).astimezone(meant).utcoffset():
            hours = [moment + timedelta(minutes=30 * number) for number in range(-96, 144)]
        else:
            hours = [moment + day / 2]
        for hour in hours:
            wall = hour.astimezone(meant)
            assert wall.replace(tzinfo=written).utcoffset() == wall.utcoffset(), wall
        moment += day


@cache
def reference():
    """Return the reference playbook and its calendar files."""
    playbook = load(ROOT / "data").or_raise()
    return playbook, calendar_files(playbook, ENGLISH)


def _told_by(playbook):
    """Return the path of each file that the reference playbook should have, with its forums and whose papers it tells.

    The third is None in a file of meetings, and empty where papers are anybody's.
    """
    everything = list(playbook.forums)
    found = [(ALL, everything, None), (papers_file(ALL), everything, "")]
    for forum in playbook.forums:
        path = forum_file(forum.id)
        found += [(path, [forum], None), (papers_file(path), [forum], "")]
    for role in playbook.roles.ids:
        path, attended = role_file(role), [forum for forum in playbook.forums if role in forum.everyone]
        owed = [forum for forum in everything if role in {playbook.documents[id].owner for id in forum.inputs}]
        found += [(path, attended, None), (all_papers_file(path), attended, ""), (papers_file(path), owed, role)]
    return found


def test_every_file_of_the_reference_playbook_holds_its_meetings_or_papers():
    playbook, files = reference()
    seen = set()
    for path, forums, papers in _told_by(playbook):
        all_held = [(forum.name, each) for forum in forums for each in meetings(playbook, forum, ENGLISH, ())]
        if papers is None:
            wanted = Counter((name, each.begins.astimezone(UTC)) for name, each in all_held)
        else:
            due = [(f"Papers due: {name}", each.papers) for name, each in all_held if each.papers]
            wanted = Counter((name, datetime.combine(day, time(), UTC)) for name, day in due)
        found = Counter()
        for event in events(files[path]) if wanted else ():
            if event.values["uid"].startswith("due."):
                continue
            assert event.is_papers == (papers is not None)
            found.update((event.values["summary"], moment) for moment in event.moments)
        assert found == wanted, path
        seen |= {path} if wanted else set()
    assert set(files) == seen


def test_an_event_has_one_name_in_every_file_and_no_two_share_it():
    _, files = reference()
    known = {}
    for content in files.values():
        names = Counter()
        for part in components(content):
            name = (part["uid"][0][0], part.get("recurrence-id", [("", {})])[0][0])
            names[name] += 1
            assert known.setdefault(name, part) == part
        assert set(names.values()) == {1}
    assert any(instance for _, instance in known), "some meeting is moved"


def test_a_series_follows_its_rule_and_names_its_zone():
    _, files = reference()
    series = [part for part in components(files[forum_file("operational-review")]) if "rrule" in part]
    assert [part["rrule"][0][0] for part in series] == ["FREQ=MONTHLY;UNTIL=20271221T103000Z;BYDAY=3TU;WKST=MO"]
    assert series[0]["dtstart"] == [("20270119T103000", {"TZID": ["Europe/London"]})]
    assert series[0]["duration"][0][0] == "PT1H30M"
    assert series[0]["dtstamp"][0][0] == "20270101T000000Z"


def test_papers_name_the_documents_and_who_answers_for_them():
    _, files = reference()
    papers = list(components(files[papers_file(forum_file("strategic-review"))]))
    assert [part["description"][0][0] for part in papers] == [
        "Strategy brief (Director of Service Management), 15 business days before\n"
        "Contractual review pack (Contract Manager), 15 business days before"
    ]
    assert papers[0]["transp"][0][0] == "TRANSPARENT"


HOSTILE = (
    'Review; a, b: \\n \\; "c" – BEGIN:VEVENT',
    "Prüfung 会議 समीक्षा 👩‍💻👩🏽‍🔬 é " * 12,
    "one\nEND:VEVENT\nEND:VCALENDAR\n\n two\\",
    "x" * 300,
    "=SUM(A1) {{ this }} <script>alert(1)</script> %s %(forum)s {0}",
    "line\u2028separated\u2029text",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_comes_back_as_it_was(playbook, text):
    weekly = rule("week", "wednesday", move=NEXT)
    changes = {"name": text, "purpose": text, "agenda": (text, "Last"), "location": text}
    forum, content = file_of(playbook, weekly, **changes)
    content = Calendars(playbook, ENGLISH).file([forum], text)
    calendar = vobject.readOne(content.decode("utf-8"), transform=False)
    assert calendar.contents["x-wr-calname"][0].value == text
    for part in [*components(content), *components(Calendars(playbook, ENGLISH).papers([forum], text))]:
        papers = ".papers." in part["uid"][0][0]
        assert part["summary"][0][0] == (f"Papers due: {text}" if papers else text)
        if not papers:
            assert part["description"][0][0] == f"{text}\n\n1. {text}\n2. Last"
            assert part["location"][0][0] == text


@pytest.mark.parametrize("text", HOSTILE)
def test_lines_are_folded_at_75_octets_between_characters(playbook, text):
    forum, _ = file_of(playbook, rule("week", "wednesday"))
    forum = forum.model_copy(update={"name": text, "purpose": text, "location": text})
    lines = Calendars(playbook, ENGLISH).file([forum], text).split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    for line in lines:
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode("utf-8")


def test_same_bytes_in_another_place_at_another_time(tmp_path):
    for number, (zone, locale, seed) in enumerate([("UTC", "C", "1"), ("Pacific/Auckland", "de_DE.UTF-8", "2")]):
        more = {"TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": seed}
        done = run("export", "ics", "--to", tmp_path / str(number), cwd=ROOT, **more)
        assert done.code == 0, done.said
    assert tree(tmp_path / "0") == tree(tmp_path / "1")
    assert (tmp_path / "0" / ALL).read_bytes() == reference()[1][ALL]


def test_a_file_holds_the_meetings_of_a_forum_or_of_a_role(tmp_path):
    for option, id, path in (("--forum", "change-board", forum_file), ("--role", "contract-manager", role_file)):
        done = run("export", "ics", "--to", tmp_path / "one.ics", option, id, cwd=ROOT)
        assert (done.code, done.err) == (0, "")
        assert (tmp_path / "one.ics").read_bytes() == reference()[1][path(id)]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--to", "a.ics", "--forum", "change-bord"], 2, "there is no forum `change-bord`\n    hint: did you mean"),
        (["--to", "a.ics", "--role", "nobody"], 2, "there is no role `nobody`"),
        (["--to", "a.ics", "--forum", "change-board", "--role", "contract-manager"], 2, "a file is of one forum"),
        (["--to", "there/file"], 1, "cannot be written"),
    ],
)
def test_what_cannot_be_exported_is_refused(tmp_path, arguments, code, message):
    (tmp_path / "there").write_text("a file", encoding="utf-8")
    done = run("export", "ics", "-f", ROOT / "mkdocs.yml", *arguments, cwd=tmp_path)
    assert done.code == code
    assert message in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_a_role_without_a_meeting_has_no_file(tmp_path):
    idle = loaded(tmp_path, {"cadence": {"forums": {"yearly": "~"}}}).or_raise()
    files = calendar_files(idle, ENGLISH)
    assert role_file("client-head") not in files
    assert forum_file("monthly") in files


def test_a_forum_called_all_does_not_take_the_place_of_all(tmp_path):
    base = {"every": "week", "first_date": "2026-01-07", "time": "10:00", "zone": "Europe/London"}
    more = {"name": "All", "tier": "tactical", "recurrence": base, "purpose": "P.", "agenda": ["A"]}
    files = calendar_files(
        loaded(tmp_path, {"cadence": {"forums": {"all": {**more, "attendees": ["client-lead"]}}}}).or_raise(), ENGLISH
    )
    assert len(held(files[forum_file("all")])) == 52
    assert files[ALL] != files[forum_file("all")]


def test_the_site_has_every_file_and_leads_to_it(reference_site):
    _, files = reference()
    there = {path.relative_to(reference_site.folder).as_posix() for path in reference_site.folder.rglob("*.ics")}
    assert there == set(files)
    for page, link in (
        ("cadence/", "all.ics"),
        ("cadence/operational-review/", "../operational-review.ics"),
        ("roles/contract-manager/", "../contract-manager.ics"),
    ):
        shown = BeautifulSoup((reference_site.folder / page / "index.html").read_text(encoding="utf-8"), "lxml")
        assert link in [each["href"] for each in shown.select("main a[href]")], page


def test_pages_exported_for_another_generator_find_their_files(tmp_path):
    folder = small(tmp_path / "small")
    done = run("export", "pages", "--to", "plain", cwd=folder)
    assert done.code == 0, done.said
    assert (folder / "plain" / ALL).is_file()
