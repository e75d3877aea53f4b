"""What the contract is for, and what it buys."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import services as views


def service(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a service."""
    return context.link("service", id, text)


def objective(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to an objective."""
    return context.link("objective", id, text)


def service_list(
    context: MacroContext, *, role: str | None = None, phase: str | None = None, party: str | None = None
) -> Marked:
    """Show the services as cards, or with `role=` those of one role and its part in each.

    `phase` keeps those that run in a phase, `party` those that a party runs or owns.
    """
    for kind, id in (("role", role), ("phase", phase), ("party", party)):
        if id is not None:
            context.find(kind, id)
    if role is not None:
        parts = views.role_services(context.playbook, role, phase, party)
        return context.block("services/role.html", parts=parts)
    cards = views.service_cards(context.playbook, phase, party)
    return context.block("services/list.html", cards=cards, narrowed=phase is not None or party is not None)


def service_card(context: MacroContext, id: str) -> Marked:
    """Show what a service is, who owns and who runs it, and where it begins and ends."""
    context.find("service", id)
    return context.block("services/card.html", card=views.service_card(context.playbook, id))


def service_work(context: MacroContext, id: str) -> Marked:
    """List the activities that belong to a service, and who is accountable for each."""
    context.find("service", id)
    answered = bool(context.playbook.scheme.coded("accountable"))
    return context.block("services/work.html", work=views.service_work(context.playbook, id), answered=answered)


def objective_list(context: MacroContext) -> Marked:
    """Show what the contract is for: each objective, whom it benefits, and what serves and measures it."""
    return context.block("services/objectives.html", entries=views.objective_entries(context.playbook))


MACROS = (service, objective, service_list, service_card, service_work, objective_list)
