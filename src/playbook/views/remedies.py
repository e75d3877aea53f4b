"""What follows when something promised is not met: each remedy as a ladder, from what sets it going to its end."""

from __future__ import annotations

from dataclasses import dataclass

from playbook.model import Playbook, Remedy
from playbook.model.remedies import RemedyStep
from playbook.views.base import Link, link, links


@dataclass(frozen=True)
class StepOfRemedy:
    """One step of a remedy, with who takes it and where."""

    number: int
    step: RemedyStep
    owner: Link | None
    forum: Link | None


@dataclass(frozen=True)
class RemedyLadder:
    """A remedy: what sets it going, its steps, and where it goes where they do not end it."""

    remedy: Remedy
    link: Link
    service_levels: tuple[Link, ...]
    obligations: tuple[Link, ...]
    steps: tuple[StepOfRemedy, ...]
    onward: tuple[Link, ...]
    document: Link | None


def ladders(playbook: Playbook, kind: str | None = None) -> tuple[RemedyLadder, ...]:
    """Return the remedies, of one kind where given, in the order of the file."""
    return tuple(ladder(playbook, each.id) for each in playbook.remedies if kind in (None, each.kind))


def ladder(playbook: Playbook, id: str) -> RemedyLadder:
    """Return one remedy; what sets it going are the service levels that it names, and those that name it."""
    remedy = playbook.remedies[id]
    naming = (level.id for level in playbook.service_levels if level.remedy == id)
    onward = {"remedy": remedy.leads_to, "exit-plan": remedy.exit_plan}
    return RemedyLadder(
        remedy,
        link(playbook, "remedy", id),
        links(playbook, "service-level", dict.fromkeys((*remedy.service_levels, *naming))),
        links(playbook, "obligation", remedy.obligations),
        tuple(_step(playbook, number, step) for number, step in enumerate(remedy.steps.values(), 1)),
        tuple(link(playbook, kind, to) for kind, to in onward.items() if to),
        link(playbook, "document", remedy.document) if remedy.document else None,
    )


def _step(playbook: Playbook, number: int, step: RemedyStep) -> StepOfRemedy:
    owner = link(playbook, "role", step.owner) if step.owner else None
    forum = link(playbook, "forum", step.forum) if step.forum else None
    return StepOfRemedy(number, step, owner, forum)
