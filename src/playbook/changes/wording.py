"""Two texts beside each other: whether they say the same, how alike they are, and which words differ."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Mark = Literal["", "gone", "came"]
ALIKE = 0.5
"""How alike two texts are, from 0 to 1, of which one became the other."""
AROUND = 8
"""The words that are told on either side of those that differ."""
_COMPARED = 4_000
"""The most words of which every one is compared with every other."""

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "`": "'"})
_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_DASH = re.compile(r"(?<![\d\s]) [-\u2013\u2014] (?![\d\s])")
_TOKEN = re.compile(r"\s+|[^\s]+?(?=[.,;:!?…)\]”’»]*(?:\s|\Z))|[^\s]")


@dataclass(frozen=True)
class Run:
    """Words in a row that stand in both texts, are gone, or came; `…` stands for those that are left out."""

    text: str
    mark: Mark = ""


def plain_words(text: str) -> str:
    """Return the words of a text without what is only how they are set: white space, what nobody sees, quotes."""
    plain = _UNSEEN.sub("", unicodedata.normalize("NFC", text)).translate(_QUOTES)
    return " ".join(plain.split())


def says_the_same(old: str, new: str) -> bool:
    """Tell whether two texts differ in nothing that could change what they mean.

    That is white space, the form of quotation marks and of dashes between words, a full stop at the end, and capitals,
    unless they may make another word or another unit: `US`, `5 M`. Every other sign may change an amount or a duty.
    """
    before, after = (_DASH.sub(" - ", plain_words(text)).rstrip(".! ").split() for text in (old, new))
    if len(before) != len(after):
        return False
    following = zip(["", *before[:-1]], before, after, strict=True)
    return all(one == other or _same_but_capitals(above, one, other) for above, one, other in following)


def _same_but_capitals(above: str, one: str, other: str) -> bool:
    """Tell whether two words differ in capitals alone, and neither is an abbreviation or a unit."""
    letters = [sum(letter.isupper() for letter in word) for word in (one, other)]
    unit = any(sign.isdigit() for sign in above[-1:] + one)
    return one.lower() == other.lower() and max(letters) <= 1 and not unit


def likeness(old: str, new: str) -> float:
    """Return how alike the words of two texts are, from 0 to 1."""
    before, after = (plain_words(text).casefold().split() for text in (old, new))
    return SequenceMatcher(None, before, after, autojunk=False).ratio() if len(before) + len(after) < _COMPARED else 0


def marked_runs(old: str, new: str, around: int | None = AROUND) -> tuple[Run, ...]:
    """Return two texts as one, the words that went and came marked; far from these words are left out.

    With `around` None nothing is left out. Texts that have little in common stand one after the other.
    """
    before, after = (_TOKEN.findall(" ".join(text.split())) for text in (old, new))
    found = list(_joined(_matched(before, after)))
    kept = sum(len(run.text) for run in found if not run.mark)
    if kept * 3 < min(len(old), len(new)) or not kept:
        found = [Run("".join(before), "gone"), Run("".join(after), "came")]
    found = [run for run in found if run.text]
    return tuple(_shortened(found, around) if around is not None else found)


def _matched(before: Sequence[str], after: Sequence[str]) -> Iterator[Run]:
    """Iterate over what two lists of tokens have in common and what not, in order."""
    if len(before) + len(after) > _COMPARED:
        yield from _between(before, after)
        return
    for how, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how == "equal":
            yield Run("".join(before[i:j]))
        else:
            yield Run("".join(before[i:j]), "gone")
            yield Run("".join(after[k:m]), "came")


def _between(before: Sequence[str], after: Sequence[str]) -> Iterator[Run]:
    """Iterate over the beginning and the end that two long lists share, and what stands between."""
    shorter = min(len(before), len(after))
    first = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    last = next((n for n in range(shorter - first) if before[-1 - n] != after[-1 - n]), shorter - first)
    yield Run("".join(before[:first]))
    yield Run("".join(before[first : len(before) - last]), "gone")
    yield Run("".join(after[first : len(after) - last]), "came")
    yield Run("".join(before[len(before) - last :]))


def _joined(found: Iterator[Run]) -> Iterator[Run]:
    """Iterate over stretches of change, each as what went and what came, and what stands in both between them.

    Spaces and single small words between two changes belong to both.
    """
    runs_found = [run for run in found if run.text]
    marks = [bool(run.mark) for run in runs_found]
    for at, run in enumerate(runs_found):
        inner = 0 < at < len(runs_found) - 1 and marks[at - 1] and marks[at + 1]
        marks[at] = marks[at] or (inner and len(run.text.strip()) <= 3)
    for changed, several in groupby(zip(marks, runs_found, strict=True), key=lambda pair: pair[0]):
        those = [run for _, run in several]
        if not changed:
            yield Run("".join(run.text for run in those))
            continue
        yield from _trimmed(
            *("".join(run.text for run in those if run.mark in ("", mark)) for mark in ("gone", "came"))
        )


def _trimmed(gone: str, came: str) -> Iterator[Run]:
    """Iterate over what went and what came, with the spaces that both have on either side outside of the marks."""
    ahead = " " if gone[:1] == " " == came[:1] and gone.strip() and came.strip() else ""
    behind = " " if gone[-1:] == " " == came[-1:] and gone.strip() and came.strip() else ""
    cut = slice(len(ahead), -1 if behind else None)
    yield from (Run(ahead), Run(gone[cut], "gone"), Run(came[cut], "came"), Run(behind))


def _shortened(found: list[Run], around: int) -> Iterator[Run]:
    """Iterate over runs in which only the words near a change are left of what stands in both."""
    for at, run in enumerate(found):
        words = run.text.split(" ")
        head, tail = (0 if at == 0 else around), (0 if at == len(found) - 1 else around)
        if run.mark or len(words) <= head + tail + 3:
            yield run
        else:
            ahead, behind = " ".join(words[:head]), " ".join(words[len(words) - tail :])
            yield Run(f"{ahead}{' ' if head else ''}…{' ' if tail else ''}{behind if tail else ''}")


def pairing(likenesses: dict[tuple[int, int], float], alike: float = ALIKE) -> dict[int, int]:
    """Return which of what came stands for which of what went, the likest first; others are left alone."""
    pairs: dict[int, int] = {}
    for (one, other), degree in sorted(likenesses.items(), key=lambda item: (-item[1], item[0])):
        if degree >= alike and one not in pairs and other not in pairs.values():
            pairs[one] = other
    return pairs
