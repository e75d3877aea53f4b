"""How the work of a responsibility scheme is spread: counts per role, gaps and overload."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from playbook.model import Playbook
from playbook.model.base import EVERY_SIDE
from playbook.model.schemes import Code, CodeSense
from playbook.views.base import Link, link

Counts = tuple[tuple[Code, int], ...]
"""How often a role bears each letter."""


@dataclass(frozen=True)
class Strain:
    """What a role bears of the whole playbook: for how many activities it answers, and whether that is too much.

    `without_work` tells that it neither answers for any nor does any.
    """

    accountable: int
    overloaded: bool
    without_work: bool


@dataclass(frozen=True)
class Load:
    """How much one role bears: how often it has each letter, and where each stretch of a bar of them begins."""

    role: Link
    side: str
    counts: Counts
    starts: tuple[int, ...]
    total: int
    strain: Strain


def ordered(playbook: Playbook, roles: Iterable[str]) -> tuple[str, ...]:
    """Return role ids as tables show them: the client's side first, whole parties before levels."""
    at = {id: position for position, id in enumerate(playbook.roles.ids)}
    side = {id: EVERY_SIDE.index(playbook.side_of(id)) for id in at}
    return tuple(sorted(roles, key=lambda id: (side[id], playbook.roles[id].rank, at[id])))


def strains(playbook: Playbook, limit: int | None) -> dict[str, Strain]:
    """Return what each role bears; more than `limit` activities to answer for are too many, None sets no limit."""
    accountable, responsible = _bearing(playbook, "accountable"), _bearing(playbook, "responsible")
    known = any(code.sense in ("accountable", "responsible") for code in playbook.scheme.codes.values())
    return {
        role.id: Strain(
            accountable[role.id],
            limit is not None and accountable[role.id] > limit and not role.whole_party,
            known and not accountable[role.id] and not responsible[role.id] and not role.whole_party,
        )
        for role in playbook.roles
    }


def _bearing(playbook: Playbook, sense: CodeSense) -> Counter[str]:
    """Return for how many activities each role bears a letter of a sense."""
    codes = playbook.scheme.coded(sense)
    return Counter(role for activity in playbook.activities for role in set(activity.roles_with(*codes)))


def raci_loads(playbook: Playbook, limit: int | None = None) -> tuple[Load, ...]:
    """Return how often each role bears each letter, and roles without any, unless they are whole parties."""
    given = Counter((item.role, item.code) for activity in playbook.activities for item in activity.assigned)
    strained = strains(playbook, limit)
    loads = []
    for role in ordered(playbook, playbook.roles.ids):
        counts = tuple((code, given[role, code.id]) for code in playbook.scheme.codes.values())
        *starts, total = accumulate((number for _, number in counts), initial=0)
        if not total and playbook.roles[role].whole_party:
            continue
        side = playbook.side_of(role)
        loads.append(Load(link(playbook, "role", role), side, counts, tuple(starts), total, strained[role]))
    return tuple(loads)
