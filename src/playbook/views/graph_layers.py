"""Layers from left to right: in which order the things of each stand, and how high, so that few lines cross.

The layers are the domain's own, and a page gives them a column of fixed width. General libraries for layered graphs
spend their strength on finding layers and on routing lines at right angles, and ask for twice that width; what is left
to do here is two small pure functions.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

SWEEPS = 12
"""How often the layers are put in order, to and fro."""

Key = TypeVar("Key", bound=Hashable)
Joined = Mapping[Key, Sequence[Key]]
"""What each thing is joined to in one neighbouring layer."""


def ordered(
    layers: Sequence[Sequence[Key]], before: Joined[Key], after: Joined[Key], groups: Mapping[Key, Hashable]
) -> list[list[Key]]:
    """Return the layers, each in an order in which few lines cross; what is of one group stays together.

    Each thing goes to the mean of what it is joined to, forwards and backwards in turn; the best order found is kept.
    """
    current = [list(layer) for layer in layers]
    best, least = current, _crossings(current, after)
    for sweep in range(SWEEPS):
        forwards = sweep % 2 == 0
        joined, numbers = (before, range(1, len(layers))) if forwards else (after, range(len(layers) - 2, -1, -1))
        current = [list(layer) for layer in current]
        for at in numbers:
            places = {key: place for place, key in enumerate(current[at - 1 if forwards else at + 1])}
            current[at] = _by_mean(current[at], places, joined, groups)
        crossings = _crossings(current, after)
        if crossings < least:
            best, least = current, crossings
    return best


def _by_mean(
    layer: list[Key], places: Mapping[Key, int], joined: Joined[Key], groups: Mapping[Key, Hashable]
) -> list[Key]:
    """Return a layer sorted by the mean place of what each thing is joined to; what is joined to nothing stays."""
    stretch = len(places) / max(len(layer), 1)
    means: dict[Key, float] = {}
    whole: dict[Hashable, list[float]] = {}
    for at, key in enumerate(layer):
        found = [places[other] for other in joined.get(key, ()) if other in places]
        means[key] = sum(found) / len(found) if found else at * stretch
        whole.setdefault(groups.get(key, key), []).append(means[key])
    order = {group: (sum(values) / len(values), at) for at, (group, values) in enumerate(whole.items())}
    return sorted(layer, key=lambda key: (order[groups.get(key, key)], means[key]))


def _crossings(layers: Sequence[Sequence[Key]], after: Joined[Key]) -> int:
    """Return how many lines cross between neighbouring layers."""
    total = 0
    for layer, following in pairwise(layers):
        places = {key: place for place, key in enumerate(following)}
        ends = [sorted(places[other] for other in after.get(key, ()) if other in places) for key in layer]
        flat: list[int] = []
        for own in ends:
            total += sum(1 for end in own for earlier in flat if earlier > end)
            flat += own
    return total


def settled(wanted: Sequence[float], heights: Sequence[float], gap: float) -> list[float]:
    """Return the tops of things that stand below each other in order, each as near as can be to where it is wanted.

    `wanted` are the middles. Neighbours that would overlap are moved together, by the mean of what they want.
    """
    offsets, below = [], 0.0
    for height in heights:
        offsets.append(below)
        below += height + gap
    blocks: list[tuple[float, int]] = []
    for middle, height, offset in zip(wanted, heights, offsets, strict=True):
        mean, count = middle - height / 2 - offset, 1
        while blocks and blocks[-1][0] > mean:
            other, number = blocks.pop()
            mean, count = (mean * count + other * number) / (count + number), count + number
        blocks.append((mean, count))
    starts = [mean for mean, count in blocks for _ in range(count)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]
