"""Where each statement that the playbook must make is made."""

from __future__ import annotations

from playbook.pages.macro_context import Desk
from playbook.pages.placeholders import Marked
from playbook.views import coverage as views


def coverage(desk: Desk) -> Marked:
    """Show every statement of `data/coverage.yml` with the places that make it; those without a place are marked."""
    return desk.block("coverage/coverage.html", table=views.coverage(desk.playbook, desk.carrying))


MACROS = (coverage,)
