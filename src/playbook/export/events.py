"""Single events of a calendar file: what every event bears, and what of the contract falls due on a day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Event

from playbook.model import KINDS, Playbook
from playbook.views.due_days import DueLine, due_lines
from playbook.views.words import Words, phrase

_FIRST = date(2000, 1, 1)
"""The day from which `SEQUENCE` counts."""
_DUE = phrase("Due: %(name)s")
_SAID = {"notice": phrase("Last day of notice: %(name)s"), "review": phrase("Review: %(name)s")}


def new_event(playbook: Playbook, id: str, summary: str) -> Event:
    """Return an event of a playbook, which `id` tells from its other events, with all but its times."""
    event = Event()
    event.add("uid", f"{id}@{_name_space(playbook)}")
    first = playbook.about.cycle.effective_from
    for name in ("dtstamp", "last-modified"):
        event.add(name, datetime.combine(first, time(), UTC))
    event.add("sequence", (first - _FIRST).days)
    event.add("summary", summary)
    return event


def all_day(event: Event, day: date) -> None:
    """Give an event a whole day, which blocks nobody's time."""
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")


def due_events(playbook: Playbook, words: Words, role: str) -> Iterator[Event]:
    """Iterate over what falls due for a role in the cycle, as whole days: what it owes, and what it keeps in view."""
    for line in due_lines(playbook, role).lines:
        said = words.say(_SAID.get(line.what, _DUE), name=line.link.text)
        event = new_event(playbook, f"due.{line.key}", said)
        if text := _text_of(playbook, line):
            event.add("description", text)
        all_day(event, line.day)
        yield event


def _text_of(playbook: Playbook, line: DueLine) -> str:
    """Return what is said of something that falls due: what is owed, or what is asked."""
    entity = playbook.of_kind(line.link.kind).get(line.link.id) if line.link.kind in KINDS else None
    told = (getattr(entity, name, None) for name in ("text", "evidence", "summary"))
    return "\n".join(each for each in told if each)


def _name_space(playbook: Playbook) -> str:
    """Return what tells the meetings of this playbook from those of every other, in all its editions."""
    about = playbook.about
    told = "\0".join([about.client, *about.suppliers])
    return f"{about.id or hashlib.sha256(told.encode()).hexdigest()[:16]}.playbook.invalid"
