"""Questions about what follows when something promised is not met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from playbook.checks.base import Check, Context, Finding, about, ring_told, rings
from playbook.problems import quoted


def remedy_no_deadline(context: Context) -> Iterator[Finding]:
    """A step without a time is taken when it suits the one who has to take it."""
    for remedy in context.playbook.remedies:
        lacking = [step.id for step in remedy.steps.values() if step.within is None]
        if not remedy.steps:
            yield about(remedy, f"the remedy {quoted(remedy.id)} has no steps", "write them in order under `steps`")
        elif lacking:
            told = quoted(lacking[0]) if len(lacking) == 1 else f"{quoted(lacking[0])} and {len(lacking) - 1} more"
            message = f"nothing says how long a step of {quoted(remedy.id)} may take: {told}"
            yield about(remedy, message, "write the time under `within`", "steps", lacking[0])


def remedy_never_ends(context: Context) -> Iterator[Finding]:
    """A remedy ends, or leads to one that does, or both sides go round in it."""
    remedies = context.playbook.remedies
    for remedy in remedies:
        if not (remedy.ends or remedy.leads_to or remedy.exit_plan):
            hint = "say under `ends` what ends it, or name what follows under `leads_to` or `exit_plan`"
            yield about(remedy, f"nothing ends the remedy {quoted(remedy.id)}", hint)
    onward = {each.id: [each.leads_to] for each in remedies if each.leads_to and not each.ends and not each.exit_plan}
    for ring in rings(onward):
        message = ring_told(ring, "leads to itself and has no end", "these remedies lead to each other without an end")
        yield about(remedies[ring[0]], message, "say under `ends` what ends one of them", "leads_to")


def repeat_rule_no_remedy(context: Context) -> Iterator[Finding]:
    """A rule for repeated misses says who does what by when, which takes a remedy and not a sentence."""
    found = [each for each in context.playbook.service_levels if each.repeat_rule and not each.remedy]
    if not found or not len(context.playbook.remedies):
        return
    hint = "name the remedy that follows under `remedy`"
    first = about(
        found[0], f"the rule of {quoted(found[0].id)} for repeated misses names no remedy", hint, "repeat_rule"
    )
    if len(found) == 1:
        yield first
        return
    message = f"{len(found)} service levels have a rule for repeated misses and name no remedy, "
    message += f"{quoted(found[0].id)} among them"
    yield replace(first, message=message, also=tuple(each.origin.key() for each in found[1:]))


def remedy_no_dispute_path(context: Context) -> Iterator[Finding]:
    """Where the two sides differ about a remedy, somebody settles it in the end."""
    playbook = context.playbook
    disputes = any(remedy.kind == "dispute" for remedy in playbook.remedies)
    if len(playbook.remedies) and not disputes and not any(path.kind == "commercial" for path in playbook.paths):
        message = "remedies are written down, and nothing says how a dispute is settled"
        yield about(next(iter(playbook.remedies)), message, "write a remedy with `kind: dispute`, or a commercial path")


CHECKS = (
    Check(remedy_no_deadline, "warning"),
    Check(remedy_never_ends, "warning"),
    Check(repeat_rule_no_remedy, "warning", profile="contract"),
    Check(remedy_no_dispute_path, "warning", profile="contract"),
)
