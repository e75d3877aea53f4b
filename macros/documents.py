"""The documents and reports: who writes them, who reads them, which meeting they feed."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import documents as views


def document(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a document or report."""
    return context.link("document", id, text)


def document_list(
    context: MacroContext, *, role: str | None = None, forum: str | None = None, kind: str | None = None
) -> Marked:
    """List the documents and reports with all their facts, or with `role=` or `forum=` those of one role or meeting.

    `kind` is `document` or `report`. The documents of a role or of a meeting take one line each.
    """
    for entity, id in (("role", role), ("forum", forum)):
        if id is not None:
            context.find(entity, id)
    context.choose("kind of document", kind, views.KINDS)
    entries = views.document_entries(context.playbook, role, forum, kind)
    if role or forum:
        return context.block("documents/brief.html", entries=entries, role=role, forum=forum)
    return context.block("documents/list.html", entries=entries, kind=kind)


MACROS = (document, document_list)
