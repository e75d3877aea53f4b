"""Calendar files (RFC 5545): each forum by its rule, with its time zone, so that a calendar follows the rule.

A meeting that moves to a working day is an instance of its own (`RECURRENCE-ID`), a day that falls out an `EXDATE`.
Papers are due on single days, because no rule of RFC 5545 counts working days.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vRecur, vText

from playbook.export.zones import timezone
from playbook.model import Forum, Playbook
from playbook.model.days import shifted
from playbook.model.recurrence import Occurrence, Recurrence
from playbook.model.values import Duration
from playbook.views.cadence import ALL, forum_file, role_file
from playbook.views.drawing import level_word
from playbook.views.meetings import life, worked_at
from playbook.views.words import Words

USUAL = Duration(1, "hours")
"""How long a meeting takes whose length nobody has written down."""

_MINUTES = {"minutes": 1, "hours": 60, "business hours": 60, "days": 1440, "business days": 1440, "weeks": 10080}
_END = b"END:VCALENDAR\r\n"


def calendar_files(playbook: Playbook, words: Words) -> dict[str, bytes]:
    """Return every calendar file of a site by its path: of all meetings, of each forum, of each role.

    What has no meeting in the cycle has no file.
    """
    files = Calendars(playbook, words)
    made = {ALL: files.everything()}
    made |= {forum_file(forum.id): files.of_forum(forum.id) for forum in playbook.forums}
    made |= {role_file(role.id): files.of_role(role.id) for role in playbook.roles}
    return {path: content for path, content in made.items() if content is not None}


@dataclass
class Calendars:
    """Makes calendar files of one playbook; their bytes depend on nothing but the playbook and the words."""

    playbook: Playbook
    words: Words
    _events: dict[str, bytes] = field(default_factory=dict)
    _zones: dict[str, bytes] = field(default_factory=dict)

    def everything(self) -> bytes | None:
        """Return the calendar of all forums, or None where none of them meets in the cycle."""
        return self.file(self.playbook.forums, self.playbook.about.title)

    def of_forum(self, id: str) -> bytes | None:
        """Return the calendar of a forum, or None where it does not meet in the cycle."""
        forum = self.playbook.forums[id]
        return self.file([forum], forum.name)

    def of_role(self, id: str) -> bytes | None:
        """Return the calendar of the forums a role takes part in, or None where none of them meets in the cycle."""
        name = self.words.say("Meetings: %(role)s", role=self.playbook.roles[id].name)
        return self.file([forum for forum in self.playbook.forums if id in forum.everyone], name)

    def file(self, forums: Iterable[Forum], name: str) -> bytes | None:
        """Return the calendar of some forums, which calendar programmes call `name`."""
        chosen = [forum for forum in forums if self._of(forum)]
        if not chosen:
            return None
        shell = Calendar()
        for key, value in {"prodid": "-//Governance playbook//EN", "version": "2.0", "method": "PUBLISH"}.items():
            shell.add(key, value)
        shell.add("name", vText(name))
        shell.add("x-wr-calname", vText(name))
        zones = [self._zone(zone) for zone in sorted({forum.recurrence.zone for forum in chosen})]
        head = bytes(shell.to_ical()).removesuffix(_END)
        return b"".join([head, *zones, *map(self._of, chosen), _END])

    def _of(self, forum: Forum) -> bytes:
        if forum.id not in self._events:
            events = _forum_events(self.playbook, forum, self.words)
            self._events[forum.id] = b"".join(bytes(event.to_ical()) for event in events)
        return self._events[forum.id]

    def _zone(self, name: str) -> bytes:
        if name not in self._zones:
            first = self.playbook.about.cycle.effective_from.year - 1
            last = max(life(self.playbook, forum)[1] for forum in self.playbook.forums).year + 1
            self._zones[name] = bytes(timezone(name, first, last).to_ical())
        return self._zones[name]


def _forum_events(playbook: Playbook, forum: Forum, words: Words) -> Iterator[Event]:
    """Iterate over the meetings of a forum in the cycle, series by series, then over the days papers are due."""
    start, end = life(playbook, forum)
    held = forum.recurrence.occurrences(start, end, worked_at(playbook, forum)) if start <= end else ()
    if not held:
        return
    writer = _Writer(playbook, forum, words)
    rules, taken = _single(forum.recurrence), set[date]()
    for number, rule in enumerate(rules, 1):
        planned = _planned(rule, min(each.planned for each in held), max(each.planned for each in held))
        own = [each for each in held if each.planned in planned and each.planned not in taken]
        taken.update(each.planned for each in own)
        if own:
            yield from writer.series(rule, own, f"{number}" if len(rules) > 1 else "")
    yield from writer.papers(held)


def _single(rule: Recurrence) -> tuple[Recurrence, ...]:
    """Return a rule as rules that one RRULE each can say."""
    return (rule,) if len(rule.rules()) == 1 else tuple(rule.model_copy(update={"on": (day,)}) for day in rule.on)


def _planned(rule: Recurrence, first: date, last: date) -> tuple[date, ...]:
    """Return every day that a rule gives between two days, as a calendar programme expands it."""
    plain = rule.model_copy(update={"move": None, "exceptions": (), "count": None, "until": None})
    return tuple(plain.dates(first, last))


def _wall(rule: Recurrence, day: date) -> datetime:
    """Return when a rule begins by the clock on the wall, a time that the clocks skip included."""
    return datetime.combine(day, time.fromisoformat(rule.time), ZoneInfo(rule.zone))


@dataclass(frozen=True)
class _Writer:
    """Writes the events of one forum."""

    playbook: Playbook
    forum: Forum
    words: Words

    def series(self, rule: Recurrence, held: list[Occurrence], number: str) -> Iterator[Event]:
        """Iterate over the event that recurs, and those moved away from where it recurs."""
        planned = sorted(each.planned for each in held)
        event = self._meeting(rule, planned[0], number)
        recur = vRecur.from_ical(rule.rules()[0])
        recur["UNTIL"] = [_wall(rule, planned[-1]).astimezone(UTC)]
        recur["WKST"] = ["MO"]
        event.add("rrule", recur)
        if fallen := [day for day in _planned(rule, planned[0], planned[-1]) if day not in planned]:
            event.add("exdate", [_wall(rule, day) for day in fallen])
        yield event
        for each in held:
            if each.is_moved:
                instance = self._meeting(rule, each.day, number)
                instance.add("recurrence-id", _wall(rule, each.planned))
                yield instance

    def _meeting(self, rule: Recurrence, day: date, number: str) -> Event:
        agenda = [f"{position}. {item}" for position, item in enumerate(self.forum.agenda, 1)]
        event = self._event(self.forum.name, [self.forum.purpose, "", *agenda], number)
        event.add("dtstart", _wall(rule, day))
        length = self.forum.duration or USUAL
        event.add("duration", timedelta(minutes=length.amount * _MINUTES.get(length.unit, 60)))
        if self.forum.location:
            event.add("location", self.forum.location)
        return event

    def papers(self, held: Iterable[Occurrence]) -> Iterator[Event]:
        """Iterate over the days on which the papers of a meeting are due, whole days that block nobody's time."""
        if not (ahead := self.forum.papers_due):
            return
        worked, lines = worked_at(self.playbook, self.forum), [self._paper(id) for id in self.forum.inputs]
        for each in held:
            if due := shifted(each.day, ahead, worked, back=True):
                said = self.words.say("Papers due: %(forum)s", forum=self.forum.name)
                event = self._event(said, lines, f"papers.{each.planned}")
                event.add("dtstart", due)
                event.add("dtend", due + timedelta(days=1))
                event.add("transp", "TRANSPARENT")
                yield event

    def _paper(self, id: str) -> str:
        """Return a document, who answers for it, and when it is ready where that is not when the papers are due."""
        document, say = self.playbook.documents[id], self.words.say
        said = document.name
        if document.owner:
            owner = self.playbook.roles[document.owner].name
            said = say("%(document)s (%(role)s)", document=said, role=owner)
        if document.due and document.due != self.forum.papers_due:
            said = say("%(document)s, %(when)s", document=said, when=self.words.before(document.due))
        return said

    def _event(self, name: str, lines: Iterable[str], key: str) -> Event:
        """Return an event with all but its times; `key` tells it from the other events of the forum."""
        event = Event()
        event.add("uid", ".".join(filter(None, [self.forum.id, key])) + f"@{_name_space(self.playbook)}")
        event.add("dtstamp", datetime.combine(self.playbook.about.cycle.effective_from, time(), UTC))
        event.add("summary", name)
        if text := "\n".join(lines):
            event.add("description", text)
        event.add("categories", [level_word(self.words, self.forum.tier)])
        return event


def _name_space(playbook: Playbook) -> str:
    """Return what tells the meetings of this edition from those of every other."""
    about = playbook.about
    told = "\0".join([about.title, playbook.client.name, about.cycle.version])
    return hashlib.sha256(told.encode()).hexdigest()[:16] + ".playbook.invalid"
