"""The map of the relationship: the roles of both sides by level, and a line between each two that face each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from playbook.model import Playbook
from playbook.model.base import EVERY_SIDE, SIDES, Level
from playbook.views.base import Link, days, link
from playbook.views.counterparts import Plan, Row, plan_of
from playbook.views.drawing import PADDING_X, Box, Drawing, Point, Told, Wire, box, lanes, level_word, needed
from playbook.views.text_metrics import Text, tidy
from playbook.views.words import Words

MARGIN, LABEL, ROW_GAP, BAND_GAP = 12, 30, 14, 10
CORRIDORS, LANE = (150, 64), 10
"""The least room between two columns, and that between two lines that run beside each other there."""
THREE, TWO = (200, 200, 168), (240, 240, 0)
"""The widths of the columns: the client's side, the suppliers, and whoever else is not on the client's side."""
LOW = 48
"""The least height of a box."""


@dataclass(frozen=True)
class _Line:
    """A row with its place from top to bottom."""

    row: Row
    y: float
    height: float


@dataclass(frozen=True)
class _Band:
    """A level with its place from top to bottom; `lack` says what is missing there."""

    level: Level | None
    y: float
    height: float
    lines: tuple[_Line, ...]
    lack: str | None


@dataclass(frozen=True)
class _Sheet:
    """What is drawn, and what each box says."""

    playbook: Playbook
    words: Words
    plan: Plan

    @property
    def parties(self) -> tuple[tuple[str, ...], ...]:
        """The parties of each column."""
        roles, columns = self.playbook.roles, self.plan.columns
        found = ((roles[id].party for id in columns if columns[id] == column) for column in range(3))
        return tuple(tuple(dict.fromkeys(ids)) for ids in found)

    @property
    def widths(self) -> tuple[int, int, int]:
        """The width of each column."""
        return THREE if self.parties[2] else TWO

    def told(self, id: str) -> list[Told]:
        """Return what the box of a role says."""
        role, told = self.playbook.roles[id], []
        if len(self.parties[self.plan.columns[id]]) > 1:
            told.append(self.playbook.parties[role.party].name)
        if role.relationship_manager:
            told.append(self.words.say("Co-ordinator"))
        return [
            (self.words.named(role.name, days(self.playbook, "role", id)), "name"),
            *((text, "note") for text in told),
        ]


def relationship_map(playbook: Playbook, words: Words) -> Drawing:
    """Return the map: levels are bands, sides are columns; a role or a level that lacks its opposite shows a gap."""
    sheet = _Sheet(playbook, words, plan_of(playbook))
    bands = tuple(_bands(sheet))
    roads = _roads(sheet.plan, bands)
    lefts = _lefts(sheet.widths, roads)
    places = dict(_places(sheet, bands, lefts))
    right = lefts[2] + sheet.widths[2] + MARGIN
    return Drawing(
        width=tidy(right),
        height=tidy(bands[-1].y + bands[-1].height),
        bands=tuple(_ground(sheet, band, right) for band in bands),
        wires=tuple(_wire(sheet, pair, roads, places, lefts) for pair in sheet.plan.pairs),
        boxes=(*_headings(sheet, lefts), *places.values(), *_missing(sheet, bands, lefts)),
        facts=tuple(_facts(sheet, bands)),
    )


def _bands(sheet: _Sheet) -> Iterator[_Band]:
    y = max((needed(told, sheet.widths[column] + PADDING_X, 2) for column, told, _ in _titles(sheet)), default=0.0)
    for level in sheet.plan.rows:
        lines, below = [], y + LABEL
        for row in sheet.plan.rows[level]:
            told = [needed(sheet.told(id), sheet.widths[column]) for column, id in row.items()]
            lines.append(_Line(row, tidy(below), max(LOW, *told)))
            below = lines[-1].y + lines[-1].height + ROW_GAP
        lack = _lack(sheet, level)
        height = below - y + (_lack_height(sheet, lack) + ROW_GAP if lack else 0) - (ROW_GAP - MARGIN)
        yield _Band(level, tidy(y), tidy(height), tuple(lines), lack)
        y += height + BAND_GAP


def _lack(sheet: _Sheet, level: Level | None) -> str | None:
    """Return what is missing at a level, in words: any role, or two that face each other."""
    plan, here = sheet.plan, {id for row in sheet.plan.rows[level] for id in row.values()}
    if not here:
        return sheet.words.say("No role at this level")
    if len(sheet.playbook.sides) == 1:
        return None
    whole = {role.id for role in sheet.playbook.roles if role.whole_party}
    facing = (pair for pair in plan.pairs if (here | whole).issuperset(pair))
    if here <= plan.content or any({*map(sheet.playbook.side_of, pair)} == {*SIDES} for pair in facing):
        return None
    return sheet.words.say("No two roles of the two sides face each other at this level")


def _lack_height(sheet: _Sheet, lack: str) -> float:
    return needed([(lack, "plain")], sheet.widths[0])


@dataclass(frozen=True)
class _Roads:
    """Where lines run from top to bottom: the lane of each in its corridor, and how many lanes a corridor has."""

    spots: Mapping[str, tuple[float, float]]
    """The middle of each role's row, and the top of it."""
    lanes: Mapping[tuple[int, str], int]
    counts: tuple[int, int]


def _roads(plan: Plan, bands: Iterable[_Band]) -> _Roads:
    spots = {
        id: (tidy(line.y + line.height / 2), line.y)
        for band in bands
        for line in band.lines
        for id in line.row.values()
    }
    found: dict[int, dict[str, tuple[float, float]]] = {0: {}, 1: {}}
    for pair in plan.pairs:
        for corridor, key, ends in _stretches(plan, spots, pair):
            known = (*found[corridor].get(key, ends), *ends)
            found[corridor][key] = (min(known), max(known))
    numbers: dict[tuple[int, str], int] = {}
    for corridor, spans in found.items():
        numbers |= {(corridor, key): lane for key, lane in zip(spans, lanes(tuple(spans.values())), strict=True)}
    counts = [max((lane + 1 for (at, _), lane in numbers.items() if at == corridor), default=0) for corridor in found]
    return _Roads(spots, numbers, (counts[0], counts[1]))


def _stretches(
    plan: Plan, spots: Mapping[str, tuple[float, float]], pair: tuple[str, str]
) -> Iterator[tuple[int, str, tuple[float, float]]]:
    """Iterate over the corridors that a line runs along, each with a key that lines from one role share."""
    one, other = pair
    (left, right), ((start, _), (end, top)) = (plan.columns[one], plan.columns[other]), (spots[one], spots[other])
    if right - left == 2 and (start != end or _between(plan, other)):
        yield 0, f"{one} {other}", (start, top - ROW_GAP / 2)
        yield 1, f"{one} {other}", (top - ROW_GAP / 2, end)
    elif right == left:
        yield min(left, 1), f"{one} {other}", (start, end)
    elif right - left == 1 and start != end:
        yield left, one, (start, end)


def _between(plan: Plan, role: str) -> bool:
    """Tell whether a role of the third column has another between it and the client's side."""
    return any(1 in row for rows in plan.rows.values() for row in rows if row.get(2) == role)


def _lefts(widths: tuple[int, int, int], roads: _Roads) -> tuple[float, float, float]:
    room = [max(least, (count + 3) * LANE) for least, count in zip(CORRIDORS, roads.counts, strict=True)]
    second = MARGIN + widths[0] + room[0]
    return MARGIN, second, second + widths[1] + (room[1] if widths[2] or roads.counts[1] else 0)


def _places(sheet: _Sheet, bands: Iterable[_Band], lefts: tuple[float, ...]) -> Iterator[tuple[str, Box]]:
    for line in (line for band in bands for line in band.lines):
        for column, id in sorted(line.row.items()):
            size = (sheet.widths[column], line.height)
            kind = sheet.playbook.side_of(id)
            yield id, box(lefts[column], line.y, size, kind, sheet.told(id), link(sheet.playbook, "role", id))


def _missing(sheet: _Sheet, bands: Iterable[_Band], lefts: tuple[float, ...]) -> Iterator[Box]:
    """Iterate over the gaps: a role without an opposite number, a level without a pair."""
    said = sheet.words.say("No opposite number")
    for band in bands:
        for line in band.lines:
            for column in sheet.plan.gaps(line.row):
                size = (sheet.widths[column], line.height)
                yield box(lefts[column], line.y, size, "gap", [(said, "plain")], anchor="middle")
        if band.lack:
            size = (sheet.widths[0], _lack_height(sheet, band.lack))
            yield box(lefts[0], band.y + band.height - MARGIN - size[1], size, "gap", [(band.lack, "plain")])


def _ground(sheet: _Sheet, band: _Band, right: float) -> Box:
    ground = Box(0, band.y, tidy(right), band.height, "band")
    label = Text(MARGIN, band.y + 9, (level_word(sheet.words, band.level),), "label")
    return replace(ground, words=(label,), title=label.lines[0])


def _titles(sheet: _Sheet) -> Iterator[tuple[int, list[Told], Link | None]]:
    """Iterate over what stands above the columns: the side and its parties, with a link where it is one party."""
    first, second = (sheet.words.side(side, sheet.playbook.in_house) for side in SIDES)
    for column, ids in enumerate(sheet.parties):
        if ids:
            names = sheet.words.listed(sheet.playbook.parties[id].name for id in ids)
            target = link(sheet.playbook, "party", ids[0]) if len(ids) == 1 else None
            yield column, [((first, second, _beside(sheet))[column], "note"), (names, "title")], target


def _beside(sheet: _Sheet) -> str:
    """Return what the third column is called: whoever is on the supplier's side too, third parties, or both."""
    sides = [side for side in EVERY_SIDE if side in map(sheet.playbook.side_of_party, sheet.parties[2])]
    if sides == ["supplier"] and not sheet.playbook.in_house:
        return sheet.words.say("Beside the supplier")
    return sheet.words.side("third") if sides == ["third"] else sheet.words.say("Further parties")


def _headings(sheet: _Sheet, lefts: tuple[float, ...]) -> Iterator[Box]:
    for column, told, target in _titles(sheet):
        width = sheet.widths[column] + PADDING_X
        size = (width, needed(told, width, 2))
        yield box(lefts[column] - PADDING_X, 0, size, "head", told, target, most=2, high=True)


def _wire(
    sheet: _Sheet, pair: tuple[str, str], roads: _Roads, places: Mapping[str, Box], lefts: tuple[float, ...]
) -> Wire:
    one, other = (places[id] for id in pair)
    runs = [(corridor, key, ends) for corridor, key, ends in _stretches(sheet.plan, roads.spots, pair)]
    left, right = (sheet.plan.columns[id] for id in pair)
    points: list[Point] = [(one.x if left == 2 else one.right, one.middle[1])]
    for corridor, key, (start, end) in runs:
        count = roads.counts[corridor]
        middle = (lefts[corridor] + sheet.widths[corridor] + lefts[corridor + 1]) / 2
        x = middle + (roads.lanes[corridor, key] - (count - 1) / 2) * LANE
        points += [(tidy(x), tidy(start)), (tidy(x), tidy(end))]
    points.append((points[0][0] if left == right else other.x, other.middle[1]))
    return Wire(tuple(points), "within" if _on_one_side(sheet, pair) else "faces", _pair(sheet, pair))


def _pair(sheet: _Sheet, pair: tuple[str, str]) -> str:
    one, other = (sheet.playbook.roles[id].name for id in pair)
    if _on_one_side(sheet, pair):
        return sheet.words.say("%(one)s and %(other)s are opposite numbers on one side", one=one, other=other)
    return sheet.words.say("%(one)s and %(other)s are opposite numbers", one=one, other=other)


def _on_one_side(sheet: _Sheet, pair: tuple[str, str]) -> bool:
    one, other = map(sheet.playbook.side_of, pair)
    return one == other


def _facts(sheet: _Sheet, bands: Iterable[_Band]) -> Iterator[str]:
    """Iterate over what the map says: at each level the parties' roles, who faces whom, and what is missing."""
    for band in bands:
        level, ids = level_word(sheet.words, band.level), [id for line in band.lines for id in line.row.values()]
        said = [_pair(sheet, pair) for pair in sheet.plan.pairs if pair[0] in ids]
        alone = [id for line in band.lines for id in sheet.plan.gaps(line.row).values()]
        said += [sheet.words.say("%(role)s has no opposite number", role=sheet.playbook.roles[id].name) for id in alone]
        said += [band.lack] if band.lack else []
        yield from (sheet.words.say("%(level)s: %(fact)s.", level=level, fact=fact) for fact in said)
