"""What stands in each cell of a responsibility table that is taken away as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playbook.views.responsibilities import RaciTable, Row
from playbook.views.words import Words

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # Excel reads wide ones alike
"""What a cell may not begin with, or a spreadsheet takes its text for a formula."""


@dataclass(frozen=True)
class Sheet:
    """The cells of a table as they are shown: activities with `before` columns of facts, roles, and more facts."""

    before: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]
    """The party and the name of each role."""
    after: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheet(table: RaciTable, words: Words) -> Sheet:
    """Return the cells of a table, in the words of a locale; no cell can be taken for a formula."""
    before = (words.say("Activity"), words.say("Workstream"), words.say("Phase"))
    after = (words.say("Service"), words.say("Condition"), words.say("Deliverable"), words.say("Hand-over"))
    last = (words.say("Notes"), words.say("In the contract"), words.say("Identifier"))
    return Sheet(
        before,
        tuple((safe(column.party.text), safe(column.role.text)) for column in table.columns),
        (*after, *last),
        tuple(
            tuple(map(safe, _cells(table, row, group.workstream.text, words)))
            for group in table.groups
            for row in group.rows
        ),
    )


def _cells(table: RaciTable, row: Row, workstream: str, words: Words) -> Iterator[str]:
    activity = row.activity
    yield from (activity.name, workstream, row.phase.text)
    yield from (", ".join(letter.code.letter for letter in cell) for cell in row.cells)
    yield from (row.service.text if row.service else "", activity.condition or "", activity.deliverable or "")
    yield activity.hand_over or ""
    yield "\n".join(_notes(table, row, words))
    yield words.listed(activity.clauses)
    yield activity.id


def _notes(table: RaciTable, row: Row, words: Words) -> Iterator[str]:
    """Iterate over what is particular about single letters, and why accountability is shared or absent."""
    for column, cell in zip(table.columns, row.cells, strict=True):
        for letter in cell:
            if letter.note:
                yield f"{column.role.text} ({letter.code.word}): {letter.note}"
    if reason := row.activity.shared_because:
        yield words.say("Accountability is shared: %(reason)s", reason=reason)
    if reason := row.activity.nobody_because:
        yield words.say("Nobody is accountable: %(reason)s", reason=reason)


def safe(text: str) -> str:
    """Return a text as a cell may hold it: behind an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
