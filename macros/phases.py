"""The life of the contract."""

from __future__ import annotations

from playbook.pages.macro_context import Desk
from playbook.pages.placeholders import Marked
from playbook.views import phases as views


def phase(desk: Desk, id: str, *, text: str | None = None) -> Marked:
    """Link to a phase."""
    return desk.link("phase", id, text)


def phase_overview(desk: Desk) -> Marked:
    """Show the phases of the contract as a sequence of steps."""
    return desk.block("phases/overview.html", steps=views.overview(desk.playbook))


def phase_gates(desk: Desk, id: str) -> Marked:
    """Show what must be true before a phase begins and before it ends."""
    desk.find("phase", id)
    return desk.block("phases/gates.html", gates=views.gates(desk.playbook, id))


MACROS = (phase, phase_overview, phase_gates)
