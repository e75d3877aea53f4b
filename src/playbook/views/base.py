"""What every view is made of: links to entities, and the words of a locale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from playbook.model import Playbook
from playbook.model.base import EVERY_SIDE, Side
from playbook.model.time import Life


@dataclass(frozen=True)
class Link:
    """A mention of an entity; where it leads is decided by whoever renders it."""

    kind: str
    id: str
    text: str
    days: Life | None = None
    """The days to tell of, where it begins or ends within the cycle, or lies outside it."""


def link(playbook: Playbook, kind: str, id: str) -> Link:
    """Return the link to the entity `id` of a kind of `playbook.model.KINDS`; raise `KeyError` where there is none."""
    return Link(kind, id, playbook.of_kind(kind)[id].name, days(playbook, kind, id))


def past_link(playbook: Playbook, kind: str, id: str) -> Link:
    """Return the link to what once did something; where it has gone since, its name as the ledger has it."""
    entry = playbook.gone(kind, id)
    return Link("", "", entry.title) if entry is not None else link(playbook, kind, id)


def days(playbook: Playbook, kind: str, id: str) -> Life | None:
    """Return the days to tell of an entity: those on which it begins or ends, where these lie within the cycle."""
    return playbook.life(kind, id).beside(playbook.cycle_days)


def table_files(path: str) -> tuple[Link, ...]:
    """Return the links to a table as files for spreadsheet programs, which lie at a path below the root of the site."""
    return tuple(Link("download", f"{path}.{form.lower()}", form) for form in ("CSV", "XLSX"))


def links(playbook: Playbook, kind: str, ids: Any) -> tuple[Link, ...]:
    """Return the links to several entities of one kind."""
    return tuple(link(playbook, kind, id) for id in ids)


@dataclass(frozen=True)
class SideRoles:
    """The roles of one side."""

    side: Side
    roles: tuple[Link, ...]


def by_side(playbook: Playbook, roles: Iterable[str]) -> tuple[SideRoles, ...]:
    """Return roles by side: a side without any has an empty group, third parties have one where they are."""
    known = tuple(roles)
    found = ((side, [role for role in known if playbook.side_of(role) == side]) for side in EVERY_SIDE)
    return tuple(SideRoles(side, links(playbook, "role", ids)) for side, ids in found if ids or side in playbook.sides)
