"""What follows when something promised is not met."""

from __future__ import annotations

from typing import get_args

from playbook.model.remedies import RemedyKind
from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import remedies as views


def remedy(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a remedy."""
    return context.link("remedy", id, text)


def remedy_ladder(context: MacroContext, id: str) -> Marked:
    """Show one remedy as a ladder: what sets it going, its steps with their times, and where it ends."""
    context.find("remedy", id)
    return context.block("remedies/ladders.html", ladders=(views.ladder(context.playbook, id),))


def remedy_list(context: MacroContext, *, kind: str | None = None) -> Marked:
    """Show every remedy as a ladder; `kind` keeps to those of one kind, such as `dispute`."""
    context.choose("kind", kind, get_args(RemedyKind))
    return context.block("remedies/ladders.html", ladders=views.ladders(context.playbook, kind))


MACROS = (remedy, remedy_ladder, remedy_list)
