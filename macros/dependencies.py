"""Who needs what from whom, and what a failure reaches."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.pages.sandbox import Misused
from playbook.views import dependencies as views
from playbook.views.base import link
from playbook.views.dependency_map import dependency_map as map_of


def dependency(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a dependency."""
    return context.link("dependency", id, text)


def dependency_list(
    context: MacroContext, *, role: str | None = None, party: str | None = None, service: str | None = None
) -> Marked:
    """List the dependencies with all their facts, by who needs them from whom; or a line each of those asked for.

    `role` keeps what a role looks after or waits for, `party` what a party provides or needs, and `service` everything
    whose failure reaches a service.
    """
    for kind, id in (("role", role), ("party", party), ("service", service)):
        if id is not None:
            context.find(kind, id)
    if role or party or service:
        entries = views.dependency_entries(context.playbook, role, party, service)
        return context.block("dependencies/brief.html", entries=entries, role=role, party=party)
    return context.block("dependencies/list.html", needs=views.needs(context.playbook))


def dependency_impact(
    context: MacroContext, id: str | None = None, *, party: str | None = None, folded: bool = False
) -> Marked:
    """Show what the failure of a dependency reaches, and whom to tell first; with `party=`, that of a whole party.

    `folded` keeps it behind a line that opens.
    """
    if (id is None) == (party is None):
        raise Misused("one dependency or one party is asked for", "write the id of a dependency, or `party=` and an id")
    if party is not None:
        context.find("party", party)
        impact = views.party_impact(context.playbook, party)
    else:
        context.find("dependency", id)
        impact = views.impact(context.playbook, str(id))
    return context.block("dependencies/impact.html", impact=impact, folded=bool(folded))


def dependency_map(context: MacroContext, id: str | None = None, *, listed: bool = False) -> Marked:
    """Draw what rests on each dependency, or with an id what the failure of that one reaches.

    With `listed=True` the same follows in words, for pages that do not show the dependencies and what they reach.
    """
    if id is not None:
        context.find("dependency", id)
    drawing = map_of(context.playbook, context.words, id)
    asked = link(context.playbook, "dependency", id) if id else None
    return context.block("dependencies/map.html", map=drawing, dependency=asked, listed=listed)


MACROS = (dependency, dependency_list, dependency_impact, dependency_map)
