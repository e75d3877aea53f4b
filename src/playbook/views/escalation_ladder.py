"""The drawing of an escalation path: a ladder of two sides with its first level at the foot, and its times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from playbook.model import Playbook
from playbook.model.base import Side
from playbook.views.base import link
from playbook.views.drawing import PADDING_Y, Box, Drawing, Told, Wire, box, level_word, needed
from playbook.views.escalation import Level, Owner, ladder
from playbook.views.text_metrics import LEADING, SIZES, tidy
from playbook.views.words import Words

OWNER, REACH, RUNG = 168, 22, 256
"""Widths of an owner, of what joins it to its level, and of a level."""
OWNER_HEIGHT = 48
"""The least height of an owner."""
GAP, AROUND, ASIDE = 48, 16, 190
"""The room between two levels, and for the way round; the width of the words beside it."""
LEFT, CENTRE, RIGHT = OWNER + REACH, OWNER + REACH + RUNG / 2, OWNER + REACH + RUNG + REACH
"""Where the levels begin, their middle, and where the supplier's side begins."""
EDGE = RIGHT + OWNER
"""Where the ladder ends."""


@dataclass(frozen=True)
class _Step:
    """One level with its place; the first one is the lowest."""

    level: Level
    told: tuple[Told, ...]
    y: float
    height: float

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return tidy(self.y + self.height)

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return tidy(self.y + self.height / 2)

    def owner(self, side: Side) -> Owner | None:
        """Return who answers on a side."""
        return next((owner for owner in self.level.owners if owner.side == side), None)

    def named(self, side: Side, nobody: str, words: Words) -> Told:
        """Return what stands in the box of a side: who answers there, or `nobody`."""
        owner = self.owner(side)
        return (_name(owner, words), "name") if owner else (nobody, "plain")

    def reach(self, side: Side, nobody: str, words: Words) -> float:
        """Return the height of the box of a side, whose middle is that of the level."""
        return max(OWNER_HEIGHT, needed([self.named(side, nobody, words)], OWNER))


def escalation_ladder(playbook: Playbook, id: str, words: Words) -> Drawing:
    """Return the ladder of a path; a broken line round it tells that a level may be skipped."""
    levels = ladder(playbook, id).levels
    bypass = playbook.paths[id].bypass if len(levels) > 1 else None
    heads, room = tuple(_headings(playbook, levels, words)), AROUND if bypass else 0
    top = max((head.height for head in heads), default=0) + room
    steps = tuple(_steps(levels, words, top))
    bottom = max((step.bottom for step in steps), default=top) + room
    aside = _aside(bypass, top, bottom - AROUND, words) if bypass else ()
    return Drawing(
        width=tidy(aside[0].right if aside else EDGE),
        height=tidy(bottom),
        bands=heads,
        wires=(*_rails(playbook, steps, words), *_rungs(steps), *_ways_up(steps, words), *_way_round(steps, bypass)),
        boxes=(*(item for step in steps for item in _boxes(playbook, step, words)), *_notes(steps, words), *aside),
        facts=tuple(_facts(playbook, steps, bypass, words)),
    )


def _name(owner: Owner, words: Words) -> str:
    return words.named(owner.role.text, owner.role.days)


def _steps(levels: Sequence[Level], words: Words, y: float) -> Iterator[_Step]:
    for level in reversed(levels):
        told = tuple(_told(level, words))
        owners = [needed([(_name(owner, words), "name")], OWNER) for owner in level.owners]
        height = max(needed(told, RUNG), *owners, 0)
        yield _Step(level, told, tidy(y), height)
        y += height + GAP


def _told(level: Level, words: Words) -> Iterator[Told]:
    """Iterate over what a level says: its number and tier, its name, its times, and what starts there."""
    rung, number = level.rung, words.say("Level %(number)s", number=level.number)
    yield f"{number} · {level_word(words, rung.tier)}" if rung.tier else number, "note"
    yield rung.name, "name"
    if rung.respond_within:
        yield words.say("Answer within %(time)s", time=words.length(rung.respond_within)), "plain"
    if rung.resolve_within:
        yield words.say("Settled within %(time)s", time=words.length(rung.resolve_within)), "plain"
    if level.starting:
        codes = words.listed(each.priority.code for each in level.starting)
        yield words.say("Starts here: %(codes)s", codes=codes), "note"


def _boxes(playbook: Playbook, step: _Step, words: Words) -> Iterator[Box]:
    """Iterate over a level and its two owners, as they stand from left to right."""
    for side in playbook.sides:
        nobody = _nobody(playbook, side, words)
        owner, x = step.owner(side), 0 if side == "client" else RIGHT
        height = step.reach(side, nobody, words)
        kind, to = (side, link(playbook, "role", owner.role.id)) if owner else ("gap", None)
        yield box(x, step.middle - height / 2, (OWNER, height), kind, [step.named(side, nobody, words)], to)
        if side == "client":
            yield box(LEFT, step.y, (RUNG, step.height), "rung", step.told)


def _nobody(playbook: Playbook, side: Side, words: Words) -> str:
    return words.say("%(side)s: nobody", side=words.side(side, playbook.in_house))


def _headings(playbook: Playbook, levels: Sequence[Level], words: Words) -> Iterator[Box]:
    """Iterate over the names above the sides: the one party that answers there, or the side where there are several."""
    for side in playbook.sides if levels else ():
        parties = {owner.party.id for level in levels for owner in level.owners if owner.side == side}
        told: list[Told] = [(words.side(side, playbook.in_house), "note")]
        told += [(playbook.parties[id].name, "title") for id in parties if len(parties) == 1]
        size = (OWNER, needed(told, OWNER, 2))
        yield box(0 if side == "client" else RIGHT, 0, size, "head", told, most=2, high=True)


def _rails(playbook: Playbook, steps: Sequence[_Step], words: Words) -> Iterator[Wire]:
    """Iterate over the uprights: from the upper edge of each owner to the lower one of the owner above.

    None runs behind a box: where no style sheet gives boxes a ground, it would run through the name.
    """
    places: tuple[tuple[Side, float], ...] = (("client", OWNER / 2), ("supplier", RIGHT + OWNER / 2))
    for upper, lower in pairwise(steps):
        for side, x in places:
            nobody = _nobody(playbook, side, words)
            foot, head = (step.reach(side, nobody, words) / 2 for step in (lower, upper))
            yield Wire(((x, lower.middle - foot), (x, upper.middle + head)), "rail", "", "none")


def _rungs(steps: Sequence[_Step]) -> Iterator[Wire]:
    """Iterate over what joins each owner to its level."""
    for step in steps:
        yield Wire(((OWNER, step.middle), (LEFT, step.middle)), "rail", "", "none")
        yield Wire(((LEFT + RUNG, step.middle), (RIGHT, step.middle)), "rail", "", "none")


def _ways_up(steps: Sequence[_Step], words: Words) -> Iterator[Wire]:
    for upper, lower in pairwise(steps):
        title = words.say("From level %(lower)s to level %(upper)s", lower=lower.level.number, upper=upper.level.number)
        yield Wire(((CENTRE, lower.y), (CENTRE, upper.bottom)), "up", title, "arrow")


def _notes(steps: Sequence[_Step], words: Words) -> Iterator[Box]:
    """Iterate over what stands beside each way up."""
    for upper in steps[:-1]:
        told: list[Told] = [(words.say("If it is not settled in time"), "note")]
        yield box(CENTRE + 4, upper.bottom, (RUNG / 2 - 4, GAP), "head", told, most=2)


def _way_round(steps: Sequence[_Step], bypass: str | None) -> Iterator[Wire]:
    """Iterate over the one line that leads round the levels in between, from the foot to the top."""
    if bypass:
        top, foot, x = steps[0], steps[-1], EDGE + AROUND
        over, under = top.y - AROUND, foot.bottom + AROUND - 1
        way = ((CENTRE, foot.bottom), (CENTRE, under), (x, under), (x, over), (CENTRE, over), (CENTRE, top.y))
        yield Wire(way, "bypass", bypass, "arrow")


def _aside(bypass: str, y: float, bottom: float, words: Words) -> tuple[Box, ...]:
    """Return the words on skipping a level, cut to the height of the ladder."""
    title = words.say("When to skip a level")
    room = bottom - y - 2 * PADDING_Y - 2 * SIZES["label"] * LEADING
    most = max(1, int(room / (SIZES["note"] * LEADING)))
    told: list[Told] = [(title, "label"), (bypass, "note")]
    height = needed(told, ASIDE, most)
    return (box(EDGE + 2 * AROUND - 4, y, (ASIDE, height), "aside", told, most=most),)


def _facts(playbook: Playbook, steps: Sequence[_Step], bypass: str | None, words: Words) -> Iterator[str]:
    """Iterate over what the ladder says, from the first level up."""
    for step in reversed(steps):
        said = [f"{text}." for text, _ in step.told]
        for side in playbook.sides:
            name = _name(owner, words) if (owner := step.owner(side)) else words.say("nobody")
            said.append(words.say("%(side)s: %(role)s.", side=words.side(side, playbook.in_house), role=name))
        yield " ".join(said)
    if bypass:
        yield words.say("When to skip a level: %(when)s", when=bypass)
