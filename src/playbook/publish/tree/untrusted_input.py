"""The one gate for what others claim: each record, list and answer that was not made in this run is read through here.

Whoever keeps a tree, a host or a contract may have written anything into it. So nothing of it is used before it has
passed, whole: it is no longer than the limits say, it is of its form (`record_forms`), and what it names lies below its
root.

1. A record is JSON in UTF-8 without signs of half a character, without a key that stands twice, and without numbers
   that have a fraction or are none.
2. A path is relative, in its shortest form, with `/` between its parts, and leads nowhere but down.
3. A list of files is lines of a SHA-256, two spaces and a path; no path stands there twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import unquote

from pydantic import BaseModel, ValidationError

from playbook.problems import quoted

RECORD_BYTES = 8_000_000
"""The most bytes of a record: `release.json`, `status.json`, `versions.json`, `register.json`."""
EVENT_BYTES = 100_000
"""The most bytes of an event of the log."""
LIST_BYTES = 32_000_000
"""The most bytes of a list of files."""
EDITION_BYTES = 16_000_000
"""The most bytes of a `playbook.json`, which holds all facts and pages of an edition."""
SEAL_BYTES = 64 * 2**10
"""The most bytes of a signature or of a time stamp."""
PAGE_BYTES = 16_000_000
"""The most bytes of a published page, and of an exact text."""
FILE_BYTES = 128 * 2**20
"""The most bytes of any file that is read whole, and so of what a host answers with; hashed are larger ones too."""
VERSIONS = 1_000
"""The most versions that a list of them, or a `status.json`, names."""
SECTIONS = 20_000
"""The most keys of one object in a record, so the most sections of a version and ids of a ledger."""
EVENTS = 10_000
"""The most events of a log."""
FILES = 200_000
"""The most files that one list names."""
KEYS = 200_000
"""The most keys in a record, those of all its objects together."""
GROUPS = 1_000_000
"""The most objects and lists in a record."""
TEXT = 10_000
"""The most characters of one text in a record, but for pages and files of an edition."""
PAGE = 200_000
"""The most characters of a page as its author wrote it, in a `playbook.json`."""
PATH = 1_000
"""The most characters of a path."""
PART = 255
"""The most bytes of one part of a path, which is what file systems take."""

_DIGITS = 9
_UNFIT = re.compile("[\0-\x1f\x7f-\x9f\\\\\u2028\u2029\ud800-\udfff]")
_PLAIN = re.compile(r"(?:[a-z0-9_-]+/)*(?:#[a-z0-9-]+)?")
"""How most addresses of pages are written: what needs no second look."""
_SCHEME = re.compile(r"[^/]*:")
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


Form = TypeVar("Form", bound=BaseModel)
"""What a record holds: each is described in `record_forms`, or beside what is made of it."""


class Unsound(ValueError):
    """Raised for what is not of its form, or beyond a limit; the text says what and where in it, of an "it"."""


def read_bounded(path: Path, most: int = RECORD_BYTES) -> bytes:
    """Return what a file of this machine holds; raise `Unsound` where that is more than `most` bytes.

    Raise `OSError` where it cannot be read.
    """
    with path.open("rb") as opened:
        return bounded(opened.read(most + 1), most)


def bounded(written: bytes, most: int) -> bytes:
    """Return bytes that are not more than `most`; raise `Unsound` for others."""
    if len(written) > most:
        raise Unsound(f"it has more than {most:,} bytes, the most that are read")
    return written


def text_of(written: bytes, most: int = RECORD_BYTES) -> str:
    """Return bytes as the text in UTF-8 that they are; raise `Unsound` where they are none, or too many."""
    try:
        return bounded(written, most).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unsound(f"it is not in UTF-8: see byte {error.start + 1:,}") from None


def json_of(written: bytes | str, most: int = RECORD_BYTES) -> Any:
    """Return what a JSON text says; raise `Unsound` where it is none, says a key twice, or is beyond a limit."""
    text = written if isinstance(written, str) else text_of(written, most)
    if isinstance(written, str):
        bounded(written.encode("utf-8", "surrogatepass"), most)
    if text.count("{") + text.count("[") > GROUPS:
        raise Unsound(f"it holds more than {GROUPS:,} objects and lists")
    try:
        return json.loads(
            text, object_pairs_hook=_Objects(), parse_int=_whole, parse_float=_refuse, parse_constant=_refuse
        )
    except json.JSONDecodeError as error:
        raise Unsound(f"it is no JSON: {error.msg}, line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise Unsound("its lists and objects stand too deep inside each other") from None


class _Objects:
    """Makes the objects of one text, and counts their keys."""

    def __init__(self) -> None:
        self.keys = 0

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        self.keys += len(pairs)
        if len(made) != len(pairs):
            names = [name for name, _ in pairs]
            raise Unsound(f"the key {quoted(next(name for name in made if names.count(name) > 1))} stands in it twice")
        if len(made) > SECTIONS or self.keys > KEYS:
            raise Unsound(f"it has more keys than are read: {SECTIONS:,} of one object, {KEYS:,} of all")
        return made


def _whole(digits: str) -> int:
    return int(digits) if len(digits) <= _DIGITS else _refuse(digits)


def _refuse(number: str) -> NoReturn:
    raise Unsound(f"it holds the number {quoted(number)}, and no record has such a one")


def in_form(form: type[Form], said: Any) -> Form:
    """Return what was read, in its form; raise `Unsound`, naming the key, where it does not fit."""
    try:
        return form.model_validate(said)
    except ValidationError as error:
        raise Unsound(_told(error)) from None


def read(form: type[Form], written: bytes | str, most: int = RECORD_BYTES) -> Form:
    """Return what a JSON text says where that is of a form; raise `Unsound` as `json_of` and `fitting` do."""
    return in_form(form, json_of(written, most))


def _told(error: ValidationError) -> str:
    """Return what is wrong with the first fact that does not fit."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(each) for each in first["loc"] if each != "[key]")
    why = {"missing": "is missing", "extra_forbidden": "is unknown there"}.get(first["type"], "is not what it must be")
    return f"{quoted(where)} {why}" if where else "it is not of the form that it must be"


def path_below(path: str) -> str:
    """Return a path that leads to a file below its root, and nowhere else; raise `Unsound` for any other."""
    parts = path.split("/")
    sound = not (_UNFIT.search(path) or _SCHEME.match(path)) and len(path) <= PATH
    if not sound or any(part in ("", ".", "..") or len(part.encode()) > PART for part in parts):
        raise Unsound(f"{quoted(path)} is no path to a file below the root")
    return path


def page_below(address: str) -> str:
    """Return the address of a page, or of a place on it, below the root of a version; raise `Unsound` for any other.

    A browser resolves it: what it reads as the way up, as another host or as a script is no such address, written in
    any way.
    """
    if _PLAIN.fullmatch(address) and len(address) <= PATH:
        return address
    page, _, anchor = address.partition("#")
    for each in (page, unquote(page)):
        if each:
            path_below(each.removesuffix("/"))
    if "?" in page or _UNFIT.search(anchor) or len(address) > PATH:
        raise Unsound(f"{quoted(address)} is no address of a page")
    return address


def sums_listed(written: bytes) -> Mapping[str, str]:
    """Return the SHA-256 of each file that a list names, by its path; raise `Unsound` where a line is none."""
    found: dict[str, str] = {}
    for number, line in enumerate(text_of(written, LIST_BYTES).removesuffix("\n").split("\n"), 1):
        parts = _LINE.fullmatch(line)
        if parts is None and (line or number > 1):
            raise Unsound(f"line {number} is no SHA-256, two spaces and a path")
        if parts is None:
            continue
        if path_below(parts[2]) in found or number > FILES:
            raise Unsound(f"line {number} names a file again" if number <= FILES else f"it names over {FILES:,} files")
        found[parts[2]] = parts[1]
    return found
