"""What was proved on this machine: what was worked out once of the same bytes is not worked out again.

What is kept of the pages of a version is a name: the hash of a record, which names the list of the files of its
version, and so each of them, and of this program. `verify` believes it only where every file has just been found to be
the one that the list names. What is kept of the files of a version is how the system described them when they were
found whole: their places on the disk, sizes and times, as git does. `publish` believes it, because nobody but the
system can set the time at which a file was last touched; `verify` never does.
Whoever can write to the user's cache folder could have written to the program too; `verify --anew` asks nothing there.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from playbook.folders.cache import home

SETTLED = 2_000_000_000
"""The nanoseconds after which a file that is touched again has another time, on every file system."""


def is_known(record: str) -> bool:
    """Tell whether the pages of the version whose record has this SHA-256 were proved by this program."""
    return _kept(record) is not None


def remember(record: str) -> None:
    """Keep that the pages of a version were proved; where nothing can be kept, nothing is."""
    _keep(record, "")


class Files:
    """The files of a version as the system describes them, without looking into them."""

    def __init__(self, record: str, folders: tuple[Path, ...]) -> None:
        """Describe every file of some folders; `record` is the SHA-256 of the record of their version."""
        self._name = f"{record}-files"
        self._begun = time.time_ns()
        self._newest = 0
        try:
            lines = "".join(self._lines(folders)).encode("utf-8", "surrogateescape")
            self._told = sha256(lines).hexdigest() if os.name == "posix" else ""  # others let the time be set
        except (OSError, ValueError):
            self._told = ""

    def untouched(self) -> bool:
        """Tell whether these are the files that were found whole, and nothing touched one of them since."""
        return bool(self._told) and _kept(self._name) == self._told

    def remember(self) -> None:
        """Keep that the files are whole, unless one was touched so lately that the next would not show."""
        if self._told and self._newest < self._begun - SETTLED:
            _keep(self._name, self._told)

    def _lines(self, folders: tuple[Path, ...]) -> Iterator[str]:
        """Iterate over a line for each file; raise `ValueError` where something is neither a file nor a folder."""
        waiting = [str(folder) for folder in folders]
        while waiting:
            place = waiting.pop()
            found = os.lstat(place)
            self._newest = max(self._newest, found.st_ctime_ns)
            if stat.S_ISDIR(found.st_mode):
                waiting += (entry.path for entry in sorted(os.scandir(place), key=lambda entry: entry.name))
            elif not stat.S_ISREG(found.st_mode):
                raise ValueError(place)
            yield f"{place}\0{found.st_dev} {found.st_ino} {found.st_mode} {found.st_size} {found.st_mtime_ns} "
            yield f"{found.st_ctime_ns}\n"


def _kept(name: str) -> str | None:
    place = _place(name)
    with suppress(OSError, ValueError):
        return place.read_text(encoding="ascii") if place else None
    return None


def _keep(name: str, text: str) -> None:
    place = _place(name)
    if place is not None:
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="ascii")


def _place(name: str) -> Path | None:
    folder = home()
    return folder / f"proved-{_program()}" / name if folder else None


@cache
def _program() -> str:
    """Return what tells this program from any other that might prove something else."""
    own = sorted(Path(__file__).parents[1].rglob("*.py"))
    return sha256(b"".join(sha256(each.read_bytes()).digest() for each in own)).hexdigest()[:16]
