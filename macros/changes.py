"""What changed since the last edition."""

from __future__ import annotations

from playbook.pages.macro_context import Desk
from playbook.pages.placeholders import Marked
from playbook.views import changes as views
from playbook.views.base import link


def changes(desk: Desk, *, role: str | None = None) -> Marked:
    """List what changed since the edition before this one, by what it means; with `role` what concerns that role."""
    if role is not None:
        desk.find("role", role)
    found = desk.changes
    before = desk.before or desk.playbook
    report = None if found is None else views.change_report(desk.playbook, found, before, role, desk.words)
    named = link(desk.playbook, "role", role) if role else None
    return desk.block("changes/list.html", report=report, role=named)


MACROS = (changes,)
