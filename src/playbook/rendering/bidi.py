"""Keeps text of one direction whole on a page of the other: a Latin name in an Arabic page, its full stop included."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection

_TAG = re.compile(r"<!--.*?-->|<![^>]*>|<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL)
_APART = frozenset(["bdi", "bdo", "main", "option", "script", "style", "svg", "textarea", "title"])
"""Elements that hold no elements, that see to the direction of their text themselves, or whose pieces are done."""


def isolated(html: str) -> str:
    """Return HTML of a page that runs from right to left, with each text that runs the other way in a `bdi`.

    Text that mixes both is a sentence of the page's language, in which the rules of Unicode place foreign words.
    """
    return with_texts(html, _APART, _text)


def with_texts(html: str, apart: Collection[str], change: Callable[[str], str]) -> str:
    """Return HTML with `change` made to each text in it but for those inside of the elements `apart`."""
    pieces: list[str] = []
    inside = at = 0
    for tag in _TAG.finditer(html):
        text = html[at : tag.start()]
        pieces += [text if inside else change(text), tag[0]]
        if (tag[2] or "").lower() in apart and not (tag[3] or "").endswith("/"):
            inside = max(0, inside + (-1 if tag[1] else 1))
        at = tag.end()
    return "".join([*pieces, html[at:] if inside else change(html[at:])])


def framed(value: object) -> object:
    """Return a value that is put into a sentence, between signs that keep it whole where it runs the other way.

    HTML is framed already.
    """
    plain = isinstance(value, str) and not hasattr(value, "__html__")
    turned = plain and (_runs_left_to_right(str(value)) or _NUMBERS.fullmatch(str(value)))
    return f"\u2068{value}\u2069" if turned else value


def parted(text: str) -> tuple[str, str, str]:
    """Return what joins a text of HTML to its neighbours, the text, and what joins it to those behind it."""
    before, core, after = _CORE.fullmatch(text).groups()  # type: ignore[union-attr]  # it matches any text
    return before, core, after


def _text(text: str) -> str:
    if not _runs_left_to_right(text):
        return text
    before, core, after = parted(text)
    return f"{before}{_OPEN}{core}{_CLOSE}{after}"


def _runs_left_to_right(text: str) -> bool:
    """Tell whether text has letters of the one direction only; names of character references and marks are none."""
    found = {unicodedata.bidirectional(each) for each in _REFERENCE.sub("", text) if each.isalpha()}
    return "L" in found and found.isdisjoint(("R", "AL"))


_CORE = re.compile(r"([\s,;:·.)]*)(.*?)([\s,;:·(]*)", re.DOTALL)
_NUMBERS = re.compile(r"\d+(?:[-/]\d+)+")
"""Numbers whose order is turned behind an Arabic letter, such as a day or the name of a version: `2026-01-31`."""
_REFERENCE = re.compile(r"&#?\w+;")
_OPEN, _CLOSE = "<bdi>", "</bdi>"
