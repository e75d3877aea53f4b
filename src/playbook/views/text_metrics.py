"""Lettering: words measured and wrapped without a font.

A unit is a pixel at the size a drawing is meant to be seen at. No font is known here, so words are measured as in the
widest of the common ones: they may end short of the edge of their box, but not beyond it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Anchor = Literal["start", "middle", "end"]
Style = Literal["name", "plain", "item", "note", "title", "label"]
"""How words are set: a name in bold, plain words, smaller and smallest ones, the title or the label of a part."""

SIZES: dict[Style, float] = {"name": 13, "plain": 13, "item": 12, "note": 11.5, "title": 14, "label": 12}
BOLD: frozenset[Style] = frozenset(["name", "title", "label"])
BOLDER = 1.12
"""How much wider bold letters are."""
MONOSPACE = 0.61
"""How wide every letter is at least of a font whose letters are all equally wide."""
LEADING = 1.3
"""The height of a line, in sizes of its letters."""
ASCENT = 1.0
"""How far below the top of a line its letters stand, in their sizes."""

_WIDTHS = {
    "iljI.,:;'’|! ": 0.36,
    'frt()[]/\\-–`"': 0.43,
    "abcdeghknopqsuvxyz0123456789$*?_{}«»“”": 0.64,
    "ABCEFJKLPRSTUVXYZ&": 0.78,
    "+=<>~#^DGHNOQ×÷±": 0.85,
    "mwMW@%—…": 1.03,
}
_WIDTH = {character: width for characters, width in _WIDTHS.items() for character in characters}


def tidy(value: float) -> float:
    """Return a coordinate as it is written: one decimal at most, the same on every machine."""
    rounded = round(value, 1) + 0.0
    return int(rounded) if rounded == int(rounded) else rounded


def width_of(text: str, style: Style) -> float:
    """Return the most room that a line of words takes."""
    ems = [_WIDTH.get(character) or _unusual(character) for character in text]
    bold = BOLDER if style in BOLD else 1
    return max(sum(ems) * bold, sum(MONOSPACE for width in ems if width)) * SIZES[style]


def _unusual(character: str) -> float:
    """Return the width of a letter of another script: none for marks set above or below, twice for wide ones."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.category(character) == "So":
        return 1.5
    if unicodedata.bidirectional(character) == "AL":
        return 1.1 if character in "سشصض" else 0.5 if character in "اأإآلرزودذ" else 0.78  # joined letters are narrow
    return 1.1 if unicodedata.east_asian_width(character) in "WF" else 0.9


def wrapped(text: str, width: float, style: Style, most: int = 3) -> tuple[str, ...]:
    """Return words in lines no wider than `width`, `most` of them; an ellipsis tells that some are left out."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if width_of(joined, style) <= width:
            lines[-1] = joined
            continue
        pieces = _pieces(word, width, style)
        lines = [*lines, *pieces] if lines[-1] else pieces
        if len(lines) > most:
            break
    return tuple(lines) if len(lines) <= most else (*lines[: most - 1], _cut(lines[most - 1], width, style))


def _pieces(word: str, width: float, style: Style) -> list[str]:
    """Return a word in pieces that fit: whole where it does, else as much of it at a time as there is room for."""
    pieces = [""]
    for character in word:
        if pieces[-1] and width_of(pieces[-1] + character, style) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _cut(line: str, width: float, style: Style) -> str:
    while line and width_of(f"{line}…", style) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"


@dataclass(frozen=True)
class Text:
    """Lines of words: `x` is where they start, end or have their middle, `y` the top of the first line."""

    x: float
    y: float
    lines: tuple[str, ...]
    style: Style
    anchor: Anchor = "start"

    @property
    def size(self) -> float:
        """The size of the letters."""
        return SIZES[self.style]

    @property
    def bold(self) -> bool:
        """Whether the letters are bold."""
        return self.style in BOLD

    @property
    def height(self) -> float:
        """The room that the lines take from top to bottom."""
        return height_of(self.lines, self.style)

    @property
    def baselines(self) -> tuple[tuple[float, str], ...]:
        """Each line and the height it stands at."""
        first, step = self.y + self.size * ASCENT, self.size * LEADING
        return tuple((tidy(first + at * step), line) for at, line in enumerate(self.lines))

    @property
    def span(self) -> tuple[float, float]:
        """Where the widest line begins and ends, from the left."""
        width = max((width_of(line, self.style) for line in self.lines), default=0)
        start = self.x - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        return start, start + width


def height_of(lines: Sequence[str], style: Style) -> float:
    """Return the room that lines of words take from top to bottom."""
    return len(lines) * SIZES[style] * LEADING
