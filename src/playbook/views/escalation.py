"""The ladder of each escalation path, where a priority starts, and what one role raises and answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from playbook.model import EscalationPath, Playbook, Priority
from playbook.model.base import SIDES
from playbook.model.escalation import Rung
from playbook.model.phones import Phone
from playbook.views.base import Link, link


@dataclass(frozen=True)
class Ranked:
    """A priority and its rank, which counts from 0, the gravest."""

    priority: Priority
    rank: int


@dataclass(frozen=True)
class Owner:
    """Who answers on one side; `deputy` stands in, and is None on a confidential path, where nobody may."""

    side: str
    party: Link
    role: Link
    deputy: Link | None


@dataclass(frozen=True)
class Level:
    """One level of a path, counted from 1; `above` is the number of the next one, None at the top."""

    number: int
    above: int | None
    rung: Rung
    owners: tuple[Owner, ...]
    starting: tuple[Ranked, ...]


@dataclass(frozen=True)
class Ladder:
    """One path, its levels from the first to the last, and the numbers of its channel unless it is confidential."""

    path: EscalationPath
    link: Link
    levels: tuple[Level, ...]
    forum: Link | None
    phones: tuple[Phone, ...] = ()


@dataclass(frozen=True)
class Start:
    """Where an issue of some priority enters one path."""

    path: Link
    number: int
    name: str


@dataclass(frozen=True)
class PriorityRow:
    """One priority, and its first level on each path that uses it."""

    ranked: Ranked
    starts: tuple[Start, ...]


@dataclass(frozen=True)
class PathCard:
    """One path as a choice: whom it asks first, and which priorities take it."""

    ladder: Ladder
    first: tuple[Owner, ...]
    priorities: tuple[Ranked, ...]


@dataclass(frozen=True)
class Raised:
    """Where a role takes an issue of one path: to the level above those it answers on, or to the first."""

    path: Link
    level: Level
    owner: Owner


@dataclass(frozen=True)
class Answered:
    """One level that a role answers on, and who does so on the other side."""

    path: Link
    level: Level
    others: tuple[Owner, ...]


@dataclass(frozen=True)
class RolePart:
    """What one role raises and what it answers."""

    raised: tuple[Raised, ...]
    answered: tuple[Answered, ...]


def ladder(playbook: Playbook, path: str) -> Ladder:
    """Return the ladder of one path."""
    found = playbook.paths[path]
    rungs = tuple(found.levels.values())
    levels = tuple(_level(playbook, found, rung, number, len(rungs)) for number, rung in enumerate(rungs, 1))
    forum = link(playbook, "forum", found.forum) if found.forum else None
    channel = playbook.channels.get(found.channel)
    phones = channel.phones if channel and not found.confidential else ()
    return Ladder(found, link(playbook, "path", path), levels, forum, phones)


def ladders(playbook: Playbook) -> tuple[Ladder, ...]:
    """Return every ladder, in the order of the file."""
    return tuple(ladder(playbook, path.id) for path in playbook.paths)


def path_cards(playbook: Playbook) -> tuple[PathCard, ...]:
    """Return every path with whom to turn to first."""
    return tuple(
        PathCard(each, each.levels[0].owners if each.levels else (), _ranked(playbook, each.path))
        for each in ladders(playbook)
    )


def priority_rows(playbook: Playbook) -> tuple[PriorityRow, ...]:
    """Return every priority with the level at which it enters each path that uses it."""
    found = ladders(playbook)
    return tuple(
        PriorityRow(Ranked(priority, rank), tuple(_starts(found, priority)))
        for rank, priority in enumerate(playbook.priorities)
    )


def role_part(playbook: Playbook, role: str) -> RolePart:
    """Return what a role raises, to whom on its own side, and which levels it answers on."""
    side = playbook.side_of(role)
    raised, answered = [], []
    for each in ladders(playbook):
        mine = [level for level in each.levels if any(owner.role.id == role for owner in level.owners)]
        for level in mine:
            others = tuple(owner for owner in level.owners if owner.role.id != role)
            answered.append(Answered(each.link, level, others))
        above = mine[-1].number if mine else 0
        if above < len(each.levels):
            level = each.levels[above]
            if owner := _asked(level, side):
                raised.append(Raised(each.link, level, owner))
    return RolePart(tuple(raised), tuple(answered))


def first_level(path: EscalationPath, priority: Priority) -> int:
    """Return the level at which a priority enters a path: the last one where the path has fewer levels."""
    return max(1, min(priority.first_level or 1, len(path.levels)))


def _level(playbook: Playbook, path: EscalationPath, rung: Rung, number: int, last: int) -> Level:
    owners = tuple(_owners(playbook, rung, path.confidential))
    starting = tuple(each for each in _ranked(playbook, path) if first_level(path, each.priority) == number)
    return Level(number, number + 1 if number < last else None, rung, owners, starting)


def _ranked(playbook: Playbook, path: EscalationPath) -> tuple[Ranked, ...]:
    """Return the priorities that take a path, the gravest first."""
    return tuple(Ranked(item, rank) for rank, item in enumerate(playbook.priorities) if item.id in path.priorities)


def _owners(playbook: Playbook, rung: Rung, confidential: bool) -> Iterable[Owner]:
    for side, id in zip(SIDES, (rung.client_owner, rung.supplier_owner), strict=True):
        if id:
            role = playbook.roles[id]
            deputy = link(playbook, "role", role.deputy) if role.deputy and not confidential else None
            yield Owner(side, link(playbook, "party", role.party), link(playbook, "role", id), deputy)


def _starts(found: Iterable[Ladder], priority: Priority) -> Iterable[Start]:
    for each in found:
        if priority.id in each.path.priorities and each.levels:
            level = each.levels[first_level(each.path, priority) - 1]
            yield Start(each.link, level.number, level.rung.name)


def _asked(level: Level, side: str) -> Owner | None:
    """Return who answers a role of `side` on a level: the owner of its own side, else the other."""
    own = [owner for owner in level.owners if owner.side == side]
    return next(iter((*own, *level.owners)), None)
