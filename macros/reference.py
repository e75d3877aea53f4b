"""What the playbook team looks up: every check, every key, every macro."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import reference as views


def check_reference(context: MacroContext) -> Marked:
    """List every check by subject: its id, its severity, its threshold, and what it asks."""
    return context.block("reference/checks.html", groups=views.check_groups(context.checks))


def data_reference(context: MacroContext) -> Marked:
    """List every key that each file of the data may hold, with what may stand there."""
    scheme = context.playbook.scheme
    return context.block("reference/data.html", reference=views.data_reference(scheme), scheme=scheme.name)


def macro_reference(context: MacroContext) -> Marked:
    """List every macro as a page writes it, with what it shows."""
    return context.block("reference/macros.html", groups=views.macro_groups(context.macros))


MACROS = (check_reference, data_reference, macro_reference)
