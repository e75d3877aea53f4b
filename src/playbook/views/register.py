"""Ids that went: what became of each, why, and where to turn to now."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playbook.model import Entry, Playbook
from playbook.views.base import Link, link


@dataclass(frozen=True)
class GoneEntry:
    """One id that is no longer in the playbook.

    `instead` is what to turn to, each with its id: a link where it is an entity of this edition, the title under which
    the ledger has it otherwise; empty where nothing took its place.
    """

    entry: Entry
    instead: tuple[tuple[str, Link], ...]


def gone_entries(playbook: Playbook) -> tuple[GoneEntry, ...]:
    """Return the ids that went, those that went last first."""
    gone = [
        GoneEntry(entry, tuple((id, _instead(playbook, id)) for id in entry.replaced_by))
        for entry in playbook.ledger
        if entry.status != "active"
    ]
    return tuple(sorted(gone, key=lambda each: _order(each.entry.removed_in or ""), reverse=True))


def _order(version: str) -> list[tuple[int, str]]:
    """Return what orders names of versions: numbers by what they count, words by their letters."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split("([0-9]+)", version)]


def _instead(playbook: Playbook, id: str) -> Link:
    if (found := playbook.cited(id)) and hasattr(found[1], "name"):
        return link(playbook, found[0], found[1].id)
    known = playbook.ledger.get(id)
    return Link("", id, known.title if known else id)
