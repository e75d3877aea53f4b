"""What may go wrong, who watches it, and what is done about it."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import risks as views


def risk(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a risk."""
    return context.link("risk", id, text)


def risk_list(
    context: MacroContext, *, role: str | None = None, forum: str | None = None, service: str | None = None
) -> Marked:
    """List the risks with all their facts, the likeliest first; or a line each of those that matter here.

    `role` keeps those that a role watches, `forum` those that a forum looks at, and `service` those that would hit a
    service.
    """
    for kind, id in (("role", role), ("forum", forum), ("service", service)):
        if id is not None:
            context.find(kind, id)
    entries = views.risk_entries(context.playbook, role, forum, service)
    if role or forum or service:
        return context.block("risks/brief.html", entries=entries, role=role, forum=forum)
    return context.block("risks/list.html", entries=entries)


MACROS = (risk, risk_list)
