"""What a newcomer does first."""

from __future__ import annotations

from playbook.pages.macro_context import Desk
from playbook.pages.placeholders import Marked
from playbook.views import onboarding as views


def programme(desk: Desk, id: str, *, text: str | None = None) -> Marked:
    """Link to an onboarding programme."""
    return desk.link("programme", id, text)


def checklist(desk: Desk, id: str | None = None, *, role: str | None = None, folded: bool = False) -> Marked:
    """Show the steps of an onboarding programme as a list to tick off, or with a role those that its holder takes.

    `folded` keeps the steps behind a line that tells how many there are.
    """
    if role is not None:
        desk.find("role", role)
    if id is None and role is not None:
        shown = views.checklists(desk.playbook, role, desk.words)
    else:
        programme = desk.find("programme", id)
        shown = (views.checklist(desk.playbook, programme.id, desk.words, role),)
    about = desk.playbook.about
    return desk.block("onboarding/checklists.html", checklists=shown, about=about, role=role, folded=folded)


def programme_list(desk: Desk, *, role: str | None = None) -> Marked:
    """List the onboarding programmes, those of a role where given."""
    if role is not None:
        desk.find("role", role)
    return desk.block("onboarding/list.html", programmes=views.programme_cards(desk.playbook, role), role=role)


MACROS = (programme, checklist, programme_list)
