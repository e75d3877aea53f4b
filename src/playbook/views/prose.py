"""Sentences of the engine and of its documentation, in which `code` stands between back-ticks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence: words, or code."""

    text: str
    code: bool


Prose = tuple[Piece, ...]


def prose(text: str) -> Prose:
    """Return a sentence in pieces, parted at its back-ticks; one back-tick too many is kept as it is."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    return tuple(Piece(part, bool(at % 2)) for at, part in enumerate(parts) if part)
