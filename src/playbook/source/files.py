"""YAML files → plain values, each knowing its file, line and column.

Scalars stay text: a field that wants a number or a date reads it.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from playbook.folders.leftovers import left_over
from playbook.problems import Place, Problem
from playbook.source.accepted import Accepted, accepted_in
from playbook.source.events import Builder, Refused, position
from playbook.source.marks import Mark, Origin, Plain

__all__ = [
    "FILE_LIMIT",
    "Document",
    "Mark",
    "Origin",
    "Plain",
    "Refused",
    "below",
    "bytes_of",
    "decoded",
    "position",
    "read_file",
    "read_text",
    "size_of",
]

FILE_LIMIT = 8_000_000
"""The most bytes one file may hold."""


_SIGNED = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
"""What stands at the beginning of a file that says itself how wide its characters are."""
_WIDE = (
    ("UTF-32", re.compile(rb"(?:[^\0]\0{3}){2}|(?:\0{3}[^\0]){2}")),
    ("UTF-16", re.compile(rb"(?:[^\0]\0){3}|(?:\0[^\0]){3}")),
)
"""What keys look like in encodings of two and of four bytes a character."""
_MARK = "\ufeff"
"""The byte-order mark: it may open a file, and means nothing anywhere else."""
_MARKS_SHOWN = 100
"""The most byte-order marks of one file whose places are told."""
_SEPARATORS = re.compile("[\u0085\u2028\u2029]")
"""Characters at which YAML begins a line and most editors do not."""


@dataclass(frozen=True)
class Document:
    """What one file says: `values` are dicts, lists, texts and None; `mark` is the place of each.

    `accepted` is what its comments accept of what checks find.
    """

    values: Any
    mark: Mark
    problems: tuple[Problem, ...] = ()
    accepted: tuple[Accepted, ...] = ()


def read_file(path: Path, shown: str, within: Path | None = None) -> Document:
    """Read the YAML file at `path`; `shown` is the name that messages use for it.

    Never raises for what the file holds: what is wrong is in `problems`, and `values` is then None. A link that
    leads out of the folder `within`, the file's own by default, is not followed.
    """
    try:
        text = decoded(bytes_of(path, FILE_LIMIT, within or path.parent))
    except Refused as refused:
        return _nothing(shown, refused)
    return read_text(text, shown)


def bytes_of(path: Path, limit: int, within: Path) -> bytes:
    """Return what the file at `path` holds; raise `Refused` where it is no file of that folder, or too large."""
    try:
        size = size_of(path, within)
        if size > limit:
            raise Refused(1, 1, f"the file is larger than {limit:,} bytes", "split it into several files")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise _unreadable(error) from None


def size_of(path: Path, within: Path) -> int:
    """Return how many bytes a file holds; raise `Refused` where it is no file of that folder."""
    try:
        if path.is_symlink() or not _inside(path, within):
            _refuse_link(path, within)
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            next(path.iterdir(), None)
            raise Refused(1, 1, "a folder stands where a file is expected", "rename the folder, or put a file here")
    except (OSError, ValueError) as error:
        raise _unreadable(error) from None
    if not stat.S_ISREG(found.st_mode):
        raise Refused(1, 1, "this is no ordinary file", "put a file of text here")
    return found.st_size


def _unreadable(error: Exception) -> Refused:
    reason = getattr(error, "strerror", None) or type(error).__name__
    return Refused(1, 1, f"the file cannot be read: {reason}", "check that it is there and yours")


def _inside(path: Path, folder: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _refuse_link(path: Path, within: Path) -> None:
    hint = "put the file itself here"
    if not _inside(path, within):
        raise Refused(1, 1, f"this is a link that leads out of {within.name}/", hint)
    if not path.exists():
        raise Refused(1, 1, "this is a link to a file that is not there", hint)
    if path.is_dir():
        raise Refused(
            1, 1, "this is a link to a folder", "links to folders are not followed: put the folder itself here"
        )


def below(folder: Path, hidden: bool = False) -> Iterator[Path]:
    """Iterate over the files below a folder, in order, over links to folders, and over folders that cannot be read.

    Links are not entered. What systems and editors leave is left out, and so are names that begin with a dot unless
    `hidden`.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        yield folder
        return
    for entry in entries:
        if left_over(entry.name) or (entry.name.startswith(".") and not hidden):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from below(Path(entry.path), hidden)
        else:
            yield Path(entry.path)


def read_text(text: str, shown: str, first_line: int = 1) -> Document:
    """Read YAML text that begins on line `first_line` of the file `shown`; see `read_file`."""
    marks = tuple(_marks_inside(text, shown, first_line))
    builder = Builder(text.replace(_MARK, ""), shown, first_line)
    try:
        values, mark = builder.build()
    except Refused as refused:
        refused.line += first_line - 1
        nothing = _nothing(shown, refused)
        return replace(nothing, problems=marks + nothing.problems)
    accepted, unread = accepted_in(text, shown, first_line)
    return Document(values, mark, marks + tuple(builder.problems) + unread, accepted)


def _marks_inside(text: str, shown: str, first_line: int) -> Iterator[Problem]:
    """Tell of byte-order marks in the middle of a text, which is read as if they were not there."""
    found = list(islice((match.start() for match in re.finditer(_MARK, text)), _MARKS_SHOWN))
    if not found:
        return
    points = (position(text, index) for index in found)
    place, *also = (Place(shown, line - 1 + first_line, column) for line, column in points)
    message = "a byte-order mark, U+FEFF, stands in the middle of the file"
    hint = "delete it; it is invisible, and is left where files were joined or a text was pasted"
    yield Problem(place, "yaml", message, hint, also=tuple(also))


def _nothing(shown: str, refused: Refused) -> Document:
    place = Place(shown, refused.line, refused.column)
    problem = Problem(place, "yaml", refused.message, refused.hint)
    return Document(None, Mark(shown, 1, 1), (problem,))


def decoded(raw: bytes) -> str:
    """Return the text of a file; raise `Refused` where it is none, or not what its author wrote."""
    _refuse_wide(raw)
    if raw.startswith(b"version https://git-lfs"):
        raise Refused(1, 1, "this is a Git LFS pointer, not the file itself", "run `git lfs pull`, or track it in Git")
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = _one_kind_of_line_end(raw[: error.start].decode("utf-8"))
        line, column = position(before, len(before))
        raise Refused(line, column, "the file is not UTF-8", "save it as UTF-8 in your editor") from None
    text = _one_kind_of_line_end(text)
    if (found := _SEPARATORS.search(text)) is not None:
        line, column = position(text, found.start())
        hint = "delete the character; it is invisible, and only some editors begin a line at it"
        raise Refused(line, column, f"the character U+{ord(found[0]):04X} is not allowed", hint)
    conflict = re.search(r"^(<{7} |>{7} |={7}$)", text, re.MULTILINE)
    if conflict:
        line, column = position(text, conflict.start())
        raise Refused(line, column, "a Git merge conflict stands here", "choose one side and delete the marker lines")
    return text


def _refuse_wide(raw: bytes) -> None:
    """Refuse a file of two or four bytes a character, also where only what was added to it later is so."""
    for sign, name in _SIGNED:
        if raw.startswith(sign):
            raise Refused(1, 1, f"the file is {name}", "save it as UTF-8")
    for name, pattern in _WIDE if b"\0" in raw else ():
        if (found := pattern.search(raw)) is None:
            continue
        if found.start() < 4:
            raise Refused(1, 1, f"the file is {name}, without a mark that says so", "save it as UTF-8")
        before = _one_kind_of_line_end(raw[: found.start()].decode("utf-8", "replace"))
        hint = "delete what was added here, and write it again as UTF-8"
        raise Refused(*position(before, len(before)), f"from here on the file is {name}", hint)


def _one_kind_of_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
