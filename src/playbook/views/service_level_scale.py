"""The scale of a service level: the bands a result falls in, what lies between them, and where the target is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from playbook.model import ServiceLevel
from playbook.model.bands import Band, Direction, has_edges
from playbook.model.targets import BEST_EFFORT, Target
from playbook.model.values import Duration
from playbook.views.words import Words, phrase

Hue = Literal["green", "amber", "rose", "grey", "gap"]

_BELOW = {False: phrase("below %(to)s"), True: phrase("up to %(to)s")}
_ABOVE = {False: phrase("more than %(from)s"), True: phrase("%(from)s or more")}
_BETWEEN = {
    (False, False): phrase("more than %(from)s, below %(to)s"),
    (False, True): phrase("more than %(from)s, up to %(to)s"),
    (True, False): phrase("%(from)s to below %(to)s"),
    (True, True): phrase("%(from)s to %(to)s, both included"),
}
"""How a band is said, by whether its lower and its upper edge belong to it."""
_INCLUDES = {(True, False): "from", (False, True): "to", (True, True): "both", (False, False): "neither"}
_EXACTLY = phrase("exactly %(from)s")
_TARGETS = {
    ("at-least", False): phrase("at least %(figure)s"),
    ("at-most", False): phrase("at most %(figure)s"),
    ("at-least", True): phrase("more than %(figure)s"),
    ("at-most", True): phrase("less than %(figure)s"),
}
"""How a target is said, by whether the target itself is not enough."""


_OVER = {
    None: phrase("over %(time)s"),
    "rolling": phrase("over %(time)s, rolling"),
    "calendar": phrase("over %(time)s, by the calendar"),
}


@dataclass(frozen=True)
class Aim:
    """One target in words, and when it holds, where there are several."""

    said: str
    when: str | None = None


@dataclass(frozen=True)
class Stretch:
    """One band, or what lies between two, as it is drawn: `share` is its part of the width in hundredths."""

    band: Band
    range: str
    hue: Hue
    share: Decimal


@dataclass(frozen=True)
class Scale:
    """The bands from the bottom up, and where the target lies, in hundredths of the width; None where it is no figure.

    `overlaps` are pairs of bands that hold the same result. Bands that are not `drawn` are told one by one: they have
    no figures, or the target is none.
    """

    stretches: tuple[Stretch, ...]
    target: Decimal | None
    drawn: bool = True
    overlaps: tuple[tuple[Band, Band], ...] = ()


def target(level: ServiceLevel, words: Words) -> str | None:
    """Return the target in words: `at least 97%`, `best effort`; None where there is not the one."""
    return _aimed(level, level.target, level.unit, words) if level.target is not None else None


def targets(level: ServiceLevel, words: Words) -> tuple[Aim, ...]:
    """Return all targets in words, each with when it holds."""
    several = (Aim(_aimed(level, each.target, each.unit or level.unit, words), each.when) for each in level.targets)
    one = target(level, words)
    return (*((Aim(one),) if one else ()), *several)


def _aimed(level: ServiceLevel, target: Target, unit: str | None, words: Words) -> str:
    if isinstance(target, Decimal) and level.direction is not None:
        beyond = level.beyond and not level.targets
        return words.say(_TARGETS[level.direction, beyond], figure=words.measure(target, unit))
    return words.say("best effort") if target == BEST_EFFORT else str(target)


def window(level: ServiceLevel, words: Words) -> str | None:
    """Return in words over which time one figure is worked out; None where nothing says it."""
    if level.window is None:
        return None
    if not isinstance(level.window, Duration):
        return words.say("per incident")
    return words.say(_OVER[level.window_kind], time=words.length(level.window))


def scale(level: ServiceLevel, words: Words) -> Scale:
    """Return the bands of a service level as they are drawn, with every stretch on which nothing is agreed."""
    if not has_edges(level.bands) and len(level.bands) > 1:
        even = _shares(level.bands)
        told = (Stretch(band, "", "grey", share) for band, share in zip(level.bands, even, strict=True))
        return Scale(tuple(told), None, drawn=False)
    bands = sorted(level.bands, key=_height)
    gaps, overlaps = _seams([band for band in bands if band.holds_any(level.direction)], level.direction, words)
    gaps = [gap for gap in gaps if not _is_beyond(gap, level)]
    drawn = sorted((*bands, *gaps), key=_height)
    shares = _shares(drawn)
    stretches = tuple(
        Stretch(band, _range(band, level, words), "gap" if band in gaps else _hue(band, level), share)
        for band, share in zip(drawn, shares, strict=True)
    )
    in_words = isinstance(level.target, str) or bool(level.targets and not level.figures)
    return Scale(stretches, _place(level.target, drawn, shares), not in_words, tuple(overlaps))


def _is_beyond(gap: Band, level: ServiceLevel) -> bool:
    """Tell whether no result can fall where nothing is agreed: below nothing, or above all."""
    edge = gap.to if gap.from_ is None else gap.from_ if gap.to is None else None
    return edge is not None and level.ends_at(edge)


def _height(band: Band) -> tuple[bool, Decimal, bool, Decimal]:
    """Return what bands are put in order by, from the bottom up."""
    return band.from_ is not None, band.from_ or Decimal(), band.to is None, band.to or Decimal()


def _seams(bands: list[Band], direction: Direction | None, words: Words) -> tuple[list[Band], list[tuple[Band, Band]]]:
    """Return the stretches that no band holds, as bands, and the pairs of bands that hold the same result."""
    gaps: list[Band] = []
    overlaps: list[tuple[Band, Band]] = []
    if not bands:
        return gaps, overlaps
    highest = bands[0]
    if highest.from_ is not None:
        gaps.append(_gap(None, highest, direction, words))
    for band in bands[1:]:
        way = _way(highest, band, direction)
        if way == "apart":
            gaps.append(_gap(highest, band, direction, words))
        elif way == "over":
            overlaps.append((highest, band))
        highest = max(highest, band, key=lambda each: _top(each, direction))
    if highest.to is not None:
        gaps.append(_gap(highest, None, direction, words))
    return gaps, overlaps


def _top(band: Band, direction: Direction | None) -> tuple[bool, Decimal, bool]:
    return band.to is None, band.to or Decimal(), band.edges(direction)[1]


def _way(lower: Band, upper: Band, direction: Direction | None) -> Literal["apart", "together", "over"]:
    """Return how two bands lie, of which the lower one does not begin after the upper one."""
    if lower.to is None or upper.from_ is None or upper.from_ < lower.to:
        return "over"
    if upper.from_ > lower.to:
        return "apart"
    held = lower.edges(direction)[1] + upper.edges(direction)[0]
    return "together" if held == 1 else "over" if held else "apart"


def _gap(lower: Band | None, upper: Band | None, direction: Direction | None, words: Words) -> Band:
    """Return what lies between two bands, below the lowest or above the highest, as a band of its own."""
    first = lower is not None and not lower.edges(direction)[1]
    last = upper is not None and not upper.edges(direction)[0]
    return Band.model_validate(
        {
            "label": words.say("Nothing is agreed"),
            "from": lower.to if lower else None,
            "to": upper.from_ if upper else None,
            "includes": _INCLUDES[first, last],
        }
    )


def _range(band: Band, level: ServiceLevel, words: Words) -> str:
    if band.from_ is None and band.to is None:
        return words.say("any result")
    first, last = band.edges(level.direction)
    shape = _BELOW[last] if band.from_ is None else _ABOVE[first] if band.to is None else _BETWEEN[first, last]
    shape = _EXACTLY if band.from_ == band.to and first and last else shape
    figures = {"from": band.from_, "to": band.to}
    said = {key: words.measure(figure, level.unit) for key, figure in figures.items() if figure is not None}
    return words.say(shape, **said)


def _hue(band: Band, level: ServiceLevel) -> Hue:
    """Return the colour of a band: what reaches the target, what misses it, and what costs the most."""
    if not isinstance(level.target, Decimal):
        return "grey"
    better = band.from_ if level.direction == "at-least" else band.to
    if better is not None and (better >= level.target if level.direction == "at-least" else better <= level.target):
        return "green"
    worst = level.worst
    alike = worst is not None and (band.costs, band.amount, band.credit) == (worst.costs, worst.amount, worst.credit)
    return "rose" if alike else "amber"


def _shares(bands: Sequence[Band]) -> tuple[Decimal, ...]:
    """Return the widths in hundredths: in proportion, but none so narrow that its words find no room.

    A band without an end is drawn as wide as the others are on average.
    """
    lengths = [_length(band) for band in bands]
    known = [length for length in lengths if length]
    usual = sum(known, Decimal()) / len(known) if known else Decimal(1)
    widths = [usual if length is None else length for length in lengths]
    least = sum(widths, Decimal()) / (2 * len(bands) or 1)
    widths = [max(width, least) for width in widths]
    return tuple((100 * width / sum(widths)).quantize(Decimal("0.01")) for width in widths)


def _length(band: Band) -> Decimal | None:
    """Return how far a band reaches, or None where it has no end or none that can be drawn."""
    return band.to - band.from_ if band.to is not None and band.from_ is not None and band.to >= band.from_ else None


def _place(target: Target | None, bands: Sequence[Band], shares: Sequence[Decimal]) -> Decimal | None:
    """Return where the target lies on the scale: on an edge, or within a band, halfway where that has no end."""
    if not isinstance(target, Decimal):
        return None
    before = Decimal()
    for band, share in zip(bands, shares, strict=True):
        if band.from_ == target and band.to != target:
            return before
        if band.to is None or target < band.to or band.from_ == target:
            length = _length(band)
            part = (target - (band.from_ or 0)) / length if length else Decimal("0.5")
            return (before + share * min(max(part, Decimal()), Decimal(1))).quantize(Decimal("0.01"))
        before += share
    return before
