"""Who may decide what."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import authority as views
from playbook.views.base import table_files


def decision(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a decision."""
    return context.link("decision", id, text)


def decision_list(
    context: MacroContext, *, role: str | None = None, forum: str | None = None, subject: str | None = None
) -> Marked:
    """Show who may decide what, from the lowest limit to the highest; nothing where there are no decisions.

    `role` keeps to what one role decides, `forum` to what is decided in one forum, `subject` to one of the subjects.
    """
    for kind, id in (("role", role), ("forum", forum)):
        if id is not None:
            context.find(kind, id)
    context.choose("subject", subject, views.subjects(context.playbook))
    groups = views.decisions(context.playbook, context.words, role, forum, subject)
    whole = not (role or forum or subject) and any(each.limits for each in context.playbook.decisions)
    files = () if not whole else table_files("authority/decisions")
    return context.block("authority/decisions.html", groups=groups, role=role, forum=forum, files=files)


MACROS = (decision, decision_list)
