"""What stands in several versions of a tree, worked out once.

A canonical text follows from the HTML that it is made from and from where the addresses in it lead, and from nothing
else: where both are the same, so is the text.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from lxml import etree
from lxml.html import HtmlElement

from playbook.publish.text.canonical import Outside

Told = TypeVar("Told")

_ADDRESS = re.compile(r' (href|src|data)="([^"]*)"')
_LINK = "href"
_NAMES = (_LINK, "src", "data")
"""The attributes that lead elsewhere."""


class KnownTexts(Generic[Told]):
    """What is known of pieces of HTML."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._known: dict[bytes, Told] = {}

    def written(self, source: str, outside: Outside, make: Callable[[], Told]) -> Told:
        """Return what is known of HTML as a parser writes it out, with its values in double quotes, or make it."""
        found = ((name, html.unescape(value)) for name, value in _ADDRESS.findall(source))
        return self._of(source, found, outside, make)

    def element(self, element: HtmlElement, outside: Outside, make: Callable[[], Told]) -> Told:
        """Return what is known of an element, or make it."""
        found = (
            (name, value) for each in element.iter("*") for name in _NAMES if (value := each.get(name)) is not None
        )
        return self._of(etree.tostring(element, encoding="unicode", with_tail=False), found, outside, make)

    def _of(self, source: str, found: Iterable[tuple[str, str]], outside: Outside, make: Callable[[], Told]) -> Told:
        leading = (outside.link(value) if name == _LINK else outside.file(value) for name, value in found)
        key = hashlib.sha256("\0".join((source, *leading)).encode("utf-8", "surrogatepass")).digest()
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]
