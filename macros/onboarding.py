"""What a newcomer does first."""

from __future__ import annotations

from playbook.desk import Desk
from playbook.stash import Marked
from playbook.views import onboarding as views


def programme(desk: Desk, id: str, *, text: str | None = None) -> Marked:
    """Link to an onboarding programme."""
    return desk.link("programme", id, text)


def checklist(desk: Desk, id: str) -> Marked:
    """Show the steps of an onboarding programme, stage by stage, as a list to tick off."""
    desk.find("programme", id)
    shown = views.checklist(desk.playbook, id, desk.words)
    return desk.block("onboarding/checklist.html", checklist=shown, about=desk.playbook.about)


def programme_list(desk: Desk, *, role: str | None = None) -> Marked:
    """List the onboarding programmes, those of a role where given."""
    if role is not None:
        desk.find("role", role)
    return desk.block("onboarding/list.html", programmes=views.programme_cards(desk.playbook, role), role=role)


MACROS = (programme, checklist, programme_list)
