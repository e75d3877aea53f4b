"""The key dates of the contract, and what falls due on which day of the cycle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from playbook.model import KeyDate, Playbook
from playbook.model.due_days import DueDay, What, days_of_key_date, due_days, last_day_of_notice
from playbook.model.meetings import Span, span
from playbook.views.base import Link, link
from playbook.views.recurrence import days as days_of_rule
from playbook.views.words import Words


@dataclass(frozen=True)
class DayOfKey:
    """One day of a key date, and the last day of notice before it where it needs one."""

    day: date
    notice: date | None


@dataclass(frozen=True)
class KeyDateEntry:
    """A key date: its days from the cycle on, the words of its rule, and who decides and keeps it in view."""

    key: KeyDate
    link: Link
    days: tuple[DayOfKey, ...]
    rule: str
    counts_from: Link | None
    party: Link | None
    side: str
    forum: Link | None
    owner: Link | None


@dataclass(frozen=True)
class DueLine:
    """Something that falls due on a day of the cycle; the edition itself is a link of the kind `playbook`."""

    day: date
    what: What
    link: Link
    owner: Link | None
    planned: date | None

    @property
    def key(self) -> str:
        """What tells it from everything else that falls due, in every edition."""
        kind = self.link.kind if self.what == "review" else self.what
        return f"{kind}.{self.link.id}" + (f".{self.planned}" if self.planned else "")


@dataclass(frozen=True)
class DueLines:
    """What falls due in a cycle, in order."""

    lines: tuple[DueLine, ...]
    span: Span


def key_dates(
    playbook: Playbook, words: Words, role: str | None = None, forum: str | None = None
) -> tuple[KeyDateEntry, ...]:
    """Return the key dates that a role keeps in view, or a forum decides on, in the order of their days."""
    found = [
        _entry(playbook, key, words)
        for key in playbook.key_dates
        if role in (None, key.owner) and forum in (None, key.decided_at)
    ]
    return tuple(sorted(found, key=lambda entry: entry.days[0].day if entry.days else date.max))


def _entry(playbook: Playbook, key: KeyDate, words: Words) -> KeyDateEntry:
    days = span(playbook)
    found = sorted(day for day, _ in days_of_key_date(playbook, key, days.start, days.end))
    return KeyDateEntry(
        key,
        link(playbook, "key-date", key.id),
        tuple(DayOfKey(day, last_day_of_notice(playbook, key, day)) for day in found),
        days_of_rule(key.recurrence, words) if key.recurrence else "",
        link(playbook, "key-date", key.counts_from) if key.counts_from else None,
        link(playbook, "party", key.party) if key.party else None,
        playbook.side_of_party(key.party) if key.party else "",
        link(playbook, "forum", key.decided_at) if key.decided_at else None,
        link(playbook, "role", key.owner) if key.owner else None,
    )


def due_lines(playbook: Playbook, role: str | None = None) -> DueLines:
    """Return what falls due in the cycle, that of one role where given."""
    days = span(playbook)
    return DueLines(falling_due(playbook, days.start, days.end, role), days)


def falling_due(playbook: Playbook, start: date, end: date, role: str | None = None) -> tuple[DueLine, ...]:
    """Return what falls due from a day to another, both included, that of one role where given."""
    found = due_days(playbook, start, end)
    return tuple(_line(playbook, each) for each in found if role in (None, each.owner))


def _line(playbook: Playbook, due: DueDay) -> DueLine:
    about = playbook.about
    of = Link("playbook", due.id, about.title) if due.kind == "playbook" else link(playbook, due.kind, due.id)
    owner = link(playbook, "role", due.owner) if due.owner else None
    return DueLine(due.day, due.what, of, owner, due.planned)
