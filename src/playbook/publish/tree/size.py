"""How large a published tree is, held against what its host takes."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from playbook.problems import counted

WARN_AT = Decimal("0.7")
"""The part of a limit from which on there is a warning: time enough to move to another host."""
UNITS = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
LIMIT = "1GB"
"""What GitHub Pages and GitLab.com take; the free plan of Azure Static Web Apps takes 250MB."""

_WRITTEN = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?B)?", re.IGNORECASE)


@dataclass(frozen=True)
class Size:
    """Files and their bytes."""

    files: int
    bytes: int


def parsed(text: str) -> int:
    """Return the bytes that a size such as `250MB` means, 0 for no limit; raise `ValueError` where it is none."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None or (match[2] is None and Decimal(match[1]) != 0):
        raise ValueError(f"write a number with its unit, such as 250MB or 1GB, or 0 for no limit, not {text!r}")
    return int(Decimal(match[1]) * UNITS[(match[2] or "B").upper()])


def measured(folder: Path) -> Size:
    """Return the size of what a host is given of a folder; git's own files are left out."""
    files = total = 0
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for each in entries:
                if each.is_dir(follow_symlinks=False):
                    waiting += [each.path] if each.name != ".git" else []
                else:
                    files += 1
                    total += each.stat().st_size
    return Size(files, total)


def warning(public: Path, version: str, limit: int) -> str | None:
    """Return what to say of a tree that comes near a limit of bytes, with how many more such versions fit below it."""
    if not limit or (tree := measured(public)).bytes < limit * WARN_AT:
        return None
    one = max(1, measured(public / version).bytes)
    more = max(0, limit - tree.bytes) // one
    used = f"{_shown(tree.bytes)} in {tree.files:,} files, {tree.bytes * 100 // limit} % of {_shown(limit)}"
    if tree.bytes > limit:
        return f"the published tree has {used}: it no longer fits\n    hint: {HINT}"
    fit = counted(more, "more such version fits", "more such versions fit")
    return f"the published tree has {used}: about {fit}\n    hint: {HINT}"


HINT = "move it to a host that takes more; addresses stay as they are where the name of the host does"
"""What to do about it: nothing published may be taken away."""


def _shown(size: int) -> str:
    """Return a number of bytes as people read it: `712 MB`, `1 GB`."""
    unit = next(unit for unit in reversed(UNITS) if size >= UNITS[unit] or unit == "B")
    return f"{(Decimal(size) / UNITS[unit]).quantize(Decimal('0.1')):f}".removesuffix(".0") + f" {unit}"
