"""Questions about the life of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from playbook.checks.base import Check, Context, Finding, about
from playbook.problems import quoted


def phase_order_twice(context: Context) -> Iterator[Finding]:
    """Phases follow each other, and of two that share a place in the sequence nobody can tell which comes first."""
    known: dict[int, str] = {}
    for phase in context.playbook.phases:
        first = known.setdefault(phase.order, phase.id)
        if first != phase.id:
            message = f"{quoted(phase.id)} and {quoted(first)} both have the place {phase.order}"
            yield about(phase, message, "give each phase its own number, from 1", "order")


def phase_dates_overlap(context: Context) -> Iterator[Finding]:
    """A phase begins when the one before it has ended, so that everybody knows which rules hold today."""
    dated = [phase for phase in context.playbook.phases if phase.starts and phase.ends]
    for earlier, later in pairwise(sorted(dated, key=lambda phase: phase.order)):
        if earlier.ends and later.starts and later.starts <= earlier.ends:
            message = f"{quoted(later.id)} starts on {later.starts}, and {quoted(earlier.id)} ends on {earlier.ends}"
            yield about(later, message, f"start it after {earlier.ends}, or end the phase before it sooner", "starts")


def phase_without_activity(context: Context) -> Iterator[Finding]:
    """A phase in which nobody does anything is forgotten, or none."""
    used = {activity.phase for activity in context.playbook.activities}
    for phase in context.playbook.phases:
        if used and phase.id not in used:
            message = f"no activity happens in the phase {quoted(phase.id)}"
            finding = about(phase, message, "add its activities, or drop the phase")
            yield finding.because("playbook", "phases have no activity")


CHECKS = (
    Check(phase_order_twice, "warning"),
    Check(phase_dates_overlap, "warning"),
    Check(phase_without_activity, "warning", profile="contract"),
)
