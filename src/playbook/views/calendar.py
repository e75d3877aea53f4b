"""The year at a glance: every meeting of the cycle, by day and by month."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from playbook.model import Playbook
from playbook.model.base import EVERY_SIDE, Level, Side
from playbook.model.meetings import Span, span, standing
from playbook.views.base import Link, link
from playbook.views.cadence import TIERS, forums_of, role_file
from playbook.views.calendar_feeds import Feed, feeds
from playbook.views.due_days import DueLine, due_lines
from playbook.views.meetings import ClockChange, Meeting, clock_changes, meetings, zones
from playbook.views.words import Words


@dataclass(frozen=True)
class Day:
    """One day of the year at a glance; `tiers` are those that meet, `holidays` the parties that do not work.

    `due` are the key dates of the contract, and of a role all that it owes on the day.
    """

    day: date
    meetings: tuple[Meeting, ...]
    tiers: tuple[Level | None, ...]
    holidays: tuple[Link, ...]
    due: tuple[DueLine, ...] = ()


@dataclass(frozen=True)
class Month:
    """One month: its weeks, with None for days of other months and of no cycle, and its meetings in order."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]
    meetings: tuple[Meeting, ...]
    changes: tuple[ClockChange, ...]
    due: tuple[DueLine, ...] = ()


@dataclass(frozen=True)
class Choice:
    """A role that a reader may ask for: the ids of its forums, and its calendar file."""

    role: Link
    forums: tuple[str, ...]
    file: Link


@dataclass(frozen=True)
class Calendar:
    """The meetings of the cycle by month.

    `cities` are the clocks shown, `weekdays` seven days that name the columns of a month, `choices` the roles one may
    ask for by side, none where one was asked for already. `feeds` are the calendar files that hold all these meetings,
    `scope` tells this calendar from others on a page. With `own_time` each meeting shows its own time too, because not
    all are in a zone that has a column; `open` are the forums that have no day or time yet.
    """

    span: Span
    months: tuple[Month, ...]
    tiers: tuple[Level | None, ...]
    cities: tuple[str, ...]
    weekdays: tuple[date, ...]
    choices: tuple[tuple[Side, tuple[Choice, ...]], ...]
    feeds: tuple[Feed, ...]
    scope: str
    own_time: bool = False
    open: tuple[Link, ...] = ()

    @property
    def columns(self) -> int:
        """How many columns the times of a meeting take."""
        return len(self.cities) + self.own_time

    @property
    def number(self) -> int:
        """How many meetings there are."""
        return sum(len(month.meetings) for month in self.months)

    @property
    def has_due_days(self) -> bool:
        """Whether something of the contract falls due on a day."""
        return any(month.due for month in self.months)

    @property
    def has_holidays(self) -> bool:
        """Whether a day is a public holiday of a party."""
        return any(day.holidays for month in self.months for week in month.weeks for day in week if day)

    @property
    def changes(self) -> tuple[ClockChange, ...]:
        """The days on which clocks change."""
        return tuple(change for month in self.months for change in month.changes)


def calendar(
    playbook: Playbook, words: Words, role: str | None = None, tier: str | None = None, first_weekday: int = 0
) -> Calendar:
    """Return the meetings of the cycle, of one role or tier where given; weeks begin on `first_weekday`."""
    forums = forums_of(playbook, role, tier)
    own = [playbook.roles[role].party] if role else []
    shown = zones(playbook, own)
    held = (meeting for forum in forums for meeting in meetings(playbook, forum, words, shown))
    found = [meeting for meeting in held if role is None or role in meeting.roles]
    found.sort(key=lambda meeting: (meeting.begins, TIERS.index(meeting.tier), meeting.forum.text))
    days, changes = span(playbook), clock_changes(span(playbook), shown, words)
    due = [each for each in due_lines(playbook, role).lines if role or each.what in ("key-date", "notice")]
    months = tuple(_month(playbook, first, days, found, changes, due, first_weekday) for first in _firsts(days))
    tiers = tuple(tier for tier in TIERS if any(meeting.tier == tier for meeting in found))
    weekdays = tuple(date(2024, 1, 1 + (first_weekday + number) % 7) for number in range(7))
    cities = tuple(words.city(zone) for zone in shown)
    choices = () if role else _choices(playbook, {meeting.forum.id for meeting in found})
    scope = "-".join(filter(None, [role, tier])) or "month"
    unplaced = tuple(link(playbook, "forum", each.id) for each in forums if standing(playbook, each).what == "open")
    own_time = any(meeting.zone and meeting.zone not in shown for meeting in found)
    return Calendar(days, months, tiers, cities, weekdays, choices, feeds(playbook, role), scope, own_time, unplaced)


def _choices(playbook: Playbook, forums: set[str]) -> tuple[tuple[Side, tuple[Choice, ...]], ...]:
    """Return the roles that take part in some forums, by side, the highest level first."""
    found = []
    for role in sorted(playbook.roles, key=lambda role: role.rank):
        own = tuple(each.id for each in playbook.forums if each.id in forums and role.id in each.everyone)
        if own:
            file = Link("download", role_file(role.id), role.name)
            found.append(Choice(link(playbook, "role", role.id), own, file))
    return tuple(
        (side, tuple(choice for choice in found if playbook.side_of(choice.role.id) == side)) for side in EVERY_SIDE
    )


def _firsts(days: Span) -> Iterable[date]:
    first, last = (day.year * 12 + day.month - 1 for day in (days.start, days.end))
    return (date(number // 12, number % 12 + 1, 1) for number in range(first, last + 1))


def _month(
    playbook: Playbook,
    first: date,
    days: Span,
    found: list[Meeting],
    changes: tuple[ClockChange, ...],
    due: list[DueLine],
    weekday: int,
) -> Month:
    held = tuple(meeting for meeting in found if _same_month(meeting.day, first))
    falling = tuple(each for each in due if _same_month(each.day, first))
    here = [meeting for meeting in found if _same_month(meeting.last, first) or meeting.day < first < meeting.last]
    on = tuple(dict.fromkeys((*here, *held)))
    weeks = tuple(
        tuple(
            _day(playbook, day, on, falling) if _same_month(day, first) and days.start <= day <= days.end else None
            for day in week
        )
        for week in Weeks(weekday).monthdatescalendar(first.year, first.month)
    )
    return Month(first, weeks, held, tuple(change for change in changes if _same_month(change.day, first)), falling)


def _same_month(day: date, first: date) -> bool:
    return (day.year, day.month) == (first.year, first.month)


def _day(playbook: Playbook, day: date, held: Iterable[Meeting], due: Iterable[DueLine]) -> Day:
    here = tuple(meeting for meeting in held if meeting.day <= day <= meeting.last)
    tiers = tuple(tier for tier in TIERS if any(meeting.tier == tier for meeting in here))
    closed = tuple(link(playbook, "party", party.id) for party in playbook.parties if day in party.holidays)
    return Day(day, here, tiers, closed, tuple(each for each in due if each.day == day))
