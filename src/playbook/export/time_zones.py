"""Time zones in calendar files: one rule for winter and one for summer, where the clocks of a zone follow rules.

Outlook makes one rule of all that a file says of a zone, so a zone that follows a rule is written as that rule. One
that changes otherwise in the years of the file, as Morocco does around Ramadan, is written change by change.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from playbook.model.days import WEEKDAYS

UTC_NAMES = frozenset(["UTC", "UCT", "Zulu", "Universal", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal"])
"""The names of the one time that needs no description in a file: it is written with a `Z`."""


@dataclass(frozen=True)
class ClockChange:
    """A change of the clocks: what they show when it comes, and the time before and after it."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def ordinals(self) -> tuple[int, ...]:
        """Which of its weekday in its month the day is, from the first and, where it is the last, from the last."""
        day = self.wall.day
        last = day + 7 > monthrange(self.wall.year, self.wall.month)[1]
        return ((day - 1) // 7 + 1, *([-1] if last else []))


def timezone(name: str, first: int, last: int) -> Timezone:
    """Return the VTIMEZONE of a zone that holds from the first day of one year to the last day of another.

    What holds on the first day begins before it, so that no meeting lies ahead of it.
    """
    turns = _turns(name, first, last)
    written = Timezone()
    written.add("tzid", name)
    if rules := _rules(turns, first, last):
        for turn, recur in rules:
            written.add_component(_stretch(turn, min(turn.before, turn.after), recur))
        return written
    begin = datetime(first - 1, 1, 1, tzinfo=ZoneInfo(name))
    start = ClockChange(begin.replace(tzinfo=None), _of(begin), _of(begin), begin.tzname() or "")
    found = [start, *_turns(name, first - 1, last)] if turns else [_lasting(name, first)]
    usual = min(turn.after for turn in found)
    for turn in found:
        written.add_component(_stretch(turn, usual))
    return written


def _lasting(name: str, first: int) -> ClockChange:
    """Return the time of a zone whose clocks do not change from a year on."""
    moment = datetime(first, 1, 1, tzinfo=ZoneInfo(name))
    return ClockChange(datetime(first - 1, 1, 1), _of(moment), _of(moment), moment.tzname() or "")


def _rules(turns: Sequence[ClockChange], first: int, last: int) -> tuple[tuple[ClockChange, vRecur], ...]:
    """Return the two changes that come again each year, each with its rule, as of the year before; none without."""
    years = [[turn for turn in turns if turn.wall.year == year] for year in range(first, last + 1)]
    if any(len(year) != 2 for year in years):
        return ()
    found = []
    for same in zip(*years, strict=True):
        ordinals = set.intersection(*(set(turn.ordinals) for turn in same))
        alike = {(turn.wall.month, turn.wall.weekday(), turn.wall.time(), turn.before, turn.after) for turn in same}
        if len(alike) != 1 or not ordinals:
            return ()
        found.append(_rule(same[0], min(ordinals)))
    return tuple(found)


def _rule(turn: ClockChange, ordinal: int) -> tuple[ClockChange, vRecur]:
    """Return a change in the year before, and the rule by which it comes again."""
    year, month, weekday = turn.wall.year - 1, turn.wall.month, turn.wall.weekday()
    days = [day for day in range(1, monthrange(year, month)[1] + 1) if date(year, month, day).weekday() == weekday]
    day = days[ordinal if ordinal < 0 else ordinal - 1]
    wall = datetime.combine(date(year, month, day), turn.wall.time())
    recur = vRecur({"freq": ["YEARLY"], "bymonth": [month], "byday": [f"{ordinal}{WEEKDAYS[weekday][:2].upper()}"]})
    return ClockChange(wall, turn.before, turn.after, turn.name), recur


def _stretch(turn: ClockChange, usual: timedelta, recur: vRecur | None = None) -> Component:
    """Return the time that begins with a change of the clocks.

    Summer time is what is ahead of the `usual` offset: Ireland's law has it the other way round, and programmes that
    read calendars do not.
    """
    kind = TimezoneDaylight() if turn.after > usual else TimezoneStandard()
    kind.add("dtstart", turn.wall)
    if recur:
        kind.add("rrule", recur)
    kind.add("tzoffsetfrom", turn.before)
    kind.add("tzoffsetto", turn.after)
    kind.add("tzname", turn.name)
    return kind


def _of(moment: datetime) -> timedelta:
    """Return the offset of a moment from UTC."""
    return moment.utcoffset() or timedelta()


@lru_cache(maxsize=256)
def _turns(name: str, first: int, last: int) -> tuple[ClockChange, ...]:
    """Return the changes of a zone's clocks from the first day of one year to the last of another."""
    start, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    return tuple(_turn(ZoneInfo(name), moment) for moment in _found(ZoneInfo(name), start, end))


def _turn(zone: ZoneInfo, moment: datetime) -> ClockChange:
    before, after = (moment - timedelta(seconds=1)).astimezone(zone), moment.astimezone(zone)
    return ClockChange((moment + _of(before)).replace(tzinfo=None), _of(before), _of(after), after.tzname() or "")


def _found(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """Iterate over the moments between two at which a zone's offset changes, to the minute."""
    day, minutes = timedelta(days=1), range(24 * 60 + 1)
    while start < end:
        here = start
        old = here.astimezone(zone).utcoffset()
        if old != (here + day).astimezone(zone).utcoffset():
            yield here + timedelta(minutes=bisect_left(minutes, True, key=lambda n: _offset(zone, here, n) != old))
        start += day


def _offset(zone: ZoneInfo, moment: datetime, minutes: int) -> timedelta | None:
    return (moment + timedelta(minutes=minutes)).astimezone(zone).utcoffset()
