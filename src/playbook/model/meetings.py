"""When the forums meet in the cycle, around the days on which whoever must attend does not work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from playbook.model.cadence import Forum
from playbook.model.days import Worked, moved, shifted, worked_by
from playbook.model.recurrence import Occurrence
from playbook.model.values import Duration

if TYPE_CHECKING:
    from playbook.model import Playbook

SPAN_LIMIT = 3 * 366
"""The most days of a cycle that are written out."""


@dataclass(frozen=True)
class Span:
    """The days that are written out, both included; `cut` tells that the cycle is longer."""

    start: date
    end: date
    cut: bool = False


def span(playbook: Playbook) -> Span:
    """Return the days of the cycle; a year where it has no end, three years at most."""
    cycle = playbook.about.cycle
    start = cycle.effective_from
    year = (shifted(start, Duration(1, "years")) or start) - timedelta(days=1)
    end = cycle.effective_to or year
    limit = start + timedelta(days=SPAN_LIMIT)
    return Span(start, min(end, limit), end > limit)


def life(playbook: Playbook, forum: Forum) -> tuple[date, date]:
    """Return the first and last day of the cycle on which a forum may meet."""
    days = span(playbook)
    until = min(day for day in (days.end, forum.until, _last(playbook, forum)) if day)
    return max(days.start, forum.since or days.start), until


@dataclass(frozen=True)
class Standing:
    """How a forum stands in the cycle: it meets, it has ended or not yet begun on a day, or has no day or time yet."""

    what: Literal["meets", "ended", "begins", "open"]
    day: date | None = None


def standing(playbook: Playbook, forum: Forum) -> Standing:
    """Return how a forum stands in the cycle."""
    rule, days = forum.recurrence, span(playbook)
    first = max((day for day in (forum.since, rule.first_day) if day), default=None)
    last = min((day for day in (forum.until, _last(playbook, forum)) if day), default=None)
    if last and last < days.start:
        return Standing("ended", last)
    if first and first > days.end:
        return Standing("begins", first)
    return Standing("meets" if rule.is_placed else "open")


def held(playbook: Playbook, forum: Forum) -> tuple[Occurrence, ...]:
    """Return when a forum meets in the cycle, each time with the day its rule gives."""
    start, end = life(playbook, forum)
    return forum.recurrence.occurrences(start, end, worked_at(playbook, forum)) if start <= end else ()


def _last(playbook: Playbook, forum: Forum) -> date | None:
    """Return the last day that a rule with an end gives, or the later one to which it moves from there."""
    rule, worked = forum.recurrence, worked_at(playbook, forum)
    if (until := rule.last_day) is None:
        return None
    late = rule.occurrences(until + timedelta(days=1), moved(until, rule.move, worked), worked)
    return late[-1].day if late else until


def must_attend(playbook: Playbook, forum: Forum) -> tuple[str, ...]:
    """Return the ids of the parties without which a forum is not held."""
    roles = (role for role in (forum.chair, forum.secretary, *forum.attendees) if role)
    return tuple(dict.fromkeys(playbook.roles[role].party for role in roles))


def worked_at(playbook: Playbook, forum: Forum) -> Worked:
    """Return the test whether all parties that must attend a forum, and are there, work on a day."""
    parties = [playbook.parties[id] for id in must_attend(playbook, forum)]
    tests = [(playbook.life("party", party.id), worked_by(party.days, party.holidays)) for party in parties]
    return lambda day: all(test(day) or not life.holds(day) for life, test in tests)


def last_day(forum: Forum, day: date, worked: Worked) -> date:
    """Return the last day of a meeting that begins on a day."""
    return shifted(day, forum.further_days, worked) or day
