"""The life of the contract: its phases in their order, and the gates of each."""

from __future__ import annotations

from dataclasses import dataclass

from playbook.model import Phase, Playbook
from playbook.views.base import Link, link


@dataclass(frozen=True)
class Step:
    """One phase in the sequence."""

    phase: Phase
    link: Link


@dataclass(frozen=True)
class Gates:
    """What must be true before a phase begins and before it ends, and the phases beside it."""

    phase: Phase
    link: Link
    before: Link | None
    after: Link | None


def overview(playbook: Playbook) -> tuple[Step, ...]:
    """Return the phases in their order."""
    phases = sorted(playbook.phases, key=lambda phase: phase.order)
    return tuple(Step(phase, link(playbook, "phase", phase.id)) for phase in phases)


def gates(playbook: Playbook, id: str) -> Gates:
    """Return the gates of one phase, with the phase before it and the phase after it."""
    steps = overview(playbook)
    at = next(position for position, step in enumerate(steps) if step.phase.id == id)
    before = steps[at - 1].link if at else None
    after = steps[at + 1].link if at + 1 < len(steps) else None
    return Gates(steps[at].phase, steps[at].link, before, after)
