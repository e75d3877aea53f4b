"""Marks the words of the interface as English on pages of a language that it does not speak."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from html import unescape
from typing import Any

from playbook.model import Model, Playbook
from playbook.model.schemes import SCHEMES, Code, Scheme
from playbook.rendering import bidi

_WORD = re.compile(r"[^\W_]+")
_APART = frozenset(
    ["bdi", "bdo", "code", "kbd", "main", "option", "pre", "script", "style", "svg", "textarea", "title"]
)
"""Elements that hold no elements, or no words of a language; and `main`, whose pieces are done."""


class Authors:
    """What the authors of a playbook wrote, in whose words no English is looked for."""

    def __init__(self, texts: Iterable[str], attributes: str) -> None:
        """Remember `texts`; `attributes` are those of an element that holds English."""
        self._theirs = f" {' '.join(_words(text) for text in texts)} "
        self._open = f"<bdi{attributes}>"

    def beside(self, html: str) -> str:
        """Return the HTML of a block with each text that is not of the authors marked as English."""
        return bidi.with_texts(html, _APART, self._marked)

    def _marked(self, text: str) -> str:
        words = _words(unescape(text))
        if not words.strip("0123456789 ") or f" {words} " in self._theirs:
            return text
        before, core, after = bidi.parted(text)
        return f"{before}{self._open}{core}</bdi>{after}"


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text))


_OURS = [part for scheme in SCHEMES.values() for part in (scheme, *scheme.codes.values())]


def texts_of(playbook: Playbook) -> Iterator[str]:
    """Iterate over every text of the data; the words of the built-in schemes are ours."""
    whole = playbook.whole
    for part in fields(whole):
        yield from _texts(getattr(whole, part.name))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Code | Scheme) and value in _OURS:
        return
    elif isinstance(value, Model):
        for name in type(value).model_fields:
            if name != "origin":
                yield from _texts(getattr(value, name))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, Iterable):
        for each in value:
            yield from _texts(each)
