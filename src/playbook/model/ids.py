"""Ids: of what is written under them, of what names something else, of sections that are cited, and of versions."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any

from pydantic import BeforeValidator

from playbook.model import spellings
from playbook.model.values import TEXT_LIMIT, kind_of, misread
from playbook.problems import quoted

ID_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
ID_LIMIT = 64
CITED_PATTERN = re.compile(r"[A-Za-z0-9]+([._-]+[A-Za-z0-9]+)*")
"""The id of a section: that of an entity after its kind, with what is inside it after two hyphens."""
CITED_LIMIT = 200
VERSION_PATTERN = re.compile(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")
VERSION_NAME = re.compile(r"[0-9][0-9a-z]{0,39}(-[0-9a-z]{1,40}){0,3}")
"""How a version may be named, whose name is a part of addresses: it begins with a digit."""

DEVICE_NAMES = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)
"""Names that Windows keeps for devices: no file, so no page, can bear them."""
PAGE_NAMES = frozenset(["index", "404"])
"""Names that a website keeps for itself."""


_NOTE = re.compile(r"\s*(?:\([^()]*\)?|\[[^\[\]]*\]?|[*\u2020\u2021\u00a7\u00b6\u00b9\u00b2\u00b3\u2070-\u2079]+)")
"""What people put behind a name to say more of it: words in brackets, or the sign of a footnote."""


def without_note(text: str) -> str | None:
    """Return a text without the note behind it, such as `buyer` of `buyer (acting)`; None where it bears none."""
    begins = next((place for place in range(1, min(len(text), ID_LIMIT) + 1) if _NOTE.fullmatch(text, place)), None)
    return text[:begins] if begins else None


def foreign(text: str) -> str:
    """Return words that name the first letter of a text that only looks like one of a key or an id, else nothing."""
    found = next((character for character in text[:ID_LIMIT] if ord(character) > 127), None)
    if found is None:
        return ""
    return f": it holds U+{ord(found):04X}, {unicodedata.name(found, 'a character without a name').lower()}"


def _id(value: Any) -> Any:
    if not isinstance(value, str) or not ID_PATTERN.fullmatch(value) or len(value) > ID_LIMIT:
        told = f"{quoted(value)} cannot be an id{foreign(value)}" if isinstance(value, str) else "an id is expected"
        rule = f"use lower-case letters, digits and single hyphens, at most {ID_LIMIT}"
        spelled = spellings.id((isinstance(value, str) and without_note(value)) or value)
        fits = spelled and len(spelled) <= ID_LIMIT and spelled not in DEVICE_NAMES | PAGE_NAMES
        raise misread(told, f"{rule}, such as {spelled if fits else 'contract-manager'}")
    if value in DEVICE_NAMES or value in PAGE_NAMES:
        raise misread(f"`{value}` is a name that file systems and websites keep for themselves", "choose another id")
    return str(value)


def _cited(value: Any) -> Any:
    if isinstance(value, str) and CITED_PATTERN.fullmatch(value) and len(value) <= CITED_LIMIT:
        return str(value)
    raise misread("the id of a section is expected", "write it as citations give it, such as role-contract-manager")


def _several_cited(value: Any) -> Any:
    if value is None:
        return ()
    if not isinstance(value, (list, tuple)):
        return (value,)
    if not value:
        raise misread("a list of ids is empty", "write ids of sections as citations give them, or leave the key out")
    if twice := next((each for place, each in enumerate(value) if each in value[:place]), None):
        raise misread(f"{quoted(twice)} stands there twice", "delete one of them")
    return value


def _version(value: Any) -> Any:
    if isinstance(value, str) and VERSION_PATTERN.fullmatch(value) and len(value) <= ID_LIMIT:
        return str(value)
    spelled = spellings.version(value)
    hint = f"write letters, digits, hyphens and points, such as {spelled or '2026-1'}"
    raise misread("the name of a version is expected", hint)


def _named(value: Any) -> Any:
    """Return what names another entity; whether there is such an id is asked once everything is read."""
    if isinstance(value, str) and 0 < len(value.strip()) <= TEXT_LIMIT:
        return str(value)
    if isinstance(value, (list, tuple)) and value and isinstance(value[0], str):
        told = f"one id is expected, and here stands a list of {len(value)}"
        raise misread(told, f"name one of them, without brackets, such as {quoted(value[0])}")
    told = "an id is expected" + ("" if value is None or isinstance(value, str) else f", not a {kind_of(value)}")
    raise misread(told, "name what is meant by the key that it is written under")


Id = Annotated[str, BeforeValidator(_id)]
Named = Annotated[str, BeforeValidator(_named)]
"""The id of something that is written elsewhere."""
CitedId = Annotated[str, BeforeValidator(_cited)]
CitedIds = Annotated[tuple[CitedId, ...], BeforeValidator(_several_cited)]
"""One id of a section, or a list of them."""
Version = Annotated[str, BeforeValidator(_version)]
