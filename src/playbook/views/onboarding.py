"""What a newcomer does first: the checklists, stage by stage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from playbook.model import Playbook, Programme
from playbook.model.onboarding import NEWCOMER, Step
from playbook.views.base import Link, link, links
from playbook.views.words import Words


@dataclass(frozen=True)
class Target:
    """Where a step is read or done: a page of the site and the place on it, or an address elsewhere."""

    page: Link | None
    fragment: str = ""
    address: str = ""


@dataclass(frozen=True)
class StepLine:
    """One step; `owner` is None where the newcomer does it alone, `due` says when in words.

    `prerequisites` are links of the kind `step`, which lead to another line of the same checklist.
    """

    step: Step
    owner: Link | None
    due: str
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
    """A programme, stage by stage; `covers` links the parties and roles it is for."""

    programme: Programme
    link: Link
    covers: tuple[Link, ...]
    stages: tuple[Stage, ...]
    number: int
    optional: int


@dataclass(frozen=True)
class ProgrammeCard:
    """A programme in a list; `number` and `optional` count the steps of whoever was asked about."""

    programme: Programme
    link: Link
    covers: tuple[Link, ...]
    stages: tuple[str, ...]
    number: int
    optional: int


def checklist(playbook: Playbook, id: str, words: Words) -> Checklist:
    """Return a programme with its steps by stage, in the order in which the stages first appear."""
    programme = playbook.programmes[id]
    steps = tuple(programme.steps.values())
    stages = tuple(
        Stage(name, tuple(_line(playbook, programme, step, words) for step in steps if step.stage == name))
        for name in dict.fromkeys(step.stage for step in steps)
    )
    name = link(playbook, "programme", id)
    return Checklist(programme, name, _covers(playbook, programme), stages, len(steps), _optional(steps))


def _line(playbook: Playbook, programme: Programme, step: Step, words: Words) -> StepLine:
    return StepLine(
        step,
        None if step.owner == NEWCOMER else link(playbook, "role", step.owner),
        words.due(step.due),
        tuple(Link("step", other, programme.steps[other].name) for other in step.prerequisites),
        links(playbook, "role", step.applies_to),
        target(step.link) if step.link else None,
    )


def target(address: str) -> Target:
    """Return where a link of the data leads: `roles/index.md#top` is the page `roles/`, at `top`."""
    path, _, fragment = address.partition("#")
    if not path.endswith(".md") or ":" in path:
        return Target(None, address=address)
    stem = path.removesuffix(".md")
    page = stem.removesuffix("index") if stem == "index" or stem.endswith("/index") else f"{stem}/"
    return Target(Link("page", page, path), fragment)


def programme_cards(playbook: Playbook, role: str | None = None) -> tuple[ProgrammeCard, ...]:
    """Return the programmes, or those that a role goes through, with the number of steps it has in each."""
    return tuple(
        _card(playbook, programme, role)
        for programme in playbook.programmes
        if role is None or covers(playbook, programme, role)
    )


def covers(playbook: Playbook, programme: Programme, role: str) -> bool:
    """Tell whether a programme is for the holder of a role."""
    return role in programme.covers.roles or playbook.roles[role].party in programme.covers.parties


def _card(playbook: Playbook, programme: Programme, role: str | None) -> ProgrammeCard:
    steps = [
        step for step in programme.steps.values() if role is None or not step.applies_to or role in step.applies_to
    ]
    stages = tuple(dict.fromkeys(step.stage for step in steps if step.stage))
    name = link(playbook, "programme", programme.id)
    return ProgrammeCard(programme, name, _covers(playbook, programme), stages, len(steps), _optional(steps))


def _covers(playbook: Playbook, programme: Programme) -> tuple[Link, ...]:
    return (*links(playbook, "party", programme.covers.parties), *links(playbook, "role", programme.covers.roles))


def _optional(steps: Iterable[Step]) -> int:
    return sum(not step.required for step in steps)
