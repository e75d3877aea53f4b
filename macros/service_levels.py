"""What is promised of each service, who measures it on both sides, and what follows when it is missed."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import service_levels as views
from playbook.views.service_level_scale import scale


def service_level(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a service level."""
    return context.link("service-level", id, text)


def service_levels(
    context: MacroContext, *, service: str | None = None, role: str | None = None, forum: str | None = None
) -> Marked:
    """Show the service levels by service, a line each: target, who watches it, where it is reviewed, what it costs.

    `service` leaves those of one service, `role` those that a role answers for or watches, `forum` those that a forum
    reviews.
    """
    for entity, id in (("service", service), ("role", role), ("forum", forum)):
        if id is not None:
            context.find(entity, id)
    groups = views.service_groups(context.playbook, context.words, service, role, forum)
    return context.block("service_levels/table.html", groups=groups, service=service, role=role, forum=forum)


def service_level_card(context: MacroContext, id: str) -> Marked:
    """Show everything about one service level: the scale, how it is measured, who watches it, and what follows."""
    entry = views.level_entry(context.playbook, context.find("service-level", id).id, context.words)
    return context.block("service_levels/card.html", entry=entry, scale=scale(entry.level, context.words))


MACROS = (service_level, service_levels, service_level_card)
