"""Which roles must be in two meetings at once, and on which days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from playbook.model.cadence import Forum
from playbook.model.meetings import held, last_day, worked_at
from playbook.model.values import Duration

if TYPE_CHECKING:
    from playbook.model import Playbook

USUAL = Duration(1, "hours")
"""How long a meeting takes whose length nobody has written down."""
_NIGHT = 16
"""The hours by which the last day of a meeting of several days is shorter than a day."""
_MOST = 200_000
"""The most pairs of meetings of one role that are compared; it bounds the time that a file made to be wrong takes."""


@dataclass(frozen=True)
class Clash:
    """The roles that must be in both of two forums, and the days on which these meet at the same time."""

    roles: frozenset[str]
    days: frozenset[date]


@dataclass(frozen=True)
class _Sitting:
    """One meeting of a forum, from when to when by UTC."""

    begins: datetime
    ends: datetime
    day: date
    forum: str


def clashes(playbook: Playbook) -> dict[tuple[str, str], Clash]:
    """Return the clashes of the cycle by the ids of two forums, in the order in which these are written.

    A role that several people hold, or a whole party, is left out: each of them can be in another meeting.
    """
    sittings = {forum.id: tuple(_sittings(playbook, forum)) for forum in playbook.forums}
    order = {id: number for number, id in enumerate(sittings)}
    found: dict[tuple[str, str], Clash] = {}
    shared = _held_by_several(playbook)
    for role in (id for id in playbook.roles.ids if id not in shared):
        own = [forum.id for forum in playbook.forums if role in _required(forum)]
        for day, *pair in islice(_overlaps([each for id in own for each in sittings[id]]), _MOST):
            if playbook.life("role", role).holds(day):
                one, other = sorted(pair, key=order.__getitem__)
                before = found.get((one, other), Clash(frozenset(), frozenset()))
                found[one, other] = Clash(before.roles | {role}, before.days | {day})
    return dict(sorted(found.items(), key=lambda item: tuple(order[id] for id in item[0])))


def _required(forum: Forum) -> set[str]:
    return {role for role in (forum.chair, forum.secretary, *forum.attendees) if role}


def _held_by_several(playbook: Playbook) -> set[str]:
    """Return the ids of the roles that more than one person holds."""
    holders = Counter(each.role for each in playbook.assignments if playbook.is_current("assignment", each.id))
    shared = {role.id for role in playbook.roles if role.held_by == "several" or role.whole_party}
    return shared | {role for role, number in holders.items() if number > 1}


def _sittings(playbook: Playbook, forum: Forum) -> Iterator[_Sitting]:
    rule, worked = forum.recurrence, worked_at(playbook, forum)
    zone = ZoneInfo(rule.zone or playbook.parties[playbook.about.client].zone or "UTC")
    hours = (forum.duration or USUAL).hours
    hours -= _NIGHT if hours >= 24 else 0
    for each in held(playbook, forum):
        if rule.all_day:
            end = last_day(forum, each.day, worked) + timedelta(days=1)
            begins, ends = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (each.day, end))
            yield _Sitting(begins, ends, each.day, forum.id)
        else:
            begins = rule.begins(each.day).astimezone(UTC)
            yield _Sitting(begins, begins + timedelta(hours=hours), each.day, forum.id)


def _overlaps(sittings: list[_Sitting]) -> Iterator[tuple[date, str, str]]:
    """Iterate over the pairs of meetings of two forums that take place at the same time: the later day, both ids."""
    going_on: list[_Sitting] = []
    for sitting in sorted(sittings, key=lambda each: (each.begins, each.forum)):
        going_on = [each for each in going_on if each.ends > sitting.begins]
        yield from ((sitting.day, each.forum, sitting.forum) for each in going_on if each.forum != sitting.forum)
        going_on.append(sitting)
