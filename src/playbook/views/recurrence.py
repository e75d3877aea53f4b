"""A recurrence in words: “first Tuesday of the month, 10:00 London”."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from playbook.model.days import Every, On
from playbook.model.recurrence import Recurrence
from playbook.views.words import Words, pair, phrase

_WEEKDAYS = {
    1: phrase("first %(day)s"),
    2: phrase("second %(day)s"),
    3: phrase("third %(day)s"),
    4: phrase("fourth %(day)s"),
    5: phrase("fifth %(day)s"),
    -1: phrase("last %(day)s"),
    -2: phrase("second last %(day)s"),
}
_WORKING_DAYS = {
    1: phrase("first working day"),
    2: phrase("second working day"),
    3: phrase("third working day"),
    4: phrase("fourth working day"),
    5: phrase("fifth working day"),
    -1: phrase("last working day"),
    -2: phrase("second last working day"),
}
_DAYS = {
    1: phrase("first day"),
    2: phrase("second day"),
    3: phrase("third day"),
    4: phrase("fourth day"),
    5: phrase("fifth day"),
    -1: phrase("last day"),
    -2: phrase("second last day"),
}
# fmt: off
_NUMBERED = (
    phrase("1st"), phrase("2nd"), phrase("3rd"), phrase("4th"), phrase("5th"), phrase("6th"), phrase("7th"),
    phrase("8th"), phrase("9th"), phrase("10th"), phrase("11th"), phrase("12th"), phrase("13th"), phrase("14th"),
    phrase("15th"),
    phrase("16th"), phrase("17th"), phrase("18th"), phrase("19th"), phrase("20th"), phrase("21st"), phrase("22nd"),
    phrase("23rd"), phrase("24th"), phrase("25th"), phrase("26th"), phrase("27th"), phrase("28th"),
    phrase("29th"), phrase("30th"), phrase("31st"),
)
# fmt: on
"""Days of the month as a sentence says them."""
_EVERY_SECOND = {
    "day": phrase("every second day"),
    "week": phrase("every second week"),
    "month": phrase("every second month"),
}
_EVERY = {
    "day": pair("every day", "every %(count)s days"),
    "working day": pair("every working day", "every %(count)s working days"),
    "week": pair("every week", "every %(count)s weeks"),
    "month": pair("every month", "every %(count)s months"),
    "year": pair("every year", "every %(count)s years"),
}


def when(rule: Recurrence, words: Words) -> str:
    """Return the rule with its time: `first Tuesday of the month, 10:00 London`.

    A rule that gives a single day is said as that day: `6 March 2026, 10:00 London`. What is not settled yet is told.
    """
    if not (rule.every or rule.on or rule.time or rule.all_day):
        return rule.text or words.say("day and time not yet set")
    if not rule.time and not rule.all_day:
        open_ = phrase("time not yet set") if rule.tells_days else phrase("day and time not yet set")
        return words.say("%(days)s, %(clock)s", days=days(rule, words), clock=words.say(open_))
    said = time_of(rule, words)
    if rule.every or rule.on:
        said = words.say("%(days)s, %(clock)s", days=days(rule, words), clock=said)
    return said if rule.tells_days else words.say("%(rule)s, day not yet set", rule=said)


def time_of(rule: Recurrence, words: Words) -> str:
    """Return a rule's time of day: `10:00 London`, or `all day`; with the zone of a whole day, where one is written."""
    if rule.time and rule.zone:
        return clock(rule.time, rule.zone, words)
    return words.say("all day in %(city)s", city=words.city(rule.zone)) if rule.zone else words.say("all day")


def clock(time: str, zone: str, words: Words) -> str:
    """Return a time of day with its city: `10:00 London`."""
    return words.say("%(time)s %(city)s", time=time, city=words.city(zone))


def days(rule: Recurrence, words: Words) -> str:
    """Return the days of the rule: `every second Thursday`, `last working day of March and September`."""
    if only := rule.only_day:
        return words.day(only)
    if rule.every is None:
        return words.listed(map(words.day, rule.singles)) or words.say("day not yet set")
    said = _OF_UNIT.get(rule.every.unit) if rule.on or rule.first_date else None
    return said(rule, rule.every, words) if said else _every(rule.every, words)


def frequency(every: Every, words: Words) -> str:
    """Return how often something is done: `every 6 months`."""
    return _every(every, words)


def _every(every: Every, words: Words) -> str:
    if every.interval == 2 and every.unit in _EVERY_SECOND:
        return words.say(_EVERY_SECOND[every.unit])
    return words.count(every.interval, *_EVERY[every.unit])


def _weekly(rule: Recurrence, every: Every, words: Words) -> str:
    numbers = sorted({day.weekday for day in rule.on if day.weekday is not None})
    numbers = numbers or [rule.first_date.weekday()] if rule.first_date else numbers
    names = words.listed(words.weekday(number) for number in numbers)
    if every.interval == 1:
        return words.say("every %(days)s", days=names)
    if every.interval == 2 and len(numbers) == 1:
        return words.say("every second %(days)s", days=names)
    return words.say("%(days)s of %(every)s", days=names, every=_every(every, words))


def _monthly(rule: Recurrence, every: Every, words: Words) -> str:
    first = rule.first_date
    on = rule.on or ((On(day=first.day),) if first else ())
    named = words.listed(_in_month(day, words) for day in dict.fromkeys(on))
    text = words.say("%(days)s of %(months)s", days=named, months=_months(every, first, words))
    return _where_there_is_one(text, on, words)


def _months(every: Every, first: date | None, words: Words) -> str:
    """Return the months of a monthly rule: all, those it names every year, or from which one it counts."""
    interval = every.interval
    if interval == 1:
        return words.say("the month")
    if first is None:
        return _every(every, words)
    if interval > 2 and 12 % interval == 0:
        return words.listed(words.month(month) for month in range((first.month - 1) % interval + 1, 13, interval))
    return words.say("%(every)s from %(month)s", every=_every(every, words), month=words.day(first, "LLLL y"))


def _yearly(rule: Recurrence, every: Every, words: Words) -> str:
    first = rule.first_date
    on = rule.on or ((On(day=first.day, month=first.month),) if first else ())
    named = words.listed(_in_year(day, words) for day in dict.fromkeys(on))
    if every.interval == 1:
        return _where_there_is_one(words.say("%(days)s each year", days=named), on, words)
    if first is None:
        return words.say("%(days)s of %(every)s", days=named, every=_every(every, words))
    since = words.day(first, "y")
    return words.say("%(days)s, %(every)s from %(year)s", days=named, every=_every(every, words), year=since)


_OF_UNIT = {"week": _weekly, "month": _monthly, "year": _yearly}


def _in_year(day: On, words: Words) -> str:
    month = day.month or 1
    if day.day is not None:
        return words.day_of_year(date(2024, month, day.day))
    return words.say("%(days)s of %(months)s", days=_in_month(day, words), months=words.month(month))


def _in_month(day: On, words: Words) -> str:
    if day.beside is not None:
        return _beside(day, day.beside, words)
    if day.day is not None:
        return words.say(_NUMBERED[day.day - 1])
    if day.weekday is None:
        return words.say((_WORKING_DAYS if day.working else _DAYS)[day.ordinal or 1])
    name = words.weekday(day.weekday)
    return words.say(_WEEKDAYS[day.ordinal], day=name) if day.ordinal else name


def _beside(day: On, other: On, words: Words) -> str:
    """Return a day by another: `Wednesday after the fourth Tuesday`."""
    if day.weekday is not None:
        name = words.weekday(day.weekday)
    else:
        name = words.say("working day") if day.working else words.say("day")
    said = phrase("%(day)s after the %(other)s") if day.side > 0 else phrase("%(day)s before the %(other)s")
    return words.say(said, day=name, other=_in_month(other, words))


def _where_there_is_one(text: str, on: Iterable[On], words: Words) -> str:
    """Say so where some months or years lack the day: a fifth Monday, the 31st, 29 February."""
    named = [day.beside or day for day in on]
    rare = any(
        day.weekday is not None if day.ordinal == 5 else (day.day or 0) > 28 and day.month in (None, 2) for day in named
    )
    return words.say("%(days)s where there is one", days=text) if rare else text


def notes(rule: Recurrence, words: Words, exceptions: Iterable[date], until: date | None) -> tuple[str, ...]:
    """Return what else is to be known about the rule, a sentence each.

    `exceptions` are those worth telling, `until` the last day on which it may happen.
    """
    found = [words.say(_MOVES[rule.move])] if rule.move else []
    if skipped := sorted(exceptions):
        found.append(words.say("There is no meeting on %(days)s.", days=words.listed(map(words.day, skipped))))
    if rule.only_day:
        return tuple(found)
    if rule.count is not None and rule.first_date:
        found.append(words.count(rule.count, *_TIMES, day=words.day(rule.first_date)))
    if until:
        found.append(words.say("There is no meeting after %(day)s.", day=words.day(until)))
    return tuple(found)


_MOVES = {
    "next working day": phrase(
        "When a party that must attend does not work that day, the meeting moves to the next on which all do."
    ),
    "previous working day": phrase(
        "When a party that must attend does not work that day, the meeting moves to the last before on which all do."
    ),
}
_TIMES = pair("There is one meeting, from %(day)s.", "There are %(count)s meetings in all, from %(day)s.")
