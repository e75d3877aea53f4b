"""Which published version is in force on a day, and how each one stands on it.

Nothing here knows what day it is: a state is that of a day, and whoever asks says which. The script `in_force.js` of
the pages says the same of the reader's day, and a test holds both against one table.

1. A version holds from its first day to its last; one without a last day holds until another takes its place.
2. A draft holds on no day. A withdrawn version holds on no day from that of its withdrawal until that on which it was
   reinstated; on the days before, it held.
3. Of several that hold on a day, the one that began later is in force; of two that began on one day, the one that was
   published later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Literal

State = Literal["in force", "not yet in force", "expired", "superseded", "withdrawn", "draft"]


@dataclass(frozen=True)
class Term:
    """For which days a version was agreed, or proposed where it is a draft; `last` is None where it has no last day.

    `order` is its place in the order of publication, and `published` the day of it where that is known. `withdrawals`
    are the days from which it was withdrawn, each with that on which it was reinstated, None where it was not.
    """

    version: str
    order: int
    first: date
    last: date | None = None
    draft: bool = False
    withdrawals: tuple[tuple[date, date | None], ...] = ()
    published: date | None = None

    @property
    def withdrawn(self) -> bool:
        """Whether it is withdrawn, as far as anything is known."""
        return any(until is None for _, until in self.withdrawals)

    @property
    def late(self) -> bool:
        """Whether it was published after the first day for which it was agreed."""
        return self.published is not None and self.first < self.published and not self.draft

    def withdrawn_on(self, day: date) -> bool:
        """Tell whether it stood as withdrawn on a day."""
        return any(since <= day and (until is None or day < until) for since, until in self.withdrawals)

    def holds(self, day: date) -> bool:
        """Tell whether it can be in force on a day."""
        return not self.draft and not self.withdrawn_on(day) and self.covers(day)

    def covers(self, day: date) -> bool:
        """Tell whether it says of itself that it is for a day."""
        return self.first <= day and (self.last is None or day <= self.last)

    @property
    def facts(self) -> dict[str, Any]:
        """It as the script reads it."""
        return {
            "version": self.version,
            "order": self.order,
            "first": self.first.isoformat(),
            "last": _iso(self.last),
            "draft": self.draft,
            "withdrawals": [[since.isoformat(), _iso(until)] for since, until in self.withdrawals],
        }

    @property
    def rank(self) -> tuple[date, int]:
        """What tells the one in force from others that hold on the same day: the greatest is."""
        return self.first, self.order


@dataclass(frozen=True)
class Span:
    """Days on which one version is in force, or none is: `term` is None in a gap, `last` where it is open.

    `over` are versions that say of themselves that they hold on these days too; `withdrawn` are those that would have.
    """

    first: date
    last: date | None
    term: Term | None
    over: tuple[Term, ...] = ()
    withdrawn: tuple[Term, ...] = ()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def terms(status: Mapping[str, Mapping[str, Any]]) -> tuple[Term, ...]:
    """Return the terms of the versions in a `status.json`, in the order of publication.

    Raise `ValueError` where a date of it is none, and `KeyError` or `TypeError` where it has another form.
    """
    found = [_term(version, place, said) for place, (version, said) in enumerate(status.items(), start=1)]
    return tuple(sorted(found, key=lambda term: term.order))


def _term(version: str, place: int, said: Mapping[str, Any]) -> Term:
    told = [said["withdrawn"]] if said["withdrawn"] else []
    return Term(
        version,
        int(said.get("order", place)),
        date.fromisoformat(said["effective_from"]),
        _day(said["effective_to"]),
        said.get("status", said.get("state")) == "draft",  # before it held dates alone, it held a state
        tuple((date.fromisoformat(each["on"]), _day(each.get("until"))) for each in said.get("withdrawals", told)),
        _day(said.get("published")),
    )


def in_force(terms: Iterable[Term], day: date) -> Term | None:
    """Return the version that is in force on a day, None where none is."""
    return max((each for each in terms if each.holds(day)), key=lambda each: each.rank, default=None)


def state(term: Term, terms: Iterable[Term], day: date) -> State:
    """Return how a version stands on a day among all `terms`.

    It is superseded where one that ranks above it is in force in its place; where its time is over and none is, it has
    expired.
    """
    if term.withdrawn_on(day):
        return "withdrawn"
    if term.draft:
        return "draft"
    if day < term.first:
        return "not yet in force"
    chosen = in_force(terms, day)
    if chosen == term:
        return "in force"
    return "superseded" if chosen and chosen.rank > term.rank else "expired"


def spans(terms: Iterable[Term]) -> tuple[Span, ...]:
    """Return the days from the first on which a version was agreed to hold, in stretches, the oldest first."""
    agreed = [each for each in terms if not each.draft]
    changed = {day for each in agreed for days in each.withdrawals for day in days if day and each.covers(day)}
    firsts = {each.first for each in agreed} | changed
    after = {each.last + timedelta(1) for each in agreed if each.last}
    found: list[Span] = []
    for first, following in pairwise([*sorted(firsts | after), None]):
        assert first is not None  # noqa: S101  # only the last is None
        span = _span(first, following - timedelta(1) if following else None, agreed)
        if found and replace(span, first=found[-1].first, last=found[-1].last) == found[-1]:
            span = replace(span, first=found.pop().first)
        found.append(span)
    return tuple(found)


def _span(first: date, last: date | None, agreed: Iterable[Term]) -> Span:
    covering = [each for each in agreed if each.covers(first)]
    chosen = in_force(covering, first)
    gone = tuple(each for each in covering if each.withdrawn_on(first))
    over = tuple(each for each in covering if each is not chosen and each not in gone and each.last)
    return Span(first, last, chosen, over, gone)
