"""Questions about the ways up: who answers, how soon, and where a way ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from playbook.checks.base import Check, Context, Finding, about
from playbook.checks.positions import is_internal
from playbook.model import EscalationPath, Playbook, Priority, ServiceLevel
from playbook.model.base import LEVELS, SIDES, Level, Side
from playbook.model.escalation import Rung, sooner
from playbook.model.phones import Phone
from playbook.model.values import UNITS, Duration
from playbook.problems import quoted


def _rungs(playbook: Playbook) -> Iterator[tuple[EscalationPath, Rung]]:
    return ((path, rung) for path in playbook.paths for rung in path.levels.values())


def _tier(playbook: Playbook, rung: Rung) -> Level:
    """Return the tier of a rung: as written, or else the highest of its owners."""
    owners = [playbook.roles[owner].level for owner in (rung.client_owner, rung.supplier_owner) if owner]
    highest: Level = next((level for level in LEVELS if level in owners), "operational")
    return rung.tier or highest


def escalation_asymmetric(context: Context) -> Iterator[Finding]:
    """Two sides settle an issue together, so each level has an owner on both, unless the way up is that of one side."""
    for path, rung in _rungs(context.playbook):
        missing = [side for side in SIDES if not _owner(rung, side)]
        if len(missing) > (path.kind == "personal" or _is_of_one_side(path)):
            where = f"at the {' or at the '.join(missing)}"
            hint = f"name a role under {' and '.join(f'`{side}_owner`' for side in missing)}"
            finding = about(
                path, f"{quoted(rung.id)} of {quoted(path.id)} has no owner {where}", hint, "levels", rung.id
            )
            yield finding.because(path.id, f"levels of {quoted(path.id)} have no owner {where}", rung.id)


def _owner(rung: Rung, side: Side) -> str | None:
    return rung.client_owner if side == "client" else rung.supplier_owner


def _is_of_one_side(path: EscalationPath) -> bool:
    """Tell whether all levels that have an owner have it on the same side, and it is more than one level."""
    sides = {side for rung in path.levels.values() for side in SIDES if _owner(rung, side)}
    return len(sides) == 1 and len(path.levels) > 1


def escalation_owner_other_side(context: Context) -> Iterator[Finding]:
    """The owner at the client is the client's and the owner at the supplier the supplier's, or the ladder misleads."""
    for path, rung in _rungs(context.playbook):
        for side in ("client", "supplier"):
            owner = getattr(rung, f"{side}_owner")
            if owner and context.playbook.side_of(owner) != side and not is_internal(context.playbook):
                message = f"{quoted(owner)} is no role of the {side} and stands as its owner in {quoted(rung.id)}"
                yield about(path, message, f"name a role of the {side}", "levels", rung.id, f"{side}_owner")


def escalation_no_time_limit(context: Context) -> Iterator[Finding]:
    """Without a time to answer and a time to settle, an issue stays where it is."""
    for path, rung in _rungs(context.playbook):
        missing = [f"`{key}`" for key in ("respond_within", "resolve_within") if not getattr(rung, key)]
        if missing:
            lacking = " and no ".join(missing)
            hint = f"write {missing[0][:-1]}: 1 business day`, or what holds"
            finding = about(path, f"{quoted(rung.id)} of {quoted(path.id)} has no {lacking}", hint, "levels", rung.id)
            yield finding.because(path.id, f"levels of {quoted(path.id)} have no {lacking}", rung.id)


def escalation_level_order(context: Context) -> Iterator[Finding]:
    """An issue only ever goes up, and is answered before it is settled."""
    playbook = context.playbook
    for path, rung in _rungs(playbook):
        answered, settled = rung.respond_within, rung.resolve_within
        if answered and settled and settled.hours < answered.hours:
            message = f"{quoted(rung.id)} is to be settled in {settled} and answered only in {answered}"
            hint = "give less time to answer than to settle"
            yield replace(about(path, message, hint, "levels", rung.id, "resolve_within"), severity="error")
    for path in playbook.paths:
        for lower, upper in pairwise(path.levels.values()):
            tiers = _tier(playbook, lower), _tier(playbook, upper)
            if LEVELS.index(tiers[1]) > LEVELS.index(tiers[0]):
                message = f"{quoted(upper.id)} is {tiers[1]} and comes after {quoted(lower.id)}, which is {tiers[0]}"
                yield about(path, message, "write the levels in order, the lowest first", "levels", upper.id)


def escalation_no_top(context: Context) -> Iterator[Finding]:
    """A way up ends where someone can decide: but for a personal path, its last level is strategic."""
    for path in context.playbook.paths:
        last = next(reversed(path.levels.values()), None)
        if path.kind != "personal" and (not last or _tier(context.playbook, last) != "strategic"):
            message = f"the path {quoted(path.id)} ends below the strategic tier"
            hint = "add a last level whose owners are strategic roles"
            yield about(path, message, hint, "levels", *([last.id] if last else []))


def priority_unrouted(context: Context) -> Iterator[Finding]:
    """Each priority belongs to a path, or an issue of that importance has nowhere to go."""
    routed = {priority for path in context.playbook.paths for priority in path.priorities}
    for priority in context.playbook.priorities:
        if priority.id not in routed:
            message = f"no path takes issues of the priority {quoted(priority.id)}"
            finding = about(priority, message, f"add {quoted(priority.id)} to the `priorities` of a path")
            yield finding.because("playbook", "priorities are taken by no path")


def priority_code_twice(context: Context) -> Iterator[Finding]:
    """People say the code and not the name, so no two priorities share one."""
    known: dict[str, str] = {}
    for priority in context.playbook.priorities:
        if (first := known.setdefault(priority.code.casefold(), priority.id)) != priority.id:
            message = f"{quoted(priority.code)} is the code of {quoted(first)} already"
            yield about(priority, message, "give each priority a code of its own", "code")


def priority_level_missing(context: Context) -> Iterator[Finding]:
    """An issue starts at a level that its path has."""
    priorities = context.playbook.priorities
    for path in context.playbook.paths:
        for priority in (priorities[id] for id in dict.fromkeys(path.priorities)):
            if priority.first_level is not None and not 1 <= priority.first_level <= len(path.levels):
                message = f"{quoted(priority.id)} starts at level {priority.first_level}, and {quoted(path.id)} has "
                message += f"levels 1 to {len(path.levels)}"
                yield about(priority, message, "write a level that each of its paths has", "first_level")


def escalation_kind_missing(context: Context) -> Iterator[Finding]:
    """Not every problem is one of delivery: there is a way up for those that are and for those that are not."""
    kinds = {path.kind: path for path in context.playbook.paths}
    for kind in ("delivery", "non-delivery"):
        if kinds and kind not in kinds:
            here = next(iter(context.playbook.paths)).origin.key()
            yield Finding(here, f"there is no {kind} path", f"add a path and write `kind: {kind}`", kind)


def personal_path_exposed(context: Context) -> Iterator[Finding]:
    """People bring personal matters only where they stay: the path is confidential and no forum reviews it."""
    for path in context.playbook.paths:
        if path.kind == "personal" and not path.confidential:
            message = f"the personal path {quoted(path.id)} is not confidential"
            yield about(path, message, "write `confidential: true`", "confidential")
        if path.kind == "personal" and path.forum:
            message = f"the forum {quoted(path.forum)} reviews what comes up on the personal path {quoted(path.id)}"
            yield about(path, message, "delete `forum` from the path", "forum")


def priority_times_differ(context: Context) -> Iterator[Finding]:
    """One issue has one time: neither its level nor its channel allows more than its priority and its service level."""
    playbook = context.playbook
    for path, priority, rung in _entered(playbook):
        settled = sooner(priority.resolution, rung.resolve_within)
        promised = _time_of(playbook.service_levels.get(priority.service_level))
        if promised and (settled is None or settled.hours > promised.hours):
            message = f"{quoted(priority.code)} on {quoted(path.id)} is settled "
            message += f"within {settled}" if settled else "at no fixed time"
            message += f", and {quoted(priority.service_level)} promises {promised}"
            finding = about(priority, message, f"write `resolution: {promised}`, or what holds", "service_level")
            yield replace(finding, severity="error") if settled else finding
        channel = playbook.channels.get(path.channel)
        answered = channel.response_time if channel else None
        if channel and answered and priority.response and answered.hours > priority.response.hours:
            message = f"{quoted(channel.id)} is answered within {answered}, and {quoted(priority.code)}, "
            message += f"which takes it on {quoted(path.id)}, within {priority.response}"
            yield about(channel, message, "leave `response_time` out, or write the shorter time", "response_time")


def _entered(playbook: Playbook) -> Iterator[tuple[EscalationPath, Priority, Rung]]:
    """Iterate over the paths, the priorities that take them, and the level at which each enters."""
    for path in playbook.paths:
        rungs = tuple(path.levels.values())
        for id in dict.fromkeys(path.priorities):
            priority = playbook.priorities[id]
            if rungs:
                yield path, priority, rungs[max(1, min(priority.first_level or 1, len(rungs))) - 1]


def _time_of(level: ServiceLevel | None) -> Duration | None:
    """Return the target of a service level as a time, where it is measured in one."""
    if level is None or not isinstance(level.target, Decimal) or level.direction != "at-most":
        return None
    unit = UNITS.get(level.unit or "", level.unit or "")
    whole = int(level.target)
    return Duration(whole, unit) if whole == level.target and unit in UNITS.values() else None


_HINT = "write `phones` at who holds the role, or at the `channel` of the path"
_ANY_HOUR = re.compile(r"at any (hour|time)|24\s*/\s*7|round the clock|day (and|or) night", re.IGNORECASE)
_BY_PHONE = re.compile(r"\b(tele)?phone[ds]?\b|\bhotline\b", re.IGNORECASE)


def escalation_no_number(context: Context) -> Iterator[Finding]:
    """What is answered by telephone, or at any hour, has a number to call then on each side that answers."""
    playbook = context.playbook
    for path, priority, rung in _entered(playbook):
        if not path.confidential:
            for owner in filter(None, (rung.client_owner, rung.supplier_owner)):
                yield from _lacking(path, priority, owner, (*_common(playbook, path), *_numbers(playbook, owner)))
    for path in playbook.paths:
        channel = playbook.channels.get(path.channel)
        said = " ".join(filter(None, (path.summary, path.bypass, channel.use if channel else None)))
        owners = [owner for rung in path.levels.values() for owner in (rung.client_owner, rung.supplier_owner) if owner]
        numbers = [*_common(playbook, path), *(each for owner in owners for each in _numbers(playbook, owner))]
        if not path.confidential and not numbers and (_ANY_HOUR.search(said) or _BY_PHONE.search(said)):
            message = f"{quoted(path.id)} speaks of the telephone, and nobody who answers on it has a number"
            yield about(path, message, _HINT)


def _lacking(path: EscalationPath, priority: Priority, owner: str, phones: tuple[Phone, ...]) -> Iterator[Finding]:
    """Find that a role has no number, or none at the hours, at which it is said to answer a priority."""
    said = " ".join(filter(None, (priority.summary, priority.definition)))
    always = bool(_ANY_HOUR.search(said))
    if not always and not _BY_PHONE.search(said):
        return
    if not phones or (always and not any(each.hours and each.hours.always for each in phones)):
        how, then = ("at any hour", ", with `hours: 24/7`") if always else ("by telephone", "")
        message = f"{quoted(priority.code)} on {quoted(path.id)} is answered {how}, and {quoted(owner)} has no "
        message += "number that is" if phones else "number to call"
        yield about(priority, message, _HINT + then, "summary" if priority.summary else "definition")


def _common(playbook: Playbook, path: EscalationPath) -> tuple[Phone, ...]:
    """Return the numbers of the channel by which issues of a path are raised."""
    channel = playbook.channels.get(path.channel)
    return channel.phones if channel else ()


def _numbers(playbook: Playbook, role: str) -> Iterator[Phone]:
    """Iterate over the numbers of those who hold a role, and of those who stand in for them."""
    for holder in playbook.assignments:
        if holder.role in (role, playbook.roles[role].deputy):
            yield from holder.phones


CHECKS = (
    Check(escalation_asymmetric, "warning"),
    Check(escalation_owner_other_side, "error"),
    Check(escalation_no_time_limit, "warning"),
    Check(escalation_level_order, "warning"),
    Check(escalation_no_top, "warning", profile="contract"),
    Check(priority_unrouted, "warning"),
    Check(priority_code_twice, "warning"),
    Check(priority_level_missing, "error"),
    Check(priority_times_differ, "warning"),
    Check(escalation_no_number, "warning"),
    Check(escalation_kind_missing, "warning", profile="contract"),
    Check(personal_path_exposed, "warning"),
)
