"""The charter, the channels, visits and health checks."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import relationship as views


def principle(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a principle of the charter."""
    return context.link("principle", id, text)


def charter(context: MacroContext) -> Marked:
    """Show the principles that both sides have agreed on, with what each side does to keep them."""
    return context.block("relationship/charter.html", promises=views.promises(context.playbook))


def channel(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a way of talking to each other."""
    return context.link("channel", id, text)


def channel_list(context: MacroContext) -> Marked:
    """Show the ways of talking, formal and informal: what each is for, whether it is recorded, how soon one answers."""
    return context.block("relationship/channels.html", groups=views.channel_groups(context.playbook))


def visit(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a kind of visit."""
    return context.link("visit", id, text)


def visit_checklist(context: MacroContext, id: str) -> Marked:
    """Show what to arrange for a kind of visit, theme by theme, as a list to tick off."""
    context.find("visit", id)
    shown = views.visit_checklist(context.playbook, id)
    return context.block("relationship/visit.html", checklist=shown, about=context.playbook.about)


def health_check(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a health check of the relationship."""
    return context.link("health-check", id, text)


def health_card(context: MacroContext, id: str) -> Marked:
    """Show a health check: how often it is held, who answers on either side, what it asks, where it is talked about."""
    context.find("health-check", id)
    return context.block("relationship/health.html", card=views.health_card(context.playbook, id))


MACROS = (principle, charter, channel, channel_list, visit, visit_checklist, health_check, health_card)
