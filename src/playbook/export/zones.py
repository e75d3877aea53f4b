"""Time zones in calendar files: every change of a zone's clocks over some years, written out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard


def timezone(name: str, first: int, last: int) -> Timezone:
    """Return the VTIMEZONE of a zone from the beginning of one year to the end of another.

    The library's own reading of a zone puts changes to summer time an hour late.
    """
    zone, begin, second = ZoneInfo(name), datetime(first, 1, 1, tzinfo=UTC), timedelta(seconds=1)
    moments = _changes(name, begin, datetime(last + 1, 1, 1, tzinfo=UTC))
    turns = [(begin, begin), *((moment - second, moment) for moment in moments)]
    local = [(before.astimezone(zone), after.astimezone(zone)) for before, after in turns]
    usual = min(_of(after) for _, after in local)
    written = Timezone()
    written.add("tzid", name)
    for before, after in local:
        written.add_component(_stretch(before, after, usual))
    return written


def _stretch(before: datetime, after: datetime, usual: timedelta) -> Component:
    """Return the time that begins where a clock goes from `before` to `after`, or goes on as it was.

    Summer time is what is ahead of the `usual` offset: Ireland's law has it the other way round, and programmes that
    read calendars do not.
    """
    kind = TimezoneDaylight() if _of(after) > usual else TimezoneStandard()
    kind.add("dtstart", (after.astimezone(UTC) + _of(before)).replace(tzinfo=None))
    kind.add("tzoffsetfrom", _of(before))
    kind.add("tzoffsetto", _of(after))
    kind.add("tzname", after.tzname() or "")
    return kind


def _of(moment: datetime) -> timedelta:
    """Return the offset of a moment from UTC."""
    return moment.utcoffset() or timedelta()


@lru_cache(maxsize=256)
def _changes(name: str, start: datetime, end: datetime) -> tuple[datetime, ...]:
    """Return the moments between two at which a zone's offset changes, to the minute."""
    return tuple(_found(ZoneInfo(name), start, end))


def _found(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    day, minutes = timedelta(days=1), range(24 * 60 + 1)
    while start < end:
        here = start
        old = here.astimezone(zone).utcoffset()
        if old != (here + day).astimezone(zone).utcoffset():
            yield here + timedelta(minutes=bisect_left(minutes, True, key=lambda n: _offset(zone, here, n) != old))
        start += day


def _offset(zone: ZoneInfo, moment: datetime, minutes: int) -> timedelta | None:
    return (moment + timedelta(minutes=minutes)).astimezone(zone).utcoffset()
