"""Calendar files (RFC 5545): each forum by its rule, with its time zone, so that a calendar follows the rule.

A meeting that moves to a working day is an instance of its own (`RECURRENCE-ID`), a day that falls out an `EXDATE`.
Papers are due on single days, because no rule of RFC 5545 counts working days; they stand in files of their own.

The name of an event (`UID`) rests on ids alone, so that the file of a later edition takes the place of the last one's
events. What says that an event has changed (`SEQUENCE`, `DTSTAMP`, `LAST-MODIFIED`) grows with the first day of the
edition; where a version is published, `publish.calendars` compares it with the version before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vRecur, vText

from playbook.export.events import all_day, due_events, new_event
from playbook.export.time_zones import UTC_NAMES, timezone
from playbook.model import Forum, Playbook
from playbook.model.clashes import USUAL
from playbook.model.days import shifted
from playbook.model.meetings import held, last_day, life, worked_at
from playbook.model.prose import in_lines
from playbook.model.recurrence import Occurrence, Recurrence
from playbook.views.cadence import ALL, all_papers_file, forum_file, papers_file, role_file
from playbook.views.drawing import level_word
from playbook.views.meetings import met_by
from playbook.views.words import Words

_MINUTES = {"minutes": 1, "hours": 60, "business hours": 60, "days": 1440, "business days": 1440, "weeks": 10080}
_END = b"END:VCALENDAR\r\n"
_PRODUCER = "-//Governance playbook//EN"


def is_ours(content: bytes) -> bool:
    """Tell whether a file is a calendar that was made here."""
    return content.startswith(b"BEGIN:VCALENDAR") and f"PRODID:{_PRODUCER}".encode() in content


def calendar_files(playbook: Playbook, words: Words) -> dict[str, bytes]:
    """Return every calendar file of a site by its path: of all meetings, of each forum, of each role.

    Beside each lies one of the days on which papers are due; beside that of a role also one of the papers that it owes
    itself. What has nothing to tell of the cycle has no file.
    """
    files = Calendars(playbook, words)
    made = {ALL: files.everything(), papers_file(ALL): files.papers(playbook.forums, playbook.about.title)}
    for forum in playbook.forums:
        path = forum_file(forum.id)
        made |= {path: files.of_forum(forum.id), papers_file(path): files.papers([forum], forum.name)}
    for role in playbook.roles:
        path = role_file(role.id)
        made |= {path: files.of_role(role.id), papers_file(path): files.own_papers(role.id)}
        made[all_papers_file(path)] = files.papers_of_role(role.id)
    return {path: content for path, content in made.items() if content is not None}


@dataclass
class Calendars:
    """Makes calendar files of one playbook; their bytes depend on nothing but the playbook and the words."""

    playbook: Playbook
    words: Words
    _events: dict[tuple[str, str], bytes] = field(default_factory=dict)
    _zones: dict[str, bytes] = field(default_factory=dict)

    def everything(self) -> bytes | None:
        """Return the calendar of all forums, or None where none of them meets in the cycle."""
        return self.file(self.playbook.forums, self.playbook.about.title)

    def of_forum(self, id: str) -> bytes | None:
        """Return the calendar of a forum, or None where it does not meet in the cycle."""
        forum = self.playbook.forums[id]
        return self.file([forum], forum.name)

    def of_role(self, id: str) -> bytes | None:
        """Return the calendar of a role: the forums it takes part in, and what of the contract falls due for it.

        It is None where neither is in the cycle.
        """
        name = self.words.say("Meetings: %(role)s", role=self.playbook.roles[id].name)
        due = b"".join(bytes(event.to_ical()) for event in due_events(self.playbook, self.words, id))
        return self._of_life(id).file(self._met_by(id, self.attended(id)), name, more=due)

    def papers_of_role(self, id: str) -> bytes | None:
        """Return the days on which papers of the forums a role takes part in are due, or None where there is none."""
        return self._of_life(id).papers(self._met_by(id, self.attended(id)), self.playbook.roles[id].name)

    def _of_life(self, role: str) -> Calendars:
        """Return what makes the files of a role: what is kept of forums is of those that meet all the cycle long."""
        return (
            self
            if self.playbook.life("role", role).beside(self.playbook.cycle_days) is None
            else Calendars(self.playbook, self.words)
        )

    def _met_by(self, role: str, forums: Iterable[Forum]) -> list[Forum]:
        """Return forums as a role attends them, which may be there on some days only."""
        return [met_by(self.playbook, forum, role) for forum in forums]

    def attended(self, role: str) -> list[Forum]:
        """Return the forums a role takes part in."""
        return [forum for forum in self.playbook.forums if role in forum.everyone]

    def papers(self, forums: Iterable[Forum], name: str) -> bytes | None:
        """Return the days on which the papers of some forums are due, or None where there is none."""
        return self.file(forums, self.words.say("Papers due: %(forum)s", forum=name), "papers")

    def own_papers(self, role: str) -> bytes | None:
        """Return the days on which a role owes papers to a forum, its own or another, or None where there is none."""
        name = self.words.say("My papers: %(role)s", role=self.playbook.roles[role].name)
        return self._of_life(role).file(self._met_by(role, self.playbook.forums), name, f"papers.{role}")

    def file(self, forums: Iterable[Forum], name: str, what: str = "meetings", more: bytes = b"") -> bytes | None:
        """Return the calendar of some forums, which calendar programmes call `name`; None where it would be empty.

        `what` is `meetings`, `papers`, or `papers.` and the id of the role that owes them; `more` are other events.
        """
        chosen = [forum for forum in forums if self._of(forum, what)]
        if not chosen and not more:
            return None
        shell = Calendar()
        for key, value in {"prodid": _PRODUCER, "version": "2.0", "method": "PUBLISH"}.items():
            shell.add(key, value)
        shell.add("name", vText(name))
        shell.add("x-wr-calname", vText(name))
        meeting = [forum.recurrence for forum in chosen if what == "meetings"]
        named = {rule.zone for rule in meeting if rule.zone and rule.time} - UTC_NAMES
        zones = [self._zone(zone) for zone in sorted(named)]
        head = bytes(shell.to_ical()).removesuffix(_END)
        return b"".join([head, *zones, *(self._of(forum, what) for forum in chosen), more, _END])

    def _of(self, forum: Forum, what: str) -> bytes:
        key = (forum.id, what)
        if key not in self._events:
            kind, _, role = what.partition(".")
            made = _meetings if kind == "meetings" else partial(_papers, role=role)
            events = made(self.playbook, forum, self.words)
            self._events[key] = b"".join(bytes(event.to_ical()) for event in events)
        return self._events[key]

    def _zone(self, name: str) -> bytes:
        if name not in self._zones:
            first = self.playbook.about.cycle.effective_from.year
            last = max(life(self.playbook, forum)[1] for forum in self.playbook.forums).year
            self._zones[name] = bytes(timezone(name, first, last).to_ical())
        return self._zones[name]


def _papers(playbook: Playbook, forum: Forum, words: Words, role: str = "") -> Iterator[Event]:
    """Iterate over the days papers of a forum are due in the cycle, those that one role owes where it is given."""
    yield from _Writer(playbook, forum, words).papers(held(playbook, forum), role)


def _meetings(playbook: Playbook, forum: Forum, words: Words) -> Iterator[Event]:
    """Iterate over the meetings of a forum in the cycle, series by series."""
    days = held(playbook, forum)
    if not days:
        return
    writer = _Writer(playbook, forum, words)
    rules, taken = _single(forum.recurrence), set[date]()
    for number, rule in enumerate(rules, 1):
        planned = _planned(rule, min(each.planned for each in days), max(each.planned for each in days))
        own = [each for each in days if each.planned in planned and each.planned not in taken]
        taken.update(each.planned for each in own)
        if own and rule.rules():
            yield from writer.series(rule, own, f"{number}" if number > 1 else "")
        elif own:
            yield from writer.singles(own, alone=len(forum.recurrence.singles) == 1)


def _single(rule: Recurrence) -> tuple[Recurrence, ...]:
    """Return a rule as rules that one RRULE each can say, or none can: single days, and days beside others."""
    if rule.every is None or (len(rule.rules()) == 1 and not any(day.beside for day in rule.on)):
        return (rule,)
    return tuple(rule.model_copy(update={"on": (day,)}) for day in rule.on)


def _planned(rule: Recurrence, first: date, last: date) -> tuple[date, ...]:
    """Return every day that a rule gives between two days, as a calendar programme expands it."""
    plain = rule.model_copy(update={"move": None, "exceptions": (), "count": None, "until": None})
    return tuple(plain.dates(first, last))


def _wall(rule: Recurrence, day: date) -> date:
    """Return when a rule begins by the clock on the wall, a time that the clocks skip included; else the whole day."""
    if rule.time is None or rule.zone is None:
        return day
    zone = UTC if rule.zone in UTC_NAMES else ZoneInfo(rule.zone)
    return datetime.combine(day, time.fromisoformat(rule.time), zone)


def _until(moment: date) -> date:
    """Return a moment as the end of a rule: by UTC, or as the day where the rule gives whole days."""
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


@dataclass(frozen=True)
class _Writer:
    """Writes the events of one forum."""

    playbook: Playbook
    forum: Forum
    words: Words

    def series(self, rule: Recurrence, held: list[Occurrence], number: str) -> Iterator[Event]:
        """Iterate over the event that recurs, and those moved away from where it recurs."""
        planned = sorted(each.planned for each in held)
        event = self._meeting(planned[0], number)
        recur = vRecur.from_ical(rule.rules()[0])
        recur["UNTIL"] = [_until(_wall(rule, planned[-1]))]
        recur["WKST"] = ["MO"]
        event.add("rrule", recur)
        if fallen := [day for day in _planned(rule, planned[0], planned[-1]) if day not in planned]:
            event.add("exdate", [_wall(rule, day) for day in fallen])
        yield event
        for each in held:
            if each.is_moved:
                instance = self._meeting(each.day, number)
                instance.add("recurrence-id", _wall(rule, each.planned))
                yield instance

    def singles(self, held: list[Occurrence], alone: bool) -> Iterator[Event]:
        """Iterate over an event for each day, named after the day that the rule gives unless it is the only one."""
        for each in held:
            yield self._meeting(each.day, "" if alone else f"{each.planned}")

    def _meeting(self, day: date, key: str) -> Event:
        forum, rule = self.forum, self.forum.recurrence
        agenda = [f"{position}. {in_lines(item)}" for position, item in enumerate(forum.agenda, 1)]
        parts = ([in_lines(forum.purpose)] if forum.purpose else [], agenda, [link.in_words for link in forum.links])
        event = self._event(forum.name, "\n\n".join("\n".join(part) for part in parts if part).split("\n"), key)
        event.add("dtstart", _wall(rule, day))
        if rule.all_day:
            last = last_day(self.forum, day, worked_at(self.playbook, self.forum))
            event.add("dtend", last + timedelta(days=1))
        else:
            length = self.forum.duration or USUAL
            event.add("duration", timedelta(minutes=length.amount * _MINUTES.get(length.unit, 60)))
        if self.forum.location:
            event.add("location", self.forum.location)
        return event

    def papers(self, held: Iterable[Occurrence], role: str) -> Iterator[Event]:
        """Iterate over the days on which the papers of a meeting are due, whole days that block nobody's time.

        Where a role is given, they are those that it owes.
        """
        documents = [id for id in self.forum.inputs if not role or self.playbook.documents[id].owner == role]
        if not (ahead := self.forum.papers_due) or (role and not documents):
            return
        worked, lines = worked_at(self.playbook, self.forum), [self._paper(id) for id in documents]
        for each in held:
            if due := shifted(each.day, ahead, worked, back=True):
                said = self.words.say("Papers due: %(forum)s", forum=self.forum.name)
                event = self._event(said, lines, ".".join(filter(None, ["papers", f"{each.planned}", role])))
                all_day(event, due)
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

    def _event(self, summary: str, lines: Iterable[str], key: str) -> Event:
        """Return an event with all but its times; `key` tells it from the other events of the forum."""
        event = new_event(self.playbook, ".".join(filter(None, [self.forum.id, key])), summary)
        if text := "\n".join(lines):
            event.add("description", text)
        if self.forum.tier:
            event.add("categories", [level_word(self.words, self.forum.tier)])
        return event
