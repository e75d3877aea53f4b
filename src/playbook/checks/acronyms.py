"""Which words of a text are acronyms that a newcomer may have to look up, and which of them a text itself explains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

_ACRONYM = re.compile(r"(?<![\w&.@#$-])[A-Z]{2,6}(?=s?(?!\w))(?!s?(?:&|[-_.]\d))")
_NO_WORDS = re.compile(r"https?://\S+|`[^`]*`|[\w.+-]{1,64}@\S+|\]\([^()\s]{0,1000}\)|<[^<>]{0,200}>")
_SHOUTED = re.compile(r"(?:\b[A-Z]{2,}\s+){2,}[A-Z]{2,}\b")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_BEHIND = re.compile(r"""\((?:the\s|an?\s)?["'“‘]?([A-Z]{2,6})s?["'”’]?[),;]""")
_BEFORE = re.compile(r"\b([A-Z]{2,6})s?\s+\(([^()]{5,90})\)")
_REACH = 100
"""How many characters before a bracket its acronym may stand for."""


@cache
def common() -> frozenset[str]:
    """Return what no glossary need hold."""
    lines = Path(__file__).with_name("common_acronyms.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def acronyms(text: str) -> tuple[str, ...]:
    """Return the acronyms of a text, each once.

    Neither are they roman numerals, nor marks such as `SEC-04`, nor code and addresses; a whole text, a heading or a
    cry in capitals has none.
    """
    bare = _SHOUTED.sub(" ", _NO_WORDS.sub(" ", text)) if text.upper() != text or len(text.split()) == 1 else ""
    return tuple(dict.fromkeys(word for word in _ACRONYM.findall(bare) if not _ROMAN.fullmatch(word)))


def explained(text: str) -> Iterator[str]:
    """Iterate over the acronyms that a text explains where it uses them: `change board (CB)`, `CB (change board)`."""
    for match in _BEHIND.finditer(text):
        if _stands_for(match[1], text[max(0, match.start() - _REACH) : match.start()]):
            yield match[1]
    for acronym, words in _BEFORE.findall(text):
        if _stands_for(acronym, words):
            yield acronym


def _stands_for(acronym: str, words: str) -> bool:
    """Tell whether the letters of an acronym begin words, in their order."""
    initials = iter(initials_of(words))
    return all(letter in initials for letter in acronym)


def initials_of(words: str) -> str:
    """Return the first letters of words, in capitals."""
    return "".join(word[0].upper() for word in re.findall(r"[^\W\d_][\w'’]*", words))


def of_names(names: Iterable[str]) -> Iterator[str]:
    """Iterate over what the first letters of names come to, with and without their small words."""
    for name in names:
        yield initials_of(name)
        yield initials_of(re.sub(r"\b[a-z]+\b", "", name))


def words_of(text: str) -> Iterator[str]:
    """Iterate over the words of a text that are written in small letters, in capitals."""
    return (word.upper() for word in re.findall(r"(?<![\w-])[a-z]{2,6}(?![\w-])", text))
