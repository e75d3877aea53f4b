"""What the contract is for, what it buys, and who does what for each service."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from playbook.model import Activity, Objective, Playbook, Service
from playbook.views.activities import LetterNote, notes_of, phase_of
from playbook.views.base import Link, link, links


@dataclass(frozen=True)
class Seat:
    """A role with the party and the side it speaks for."""

    role: Link
    party: Link
    side: str


@dataclass(frozen=True)
class Work:
    """One activity that belongs to a service, and the roles that answer for it."""

    activity: Activity
    link: Link
    phase: Link | None
    accountable: tuple[Seat, ...]
    notes: tuple[LetterNote, ...]
    """What is particular about single letters."""


@dataclass(frozen=True)
class ServiceCard:
    """One service; `side` is that of the party that runs it."""

    service: Service
    link: Link
    owner: Seat | None
    supplier: Link | None
    side: str
    phases: tuple[Link, ...]
    objectives: tuple[Link, ...]


@dataclass(frozen=True)
class RolePart:
    """One role's part in one service: whether it owns it, and the activities it answers for and works on."""

    card: ServiceCard
    owns: bool
    accountable: tuple[Link, ...]
    responsible: tuple[Link, ...]


@dataclass(frozen=True)
class ObjectiveEntry:
    """One objective, the services that serve it and the service levels that measure it."""

    objective: Objective
    link: Link
    services: tuple[Link, ...]
    levels: tuple[Link, ...]


def service_card(playbook: Playbook, id: str) -> ServiceCard:
    """Return one service with its owner, the party that runs it, its phases and its objectives."""
    service = playbook.services[id]
    return ServiceCard(
        service=service,
        link=link(playbook, "service", id),
        owner=_seat(playbook, service.owner) if service.owner else None,
        supplier=link(playbook, "party", service.supplier) if service.supplier else None,
        side=playbook.side_of_party(service.supplier) if service.supplier else "",
        phases=links(playbook, "phase", sorted(service.phases, key=lambda phase: playbook.phases[phase].order)),
        objectives=links(playbook, "objective", service.objectives),
    )


def _seat(playbook: Playbook, role: str) -> Seat:
    party = playbook.roles[role].party
    return Seat(link(playbook, "role", role), link(playbook, "party", party), playbook.side_of(role))


def service_cards(playbook: Playbook, phase: str | None = None, party: str | None = None) -> tuple[ServiceCard, ...]:
    """Return the services that run in a phase, and that a party runs or owns through one of its roles."""
    return tuple(
        service_card(playbook, service.id)
        for service in playbook.services
        if (phase is None or phase in service.phases) and party in (None, *_parties_of(playbook, service))
    )


def _parties_of(playbook: Playbook, service: Service) -> tuple[str, ...]:
    """Return the ids of the parties that run a service, or own it through a role."""
    owner = (playbook.roles[service.owner].party,) if service.owner else ()
    return (service.supplier, *owner) if service.supplier else owner


def role_services(
    playbook: Playbook, role: str, phase: str | None = None, party: str | None = None
) -> tuple[RolePart, ...]:
    """Return the services that a role owns, then those it answers for a piece of or works on."""
    parts = [_part(playbook, card, role) for card in service_cards(playbook, phase, party)]
    own = [part for part in parts if part.owns or part.accountable or part.responsible]
    return tuple(sorted(own, key=lambda part: not part.owns))


def _part(playbook: Playbook, card: ServiceCard, role: str) -> RolePart:
    accountable = _with_code(playbook, card.service.id, role, playbook.scheme.coded("accountable"))
    working = _with_code(playbook, card.service.id, role, playbook.scheme.coded("responsible"))
    responsible = tuple(each for each in working if each not in accountable)
    return RolePart(card, card.service.owner == role, accountable, responsible)


def _with_code(playbook: Playbook, service: str, role: str, codes: Collection[str]) -> tuple[Link, ...]:
    """Return the activities of a service in which a role bears one of the codes."""
    own = [activity for activity in playbook.activities if activity.service == service]
    return links(playbook, "activity", [activity.id for activity in own if role in activity.roles_with(*codes)])


def service_work(playbook: Playbook, id: str) -> tuple[Work, ...]:
    """Return the activities that belong to a service, in the order of their phases."""
    own = [activity for activity in playbook.activities if activity.service == id]
    codes = playbook.scheme.coded("accountable") or playbook.scheme.coded("responsible")
    return tuple(
        Work(
            activity=activity,
            link=link(playbook, "activity", activity.id),
            phase=phase_of(playbook, activity),
            accountable=tuple(_seat(playbook, role) for role in activity.roles_with(*codes)),
            notes=tuple(notes_of(playbook, activity)),
        )
        for activity in sorted(own, key=lambda activity: playbook.phases[activity.phase].order if activity.phase else 0)
    )


def objective_entries(playbook: Playbook) -> tuple[ObjectiveEntry, ...]:
    """Return the objectives, each with what serves and what measures it."""
    return tuple(_objective(playbook, objective) for objective in playbook.objectives)


def _objective(playbook: Playbook, objective: Objective) -> ObjectiveEntry:
    services = [service.id for service in playbook.services if objective.id in service.objectives]
    levels = [level.id for level in playbook.service_levels if level.objective == objective.id]
    name = link(playbook, "objective", objective.id)
    return ObjectiveEntry(
        objective, name, links(playbook, "service", services), links(playbook, "service-level", levels)
    )
