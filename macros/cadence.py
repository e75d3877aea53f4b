"""When the two sides meet."""

from __future__ import annotations

from playbook.model.base import LEVELS
from playbook.pages.macro_context import Desk
from playbook.pages.placeholders import Marked
from playbook.views import cadence as views
from playbook.views.base import link
from playbook.views.calendar import calendar as calendar_of
from playbook.views.calendar_feeds import feeds as feeds_of
from playbook.views.meetings import span
from playbook.views.year_drawing import calendar_year as year_of


def forum(desk: Desk, id: str, *, text: str | None = None) -> Marked:
    """Link to a forum."""
    return desk.link("forum", id, text)


def cadence(desk: Desk, id: str) -> Marked:
    """Say when a forum meets, in words: “first Tuesday of the month, 10:00 London”."""
    desk.find("forum", id)
    return desk.inline("cadence/cadence.html", text=views.cadence(desk.playbook, id, desk.words))


def calendar(desk: Desk, *, role: str | None = None, tier: str | None = None, folded: bool = False) -> Marked:
    """Show the meetings of the cycle as a year at a glance and by month.

    `role` keeps to the meetings of one role, `tier` to those that are strategic, tactical or operational.
    `folded` keeps it behind a line that opens.
    """
    _check(desk, role, tier)
    shown = calendar_of(desk.playbook, desk.words, role, tier, desk.words.of_playbook.first_week_day)
    asked = link(desk.playbook, "role", role) if role else None
    return desk.block("cadence/calendar.html", calendar=shown, role=asked, folded=bool(folded))


def meetings_ahead(desk: Desk, role: str) -> Marked:
    """Show which meetings of a role come next, how many there are, and the calendar files that hold them.

    Those of the whole cycle stand in `calendar`, which opens with a role where the address says `?role=…`.
    """
    desk.find("role", role)
    items = views.forum_list(desk.playbook, desk.words, role)
    number = sum(item.number for item in items)
    shown = {"span": span(desk.playbook), "feeds": feeds_of(desk.playbook, role)}
    return desk.block("cadence/ahead.html", items=items, number=number, **shown)


def calendar_year(desk: Desk, *, tier: str | None = None, role: str | None = None, listed: bool = False) -> Marked:
    """Draw the meetings of the cycle as a year: months across, forums down, a sign for each meeting.

    `tier` and `role` narrow the forums as in `calendar`. With `listed=True` the same follows in words, for pages that
    do not show the calendar.
    """
    _check(desk, role, tier)
    years = year_of(desk.playbook, desk.words, tier, role)
    asked = link(desk.playbook, "role", role) if role else None
    return desk.block("cadence/year.html", years=years, role=asked, listed=listed)


def forum_list(desk: Desk, *, tier: str | None = None, role: str | None = None) -> Marked:
    """List the forums with when they meet, those of a tier or of a role where given."""
    _check(desk, role, tier)
    items = views.forum_list(desk.playbook, desk.words, role, tier)
    return desk.block("cadence/list.html", items=items, role=role, tier=tier)


def forum_card(desk: Desk, id: str) -> Marked:
    """Show everything of one forum: what for, when, who, on what papers, how it decides."""
    desk.find("forum", id)
    card = views.forum_card(desk.playbook, id, desk.words)
    return desk.block("cadence/forum.html", card=card, feeds=feeds_of(desk.playbook, forum=id))


def _check(desk: Desk, role: str | None, tier: str | None) -> None:
    desk.choose("tier", tier, LEVELS)
    if role is not None:
        desk.find("role", role)


MACROS = (forum, cadence, calendar, meetings_ahead, calendar_year, forum_list, forum_card)
