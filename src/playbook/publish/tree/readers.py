"""Reading a published tree by names from its root, from a folder of this machine or from a host alike."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Protocol

from playbook.publish.tree.proof_cache import Files
from playbook.publish.tree.time_limits import TimeLimit
from playbook.publish.tree.untrusted_input import FILE_BYTES, bounded


class TreeReader(Protocol):
    """Reads a published tree by names from its root."""

    def read(self, name: str, most: int = FILE_BYTES) -> bytes:
        """Return a file; raise `FileNotFoundError` where there is none, `ConnectionError` where nobody answers.

        Raise `untrusted_input.Unsound` where it has more than `most` bytes.
        """

    def hashed(self, name: str) -> str:
        """Return the SHA-256 of a file, in hexadecimal digits; raise as `read` does."""

    def names(self, folder: str) -> tuple[str, ...] | None:
        """Return every file below a folder, or None where that cannot be known."""

    def folders(self) -> tuple[str, ...]:
        """Return the folders in the root, none where that cannot be known."""

    def described(self, *folders: str, record: str) -> Files | None:
        """Return what a system says of the files of the version with a record, None where nothing reliable is said."""


class Folder:
    """A tree on this machine."""

    def __init__(self, root: Path) -> None:
        """Begin with a folder, which may not be there."""
        self.root = root
        self._held = os.path.realpath(root)
        self._places: dict[str, str] = {}

    def read(self, name: str, most: int = FILE_BYTES) -> bytes:
        """Return a file of the folder."""
        with self._opened(name) as file:
            return bounded(file.read(most + 1), most)

    def hashed(self, name: str) -> str:
        """Return the SHA-256 of a file of the folder, of any size."""
        with self._opened(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @contextmanager
    def _opened(self, name: str) -> Iterator[BufferedReader]:
        try:
            opened = open(self._inside(name), "rb")  # noqa: SIM115  # closed below
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError, ValueError):
            raise FileNotFoundError(name) from None
        except OSError as error:
            raise ConnectionError(f"{name} cannot be read: {error.strerror}") from None
        try:
            with opened:
                yield opened
        except OSError as error:
            raise ConnectionError(f"{name} cannot be read: {error.strerror}") from None

    def _inside(self, name: str) -> str:
        """Return where a file of the folder really is; raise `FileNotFoundError` where there is none."""
        held = self._real(name)
        if not os.path.isfile(held):
            raise FileNotFoundError(name)
        return held

    def _real(self, name: str) -> str:
        """Return where a path of the folder really leads; raise `FileNotFoundError` where that is not inside."""
        above, last = os.path.split(name)
        if not above or last in ("", os.curdir, os.pardir):
            return self._followed(os.path.join(self._held, name))
        if above not in self._places:
            self._places[above] = self._real(above)
        held = os.path.join(self._places[above], last)
        return self._followed(held) if os.path.islink(held) else held

    def _followed(self, path: str) -> str:
        held = os.path.realpath(path)
        if not Path(held).is_relative_to(self._held):
            raise FileNotFoundError(path)
        return held

    def names(self, folder: str) -> tuple[str, ...]:
        """Return every file below a folder of it."""
        return tuple(sorted(_files(str(self.root / folder), f"{folder}/")))

    def folders(self) -> tuple[str, ...]:
        """Return the folders in its root."""
        return tuple(sorted(path.name for path in self.root.iterdir() if path.is_dir()))

    def described(self, *folders: str, record: str) -> Files:
        """Return what the system says of the files of folders of it."""
        return Files(record, tuple(Path(self._held) / folder for folder in folders))


def _files(folder: str, name: str) -> Iterator[str]:
    """Iterate over the names of files below a folder; it follows no link to another one."""
    waiting = [(folder, name)]
    while waiting:
        folder, name = waiting.pop()
        try:
            entries = list(os.scandir(folder))
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, f"{name}{entry.name}/"))
            elif entry.is_file():
                yield f"{name}{entry.name}"


def reader(root: str, time_limit: TimeLimit | None = None) -> TreeReader:
    """Return what reads a tree: a host where an address is given, or else a folder.

    `patience` is what hosts share that are asked by one command.
    """
    if re.match(r"https?://", root, re.IGNORECASE):
        from playbook.publish.tree.host import Host

        return Host(root if root.endswith("/") else f"{root}/", time_limit or TimeLimit())
    return Folder(Path(root or "."))


def is_folder(target: str) -> bool:
    """Tell whether a target names a folder here."""
    try:
        return bool(target) and Path(target).is_dir()
    except (OSError, ValueError):
        return False


def has_records(target: str) -> bool:
    """Tell whether a target names a folder with records in it: a tree."""
    return is_folder(target) and (Path(target) / "releases").is_dir()


def beside(folder: Path) -> Path | None:
    """Return the folder of a version in full, None for any other folder."""
    whole = folder.resolve()
    return whole if not has_records(str(folder)) and (whole.parent / "releases" / whole.name).is_dir() else None


def opened(root: str, time_limit: TimeLimit | None = None) -> TreeReader:
    """Return what reads the tree that a citation names; raise `ConnectionError` where that is a folder elsewhere."""
    found = reader(root, time_limit)
    if isinstance(found, Folder) and not is_folder(root or "."):
        raise ConnectionError(f"there is no folder {root} here")
    return found
