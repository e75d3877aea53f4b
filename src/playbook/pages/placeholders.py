"""HTML kept aside while Markdown is converted: marks take its place in the text, and give it back afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

from markupsafe import Markup, escape

OPEN, CLOSE = "\ue000", "\ue001"
_DIGITS = {ord("0") + digit: 0xE010 + digit for digit in range(10)}
"""Digits as a mark holds them: private characters, which no highlighter of code takes for a number of its own."""
_READ = {private: digit for digit, private in _DIGITS.items()}
_NUMBER = "[\ue010-\ue019]{1,9}"
_MARK = re.compile(f"{OPEN}({_NUMBER}){CLOSE}")
_BLOCKS = re.compile(f"<p>(\\s*(?:{OPEN}{_NUMBER}{CLOSE}\\s*)+)</p>")
_PLAIN = re.compile(r"[^\W_]+(?:[ -][^\W_]+)*\Z")
"""Text that Markdown takes literally wherever it stands: words, single spaces and hyphens."""


class Marked(str):
    """Text that holds marks and is fit for Markdown as it is."""

    __slots__ = ()


@dataclass
class Placeholders:
    """The HTML that marks stand for; one for the whole site, so that no mark means two things."""

    _pieces: list[tuple[str, bool]] = field(default_factory=list)

    def keep(self, html: Markup, block: bool = False) -> Marked:
        """Keep a piece of HTML, and return the mark that stands for it."""
        self._pieces.append((str(html), block))
        return Marked(f"{OPEN}{str(len(self._pieces) - 1).translate(_DIGITS)}{CLOSE}")

    def inert(self, value: object) -> Marked:
        """Return text that Markdown shows literally: as it is where it is plain words, else as a mark."""
        text = str(value)
        if isinstance(value, Marked) or _PLAIN.match(text):
            return Marked(text)
        parts = re.split(f"({OPEN}{_NUMBER}{CLOSE})", text)
        if len(parts) > 1:
            return Marked("".join(part if at % 2 else self.inert(part) for at, part in enumerate(parts) if part))
        return self.keep(escape(text.replace(OPEN, "").replace(CLOSE, "")))

    def _piece(self, found: re.Match[str]) -> tuple[str, bool]:
        """Return what a mark stands for: nothing, where a page has made the mark up."""
        number = int(found[1].translate(_READ))
        return self._pieces[number] if number < len(self._pieces) else ("", False)

    def restore(self, html: str) -> str:
        """Return converted HTML with every mark replaced; a block takes the place of the paragraph around it."""
        if OPEN not in html:
            return html
        html = _BLOCKS.sub(self._lift, html)
        return _MARK.sub(self._inline, html)

    def block(self, text: str) -> str | None:
        """Return the HTML of a block where `text` is its mark and nothing else."""
        found = _MARK.fullmatch(text)
        html, block = self._piece(found) if found else ("", False)
        return html if block else None

    def replaced(self, text: str, change: Callable[[str], str]) -> str:
        """Return `text` with every mark replaced by its HTML, changed by `change`."""
        return _MARK.sub(lambda found: change(self._piece(found)[0]), text)

    def text(self, text: str) -> str | None:
        """Return `text` with every mark replaced by the text it stands for, None where one stands for more."""
        pieces = [self._piece(found)[0] for found in _MARK.finditer(text)]
        if any("<" in piece for piece in pieces):
            return None
        return _MARK.sub(lambda found: unescape(self._piece(found)[0]), text)

    def words(self, html: str) -> str:
        """Return a heading's text with every mark replaced by its words, escaped."""
        return _MARK.sub(self._words_of, html)

    def _words_of(self, found: re.Match[str]) -> str:
        html = Markup(self._piece(found)[0])  # noqa: S704  # a template made it, and only its words are kept
        return str(escape(html.striptags()))

    def _lift(self, found: re.Match[str]) -> str:
        pieces = [self._piece(mark) for mark in _MARK.finditer(found[1])]
        return "\n".join(html for html, _ in pieces) if all(block for _, block in pieces) else found[0]

    def _inline(self, found: re.Match[str]) -> str:
        html, block = self._piece(found)
        return f"</p>{html}<p>" if block and self._in_paragraph(found) else html

    @staticmethod
    def _in_paragraph(found: re.Match[str]) -> bool:
        before = found.string[: found.start()]
        return before.rfind("<p>") > before.rfind("</p>")
