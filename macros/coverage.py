"""Where each statement that the playbook must make is made."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import coverage as views


def coverage(context: MacroContext) -> Marked:
    """Show every statement of `data/coverage.yml` with the places that make it; those without a place are marked."""
    return context.block("coverage/coverage.html", table=views.coverage(context.playbook, context.carrying))


MACROS = (coverage,)
