"""When something happens again: rules written readably, with the meaning of RFC 5545 (iCalendar) rules."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, model_validator

from playbook.model import spellings
from playbook.model.base import Model
from playbook.model.change_class import Timing
from playbook.model.days import MOVE_LIMIT, WEEKDAYS, Every, On, Worked, always, moved, planned
from playbook.model.recurring_days import check_days, read_every, read_on
from playbook.model.values import FIRST_YEAR, LAST_YEAR, Bool, Date, Int, Text, Zone, misread

_EARLIEST, _LATEST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
"""The days from the first of which a rule counts that does not say from when; the first is a Monday."""
_DAYS = {"day": 1, "working day": 7 / 5, "week": 7, "month": 365 / 12, "year": 365}


def _clock(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        spelled = spellings.clock(value)
        hint = f"write {spelled}" if spelled else "write hours and minutes, such as 09:30"
        raise misread("a time of day is expected", hint)
    return str(value)


@dataclass(frozen=True)
class Occurrence:
    """One time that it happens: the day, and the day the rule gives where it was moved from there."""

    day: date
    planned: date

    @property
    def is_moved(self) -> bool:
        """Whether it happens on another day than the rule gives."""
        return self.day != self.planned


class Recurrence(Model):
    """A rule that gives dates: every, on, first date, time and zone, with its exceptions.

    Without `every` it gives the single days under `on`. What is not settled yet can be left out: a rule that does not
    tell its days, or neither a time nor `all_day`, gives no date.
    """

    every: Timing[Annotated[Every, BeforeValidator(read_every)] | None] = Field(
        title="days",
        default=None,
        description="`week`, `month`, `6 months`, `year`, …; left out where it happens on single days.",
    )
    on: Timing[Annotated[tuple[On, ...], BeforeValidator(read_on)]] = Field(
        title="days",
        default=(),
        description="`tuesday`, `[tuesday, thursday]`, `first tuesday`, `last working day`, `15`, `first tuesday of "
        "march`, `wednesday after fourth tuesday`; without `every` a date, or several.",
    )
    first_date: Timing[Date | None] = Field(
        title="day from which the rule counts",
        default=None,
        description="The day from which the rule counts; may be left out where `every` and `on` say enough.",
    )
    time: Timing[Annotated[str, BeforeValidator(_clock)] | None] = Field(
        title="time of day",
        default=None,
        description="When it begins, in its zone, such as 10:00; left out where that is not known yet.",
    )
    zone: Timing[Zone | None] = Field(title="time zone", default=None, description="The IANA time zone the time is in.")
    all_day: Timing[Bool] = Field(
        title="whole days",
        default=False,
        description="true where it takes the whole day and has no time; `duration` says how many days.",
    )
    until: Timing[Date | None] = Field(
        title="last day of the rule",
        default=None,
        description="The last day the rule gives; a move may still carry that one past it.",
    )
    count: Timing[Int | None] = Field(
        title="number of meetings",
        default=None,
        description="How many days the rule gives, those under `exceptions` included.",
    )
    exceptions: Timing[tuple[Date, ...]] = Field(
        title="days without a meeting", default=(), description="Days the rule gives on which it does not happen."
    )
    move: Timing[Literal["next working day", "previous working day"] | None] = Field(
        title="move from days off", default=None, description="Where it goes when it falls on a day that is not worked."
    )
    text: Timing[Text | None] = Field(
        title="words beside the rule", default=None, description="Words of your own beside the rule, or instead of one."
    )

    @model_validator(mode="after")
    def _fits(self) -> Recurrence:
        """Refuse what does not go together."""
        check_days(self.every, self.on)
        self._check_time()
        self._check_ends()
        return self

    def _check_time(self) -> None:
        if self.all_day and self.time:
            raise misread("what takes the whole day has no time", "keep `time` or `all_day: true`", "time")
        if self.time and not self.zone:
            raise misread("a time of day needs its zone", "write its IANA zone, such as `zone: Europe/London`", "time")
        if self.zone and not self.time and not self.all_day:
            hint = "write `time`, or `all_day: true`; leave `zone` out where the time is not known yet"
            raise misread("a zone says nothing without a time", hint, "zone")

    def _check_ends(self) -> None:
        if not self.every:
            alone = next((key for key in ("first_date", "until", "count") if getattr(self, key) is not None), None)
            if alone:
                hint = "write the day under `on` where it happens once; say how often under `every` where it recurs"
                raise misread(f"`{alone}` belongs to a rule, and `every` is missing", hint, alone)
        if self.until and self.count is not None:
            raise misread("`until` and `count` both end the rule", "keep one of them", "count")
        if self.until and self.first_date and self.until < self.first_date:
            raise misread("the rule ends before it begins", "correct `until` or `first_date`", "until")
        if self.count is not None and self.count < 1:
            raise misread("what happens no time at all is no rule", "write 1 or more, or leave `count` out", "count")
        if self.count is not None and not self.first_date:
            raise misread("nothing says from when to count", "write `first_date`", "count")

    @property
    def singles(self) -> tuple[date, ...]:
        """The days of the calendar that it names itself, in order."""
        return tuple(sorted({day.single for day in self.on if day.single}))

    @property
    def tells_days(self) -> bool:
        """Whether it is known on which days it happens."""
        if self.every is None:
            return bool(self.singles)
        daily = self.every.unit in ("day", "working day")
        return self.first_date is not None or (self.every.interval == 1 and (daily or bool(self.on)))

    @property
    def is_placed(self) -> bool:
        """Whether days and time are known, so that it has a place in the calendar."""
        return self.tells_days and (self.all_day or self.time is not None)

    @property
    def gap(self) -> float | None:
        """About how many days pass from one meeting to the next; None where it does not recur."""
        if self.every is None:
            return None
        return self.every.interval * _DAYS[self.every.unit] / max(1, len(self.on))

    def rules(self) -> tuple[str, ...]:
        """Return its RFC 5545 RRULE values, as few as say it, without `until`, `count`, `exceptions` and `move`.

        Single days, and days beside others, have none.
        """
        return rrules(self.every, self.on) if self.every else ()

    @property
    def first_day(self) -> date | None:
        """The first day that it names: the one from which it counts, or the first of its single days."""
        return next(iter(self.singles), self.first_date)

    @property
    def last_day(self) -> date | None:
        """The last day that it gives, before any move; None where it goes on, or its days are not known."""
        if self.every is None:
            return next(reversed(self.singles), None)
        if self.count is None or not self.tells_days:
            return self.until
        return max(self._planned(_EARLIEST, _LATEST), default=None)

    @property
    def only_day(self) -> date | None:
        """The one day that a rule with an end gives, before any move; None where it gives none, or several."""
        if self.every and not (self.until or self.count is not None):
            return None
        found = tuple(islice(self._planned(self.first_date or _EARLIEST, self.until or _LATEST), 2))
        return found[0] if len(found) == 1 else None

    def dates(self, start: date, end: date, worked: Worked = always) -> Iterator[date]:
        """Iterate over the days from `start` to `end`, both included, on which it happens, as `occurrences` does."""
        return (occurrence.day for occurrence in self.occurrences(start, end, worked))

    def occurrences(self, start: date, end: date, worked: Worked = always) -> tuple[Occurrence, ...]:
        """Return when it happens from `start` to `end`, both included, in order and each day once.

        `worked` tells whether a day is worked; only `move` asks it. `until`, `count` and `exceptions` are about the
        days before any move.
        """
        if not self.is_placed:
            return ()
        reach = timedelta(days=MOVE_LIMIT if self.move else 0)
        found: dict[date, date] = {}
        for day in self._planned(start - reach, end + reach):
            goes_to = moved(day, self.move, worked)
            if start <= goes_to <= end and (goes_to not in found or goes_to == day):
                found[goes_to] = day
        return tuple(Occurrence(day, found[day]) for day in sorted(found))

    def _planned(self, start: date, end: date) -> Iterator[date]:
        exceptions = frozenset(self.exceptions)
        return (day for day in islice(self._given(start, end), self.count) if day >= start and day not in exceptions)

    def _given(self, start: date, end: date) -> Iterator[date]:
        if not self.tells_days:
            return iter(())
        if self.every is None:
            return (day for day in self.singles if start <= day <= end)
        last = min(end, self.until) if self.until else end
        begin = self.first_date or _EARLIEST
        return planned(begin, self.every, self.on, begin if self.count else start, last)

    def begins(self, day: date) -> datetime:
        """Return the moment it begins on `day`, with its zone; what takes the whole day begins at midnight UTC.

        A time that the clocks skip is counted from the hour before; of a time that they show twice it is the first.
        """
        if self.time is None or self.zone is None:
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        hour, minute = map(int, self.time.split(":"))
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(self.zone))
        return moment.astimezone(UTC).astimezone(moment.tzinfo)


def rrules(every: Every, on: Collection[On]) -> tuple[str, ...]:
    """Return RFC 5545 RRULE values for a frequency and its days: days that one value can hold together share it.

    A day beside another has none.
    """
    values: dict[tuple[str, int | None], list[str]] = {}
    for day in dict.fromkeys(each for each in on if not each.beside):
        part, value = _part(day)
        values.setdefault((part, day.month), []).append(value)
    months: dict[tuple[str, int | None], list[str]] = {}
    for (part, month), items in values.items():
        alone = month if "BYSETPOS" in part else None  # it counts over all months that a value names
        months.setdefault((part + ",".join(items), alone), []).extend([str(month)] if month else [])
    parts = [f";BYMONTH={','.join(those)};{days}" if those else f";{days}" for (days, _), those in months.items()]
    return tuple(_frequency(every) + part for part in parts or ([] if on else [""]))


def _frequency(every: Every) -> str:
    if every.unit == "working day":
        return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    name = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}[every.unit]
    return f"FREQ={name}" + (f";INTERVAL={every.interval}" if every.interval > 1 else "")


def _part(day: On) -> tuple[str, str]:
    """Return the part of an RRULE that a day goes into, and its value there."""
    if day.weekday is not None:
        return "BYDAY=", f"{day.ordinal or ''}{WEEKDAYS[day.weekday][:2].upper()}"
    if day.working:
        return "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=", str(day.ordinal)
    return "BYMONTHDAY=", str(day.day or day.ordinal)
