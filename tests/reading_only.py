"""Commands that may only read: what binds other users binds root too, who may otherwise write to any folder."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from tests.forked import playbook

_OVERRIDING = (1, 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, the two privileges that make root pass over permissions."""
_VERSION, _DROP_FOR_PROGRAMS = 0x20080522, 24


def bind() -> None:
    """Give up, in this process and those it starts, to pass over the permissions of files; others never may."""
    if os.geteuid() != 0 or sys.platform != "linux":
        return
    system = ctypes.CDLL(None)
    for privilege in _OVERRIDING:
        system.prctl(_DROP_FOR_PROGRAMS, privilege, 0, 0, 0)
    head, held = (ctypes.c_uint32 * 2)(_VERSION, 0), (ctypes.c_uint32 * 6)()
    system.capget(head, held)
    for place in range(3):  # what is in effect, what may be, and what is handed on
        held[place] &= ~sum(1 << privilege for privilege in _OVERRIDING)
    system.capset(head, held)


def bound_playbook(*arguments: str | Path) -> None:
    """Run the `playbook` command, bound."""
    bind()
    playbook(*arguments)


def try_to_write(folder: Path) -> None:
    """Write a file into a folder, bound; end with 1 where that is refused."""
    bind()
    try:
        (folder / "written").touch()
    except PermissionError:
        raise SystemExit(1) from None


def lock(folder: Path) -> Path:
    """Take the right to write away from a folder and everything in it, and return it."""
    for path in (*folder.rglob("*"), folder):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)
    return folder


def unlock(folder: Path) -> None:
    """Give it back to the owner, so that the folder can be removed."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
