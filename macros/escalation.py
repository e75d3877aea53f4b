"""Where a problem goes: paths, their levels, priorities."""

from __future__ import annotations

from playbook.pages.macro_context import Desk
from playbook.pages.placeholders import Marked
from playbook.views import escalation as views
from playbook.views.base import link
from playbook.views.escalation_finder import finder
from playbook.views.escalation_ladder import escalation_ladder


def path(desk: Desk, id: str, *, text: str | None = None) -> Marked:
    """Link to an escalation path."""
    return desk.link("path", id, text)


def escalation(desk: Desk, id: str) -> Marked:
    """Show one escalation path as a ladder of two sides: who answers on each level, how soon, and what to send."""
    desk.find("path", id)
    return desk.block("escalation/ladder.html", ladder=views.ladder(desk.playbook, id))


def escalation_diagram(desk: Desk, id: str, *, listed: bool = False) -> Marked:
    """Draw one escalation path as a ladder of two sides, with who answers on each level and how soon.

    With `listed=True` the same follows in words, for pages that do not show the path itself.
    """
    desk.find("path", id)
    drawing = escalation_ladder(desk.playbook, id, desk.words)
    found = link(desk.playbook, "path", id)
    return desk.block("escalation/diagram.html", drawing=drawing, path=found, listed=listed)


def problem_finder(desk: Desk) -> Marked:
    """Ask what a problem is about and how much it matters; say who answers on both sides, by when, and what to send."""
    return desk.block("escalation/finder.html", finder=finder(desk.playbook))


def path_list(desk: Desk) -> Marked:
    """Show which path is for which problem, and whom to turn to first."""
    return desk.block("escalation/paths.html", cards=views.path_cards(desk.playbook))


def priorities(desk: Desk) -> Marked:
    """Show the priorities: what makes an issue so important, how soon it is answered, where it starts."""
    return desk.block("escalation/priorities.html", rows=views.priority_rows(desk.playbook))


def escalation_role(desk: Desk, id: str) -> Marked:
    """Show whom one role turns to on each path, and which levels it answers on."""
    desk.find("role", id)
    return desk.block("escalation/role.html", part=views.role_part(desk.playbook, id))


MACROS = (path, escalation, escalation_diagram, problem_finder, path_list, priorities, escalation_role)
