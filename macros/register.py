"""What became of ids that are no longer in the playbook."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import register as views


def gone_ids(context: MacroContext) -> Marked:
    """List the ids that went: since which version, why, who approved it, and where to turn to now."""
    return context.block("register/gone.html", entries=views.gone_entries(context.playbook))


MACROS = (gone_ids,)
