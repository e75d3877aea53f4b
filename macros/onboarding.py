"""What whoever joins, moves or leaves does."""

from __future__ import annotations

from typing import get_args

from playbook.model.onboarding import For
from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import onboarding as views


def programme(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a programme for joiners, movers or leavers."""
    return context.link("programme", id, text)


def checklist(
    context: MacroContext,
    id: str | None = None,
    *,
    role: str | None = None,
    who: str | None = None,
    folded: bool = False,
) -> Marked:
    """Show the steps of a programme as a list to tick off, or with a role those that its holder takes.

    `who` keeps to the programmes of a role for `joiners`, `movers` or `leavers`.
    `folded` keeps the steps behind a line that tells how many there are.
    """
    context.choose("who", who, get_args(For))
    if role is not None:
        context.find("role", role)
    if id is None and role is not None:
        shown = views.checklists(context.playbook, role, context.words, who)
    else:
        programme = context.find("programme", id)
        shown = (views.checklist(context.playbook, programme.id, context.words, role),)
    about = context.playbook.about
    return context.block("onboarding/checklists.html", checklists=shown, about=about, role=role, folded=folded)


def programme_list(context: MacroContext, *, role: str | None = None, who: str | None = None) -> Marked:
    """List the programmes, those of a `role` where given; `who` keeps to those for `joiners`, `movers` or `leavers`."""
    context.choose("who", who, get_args(For))
    if role is not None:
        context.find("role", role)
    return context.block(
        "onboarding/list.html", programmes=views.programme_cards(context.playbook, role, who), role=role
    )


MACROS = (programme, checklist, programme_list)
