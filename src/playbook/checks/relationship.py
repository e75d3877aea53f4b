"""Questions about the charter, the channels, visits and health checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from playbook.checks.base import Check, Context, Finding, about, sides_of
from playbook.checks.positions import is_internal
from playbook.model.base import SIDES
from playbook.model.relationship import Theme
from playbook.problems import quoted


def principle_one_sided(context: Context) -> Iterator[Finding]:
    """A principle that only one side does something for is a demand, not a promise."""
    for principle in context.playbook.principles:
        silent = [side for side in context.playbook.sides if not getattr(principle, side)]
        if silent:
            message = f"{quoted(principle.id)} names nothing that the {' or the '.join(silent)} does to keep it"
            finding = about(principle, message, f"write it under {' and '.join(map(quoted, silent))}")
            told = f"principles name nothing that the {' or the '.join(silent)} does to keep them"
            yield finding.because("playbook", told, least=3)


def channel_formal_unrecorded(context: Context) -> Iterator[Finding]:
    """What is said formally binds both sides, so a record of it is kept."""
    for channel in context.playbook.channels:
        if channel.formality == "formal" and not channel.recorded:
            message = f"{quoted(channel.id)} is formal, and no record of it is kept"
            yield about(channel, message, "write `recorded: true`, or `formality: informal`", "recorded")


def channel_informal_recorded(context: Context) -> Iterator[Finding]:
    """People stop speaking freely where what they say in passing is kept; only the decisions it leads to are."""
    for channel in context.playbook.channels:
        if channel.formality == "informal" and channel.recorded:
            message = f"{quoted(channel.id)} is informal, and a record of it is kept"
            yield about(channel, message, "write `recorded: false`, or `formality: formal`", "recorded")


def visit_theme_missing(context: Context) -> Iterator[Finding]:
    """Whoever travels needs a journey, a right of entry, and a word on how people work and live there."""
    for visit in context.playbook.visits:
        arranged = {item.theme for item in visit.checklist.values()}
        missing = [theme for theme in get_args(Theme) if theme not in arranged]
        if missing:
            message = f"the checklist of {quoted(visit.id)} has nothing on {', '.join(map(quoted, missing))}"
            yield about(visit, message, f"add what is to be arranged, with `theme: {missing[0]}`", "checklist")


def visit_direction_missing(context: Context) -> Iterator[Finding]:
    """Two sides understand each other better where each has seen the other at work."""
    visits = {visit.direction: visit for visit in context.playbook.visits}
    if len(visits) == 1:
        visit = next(iter(visits.values()))
        guest, host = reversed(visit.direction.split("-to-"))
        message = f"the {guest} never visits the {host}"
        yield about(visit, message, f"add a visit and write `direction: {guest}-to-{host}`", "direction")


def health_one_sided(context: Context) -> Iterator[Finding]:
    """A relationship has two sides, and a health check that asks one of them hears half of it."""
    for check in context.playbook.health_checks if not is_internal(context.playbook) else ():
        asked = sides_of(context.playbook, check.respondents)
        missing = [side for side in SIDES if side not in asked]
        if missing:
            message = f"nobody at the {' or at the '.join(missing)} answers {quoted(check.id)}"
            hint = f"add a role of the {' and one of the '.join(missing)} to its `respondents`"
            yield about(check, message, hint, "respondents")


def health_no_forum(context: Context) -> Iterator[Finding]:
    """Answers that nobody talks about change nothing."""
    for check in context.playbook.health_checks:
        if not check.reviewed_at:
            message = f"no forum talks about the answers to {quoted(check.id)}"
            yield about(check, message, "name the forum under `reviewed_at`, such as the contractual review")


CHECKS = (
    Check(principle_one_sided, "warning", profile="contract"),
    Check(channel_formal_unrecorded, "warning", profile="contract"),
    Check(channel_informal_recorded, "info", profile="contract"),
    Check(visit_theme_missing, "warning", profile="contract"),
    Check(visit_direction_missing, "info", profile="contract"),
    Check(health_one_sided, "warning", profile="contract"),
    Check(health_no_forum, "warning", profile="contract"),
)
