"""What the drawings are made of: boxes with words, lines that turn, signs; plain numbers throughout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from playbook.model.base import Level
from playbook.views.base import Link
from playbook.views.text_metrics import Anchor, Style, Text, height_of, tidy, wrapped
from playbook.views.words import Words, phrase

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle with words; `kind` says what it stands for, and `title` is all that its words say, uncut."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    words: tuple[Text, ...] = ()
    title: str = ""
    link: Link | None = None

    @property
    def right(self) -> float:
        """The right edge."""
        return tidy(self.x + self.width)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return tidy(self.y + self.height)

    @property
    def middle(self) -> Point:
        """The point in the middle."""
        return tidy(self.x + self.width / 2), tidy(self.y + self.height / 2)


PADDING_X, PADDING_Y = 10, 7
"""The room between the edge of a box and its words."""

Told = tuple[str, Style]
"""Words to be set, and how."""


def needed(told: Iterable[Told], width: float, most: int = 3) -> float:
    """Return the height of a box of some width that holds these words, `most` lines of each."""
    inner = width - 2 * PADDING_X
    return tidy(sum(height_of(wrapped(text, inner, style, most), style) for text, style in told) + 2 * PADDING_Y)


def box(
    x: float,
    y: float,
    size: tuple[float, float],
    kind: str,
    told: Sequence[Told],
    link: Link | None = None,
    anchor: Anchor = "start",
    most: int = 3,
    high: bool = False,
) -> Box:
    """Return a box with its words wrapped, and centred from top to bottom, or as `high` as they may stand."""
    width, height = size
    inner = width - 2 * PADDING_X
    blocks = [(wrapped(text, inner, style, most), style) for text, style in told]
    top = y + (PADDING_Y if high else (height - sum(height_of(lines, style) for lines, style in blocks)) / 2)
    left = x + {"start": PADDING_X, "middle": width / 2, "end": width - PADDING_X}[anchor]
    words = []
    for lines, style in blocks:
        words.append(Text(tidy(left), tidy(top), lines, style, anchor))
        top += height_of(lines, style)
    title = ", ".join(" ".join(text.split()) for text, _ in told)
    return Box(tidy(x), tidy(y), tidy(width), tidy(height), kind, tuple(words), title, link)


@dataclass(frozen=True)
class Wire:
    """A line from point to point with rounded corners, and how it ends: in a dot on both sides, or in a head."""

    points: tuple[Point, ...]
    kind: str
    title: str
    ends: Literal["dots", "arrow", "none"] = "dots"
    curved: bool = False
    """Whether it swings from the first point to the second, runs straight to the third, swings to the fourth, …."""

    @property
    def path(self) -> str:
        """The line as the data of an SVG path; before a head it stops short, so that the point stays sharp."""
        points = list(self.points)
        if self.curved:
            return _curves(points)
        if self.ends == "arrow":
            points[-1] = _towards(points[-1], points[-2], HEAD)
        steps = [f"M{tidy(points[0][0])} {tidy(points[0][1])}"]
        for before, corner, after in zip(points, points[1:], points[2:], strict=False):
            room = min(RADIUS, distance(before, corner) / 2, distance(corner, after) / 2)
            (x1, y1), (x2, y2) = _towards(corner, before, room), _towards(corner, after, room)
            steps.append(f"L{x1} {y1}Q{tidy(corner[0])} {tidy(corner[1])} {x2} {y2}")
        return "".join([*steps, f"L{tidy(points[-1][0])} {tidy(points[-1][1])}"])

    @property
    def head(self) -> str:
        """The corners of the arrow's head, as the points of an SVG polygon."""
        tip, back = self.points[-1], _towards(self.points[-1], self.points[-2], HEAD)
        across = ((back[1] - tip[1]) / 2, (tip[0] - back[0]) / 2)
        corners = (tip, (back[0] + across[0], back[1] + across[1]), (back[0] - across[0], back[1] - across[1]))
        return " ".join(f"{tidy(x)},{tidy(y)}" for x, y in corners)


RADIUS, HEAD = 7, 7
"""How round the corners of a line are, and how long the head of an arrow is."""


@dataclass(frozen=True)
class Mark:
    """A small sign for something that happens at a level: a disc, a square or a diamond around a point."""

    x: float
    y: float
    level: Level | None
    title: str

    @property
    def corners(self) -> str:
        """The corners of the sign, as the points of an SVG polygon; empty for a disc."""
        if self.level == "operational":
            return ""
        if self.level == "tactical":
            steps = [(-SIGN, -SIGN), (SIGN, -SIGN), (SIGN, SIGN), (-SIGN, SIGN)]
        else:
            steps = [(0, -1.6 * SIGN), (1.6 * SIGN, 0), (0, 1.6 * SIGN), (-1.6 * SIGN, 0)]
        return " ".join(f"{tidy(self.x + x)},{tidy(self.y + y)}" for x, y in steps)


SIGN = 3.8
"""Half the width of a sign."""


def distance(one: Point, other: Point) -> float:
    """Return how far apart two points are."""
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def _curves(points: Sequence[Point]) -> str:
    """Return the data of a path that swings between the points of each pair, and runs straight from pair to pair."""
    steps = []
    for number, ((x, y), (to_x, to_y)) in enumerate(zip(points[::2], points[1::2], strict=True)):
        middle = tidy((x + to_x) / 2)
        curve = f"C{middle} {tidy(y)} {middle} {tidy(to_y)} {tidy(to_x)} {tidy(to_y)}"
        steps.append(f"{'L' if number else 'M'}{tidy(x)} {tidy(y)}{curve}")
    return "".join(steps)


def _towards(start: Point, end: Point, length: float) -> Point:
    """Return the point at a distance from `start` on the way to `end`."""
    share = length / (distance(start, end) or 1)
    return tidy(start[0] + (end[0] - start[0]) * share), tidy(start[1] + (end[1] - start[1]) * share)


def lanes(spans: Sequence[tuple[float, float]]) -> tuple[int, ...]:
    """Return a lane for each stretch, counted from 0, so that no two stretches of one lane touch; short ones first."""
    taken: list[list[tuple[float, float]]] = []
    found = [0] * len(spans)
    for at in sorted(range(len(spans)), key=lambda at: (spans[at][1] - spans[at][0], at)):
        start, end = spans[at]
        free = (number for number, lane in enumerate(taken) if all(end < one or other < start for one, other in lane))
        found[at] = next(free, len(taken))
        if found[at] == len(taken):
            taken.append([])
        taken[found[at]].append(spans[at])
    return tuple(found)


@dataclass(frozen=True)
class Drawing:
    """A whole drawing: what lies behind comes first. `facts` say in sentences all that is drawn."""

    width: float
    height: float
    bands: tuple[Box, ...]
    wires: tuple[Wire, ...]
    boxes: tuple[Box, ...]
    facts: tuple[str, ...]
    texts: tuple[Text, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def frame(self) -> tuple[float, float]:
        """The width and height with room for half a line all round."""
        return tidy(self.width + 2), tidy(self.height + 2)

    def has(self, kind: str) -> bool:
        """Tell whether a box or a line of a kind is drawn, and so has to be explained."""
        return kind in {box.kind for box in self.boxes} | {wire.kind for wire in self.wires}


def level_word(words: Words, level: Level | None) -> str:
    """Return the name of a level; of what has none, that it is whole parties."""
    return words.say(_LEVELS[level])


def tier_word(words: Words, tier: Level | None) -> str:
    """Return the name of the level at which forums meet; of those that have none, that they are others."""
    return level_word(words, tier) if tier else words.say("Other meetings")


_LEVELS: dict[Level | None, str] = {
    None: phrase("Whole parties"),
    "strategic": phrase("Strategic"),
    "tactical": phrase("Tactical"),
    "operational": phrase("Operational"),
}
