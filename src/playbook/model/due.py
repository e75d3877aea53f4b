"""When something falls due: on a day, by a rule of days without a time, or so long after an event.

A text such as `10 business days after the notice` is read, and stays as it is written; what is no day and no offset is
words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from playbook.model import spellings
from playbook.model.change_class import Timing
from playbook.model.recurrence import Recurrence
from playbook.model.values import UNITS, Date, Duration, Int, misread, read_date

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_OFFSET = re.compile(
    r"(?P<length>.{1,40}?)\s+(?P<way>after|following|from|of|before|ahead of|prior to)\s+\S.*", re.DOTALL | re.I
)
_BACK = ("before", "ahead of", "prior to")


class DayRule(Recurrence):
    """A rule that gives days without a time: every, on, first date, with its exceptions."""

    time: str | None = Field(default=None, alias="\0time", exclude=True, repr=False, description="None.")
    zone: str | None = Field(default=None, alias="\0zone", exclude=True, repr=False, description="None.")
    all_day: bool = Field(default=True, alias="\0all_day", exclude=True, repr=False, description="True.")
    count: Timing[Int | None] = Field(
        title="number of times",
        default=None,
        description="How many days the rule gives, those under `exceptions` included.",
    )
    exceptions: Timing[tuple[Date, ...]] = Field(
        title="days left out", default=(), description="Days the rule gives on which it is not due."
    )


def as_due(value: Any) -> Any:
    """Return what is written under `due`; refuse a rule there, and a day that the calendar does not have."""
    if isinstance(value, Mapping):
        hint = "write the rule under `recurrence`, such as `recurrence: {every: 3 months, first_date: 2027-03-31}`"
        raise misread("a day, an offset or words are expected, not a mapping", hint)
    if isinstance(value, str) and _DAY.fullmatch(value.strip()):
        read_date(value.strip())
    return value


def day_of(due: str | None) -> date | None:
    """Return the day that a due time is, None where it is none."""
    return date.fromisoformat(due) if due and _DAY.fullmatch(due) else None


def offset_of(due: str | None) -> Duration | None:
    """Return how long after an event a due time lies, negative before it; None where it does not say."""
    match = _OFFSET.fullmatch(due or "")
    length = length_of(match["length"]) if match else None
    if match is None or length is None:
        return None
    return Duration(-length.amount, length.unit) if match["way"].lower() in _BACK else length


def length_of(text: str) -> Duration | None:
    """Return the length of time that a text means, such as `30 days` or `two business days`; None where it is none."""
    spelled = spellings.duration(text)
    if spelled is None or spelled.startswith("-"):
        return None
    number, unit = spelled.split(" ", 1)
    return Duration(int(number), UNITS.get(unit, unit))


def days_meant(due: str) -> tuple[str, ...]:
    """Return the days that the words of a due time can mean, as year-month-day."""
    return spellings.date(due)
