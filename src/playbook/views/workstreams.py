"""The workstreams: what each is about, and which side answers for how much of it."""

from __future__ import annotations

from dataclasses import dataclass

from playbook.model import Playbook, Workstream
from playbook.model.base import EVERY_SIDE, Side
from playbook.views.activities import phases_in_order
from playbook.views.base import Link, link, links


@dataclass(frozen=True)
class WorkstreamCard:
    """One workstream: how many activities it has, in which phases, for how many each side alone, or several, answer."""

    workstream: Workstream
    link: Link
    activities: int
    phases: tuple[Link, ...]
    answered: tuple[tuple[Side, int], ...]
    """For how many of them one side alone answers; a third party only where it does for any."""
    by_several: int
    works: bool
    """Whether it is told who does the work, since the scheme has no letter for whoever answers."""


def workstream_cards(playbook: Playbook) -> tuple[WorkstreamCard, ...]:
    """Return each workstream with its size, its phases in their order, and which side answers for how much."""
    return tuple(_card(playbook, workstream) for workstream in playbook.workstreams)


def _card(playbook: Playbook, workstream: Workstream) -> WorkstreamCard:
    activities = [item for item in playbook.activities if item.workstream == workstream.id]
    answering = playbook.scheme.coded("accountable")
    accountable = answering or playbook.scheme.coded("responsible")
    sides = [{playbook.side_of(role) for role in item.roles_with(*accountable)} for item in activities]
    ids = phases_in_order(playbook, activities)
    alone = tuple((side, sides.count({side})) for side in EVERY_SIDE if side in playbook.sides or {side} in sides)
    several = sum(len(found) > 1 for found in sides)
    name, phases = link(playbook, "workstream", workstream.id), links(playbook, "phase", ids)
    return WorkstreamCard(workstream, name, len(activities), phases, alone, several, not answering)
