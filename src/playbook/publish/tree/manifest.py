"""What a published tree says of itself, read through its door: a proof asks for it and does not believe it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from playbook.publish.tree import containment
from playbook.publish.tree.log import read
from playbook.publish.tree.readers import Door
from playbook.publish.tree.record import NAME, Release
from playbook.publish.tree.record_forms import said_of, versions
from playbook.publish.tree.unfinished import PREFIX
from playbook.publish.tree.untrusted_input import RECORD_BYTES, Unsound
from playbook.publish.tree.version_status import FILE, remarks, status
from playbook.publish.tree.version_status import stands as stands_on

_UNREADABLE = (FileNotFoundError, ValueError, KeyError, TypeError)
"""What reading a `status.json` ends with that is none."""


def recorded(door: Door) -> tuple[str, ...]:
    """Return the versions whose records are there, as far as that can be known."""
    names = door.names("releases") or ()
    parts = (name.split("/") for name in names)
    return tuple(sorted({each[1] for each in parts if each[2:] == ["release.json"] and NAME.fullmatch(each[1])}))


def listed(door: Door) -> tuple[str, ...]:
    """Return the versions that the list of versions names; none where there is no such list that can be read."""
    try:
        return tuple(each.version for each in versions(door.read("versions.json", RECORD_BYTES)))
    except (FileNotFoundError, Unsound):
        return ()


def unfinished(door: Door) -> frozenset[str]:
    """Return the versions that are being published, or of which that was broken off."""
    return frozenset(name.removeprefix(PREFIX) for name in door.folders() if name.startswith(PREFIX))


def standing(door: Door, release: Release, id: str) -> Iterator[str]:
    """Iterate over what was said of a version since it was published: that it is withdrawn, and errata of a section."""
    try:
        related = containment.behind(door, release).related
        yield from remarks(release.version, _status(door)[release.version], id, related)
    except _UNREADABLE:
        return


def stands(door: Door, version: str, day: date) -> tuple[str, ...]:
    """Return a sentence on how a version stands on a day; none where that is not told in a form that can be read."""
    try:
        found = _status(door)
        return (stands_on(found, version, day),) if version in found else ()
    except _UNREADABLE:
        return ()


def _status(door: Door) -> Any:
    """Return how the versions stand: as the log says, or in an older tree, which has none, its `status.json`."""
    log = read(door)
    return status(log) if log.events else said_of(door.read(FILE, RECORD_BYTES))
