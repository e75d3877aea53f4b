"""One cause, one finding: what a check finds many times for one reason is told once, with its number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from playbook.checks.base import Finding
from playbook.problems import Severity, quoted


@dataclass(frozen=True)
class Judged:
    """A finding, how much it weighs, and the reason where it is accepted; `as_one` where its cause is."""

    finding: Finding
    severity: Severity
    reason: str | None = None
    as_one: bool = False


def gathered(judged: Iterable[Judged]) -> Iterator[Judged]:
    """Iterate over what was found, in order, and over what has one cause as one, where the first of it stands.

    What is accepted one by one stays so, because each reason is about one.
    """
    groups: dict[tuple[object, ...], list[Judged]] = {}
    for number, each in enumerate(judged):
        cause = each.finding.cause
        apart = cause is None or (each.reason is not None and not each.as_one)
        key = (number,) if apart or cause is None else (cause.entity, cause.told, each.severity, each.reason)
        groups.setdefault(key, []).append(each)
    alike: list[Judged] = []
    for group in groups.values():
        cause = group[0].finding.cause
        if cause is None or (len(group) < cause.least and not group[0].as_one):
            alike.extend(group)
        elif len(group) == 1:
            alone = group[0]
            yield replace(alone, finding=replace(alone.finding, entity=cause.entity)) if alone.as_one else alone
        else:
            yield replace(group[0], finding=_as_one([each.finding for each in group]))
    yield from _together(alike)


def _together(judged: list[Judged]) -> Iterator[Judged]:
    """Iterate over what was found, and over what says the same word for word as one; what is accepted stays apart."""
    same: dict[tuple[object, ...], list[Judged]] = {}
    for number, each in enumerate(judged):
        said = (each.finding.message, each.finding.hint, each.severity)
        same.setdefault((number,) if each.reason is not None else said, []).append(each)
    for first, *others in same.values():
        places = {place: None for each in others for place in (each.finding.place, *each.finding.also)}
        places.pop(first.finding.place, None)
        if places:
            message = f"{first.finding.message}, in {len(places) + 1} places"
            found = replace(first.finding, message=message, entity=None, also=(*first.finding.also, *places))
            yield replace(first, finding=found)
        else:
            yield first


def _as_one(findings: list[Finding]) -> Finding:
    """Return findings of one cause as one, which stands at the first and names the first few."""
    first, *others = findings
    cause = first.cause
    if cause is None:
        return first
    names = list(dict.fromkeys(each.cause.name for each in findings if each.cause))
    more = f" and {len(names) - cause.shown} more" if len(names) > cause.shown else ""
    message = f"{len(findings)} {cause.told}: {', '.join(map(quoted, names[: cause.shown]))}{more}"
    places = {place: None for each in others for place in (each.place, *each.also)}
    places.pop(first.place, None)
    return replace(
        first, message=message, hint=cause.hint or first.hint, entity=cause.entity, kind="", also=tuple(places)
    )
