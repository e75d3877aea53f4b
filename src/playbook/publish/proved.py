"""Versions whose pages were proved on this machine: what was worked out once of the same bytes is not worked out again.

What is kept is a name: the hash of a record, which names the list of the files of its version, and so each of them,
and of this program. It is believed only where every file has just been found to be the one that the list names.
Whoever can write to the user's cache folder could have written to the program too; `verify --anew` asks nothing there.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from playbook.cache import home


def is_known(record: str) -> bool:
    """Tell whether the pages of the version whose record has this SHA-256 were proved by this program."""
    place = _place(record)
    with suppress(OSError):
        return place is not None and place.is_file()
    return False


def remember(record: str) -> None:
    """Keep that the pages of a version were proved; where nothing can be kept, nothing is."""
    place = _place(record)
    if place is not None:
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.touch()


def _place(record: str) -> Path | None:
    folder = home()
    return folder / f"proved-{_program()}" / record if folder else None


@cache
def _program() -> str:
    """Return what tells this program from any other that might prove something else."""
    own = sorted(Path(__file__).parent.glob("*.py"))
    return sha256(b"".join(sha256(each.read_bytes()).digest() for each in own)).hexdigest()[:16]
