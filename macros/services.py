"""What the contract is for, and what it buys."""

from __future__ import annotations

from playbook.pages.macro_context import Desk
from playbook.pages.placeholders import Marked
from playbook.views import services as views


def service(desk: Desk, id: str, *, text: str | None = None) -> Marked:
    """Link to a service."""
    return desk.link("service", id, text)


def objective(desk: Desk, id: str, *, text: str | None = None) -> Marked:
    """Link to an objective."""
    return desk.link("objective", id, text)


def service_list(desk: Desk, *, role: str | None = None, phase: str | None = None, party: str | None = None) -> Marked:
    """Show the services as cards, or with `role=` those of one role and its part in each.

    `phase` keeps those that run in a phase, `party` those that a party runs or owns.
    """
    for kind, id in (("role", role), ("phase", phase), ("party", party)):
        if id is not None:
            desk.find(kind, id)
    if role is not None:
        parts = views.role_services(desk.playbook, role, phase, party)
        return desk.block("services/role.html", parts=parts)
    cards = views.service_cards(desk.playbook, phase, party)
    return desk.block("services/list.html", cards=cards, narrowed=phase is not None or party is not None)


def service_card(desk: Desk, id: str) -> Marked:
    """Show what a service is, who owns and who runs it, and where it begins and ends."""
    desk.find("service", id)
    return desk.block("services/card.html", card=views.service_card(desk.playbook, id))


def service_work(desk: Desk, id: str) -> Marked:
    """List the activities that belong to a service, and who is accountable for each."""
    desk.find("service", id)
    return desk.block("services/work.html", work=views.service_work(desk.playbook, id))


def objective_list(desk: Desk) -> Marked:
    """Show what the contract is for: each objective, whom it benefits, and what serves and measures it."""
    return desk.block("services/objectives.html", entries=views.objective_entries(desk.playbook))


MACROS = (service, objective, service_list, service_card, service_work, objective_list)
