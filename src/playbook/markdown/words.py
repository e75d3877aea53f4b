"""What a stretch of Markdown says to its reader: its words, where its links lead, and what it shows of the facts.

Marks of Markdown, attributes, comments and calls of macros are no words. A macro that names an entity says the name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

from markdown import Markdown

Naming = Callable[[str, str], str | None]
"""Returns what an entity is called, by the name of its macro and its id; None where there is none."""

_COMMENT = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL)
_CALL = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_NAMED = re.compile(
    r"""\s*(\w+)\(\s*(?:id\s*=\s*)?["']([^"']+)["']\s*(?:,\s*text\s*=\s*(["'])(?P<text>.*?)\3)?\s*\)\s*"""
)
_ALONE = re.compile(r"^[ \t>]*\{\{(?:(?!\}\}).)*\}\}[ \t]*$", re.DOTALL | re.MULTILINE)
_DETAILS = re.compile(r"^([ \t]*)\?\?\?\+?", re.MULTILINE)
_ICON = re.compile(r":(?:material|octicons|fontawesome|simple)-[\w-]+:(?:\{[^{}]*\})?")
_NO_NUMBER = re.compile("&#(?:[0-9]{8,}|[xX][0-9A-Fa-f]{8,});?")
"""Numbers of no character, which may be longer than numbers can be read."""
_ATTRIBUTES = re.compile(r"\{:[^{}]*\}")
_SILENT = frozenset(["script", "style", "template"])
_INLINE = frozenset(
    ["a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp",
     "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"]
)  # fmt: skip
"""Elements that part no words."""


@dataclass(frozen=True)
class PageWords:
    """What a reader is told: `links` are where the links lead, in order, `shown` the calls that show facts."""

    words: str
    links: tuple[str, ...]
    shown: tuple[str, ...]


def page_words(source: str, naming: Naming) -> PageWords:
    """Return what a stretch of Markdown says."""
    shown: list[str] = []
    links: list[str] = []

    def said(call: re.Match[str]) -> str:
        named = _NAMED.fullmatch(call[1])
        name = naming(named[1], named[2]) if named else None
        if named and name is not None:
            links.append(f"{named[1]}:{named[2]}")
            return named["text"] or name
        shown.append(" ".join(call[1].split()))
        return "…"

    def alone(call: re.Match[str]) -> str:
        told = _CALL.sub(said, call[0])
        return "" if told.strip(" \t>") == "…" else told

    text = _CALL.sub(said, _ALONE.sub(alone, _COMMENT.sub("", source)))
    text = _ICON.sub("", _DETAILS.sub(r"\1!!!", text))
    reader = _Reader()
    reader.feed(_NO_NUMBER.sub("\ufffd", _converted(text)))
    return PageWords(" ".join("".join(reader.pieces).split()), (*reader.links, *links), tuple(shown))


def _converted(text: str) -> str:
    converter = _converter()
    converter.reset()
    return _ATTRIBUTES.sub("", str(converter.convert(text)))


@cache
def _converter() -> Markdown:
    names = ("admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables")
    return Markdown(extensions=list(names))


class _Reader(HTMLParser):
    """Gathers the words of HTML, with a space wherever one block ends and another begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.links: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element: what it shows of the facts, where its link leads, and whether its words are read."""
        told = dict(attrs)
        self._silent += tag in _SILENT
        if tag not in _INLINE:
            self.pieces.append(" ")
        if tag == "img":
            self.pieces.append(told.get("alt") or "")
        if address := told.get("href") or told.get("src"):
            self.links.append(address)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if tag not in _INLINE:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)
