"""What a published tree says of itself, read through its door: a proof asks for it and does not believe it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from playbook.publish.doors import Door
from playbook.publish.standing import remarks


def recorded(door: Door) -> tuple[str, ...]:
    """Return the versions whose records are there, as far as that can be known."""
    names = door.names("releases") or ()
    return tuple(sorted({name.split("/")[1] for name in names if name.endswith("/release.json")}))


def listed(door: Door) -> tuple[str, ...]:
    """Return the versions that the list of versions names; none where there is no such list."""
    try:
        held = json.loads(door.read("versions.json").decode("utf-8"))
        return tuple(str(each["version"]) for each in held)
    except (FileNotFoundError, ValueError, KeyError, TypeError, RecursionError):
        return ()


def standing(door: Door, version: str, id: str) -> Iterator[str]:
    """Iterate over what was said of a version since it was published: that it is withdrawn, and errata."""
    try:
        said = json.loads(door.read("status.json").decode("utf-8"))[version]
        yield from remarks(version, said, id)
    except (FileNotFoundError, ValueError, AttributeError, KeyError, TypeError, RecursionError):
        return


def lines(sums: str) -> Iterator[tuple[str, str]]:
    """Iterate over the files of a `SHA256SUMS` and their hashes."""
    for line in sums.splitlines():
        sum, _, name = line.partition("  ")
        yield name, sum
