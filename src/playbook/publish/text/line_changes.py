"""What of a section changed between two versions: by line, the words that went and came, and by cell in a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from playbook.changes.wording import ALIKE, Run, likeness, marked_runs, pairing
from playbook.publish.text.lines import Line, columns, lines

MOST = 400
"""The most pairs of lines of which it is asked how alike they are; more stand one after the other."""


@dataclass(frozen=True)
class TextChange:
    """One line that came, went or says something else: its words, those that went and came marked.

    `under` is the heading that it stands under. Of a row of a table, `row` is what tells it from others, and `column`
    the heading of the column in which something changed, both empty elsewhere.
    """

    under: str
    runs: tuple[Run, ...]
    row: str = ""
    column: str = ""


def text_changes(old: str, new: str) -> tuple[TextChange, ...]:
    """Return what one canonical text says otherwise than another, in the order of the new one.

    Rows of a table are known by their names, wherever they stand. Nothing is returned where only what stands around the
    words differs, such as where a link leads or in which order rows stand.
    """
    return tuple(_Comparison(lines(old), lines(new)).changes())


class _Comparison:
    """Two texts beside each other; `rows` are those of the old one that the new one has too, by what tells them."""

    def __init__(self, old: Sequence[Line], new: Sequence[Line]) -> None:
        self.old, self.new = old, new
        named = _named(old)
        self.rows = {key: named[key] for key in _named(new) if key in named}

    def changes(self) -> Iterator[TextChange]:
        """Iterate over the changes, those of a stretch of lines together."""
        before, after = ([self._key(each) for each in those] for those in (self.old, self.new))
        for how, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if how == "equal":
                pairs = zip(self.old[i:j], self.new[k:m], strict=True)
                yield from (each for one, other in pairs for each in _of_line(one, other))
            else:
                yield from self._between(self.old[i:j], self.new[k:m])

    def _key(self, line: Line) -> object:
        return _row(line) if _row(line) in self.rows else line.says

    def _between(self, gone: Sequence[Line], came: Sequence[Line]) -> Iterator[TextChange]:
        """Iterate over the changes from some lines to others that stand in their place."""
        gone = [each for each in gone if _row(each) not in self.rows]
        pairs = _pairs(gone, [each for each in came if _row(each) not in self.rows])
        went = [place for place in range(len(gone)) if place not in pairs.values()]
        place = 0
        for line in came:
            if (row := _row(line)) and row in self.rows:
                yield from _of_line(self.rows[row], line)
                continue
            one, place = pairs.get(place), place + 1
            if one is None:
                yield TextChange(line.under, (Run(line.words, "came"),))
                continue
            while went and went[0] < one:
                yield _went(gone[went.pop(0)])
            yield from _of_line(gone[one], line)
        yield from (_went(gone[each]) for each in went)


def _row(line: Line) -> tuple[str, str] | None:
    """Return what tells a row of a table from others; None for a line that is none."""
    return (line.under, line.name) if line.beside else None


def _named(those: Sequence[Line]) -> dict[tuple[str, str], Line]:
    """Return the rows that can be told from all others by their names."""
    rows = [(row, line) for line in those if (row := _row(line))]
    times = Counter(row for row, _ in rows)
    return {row: line for row, line in rows if times[row] == 1}


def _went(line: Line) -> TextChange:
    return TextChange(line.under, (Run(line.words, "gone"),))


def _pairs(gone: Sequence[Line], came: Sequence[Line]) -> dict[int, int]:
    """Return which line came of which, the most alike first: places in what went by places in what came."""
    if len(gone) * len(came) > MOST:
        return {}
    alike = {
        (one, other): likeness(gone[other].words, came[one].words)
        for one in range(len(came))
        for other in range(len(gone))
    }
    return pairing(alike, ALIKE)


def _of_line(old: Line, new: Line) -> Iterator[TextChange]:
    """Iterate over the changes of a line; of a row of which the name stayed, cell by cell."""
    if old.says == new.says:
        return
    if not (old.beside or new.beside) or old.name != new.name:
        yield TextChange(new.under, marked_runs(old.words, new.words))
        return
    before, after = columns(old), columns(new)
    for column in dict.fromkeys((*after, *before)):
        was, now = (each[column].words if column in each else "" for each in (before, after))
        if was != now:
            head = (after.get(column) or before[column]).head
            yield TextChange(new.under, marked_runs(was, now), new.name, head)
