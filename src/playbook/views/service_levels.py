"""The service levels: what is promised, the scale a result falls on, who watches it, and where it is reviewed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from playbook.model import Playbook, ServiceLevel
from playbook.model.base import SIDES, Side
from playbook.model.service_levels import Band
from playbook.views.base import Link, link, links
from playbook.views.words import Words, phrase

Hue = Literal["green", "amber", "rose", "grey"]
Part = Literal["owner", "watcher"]

_RANGES = {
    "at-least": {
        "below": phrase("below %(to)s"),
        "above": phrase("%(from)s or more"),
        "between": phrase("%(from)s to below %(to)s"),
    },
    "at-most": {
        "below": phrase("up to %(to)s"),
        "above": phrase("more than %(from)s"),
        "between": phrase("more than %(from)s, up to %(to)s"),
    },
}
"""How a band is said: a result on an edge belongs to the better side, which is the upper one of `at-least`."""
_TARGETS = {"at-least": phrase("at least %(figure)s"), "at-most": phrase("at most %(figure)s")}


@dataclass(frozen=True)
class Stretch:
    """One band as it is drawn: `share` is its part of the width in hundredths."""

    band: Band
    range: str
    hue: Hue
    share: Decimal


@dataclass(frozen=True)
class Scale:
    """The bands from the bottom up, and where the target lies, in hundredths of the width; None for best effort."""

    stretches: tuple[Stretch, ...]
    target: Decimal | None


@dataclass(frozen=True)
class SideRoles:
    """The roles of one side."""

    side: Side
    roles: tuple[Link, ...]


@dataclass(frozen=True)
class LevelEntry:
    """One service level; `part` is what the role asked for does about it, `worst` the most points a result costs."""

    level: ServiceLevel
    link: Link
    service: Link
    objective: Link | None
    target: str | None
    owner: Link
    watchers: tuple[SideRoles, ...]
    agreed_by: tuple[SideRoles, ...]
    forum: Link | None
    report: Link | None
    worst: int
    part: Part | None


@dataclass(frozen=True)
class ServiceGroup:
    """The service levels of one service."""

    service: Link
    entries: tuple[LevelEntry, ...]


def level_entry(playbook: Playbook, id: str, words: Words, role: str | None = None) -> LevelEntry:
    """Return one service level with everything that belongs to it."""
    level = playbook.service_levels[id]
    return LevelEntry(
        level,
        link(playbook, "service-level", id),
        link(playbook, "service", level.service),
        link(playbook, "objective", level.objective) if level.objective else None,
        target(level, words),
        link(playbook, "role", level.owner),
        _by_side(playbook, level.monitored_by),
        _by_side(playbook, level.agreed_by),
        link(playbook, "forum", level.reviewed_at) if level.reviewed_at else None,
        link(playbook, "document", level.report) if level.report else None,
        max((band.points for band in level.bands), default=0),
        _part(level, role),
    )


def service_groups(
    playbook: Playbook, words: Words, service: str | None = None, role: str | None = None, forum: str | None = None
) -> tuple[ServiceGroup, ...]:
    """Return the service levels by service: of one service, that a role owns or watches, that a forum reviews.

    Where nothing is asked for, a service without any level has an empty group.
    """
    everything = service is None and role is None and forum is None
    found = []
    for each in playbook.services if service is None else (playbook.services[service],):
        entries = tuple(
            level_entry(playbook, level.id, words, role)
            for level in playbook.service_levels
            if level.service == each.id
            and (role is None or _part(level, role))
            and (forum is None or level.reviewed_at == forum)
        )
        if entries or everything:
            found.append(ServiceGroup(link(playbook, "service", each.id), entries))
    return tuple(found)


def target(level: ServiceLevel, words: Words) -> str | None:
    """Return the target in words: `at least 97%`, `best effort`; None where there is none."""
    if isinstance(level.target, Decimal):
        return words.say(_TARGETS[level.direction], figure=words.measure(level.target, level.unit))
    return words.say("best effort") if level.target else None


def scale(level: ServiceLevel, words: Words) -> Scale:
    """Return the bands of a service level as they are drawn."""
    shares = _shares(level.bands)
    stretches = tuple(
        Stretch(band, _range(band, level, words), _hue(band, level), share)
        for band, share in zip(level.bands, shares, strict=True)
    )
    return Scale(stretches, _place(level, shares))


def _range(band: Band, level: ServiceLevel, words: Words) -> str:
    phrases = _RANGES[level.direction]
    if band.from_ is None and band.to is None:
        return words.say("any result")
    shape = "below" if band.from_ is None else "above" if band.to is None else "between"
    figures = {"from": band.from_, "to": band.to}
    said = {key: words.measure(figure, level.unit) for key, figure in figures.items() if figure is not None}
    return words.say(phrases[shape], **said)


def _hue(band: Band, level: ServiceLevel) -> Hue:
    """Return the colour of a band: what reaches the target, what misses it, and what costs the most."""
    if not isinstance(level.target, Decimal):
        return "grey"
    better = band.from_ if level.direction == "at-least" else band.to
    if better is not None and (better >= level.target if level.direction == "at-least" else better <= level.target):
        return "green"
    return "rose" if band.points and band.points == max(each.points for each in level.bands) else "amber"


def _shares(bands: tuple[Band, ...]) -> tuple[Decimal, ...]:
    """Return the widths in hundredths: in proportion, but none so narrow that its words find no room.

    A band without an end is drawn as wide as the others are on average.
    """
    lengths = [_length(band) for band in bands]
    known = [length for length in lengths if length]
    usual = sum(known, Decimal()) / len(known) if known else Decimal(1)
    widths = [length or usual for length in lengths]
    least = sum(widths, Decimal()) / (2 * len(bands) or 1)
    widths = [max(width, least) for width in widths]
    return tuple((100 * width / sum(widths)).quantize(Decimal("0.01")) for width in widths)


def _length(band: Band) -> Decimal | None:
    """Return how far a band reaches, or None where it has no end or none that can be drawn."""
    return band.to - band.from_ if band.to is not None and band.from_ is not None and band.to > band.from_ else None


def _place(level: ServiceLevel, shares: Iterable[Decimal]) -> Decimal | None:
    """Return where the target lies on the scale: on an edge, or within a band, halfway where that has no end."""
    if not isinstance(level.target, Decimal):
        return None
    before = Decimal()
    for band, share in zip(level.bands, shares, strict=True):
        if band.from_ == level.target:
            return before
        if band.to is None or level.target < band.to:
            length = _length(band)
            part = (level.target - (band.from_ or 0)) / length if length else Decimal("0.5")
            return (before + share * min(max(part, Decimal()), Decimal(1))).quantize(Decimal("0.01"))
        before += share
    return before


def _by_side(playbook: Playbook, roles: Iterable[str]) -> tuple[SideRoles, ...]:
    """Return roles by side; a side without any has an empty group."""
    known = tuple(roles)
    return tuple(
        SideRoles(side, links(playbook, "role", (role for role in known if playbook.side_of(role) == side)))
        for side in SIDES
    )


def _part(level: ServiceLevel, role: str | None) -> Part | None:
    if role is not None and role == level.owner:
        return "owner"
    return "watcher" if role is not None and role in level.monitored_by else None
