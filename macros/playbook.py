"""This edition of the playbook: its cycle, its approvals, what the checks found."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import home
from playbook.views import playbook as views


def cycle(context: MacroContext) -> Marked:
    """Say the name of the edition, such as 2026-1."""
    return context.inline("playbook/cycle.html", version=context.playbook.about.cycle.version)


def cycle_facts(context: MacroContext) -> Marked:
    """Show what this edition is: its title, state and dates, its parties, and what prevails beside it."""
    return context.block("playbook/facts.html", facts=views.cycle_facts(context.playbook))


def approvals(context: MacroContext) -> Marked:
    """Show who approves this edition for each party, and on which day they did."""
    return context.block("playbook/approvals.html", signatures=views.approvals(context.playbook))


def permanence(context: MacroContext) -> Marked:
    """Show what is promised about published editions: what stays, who keeps it, how long, and whose the address is."""
    return context.block("playbook/permanence.html", promise=views.promise(context.playbook))


def check_report(context: MacroContext) -> Marked:
    """Show what the checks found, what was accepted and why, and which checks are set differently here."""
    report = views.check_report(context.playbook, context.problems, context.checks)
    return context.block("playbook/checks.html", report=report)


def publication(context: MacroContext) -> Marked:
    """Show where a published version is recorded and how to check it; of a preview, that there is nothing to cite."""
    return context.block("playbook/publication.html")


def reader(context: MacroContext) -> Marked:
    """Ask which role the reader holds, and show what its holder looks up first."""
    return context.block("playbook/reader.html", home=home.home(context.playbook, context.words))


MACROS = (reader, cycle, cycle_facts, approvals, permanence, publication, check_report)
