"""A canonical text as people read it: a line for each block, and one for each row of a table, with its columns.

Nothing here is hashed: the form `pbc1` is read, for pages that say what of a section changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from playbook.publish.text.canonical import plain

_MARKER = re.compile(r"\\(/?[a-z]+)(?:\[((?:\\.|[^\\\[\]{}\n])*)\])?(?: |\Z)")
_LINK = re.compile(r"\\a\[((?:\\.|[^\\\[\]{}\n])*)\]\{(?:\\.|[^\\{}])*\}\Z")
_SPAN = re.compile(r"(colspan|rowspan)=([0-9]{1,4})(?![0-9])")
_WIDEST = 1000
"""The most columns that a table has: browsers know no more."""
_STRUCK = "\\del{"
_BRACE = re.compile(r"\\.|[{}]")
BETWEEN = " · "
"""What stands between the cells of a row."""


@dataclass(frozen=True)
class Cell:
    """A cell of a row: what its column is called, and its words. `column` tells the column from others.

    That is what the heading of the column links to where it is nothing but a link, so that a role keeps its column
    under another name.
    """

    column: str
    head: str
    words: str


@dataclass(frozen=True)
class Line:
    """The words of a block, or of a row of a table with its cells; `under` are those of the heading above it.

    `name` are the words of the first cell, which tell the row from others. `beside` are the cells after it that say
    something; a row that heads columns has none.
    """

    words: str
    under: str = ""
    name: str = ""
    beside: tuple[Cell, ...] = ()

    @property
    def says(self) -> tuple[object, ...]:
        """What it says: two lines that say the same are one, wherever the columns of a row stand."""
        cells = tuple((each.column, each.words) for each in self.beside)
        return (self.name, *cells) if cells else (self.words,)


def lines(text: str) -> tuple[Line, ...]:
    """Return the lines of a canonical text that say something."""
    return tuple(_Reader(text).lines())


@dataclass
class _Row:
    """A row that is being read: what kind of cell each is, over how many columns and rows it runs, and its texts."""

    cells: list[tuple[str, int, int, list[str]]] = field(default_factory=list)


@dataclass
class _Table:
    """A table that is being read: the headings of its columns, and cells above that reach down, by column."""

    heads: dict[int, tuple[str, str]] = field(default_factory=dict)
    down: dict[int, int] = field(default_factory=dict)
    row: _Row | None = None


class _Reader:
    """Reads a text line by line; tables that stand in a cell of another one are words of that cell."""

    def __init__(self, text: str) -> None:
        self.source = text.split("\n")
        self.under = ""
        self.depth = 0
        self.table = _Table()

    def lines(self) -> Iterator[Line]:
        """Iterate over the lines of the text that say something."""
        for written in self.source:
            marker = _MARKER.match(written)
            name = marker[1] if marker else ""
            if name in ("table", "/table"):
                yield from self._bounded(1 if name == "table" else -1)
            elif self.depth == 1 and name == "tr":
                yield from self._ended()
                self.table.row = _Row()
            elif self.depth and self.table.row is not None:
                self._said(written, marker if self.depth == 1 and name in ("td", "th") else None)
            elif words := _words(written):
                self.under = words if name == "h" else self.under
                yield Line(words, "" if name == "h" else self.under)

    def _bounded(self, step: int) -> Iterator[Line]:
        """Begin or end a table."""
        self.depth += step
        if (self.depth, step) == (1, 1):
            self.table = _Table()
        elif self.depth == 0:
            yield from self._ended()

    def _said(self, written: str, cell: re.Match[str] | None) -> None:
        """Take what is said into the cell that is open, or open one."""
        row = self.table.row
        if row is not None and cell:
            spans = dict(_SPAN.findall(cell[2] or ""))
            over, down = int(spans.get("colspan", 1)), int(spans.get("rowspan", 1))
            row.cells.append((cell[1], over, down, [written[cell.end() :]]))
        elif row is not None and row.cells:
            row.cells[-1][3].append(written)

    def _ended(self) -> Iterator[Line]:
        """Give the row that was being read, if there is one, and if it says something."""
        row, self.table.row = self.table.row, None
        if row is None:
            return
        placed = tuple(self._placed(row))
        words = BETWEEN.join(said for _, _, said, _ in placed if said)
        heads = len(placed) > 1 and all(kind == "th" for _, kind, _, _ in placed[1:])
        if heads:
            self.table.heads.update({column: (key, said) for column, _, said, key in placed})
        if words:
            beside = () if heads else tuple(self._cell(column, said) for column, _, said, _ in placed[1:] if said)
            yield Line(words, self.under, placed[0][2], beside)

    def _cell(self, column: int, said: str) -> Cell:
        key, head = self.table.heads.get(column, (str(column), ""))
        return Cell(key, head, said)

    def _placed(self, row: _Row) -> Iterator[tuple[int, str, str, str]]:
        """Iterate over the cells of a row: the column, the kind, the words, and what tells a column that it heads."""
        down = self.table.down
        taken = {column for column, left in down.items() if left}
        self.table.down = {column: left - 1 for column, left in down.items() if left}
        column = 0
        for kind, over, rows, said in row.cells:
            while column in taken:
                column += 1
            wide = max(1, min(over, _WIDEST - column))
            words = " ".join(filter(None, map(_words, said)))
            link = _LINK.match(said[0])
            yield column, kind, words, link[1] if link and not any(said[1:]) else words
            self.table.down.update(dict.fromkeys(range(column, column + wide), rows - 1))
            column += wide


def _words(written: str) -> str:
    """Return the words of a line of the text, without its marks and what is struck out in it."""
    return " ".join(plain(_standing(written)).split())


def _standing(written: str) -> str:
    """Return a line of the text without what is struck out in it: that is said no longer."""
    kept, at = [], 0
    while (begin := written.find(_STRUCK, at)) >= 0:
        kept.append(written[at:begin])
        at = _closed(written, begin + len(_STRUCK))
    return "".join([*kept, written[at:]])


def _closed(written: str, at: int) -> int:
    """Return where what is open at a place of a line ends."""
    depth = 1
    for sign in _BRACE.finditer(written, at):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        at = sign.end()
        if not depth:
            break
    return at


def columns(line: Line) -> Mapping[str, Cell]:
    """Return the cells of a row by their columns."""
    return {each.column: each for each in line.beside}
