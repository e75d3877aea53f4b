"""The organisations, and the structure that binds them."""

from __future__ import annotations

from playbook.pages.macro_context import Desk
from playbook.pages.placeholders import Marked
from playbook.views import parties as views


def party(desk: Desk, id: str, *, text: str | None = None) -> Marked:
    """Link to a party."""
    return desk.link("party", id, text)


def party_cards(desk: Desk) -> Marked:
    """Show every party: what it does, when it works, what its habits are, and its roles."""
    return desk.block("parties/cards.html", cards=views.party_cards(desk.playbook, desk.words))


def sourcing(desk: Desk) -> Marked:
    """Show the sourcing structure of this contract: who engages whom, why, and at what risk."""
    return desk.block("parties/sourcing.html", view=views.sourcing(desk.playbook))


def sourcing_structures(desk: Desk) -> Marked:
    """Compare the sourcing structures, and mark the one that this contract uses."""
    return desk.block("parties/structures.html", compared=views.structures(desk.playbook))


MACROS = (party, party_cards, sourcing, sourcing_structures)
