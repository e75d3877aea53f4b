"""The map of dependencies: what each party provides, the work and services that rest on it, what they promise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from playbook.model import Playbook
from playbook.views.base import days, link
from playbook.views.dependencies import impact
from playbook.views.drawing import Box, Drawing, Point, Told, Wire, box, lanes, needed
from playbook.views.graph_layers import ordered, settled
from playbook.views.text_metrics import Text, tidy, wrapped
from playbook.views.words import Words

LAYERS = ("dependency", "activity", "service", "service-level", "objective")
"""The kinds from left to right."""
WIDTHS = {"dependency": 160, "activity": 140, "service": 116, "service-level": 128, "objective": 124}
CORRIDOR, LANE, HEADING, GAP, MARGIN = 42, 9, 30, 10, 10
"""The room between layers, and between lines beside the first; the height of the headings; gaps."""
LOW, PASS = 36, 6
"""The least height of a box, and that of a place where lines pass a layer."""
MOST = 300
"""The most boxes that are drawn at once."""
PAST = "past "
"""Begins the kind of a place where lines pass a layer."""

Node = tuple[str, str]
"""The kind and the id of a thing; or, where a line passes a layer, the kind passed and the id of where it leads."""


@dataclass(frozen=True)
class _Graph:
    """What is drawn: things, and the lines between them; `roots` are what fails."""

    nodes: tuple[Node, ...]
    edges: tuple[tuple[Node, Node], ...]
    roots: frozenset[Node]


def dependency_map(playbook: Playbook, words: Words, id: str | None = None) -> Drawing | None:
    """Return the map of all dependencies, or of what the failure of one reaches; None where it is too much to draw."""
    graph = _graph(playbook, id)
    if not graph.nodes:
        return Drawing(0, 0, (), (), (), ())
    return _drawn(playbook, words, graph) if len(graph.nodes) <= MOST else None


def _graph(playbook: Playbook, id: str | None) -> _Graph:
    roots = playbook.dependencies.ids if id is None else (id,)
    nodes: dict[Node, None] = dict.fromkeys(("dependency", root) for root in roots)
    for root in roots[: MOST + 1]:
        reached = (each.link for each in impact(playbook, root).reached)
        nodes |= dict.fromkeys((each.kind, each.id) for each in reached if each.kind in LAYERS)
    edges = tuple(edge for node in nodes for edge in _edges(playbook, node, nodes) if edge[1] in nodes)
    return _Graph(tuple(nodes), edges, frozenset(("dependency", root) for root in roots if id is not None))


def _edges(playbook: Playbook, node: Node, nodes: Mapping[Node, None]) -> Iterator[tuple[Node, Node]]:
    """Iterate over the lines that begin at a thing, those left out that lead to the same by way of another."""
    kind, id = node
    if kind == "dependency":
        blocks = playbook.dependencies[id].blocks
        yield from ((node, ("dependency", other)) for other in blocks.dependencies)
        yield from ((node, ("activity", other)) for other in blocks.activities)
        behind = {playbook.activities[other].service for other in blocks.activities}
        yield from ((node, ("service", other)) for other in blocks.services if other not in behind)
    elif kind == "activity" and (service := playbook.activities[id].service):
        yield node, ("service", service)
    elif kind == "service":
        levels = [each for each in playbook.service_levels if each.service == id]
        yield from ((node, ("service-level", each.id)) for each in levels)
        served = {each.objective for each in levels if ("service-level", each.id) in nodes}
        objectives = (each for each in playbook.services[id].objectives if each not in served)
        yield from ((node, ("objective", each)) for each in objectives)
    elif kind == "service-level" and (objective := playbook.service_levels[id].objective):
        yield node, ("objective", objective)


@dataclass(frozen=True)
class _Plan:
    """What stands in which layer, and in which order; `chains` are the lines, by way of what they pass."""

    kinds: tuple[str, ...]
    layers: tuple[tuple[Node, ...], ...]
    chains: tuple[tuple[Node, ...], ...]
    falls: tuple[tuple[Node, Node], ...]
    """The lines from one dependency to another that fails with it."""
    before: Mapping[Node, Sequence[Node]]
    after: Mapping[Node, Sequence[Node]]


def _plan(playbook: Playbook, graph: _Graph) -> _Plan:
    kinds = tuple(kind for kind in LAYERS if any(node[0] == kind for node in graph.nodes))
    chains = tuple(_chain(one, other, kinds) for one, other in graph.edges if one[0] != other[0])
    before: dict[Node, dict[Node, None]] = {}
    after: dict[Node, dict[Node, None]] = {}
    for chain in chains:
        for one, other in pairwise(chain):
            after.setdefault(one, {})[other] = None
            before.setdefault(other, {})[one] = None
    things = dict.fromkeys([*graph.nodes, *(node for chain in chains for node in chain)])
    layers = [[node for node in things if node[0].removeprefix(PAST) == kind] for kind in kinds]
    groups: dict[Node, str] = {("dependency", each.id): each.provider for each in playbook.dependencies}
    groups |= {("service-level", each.id): each.service for each in playbook.service_levels}
    joins = [{key: tuple(ends) for key, ends in joined.items()} for joined in (before, after)]
    order = tuple(map(tuple, ordered(layers, joins[0], joins[1], groups)))
    falls = tuple((one, other) for one, other in graph.edges if one[0] == other[0])
    return _Plan(kinds, order, chains, falls, joins[0], joins[1])


def _chain(one: Node, other: Node, kinds: Sequence[str]) -> tuple[Node, ...]:
    """Return a line with the places where it passes a layer; all lines to one thing pass at the same place."""
    passed = kinds[kinds.index(one[0]) + 1 : kinds.index(other[0])]
    return (one, *((PAST + kind, " ".join(other)) for kind in passed), other)


@dataclass(frozen=True)
class _Sheet:
    """What the boxes say, and how high they are."""

    playbook: Playbook
    words: Words
    roots: frozenset[Node]

    def told(self, node: Node) -> list[Told]:
        """Return what the box of a thing says."""
        kind, id = node
        name = self.words.named(self.playbook.of_kind(kind)[id].name, days(self.playbook, kind, id))
        if kind != "dependency":
            return [(name, "name" if kind == "service" else "item")]
        told: list[Told] = [(self.words.say("If this fails"), "note")] if node in self.roots else []
        told.append((name, "name" if node in self.roots else "item"))
        if third := self.playbook.dependencies[id].third_party:
            behind = self.words.say("Behind it: %(party)s", party=self.playbook.parties[third].name)
            told.append((behind, "note"))
        return told

    def height(self, node: Node) -> float:
        """Return the height of a thing, or of the place where lines pass."""
        return PASS if node[0].startswith(PAST) else max(LOW, needed(self.told(node), WIDTHS[node[0]]))

    def look(self, node: Node) -> str:
        """Return the kind of box that stands for a thing: of a dependency, the side that provides it."""
        if node[0] != "dependency":
            return node[0]
        return self.playbook.side_of_party(self.playbook.dependencies[node[1]].provider)


def _drawn(playbook: Playbook, words: Words, graph: _Graph) -> Drawing:
    plan, sheet = _plan(playbook, graph), _Sheet(playbook, words, graph.roots)
    falling = _lanes(plan)
    lefts = _lefts(plan, max(falling.values(), default=-1) + 1)
    bands, first = _first(sheet, plan, lefts[0])
    places = _places(sheet, plan, lefts, first)
    shift = HEADING - min([band.y for band in bands] + [y for _, y, _, _ in places.values()])
    bands = tuple(_lowered(band, shift) for band in bands)
    places = {node: (x, tidy(y + shift), width, height) for node, (x, y, width, height) in places.items()}
    boxes = {node: _box(sheet, node, places[node]) for layer in plan.layers for node in layer if node in graph.nodes}
    bottom = max([band.bottom for band in bands] + [tidy(y + height) for _, y, _, height in places.values()])
    return Drawing(
        width=tidy(lefts[-1] + WIDTHS[plan.kinds[-1]] + 1),
        height=tidy(bottom),
        bands=bands,
        wires=(*_flows(sheet, plan, places), *_falls(sheet, plan, boxes, falling, lefts[0])),
        boxes=tuple(boxes.values()),
        facts=tuple(_facts(sheet, graph)),
        texts=tuple(_headings(words, plan, lefts)),
    )


Place = tuple[float, float, float, float]
"""Left, top, width and height."""


def _lanes(plan: _Plan) -> dict[Node, int]:
    """Return the lane of the lines that lead from each dependency to those that fail with it."""
    order = {node: at for at, node in enumerate(plan.layers[0])}
    spans: dict[Node, tuple[float, float]] = {}
    for one, other in plan.falls:
        ends = (*spans.get(one, ()), order[one], order[other])
        spans[one] = (min(ends), max(ends))
    return dict(zip(spans, lanes(tuple(spans.values())), strict=True))


def _lefts(plan: _Plan, count: int) -> tuple[float, ...]:
    lefts = [float(MARGIN + (count * LANE + MARGIN if count else 0))]
    for kind in plan.kinds[:-1]:
        lefts.append(lefts[-1] + WIDTHS[kind] + CORRIDOR)
    return tuple(lefts)


def _first(sheet: _Sheet, plan: _Plan, left: float) -> tuple[tuple[Box, ...], dict[Node, float]]:
    """Return the bands of the parties, and the tops of the dependencies that each provides."""
    bands, tops, y, right = [], {}, 0.0, tidy(left + WIDTHS["dependency"] + MARGIN)
    dependencies = sheet.playbook.dependencies
    for party, nodes in groupby(plan.layers[0], key=lambda node: dependencies[node[1]].provider):
        top, name = y, sheet.words.say("From %(party)s", party=sheet.playbook.parties[party].name)
        label = Text(tidy(left), tidy(top + 8), wrapped(name, WIDTHS["dependency"], "item", 2), "item")
        y = label.y + label.height + 6
        for node in nodes:
            tops[node] = tidy(y)
            y += sheet.height(node) + GAP
        bands.append(Box(0, tidy(top), right, tidy(y - top), "band", (label,), name))
        y += GAP
    return tuple(bands), tops


def _places(sheet: _Sheet, plan: _Plan, lefts: Sequence[float], tops: Mapping[Node, float]) -> dict[Node, Place]:
    """Return where everything stands; each layer stays as near as it can to what it rests on."""
    tops = dict(tops)
    for layer in plan.layers[1:]:
        heights = [sheet.height(node) for node in layer]
        wanted = []
        for node in layer:
            feeding = [tops[other] + sheet.height(other) / 2 for other in plan.before[node]]
            wanted.append(sum(feeding) / len(feeding))
        tops |= dict(zip(layer, settled(wanted, heights, GAP), strict=True))
    return {
        node: (left, tops[node], WIDTHS[kind], sheet.height(node))
        for left, kind, layer in zip(lefts, plan.kinds, plan.layers, strict=True)
        for node in layer
    }


def _lowered(band: Box, shift: float) -> Box:
    words = tuple(replace(text, y=tidy(text.y + shift)) for text in band.words)
    return replace(band, y=tidy(band.y + shift), words=words)


def _box(sheet: _Sheet, node: Node, place: Place) -> Box:
    x, y, width, height = place
    return box(x, y, (width, height), sheet.look(node), sheet.told(node), link(sheet.playbook, *node))


def _flows(sheet: _Sheet, plan: _Plan, places: Mapping[Node, Place]) -> Iterator[Wire]:
    """Iterate over the lines from left to right; where a line passes a layer, it runs straight."""
    leaving, arriving = _ports(places, plan.after), _ports(places, plan.before)
    for chain in plan.chains:
        points: list[Point] = []
        for one, other in pairwise(chain):
            points.append((tidy(places[one][0] + places[one][2]), leaving[one, other]))
            points.append((tidy(places[other][0]), arriving[other, one]))
        yield Wire(tuple(points), "flow", _leads(sheet, chain[0], chain[-1]), "none", curved=True)


def _ports(places: Mapping[Node, Place], joined: Mapping[Node, Sequence[Node]]) -> dict[tuple[Node, Node], float]:
    """Return at which height each line leaves a thing, or arrives at it: the lines of one side do not touch there."""
    found = {}
    for node, others in joined.items():
        _, y, _, height = places[node]
        step = 0.0 if node[0].startswith(PAST) else min(7.0, (height - 12) / max(1, len(others) - 1))
        in_order = sorted(others, key=lambda other: places[other][1] + places[other][3] / 2)
        for at, other in enumerate(in_order):
            found[node, other] = tidy(y + height / 2 + (at - (len(others) - 1) / 2) * step)
    return found


def _falls(
    sheet: _Sheet, plan: _Plan, boxes: Mapping[Node, Box], falling: Mapping[Node, int], left: float
) -> Iterator[Wire]:
    """Iterate over the lines beside the dependencies, from each to those that fail with it."""
    for one, other in plan.falls:
        x = tidy(left - MARGIN - falling[one] * LANE)
        start, end = boxes[one].bottom - 10, boxes[other].y + 12
        points = ((boxes[one].x, start), (x, start), (x, end), (boxes[other].x, end))
        yield Wire(points, "falls", _leads(sheet, one, other), "arrow")


def _leads(sheet: _Sheet, one: Node, other: Node) -> str:
    names = (sheet.playbook.of_kind(kind)[id].name for kind, id in (one, other))
    return sheet.words.say("%(one)s reaches %(other)s", one=next(names), other=next(names))


def _headings(words: Words, plan: _Plan, lefts: Sequence[float]) -> Iterator[Text]:
    said = {
        "dependency": words.say("Dependencies"),
        "activity": words.say("Activities"),
        "service": words.say("Services"),
        "service-level": words.say("Service levels"),
        "objective": words.say("Objectives"),
    }
    for kind, left in zip(plan.kinds, lefts, strict=True):
        yield Text(tidy(left), 4, wrapped(said[kind], WIDTHS[kind], "label", 1), "label")


def _facts(sheet: _Sheet, graph: _Graph) -> Iterator[str]:
    """Iterate over what the map says: what each thing reaches at once."""
    for node in graph.nodes:
        kind, id = node
        name = sheet.playbook.of_kind(kind)[id].name
        ends = [other for one, other in graph.edges if one == node]
        others = sheet.words.listed(sheet.playbook.of_kind(other[0])[other[1]].name for other in ends)
        if kind == "dependency":
            party = sheet.playbook.parties[sheet.playbook.dependencies[id].provider].name
            name = sheet.words.say("%(need)s, from %(party)s", need=name, party=party)
        if ends:
            yield sheet.words.say("%(one)s reaches %(others)s.", one=name, others=others)
        elif kind == "dependency":
            yield sheet.words.say("%(one)s reaches nothing else that is written down.", one=name)
