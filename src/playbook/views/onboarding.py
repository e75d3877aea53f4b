"""What whoever joins, moves or leaves does: the checklists, stage by stage."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import get_args

from playbook.model import Playbook, Programme
from playbook.model.onboarding import THEMSELVES, For, SmallerStep, Step
from playbook.views.base import Link, link, links
from playbook.views.recurrence import frequency
from playbook.views.words import Words


@dataclass(frozen=True)
class Target:
    """Where a step is read or done: a page of the site and the place on it, or an address elsewhere."""

    page: Link | None
    fragment: str = ""
    address: str = ""


@dataclass(frozen=True)
class Workdays:
    """The calendar in which the business days of a party are counted.

    `days` are the weekdays it works, 1 for Monday; `known` the first and last day for which its holidays are written
    down, where the edition has an end; `roles` whoever works by it.
    """

    party: Link
    days: tuple[int, ...]
    holidays: tuple[date, ...]
    known: tuple[date, date] | None
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A smaller step inside a step; `wording` changes when its words do."""

    text: str
    wording: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class StepLine:
    """One step; `owner` is None where nobody is named, and `alone` tells that whoever it is for does it.

    `due` says when in words, `repeats` how often again.
    `prerequisites` are links of the kind `step`, which lead to another line of the same checklist. `wording` changes
    when the words change that say what to do and what shows that it is done.
    """

    step: Step
    wording: str
    parts: tuple[Part, ...]
    owner: Link | None
    alone: bool
    due: str
    repeats: str
    prerequisites: tuple[Link, ...]
    applies_to: tuple[Link, ...]
    target: Target | None


@dataclass(frozen=True)
class Stage:
    """The steps of one part of a programme; `name` is None where they belong to none."""

    name: str | None
    steps: tuple[StepLine, ...]


@dataclass(frozen=True)
class Checklist:
    """A programme, stage by stage; `covers` links the parties and roles it is for.

    `calendars` are those of the parties whose newcomers go through it, `roles` the ids of all roles that do.
    """

    programme: Programme
    link: Link
    covers: tuple[Link, ...]
    calendars: tuple[Workdays, ...]
    roles: tuple[str, ...]
    stages: tuple[Stage, ...]
    number: int
    optional: int


@dataclass(frozen=True)
class ProgrammeCard:
    """A programme in a list; `number` and `optional` count the steps of whoever was asked about."""

    programme: Programme
    link: Link
    covers: tuple[Link, ...]
    roles: tuple[str, ...]
    stages: tuple[str, ...]
    number: int
    optional: int


def checklists(playbook: Playbook, role: str, words: Words, who: str | None = None) -> tuple[Checklist, ...]:
    """Return the programmes that the holder of a role goes through, each with the steps that are for this role."""
    covering = (programme for programme in _in_order(playbook, who) if covers(playbook, programme, role))
    return tuple(checklist(playbook, programme.id, words, role) for programme in covering)


def checklist(playbook: Playbook, id: str, words: Words, role: str | None = None) -> Checklist:
    """Return a programme with its steps by stage, in the order in which the stages first appear.

    With a role, only its steps, and its calendar.
    """
    programme = playbook.programmes[id]
    steps = _steps(programme, role)
    stages = tuple(
        Stage(name, tuple(_line(playbook, programme, step, words) for step in steps if step.stage == name))
        for name in dict.fromkeys(step.stage for step in steps)
    )
    roles = _roles(playbook, programme) if role is None else (role,)
    asked = programme.covers.parties if role is None else ()
    parties = dict.fromkeys([*asked, *(playbook.roles[each].party for each in roles)])
    return Checklist(
        programme,
        link(playbook, "programme", id),
        _covers(playbook, programme),
        tuple(workdays(playbook, party) for party in parties),
        roles,
        stages,
        len(steps),
        _optional(steps),
    )


def workdays(playbook: Playbook, party: str) -> Workdays:
    """Return the days on which a party works."""
    known, cycle = playbook.parties[party], playbook.about.cycle
    return Workdays(
        link(playbook, "party", party),
        tuple(day + 1 for day in known.days),
        tuple(sorted(set(known.holidays))),
        (cycle.effective_from, cycle.effective_to) if cycle.effective_to else None,
        tuple(role.id for role in playbook.roles if role.party == party),
    )


def wording(*texts: str | None) -> str:
    """Return a short sign of some words: the same for the same words, however they are spaced."""
    words = "\n".join(" ".join(text.split()) for text in texts if text)
    return hashlib.sha256(words.encode()).hexdigest()[:10]


def _line(playbook: Playbook, programme: Programme, step: Step, words: Words) -> StepLine:
    return StepLine(
        step,
        wording(step.name, step.evidence, step.description, *map(str, step.steps)),
        tuple(_part(part) for part in step.steps),
        link(playbook, "role", step.owner) if step.owner and step.owner not in THEMSELVES else None,
        step.owner in THEMSELVES,
        words.due(step.due, programme.for_) if step.due else "",
        frequency(step.repeats, words) if step.repeats else "",
        tuple(Link("step", other, programme.steps[other].name) for other in step.prerequisites),
        links(playbook, "role", step.applies_to),
        target(step.link) if step.link else None,
    )


def _part(part: SmallerStep) -> Part:
    inside = (Part(text, wording(part.name, text)) for text in part.steps)
    return Part(part.name, wording(part.name), tuple(inside))


def target(address: str) -> Target:
    """Return where a link of the data leads: `roles/index.md#top` is the page `roles/`, at `top`."""
    path, _, fragment = address.partition("#")
    if not path.endswith(".md") or ":" in path:
        return Target(None, address=address)
    stem = path.removesuffix(".md")
    page = stem.removesuffix("index") if stem == "index" or stem.endswith("/index") else f"{stem}/"
    return Target(Link("page", page, path), fragment)


def programme_cards(playbook: Playbook, role: str | None = None, who: str | None = None) -> tuple[ProgrammeCard, ...]:
    """Return the programmes for joiners, then movers and leavers, or those of a role, with its number of steps."""
    return tuple(
        _card(playbook, programme, role)
        for programme in _in_order(playbook, who)
        if role is None or covers(playbook, programme, role)
    )


def _in_order(playbook: Playbook, who: str | None) -> list[Programme]:
    occasions = get_args(For)
    found = [programme for programme in playbook.programmes if who in (None, programme.for_)]
    return sorted(found, key=lambda programme: occasions.index(programme.for_))


def covers(playbook: Playbook, programme: Programme, role: str) -> bool:
    """Tell whether a programme is for the holder of a role."""
    return role in programme.covers.roles or playbook.roles[role].party in programme.covers.parties


def _roles(playbook: Playbook, programme: Programme) -> tuple[str, ...]:
    return tuple(role.id for role in playbook.roles if covers(playbook, programme, role.id))


def _card(playbook: Playbook, programme: Programme, role: str | None) -> ProgrammeCard:
    steps = _steps(programme, role)
    stages = tuple(dict.fromkeys(step.stage for step in steps if step.stage))
    name, roles = link(playbook, "programme", programme.id), _roles(playbook, programme)
    return ProgrammeCard(programme, name, _covers(playbook, programme), roles, stages, len(steps), _optional(steps))


def _covers(playbook: Playbook, programme: Programme) -> tuple[Link, ...]:
    return (*links(playbook, "party", programme.covers.parties), *links(playbook, "role", programme.covers.roles))


def _steps(programme: Programme, role: str | None) -> tuple[Step, ...]:
    return tuple(
        step for step in programme.steps.values() if role is None or not step.applies_to or role in step.applies_to
    )


def _optional(steps: Iterable[Step]) -> int:
    return sum(not step.required for step in steps)
