"""Holding a published tree against an earlier state of it: what stood there once must still stand, byte by byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playbook.folders.leftovers import left_over
from playbook.publish.tree.log import FOLDER, is_of_log, read
from playbook.publish.tree.readers import Folder, TreeReader
from playbook.publish.verify.verdict import BROKEN, DIFFERS, Fault

RELEASES = "releases"


def losses(before: Path, reader: TreeReader) -> Iterator[Fault]:
    """Iterate over what an earlier copy of a tree holds of versions and log and `reader` does not, or otherwise.

    What follows from these may change and is not looked at. Raise `ConnectionError` where nobody answers.
    """
    earlier = Folder(before)
    for name in (name for name in earlier.names(FOLDER) or () if is_of_log(name, len(read(earlier).events))):
        held = _hashed(reader, name)
        if held != earlier.hashed(name):
            yield Fault(
                BROKEN, name, "the log held it, and it is gone" if held is None else "the log held it otherwise"
            )
    for version in sorted(path.name for path in (before / RELEASES).glob("*") if path.is_dir()):
        record = f"{RELEASES}/{version}/release.json"
        if _hashed(reader, record) is None:
            yield Fault(DIFFERS, version, "the version was published and is gone")
            continue
        for name in (*(earlier.names(f"{RELEASES}/{version}") or ()), *(earlier.names(version) or ())):
            held = _hashed(reader, name)
            if held is None and left_over(name):
                continue
            if held is None:
                yield Fault(DIFFERS, name, "the file was published and is gone")
            elif held != earlier.hashed(name):
                yield Fault(DIFFERS, name, "the file is not what it was")


def _hashed(reader: TreeReader, name: str) -> str | None:
    try:
        return reader.hashed(name)
    except FileNotFoundError:
        return None
