"""Days in the calendar: which of them a rule names, which are worked, and how far one lies from another."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from playbook.model.values import Duration

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

Unit = Literal["day", "working day", "week", "month", "year"]
Worked = Callable[[date], bool]
"""Tells whether a day is worked."""

MOVE_LIMIT = 31
"""The most days that a meeting moves to find a day that is worked."""
SHIFT_LIMIT = 1_000
"""The most days that are searched for business days."""
BUSINESS_HOURS = 8
"""The hours that make a business day, where a time in business hours is turned into days."""


@dataclass(frozen=True)
class Every:
    """How often: every `interval` units."""

    interval: int
    unit: Unit

    def __str__(self) -> str:
        """Return it as an author writes it: `week`, `6 months`."""
        return self.unit if self.interval == 1 else f"{self.interval} {self.unit}s"


@dataclass(frozen=True)
class On:
    """Which day of the week, month or year.

    `ordinal` counts from the start (1) or the end (-1) of the month; `weekday` is 0 for Monday to 6, or None for
    any day; `working` counts only Monday to Friday; `day` is a day of the month; `month` is 1 to 12, or None.
    `beside` is another day, next after (`side` 1) or before (-1) which this one lies. `single` is a day of the
    calendar, which does not recur.
    """

    ordinal: int | None = None
    weekday: int | None = None
    working: bool = False
    day: int | None = None
    month: int | None = None
    beside: On | None = None
    side: Literal[1, -1] = 1
    single: date | None = None

    def __str__(self) -> str:
        """Return it as an author writes it: `tuesday`, `last working day`, `first tuesday of march`, `15`."""
        if self.single is not None:
            return self.single.isoformat()
        ordinal = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "second last"}
        kind = "working day" if self.working else WEEKDAYS[self.weekday] if self.weekday is not None else "day"
        if self.beside is not None:
            return f"{kind} {'after' if self.side > 0 else 'before'} {self.beside}"
        words = [str(self.day)] if self.day else [*([ordinal[self.ordinal]] if self.ordinal else []), kind]
        return " ".join([*words, *([MONTHS[self.month - 1]] if self.month else [])])

    def within(self, year: int, month: int) -> date | None:
        """Return the day it names in a month, or None where the month has no such day.

        One beside another may lie in the next month or the one before.
        """
        if self.beside is not None:
            return self._beside(self.beside.within(year, month))
        first, length = monthrange(year, month)
        days = [day for day in range(1, length + 1) if self._matches(day, (first + day - 1) % 7)]
        at = 0 if self.ordinal is None else self.ordinal - (self.ordinal > 0)
        return date(year, month, days[at]) if -len(days) <= at < len(days) else None

    def _beside(self, day: date | None) -> date | None:
        """Return the nearest day after or before another that is as this one says; None where there is no other."""
        if day is None:
            return None
        near = (day + timedelta(days=self.side * distance) for distance in range(1, 8))
        return next(found for found in near if self._matches(found.day, found.weekday()))

    def _matches(self, day: int, weekday: int) -> bool:
        if self.day is not None:
            return day == self.day
        if self.weekday is not None:
            return weekday == self.weekday
        return weekday < 5 or not self.working


def planned(first: date, every: Every, on: Collection[On], start: date, end: date) -> Iterator[date]:
    """Iterate in order over the days from `start` to `end`, both included, that a rule counted from `first` gives.

    A period that lacks the day named (a fifth Monday, 29 February, the 31st) gives none, as in RFC 5545. A day beside
    another may lie in the period after or before its own.
    """
    reach = any(day.beside for day in on)
    found = _planned(first, every, on, (max(start, first), end), reach)
    return iter(sorted(set(found))) if reach else found


def _planned(first: date, every: Every, on: Collection[On], between: tuple[date, date], reach: bool) -> Iterator[date]:
    """Iterate over such days period by period; with `reach`, those that the periods before and after give too."""
    days, (start, end) = _DAYS[every.unit], between
    number = max(_period(every.unit, start) - _period(every.unit, first), 0) // every.interval - reach
    while True:
        at = _period(every.unit, first) + number * every.interval
        if at > _period(every.unit, end) + reach:
            return
        yield from (day for day in sorted(set(days(at, first, on))) if start <= day <= end)
        number += 1


def _period(unit: Unit, day: date) -> int:
    """Return the number of the day, week, month or year that a day lies in."""
    if unit == "month":
        return day.year * 12 + day.month - 1
    if unit == "year":
        return day.year
    return (day.toordinal() - 1) // 7 if unit == "week" else day.toordinal()


def _of_day(at: int, _first: date, _on: Collection[On]) -> Iterator[date]:
    yield date.fromordinal(at)


def _of_working_day(at: int, _first: date, _on: Collection[On]) -> Iterator[date]:
    if (day := date.fromordinal(at)).weekday() < 5:
        yield day


def _of_week(at: int, first: date, on: Collection[On]) -> Iterator[date]:
    for weekday in [day.weekday for day in on if day.weekday is not None] or [first.weekday()]:
        ordinal = at * 7 + 1 + weekday
        yield date.fromordinal(ordinal)


def _of_month(at: int, first: date, on: Collection[On]) -> Iterator[date]:
    for day in on or [On(day=first.day)]:
        if found := day.within(at // 12, at % 12 + 1):
            yield found


def _of_year(at: int, first: date, on: Collection[On]) -> Iterator[date]:
    for day in on or [On(day=first.day, month=first.month)]:
        if found := day.within(at, day.month or first.month):
            yield found


_DAYS: dict[Unit, Callable[[int, date, Collection[On]], Iterator[date]]] = {
    "day": _of_day,
    "working day": _of_working_day,
    "week": _of_week,
    "month": _of_month,
    "year": _of_year,
}


def always(_day: date) -> bool:
    """Tell that every day is worked."""
    return True


def worked_by(weekdays: Collection[int], holidays: Collection[date]) -> Worked:
    """Return the test whether a day is worked: one of the weekdays, 0 for Monday, and no holiday."""
    worked, free = frozenset(weekdays), frozenset(holidays)
    return lambda day: day.weekday() in worked and day not in free


def moved(day: date, move: str | None, worked: Worked) -> date:
    """Return the next or previous day that is worked, the day itself where it is, or where none is near."""
    step = -1 if move == "previous working day" else 1
    for distance in range(MOVE_LIMIT + 1 if move else 0):
        found = day + timedelta(days=step * distance)
        if worked(found):
            return found
    return day


def shifted(day: date, by: Duration, worked: Worked = always, back: bool = False) -> date | None:
    """Return the day that lies `by` after `day`, or before it with `back`; None where none is in reach.

    Business days are those that are worked. Hours that do not fill a day stay on the day; a month without the day
    gives its last.
    """
    amount = -by.amount if back else by.amount
    if by.unit in ("months", "years"):
        return _by_months(day, amount * (12 if by.unit == "years" else 1))
    if by.unit == "business days":
        return _by_business_days(day, amount, worked)
    if by.unit == "business hours":
        whole = -(-abs(amount) // BUSINESS_HOURS)
        return _by_business_days(day, whole if amount > 0 else -whole, worked)
    days = int(amount * {"weeks": 7, "days": 1, "hours": 1 / 24, "minutes": 1 / 1440}[by.unit])
    return _within_reach(day.toordinal() + days)


def _within_reach(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def _by_months(day: date, months: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _by_business_days(day: date, amount: int, worked: Worked) -> date | None:
    left = abs(amount)
    for distance in range(SHIFT_LIMIT + 1):
        found = day + timedelta(days=distance if amount > 0 else -distance)
        left -= distance > 0 and worked(found)
        if not left:
            return found
    return None
