"""Who there is on both sides."""

from __future__ import annotations

from collections.abc import Mapping

from playbook.model.base import LEVELS
from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import role_summary as summaries
from playbook.views import roles as views
from playbook.views.relationship_map import relationship_map as map_of


def role(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a role."""
    return context.link("role", id, text)


def role_directory(context: MacroContext, *, party: str | None = None, level: str | None = None) -> Marked:
    """Show the roles by level, each beside its opposite number, with the gaps.

    `party` leads with the roles of one party, `level` keeps to strategic, tactical or operational.
    """
    if party is not None:
        context.find("party", party)
    context.choose("level", level, LEVELS)
    return context.block("roles/directory.html", directory=views.directory(context.playbook, party, level))


def role_card(context: MacroContext, id: str) -> Marked:
    """Show what a role is here for, its party and level, who holds it, and who stands around it."""
    context.find("role", id)
    return context.block("roles/card.html", card=views.role_card(context.playbook, id))


def role_summary(context: MacroContext, id: str, *, sections: Mapping[str, str] | None = None) -> Marked:
    """Show at a glance how much there is on the page of a role, and let its holder say that it is theirs.

    `sections` says under which heading of the page each count is found: `sections={"meetings": "my-meetings"}`.
    """
    context.find("role", id)
    for section in sections or {}:
        context.choose("section", section, summaries.SECTIONS)
    summary = summaries.role_summary(context.playbook, id)
    return context.block("roles/summary.html", summary=summary, sections=sections or {})


def duties(context: MacroContext, id: str) -> Marked:
    """List what a role owes."""
    context.find("role", id)
    card = views.role_card(context.playbook, id)
    return context.block("roles/duties.html", role=card.person.link, duties=views.duties(context.playbook, id))


def role_profile(context: MacroContext, id: str) -> Marked:
    """Show what the holder of a role must know, what they may decide alone, and what else the role is called."""
    return context.block("roles/profile.html", role=context.find("role", id))


def assignment_list(context: MacroContext, *, party: str | None = None, role: str | None = None) -> Marked:
    """Show who holds each role, since when, and where they are reached.

    `party` keeps to the roles of one party, `role` to one role.
    """
    for kind, id in (("party", party), ("role", role)):
        if id is not None:
            context.find(kind, id)
    return context.block("roles/assignments.html", staff=views.staff(context.playbook, party, role), party=party)


def relationship_map(context: MacroContext, *, listed: bool = False) -> Marked:
    """Draw the roles of both sides by level, with a line between each two that face each other.

    With `listed=True` the same follows in words, for pages that do not show the directory.
    """
    return context.block("roles/map.html", map=map_of(context.playbook, context.words), listed=listed)


MACROS = (role, role_directory, role_card, role_summary, duties, role_profile, assignment_list, relationship_map)
