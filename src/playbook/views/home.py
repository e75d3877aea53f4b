"""Where a reader begins: who they may be, and for each role the few things to know first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playbook.model import Playbook, Role
from playbook.model.base import EVERY_SIDE
from playbook.views.base import Link, link, links
from playbook.views.cadence import forums_of
from playbook.views.meetings import meetings
from playbook.views.onboarding import covers
from playbook.views.roles import is_alone, opposite_numbers
from playbook.views.words import Words


@dataclass(frozen=True)
class RoleStart:
    """What the holder of a role looks up first."""

    role: Link
    party: Link
    side: str
    level: str | None
    whole: bool
    alone: bool
    """Whether it needs an opposite number, and has none."""
    counterparts: tuple[Link, ...]
    deputy: Link | None
    forums: tuple[Link, ...]
    programmes: tuple[Link, ...]


@dataclass(frozen=True)
class Side:
    """The roles of one side, the highest level first."""

    side: str
    roles: tuple[RoleStart, ...]


@dataclass(frozen=True)
class Home:
    """The roles a reader chooses from, and when each forum meets in the cycle."""

    sides: tuple[Side, ...]
    meetings: tuple[tuple[Link, tuple[str, ...]], ...]


def home(playbook: Playbook, words: Words) -> Home:
    """Return what the home page offers."""
    every = (Side(side, tuple(_starts(playbook, side))) for side in EVERY_SIDE)
    sides = tuple(each for each in every if each.roles or each.side in playbook.sides)
    dates = ((link(playbook, "forum", forum.id), meetings(playbook, forum, words, ())) for forum in playbook.forums)
    return Home(sides, tuple((forum, tuple(each.time for each in held)) for forum, held in dates if held))


def _starts(playbook: Playbook, side: str) -> Iterator[RoleStart]:
    for role in sorted(playbook.roles, key=lambda role: role.rank):
        if playbook.side_of(role.id) == side:
            yield _start(playbook, role)


def _start(playbook: Playbook, role: Role) -> RoleStart:
    return RoleStart(
        link(playbook, "role", role.id),
        link(playbook, "party", role.party),
        playbook.side_of(role.id),
        role.level,
        role.whole_party,
        is_alone(playbook, role.id),
        links(playbook, "role", opposite_numbers(playbook, role.id)),
        link(playbook, "role", role.deputy) if role.deputy else None,
        tuple(link(playbook, "forum", forum.id) for forum in forums_of(playbook, role.id)),
        _first_weeks(playbook, role.id),
    )


def _first_weeks(playbook: Playbook, role: str) -> tuple[Link, ...]:
    joiners = (each for each in playbook.programmes if each.for_ == "joiners" and covers(playbook, each, role))
    return tuple(link(playbook, "programme", each.id) for each in joiners)
