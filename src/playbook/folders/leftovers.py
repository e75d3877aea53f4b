"""What systems, editors and shared folders leave beside the files of people, and nobody wrote.

It is never read, never published, and no reason to doubt what is.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path, PurePath

PATTERN = (
    r"thumbs\.db(:encryptable)?|ehthumbs(_vista)?\.db|desktop\.ini|\$recycle\.bin|system volume information"
    r"|\.ds_store|\._.*|\.appledouble|\.lsoverride|\.localized|icon\r|\.spotlight-v100|\.trashes|\.fseventsd"
    r"|\.temporaryitems|\.documentrevisions-v100|\.apdisk|__macosx"
    r"|@eadir|#recycle|\.directory|\.trash-.*|lost\+found|\.nfs[0-9a-f]+|\.fuse_hidden.*"
    r"|~\$.*|\.~lock\..*#|.*~|\.#.*|#.*#|.*\.sw[a-z]|4913|.*\.(orig|rej|bak)"
    r"|\.stfolder|\.stversions|\.syncthing\..*|\.dropbox(\..*)?|__pycache__|.*\.py[co]"
)
"""The names of such files and folders: of Windows, of macOS, of Linux and of network disks, of editors and office
programs, of programs that keep folders alike, and of Python."""

_LEFT = re.compile(PATTERN, re.IGNORECASE)


def left_over(path: PurePath | str) -> bool:
    """Tell whether a file, or a folder on the way to it, is such a leftover; from where people's files begin."""
    return any(_LEFT.fullmatch(part) for part in PurePath(path).parts)


def ignored(_folder: str, names: list[str]) -> set[str]:
    """Return which of the names in a folder are leftovers, as `copied` asks it."""
    return {name for name in names if left_over(name)}


def copied(source: Path, target: Path, left_out: Callable[[str, list[str]], set[str]] = ignored) -> None:
    """Copy a folder, without the names that `left_out` returns of those in each folder.

    The copy can be written to, whether or not the original can: it may belong to another user, or to the system.
    """
    for folder, folders, files in os.walk(source, followlinks=True):
        out = left_out(folder, [*folders, *files])
        folders[:] = [name for name in folders if name not in out]
        here = target / Path(folder).relative_to(source)
        here.mkdir(parents=True, exist_ok=True)
        for name in files:
            if name not in out:
                shutil.copyfile(Path(folder) / name, here / name)
