"""YAML files → plain values, each knowing its file, line and column.

Scalars stay text: a field that wants a number or a date reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playbook.events import Builder, Refused, position
from playbook.marks import Mark, Origin, Plain
from playbook.problems import Place, Problem

__all__ = ["FILE_LIMIT", "Document", "Mark", "Origin", "Plain", "read_file", "read_text"]

FILE_LIMIT = 8_000_000
"""The most bytes one file may hold."""


@dataclass(frozen=True)
class Document:
    """What one file says: `values` are dicts, lists, texts and None; `mark` is the place of each."""

    values: Any
    mark: Mark
    problems: tuple[Problem, ...] = ()


def read_file(path: Path, shown: str) -> Document:
    """Read the YAML file at `path`; `shown` is the name that messages use for it.

    Never raises for what the file holds: what is wrong is in `problems`, and `values` is then None.
    """
    try:
        text = _decoded(_bytes_of(path))
    except Refused as refused:
        return _nothing(shown, refused)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _nothing(shown, Refused(1, 1, f"the file cannot be read: {reason}", "check that it is there and yours"))
    return read_text(text, shown)


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise Refused(1, 1, "a folder stands where a file is expected", "rename the folder, or put a file here")
    if path.stat().st_size > FILE_LIMIT:
        raise Refused(1, 1, f"the file is larger than {FILE_LIMIT:,} bytes", "split it into a folder of files")
    return path.read_bytes()


def read_text(text: str, shown: str, first_line: int = 1) -> Document:
    """Read YAML text that begins on line `first_line` of the file `shown`; see `read_file`."""
    builder = Builder(text, shown, first_line)
    try:
        values, mark = builder.build()
    except Refused as refused:
        refused.line += first_line - 1
        return _nothing(shown, refused)
    return Document(values, mark, tuple(builder.problems))


def _nothing(shown: str, refused: Refused) -> Document:
    place = Place(shown, refused.line, refused.column)
    problem = Problem(place, "yaml", refused.message, refused.hint)
    return Document(None, Mark(shown, 1, 1), (problem,))


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(1, 1, "the file is UTF-16", "save it as UTF-8")
    if raw.startswith(b"version https://git-lfs"):
        raise Refused(1, 1, "this is a Git LFS pointer, not the file itself", "run `git lfs pull`, or track it in Git")
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line, column = position(before, len(before))
        raise Refused(line, column, "the file is not UTF-8", "save it as UTF-8 in your editor") from None
    conflict = re.search(r"^(<{7} |>{7} |={7}$)", text, re.MULTILINE)
    if conflict:
        line, column = position(text, conflict.start())
        raise Refused(line, column, "a Git merge conflict stands here", "choose one side and delete the marker lines")
    return text
