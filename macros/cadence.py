"""When the two sides meet."""

from __future__ import annotations

from playbook.model.base import LEVELS
from playbook.model.meetings import span
from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import cadence as views
from playbook.views.base import link
from playbook.views.calendar import calendar as calendar_of
from playbook.views.calendar_feeds import feeds as feeds_of
from playbook.views.year_drawing import calendar_year as year_of


def forum(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a forum."""
    return context.link("forum", id, text)


def cadence(context: MacroContext, id: str) -> Marked:
    """Say when a forum meets, in words: “first Tuesday of the month, 10:00 London”."""
    context.find("forum", id)
    return context.inline("cadence/cadence.html", text=views.cadence(context.playbook, id, context.words))


def calendar(
    context: MacroContext, *, role: str | None = None, tier: str | None = None, folded: bool = False
) -> Marked:
    """Show the meetings of the cycle as a year at a glance and by month.

    `role` keeps to the meetings of one role, `tier` to those that are strategic, tactical or operational.
    `folded` keeps it behind a line that opens.
    """
    _check(context, role, tier)
    shown = calendar_of(context.playbook, context.words, role, tier, context.words.of_playbook.first_week_day)
    asked = link(context.playbook, "role", role) if role else None
    return context.block("cadence/calendar.html", calendar=shown, role=asked, folded=bool(folded))


def meetings_ahead(context: MacroContext, role: str) -> Marked:
    """Show which meetings of a role come next, how many there are, and the calendar files that hold them.

    Those of the whole cycle stand in `calendar`, which opens with a role where the address says `?role=…`.
    """
    context.find("role", role)
    items = views.forum_list(context.playbook, context.words, role)
    number = sum(item.number for item in items)
    shown = {"span": span(context.playbook), "feeds": feeds_of(context.playbook, role)}
    return context.block("cadence/ahead.html", items=items, number=number, **shown)


def calendar_year(
    context: MacroContext, *, tier: str | None = None, role: str | None = None, listed: bool = False
) -> Marked:
    """Draw the meetings of the cycle as a year: months across, forums down, a sign for each meeting.

    `tier` and `role` narrow the forums as in `calendar`. With `listed=True` the same follows in words, for pages that
    do not show the calendar.
    """
    _check(context, role, tier)
    years = year_of(context.playbook, context.words, tier, role)
    asked = link(context.playbook, "role", role) if role else None
    return context.block("cadence/year.html", years=years, role=asked, listed=listed)


def forum_list(context: MacroContext, *, tier: str | None = None, role: str | None = None) -> Marked:
    """List the forums with when they meet, those of a tier or of a role where given."""
    _check(context, role, tier)
    items = views.forum_list(context.playbook, context.words, role, tier)
    return context.block("cadence/list.html", items=items, role=role, tier=tier)


def forum_card(context: MacroContext, id: str) -> Marked:
    """Show everything of one forum: what for, when, who, on what papers, how it decides."""
    context.find("forum", id)
    card = views.forum_card(context.playbook, id, context.words)
    return context.block("cadence/forum.html", card=card, feeds=feeds_of(context.playbook, forum=id))


def _check(context: MacroContext, role: str | None, tier: str | None) -> None:
    context.choose("tier", tier, LEVELS)
    if role is not None:
        context.find("role", role)


MACROS = (forum, cadence, calendar, meetings_ahead, calendar_year, forum_list, forum_card)
