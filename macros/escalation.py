"""Where a problem goes: paths, their levels, priorities."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import escalation as views
from playbook.views.base import link
from playbook.views.escalation_finder import finder
from playbook.views.escalation_ladder import escalation_ladder


def path(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to an escalation path."""
    return context.link("path", id, text)


def escalation(context: MacroContext, id: str) -> Marked:
    """Show one escalation path as a ladder of two sides: who answers on each level, how soon, and what to send."""
    context.find("path", id)
    return context.block("escalation/ladder.html", ladder=views.ladder(context.playbook, id))


def escalation_diagram(context: MacroContext, id: str, *, listed: bool = False) -> Marked:
    """Draw one escalation path as a ladder of two sides, with who answers on each level and how soon.

    With `listed=True` the same follows in words, for pages that do not show the path itself.
    """
    context.find("path", id)
    drawing = escalation_ladder(context.playbook, id, context.words)
    found = link(context.playbook, "path", id)
    return context.block("escalation/diagram.html", drawing=drawing, path=found, listed=listed)


def problem_finder(context: MacroContext) -> Marked:
    """Ask what a problem is about and how much it matters; say who answers on both sides, by when, and what to send."""
    return context.block("escalation/finder.html", finder=finder(context.playbook))


def path_list(context: MacroContext) -> Marked:
    """Show which path is for which problem, and whom to turn to first."""
    return context.block("escalation/paths.html", cards=views.path_cards(context.playbook))


def priorities(context: MacroContext) -> Marked:
    """Show the priorities: what makes an issue so important, how soon it is answered, where it starts."""
    return context.block("escalation/priorities.html", rows=views.priority_rows(context.playbook))


def escalation_role(context: MacroContext, id: str) -> Marked:
    """Show whom one role turns to on each path, and which levels it answers on."""
    context.find("role", id)
    return context.block("escalation/role.html", part=views.role_part(context.playbook, id))


MACROS = (path, escalation, escalation_diagram, problem_finder, path_list, priorities, escalation_role)
