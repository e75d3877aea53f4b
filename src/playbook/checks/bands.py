"""What is wrong with the scale of a service level: figures, gaps, overlaps, and costs that go backwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from playbook.model import ServiceLevel
from playbook.model.bands import WHOLE, Band, Direction
from playbook.model.service_levels import out_of_hundred
from playbook.problems import quoted


def same(found: Iterable[tuple[Any, ...]]) -> dict[Decimal, list[list[Any]]]:
    """Return the paths to each figure, since the target and the edges at it are one slip."""
    paths: dict[Decimal, list[list[Any]]] = {}
    for figure, *path in found:
        paths.setdefault(figure, []).append(path)
    return paths


def beyond(level: ServiceLevel) -> Iterator[tuple[Any, ...]]:
    """Iterate over the percentages of a level that no share can have, each with the path to it."""
    credits = [(band.percentage, "bands", place, "credit") for place, band in enumerate(level.bands)]
    for figure, *path in (*percentages(level), *credits):
        if figure is not None and not 0 <= figure <= WHOLE:
            yield figure, *path


def percentages(level: ServiceLevel) -> Iterator[tuple[Any, ...]]:
    """Iterate over the targets and edges of a level that are percentages, each with the path to it."""
    yield from ((figure, *path) for path, figure, unit in level.figures if out_of_hundred(unit))
    for place, band in enumerate(level.bands if out_of_hundred(level.unit) else ()):
        edges = ((band.from_, "from"), (band.to, "to"))
        yield from ((edge, "bands", place, key) for edge, key in edges if edge is not None)


def faults(level: ServiceLevel) -> Iterator[tuple[int, str, str]]:
    """Iterate over what is wrong with a scale: which band, what, and what to do."""
    bands = level.bands
    last = len(bands) - 1
    for position, band in enumerate(bands):
        if position == 0 and band.from_ is not None and not _begins_at(level, band.from_):
            yield position, f"a result below {band.from_} falls in no band", "leave `from` out of the first band"
        if position == last and band.to is not None and not _ends_at(level, band.to):
            yield position, f"a result above {band.to} falls in no band", "leave `to` out of the last band"
        if not band.holds_any(level.direction):
            message = f"a band from {band.from_} to {band.to}, {quoted(band.label)}, can hold no result"
            hint = "write the lower figure as `from` and the higher as `to`"
            hint += ", or `includes: both` where it is for that one figure" * (band.from_ == band.to)
            yield position, message, hint
    for position, (lower, upper) in enumerate(pairwise(bands), 1):
        yield from ((position, *fault) for fault in _seam(lower, upper, level.direction))


def _begins_at(level: ServiceLevel, edge: Decimal) -> bool:
    """Tell whether a scale may begin at an edge: nothing lies below, or all that does reaches the target."""
    reached = level.direction == "at-most" and isinstance(level.target, Decimal) and edge <= level.target
    return reached or level.ends_at(edge)


def _ends_at(level: ServiceLevel, edge: Decimal) -> bool:
    """Tell whether a scale may end at an edge: nothing lies above, or all that does reaches the target."""
    reached = level.direction == "at-least" and isinstance(level.target, Decimal) and edge >= level.target
    return reached or level.ends_at(edge)


def _seam(lower: Band, upper: Band, direction: Direction | None) -> Iterator[tuple[str, str]]:
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


def costs_more(band: Band, other: Band) -> bool:
    """Tell whether one result costs more than another; words, and different measures, cannot be compared."""
    if other.costs is None:
        return band.costs is not None
    return band.costs == other.costs != "words" and band.amount > other.amount


def at_most(band: Band, worse: Band) -> str:
    """Return what to write so that a band costs no more than a worse one."""
    if band.costs == "points":
        return f"write `points: {worse.amount}` or fewer"
    return f"write `credit: {worse.amount}%` or less" if worse.costs else "leave `credit` out"


def reaches(level: ServiceLevel, band: Band) -> bool:
    """Tell whether every result in a band reaches the target."""
    if not isinstance(level.target, Decimal):
        return False
    if level.direction != "at-most":
        return band.from_ is not None and band.from_ >= level.target
    return band.to is not None and band.to <= level.target
