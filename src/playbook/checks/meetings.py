"""Questions about when the forums meet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

from playbook.checks.base import Check, Context, Finding, about
from playbook.checks.cadence import current, first_year, required, span, years_after
from playbook.model import Forum, Party, Playbook
from playbook.model.clashes import clashes
from playbook.model.days import WEEKDAYS
from playbook.model.recurrence import Recurrence
from playbook.problems import counted, quoted

_DAYS_TOLD = 4
"""The most days of a clash that a message tells."""


def forum_exception_idle(context: Context) -> Iterator[Finding]:
    """An exception is a day that the rule gives; any other takes nothing away, and the meeting stands."""
    for forum in context.playbook.forums:
        rule = forum.recurrence.model_copy(update={"exceptions": (), "move": None})
        if not rule.is_placed:
            continue
        for position, day in enumerate(forum.recurrence.exceptions):
            if day not in rule.dates(day, day):
                message = f"{quoted(forum.id)} would not meet on {day} anyway"
                hint = "write the day that the rule gives, before any move to a working day"
                yield about(forum, message, hint, "recurrence", "exceptions", position)


def forum_no_time(context: Context) -> Iterator[Finding]:
    """A meeting whose day and time are settled stands in everybody's calendar; until then, nobody keeps it free."""
    for forum in context.playbook.forums:
        rule = forum.recurrence
        called = rule.text and not (rule.every or rule.on or rule.time)  # it meets when the words say so
        if rule.is_placed or called or not current(context.playbook, forum):
            continue
        keys = [*([] if rule.tells_days else ["day"]), *([] if rule.time or rule.all_day else ["time"])]
        message = f"no {' and no '.join(keys)} is set for {quoted(forum.id)}, so it stands in no calendar"
        yield about(forum, message, f"write {_unset(rule, keys)} when it is settled", "recurrence")


def _unset(rule: Recurrence, lacks: list[str]) -> str:
    """Return the keys that a rule lacks."""
    steps = rule.every is not None and rule.every.interval > 1
    days = [*(["on"] if not rule.on else []), *(["first_date"] if steps else [])]
    keys = [*([] if rule.every or rule.on else ["every"]), *days] if "day" in lacks else []
    *most, last = [f"`{key}`" for key in [*keys, *(["time", "zone"] if "time" in lacks else [])]]
    return f"{', '.join(most)} and {last}" if most else last


def forum_clash(context: Context) -> Iterator[Finding]:
    """A role that must be in two meetings at once misses one of them."""
    for (one, other), clash in clashes(context.playbook).items():
        roles = [role for role in context.playbook.roles.ids if role in clash.roles]
        who = quoted(roles[0]) + (f" and {counted(len(roles) - 1, 'other role')}" if roles[1:] else "")
        days = [str(day) for day in sorted(clash.days)]
        left = len(days) - _DAYS_TOLD
        when = ", ".join(days[:_DAYS_TOLD]) + (f" and {counted(left, 'more day')}" if left > 0 else "")
        message = f"{who} must be in {quoted(one)} and in {quoted(other)} at once: {when}"
        hint = "move one of them, write these days under its `exceptions`, or make the role `optional` there"
        yield about(context.playbook.forums[other], message, hint, "recurrence")


def _fits(party: Party, begins: datetime, forum: Forum) -> bool:
    """Tell whether a party is at work all through a meeting that begins at a moment in its zone."""
    length = forum.duration.hours * 60 if forum.duration and forum.duration.hours < 24 else 0
    if party.working_hours is None:
        return not party.days_told or begins.weekday() in party.days_told
    return party.working_hours.hold(begins, length, party.days)


def _misfits(playbook: Playbook, forum: Forum) -> Iterator[tuple[Party, datetime]]:
    """Iterate over the parties that must attend when they are not at work, with the first such moment in their zone."""
    rule = forum.recurrence
    moments = [rule.begins(day) for day in first_year(rule, *span(playbook)) if not rule.all_day]
    for party in required(playbook, forum).values():
        local = [moment.astimezone(ZoneInfo(party.zone)) for moment in moments] if party.zone else []
        yield from ((party, begins) for begins in islice((b for b in local if not _fits(party, b, forum)), 1))


def forum_outside_overlap(context: Context) -> Iterator[Finding]:
    """A forum meets while everybody who must attend is at work."""
    for forum in context.playbook.forums:
        for party, begins in _misfits(context.playbook, forum):
            local = f"on {WEEKDAYS[begins.weekday()].capitalize()} {begins.date()} it begins there at {begins:%H:%M}"
            message = f"{quoted(forum.id)} does not fit the hours of {quoted(party.id)}: {local}"
            works = f" works {party.working_hours or 'on other days'}"
            hint = f"{quoted(party.id)}{works} in {party.zone}: move the time"
            told = f"forums do not fit the hours of {quoted(party.id)}"
            yield about(forum, message, hint, "recurrence", "time").because(party.id, told)


def forum_clock_change(context: Context) -> Iterator[Finding]:
    """A meeting begins at a time that the clocks of its zone show once on its day, or people come at two times."""
    for forum in context.playbook.forums:
        rule = forum.recurrence
        days = ((day, _turned(rule, day)) for day in first_year(rule, *span(context.playbook)))
        for day, told in islice(((day, told) for day, told in days if told), 1):
            message = f"{quoted(forum.id)} begins at {rule.time} on {day}, which the clocks of {rule.zone} {told}"
            taken = f"{rule.begins(day):%H:%M}" if told == "skip" else "the first of the two"
            hint = f"move it to another time or day; until then {taken} is taken"
            yield about(forum, message, hint, "recurrence", "time")


def _turned(rule: Recurrence, day: date) -> str:
    """Return what the clocks do with the time at which a rule begins on a day; nothing where they show it once."""
    if rule.time is None or rule.zone is None:
        return ""
    moment = datetime.combine(day, time.fromisoformat(rule.time), ZoneInfo(rule.zone))
    first, second = moment.utcoffset(), moment.replace(fold=1).utcoffset()
    if first is None or second is None or first == second:
        return ""
    return "skip" if first < second else "show twice"


def forum_never_meets(context: Context) -> Iterator[Finding]:
    """A forum whose rule gives no day in the cycle is a promise that nobody keeps."""
    first, last = span(context.playbook)
    for forum in context.playbook.forums:
        rule, often = forum.recurrence, (last - first).days >= (forum.recurrence.gap or 0)
        end = last if often else years_after(first, 10)
        if rule.is_placed and current(context.playbook, forum) and not any(rule.dates(first, end)):
            message = f"{quoted(forum.id)} never meets between {first} and {last}"
            yield about(forum, message, "correct its days, its first and last date or its exceptions", "recurrence")


CHECKS = (
    Check(forum_no_time, "warning", of_parts=True, profile="contract"),
    Check(forum_clash, "warning"),
    Check(forum_outside_overlap, "info"),
    Check(forum_clock_change, "warning", of_parts=True),
    Check(forum_never_meets, "warning"),
    Check(forum_exception_idle, "warning"),
)
