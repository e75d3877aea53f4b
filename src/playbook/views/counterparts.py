"""Who faces whom: the roles in columns by side and in rows by level, each beside those that face it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from playbook.model import Playbook
from playbook.model.base import EVERY_SIDE, Level
from playbook.views.roles import opposite_numbers, tiers_of

Row = Mapping[int, str]
"""The roles side by side, by column."""


@dataclass(frozen=True)
class Plan:
    """Who stands in which column, who faces whom (the one further to the left first), and the rows of each level."""

    columns: Mapping[str, int]
    engaged: frozenset[str]
    """The roles on the client's side that are not the client's own: they may face that side alone."""
    pairs: tuple[tuple[str, str], ...]
    rows: Mapping[Level | None, tuple[Row, ...]]
    content: frozenset[str] = frozenset()
    """The roles that need nobody to face them: whole parties, and those that have only such on the other side."""

    def facing(self, role: str) -> frozenset[str]:
        """Return the roles that face one."""
        return frozenset(next(other for other in pair if other != role) for pair in self.pairs if role in pair)

    def gaps(self, row: Row) -> Mapping[int, str]:
        """Return the columns in which a row lacks an opposite number, each with the role that has none."""
        found = {}
        for column, role in row.items():
            if role in self.content:
                continue
            sides = {min(self.columns[other], 1) for other in self.facing(role)}
            content = sides if column == 2 or role in self.engaged else 1 in sides
            if column != 1 and not content:
                found[1] = role
            elif column == 1 and 0 not in sides:
                found[0] = role
        return {column: role for column, role in found.items() if column not in row}


def plan_of(playbook: Playbook) -> Plan:
    """Return where everyone stands on the map of the relationship."""
    columns, order = _columns(playbook), {id: at for at, id in enumerate(playbook.roles.ids)}
    both = {frozenset((role, other)) for role in order for other in opposite_numbers(playbook, role) if other != role}
    pairs = sorted(
        (sorted(pair, key=lambda id: (columns[id], order[id])) for pair in both),
        key=lambda pair: [order[id] for id in pair],
    )
    engaged = frozenset(id for id in order if columns[id] == 0 and playbook.roles[id].party != playbook.about.client)
    plan = Plan(columns, engaged, tuple((one, other) for one, other in pairs), {}, _content(playbook))
    tiers = tiers_of(playbook)
    rows = {tier: tuple(_rows(playbook, tier, plan)) for tier in tiers}
    return replace(plan, rows={tier: found for tier, found in rows.items() if found or tier})


def _content(playbook: Playbook) -> frozenset[str]:
    """Return the roles that need nobody to face them."""
    faced = {side for side in EVERY_SIDE if playbook.is_faced(side)}
    return frozenset(role.id for role in playbook.roles if role.whole_party or playbook.side_of(role.id) not in faced)


def _columns(playbook: Playbook) -> dict[str, int]:
    """Return the column of each role; where no supplier has a role, the other parties take its place."""
    suppliers = {role.id for role in playbook.roles if role.party in playbook.about.suppliers}
    beside = 2 if suppliers else 1
    sides = {role.id: playbook.side_of(role.id) for role in playbook.roles}
    return {id: 0 if side == "client" else 1 if id in suppliers else beside for id, side in sides.items()}


def _rows(playbook: Playbook, level: Level | None, plan: Plan) -> list[Row]:
    """Return the rows of a level: each role beside those that face it, as far as there is room."""
    at_level = [role.id for role in playbook.roles if role.level == level]
    left, middle, right = ([id for id in at_level if plan.columns[id] == column] for column in range(3))
    rows: list[dict[int, str]] = []
    waiting = list(middle)
    for role in left:
        facing = [other for other in waiting if other in plan.facing(role)]
        waiting = [other for other in waiting if other not in facing]
        rows += [{0: role, **({1: facing[0]} if facing else {})}, *({1: other} for other in facing[1:])]
    rows += [{1: role} for role in waiting]
    for role in right:
        facing = [*plan.facing(role)]
        free = (row for row in rows if 2 not in row and (row[1] if 1 in row else row[0]) in facing)
        row = next(free, None)
        if row is None:
            rows.append(row := {})
        row[2] = role
    return list(rows)
