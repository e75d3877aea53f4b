"""Questions about what is promised, measured and reviewed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from playbook.checks.base import Check, Context, Finding, about, place_in, sides_of
from playbook.model import Playbook, ServiceLevel
from playbook.model.base import SIDES
from playbook.model.service_levels import Band, Direction
from playbook.model.values import BEST_EFFORT, Duration
from playbook.problems import quoted

_BUSINESS_DAY = 7 / 5
"""How many days pass for one business day, on average."""
_WHOLE = 100
"""All of it, in hundredths."""
_NEARLY = 1.1
"""How much longer than a window the time between two meetings may be: months are not equally long."""


def _absent(playbook: Playbook, roles: Iterable[str]) -> list[str]:
    """Return the sides that none of the roles works on."""
    present = sides_of(playbook, roles)
    return [side for side in SIDES if side not in present]


def _days(length: Duration) -> float:
    """Return about how many days a window lasts."""
    return length.days * (_BUSINESS_DAY if length.unit == "business days" else 1)


def sla_no_target_or_unit(context: Context) -> Iterator[Finding]:
    """A level without a target cannot be missed, and a figure without a unit can be read in two ways."""
    for level in context.playbook.service_levels:
        if level.target is None:
            hint = f"write `target: 97` or what is agreed, or `target: {BEST_EFFORT}` where no figure is promised"
            yield about(level, f"{quoted(level.id)} has no target", hint)
        elif level.unit is None and level.target != BEST_EFFORT:
            message = f"the target of {quoted(level.id)} is {level.target}, and nothing says of what"
            yield about(level, message, 'write what the figure is in, such as `unit: "%"` or `unit: minutes`', "target")


def sla_percent_beyond(context: Context) -> Iterator[Finding]:
    """A share lies between nothing and all, so a percentage of which nothing more is said is from 0 to 100."""
    for level in context.playbook.service_levels:
        for figure, (path, *others) in _same(_beyond(level)).items():
            message = f"{figure}% is {'less than nothing' if figure < 0 else 'more than all'}"
            hint = "write a figure from 0 to 100"
            if path[-1] != "credit":
                hint += ', or say in `unit` what it is a percentage of, such as `unit: "% of the plan"`'
            also = tuple(place_in(level, tuple(other)) for other in others)
            yield replace(about(level, f"{message}, in {quoted(level.id)}", hint, *path), also=also)


def _same(found: Iterable[tuple[Any, ...]]) -> dict[Decimal, list[list[Any]]]:
    """Return the paths to each figure, since the target and the edges at it are one slip."""
    paths: dict[Decimal, list[list[Any]]] = {}
    for figure, *path in found:
        paths.setdefault(figure, []).append(path)
    return paths


def _beyond(level: ServiceLevel) -> Iterator[tuple[Any, ...]]:
    """Iterate over the percentages of a level that no share can have, each with the path to it."""
    figures: list[tuple[Any, ...]] = [(level.target, "target")] if isinstance(level.target, Decimal) else []
    for place, band in enumerate(level.bands):
        figures += [(band.from_, "bands", place, "from"), (band.to, "bands", place, "to")]
    credits = [(band.percentage, "bands", place, "credit") for place, band in enumerate(level.bands)]
    for figure, *path in (*(figures if level.out_of_hundred else ()), *credits):
        if figure is not None and not 0 <= figure <= _WHOLE:
            yield figure, *path


def sla_bands_gap(context: Context) -> Iterator[Finding]:
    """Every result falls in one band, so the bands follow each other from the bottom to the top of the scale."""
    for level in context.playbook.service_levels:
        for position, message, hint in _faults(level):
            yield about(level, f"{message} of {quoted(level.id)}", hint, "bands", position)


def _faults(level: ServiceLevel) -> Iterator[tuple[int, str, str]]:
    """Iterate over what is wrong with a scale: which band, what, and what to do."""
    bands = level.bands
    last = len(bands) - 1
    for position, band in enumerate(bands):
        if position == 0 and band.from_ is not None:
            yield position, f"a result below {band.from_} falls in no band", "leave `from` out of the first band"
        if position == last and band.to is not None:
            yield position, f"a result above {band.to} falls in no band", "leave `to` out of the last band"
        if not band.holds_any(level.direction):
            message = f"a band from {band.from_} to {band.to}, {quoted(band.label)}, can hold no result"
            hint = "write the lower figure as `from` and the higher as `to`"
            hint += ", or `includes: both` where it is for that one figure" * (band.from_ == band.to)
            yield position, message, hint
    for position, (lower, upper) in enumerate(pairwise(bands), 1):
        yield from ((position, *fault) for fault in _seam(lower, upper, level.direction))


def _seam(lower: Band, upper: Band, direction: Direction) -> Iterator[tuple[str, str]]:
    """Iterate over what is wrong where one band ends and the next begins."""
    names = f"{quoted(lower.label)} and {quoted(upper.label)}"
    held = lower.edges(direction)[1] + upper.edges(direction)[0]
    if lower.to is None or upper.from_ is None:
        message = f"nothing says where {names} meet on the scale"
        yield message, "write the same figure as `to` of the one and `from` of the next"
    elif lower.to != upper.from_:
        bands = "no band" if lower.to < upper.from_ else "two bands"
        message = f"a result between {min(lower.to, upper.from_)} and {max(lower.to, upper.from_)} falls in {bands}"
        yield message, f"write the bands from the bottom up, and let {quoted(upper.label)} begin at {lower.to}"
    elif held != 1:
        message = f"a result of exactly {lower.to} falls in {'two bands' if held else 'no band'}"
        yield message, f"let one of {names} hold {lower.to}: write under `includes` of each which edges belong to it"


def sla_target_off_band(context: Context) -> Iterator[Finding]:
    """A band begins or ends at the target, or one band holds results that reach it and results that miss it."""
    for level in context.playbook.service_levels:
        edges = {edge for band in level.bands for edge in (band.from_, band.to)} - {None}
        off = isinstance(level.target, Decimal) and level.bands and level.target not in edges
        if off and not any(_beyond(level)):
            message = f"no band of {quoted(level.id)} begins or ends at its target, {level.target}"
            yield about(level, message, "let the band that meets the target begin or end there", "bands")


def sla_points_order(context: Context) -> Iterator[Finding]:
    """A result that reaches the target costs nothing, and a better result never costs more than a worse one."""
    for level in context.playbook.service_levels:
        numbered = list(enumerate(level.bands))
        better = numbered if level.direction == "at-least" else numbered[::-1]
        for position, band in numbered if not any(_beyond(level)) else ():
            if band.costs and (level.target == BEST_EFFORT or _reaches(level, band)):
                key, what = ("points", "points") if band.costs == "points" else ("credit", "a credit")
                message = f"{quoted(band.label)} of {quoted(level.id)} misses no target and costs {what}"
                hint = "write `points: 0`, or leave `points` out" if key == "points" else "leave `credit` out"
                yield about(level, message, hint, "bands", position, key)
        for (_, worse), (position, band) in pairwise(better):
            if _costs_more(band, worse) and not _reaches(level, band):
                more = " points" if band.costs == "points" else ""
                message = f"{quoted(band.label)} is better than {quoted(worse.label)} and costs more{more}"
                yield about(level, message, _at_most(band, worse), "bands", position, "points" if more else "credit")


def _costs_more(band: Band, other: Band) -> bool:
    """Tell whether one result costs more than another; words, and different measures, cannot be compared."""
    if other.costs is None:
        return band.costs is not None
    return band.costs == other.costs != "words" and band.amount > other.amount


def _at_most(band: Band, worse: Band) -> str:
    """Return what to write so that a band costs no more than a worse one."""
    if band.costs == "points":
        return f"write `points: {worse.amount}` or fewer"
    return f"write `credit: {worse.amount}%` or less" if worse.costs else "leave `credit` out"


def _reaches(level: ServiceLevel, band: Band) -> bool:
    """Tell whether every result in a band reaches the target."""
    if not isinstance(level.target, Decimal):
        return False
    if level.direction == "at-least":
        return band.from_ is not None and band.from_ >= level.target
    return band.to is not None and band.to <= level.target


def sla_points_unpriced(context: Context) -> Iterator[Finding]:
    """Points and percentages turn into money, so it is written what they come to and where the sum ends."""
    for level in context.playbook.service_levels:
        missing = [f"`{key}`" for key in ("service_credit", "cap") if not getattr(level, key)]
        counted = {band.costs for band in level.bands} & {"points", "percentage"}
        if missing and counted:
            points = "points" in counted
            message = f"the bands of {quoted(level.id)} cost {'points' if points else 'a percentage'}, "
            message += f"and it has no {' and no '.join(missing)}"
            hint = f"write {'what a point costs' if points else 'of what it is a percentage'} under `service_credit`, "
            hint += "and the most they can come to under `cap`"
            yield about(level, message, hint, "bands")


def sla_one_sided_monitoring(context: Context) -> Iterator[Finding]:
    """Both sides watch a level all the time, because a figure that only one side has seen is a claim."""
    for level in context.playbook.service_levels:
        if absent := _absent(context.playbook, level.monitored_by):
            message = f"nobody at the {' or at the '.join(absent)} watches {quoted(level.id)}"
            hint = f"add a role of the {' and one of the '.join(absent)} to its `monitored_by`"
            yield about(level, message, hint, "monitored_by")


def sla_not_mutual(context: Context) -> Iterator[Finding]:
    """A target that only one side has agreed to is a demand."""
    for level in context.playbook.service_levels:
        known = all(role in context.playbook.roles for role in level.agreed_by)
        if known and (absent := _absent(context.playbook, level.agreed_by)):
            message = f"nobody at the {' or at the '.join(absent)} has agreed {quoted(level.id)}"
            hint = f"name the role of the {' and that of the '.join(absent)} that agreed it under `agreed_by`"
            yield about(level, message, hint, "agreed_by")


def sla_agreed_late(context: Context) -> Iterator[Finding]:
    """A level is settled before the service that it measures starts, while both sides are still free to say no."""
    services = context.playbook.services
    for level in context.playbook.service_levels:
        begins = max((day for day in (services[level.service].since, level.since) if day), default=None)
        if level.agreed_on is None:
            message = f"nothing says when {quoted(level.id)} was agreed"
            yield about(level, message, "write the day under `agreed_on`, such as `agreed_on: 2025-11-28`")
        elif begins and level.agreed_on > begins:
            message = f"{quoted(level.id)} was agreed on {level.agreed_on}, and applies from {begins}"
            hint = "agree it first, or write under its `since` from which later day it applies"
            yield about(level, message, hint, "agreed_on")


def sla_no_objective(context: Context) -> Iterator[Finding]:
    """A level that serves no objective is measured because it can be, and not because it matters."""
    for level in context.playbook.service_levels:
        if not level.objective:
            message = f"{quoted(level.id)} serves no objective"
            yield about(level, message, "name the `objective` it serves, or drop the level")


def sla_no_review_forum(context: Context) -> Iterator[Finding]:
    """A result that no forum looks at changes nothing."""
    for level in context.playbook.service_levels:
        if not level.reviewed_at:
            message = f"no forum reviews {quoted(level.id)}"
            yield about(level, message, "name the forum that looks at it under `reviewed_at`")


def sla_window_vs_forum(context: Context) -> Iterator[Finding]:
    """A forum meets at least once in each window, or results are old when it sees them."""
    for level in context.playbook.service_levels:
        forum = context.playbook.forums.get(level.reviewed_at)
        if forum and (forum.recurrence.gap or 0) > _days(level.window) * _NEARLY:
            message = f"{quoted(level.id)} has a window of {level.window}, and {quoted(forum.id)} meets less often"
            yield about(
                level, message, "review it at a forum that meets as often, or widen its `window`", "reviewed_at"
            )


def sla_owner_absent(context: Context) -> Iterator[Finding]:
    """Whoever answers for a level sits in the forum that reviews it, or nobody there can say what happens next."""
    for level in context.playbook.service_levels:
        forum = context.playbook.forums.get(level.reviewed_at)
        if forum and level.owner not in forum.everyone:
            message = f"{quoted(level.owner)} answers for {quoted(level.id)} and is not invited to {quoted(forum.id)}"
            hint = f"invite it to {quoted(forum.id)}, or review the level where it sits"
            yield about(level, message, hint, "reviewed_at")


def sla_report_elsewhere(context: Context) -> Iterator[Finding]:
    """The report that shows a level is a paper of the forum that reviews it."""
    playbook = context.playbook
    for level in playbook.service_levels:
        forum, report = playbook.forums.get(level.reviewed_at), playbook.documents.get(level.report)
        if forum and report and report.id not in forum.inputs and forum.id not in report.feeds:
            message = f"{quoted(level.id)} is shown in {quoted(report.id)}, which does not feed {quoted(forum.id)}"
            hint = f"name a report that feeds {quoted(forum.id)}, or add it to its `inputs`"
            yield about(level, message, hint, "report")


def service_no_level(context: Context) -> Iterator[Finding]:
    """A service for which nothing is promised can only be argued about."""
    promised = {level.service for level in context.playbook.service_levels}
    for service in context.playbook.services:
        if promised and service.id not in promised:
            message = f"the service {quoted(service.id)} has no service level"
            yield about(service, message, f"add a service level and write `service: {service.id}`")


CHECKS = (
    Check(sla_no_target_or_unit, "error", of_parts=True),
    Check(sla_percent_beyond, "error", of_parts=True),
    Check(sla_bands_gap, "error", of_parts=True),
    Check(sla_target_off_band, "warning", of_parts=True),
    Check(sla_points_order, "error", of_parts=True),
    Check(sla_points_unpriced, "warning"),
    Check(sla_one_sided_monitoring, "error"),
    Check(sla_not_mutual, "error"),
    Check(sla_agreed_late, "error"),
    Check(sla_no_objective, "warning", profile="contract"),
    Check(sla_no_review_forum, "error"),
    Check(sla_window_vs_forum, "warning"),
    Check(sla_owner_absent, "warning", profile="contract"),
    Check(sla_report_elsewhere, "warning", profile="contract"),
    Check(service_no_level, "warning", profile="contract"),
)
