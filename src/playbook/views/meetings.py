"""The single meetings of a cycle: on which days, at what time in which city, with papers due when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from playbook.model import Forum, Playbook
from playbook.model.base import Level
from playbook.model.days import shifted
from playbook.model.meetings import Span, last_day, life, worked_at
from playbook.model.time import Life, cut
from playbook.views.base import Link, link
from playbook.views.words import Words


@dataclass(frozen=True)
class Clock:
    """What a clock shows when a meeting begins; `shift` is 1 where it is the next day there, -1 the day before."""

    zone: str
    city: str
    time: str
    shift: int = 0


@dataclass(frozen=True)
class Meeting:
    """One meeting, and the ids of the roles that take part; `moved_from` is the day its rule gives, where it moved.

    One that takes the whole day has no `clocks`; `last` is the last day of one that takes several. `own` is what the
    clock shows where its time is set.
    """

    forum: Link
    tier: Level | None
    day: date
    last: date
    all_day: bool
    begins: datetime
    own: Clock | None
    clocks: tuple[Clock, ...]
    papers: date | None
    moved_from: date | None
    roles: tuple[str, ...] = ()

    @property
    def zone(self) -> str:
        """The zone in which its time is set; nothing where it takes whole days."""
        return self.own.zone if self.own else ""

    @property
    def time(self) -> str:
        """When it begins, for a script: a moment with its offset, or the day alone where it takes the whole of it."""
        return self.day.isoformat() if self.all_day else self.begins.isoformat(timespec="minutes")


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


def met_by(playbook: Playbook, forum: Forum, role: str) -> Forum:
    """Return a forum as a role attends it, which may be there on some days of the cycle only."""
    days = playbook.life("role", role).beside(playbook.cycle_days)
    if days is None:
        return forum
    both = cut(Life(forum.since, forum.until), days)
    return forum.model_copy(update={"since": both.first, "until": both.last})


def zones(playbook: Playbook, parties: Iterable[str] = (), first: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the zones a reader needs, once each: those in `first`, of client, suppliers and other parties."""
    ids = (playbook.about.client, *playbook.about.suppliers, *parties)
    found = (*first, *(playbook.parties[id].zone for id in ids))
    return tuple(dict.fromkeys(zone for zone in found if zone))


def meetings(playbook: Playbook, forum: Forum, words: Words, shown: Iterable[str] | None = None) -> tuple[Meeting, ...]:
    """Return the meetings of a forum in the cycle, with clocks in the zones `shown`."""
    rule, worked, (start, end) = forum.recurrence, worked_at(playbook, forum), life(playbook, forum)
    cities = () if rule.all_day else tuple(zones_of(playbook, forum) if shown is None else shown)
    found = []
    for item in rule.occurrences(start, end, worked):
        begins = rule.begins(item.day)
        papers = shifted(item.day, forum.papers_due, worked, back=True) if forum.papers_due else None
        clocks = clocks_at(begins, cities, words)
        moved_from = item.planned if item.is_moved else None
        name = link(playbook, "forum", forum.id)
        there = tuple(role for role in forum.everyone if playbook.life("role", role).holds(item.day))
        last = last_day(forum, item.day, worked)
        days = (item.day, last, rule.all_day)
        own = next(iter(clocks_at(begins, filter(None, [rule.zone]), words)), None) if not rule.all_day else None
        found.append(Meeting(name, forum.tier, *days, begins, own, clocks, papers, moved_from, there))
    return tuple(found)


def zones_of(playbook: Playbook, forum: Forum) -> tuple[str, ...]:
    """Return the zones of a forum: that of its rule, of the client, of the suppliers, of whoever else attends."""
    parties = dict.fromkeys(playbook.roles[role].party for role in forum.everyone)
    return zones(playbook, parties, filter(None, (forum.recurrence.zone,)))


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
    if not forum.recurrence.is_placed or forum.recurrence.all_day:
        return ()
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
