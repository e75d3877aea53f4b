"""Archives whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The first moment that an archive can name: no clock reaches it."""
_UNIX = 3
_PROGRAMS = (".py",)


def pack(target: Path | IO[bytes], files: Mapping[str, bytes | Path]) -> None:
    """Write an archive of files by name, in order of names, without times: the same bytes for the same files."""
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files):
            held = files[name]
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = (0o100755 if name.endswith(_PROGRAMS) else 0o100644) << 16
            archive.writestr(entry, held.read_bytes() if isinstance(held, Path) else held)
