"""The life of the contract."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import phases as views


def phase(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a phase."""
    return context.link("phase", id, text)


def phase_overview(context: MacroContext) -> Marked:
    """Show the phases of the contract as a sequence of steps."""
    return context.block("phases/overview.html", steps=views.overview(context.playbook))


def phase_gates(context: MacroContext, id: str) -> Marked:
    """Show what must be true before a phase begins and before it ends."""
    context.find("phase", id)
    return context.block("phases/gates.html", gates=views.gates(context.playbook, id))


MACROS = (phase, phase_overview, phase_gates)
