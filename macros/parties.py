"""The organisations, and the structure that binds them."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import parties as views


def party(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a party."""
    return context.link("party", id, text)


def party_cards(context: MacroContext) -> Marked:
    """Show every party: what it does, when it works, what its habits are, and its roles."""
    return context.block("parties/cards.html", cards=views.party_cards(context.playbook, context.words))


def sourcing(context: MacroContext) -> Marked:
    """Show the sourcing structure of this contract: who engages whom, why, and at what risk."""
    return context.block("parties/sourcing.html", view=views.sourcing(context.playbook))


def sourcing_structures(context: MacroContext) -> Marked:
    """Compare the sourcing structures, and mark the one that this contract uses."""
    return context.block("parties/structures.html", compared=views.structures(context.playbook))


MACROS = (party, party_cards, sourcing, sourcing_structures)
