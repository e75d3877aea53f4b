"""Which roles stand for a position on one side of the table, and whether there are two sides at all."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.model import Playbook, Role
from playbook.model.base import SIDES, Level, Side

_BESIDE = ("third-party", "neutral")
"""The kinds of parties that stand beside the contract: nothing in it is settled with them as with a side."""


def is_internal(playbook: Playbook) -> bool:
    """Tell whether the client's own staff deliver, so that no second side is there to face, join or ask."""
    return playbook.sourcing.kind == "internal"


def stands_beside(playbook: Playbook, party: str) -> bool:
    """Tell whether a party takes part without being one of those that the contract binds."""
    return playbook.parties[party].kind in _BESIDE


def positions(playbook: Playbook) -> Iterator[Role]:
    """Iterate over the roles that are positions with a level and an opposite number."""
    return (role for role in playbook.roles if not role.whole_party and not stands_beside(playbook, role.party))


def levels_of(playbook: Playbook) -> dict[Side, set[Level]]:
    """Return the levels at which each side has a position."""
    levels: dict[Side, set[Level]] = {side: set() for side in SIDES}
    for role in positions(playbook):
        if role.level:
            levels.setdefault(playbook.side_of(role.id), set()).add(role.level)
    return levels


def has_two_sides(playbook: Playbook) -> bool:
    """Tell whether each of two sides has a position."""
    levels = levels_of(playbook)
    return not is_internal(playbook) and all(levels[side] for side in SIDES)


def has_levels(playbook: Playbook) -> bool:
    """Tell whether two sides are there, and one of them has positions at several levels."""
    levels = levels_of(playbook)
    return has_two_sides(playbook) and any(len(levels[side]) > 1 for side in SIDES)
