"""What falls due on which day: obligations, key dates and the last day of notice before them, and reviews.

Business days of an obligation are those of the party that owes it; of a key date, those on which the client and every
supplier work, since a notice has to reach somebody. The day on which a site is built plays no part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from playbook.model import KeyDate, Obligation, Playbook
from playbook.model.days import Worked, moved, shifted, worked_by

What = Literal["obligation", "key-date", "notice", "review"]

_NOTICE_LIMIT = timedelta(days=3 * 366)
"""How far behind a span key dates are looked for whose last day of notice may fall into it."""


@dataclass(frozen=True)
class DueDay:
    """Something that falls due on a day: of which kind and id it is, and who sees to it.

    `planned` is the day that its rule gives, before any move; None where it falls due once. The
    edition itself is of the kind `playbook`.
    """

    day: date
    what: What
    kind: str
    id: str
    planned: date | None
    owner: str | None = None


def due_days(playbook: Playbook, start: date, end: date) -> tuple[DueDay, ...]:
    """Return all that falls due from `start` to `end`, both included, in order."""
    found = (*_of_obligations(playbook, start, end), *_of_key_dates(playbook, start, end), *_reviews(playbook))
    return tuple(sorted({each for each in found if start <= each.day <= end}, key=_order))


def _order(each: DueDay) -> tuple[date, str, str, str]:
    return each.day, each.what, each.kind, each.id


def _of_obligations(playbook: Playbook, start: date, end: date) -> Iterator[DueDay]:
    for each in playbook.obligations:
        life = playbook.life("obligation", each.id)
        for day, planned in days_of_obligation(playbook, each, start, end):
            if life.holds(day):
                yield DueDay(day, "obligation", "obligation", each.id, planned, each.owner)


def days_of_obligation(
    playbook: Playbook, obligation: Obligation, start: date, end: date
) -> Iterator[tuple[date, date | None]]:
    """Iterate over the days from `start` to `end` on which an obligation is due, each with the day its rule gives."""
    party = playbook.parties[obligation.obliged]
    worked = worked_by(party.days, party.holidays)
    if obligation.recurrence:
        for each in obligation.recurrence.occurrences(start, end, worked):
            yield each.day, each.planned
    elif single := obligation.due_day or _counted(playbook, obligation, worked):
        yield single, None


def _counted(playbook: Playbook, obligation: Obligation, worked: Worked) -> date | None:
    """Return the day of an obligation that counts from a key date."""
    day, offset = day_of_key_date(playbook, obligation.counts_from), obligation.due_offset
    return shifted(day, offset, worked) if day and offset else None


def _of_key_dates(playbook: Playbook, start: date, end: date) -> Iterator[DueDay]:
    for each in playbook.key_dates:
        life = playbook.life("key-date", each.id)
        for day, planned in days_of_key_date(
            playbook, each, start, end + (_NOTICE_LIMIT if each.notice else timedelta())
        ):
            if life.holds(day):
                yield DueDay(day, "key-date", "key-date", each.id, planned, each.owner)
                if last := last_day_of_notice(playbook, each, day):
                    yield DueDay(last, "notice", "key-date", each.id, planned, each.owner)


def days_of_key_date(playbook: Playbook, key: KeyDate, start: date, end: date) -> Iterator[tuple[date, date | None]]:
    """Iterate over the days of a key date, each with the day its rule gives; only a rule is asked from when to when."""
    if key.recurrence:
        for each in key.recurrence.occurrences(start, end, worked_by_all(playbook)):
            yield each.day, each.planned
    elif single := day_of_key_date(playbook, key.id):
        yield single, None


def day_of_key_date(playbook: Playbook, id: str | None, asked: tuple[str, ...] = ()) -> date | None:
    """Return the day of a key date: its own, or so far from another's; None where it has none, or several."""
    key = playbook.key_dates.get(id)
    if key is None or key.id in asked or key.date or not key.offset:
        return key.date if key and key.id not in asked else None
    before = day_of_key_date(playbook, key.counts_from, (*asked, key.id))
    return shifted(before, key.offset, worked_by_all(playbook)) if before else None


def last_day_of_notice(playbook: Playbook, key: KeyDate, day: date) -> date | None:
    """Return the last day on which notice can be given before a day of a key date, one that all parties work."""
    worked = worked_by_all(playbook)
    last = shifted(day, key.notice, worked, back=True) if key.notice else None
    return moved(last, "previous working day", worked) if last else None


def worked_by_all(playbook: Playbook) -> Worked:
    """Return the test whether the client and every supplier work on a day."""
    parties = [playbook.parties[id] for id in dict.fromkeys((playbook.about.client, *playbook.about.suppliers))]
    tests = [worked_by(party.days, party.holidays) for party in parties]
    return lambda day: all(test(day) for test in tests)


def _reviews(playbook: Playbook) -> Iterator[DueDay]:
    """Iterate over the reviews of the edition and of documents."""
    if next_review := playbook.about.cycle.next_review:
        yield DueDay(next_review, "review", "playbook", "playbook", None)
    for each in playbook.documents:
        if each.next_review:
            yield DueDay(each.next_review, "review", "document", each.id, None, each.owner)
