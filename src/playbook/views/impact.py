"""What a failure reaches: a walk from the dependency or the party that fails to everything that rests on it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from playbook.model import Entity, Playbook
from playbook.model.base import Side
from playbook.views.base import Link, link

Part = Literal["accountable", "responsible", "owner"]
"""What a role has to do with something that fails: it answers for it, does the work, or looks after it."""

PARTS: tuple[Part, ...] = ("accountable", "responsible", "owner")
"""The parts, the weightiest first: a role that has several in one thing is named with the first."""

Node = tuple[str, str]
"""The kind and the id of something that a failure may reach."""


@dataclass(frozen=True)
class Seat:
    """A party and the side it sits on."""

    link: Link
    side: Side


@dataclass(frozen=True)
class Reached:
    """Something that a failure reaches.

    `steps` counts from 1, which is at once. `through` holds what it is reached from, one step nearer to the failure:
    at step 1, the thing that fails itself. A role is told of all it is reached through, however far away.
    """

    link: Link
    record: Entity
    steps: int
    through: tuple[Link, ...]


@dataclass(frozen=True)
class Stake:
    """What a role has to do with some of the things that fail; what it answers for is not said again as its work."""

    part: Part
    things: tuple[Link, ...]


@dataclass(frozen=True)
class Felt:
    """A role that feels a failure, and as what: `stakes` divides what it is reached through."""

    reached: Reached
    party: Seat
    stakes: tuple[Stake, ...]


@dataclass(frozen=True)
class Told:
    """A role to tell first: `because` is what it looks after or answers for, of what fails itself and at once."""

    role: Link
    party: Seat
    because: tuple[Link, ...]


@dataclass(frozen=True)
class Impact:
    """What the failure of one dependency, or of one party, reaches; each kind nearest first."""

    root: Link
    dependencies: tuple[Reached, ...]
    activities: tuple[Reached, ...]
    services: tuple[Reached, ...]
    service_levels: tuple[Reached, ...]
    objectives: tuple[Reached, ...]
    phases: tuple[Reached, ...]
    roles: tuple[Felt, ...]
    told: tuple[Told, ...]

    @property
    def reached(self) -> tuple[Reached, ...]:
        """Everything that fails or suffers, without the roles: for whoever draws it."""
        things = (self.dependencies, self.activities, self.services, self.service_levels, self.objectives, self.phases)
        return tuple(each for kind in things for each in kind)


def impact(playbook: Playbook, id: str) -> Impact:
    """Return what the failure of a dependency reaches, however far; a ring of dependencies is walked once."""
    return _impact(playbook, ("dependency", id))


def party_impact(playbook: Playbook, id: str) -> Impact:
    """Return what stands still when a party fails: what it provides or stands behind, what it runs, and all beyond."""
    return _impact(playbook, ("party", id))


def _impact(playbook: Playbook, root: Node) -> Impact:
    walk = _walked(playbook, root)
    found = {node: _reached(playbook, node, *at) for node, at in walk.items() if node != root}
    stakes = _stakes(playbook, walk)

    def of(kind: str) -> tuple[Reached, ...]:
        return tuple(each for (sort, _), each in found.items() if sort == kind)

    return Impact(
        link(playbook, *root),
        of("dependency"),
        of("activity"),
        of("service"),
        of("service-level"),
        of("objective"),
        of("phase"),
        tuple(_felt(playbook, each, stakes[each.link.id]) for each in of("role")),
        _told(playbook, [root, *(node for node, (steps, _) in walk.items() if steps == 1)]),
    )


def _walked(playbook: Playbook, root: Node) -> dict[Node, tuple[int, list[Node]]]:
    """Return every node that lies beyond `root`, nearest first: how many steps away, and from where it is reached."""
    levels: dict[str, list[str]] = {}
    for level in playbook.service_levels:
        levels.setdefault(level.service, []).append(level.id)
    walk: dict[Node, tuple[int, list[Node]]] = {root: (0, [])}
    waiting = deque([root])
    while waiting:
        node = waiting.popleft()
        steps = walk[node][0] + 1
        for following in dict.fromkeys(_following(playbook, node, levels)):
            if following not in walk:
                walk[following] = (steps, [])
                waiting.append(following)
            if walk[following][0] == steps or following[0] == "role":
                walk[following][1].append(node)
    return walk


def _following(playbook: Playbook, node: Node, levels: dict[str, list[str]]) -> Iterator[Node]:
    """Iterate over what fails or suffers at once where a node fails; `levels` are the service levels of services."""
    kind, id = node
    if kind == "party":
        failing = (each for each in playbook.dependencies if id in (each.provider, each.third_party))
        yield from (("dependency", each.id) for each in failing)
        yield from (("service", each.id) for each in playbook.services if each.supplier == id)
    elif kind == "dependency":
        blocks = playbook.dependencies[id].blocks
        yield from (("dependency", each) for each in blocks.dependencies)
        yield from (("activity", each) for each in blocks.activities)
        yield from (("service", each) for each in blocks.services)
    elif kind == "activity":
        activity = playbook.activities[id]
        yield from [("service", activity.service)] if activity.service else []
        yield from [("phase", activity.phase)] if activity.phase else []
    elif kind == "service":
        service = playbook.services[id]
        yield from (("service-level", each) for each in levels.get(id, ()))
        yield from (("objective", each) for each in service.objectives)
        yield from (("phase", each) for each in service.phases)
    elif kind == "service-level" and (objective := playbook.service_levels[id].objective):
        yield "objective", objective
    yield from (("role", role) for role, _ in parts_of(playbook, node))


def parts_of(playbook: Playbook, node: Node) -> Iterator[tuple[str, Part]]:
    """Iterate over the roles that have to do with a node, each with its part."""
    kind, id = node
    if kind == "activity":
        for item in playbook.activities[id].assigned:
            sense = playbook.scheme.codes[item.code].sense
            if sense == "accountable" or sense == "responsible":
                yield item.role, sense
    elif kind in ("dependency", "service", "service-level"):
        owner: str | None = playbook.of_kind(kind)[id].owner
        if owner:
            yield owner, "owner"


def _reached(playbook: Playbook, node: Node, steps: int, before: Iterable[Node]) -> Reached:
    kind, id = node
    through = tuple(link(playbook, *each) for each in before)
    return Reached(link(playbook, kind, id), playbook.of_kind(kind)[id], steps, through)


def _felt(playbook: Playbook, reached: Reached, stakes: dict[Part, list[Link]]) -> Felt:
    found = tuple(Stake(part, tuple(stakes[part])) for part in PARTS if part in stakes)
    return Felt(reached, seat(playbook, playbook.roles[reached.link.id].party), found)


def _stakes(playbook: Playbook, nodes: Iterable[Node]) -> dict[str, dict[Part, list[Link]]]:
    """Return what each role has to do with which nodes, as the first of `PARTS` that holds."""
    stakes: dict[str, dict[Part, list[Link]]] = {}
    for node in nodes:
        parts: dict[str, Part] = {}
        for role, part in parts_of(playbook, node):
            parts[role] = min(part, parts.get(role, part), key=PARTS.index)
        for role, part in parts.items():
            stakes.setdefault(role, {}).setdefault(part, []).append(link(playbook, *node))
    return stakes


def _told(playbook: Playbook, nodes: Iterable[Node]) -> tuple[Told, ...]:
    """Return the roles that look after, or answer for, what has failed and what fails at once."""
    because: dict[str, list[Link]] = {}
    for node in nodes:
        for role, part in parts_of(playbook, node):
            if part != "responsible":
                because.setdefault(role, []).append(link(playbook, *node))
    return tuple(
        Told(link(playbook, "role", role), seat(playbook, playbook.roles[role].party), tuple(things))
        for role, things in because.items()
    )


def seat(playbook: Playbook, party: str) -> Seat:
    """Return a party with its side."""
    return Seat(link(playbook, "party", party), playbook.side_of_party(party))
