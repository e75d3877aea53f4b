"""The log of a published tree: what happened to its versions, one event a file, each with the hash of the one before.

`log/0001.json` and those after it are all that is said of a version beside its record; how versions stand is worked out
from them (`version_status`). An event never changes, and none goes: the log only grows. Its form is specified in
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
from typing import Literal

from playbook.problems import quoted
from playbook.publish.tree import record_forms
from playbook.publish.tree.readers import TreeReader
from playbook.publish.tree.untrusted_input import EVENT_BYTES, EVENTS, Unsound, in_form, json_of

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
        return event_file(self.number)

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


def event_file(number: int) -> str:
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
        found is not None
        and 1 <= int(found[1]) <= events
        and event_file(int(found[1])).startswith(f"{FOLDER}/{found[1]}.")
    )


def read(reader: TreeReader) -> Log:
    """Return the log of a tree, as far as it can be read, and what is wrong with it."""
    events: list[Event] = []
    flaws: list[tuple[str, str]] = []
    while True:
        name = event_file(len(events) + 1)
        try:
            written = _written(reader, name)
            if written is None:
                break
            event = as_event(written)
        except ValueError as error:
            flaws.append((name, f"the event cannot be read: {error}"))
            break
        flaws += ((name, told) for told in _misplaced(event, events))
        events.append(event)
        if len(events) == EVENTS:
            flaws.append((name, f"no more than {EVENTS:,} events are read"))
            break
    return Log(tuple(events), tuple(flaws))


def _written(reader: TreeReader, name: str) -> bytes | None:
    try:
        return reader.read(name, EVENT_BYTES)
    except FileNotFoundError:
        return None


def as_event(written: bytes) -> Event:
    """Return the event that a file holds; raise `ValueError` where it is none, or of a form that is not known here."""
    said = json_of(written, EVENT_BYTES)
    kind = said.get("event") if isinstance(said, dict) else None
    if not isinstance(said, dict) or said.get("form") != FORM:
        raise Unsound("it is of a form that this generator does not read")
    if not isinstance(kind, str) or kind not in FACTS:
        raise Unsound(f"it is of a kind that this generator does not know: {quoted(kind)}")
    held = in_form(record_forms.event(*FACTS[kind]), said).model_dump(exclude_unset=True)
    number, previous, day, key = (held.pop(name) for name in ("number", "previous", "day", "key"))
    facts = {name: value for name, value in held.items() if name not in ("form", "event")}
    digest = hashlib.sha256(written).hexdigest()
    return Event(number, previous, date.fromisoformat(day), held["event"], key, facts, digest)


def _misplaced(event: Event, before: list[Event]) -> Iterator[str]:
    """Iterate over what is wrong with the place of an event behind those before it."""
    if event.number != len(before) + 1:
        yield f"the event says that it is number {event.number}"
    if event.previous != (before[-1].sha256 if before else None):
        yield "the event does not follow the one before it: one of them was changed, or one between them is gone"
    if before and event.day < before[-1].day:
        yield f"the event is of {event.day}, and the one before it of {before[-1].day}"
