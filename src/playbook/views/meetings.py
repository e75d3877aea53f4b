"""The single meetings of a cycle: on which days, at what time in which city, with papers due when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from playbook.model import Forum, Playbook
from playbook.model.base import Level
from playbook.model.days import Worked, moved, shifted, worked_by
from playbook.model.recurrence import Occurrence
from playbook.model.time import Life, cut
from playbook.model.values import Duration
from playbook.views.base import Link, link
from playbook.views.words import Words

SPAN_LIMIT = 3 * 366
"""The most days of a cycle that are written out."""


@dataclass(frozen=True)
class Span:
    """The days that are written out, both included; `cut` tells that the cycle is longer."""

    start: date
    end: date
    cut: bool = False


@dataclass(frozen=True)
class Clock:
    """What a clock shows when a meeting begins; `shift` is 1 where it is the next day there, -1 the day before."""

    zone: str
    city: str
    time: str
    shift: int = 0


@dataclass(frozen=True)
class Meeting:
    """One meeting, and the ids of the roles that take part; `moved_from` is the day its rule gives, where it moved."""

    forum: Link
    tier: Level
    day: date
    begins: datetime
    clocks: tuple[Clock, ...]
    papers: date | None
    moved_from: date | None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class OtherTime:
    """Another time than usual between two days, because the clocks changed; None where the cycle ends first."""

    clock: Clock
    since: date
    until: date | None


@dataclass(frozen=True)
class CityTime:
    """When a forum begins in one city over the cycle, and which parties are there."""

    usual: Clock
    others: tuple[OtherTime, ...]
    parties: tuple[Link, ...]


@dataclass(frozen=True)
class ClockChange:
    """A day on which clocks change, and what ten o'clock in the first city is in the others from then on."""

    day: date
    forward: tuple[str, ...]
    back: tuple[str, ...]
    clocks: tuple[Clock, ...]


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


def held(playbook: Playbook, forum: Forum) -> tuple[Occurrence, ...]:
    """Return when a forum meets in the cycle, each time with the day its rule gives."""
    start, end = life(playbook, forum)
    return forum.recurrence.occurrences(start, end, worked_at(playbook, forum)) if start <= end else ()


def met_by(playbook: Playbook, forum: Forum, role: str) -> Forum:
    """Return a forum as a role attends it, which may be there on some days of the cycle only."""
    days = playbook.life("role", role).beside(playbook.cycle_days)
    if days is None:
        return forum
    both = cut(Life(forum.since, forum.until), days)
    return forum.model_copy(update={"since": both.first, "until": both.last})


def _last(playbook: Playbook, forum: Forum) -> date | None:
    """Return the last day that a rule with an end gives, or the later one to which it moves from there."""
    rule, worked = forum.recurrence, worked_at(playbook, forum)
    if rule.until is None:
        return None
    late = rule.occurrences(rule.until + timedelta(days=1), moved(rule.until, rule.move, worked), worked)
    return late[-1].day if late else rule.until


def must_attend(playbook: Playbook, forum: Forum) -> tuple[str, ...]:
    """Return the ids of the parties without which a forum is not held."""
    roles = (role for role in (forum.chair, forum.secretary, *forum.attendees) if role)
    return tuple(dict.fromkeys(playbook.roles[role].party for role in roles))


def worked_at(playbook: Playbook, forum: Forum) -> Worked:
    """Return the test whether all parties that must attend a forum, and are there, work on a day."""
    parties = [playbook.parties[id] for id in must_attend(playbook, forum)]
    tests = [(playbook.life("party", party.id), worked_by(party.days, party.holidays)) for party in parties]
    return lambda day: all(test(day) or not life.holds(day) for life, test in tests)


def zones(playbook: Playbook, parties: Iterable[str] = (), first: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the zones a reader needs, once each: those in `first`, of client, suppliers and other parties."""
    ids = (playbook.about.client, *playbook.about.suppliers, *parties)
    found = (*first, *(playbook.parties[id].zone for id in ids))
    return tuple(dict.fromkeys(zone for zone in found if zone))


def meetings(playbook: Playbook, forum: Forum, words: Words, shown: Iterable[str] | None = None) -> tuple[Meeting, ...]:
    """Return the meetings of a forum in the cycle, with clocks in the zones `shown`."""
    rule, worked, (start, end) = forum.recurrence, worked_at(playbook, forum), life(playbook, forum)
    cities = tuple(zones_of(playbook, forum) if shown is None else shown)
    found = []
    for item in rule.occurrences(start, end, worked):
        begins = rule.begins(item.day)
        papers = shifted(item.day, forum.papers_due, worked, back=True) if forum.papers_due else None
        clocks = clocks_at(begins, cities, words)
        moved_from = item.planned if item.is_moved else None
        name = link(playbook, "forum", forum.id)
        there = tuple(role for role in forum.everyone if playbook.life("role", role).holds(item.day))
        found.append(Meeting(name, forum.tier, item.day, begins, clocks, papers, moved_from, there))
    return tuple(found)


def zones_of(playbook: Playbook, forum: Forum) -> tuple[str, ...]:
    """Return the zones of a forum: that of its rule, of the client, of the suppliers, of whoever else attends."""
    parties = dict.fromkeys(playbook.roles[role].party for role in forum.everyone)
    return zones(playbook, parties, (forum.recurrence.zone,))


def clocks_at(moment: datetime, shown: Iterable[str], words: Words) -> tuple[Clock, ...]:
    """Return what the clocks of some zones show at a moment."""
    found = []
    for zone in shown:
        there = moment.astimezone(ZoneInfo(zone))
        shift = (there.date() - moment.date()).days
        found.append(Clock(zone, words.city(zone), there.strftime("%H:%M"), shift))
    return tuple(found)


def city_times(playbook: Playbook, forum: Forum, words: Words) -> tuple[CityTime, ...]:
    """Return when a forum begins in each city, with the weeks in which it meets there at another time than at first."""
    start, end = life(playbook, forum)
    held = tuple(forum.recurrence.dates(start, end, worked_at(playbook, forum)))
    stretches = _stretches(forum, zones_of(playbook, forum), held or (start,), start, end, words)
    return tuple(
        CityTime(usual, _others(stretches, at), _parties_in(playbook, forum, usual.zone))
        for at, usual in enumerate(stretches[0].clocks)
    )


@dataclass(frozen=True)
class _Stretch:
    """The days from one change of a clock to the next, and what the clocks show when a forum begins on them."""

    since: date
    until: date | None
    clocks: tuple[Clock, ...]


def _stretches(
    forum: Forum, shown: tuple[str, ...], held: tuple[date, ...], start: date, end: date, words: Words
) -> tuple[_Stretch, ...]:
    """Return the stretches in which a forum meets; a change within a day counts from the meeting it first concerns."""
    changes = {day for zone in shown for day in transitions(zone, start, end)}
    turns = sorted({start, *changes, *(day + timedelta(days=1) for day in changes if day < end)})
    clocks = [clocks_at(forum.recurrence.begins(day), shown, words) for day in turns]
    new = [at for at in range(len(turns)) if not at or clocks[at] != clocks[at - 1]]
    ends = [turns[at] - timedelta(days=1) for at in new[1:]]
    found = (_Stretch(turns[at], until, clocks[at]) for at, until in zip(new, [*ends, None], strict=True))
    return tuple(each for each in found if any(each.since <= day <= (each.until or day) for day in held))


def _others(stretches: tuple[_Stretch, ...], at: int) -> tuple[OtherTime, ...]:
    """Return the stretches in which one clock shows something else than in the first."""
    usual = stretches[0].clocks[at]
    return tuple(OtherTime(each.clocks[at], each.since, each.until) for each in stretches if each.clocks[at] != usual)


def _parties_in(playbook: Playbook, forum: Forum, zone: str) -> tuple[Link, ...]:
    ids = dict.fromkeys(playbook.roles[role].party for role in forum.everyone)
    return tuple(link(playbook, "party", id) for id in ids if playbook.parties[id].zone == zone)


def clock_changes(days: Span, shown: tuple[str, ...], words: Words) -> tuple[ClockChange, ...]:
    """Return the days of a span on which the clocks of a zone change, where that sets the zones apart."""
    found = []
    for day in sorted({day for zone in shown for day in transitions(zone, days.start, days.end)}):
        turned = {zone: _offset_at(zone, day) - _offset_at(zone, day - timedelta(days=1)) for zone in shown}
        if len(set(turned.values())) == 1:
            continue
        forward = tuple(words.city(zone) for zone in shown if turned[zone] > timedelta())
        back = tuple(words.city(zone) for zone in shown if turned[zone] < timedelta())
        noon = datetime.combine(day, time(10), ZoneInfo(shown[0]))
        found.append(ClockChange(day, forward, back, clocks_at(noon, shown, words)))
    return tuple(found)


@lru_cache(maxsize=256)
def transitions(zone: str, start: date, end: date) -> tuple[date, ...]:
    """Return the days after `start`, up to `end`, that begin with another offset from UTC than they end with."""
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    offsets = [_offset_at(zone, day) for day in days]
    return tuple(days[at] for at in range(1, len(days)) if offsets[at] != offsets[at - 1])


def _offset_at(zone: str, day: date) -> timedelta:
    """Return the offset from UTC at noon."""
    return datetime.combine(day, time(12), ZoneInfo(zone)).utcoffset() or timedelta()
