"""Questions about what is promised, measured and reviewed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from playbook.checks.bands import at_most, beyond, costs_more, faults, percentages, reaches, same
from playbook.checks.base import Check, Context, Finding, about, place_in, sides_of
from playbook.checks.positions import has_two_sides
from playbook.model import Model, Playbook, ServiceLevel
from playbook.model.bands import WHOLE, has_edges
from playbook.model.base import SIDES
from playbook.model.targets import BEST_EFFORT
from playbook.model.values import Duration
from playbook.problems import quoted

_BUSINESS_DAY = 7 / 5
"""How many days pass for one business day, on average."""
NAMED = 3
"""The most levels of which a message tells the ids."""
_NEARLY = 1.1
"""How much longer than a window the time between two meetings may be: months are not equally long."""


def _absent(playbook: Playbook, roles: Iterable[str]) -> list[str]:
    """Return the sides that none of the roles works on."""
    present = sides_of(playbook, roles)
    return [side for side in SIDES if side not in present]


def _by_source(playbook: Playbook, field: str) -> Iterator[tuple[Model, list[ServiceLevel]]]:
    """Iterate over where a field of levels is written, at a level, a regime or the defaults, with its levels."""
    gathered: dict[str, list[ServiceLevel]] = {}
    for level in playbook.service_levels:
        if field in level.taken:
            gathered.setdefault(level.taken[field], []).append(level)
        else:
            yield level, [level]
    for regime, levels in gathered.items():
        yield playbook.regimes.get(regime) or playbook.defaults, levels


def _named(levels: Sequence[ServiceLevel]) -> str:
    """Return what levels are called in a message: all of them where there are few."""
    more = len(levels) - NAMED
    ids = [quoted(level.id) for level in levels[: NAMED if more > 1 else None]]
    ids += [f"{more} more"] if more > 1 else []
    return ids[0] if len(ids) == 1 else f"{', '.join(ids[:-1])} and {ids[-1]}"


def _days(length: Duration) -> float:
    """Return about how many days a window lasts."""
    return length.days * (_BUSINESS_DAY if length.unit == "business days" else 1)


def sla_no_target_or_unit(context: Context) -> Iterator[Finding]:
    """A level without a target cannot be missed, and a figure without a unit can be read in two ways."""
    for level in context.playbook.service_levels:
        if not level.promises and level.state != "measured":
            hint = f"write `target: 97` or what is agreed, `target: {BEST_EFFORT}` where no figure is promised, "
            hint += "or `state: measured` until there is one"
            yield about(level, f"{quoted(level.id)} has no target", hint)
        for path, figure, _ in [found for found in level.figures if found[2] is None][:1]:
            message = f"the target of {quoted(level.id)} is {figure}, and nothing says of what"
            yield about(level, message, 'write what the figure is in, such as `unit: "%"` or `unit: minutes`', *path)


def sla_percent_beyond(context: Context) -> Iterator[Finding]:
    """A share lies between nothing and all, so a percentage of which nothing more is said is from 0 to 100."""
    for level in context.playbook.service_levels:
        for figure, (path, *others) in same(beyond(level)).items():
            message = f"{figure}% is {'less than nothing' if figure < 0 else 'more than all'}"
            hint = "write a figure from 0 to 100"
            if path[-1] != "credit":
                hint += ', or say in `unit` what it is a percentage of, such as `unit: "% of the plan"`'
            also = tuple(place_in(level, tuple(other)) for other in others)
            yield replace(about(level, f"{message}, in {quoted(level.id)}", hint, *path), also=also)


def sla_percent_fraction(context: Context) -> Iterator[Finding]:
    """A promise of less than one in a hundred is a fraction that somebody took for a percentage."""
    for level in context.playbook.service_levels:
        found = [(figure, *path) for figure, *path in percentages(level) if 0 < figure < 1]
        if found and level.direction == "at-least":
            figure, *path = found[0]
            meant = f"{figure * WHOLE:f}".rstrip("0").rstrip(".")
            message = f"{quoted(level.id)} promises {figure}%, which is less than one in a hundred"
            also = tuple(place_in(level, tuple(other)) for _, *other in found[1:])
            yield replace(about(level, message, f"write {meant}, if that is what is meant", *path), also=also)


def sla_bands_gap(context: Context) -> Iterator[Finding]:
    """Every result falls in one band, so the bands follow each other from the bottom to the top of the scale."""
    for level in context.playbook.service_levels:
        for position, message, hint in faults(level) if has_edges(level.bands) else ():
            yield about(level, f"{message} of {quoted(level.id)}", hint, "bands", position)


def sla_target_off_band(context: Context) -> Iterator[Finding]:
    """A band begins or ends at the target, or one band holds results that reach it and results that miss it."""
    for level in context.playbook.service_levels:
        edges = {edge for band in level.bands for edge in (band.from_, band.to)} - {None}
        off = isinstance(level.target, Decimal) and edges and level.target not in edges
        if off and not any(beyond(level)):
            message = f"no band of {quoted(level.id)} begins or ends at its target, {level.target}"
            yield about(level, message, "let the band that meets the target begin or end there", "bands")


def sla_points_order(context: Context) -> Iterator[Finding]:
    """A result that reaches the target costs nothing, and a better result never costs more than a worse one."""
    for level in context.playbook.service_levels:
        numbered = list(enumerate(level.bands))
        better = numbered[::-1] if level.direction == "at-most" else numbered
        if not has_edges(level.bands):
            continue
        for position, band in numbered if not any(beyond(level)) else ():
            if band.costs and (level.target == BEST_EFFORT or reaches(level, band)):
                key, what = ("points", "points") if band.costs == "points" else ("credit", "a credit")
                message = f"{quoted(band.label)} of {quoted(level.id)} misses no target and costs {what}"
                hint = "write `points: 0`, or leave `points` out" if key == "points" else "leave `credit` out"
                yield about(level, message, hint, "bands", position, key)
        for (_, worse), (position, band) in pairwise(better):
            if costs_more(band, worse) and not reaches(level, band):
                more = " points" if band.costs == "points" else ""
                message = f"{quoted(band.label)} is better than {quoted(worse.label)} and costs more{more}"
                yield about(level, message, at_most(band, worse), "bands", position, "points" if more else "credit")


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
            told = f"service levels cost something, and have no {' and no '.join(missing)}"
            yield about(level, message, hint, "bands").because("playbook", told)


def sla_one_sided_monitoring(context: Context) -> Iterator[Finding]:
    """Both sides watch a level all the time, because a figure that only one side has seen is a claim."""
    for source, levels in _by_source(context.playbook, "monitored_by") if has_two_sides(context.playbook) else ():
        if absent := _absent(context.playbook, levels[0].monitored_by):
            message = f"nobody at the {' or at the '.join(absent)} watches {_named(levels)}"
            hint = f"add a role of the {' and one of the '.join(absent)} to its `monitored_by`"
            yield about(source, message, hint, "monitored_by")


def sla_not_mutual(context: Context) -> Iterator[Finding]:
    """A target that only one side has agreed to is a demand."""
    for source, every in _by_source(context.playbook, "agreed_by") if has_two_sides(context.playbook) else ():
        levels = [level for level in every if level.is_agreed]
        agreed_by = levels[0].agreed_by if levels else ()
        known = levels and all(role in context.playbook.roles for role in agreed_by)
        if known and (absent := _absent(context.playbook, agreed_by)):
            message = f"nobody at the {' or at the '.join(absent)} has agreed {_named(levels)}"
            hint = f"name the role of the {' and that of the '.join(absent)} that agreed it under `agreed_by`"
            yield about(source, message, hint, "agreed_by")


def sla_agreed_late(context: Context) -> Iterator[Finding]:
    """A level is settled before the service that it measures starts, while both sides are still free to say no."""
    services = context.playbook.services
    for level in (each for each in context.playbook.service_levels if each.is_agreed):
        begins = max((day for day in (services[level.service].since, level.since) if day), default=None)
        if level.agreed_on and begins and level.agreed_on > begins:
            message = f"{quoted(level.id)} was agreed on {level.agreed_on}, and applies from {begins}"
            hint = "agree it first, or write under its `since` from which later day it applies"
            yield about(level, message, hint, "agreed_on")


def sla_agreed_undated(context: Context) -> Iterator[Finding]:
    """A level that is in force was agreed on a day, and both sides can say which."""
    agreed = context.playbook.about.cycle.status == "agreed" and has_two_sides(context.playbook)
    for level in context.playbook.service_levels if agreed else ():
        if level.agreed_on is None and level.is_agreed:
            message = f"nothing says when {quoted(level.id)} was agreed"
            finding = about(level, message, "write the day under `agreed_on`, such as `agreed_on: 2025-11-28`")
            yield finding.because("playbook", "service levels do not say when they were agreed")


def sla_unmeasurable(context: Context) -> Iterator[Finding]:
    """Both sides get the same figure where it is written how it is worked out, over which time, and from what."""
    alike: dict[tuple[str, ...], list[ServiceLevel]] = {}
    for level in context.playbook.service_levels:
        asked = ("formula", "window", "data_source") if level.figures else ()
        if missing := tuple(f"`{key}`" for key in asked if getattr(level, key) is None):
            alike.setdefault(missing, []).append(level)
    for missing, levels in alike.items():
        has = "has" if len(levels) == 1 else "have"
        message = f"{_named(levels)} {has} no {' and no '.join(missing)}"
        hint = "write what is agreed at each, at the regime that they follow, or once under `defaults`"
        also = tuple(level.origin.key() for level in levels[1:])
        yield replace(about(levels[0], message, hint), also=also)


def sla_regime_idle(context: Context) -> Iterator[Finding]:
    """What a regime says is shown at the levels that follow it, and nowhere else."""
    followed = {source for level in context.playbook.service_levels for source in level.taken.values()}
    for regime in context.playbook.regimes:
        if regime.id not in followed:
            hint = f"write `regime: {regime.id}` at the levels that follow it, or delete it"
            yield about(regime, f"no level takes anything from the regime {quoted(regime.id)}", hint)


def sla_no_objective(context: Context) -> Iterator[Finding]:
    """A level that serves no objective is measured because it can be, and not because it matters."""
    for level in context.playbook.service_levels:
        if not level.objective:
            finding = about(
                level, f"{quoted(level.id)} serves no objective", "name the `objective` it serves, or drop it"
            )
            yield finding.because("playbook", "service levels serve no objective")


def sla_no_review_forum(context: Context) -> Iterator[Finding]:
    """A result that no forum looks at changes nothing, where there are forums."""
    for level in context.playbook.service_levels if len(context.playbook.forums) else ():
        if not level.reviewed_at:
            message = f"no forum reviews {quoted(level.id)}"
            finding = about(level, message, "name the forum that looks at it under `reviewed_at`")
            yield finding.because("playbook", "service levels are reviewed by no forum")


def sla_window_vs_forum(context: Context) -> Iterator[Finding]:
    """A forum meets at least once in each window, or results are old when it sees them."""
    for level in context.playbook.service_levels:
        forum = context.playbook.forums.get(level.reviewed_at)
        window = level.window if isinstance(level.window, Duration) else None
        if forum and window and (forum.recurrence.gap or 0) > _days(window) * _NEARLY:
            message = f"{quoted(level.id)} has a window of {window}, and {quoted(forum.id)} meets less often"
            yield about(
                level, message, "review it at a forum that meets as often, or widen its `window`", "reviewed_at"
            )


def sla_owner_absent(context: Context) -> Iterator[Finding]:
    """Whoever answers for a level sits in the forum that reviews it, or nobody there can say what happens next."""
    for level in context.playbook.service_levels:
        forum = context.playbook.forums.get(level.reviewed_at)
        if forum and level.owner and level.owner not in forum.everyone:
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
            finding = about(service, message, f"add a service level and write `service: {service.id}`")
            yield finding.because("playbook", "services have no service level")


CHECKS = (
    Check(sla_no_target_or_unit, "warning", of_parts=True),
    Check(sla_percent_beyond, "warning", of_parts=True),
    Check(sla_percent_fraction, "warning", of_parts=True),
    Check(sla_bands_gap, "warning", of_parts=True),
    Check(sla_target_off_band, "warning", of_parts=True),
    Check(sla_points_order, "warning", of_parts=True),
    Check(sla_points_unpriced, "warning"),
    Check(sla_one_sided_monitoring, "warning"),
    Check(sla_not_mutual, "warning", profile="contract"),
    Check(sla_agreed_late, "warning"),
    Check(sla_agreed_undated, "warning", profile="contract"),
    Check(sla_unmeasurable, "warning", profile="contract"),
    Check(sla_regime_idle, "warning"),
    Check(sla_no_objective, "warning", profile="contract"),
    Check(sla_no_review_forum, "warning"),
    Check(sla_window_vs_forum, "warning"),
    Check(sla_owner_absent, "warning", profile="contract"),
    Check(sla_report_elsewhere, "warning", profile="contract"),
    Check(service_no_level, "warning", profile="contract"),
)
