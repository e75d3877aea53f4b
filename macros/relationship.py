"""The charter, the channels, visits and health checks."""

from __future__ import annotations

from playbook.pages.macro_context import Desk
from playbook.pages.placeholders import Marked
from playbook.views import relationship as views


def principle(desk: Desk, id: str, *, text: str | None = None) -> Marked:
    """Link to a principle of the charter."""
    return desk.link("principle", id, text)


def charter(desk: Desk) -> Marked:
    """Show the principles that both sides have agreed on, with what each side does to keep them."""
    return desk.block("relationship/charter.html", promises=views.promises(desk.playbook))


def channel(desk: Desk, id: str, *, text: str | None = None) -> Marked:
    """Link to a way of talking to each other."""
    return desk.link("channel", id, text)


def channel_list(desk: Desk) -> Marked:
    """Show the ways of talking, formal and informal: what each is for, whether it is recorded, how soon one answers."""
    return desk.block("relationship/channels.html", groups=views.channel_groups(desk.playbook))


def visit(desk: Desk, id: str, *, text: str | None = None) -> Marked:
    """Link to a kind of visit."""
    return desk.link("visit", id, text)


def visit_checklist(desk: Desk, id: str) -> Marked:
    """Show what to arrange for a kind of visit, theme by theme, as a list to tick off."""
    desk.find("visit", id)
    shown = views.visit_checklist(desk.playbook, id)
    return desk.block("relationship/visit.html", checklist=shown, about=desk.playbook.about)


def health_check(desk: Desk, id: str, *, text: str | None = None) -> Marked:
    """Link to a health check of the relationship."""
    return desk.link("health-check", id, text)


def health_card(desk: Desk, id: str) -> Marked:
    """Show a health check: how often it is held, who answers on either side, what it asks, where it is talked about."""
    desk.find("health-check", id)
    return desk.block("relationship/health.html", card=views.health_card(desk.playbook, id))


MACROS = (principle, charter, channel, channel_list, visit, visit_checklist, health_check, health_card)
