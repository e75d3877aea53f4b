"""Proving the log of a tree, and that the records and what stands above them say what it says.

1. Each event follows the one before it, and none contradicts those before it.
2. The record of each version is the one that its event names, says what the event says, and follows the version that
   was published before; a version that the log does not know was not published.
3. What readers are told above the versions, `status.json`, `status.js` and `versions.json`, follows from the log.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from playbook.folders.leftovers import left_over
from playbook.publish.tree import version_status
from playbook.publish.tree.keys import unfit
from playbook.publish.tree.log import FOLDER, Event, Log, is_of_log
from playbook.publish.tree.older_trees import published_facts
from playbook.publish.tree.readers import TreeReader
from playbook.publish.tree.record import Release
from playbook.publish.tree.record_forms import status_of, versions
from playbook.publish.tree.untrusted_input import RECORD_BYTES, Unsound
from playbook.publish.verify.verdict import BROKEN, DIFFERS, Fault

COPY = "put it back from an older copy, from the archive of all versions, or from git"
"""How to mend what is gone or was altered."""


@dataclass(frozen=True)
class Records:
    """The records of a tree as they were found: what each says and its SHA-256, and which folders stand without one."""

    releases: Mapping[str, Release]
    sums: Mapping[str, str]


def faults_of(reader: TreeReader, log: Log, records: Records, underway: frozenset[str]) -> Iterator[Fault]:
    """Iterate over what does not hold; versions in `underway` are being published, and need not be in the log yet."""
    yield from (Fault(BROKEN, name, message, COPY) for name, message in log.flaws)
    yield from (Fault(BROKEN, *each, COPY) for each in (*version_status.contradictions(log), *unfit(log)))
    if not log.events:
        yield from _lacking(records, underway)
        return
    before: Event | None = None
    for event in log.published.values():
        yield from _of_version(event, before, records)
        before = event
    for version in records.releases.keys() - log.published.keys() - underway:
        hint = "take it out of the tree, or put the events back that tell of it"
        yield Fault(
            BROKEN, f"releases/{version}/release.json", "the log knows no such version: it was not published", hint
        )
    for name in reader.names(FOLDER) or ():
        if not is_of_log(name, len(log.events)) and name != f"{FOLDER}/index.html" and not left_over(name):
            yield Fault(BROKEN, name, "this file belongs to no event of the log", "take it out of the tree")


def _lacking(records: Records, underway: frozenset[str]) -> Iterator[Fault]:
    for version, release in records.releases.items():
        if release.log is not None and version not in underway:
            yield Fault(BROKEN, FOLDER, f"the log is gone: {version} was published with one", COPY)
            return


def _of_version(event: Event, before: Event | None, records: Records) -> Iterator[Fault]:
    """Iterate over what of the record of a version does not fit the event by which it was published."""
    name = f"releases/{event.version}/release.json"
    release = records.releases.get(event.version)
    if event.version not in records.sums:
        yield Fault(DIFFERS, name, f"{event.version} was published on {event.day}, and its record is gone", COPY)
        return
    if release is None or records.sums[event.version] != event.facts["record"]:  # told where the record is looked at
        return
    told = {key: value for key, value in event.facts.items() if key != "taken_over"}
    if told != published_facts(release, event.facts["record"]):
        yield Fault(BROKEN, event.name, f"the event does not say what the record of {event.version} says", COPY)
    if (release.previous.version if release.previous else None) != (before.version if before else None):
        told_of = f"after {before.version}" if before else "first"
        yield Fault(BROKEN, name, f"the log says that it was published {told_of}, and the record says otherwise", COPY)
    if release.log is None and "taken_over" not in event.facts:
        yield Fault(
            BROKEN, name, "the record is of a form from before there was a log, and was published with one", COPY
        )
    if release.log is not None and release.log != (event.previous or ""):
        yield Fault(BROKEN, event.name, f"the record of {event.version} follows another event", COPY)


REBUILD = "see what was changed; `playbook status --rebuild` writes it anew from the records and the log"
"""How to mend what follows from the log."""


def faults_above(reader: TreeReader, log: Log) -> Iterator[Fault]:
    """Iterate over what readers are told that does not follow from the log."""
    said = version_status.status(log)
    for name, agrees in ((version_status.FILE, _agrees), (version_status.SCRIPT, _agrees), ("versions.json", _lists)):
        try:
            sound = agrees(reader.read(name, RECORD_BYTES), said)
        except FileNotFoundError:
            yield Fault(DIFFERS, name, "the file is gone", REBUILD)
        except Unsound as error:
            yield Fault(BROKEN, name, f"the file cannot be read: {error}", REBUILD)
        else:
            if not sound:
                yield Fault(BROKEN, name, "it does not say what the log says", REBUILD)


def _agrees(written: bytes, said: version_status.Status) -> bool:
    """Tell whether a `status.json` says what the log says; what only one of them knows is of another release."""
    told = status_of(written.removeprefix(version_status.AS_SCRIPT.encode()))
    return told.keys() == said.keys() and all(
        told[version][key] == value
        for version, own in said.items()
        for key, value in own.items()
        if key in told[version]
    )


def _lists(written: bytes, said: version_status.Status) -> bool:
    """Tell whether a `versions.json` lists every version, and hides those that are withdrawn."""
    hidden = {each.version: each.properties.hidden for each in versions(written)}
    return hidden == {version: bool(own["withdrawn"]) for version, own in said.items()}
