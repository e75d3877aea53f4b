"""Where each statement that the playbook must make is made: read off the tags of the data and of the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playbook.model import Model, Playbook, Statement
from playbook.model.base import Entity
from playbook.views.base import Link


@dataclass(frozen=True)
class Carrier:
    """One place that makes a statement: an entity, the sourcing structure, or a page.

    `parts` names what inside it does so, each with its sort (`duty`, `step`, `rung`) and its id; empty where it is
    the whole.
    """

    link: Link
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StatementRow:
    """One statement and its places, those of the data first."""

    statement: Statement
    carriers: tuple[Carrier, ...]


@dataclass(frozen=True)
class Section:
    """The statements under one heading; `carried` counts those with a place."""

    name: str | None
    rows: tuple[StatementRow, ...]
    carried: int


@dataclass(frozen=True)
class CoverageTable:
    """Every statement by section, and how many of them have a place."""

    sections: tuple[Section, ...]
    carried: int
    total: int


def coverage(playbook: Playbook, pages: Mapping[str, Iterable[Link]]) -> CoverageTable:
    """Return where each statement is carried; `pages` holds the pages that carry each, by statement id."""
    found = _carriers(playbook)
    by_section: dict[str | None, list[StatementRow]] = {}
    for statement in playbook.statements:
        carriers = (*found.get(statement.id, ()), *(Carrier(page, ()) for page in pages.get(statement.id, ())))
        by_section.setdefault(statement.section, []).append(StatementRow(statement, carriers))
    sections = tuple(_section(name, tuple(rows)) for name, rows in by_section.items())
    return CoverageTable(sections, sum(section.carried for section in sections), len(playbook.statements))


def _section(name: str | None, rows: tuple[StatementRow, ...]) -> Section:
    return Section(name, rows, sum(bool(row.carriers) for row in rows))


def _carriers(playbook: Playbook) -> dict[str, tuple[Carrier, ...]]:
    """Return the places in the data by statement id; parts of one entity stand together."""
    found: dict[str, dict[Link, list[tuple[str, str]]]] = {}
    for home, record in _records(playbook):
        for statement, part in carried(record):
            parts = found.setdefault(statement, {}).setdefault(home, [])
            if part and part not in parts:
                parts.append(part)
    return {id: tuple(Carrier(home, tuple(parts)) for home, parts in homes.items()) for id, homes in found.items()}


def _records(playbook: Playbook) -> Iterator[tuple[Link, Model]]:
    """Iterate over everything that may bear tags, with where it lives."""
    chosen = playbook.sourcing.kind
    home = playbook.structures.get(chosen)
    yield Link("structure" if home else "sourcing", chosen, home.name if home else chosen), playbook.sourcing
    for kind, entity in playbook.entities():
        if isinstance(entity, Entity):
            yield Link(kind, entity.id, entity.name), entity


def carried(record: Any, part: tuple[str, str] | None = None) -> Iterator[tuple[str, tuple[str, str] | None]]:
    """Iterate over the statements a record carries at any depth, each with the part of it that does so."""
    if isinstance(record, Model):
        for name in type(record).model_fields:
            value = getattr(record, name)
            if name == "carries":
                yield from ((statement, part) for statement in value)
            else:
                yield from carried(value, part)
    elif isinstance(record, (dict, tuple)):
        for item in record.values() if isinstance(record, dict) else record:
            yield from carried(item, _part(item) or part)


def _part(item: Any) -> tuple[str, str] | None:
    id = getattr(item, "id", None)
    return (type(item).__name__.lower(), str(id)) if isinstance(item, Model) and id else None
