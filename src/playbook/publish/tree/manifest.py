"""What a published tree says of itself, read from it: a proof asks for it and does not believe it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from playbook.publish.tree import containment
from playbook.publish.tree.log import read
from playbook.publish.tree.readers import TreeReader
from playbook.publish.tree.record import NAME, Release
from playbook.publish.tree.record_forms import status_of, versions
from playbook.publish.tree.unfinished import PREFIX
from playbook.publish.tree.untrusted_input import RECORD_BYTES, Unsound
from playbook.publish.tree.version_status import FILE, remarks, status
from playbook.publish.tree.version_status import standing_on as stands_on

_UNREADABLE = (FileNotFoundError, ValueError, KeyError, TypeError)
"""What reading a `status.json` ends with that is none."""


def recorded_versions(reader: TreeReader) -> tuple[str, ...]:
    """Return the versions whose records are there, as far as that can be known."""
    names = reader.names("releases") or ()
    parts = (name.split("/") for name in names)
    return tuple(sorted({each[1] for each in parts if each[2:] == ["release.json"] and NAME.fullmatch(each[1])}))


def listed_versions(reader: TreeReader) -> tuple[str, ...]:
    """Return the versions that the list of versions names; none where there is no such list that can be read."""
    try:
        return tuple(each.version for each in versions(reader.read("versions.json", RECORD_BYTES)))
    except (FileNotFoundError, Unsound):
        return ()


def unfinished_versions(reader: TreeReader) -> frozenset[str]:
    """Return the versions that are being published, or of which that was broken off."""
    return frozenset(name.removeprefix(PREFIX) for name in reader.folders() if name.startswith(PREFIX))


def remarks_on(reader: TreeReader, release: Release, id: str) -> Iterator[str]:
    """Iterate over what was said of a version since it was published: that it is withdrawn, and errata of a section."""
    try:
        related = containment.containment_of(reader, release).related
        yield from remarks(release.version, _status(reader)[release.version], id, related)
    except _UNREADABLE:
        return


def standing_on(reader: TreeReader, version: str, day: date) -> tuple[str, ...]:
    """Return a sentence on how a version stands on a day; none where that is not told in a form that can be read."""
    try:
        found = _status(reader)
        return (stands_on(found, version, day),) if version in found else ()
    except _UNREADABLE:
        return ()


def _status(reader: TreeReader) -> Any:
    """Return how the versions stand: as the log says, or in an older tree, which has none, its `status.json`."""
    log = read(reader)
    return status(log) if log.events else status_of(reader.read(FILE, RECORD_BYTES))
