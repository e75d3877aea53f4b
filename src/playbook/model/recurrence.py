"""When something happens again: rules written readably, with the meaning of RFC 5545 (iCalendar) rules."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, model_validator

from playbook.model import spellings
from playbook.model.base import Model
from playbook.model.change_class import Timing
from playbook.model.days import MONTHS, MOVE_LIMIT, WEEKDAYS, Every, On, Worked, always, moved, planned, worked_by
from playbook.model.values import LAST_YEAR, Date, Int, Text, Zone, misread
from playbook.problems import quoted

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1, "second last": -2}
AMBIGUOUS = {
    "bi-annual": "write `6 months` for twice a year or `2 years` for every second year",
    "biannual": "write `6 months` for twice a year or `2 years` for every second year",
    "bi-annually": "write `6 months` for twice a year or `2 years` for every second year",
    "biannually": "write `6 months` for twice a year or `2 years` for every second year",
    "bi-yearly": "write `6 months` for twice a year or `2 years` for every second year",
    "bi-monthly": "write `2 months` for every second month, or two forums for twice a month",
    "bimonthly": "write `2 months` for every second month, or two forums for twice a month",
    "bi-weekly": "write `2 weeks` for every second week, or `week` with two days under `on`",
    "biweekly": "write `2 weeks` for every second week, or `week` with two days under `on`",
    "semi-monthly": "write `month` with two days under `on`, such as `[1, 15]`",
    "semi-annual": "write `6 months`",
    "semi-annually": "write `6 months`",
    "semi-weekly": "write `week` with two days under `on`, such as `[tuesday, friday]`",
    "twice a week": "write `week` with two days under `on`, such as `[tuesday, friday]`",
    "twice a month": "write `month` with two days under `on`, such as `[1, 15]`",
    "twice a year": "write `6 months`",
    "biennial": "write `2 years`",
    "daily": "write `day` or `working day`",
    "weekday": "write `working day`",
    "weekly": "write `week`",
    "fortnightly": "write `2 weeks`",
    "monthly": "write `month`",
    "quarterly": "write `3 months`",
    "quarter": "write `3 months`",
    "half-yearly": "write `6 months`",
    "six-monthly": "write `6 months`",
    "yearly": "write `year`",
    "annual": "write `year`",
    "annually": "write `year`",
}
"""Words people use for a frequency, and what to write instead; those in `bi` mean two things."""
_TWO_MEANINGS = re.compile(r"\bbi[ -]?(annual|week|month|year)(?:ly)?\b", re.IGNORECASE)


def two_meanings(text: str) -> tuple[str, str] | None:
    """Return the word of a text that says how often in two senses, with what to write instead; None without one."""
    if (found := _TWO_MEANINGS.search(text)) is None:
        return None
    unit = found[1].lower().replace("annual", "year")
    return found[0], f"write `twice a {unit}` or `every second {unit}`"


_ONE_WAY = {re.sub(r"[ -]", "", word): word for word in AMBIGUOUS}


def _every(value: Any) -> Any:
    if isinstance(value, Every):
        return value
    hint = "write `day`, `working day`, `week`, `month` or `year`, with a number before it where needed: `6 months`"
    written = text = value.strip().lower() if isinstance(value, str) else ""
    text = _ONE_WAY.get(re.sub(r"[ -]", "", text), text)
    if text in AMBIGUOUS:
        double = text.startswith("bi") and text != "biennial"
        told = "can mean two things" if double else "is not how a frequency is written here"
        raise misread(f"`{written}` {told}", AMBIGUOUS[text], check="recurrence-ambiguous" if double else "schema")
    match = re.fullmatch(r"(?:([0-9]{1,3})\s+)?(working day|day|week|month|year)s?", text)
    if not match or match[1] in {"0", "00", "000"}:
        raise misread("this is not a frequency", _frequency_hint(written, hint))
    return Every(int(match[1] or 1), match[2])  # type: ignore[arg-type]


def _frequency_hint(written: str, hint: str) -> str:
    """Return how a frequency is written that people write otherwise."""
    if spelled := spellings.frequency(written):
        return f"write {quoted(spelled)}"
    day = spellings.recurring_day(written)
    if day and (match := _ON.fullmatch(day)):
        unit = "year" if match["month"] else "week" if day in WEEKDAYS else "month"
        return f"write `every: {unit}` and {quoted(f'on: {day}')}"
    return hint


_ON = re.compile(
    rf"(?:(?P<ordinal>{'|'.join(sorted(ORDINALS, key=len, reverse=True))})\s+)?"
    rf"(?P<kind>working day|day|{'|'.join(WEEKDAYS)}|[0-9]{{1,2}})"
    rf"(?:\s+(?:of\s+)?(?P<month>{'|'.join(MONTHS)}))?"
)


def _on(value: Any) -> Any:
    if value is None or (isinstance(value, (list, tuple)) and all(isinstance(item, On) for item in value)):
        return value
    items = value if isinstance(value, (list, tuple)) else [value]
    return tuple(_one_day(item) for item in items)


def _one_day(value: Any) -> On:
    hint = "write `tuesday`, `first tuesday`, `last working day`, `15`, or with a month `first tuesday of march`"
    match = _ON.fullmatch(" ".join(value.lower().split())) if isinstance(value, str) else None
    if not match:
        spelled = spellings.recurring_day(value)
        known = spelled is not None and _ON.fullmatch(spelled) is not None
        raise misread("this is not a day that can recur", f"write {quoted(spelled)}" if known else hint)
    ordinal = ORDINALS[match["ordinal"]] if match["ordinal"] else None
    month = MONTHS.index(match["month"]) + 1 if match["month"] else None
    kind, written = match["kind"], match[0]
    if kind.isdigit():
        _refuse_impossible(int(kind), month, ordinal, hint)
        return On(day=int(kind), month=month)
    if ordinal is None and (kind not in WEEKDAYS or month):
        raise misread(f"{quoted(written)} does not say which one", f"write `first {written}` or `last …`")
    if kind in WEEKDAYS:
        return On(ordinal=ordinal, weekday=WEEKDAYS.index(kind), month=month)
    return On(ordinal=ordinal, working=kind == "working day", month=month)


def _refuse_impossible(day: int, month: int | None, ordinal: int | None, hint: str) -> None:
    if ordinal or not 1 <= day <= 31:
        raise misread("this is not a day of a month", hint)
    if month and day > monthrange(2024, month)[1]:
        raise misread(f"there is never a {day} {MONTHS[month - 1].title()}", "write a day that the month has")


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
    """A rule that gives dates: every, on, first date, time and zone, with its exceptions."""

    every: Timing[Annotated[Every, BeforeValidator(_every)]] = Field(
        title="days", description="`week`, `month`, `6 months`, `year`, …"
    )
    on: Timing[Annotated[tuple[On, ...], BeforeValidator(_on)]] = Field(
        title="days",
        default=(),
        description="`tuesday`, `first tuesday`, `last working day`, `15`, `first tuesday of march`.",
    )
    first_date: Timing[Date] = Field(
        title="day from which the rule counts", description="The day from which the rule counts."
    )
    time: Timing[Annotated[str, BeforeValidator(_clock)]] = Field(
        title="time of day", description="When it begins, in its zone, such as 10:00."
    )
    zone: Timing[Zone] = Field(title="time zone", description="The IANA time zone the time is in.")
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
        title="words beside the rule", default=None, description="Words of your own beside the rule."
    )

    @model_validator(mode="after")
    def _fits(self) -> Recurrence:
        """Refuse days that do not go with the frequency."""
        unit = self.every.unit
        if unit in ("day", "working day") and self.on:
            raise misread(f"`every: {unit}` takes no `on`", "leave `on` out, or write `every: week`", "on")
        if unit == "working day" and self.every.interval > 1:
            raise misread("working days are not counted in steps", "write `every: working day`", "every")
        for day in self.on:
            if unit == "week" and (day.weekday is None or day.ordinal or day.month):
                raise misread("a week has days such as `tuesday`", "write `on: tuesday`, or `every: month`", "on")
            if unit == "month" and (day.month or (day.weekday is not None and not day.ordinal)):
                raise misread("a month has days such as `first tuesday`", "write `on: first tuesday` or `on: 15`", "on")
            if unit == "year" and not day.month:
                raise misread("a year has days such as `first tuesday of march`", "name the month under `on`", "on")
        if self.until and self.count is not None:
            raise misread("`until` and `count` both end the rule", "keep one of them", "count")
        if self.until and self.until < self.first_date:
            raise misread("the rule ends before it begins", "correct `until` or `first_date`", "until")
        if self.count is not None and self.count < 1:
            raise misread("what happens no time at all is no rule", "write 1 or more, or leave `count` out", "count")
        return self

    def rules(self) -> tuple[str, ...]:
        """Return its RFC 5545 RRULE values, as few as say it, without `until`, `count`, `exceptions` and `move`."""
        return rrules(self.every, self.on)

    @property
    def only_day(self) -> date | None:
        """The one day that a rule with an end gives, before any move; None where it gives none, or several."""
        if not (self.until or self.count is not None):
            return None
        end = self.until or date(LAST_YEAR, 12, 31)
        found = tuple(islice(self._planned(self.first_date, end), 2))
        return found[0] if len(found) == 1 else None

    def dates(self, start: date, end: date, worked: Worked = always) -> Iterator[date]:
        """Iterate over the days from `start` to `end`, both included, on which it happens, as `occurrences` does."""
        return (occurrence.day for occurrence in self.occurrences(start, end, worked))

    def occurrences(self, start: date, end: date, worked: Worked = always) -> tuple[Occurrence, ...]:
        """Return when it happens from `start` to `end`, both included, in order and each day once.

        `worked` tells whether a day is worked; only `move` asks it. `until`, `count` and `exceptions` are about the
        days before any move.
        """
        reach = timedelta(days=MOVE_LIMIT if self.move else 0)
        found: dict[date, date] = {}
        for day in self._planned(start - reach, end + reach):
            goes_to = moved(day, self.move, worked)
            if start <= goes_to <= end and (goes_to not in found or goes_to == day):
                found[goes_to] = day
        return tuple(Occurrence(day, found[day]) for day in sorted(found))

    def _planned(self, start: date, end: date) -> Iterator[date]:
        last = min(end, self.until) if self.until else end
        first = self.first_date if self.count else start
        days = planned(self.first_date, self.every, self.on, first, last)
        exceptions = frozenset(self.exceptions)
        return (day for day in islice(days, self.count) if day >= start and day not in exceptions)

    def begins(self, day: date) -> datetime:
        """Return the moment it begins on `day`, with its zone.

        A time that the clocks skip is counted from the hour before; of a time that they show twice it is the first.
        """
        hour, minute = map(int, self.time.split(":"))
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(self.zone))
        return moment.astimezone(UTC).astimezone(moment.tzinfo)


def rrules(every: Every, on: Iterable[On]) -> tuple[str, ...]:
    """Return RFC 5545 RRULE values for a frequency and its days: days that one value can hold together share it."""
    values: dict[tuple[str, int | None], list[str]] = {}
    for day in dict.fromkeys(on):
        part, value = _part(day)
        values.setdefault((part, day.month), []).append(value)
    months: dict[tuple[str, int | None], list[str]] = {}
    for (part, month), items in values.items():
        alone = month if "BYSETPOS" in part else None  # it counts over all months that a value names
        months.setdefault((part + ",".join(items), alone), []).extend([str(month)] if month else [])
    parts = [f";BYMONTH={','.join(those)};{days}" if those else f";{days}" for (days, _), those in months.items()]
    return tuple(_frequency(every) + part for part in parts or [""])


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


__all__ = ["MONTHS", "WEEKDAYS", "Every", "Occurrence", "On", "Recurrence", "rrules", "worked_by"]
