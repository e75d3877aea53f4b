"""When somebody is there, in words: the days of the week, and the hours of each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby

from playbook.model.hours import OpeningHours, Stretch
from playbook.views.words import Words


def runs(days: Collection[int]) -> tuple[tuple[int, int], ...]:
    """Return weekdays, 0 for Monday, as runs of neighbours: Monday to Friday is one, and so is a day on its own."""
    numbered = enumerate(sorted(set(days)))
    found = [[day for _, day in run] for _, run in groupby(numbered, key=lambda pair: pair[1] - pair[0])]
    return tuple((run[0], run[-1]) for run in found)


def days_in_words(days: Collection[int], words: Words) -> str:
    """Return weekdays in words: `Monday to Thursday, Sunday`."""
    return words.say(", ").join(_run(first, last, words) for first, last in runs(days))


def hours_in_words(hours: OpeningHours, words: Words) -> tuple[str, ...]:
    """Return hours in words, a line for each set of days that have the same: `Monday to Thursday 09:00–17:30`.

    Hours that name no weekday are one line without one.
    """
    if hours.always:
        return (words.say("around the clock, every day"),)
    if not hours.by_day:
        return (_stretches(hours.week[0], words),)
    return tuple(
        words.say("%(days)s %(hours)s", days=days_in_words(days, words), hours=_stretches(stretches, words))
        for stretches, days in _alike(hours)
    )


def _alike(hours: OpeningHours) -> Iterator[tuple[tuple[Stretch, ...], list[int]]]:
    """Iterate over the hours that differ, each with the weekdays that have them, in the order of the week."""
    for stretches in dict.fromkeys(hours.week[day] for day in hours.weekdays):
        yield stretches, [day for day in hours.weekdays if hours.week[day] == stretches]


def _run(first: int, last: int, words: Words) -> str:
    if first == last:
        return words.weekday(first)
    return words.say("%(first)s to %(last)s", first=words.weekday(first), last=words.weekday(last))


def _stretches(stretches: tuple[Stretch, ...], words: Words) -> str:
    return words.listed(str(each).replace("-", "\u2013") for each in stretches)
