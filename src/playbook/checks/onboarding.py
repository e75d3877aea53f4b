"""Questions about what whoever joins, moves or leaves does."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.checks.base import Check, Context, Finding, about, ring_told, rings
from playbook.checks.positions import positions
from playbook.model import Playbook, Programme
from playbook.model.onboarding import THEMSELVES, Step
from playbook.problems import quoted


def _steps(playbook: Playbook) -> Iterator[tuple[Programme, Step]]:
    return ((programme, step) for programme in playbook.programmes for step in programme.steps.values())


def onboarding_role_uncovered(context: Context) -> Iterator[Finding]:
    """Whoever joins, in whatever role, finds a programme to begin with."""
    programmes = [programme for programme in context.playbook.programmes if programme.for_ == "joiners"]
    parties = {party for programme in programmes for party in programme.covers.parties}
    roles = {role for programme in programmes for role in programme.covers.roles}
    for role in positions(context.playbook) if programmes else ():
        if role.party not in parties and role.id not in roles:
            message = f"no onboarding programme covers the role {quoted(role.id)}"
            finding = about(role, message, "add the role, or its party, under `covers` of a programme")
            yield finding.because(role.party, f"roles of {quoted(role.party)} are covered by no onboarding programme")


def onboarding_cycle(context: Context) -> Iterator[Finding]:
    """Steps that wait for each other are never done."""
    for programme in context.playbook.programmes:
        for ring in rings({step.id: step.prerequisites for step in programme.steps.values()}):
            hint = "take one of the prerequisites away"
            message = ring_told(ring, "waits for itself", "steps wait for each other")
            yield about(programme, message, hint, "steps", ring[0], "prerequisites")


def onboarding_due_before_prerequisite(context: Context) -> Iterator[Finding]:
    """A step is due no sooner than the steps it waits for."""
    for programme, step in _steps(context.playbook):
        for earlier in (programme.steps[id] for id in step.prerequisites):
            if step.due and earlier.due and step.due.hours < earlier.due.hours:
                message = f"{quoted(step.id)} is due after {step.due}, and {quoted(earlier.id)}, which comes first, "
                message += f"after {earlier.due}"
                yield about(programme, message, f"make it due after {earlier.due} or later", "steps", step.id, "due")


def step_no_evidence(context: Context) -> Iterator[Finding]:
    """A step that must be done leaves something that shows it is."""
    for programme, step in _steps(context.playbook):
        if step.required and not step.evidence:
            message = f"nothing shows that the step {quoted(step.id)} is done"
            finding = about(programme, message, "name what shows it under `evidence`", "steps", step.id)
            yield finding.because(
                programme.id, f"steps of {quoted(programme.id)} have nothing that shows they are done", step.id
            )


def step_owner_not_there(context: Context) -> Iterator[Finding]:
    """What is due before the first day, or after the last, is seen to by somebody who is there."""
    away = {"joiners": (-1, "before the first day"), "leavers": (1, "after the last day")}
    for programme, step in _steps(context.playbook):
        sign, when = away.get(programme.for_, (0, ""))
        if step.owner in THEMSELVES and step.due and step.due.amount * sign > 0:
            message = f"the {step.owner} owns {quoted(step.id)}, which is due {when}"
            yield about(programme, message, "name the role that sees to it", "steps", step.id, "owner")


def leavers_uncovered(context: Context) -> Iterator[Finding]:
    """Whoever leaves loses every access, and hands over: a checklist says who sees to that, and by when."""
    programmes = list(context.playbook.programmes)
    if programmes and all(programme.for_ != "leavers" for programme in programmes):
        hint = "add a programme with `for: leavers`: what is handed over, and which access is taken away by when"
        yield about(programmes[0], "no programme is for leavers", hint)


def step_for_nobody(context: Context) -> Iterator[Finding]:
    """A step is for roles that its programme covers."""
    roles = context.playbook.roles
    for programme, step in _steps(context.playbook):
        for position, id in enumerate(step.applies_to):
            if id not in programme.covers.roles and roles[id].party not in programme.covers.parties:
                message = f"{quoted(step.id)} applies to {quoted(id)}, which {quoted(programme.id)} does not cover"
                hint = f"add {quoted(id)} under `covers`, or take it out"
                yield about(programme, message, hint, "steps", step.id, "applies_to", position)


CHECKS = (
    Check(onboarding_role_uncovered, "warning"),
    Check(onboarding_cycle, "error", of_parts=True),
    Check(onboarding_due_before_prerequisite, "error"),
    Check(step_no_evidence, "warning", profile="contract"),
    Check(step_owner_not_there, "warning"),
    Check(leavers_uncovered, "warning", profile="contract"),
    Check(step_for_nobody, "warning"),
)
