"""Forging a published tree as well as anybody can without a key: whatever follows from it is written anew."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from playbook.publish.text.canonical import fingerprint
from playbook.publish.tree import record, root_files
from playbook.publish.tree.log import Event, as_event
from tests import small_tree


class Forger:
    """Writes what follows from a forgery anew, as anybody can who has the generator and no key."""

    def __init__(self, public: Path) -> None:
        """Work on a tree."""
        self.public = public

    def events(self) -> list[Event]:
        """Return the events as they stand."""
        return [as_event(path.read_bytes()) for path in sorted((self.public / "log").glob("[0-9]*.json"))]

    def log(self, *kept: Event) -> None:
        """Write the log with these events, numbered and chained anew, without signatures."""
        for path in (self.public / "log").glob("[0-9]*"):
            path.unlink()
        before: str | None = None
        for number, event in enumerate(kept, 1):
            written = Event(number, before, event.day, event.event, event.key, event.facts).as_json()
            (self.public / "log" / f"{number:04}.json").write_bytes(written)
            before = hashlib.sha256(written).hexdigest()

    def records(self) -> None:
        """Write lists, fingerprints, records and the events that name them anew, along the chain."""
        before: record.Before | None = None
        events = self.events()
        for version in [each.version for each in events if each.event == "published"]:
            folder = self.public / "releases" / version
            release = record.read(folder / "release.json")
            sections = {
                id: replace(kept, fingerprint=self._fingerprint(version, id) or kept.fingerprint)
                for id, kept in release.sections.items()
            }
            self._listed(folder / "SHA256SUMS")
            place = next((number for number, each in enumerate(events) if each.facts.get("version") == version), 0)
            made = replace(
                release,
                sections=sections,
                sums=record.sha256(folder / "SHA256SUMS"),
                previous=before,
                fingerprint="",
                log=self._head(events[:place]),
            )
            (folder / "release.json").write_text(made.as_json(), encoding="utf-8")
            before = record.Before(version, record.sha256(folder / "release.json"))
            events[place] = replace(events[place], facts={**events[place].facts, "record": before.sha256})
        self.log(*events)

    def _head(self, events: list[Event]) -> str:
        self.log(*events)
        return record.sha256(self.public / events[-1].name) if events else ""

    def _fingerprint(self, version: str, id: str) -> str:
        """Return the fingerprint of the text that stands there now, empty where there is none."""
        text = self.public / version / "s" / id / "text.txt"
        return fingerprint(text.read_text(encoding="utf-8")) if text.is_file() else ""

    def above(self) -> None:
        """Write what stands above the versions anew."""
        small_tree.root_writer(self.public)()

    def sums(self) -> None:
        """Write the list of what stands above the versions anew."""
        self._listed(self.public / root_files.NAME)

    def _listed(self, sums: Path) -> None:
        """Write a list of files anew, of those that it names and that are there."""
        names = (line.partition("  ")[2] for line in sums.read_text(encoding="utf-8").splitlines())
        held = {name: (self.public / name).read_bytes() for name in names if (self.public / name).is_file()}
        sums.write_bytes(root_files.sums(held))
