"""The log of a published tree: what happened to its versions, one event a file, each with the hash of the one before.

`log/0001.json` and those after it are all that is said of a version beside its record; how versions stand is worked out
from them (`standing`). An event never changes, and none goes: the log only grows. Its form is specified in
`docs/authoring/log.md`; a corpus in `tests/log` freezes it.

1. An event is a JSON object: `form`, `number`, `previous`, `day`, `event`, `key`, and the facts of its kind.
2. `number` counts from 1, and is the name of the file. `previous` is the SHA-256 of the file before it, or null.
3. `day` is the day on which it was entered, and never before that of the one before it.
4. `key` is the fingerprint of the key that has signed it, null where nobody has.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from playbook.model.ids import VERSION_NAME
from playbook.publish.doors import Door

Kind = Literal[
    "published",
    "withdrawn",
    "reinstated",
    "erratum",
    "erratum-taken-back",
    "removed",
    "signed",
    "key-added",
    "key-ended",
]
FORM = 1
"""The number of the form of an event."""
FOLDER = "log"
"""Where the log is, from the root of the tree."""
FACTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "published": (("version", "record", "status", "effective_from"), ("effective_to", "taken_over")),
    "withdrawn": (("version", "reason"), ("on",)),
    "reinstated": (("version",), ()),
    "erratum": (("version", "text"), ("section", "on")),
    "erratum-taken-back": (("version", "erratum"), ()),
    "removed": (("version", "file", "reason"), ()),
    "signed": (("version", "signature"), ()),
    "key-added": (("public_key", "party"), ()),
    "key-ended": (("fingerprint", "reason"), ()),
}
"""The facts that an event of each kind has, and those that it may have; all are texts.

`record` and `signature` are SHA-256 of files, `erratum` is the number of an event. `taken_over` stands on a version
that was published before there was a log, and `on` gives the day of what was said before there was one.
"""

_DAYS = frozenset(["effective_from", "effective_to", "on"])
_FORMS = {
    "version": VERSION_NAME,
    "record": re.compile(r"[0-9a-f]{64}"),
    "signature": re.compile(r"[0-9a-f]{64}"),
    "status": re.compile("agreed|draft"),
    "erratum": re.compile(r"[1-9]\d*"),
    "taken_over": re.compile("yes"),
}
_NAME = re.compile(rf"{FOLDER}/(\d{{4,9}})\.json(\.sig|\.tsr)?")


@dataclass(frozen=True)
class Event:
    """One event; `sha256` is that of its file, `previous` that of the file before it."""

    number: int
    previous: str | None
    day: date
    event: Kind
    key: str | None
    facts: Mapping[str, str]
    sha256: str = ""

    @property
    def version(self) -> str:
        """The version it is about, empty where it is about a key."""
        return self.facts.get("version", "")

    @property
    def name(self) -> str:
        """Its file, from the root of the tree."""
        return named(self.number)

    def as_json(self) -> bytes:
        """Return it as it is written: sorted keys, one line feed at the end, the same bytes every time."""
        common = {"form": FORM, "number": self.number, "previous": self.previous, "day": self.day.isoformat()}
        held = {**common, "event": self.event, "key": self.key, **self.facts}
        return (json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


@dataclass(frozen=True)
class Log:
    """Events in their order, and what is wrong with the log: the name of a file and a sentence each."""

    events: tuple[Event, ...] = ()
    flaws: tuple[tuple[str, str], ...] = ()

    @property
    def head(self) -> str | None:
        """The SHA-256 of the last event, which stands for all of them; None where there is none."""
        return self.events[-1].sha256 if self.events else None

    def until(self, number: int) -> Log:
        """Return the log as it was when it had that many events."""
        return Log(self.events[:number], self.flaws)

    @property
    def removed(self) -> Mapping[str, Event]:
        """The event by which each file was taken out of what is published, by its name from the root of the tree."""
        return {each.facts["file"]: each for each in self.events if each.event == "removed"}

    @property
    def published(self) -> Mapping[str, Event]:
        """The event by which each version was published, in the order of publication."""
        return {each.version: each for each in self.events if each.event == "published"}

    def following(self, day: date, event: Kind, key: str | None = None, **facts: str) -> Log:
        """Return the log with one more event."""
        made = Event(len(self.events) + 1, self.head, day, event, key, facts)
        digest = hashlib.sha256(made.as_json()).hexdigest()
        return Log((*self.events, replace(made, sha256=digest)), self.flaws)


def named(number: int) -> str:
    """Return the name of the file of an event."""
    return f"{FOLDER}/{number:04}.json"


def is_event(name: str) -> bool:
    """Tell whether a file is an event, and not what belongs to one."""
    found = _NAME.fullmatch(name)
    return found is not None and found[2] is None


def is_of_log(name: str, events: int) -> bool:
    """Tell whether a file belongs to one of that many events: it, its signature or its time stamp."""
    found = _NAME.fullmatch(name)
    return (
        found is not None and 1 <= int(found[1]) <= events and named(int(found[1])).startswith(f"{FOLDER}/{found[1]}.")
    )


def read(door: Door) -> Log:
    """Return the log of a tree, as far as it can be read, and what is wrong with it."""
    events: list[Event] = []
    flaws: list[tuple[str, str]] = []
    while (written := _written(door, named(len(events) + 1))) is not None:
        name = named(len(events) + 1)
        try:
            event = as_event(written)
        except ValueError as error:
            flaws.append((name, f"the event cannot be read: {error}"))
            break
        flaws += ((name, told) for told in _misplaced(event, events))
        events.append(event)
    return Log(tuple(events), tuple(flaws))


def _written(door: Door, name: str) -> bytes | None:
    try:
        return door.read(name)
    except FileNotFoundError:
        return None


def as_event(written: bytes) -> Event:
    """Return the event that a file holds; raise `ValueError` where it is none, or of a form that is not known here."""
    try:
        held: dict[str, Any] = json.loads(written.decode("utf-8"))
        if held.pop("form") != FORM:
            raise ValueError("it is of a form that this generator does not read")
        number, previous, day, kind, key = (held.pop(name) for name in ("number", "previous", "day", "event", "key"))
        event = Event(number, previous, date.fromisoformat(day), kind, key, held)
        _refuse_unsound(event)
    except (KeyError, TypeError, AttributeError, RecursionError, UnicodeError):
        raise ValueError("a fact of it is missing, unknown or of another kind") from None
    return replace(event, sha256=hashlib.sha256(written).hexdigest())


def _refuse_unsound(event: Event) -> None:
    """Raise `ValueError` for an event of an unknown kind, `TypeError` for one whose facts are not those of its kind."""
    if event.event not in FACTS:
        raise ValueError(f"it is of a kind that this generator does not know: {event.event!r}")
    needed, possible = FACTS[event.event]
    texts = (*event.facts.values(), event.previous or "", event.key or "")
    whole = type(event.number) is int and set(needed) <= event.facts.keys() <= {*needed, *possible}
    if not whole or not all(isinstance(text, str) for text in texts):
        raise TypeError
    if any(not _FORMS[name].fullmatch(text) for name, text in event.facts.items() if name in _FORMS):
        raise TypeError
    for name in _DAYS & event.facts.keys():
        date.fromisoformat(event.facts[name])


def _misplaced(event: Event, before: list[Event]) -> Iterator[str]:
    """Iterate over what is wrong with the place of an event behind those before it."""
    if event.number != len(before) + 1:
        yield f"the event says that it is number {event.number}"
    if event.previous != (before[-1].sha256 if before else None):
        yield "the event does not follow the one before it: one of them was changed, or one between them is gone"
    if before and event.day < before[-1].day:
        yield f"the event is of {event.day}, and the one before it of {before[-1].day}"
