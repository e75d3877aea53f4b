"""The prose of the facts: what of Markdown a text of the data may hold, and nothing else.

Paragraphs, lists inside of lists, links, emphasis, code; all else is the text that it is. HTML, headings, quotes,
tables and pictures are none of it. A text of one line begins no list, and a sign between letters or spaces is no mark,
so that a sentence which was written before anybody thought of Markdown stays as it is: `5 * 3`, `P1_P2`, `C#`, `[x]`,
`1. May`. Reading takes time that grows with the length of a text, as that of Python-Markdown does not: it looks at
10,000 brackets for a minute.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from playbook.markdown.prose_spans import Span, plain_words, spans

DEEPEST = 5
"""How deep lists stand in lists; what is written deeper stands with the deepest."""
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|([0-9]{1,9})[.)])[ \t]+(?=\S)")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*[\w+-]*[ \t]*")
_LINE = re.compile(r"^[ \t]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+\S|`{3,}|~{3,})", re.MULTILINE)
_MARK = re.compile(
    r"(?<![A-Za-z0-9])[*_]{1,3}[^\s*_]|`|\]\(|\\[-*_`\[\]<!#.)+]|<(?:https?:|mailto:|tel:|[\w.%+-]+@)", re.ASCII
)

Sort = Literal["paragraph", "list", "code"]


@dataclass(frozen=True)
class Block:
    """A paragraph of `spans`, a list of `items` that is numbered from `start` on or not, or the `text` of code."""

    sort: Sort
    spans: tuple[Span, ...] = ()
    items: tuple[tuple[Block, ...], ...] = ()
    start: int | None = None
    text: str = ""


def is_marked(text: str) -> bool:
    """Tell whether a text may hold any mark, so that its words are not all of it."""
    return _MARK.search(text) is not None or ("\n" in text and _LINE.search(text) is not None)


@lru_cache(maxsize=2048)
def blocks(text: str) -> tuple[Block, ...]:
    """Return what a text consists of."""
    if "\n" not in text:
        return (Block("paragraph", spans(text)),)
    reader = _Reader()
    for line in _lines(text):
        reader.read(line)
    return reader.done()


def plain(found: tuple[Block, ...]) -> str:
    """Return the words of a text on one line: items of lists apart from each other, without a mark."""
    return " ".join(" ".join(_plain(block) for block in found).split())


def _plain(block: Block) -> str:
    if block.sort == "list":
        items = [plain(item) for item in block.items]
        return " ".join(item if last or item[-1:] in ".,;:!?" else f"{item};" for item, last in _with_last(items))
    return block.text if block.sort == "code" else plain_words(block.spans)


def _with_last(items: list[str]) -> list[tuple[str, bool]]:
    return [(item, at == len(items)) for at, item in enumerate(items, 1)]


def lines(found: tuple[Block, ...], indent: str = "") -> str:
    """Return the words of a text on lines, with the addresses of its links, for what shows text and no markup."""
    told: list[str] = []
    for block in found:
        if block.sort == "list":
            for number, item in enumerate(block.items, block.start or 1):
                mark = "-" if block.start is None else f"{number}."
                told.append(f"{indent}{mark} {lines(item, indent + '  ').strip()}")
        else:
            said = block.text if block.sort == "code" else " ".join(plain_words(block.spans, addresses=True).split())
            told += [f"{indent}{line}" for line in said.split("\n")]
    return "\n".join(told)


def links(found: tuple[Block, ...]) -> tuple[Span, ...]:
    """Return the links of a text and the pictures in it, in their order."""
    inner = (links(item) for block in found for item in block.items)
    return (*(each for block in found for each in _links(block.spans)), *(each for some in inner for each in some))


def _links(some: tuple[Span, ...]) -> tuple[Span, ...]:
    found: list[Span] = []
    for span in some:
        if span.sort in ("link", "picture"):
            found.append(span)
        found += _links(span.inner)
    return tuple(found)


def outside_code(found: tuple[Block, ...]) -> str:
    """Return the words of a text that do not stand in code, on lines."""
    told = [_outside_code(block.spans) for block in found]
    return "\n".join([*told, *(outside_code(item) for block in found for item in block.items)])


def _outside_code(some: tuple[Span, ...]) -> str:
    return "".join("" if span.sort == "code" else span.text + _outside_code(span.inner) for span in some)


def escaped(text: str) -> str:
    """Return Markdown that says a text as it is, in one paragraph."""
    line = re.sub(r"^([0-9]*)(\\+)(?=[-+#.)!])", r"\1\2\2", " ".join(text.split()))
    return re.sub(r"(\\*)([*_`\[\]<])", r"\1\1\\\2", line)


@dataclass
class _Line:
    """A line, or what stands between two fences; `text` is None where it is blank."""

    text: str | None
    code: bool = False


def _lines(text: str) -> list[_Line]:
    """Return the lines of a text; what stands between fences is one."""
    rows, found, at = text.split("\n"), [], 0
    closing = {row.strip(): number for number, row in enumerate(rows) if _FENCE.fullmatch(row)}
    while at < len(rows):
        fence = _FENCE.fullmatch(rows[at])
        if fence and closing.get(fence[1], -1) > at:
            end = next(number for number in range(at + 1, len(rows)) if rows[number].strip() == fence[1])
            found.append(_Line("\n".join(rows[at + 1 : end]), code=True))
            at = end
        else:
            found.append(_Line(rows[at].expandtabs(4) if rows[at].strip() else None))
        at += 1
    return found


@dataclass
class _List:
    """A list that is being read: where its marks stand, and the blocks of each item."""

    indent: int
    start: int | None
    items: list[list[Block]] = field(default_factory=list)


class _Reader:
    """Reads a text line by line; `_open` are the lists that are open, the outermost first."""

    def __init__(self) -> None:
        self._found: list[Block] = []
        self._open: list[_List] = []
        self._words: list[str] = []
        self._blank = True

    def read(self, line: _Line) -> None:
        """Read a line."""
        if line.code:
            self._end_paragraph()
            self._put(Block("code", text=line.text or ""))
            self._blank = True
        elif line.text is None:
            self._end_paragraph()
            self._blank = True
        else:
            self._read(line.text)
            self._blank = False

    def done(self) -> tuple[Block, ...]:
        """Return all blocks, once all lines are read."""
        self._end_paragraph()
        self._close(0)
        return tuple(self._found)

    def _read(self, text: str) -> None:
        item = _ITEM.match(text)
        number = int(item[2]) if item and item[2] else None
        if item and (self._blank or self._open or number in (None, 1)):
            self._end_paragraph()
            self._begin(len(item[1]), number)
            self._words.append(text[item.end() :])
            return
        if self._blank:
            indent = len(text) - len(text.lstrip())
            self._close(sum(each.indent < indent for each in self._open))
        self._words.append(text.strip())

    def _begin(self, indent: int, number: int | None) -> None:
        """Begin an item of a list whose marks stand at `indent`: of one that is open, or of a new one."""
        depth = sum(each.indent + 1 < indent for each in self._open)
        depth = min(depth, DEEPEST - 1)
        if depth < len(self._open) and (self._open[depth].start is None) != (number is None):
            self._close(depth)
        self._close(depth + 1)
        if depth == len(self._open):
            self._open.append(_List(indent, number))
        self._open[depth].items.append([])

    def _close(self, depth: int) -> None:
        """End the lists that stand deeper than `depth`."""
        while len(self._open) > depth:
            ended = self._open.pop()
            self._put(Block("list", items=tuple(map(tuple, ended.items)), start=ended.start))

    def _end_paragraph(self) -> None:
        if self._words:
            self._put(Block("paragraph", spans("\n".join(self._words))))
            self._words = []

    def _put(self, block: Block) -> None:
        (self._open[-1].items[-1] if self._open else self._found).append(block)
