"""Questions about what may go wrong: who watches it, and who looks at it again."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.checks.base import Check, Context, Finding, about
from playbook.problems import counted, quoted

MANY = 4
"""From how many risks on what is found of them has one cause, and is told at once."""


def risk_no_owner(context: Context) -> Iterator[Finding]:
    """A risk that nobody watches comes as a surprise, although everyone knew of it."""
    for risk in context.playbook.risks:
        if not risk.owner:
            hint = "name the role that watches it under `owner`"
            finding = about(risk, f"the risk {quoted(risk.id)} has no owner", hint)
            yield finding.because("playbook", "risks have no owner", least=MANY)


def risk_not_reviewed(context: Context) -> Iterator[Finding]:
    """A risk is looked at again and again, because what makes it likely changes."""
    for risk in context.playbook.risks:
        if not risk.reviewed_at:
            message = f"no forum looks at the risk {quoted(risk.id)}"
            finding = about(risk, message, "name the forum that does under `reviewed_at`")
            yield finding.because("playbook", "risks are looked at by no forum", least=MANY)


def risk_owner_absent(context: Context) -> Iterator[Finding]:
    """Whoever watches a risk sits in the forum that looks at it, or the forum hears of it at second hand."""
    for risk in context.playbook.risks:
        forum = context.playbook.forums.get(risk.reviewed_at)
        if forum and risk.owner and risk.owner not in forum.everyone:
            message = f"{quoted(risk.owner)} watches {quoted(risk.id)} and takes no part in {quoted(forum.id)}"
            hint = "name an owner or a forum that fits, or invite the owner"
            yield about(risk, message, hint, "reviewed_at")


def risk_reviewed_seldom(context: Context) -> Iterator[Finding]:
    """A risk of high likelihood is looked at every month, before it happens rather than after."""
    for risk in context.playbook.risks:
        forum = context.playbook.forums.get(risk.reviewed_at)
        if forum and risk.likelihood == "high" and (forum.recurrence.gap or 0) > context.threshold:
            message = f"the likelihood of {quoted(risk.id)} is high, and {quoted(forum.id)} is too seldom for it"
            hint = f"name a forum that meets every {counted(context.threshold, 'day')} or more often"
            yield about(risk, message, hint, "reviewed_at")


CHECKS = (
    Check(risk_no_owner, "warning"),
    Check(risk_not_reviewed, "warning", profile="contract"),
    Check(risk_owner_absent, "warning", profile="contract"),
    Check(risk_reviewed_seldom, "warning", threshold=31, profile="contract"),
)
