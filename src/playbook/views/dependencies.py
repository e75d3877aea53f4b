"""Who needs what from whom: the dependencies of all, of one role, of one party, of one service."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from playbook.model import Dependency, Playbook
from playbook.views.base import Link, link, links
from playbook.views.impact import Felt, Impact, Reached, Seat, Stake, Told, impact, parts_of, party_impact, seat

__all__ = [
    "DependencyEntry",
    "Felt",
    "Impact",
    "Need",
    "Reached",
    "Seat",
    "Stake",
    "Standing",
    "Told",
    "dependency_entries",
    "impact",
    "needs",
    "party_impact",
]

Standing = Literal["owner", "waits", "provides", "needs", "direct", "chain"]
"""Why a dependency is listed: what a role or a party has to do with it, or how its failure reaches a service."""


@dataclass(frozen=True)
class DependencyEntry:
    """One dependency with the ends of its references; `standing` says why it is listed, None in a list of all.

    `after` are the dependencies that take it with them when they fail.
    """

    dependency: Dependency
    link: Link
    provider: Seat
    consumer: Seat
    third_party: Seat | None
    owner: Link | None
    services: tuple[Link, ...]
    activities: tuple[Link, ...]
    dependencies: tuple[Link, ...]
    after: tuple[Link, ...]
    standing: Standing | None


@dataclass(frozen=True)
class Need:
    """What one party needs from another."""

    consumer: Seat
    provider: Seat
    entries: tuple[DependencyEntry, ...]


def needs(playbook: Playbook) -> tuple[Need, ...]:
    """Return all dependencies by who needs them from whom, in the order in which these first occur."""
    entries = dependency_entries(playbook)
    pairs = list(dict.fromkeys((each.consumer, each.provider) for each in entries))
    together = sorted(entries, key=lambda each: pairs.index((each.consumer, each.provider)))
    return tuple(
        Need(*pair, tuple(each)) for pair, each in groupby(together, lambda each: (each.consumer, each.provider))
    )


def dependency_entries(
    playbook: Playbook, role: str | None = None, party: str | None = None, service: str | None = None
) -> tuple[DependencyEntry, ...]:
    """Return the dependencies that a role looks after or waits for, a party provides or needs, a service rests on.

    What is looked after, provided or rested on directly comes first; otherwise they are in the order of the file.
    """
    after: dict[str, list[str]] = {}
    for each in playbook.dependencies:
        for id in each.blocks.dependencies:
            after.setdefault(id, []).append(each.id)
    below = _below(playbook, service) if service else {}
    entries = []
    for each in playbook.dependencies:
        standings = [
            *([_standing_of_role(playbook, each, role)] if role else []),
            *([_standing_of_party(each, party)] if party else []),
            *([below.get(each.id)] if service else []),
        ]
        if None not in standings:
            entries.append(_entry(playbook, each, after.get(each.id, ()), standings[0] if standings else None))
    return tuple(sorted(entries, key=lambda entry: entry.standing in ("waits", "needs", "chain")))


def _standing_of_role(playbook: Playbook, dependency: Dependency, role: str) -> Standing | None:
    if dependency.owner == role:
        return "owner"
    blocks = dependency.blocks
    nodes = [("activity", id) for id in blocks.activities] + [("service", id) for id in blocks.services]
    return "waits" if any(role == id for node in nodes for id, _ in parts_of(playbook, node)) else None


def _standing_of_party(dependency: Dependency, party: str) -> Standing | None:
    if party in (dependency.provider, dependency.third_party):
        return "provides"
    return "needs" if dependency.consumer == party else None


def _below(playbook: Playbook, service: str) -> dict[str, Standing | None]:
    """Return the dependencies whose failure reaches a service: at once, or by a chain of others."""
    own = {activity.id for activity in playbook.activities if activity.service == service}
    found: dict[str, Standing | None] = {}
    for each in playbook.dependencies:
        if service in each.blocks.services or own.intersection(each.blocks.activities):
            found[each.id] = "direct"
    waiting = deque(found)
    before: dict[str, list[str]] = {}
    for each in playbook.dependencies:
        for id in each.blocks.dependencies:
            before.setdefault(id, []).append(each.id)
    while waiting:
        for id in before.get(waiting.popleft(), ()):
            if id not in found:
                found[id] = "chain"
                waiting.append(id)
    return found


def _entry(
    playbook: Playbook, dependency: Dependency, after: Iterable[str], standing: Standing | None
) -> DependencyEntry:
    return DependencyEntry(
        dependency,
        link(playbook, "dependency", dependency.id),
        seat(playbook, dependency.provider),
        seat(playbook, dependency.consumer),
        seat(playbook, dependency.third_party) if dependency.third_party else None,
        link(playbook, "role", dependency.owner) if dependency.owner else None,
        links(playbook, "service", dependency.blocks.services),
        links(playbook, "activity", dependency.blocks.activities),
        links(playbook, "dependency", dependency.blocks.dependencies),
        links(playbook, "dependency", after),
        standing,
    )
