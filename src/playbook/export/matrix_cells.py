"""What stands in each cell of a responsibility table that is taken away as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playbook.model.prose import in_lines
from playbook.model.schemes import BORNE, Borne, Excepted
from playbook.model.time import Life
from playbook.views.responsibilities import Column, Group, Part, RaciTable, Row
from playbook.views.words import Words

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # Excel reads wide ones alike
"""What a cell may not begin with, or a spreadsheet takes its text for a formula."""


@dataclass(frozen=True)
class RoleColumn:
    """A column of letters: the id and the name of a role, and the name of its party; none where it is the party."""

    id: str
    name: str
    party: str


@dataclass(frozen=True)
class Sheet:
    """The cells of a table as they are shown: activities with `before` columns of facts, roles, and more facts."""

    before: tuple[str, ...]
    roles: tuple[RoleColumn, ...]
    after: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheet(table: RaciTable, words: Words) -> Sheet:
    """Return the cells of a table, in the words of a locale, as they are written."""
    group = (words.say("Group"),) if table.grouped else ()
    before = (words.say("Activity"), words.say("Workstream"), *group, words.say("Phase"))
    after = (words.say("Service"), words.say("Applies"), words.say("Condition"), words.say("What it is"))
    more = (words.say("Deliverable"), words.say("Hand-over"), words.say("Notes"))
    last = (words.say("In the contract"), words.say("Links"), words.say("Identifier"))
    roles = (
        RoleColumn(column.role.id, words.named(column.role.text, column.role.days), _party(column))
        for column in table.columns
    )
    return Sheet(
        before,
        tuple(roles),
        (*after, *more, *last),
        tuple(
            tuple(_cells(table, row, _within(table, group, part), words))
            for group in table.groups
            for part in group.parts
            for row in part.rows
        ),
    )


def _within(table: RaciTable, group: Group, part: Part) -> tuple[str, ...]:
    """Return the workstream, and where the table has groups the group, of some activities."""
    own = (part.group.name if part.group else "",) if table.grouped else ()
    return (group.workstream.text, *own)


def _party(column: Column) -> str:
    return "" if column.whole else column.party.text


def _cells(table: RaciTable, row: Row, within: tuple[str, ...], words: Words) -> Iterator[str]:
    activity = row.activity
    yield from (activity.name, *within, row.phase.text if row.phase else "")
    yield from (", ".join(letter.code.letter for letter in cell) for cell in row.cells)
    yield from (row.service.text if row.service else "", words.days(Life(activity.since, activity.until)))
    told = (activity.condition, activity.summary, activity.deliverable, activity.hand_over)
    yield from (in_lines(text or "") for text in told)
    yield "\n".join(_notes(table, row, words))
    yield words.listed(activity.clauses)
    yield "\n".join(link.in_words for link in activity.links)
    yield activity.id


def _notes(table: RaciTable, row: Row, words: Words) -> Iterator[str]:
    """Iterate over the note, what is particular about single letters, and why accountability is shared or absent."""
    if row.activity.note:
        yield in_lines(row.activity.note)
    for column, cell in zip(table.columns, row.cells, strict=True):
        for letter in cell:
            if letter.note:
                yield f"{column.role.text} ({letter.code.word}): {in_lines(letter.note)}"
    for sense in BORNE:
        told = False
        if reason := row.activity.shared(sense) or row.activity.nobody(sense):
            told = True
            yield words.excepted(
                sense, bool(row.activity.shared(sense)), bool(row.activity.nobody(sense)), in_lines(reason)
            )
        if not told and (found := _excepted(table, row, sense)):
            yield words.excepted(sense, found.shared, found.nobody, in_lines(found.because))


def _excepted(table: RaciTable, row: Row, sense: Borne) -> Excepted | None:
    """Return why something is shared or absent in all activities of a workstream, or everywhere."""
    told = (each for each in table.reasons if each.sense == sense)
    found = {each.workstream.id if each.workstream else "": each.excepted for each in told}
    return found.get(row.activity.workstream) or found.get("")


def cell_text(text: str) -> str:
    """Return a text as a cell may hold it: behind an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
