"""The service levels: what is promised, who watches it, and where it is reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from playbook.model import Playbook, ServiceLevel
from playbook.model.bands import Band
from playbook.model.service_levels import SHARED, LevelTerms
from playbook.views.base import Link, SideRoles, by_side, link, past_link
from playbook.views.field_words import name_of_field
from playbook.views.service_level_scale import Aim, targets, window
from playbook.views.words import Words

Part = Literal["owner", "watcher"]


@dataclass(frozen=True)
class Taken:
    """What a level takes from elsewhere: the name of the regime, None for what all levels share, and the facts."""

    regime: str | None
    facts: str


@dataclass(frozen=True)
class LevelEntry:
    """One service level; `part` is what the role asked for does about it, `worst` the band that costs most."""

    level: ServiceLevel
    link: Link
    service: Link
    objective: Link | None
    targets: tuple[Aim, ...]
    window: str | None
    owner: Link | None
    watchers: tuple[SideRoles, ...]
    agreed_by: tuple[SideRoles, ...]
    agreed_once: tuple[Link, ...]
    """The roles that agreed it and have gone since."""
    forum: Link | None
    report: Link | None
    remedy: Link | None
    worst: Band | None
    part: Part | None
    taken: tuple[Taken, ...] = ()


@dataclass(frozen=True)
class ServiceGroup:
    """The service levels of one service."""

    service: Link
    entries: tuple[LevelEntry, ...]


def level_entry(playbook: Playbook, id: str, words: Words, role: str | None = None) -> LevelEntry:
    """Return one service level with everything that belongs to it."""
    level = playbook.service_levels[id]
    return LevelEntry(
        level,
        link(playbook, "service-level", id),
        link(playbook, "service", level.service),
        link(playbook, "objective", level.objective) if level.objective else None,
        targets(level, words),
        window(level, words),
        link(playbook, "role", level.owner) if level.owner else None,
        by_side(playbook, level.monitored_by),
        by_side(playbook, (role for role in level.agreed_by if role in playbook.roles)),
        tuple(past_link(playbook, "role", role) for role in level.agreed_by if role not in playbook.roles),
        link(playbook, "forum", level.reviewed_at) if level.reviewed_at else None,
        link(playbook, "document", level.report) if level.report else None,
        link(playbook, "remedy", level.remedy) if level.remedy else None,
        level.worst,
        _part(level, role),
        tuple(_taken(playbook, level, words)),
    )


def _taken(playbook: Playbook, level: ServiceLevel, words: Words) -> Iterator[Taken]:
    """Iterate over the regime and the defaults, with what a level takes from each."""
    fields = LevelTerms.model_fields
    for source in sorted(set(level.taken.values()), reverse=True):
        facts = [words.say(name_of_field(name, fields[name])) for name in SHARED if level.taken.get(name) == source]
        yield Taken(playbook.regimes[source].name if source else None, words.listed(facts))


def service_groups(
    playbook: Playbook, words: Words, service: str | None = None, role: str | None = None, forum: str | None = None
) -> tuple[ServiceGroup, ...]:
    """Return the service levels by service: of one service, that a role owns or watches, that a forum reviews.

    Where nothing is asked for, a service without any level has an empty group.
    """
    everything = service is None and role is None and forum is None
    found = []
    for each in playbook.services if service is None else (playbook.services[service],):
        entries = tuple(
            level_entry(playbook, level.id, words, role)
            for level in playbook.service_levels
            if level.service == each.id
            and (role is None or _part(level, role))
            and (forum is None or level.reviewed_at == forum)
        )
        if entries or everything:
            found.append(ServiceGroup(link(playbook, "service", each.id), entries))
    return tuple(found)


def _part(level: ServiceLevel, role: str | None) -> Part | None:
    if role is not None and role == level.owner:
        return "owner"
    return "watcher" if role is not None and role in level.monitored_by else None
