"""Reading a published tree by names from its root, from a folder of this machine or from a host alike."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


class Door(Protocol):
    """Reads a published tree by names from its root."""

    def read(self, name: str) -> bytes:
        """Return a file; raise `FileNotFoundError` where there is none, `ConnectionError` where nobody answers."""

    def names(self, folder: str) -> tuple[str, ...] | None:
        """Return every file below a folder, or None where that cannot be known."""

    def folders(self) -> tuple[str, ...]:
        """Return the folders in the root, none where that cannot be known."""


@dataclass(frozen=True)
class Folder:
    """A tree on this machine."""

    root: Path
    _known: dict[Path, Path] = field(default_factory=dict, repr=False, compare=False)

    def read(self, name: str) -> bytes:
        """Return a file of the folder."""
        try:
            return self._inside(name).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError, ValueError):
            raise FileNotFoundError(name) from None
        except OSError as error:
            raise ConnectionError(f"{name} cannot be read: {error.strerror}") from None

    def _inside(self, name: str) -> Path:
        """Return the path of a file of the folder; raise `FileNotFoundError` where there is none."""
        path = self.root / name
        held = path.resolve() if path.is_symlink() else self._real(path.parent) / path.name
        if not held.is_relative_to(self._real(self.root)) or not path.is_file():
            raise FileNotFoundError(name)
        return path

    def _real(self, folder: Path) -> Path:
        """Return where a folder really is; asked once of each."""
        if folder not in self._known:
            self._known[folder] = folder.resolve()
        return self._known[folder]

    def names(self, folder: str) -> tuple[str, ...] | None:
        """Return every file below a folder of it."""
        return tuple(sorted(_files(self.root / folder, f"{folder}/")))

    def folders(self) -> tuple[str, ...]:
        """Return the folders in its root."""
        return tuple(sorted(path.name for path in self.root.iterdir() if path.is_dir()))


def _files(folder: Path, name: str) -> Iterator[str]:
    """Iterate over the names of files below a folder; it follows no link to another one."""
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path), f"{name}{entry.name}/")
        elif entry.is_file():
            yield f"{name}{entry.name}"


def door(root: str) -> Door:
    """Return what reads a tree: a host where an address is given, or else a folder."""
    if re.match(r"https?://", root, re.IGNORECASE):
        from playbook.publish.host import Host

        return Host(root if root.endswith("/") else f"{root}/")
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


def opened(root: str) -> Door:
    """Return what reads the tree that a citation names; raise `ConnectionError` where that is a folder elsewhere."""
    found = door(root)
    if isinstance(found, Folder) and not is_folder(root or "."):
        raise ConnectionError(f"there is no folder {root} here")
    return found
