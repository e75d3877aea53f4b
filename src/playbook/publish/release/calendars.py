"""Calendar files of a published tree: what says that an event has changed, and files to subscribe to.

An event of a version is compared with the same event (`UID`, `RECURRENCE-ID`) of the version before. Where it says the
same, it keeps what it was numbered and dated by; else both grow, so that programmes take the new one (RFC 5545, section
3.8.7.4).

A file below `current/` holds the meetings of every version that was ever in force, each within the days in which it is,
so that it is right on any day, and whoever subscribes to it never has to change the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event

from playbook.export.time_zones import UTC_NAMES, timezone
from playbook.publish.tree.in_force import Span
from playbook.publish.tree.readers import Folder

OURS = b"\r\nPRODID:-//Governance playbook//EN\r\n"
"""The line by which a file that was made here is known; a team may bring others."""
REFRESH = timedelta(days=1), "P1D"
"""How often a programme is asked to look for a new file."""
_Event = Any
"""An event as the library has it: a mapping whose values know how they are written."""
_EVENT = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)
_END = b"END:VCALENDAR\r\n"
_MARKS = re.compile(rb"^(DTSTAMP|LAST-MODIFIED|SEQUENCE):(.*)\r\n", re.MULTILINE)
_NAME = re.compile(rb"^(?:UID|RECURRENCE-ID)[^\r]*(?:\r\n [^\r]*)*\r\n", re.MULTILINE)


def continue_calendars(site: Path, before: Path) -> None:
    """Count the events of each calendar file in `site` on from the same file of the version `before`."""
    for path in sorted(site.rglob("*.ics")):
        last = before / path.relative_to(site)
        content = path.read_bytes()
        if OURS in content and last.is_file():
            path.write_bytes(continued_calendar(content, last.read_bytes()))


def continued_calendar(content: bytes, before: bytes) -> bytes:
    """Return a calendar file whose events are numbered and dated after those of the file before."""
    known = {_name(event): event for event in _EVENT.findall(before)}
    return _EVENT.sub(lambda found: _after(found[0], known.get(_name(found[0]))), content)


def _name(event: bytes) -> bytes:
    return b"".join(sorted(_NAME.findall(event)))


def _after(event: bytes, before: bytes | None) -> bytes:
    if before is None:
        return event
    if _MARKS.sub(b"", event) == _MARKS.sub(b"", before):
        return before
    own, last = _marks(event), _marks(before)
    number = max(int(own["SEQUENCE"]), int(last["SEQUENCE"]) + 1)
    moment = max(_moment(own["DTSTAMP"]), _moment(last["DTSTAMP"]) + timedelta(seconds=1))
    stamp = f"{moment:%Y%m%dT%H%M%SZ}"
    marks = {"DTSTAMP": stamp, "LAST-MODIFIED": stamp, "SEQUENCE": f"{number}"}
    return _MARKS.sub(lambda found: f"{found[1].decode()}:{marks[found[1].decode()]}\r\n".encode(), event)


def _marks(event: bytes) -> dict[str, str]:
    """Return what an event is numbered and dated by; what an older file does not say is as early as can be."""
    found = {name.decode(): value.decode() for name, value in _MARKS.findall(event)}
    return {"DTSTAMP": "20000101T000000Z", "SEQUENCE": "0", **found}


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def current_calendars(public: Path, spans: Sequence[Span]) -> Iterator[tuple[str, str]]:
    """Iterate over the calendar files that follow the edition in force, by their paths below `current/`."""
    held = [span for span in spans if span.term is not None]
    paths = {path for span in held for path in _paths(public, _version(span))}
    for path in sorted(paths):
        parts = [_Part(span, content) for span in held if (content := _read(public / _version(span) / path))]
        yield path, _joined(parts).decode("utf-8")


def _version(span: Span) -> str:
    return span.term.version if span.term else ""


def _paths(public: Path, version: str) -> Iterator[str]:
    found = (name for name in Folder(public).names(version) if name.endswith(".ics"))
    return (name.removeprefix(f"{version}/") for name in found if _read(public / name) is not None)


def _read(path: Path) -> bytes | None:
    content = path.read_bytes() if path.is_file() else b""
    return content if OURS in content else None


@dataclass(frozen=True)
class _Part:
    """One stretch of days, and the calendar file of the version that is in force on them."""

    span: Span
    content: bytes

    @cached_property
    def written(self) -> tuple[bytes, ...]:
        """Every event of the file."""
        return tuple(_EVENT.findall(self.content))

    def holds(self, moment: date | datetime) -> bool:
        """Tell whether something that begins at a moment falls into these days."""
        day = moment.date() if isinstance(moment, datetime) else moment
        return self.span.first <= day <= (self.span.last or day)

    def events(self) -> Iterator[bytes]:
        """Iterate over the events of the file, each within these days."""
        moved = [each for each in self.written if "RECURRENCE-ID" in _event(each)]
        for written in self.written:
            event = _event(written)
            if "RRULE" in event:
                yield from self._series(written, [each for each in moved if _event(each)["UID"] == event["UID"]])
            elif "RECURRENCE-ID" not in event and self.holds(event["DTSTART"].dt):
                yield written

    def _series(self, written: bytes, moved: list[bytes]) -> Iterator[bytes]:
        """Iterate over what falls into these days of a series and of its instances that take place at another time."""
        event, instead = _event(written), {_event(each)["RECURRENCE-ID"].dt: each for each in moved}
        fallen = _fallen(event)
        starts = [at for at in _given(event) if at not in fallen]
        kept = [at for at in starts if self.holds(_event(instead[at])["DTSTART"].dt if at in instead else at)]
        if len(kept) == len(starts):
            yield from (written, *moved)
        elif kept:
            yield bytes(_cut(event, starts, kept).to_ical())
            yield from (instead[at] for at in kept if at in instead)


@lru_cache(maxsize=8192)  # a meeting stands in the file of its forum, of each role, and in that of all
def _event(written: bytes) -> _Event:
    """Return an event that is written in a file; nobody changes it."""
    return Event.from_ical(written)


def _given(event: _Event) -> list[date]:
    """Return the moments that the rule of a series gives, or the days of one that takes whole days."""
    begin, rule = event["DTSTART"].dt, event["RRULE"].to_ical().decode()
    if isinstance(begin, datetime):
        return list(rrulestr(rule, dtstart=begin))
    return [at.date() for at in rrulestr(rule, dtstart=datetime(begin.year, begin.month, begin.day))]


def _fallen(event: _Event) -> set[date]:
    """Return the moments that a series leaves out."""
    listed = event.get("EXDATE", [])
    return {each.dt for dates in (listed if isinstance(listed, list) else [listed]) for each in dates.dts}


def _cut(event: _Event, starts: list[date], kept: list[date]) -> _Event:
    """Return a series that gives no more than the moments that are kept."""
    cut: Any = Event.from_ical(event.to_ical())
    first, last = kept[0], kept[-1]
    fallen = sorted(at for at in {*_fallen(event), *(set(starts) - set(kept))} if first <= at <= last)
    for name in ("DTSTART", "EXDATE"):
        cut.pop(name, None)
    cut.add("dtstart", first)
    if fallen:
        cut.add("exdate", fallen)
    cut["RRULE"]["UNTIL"] = [last.astimezone(UTC) if isinstance(last, datetime) else last]
    return cut


def _joined(parts: Sequence[_Part]) -> bytes:
    """Return one file of the events of all parts; the newest keep their names, of older ones the version is part."""
    whole: Any = Calendar()
    for name, value in Calendar.from_ical(_EVENT.sub(b"", parts[-1].content)).property_items(recursive=False):
        if name not in ("BEGIN", "END"):
            whole.add(name, value)
    whole.add("refresh-interval", REFRESH[0], parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", REFRESH[1])
    taken: dict[str, int] = {}
    found: list[bytes] = []
    for number, part in reversed(list(enumerate(parts))):
        own = []
        for written in part.events():
            uid = str(_event(written)["UID"])
            known = taken.setdefault(uid, number) == number
            own.append(written if known else _renamed(written, _named(uid, part, number)))
        found = [*own, *found]
    for name, years in sorted(_zones(map(_event, found)).items()):
        whole.add_component(timezone(name, *years))
    return bytes(whole.to_ical()).replace(_END, b"".join(found) + _END)


def _renamed(written: bytes, uid: str) -> bytes:
    event: Any = Event.from_ical(written)
    event["UID"] = uid
    return bytes(event.to_ical())


def _named(uid: str, part: _Part, number: int) -> str:
    local, _, space = uid.rpartition("@")
    return f"{local}.{_version(part.span)}.{number + 1}@{space}"


def _zones(events: Iterable[_Event]) -> Mapping[str, tuple[int, int]]:
    """Return the zones that events name, each with the first and the last year in which they use it."""
    years: dict[str, list[int]] = {}
    for event in events:
        begin = event["DTSTART"]
        if (name := begin.params.get("TZID")) and name not in UTC_NAMES:
            last = event["RRULE"]["UNTIL"][0].year if "RRULE" in event else begin.dt.year
            years.setdefault(str(name), []).extend((begin.dt.year, last))
    return {name: (min(found), max(found)) for name, found in years.items()}
