"""When somebody is there: the hours of each day, of each weekday on its own, or every hour of every day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BeforeValidator

from playbook.model.days import WEEKDAYS
from playbook.model.values import misread
from playbook.problems import did_you_mean, quoted

ALWAYS = ("24/7", "always")
"""What is written for every hour of every day."""
CLOSED = "closed"
"""What is written for a weekday without hours."""
RANGE_PATTERN = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])\s*[-\u2013]\s*(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)")
"""Hours of a day: from when to when, past midnight where the second is the earlier."""
DAYS_PATTERN = re.compile(rf"({'|'.join(WEEKDAYS)})(?:\s+to\s+({'|'.join(WEEKDAYS)}))?")
"""A weekday, or the first and the last of several."""

_LONGEST = 80
"""The most characters of a text that is looked at for hours written otherwise."""
_DAY = 24 * 60
_WEEK = 7 * _DAY
_HINT = "write from when to when in hours and minutes, such as 09:00-17:30, or `24/7` for every hour of every day"
_TIME = r"(\d{1,2})(?:[:.h]?(\d\d)|h)?\s*(a\.?m\.?|p\.?m\.?)?"
_LIKE = re.compile(rf"(?:from\s+)?{_TIME}\s*(?:[-\u2010-\u2015]|to|until|till)\s*{_TIME}", re.IGNORECASE)
_ROUND = re.compile(
    r"24\s*[/x]\s*7(\s*/\s*365)?|24\s*h(ours)?|(always|at any (hour|time)|round the clock|around the clock)",
    re.IGNORECASE,
)


@dataclass(frozen=True, order=True)
class Stretch:
    """Hours without a break, in minutes after midnight; `closes` is more than a day's where they end on the next."""

    opens: int
    closes: int

    def __str__(self) -> str:
        """Return it as an author writes it: `09:00-17:30`, `22:00-06:00`, `00:00-24:00`."""
        closes = self.closes if self.closes == _DAY else self.closes % _DAY
        return f"{self.opens // 60:02}:{self.opens % 60:02}-{closes // 60:02}:{closes % 60:02}"


@dataclass(frozen=True)
class OpeningHours:
    """The hours of a week: `week` has those of each weekday, Monday first; times are of the clock on the wall there.

    `by_day` tells whether the weekdays are named; without, the same hours are those of each day that is worked.
    """

    week: tuple[tuple[Stretch, ...], ...]
    by_day: bool = False

    @property
    def always(self) -> bool:
        """Whether it is every hour of every day."""
        return all(stretches == (Stretch(0, _DAY),) for stretches in self.week) and self.by_day

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The weekdays it names, 0 for Monday; none where it is about each day that is worked."""
        return tuple(day for day in range(7) if self.by_day and self.week[day])

    def hold(self, begins: datetime, minutes: float, days: Collection[int]) -> bool:
        """Tell whether all of something that begins at a moment of the clock there falls into these hours.

        `days` are the weekdays that are worked, 0 for Monday; hours that pass midnight belong to the day they begin.
        Of what takes no time, or a time unknown, the beginning must.
        """
        start = begins.weekday() * _DAY + begins.hour * 60 + begins.minute
        return any(opens <= start and start + max(minutes, 1) <= closes for opens, closes in self._joined(days))

    def _joined(self, days: Collection[int]) -> Iterator[tuple[int, int]]:
        """Iterate over the stretches of a week and its neighbours, in minutes; those that touch are one."""
        found = sorted(
            (week * _WEEK + day * _DAY + each.opens, week * _WEEK + day * _DAY + each.closes)
            for week in (-1, 0, 1)
            for day in days
            for each in self.week[day]
        )
        if not found:
            return
        opens, closes = found[0]
        for begin, end in found[1:]:
            if begin > closes:
                yield opens, closes
                opens = begin
            closes = max(closes, end) if begin <= closes else end
        yield opens, closes

    def __str__(self) -> str:
        """Return it as an author writes it, on one line."""
        if self.always:
            return ALWAYS[0]
        if not self.by_day:
            return ", ".join(map(str, self.week[0]))
        said = (f"{WEEKDAYS[day]} {' and '.join(map(str, self.week[day]))}" for day in self.weekdays)
        return ", ".join(said)


EVERY_HOUR = OpeningHours(((Stretch(0, _DAY),),) * 7, by_day=True)
"""Every hour of every day."""


def read_hours(value: Any) -> OpeningHours:
    """Return the hours that a text, a list of texts or a mapping of weekdays amounts to; raise `misread` for others."""
    if isinstance(value, OpeningHours):
        return value
    if isinstance(value, str) and value.strip().lower() in ALWAYS:
        return EVERY_HOUR
    if isinstance(value, Mapping):
        return OpeningHours(_week(value), by_day=True)
    return OpeningHours((_of_day(value),) * 7)


def _week(value: Mapping[Any, Any]) -> tuple[tuple[Stretch, ...], ...]:
    found: dict[int, tuple[Stretch, ...]] = {}
    for key, item in value.items():
        hours = () if item == CLOSED else _of_day(item, key)
        for day in _named(key):
            if day in found:
                raise misread(f"the hours of {WEEKDAYS[day]} are said twice", "name each weekday once", key)
            found[day] = hours
    if not any(found.values()):
        raise misread("no weekday has hours", f"write such as `monday to friday: 09:00-17:30`, or `{ALWAYS[0]}`")
    return tuple(found.get(day, ()) for day in range(7))


def _named(key: Any) -> tuple[int, ...]:
    """Return the weekdays that a key names: `monday`, or `monday to friday`."""
    text = " ".join(str(key).lower().split())
    if (match := DAYS_PATTERN.fullmatch(text)) is None:
        hint = did_you_mean(text, WEEKDAYS, "write a weekday such as `monday`, or `monday to friday`")
        raise misread(f"{quoted(key)} is no weekday", hint, key)
    first, last = WEEKDAYS.index(match[1]), WEEKDAYS.index(match[2] or match[1])
    return tuple((first + number) % 7 for number in range((last - first) % 7 + 1))


def _of_day(value: Any, *path: Any) -> tuple[Stretch, ...]:
    """Return the hours of one day, which a text gives, or a list of texts in the order of the day."""
    if not isinstance(value, (list, tuple)):
        return (_stretch(value, *path),)
    found = [_stretch(item, *path, number) for number, item in enumerate(value)]
    if not found:
        raise misread("the hours of a day are expected", _HINT, *path)
    for number, (one, other) in enumerate(pairwise(found), 1):
        if other.opens < one.closes:
            hint = "write them in the order of the day, each beginning when the one before has ended"
            raise misread("these hours overlap those before them", hint, *path, number)
    return tuple(found)


def _stretch(value: Any, *path: Any) -> Stretch:
    text = value.strip() if isinstance(value, str) else ""
    if (match := RANGE_PATTERN.fullmatch(text)) is None:
        raise misread("the hours of a day are expected", _meant(text), *path)
    opens = int(match[1]) * 60 + int(match[2])
    closes = int(match[3]) * 60 + int(match[4]) if match[3] else _DAY
    if opens == closes:
        hint = "write `24/7` for every hour of every day, 00:00-24:00 for all of a day"
        raise misread("these hours end when they begin", hint, *path)
    return Stretch(opens, closes if closes > opens else closes + _DAY)


def _meant(text: str) -> str:
    """Return a hint with the spelling that hours should have, where it can be told what they mean."""
    if len(text) > _LONGEST:
        return _HINT
    if _ROUND.fullmatch(text):
        return "write `24/7`"
    parts = [part.strip() for part in re.split(r"[,;&]|\band\b", text)]
    found = [_clocks(part) for part in parts]
    if not found or None in found:
        return _HINT
    return f"write {found[0]}" if len(found) == 1 else f"write a list: [{', '.join(map(str, found))}]"


def _clocks(text: str) -> str | None:
    """Return hours such as `9-5`, `8:00-17:00` or `9am to 5.30pm` with both times in full; None for anything else."""
    if (match := _LIKE.fullmatch(text)) is None:
        return None
    opens, closes = _minutes(*match.groups()[:3]), _minutes(*match.groups()[3:])
    if opens is None or closes is None:
        return None
    if closes <= opens and closes < _DAY // 2 and not match[6]:
        closes += _DAY // 2  # nine to five
    return str(Stretch(opens, closes)) if opens != closes else None


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    """Return a time in minutes after midnight, None where no clock shows it."""
    hours, minutes = int(hour), int(minute or 0)
    if half:
        hours = hours % 12 + (12 if half.lower().startswith("p") else 0)
    return hours * 60 + minutes if hours <= 24 and minutes < 60 and hours * 60 + minutes <= _DAY else None


Hours = Annotated[OpeningHours, BeforeValidator(read_hours)]
