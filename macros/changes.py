"""What changed since the last edition."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import changes as views
from playbook.views.base import link


def changes(context: MacroContext, *, role: str | None = None) -> Marked:
    """List what changed since the edition before this one, by what it means; with `role` what concerns that role."""
    if role is not None:
        context.find("role", role)
    found = context.changes
    before = context.before or context.playbook
    report = None if found is None else views.change_report(context.playbook, found, before, role, context.words)
    named = link(context.playbook, "role", role) if role else None
    return context.block("changes/list.html", report=report, role=named)


MACROS = (changes,)
