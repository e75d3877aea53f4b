"""Sentences made of pieces: the words of the interface, and the values in them, which may be links or be marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from playbook.changes.wording import Mark, Run
from playbook.views.words import Words

_TWO_STOPS = re.compile(r"[.!?…]['\"’”»]\.\Z")
_PLACE = re.compile("\ue000([a-z]+)\ue001")


@dataclass(frozen=True)
class Piece:
    """A part of a sentence: words of the interface, or a `value` of the playbook.

    `kind` and `id` name the entity that it stands for, empty where it stands for none; `mark` tells of words that went
    or came.
    """

    text: str
    value: bool = False
    kind: str = ""
    id: str = ""
    mark: Mark = ""

    @property
    def days(self) -> None:
        """The days to tell of what it names: a sentence tells them itself, where they are what changed."""
        return


Sentence = tuple[Piece, ...]


def value(text: str, kind: str = "", id: str = "") -> Sentence:
    """Return a value as a part of a sentence."""
    return (Piece(text, True, kind, id),)


def marked(found: Iterable[Run]) -> Sentence:
    """Return two texts as one value, in which the words that went and came are marked."""
    return tuple(Piece(run.text, True, mark=run.mark) for run in found)


def filled(words: Words, phrase: str, **values: Sentence) -> Sentence:
    """Return a phrase with sentences put in where it names them."""
    told = words.say(phrase, **{name: f"\ue000{name}\ue001" for name in values}) if values else words.say(phrase)
    pieces: list[Piece] = []
    for at, part in enumerate(_PLACE.split(told)):
        pieces += values[part] if at % 2 else [Piece(part)] if part else []
    return tuple(pieces)


def joined(words: Words, parts: Iterable[Sentence]) -> Sentence:
    """Return parts as a list in words: `a, b and c`."""
    listed = list(parts)
    told = words.listed(f"\ue000{chr(ord('a') + at % 26)}\ue001" for at in range(len(listed)))
    pieces: list[Piece] = []
    for at, part in enumerate(_PLACE.split(told)):
        pieces += listed[at // 2] if at % 2 else [Piece(part)] if part else []
    return tuple(pieces)


def whole(sentence: Sentence) -> Sentence:
    """Return a sentence that begins with a capital, unless it begins with a value, and has one full stop at its end."""
    pieces = list(sentence)
    if pieces and not pieces[0].value:
        first = pieces[0].text
        pieces[0] = replace(pieces[0], text=first[:1].upper() + first[1:])
    if _TWO_STOPS.search("".join(piece.text for piece in pieces)):
        pieces[-1] = replace(pieces[-1], text=pieces[-1].text[:-1])
    return tuple(pieces)


def as_plain(sentence: Sentence) -> str:
    """Return a sentence as text: `[-what went-]{+what came+}`."""
    signs = {"": ("", ""), "gone": ("[-", "-]"), "came": ("{+", "+}")}
    return "".join(f"{signs[piece.mark][0]}{piece.text}{signs[piece.mark][1]}" for piece in sentence)
