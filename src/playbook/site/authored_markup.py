"""Where an author wrote what became of the text of a page: tags, attributes, classes and words, in their order."""

from __future__ import annotations

import re
from collections import Counter

from playbook.markdown.links import without_code

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>?|\{:[^{}]*\}")
"""Tags, and the lists of attributes that Markdown takes."""
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));?", re.IGNORECASE)


class Source:
    """The text of one page. What stands in code is no markup."""

    def __init__(self, text: str) -> None:
        """Read the text."""
        self._text = text
        self._markup = [(found.start(), found[0]) for found in _MARKUP.finditer(without_code(text))]
        self._asked: Counter[str] = Counter()

    def authored(self, word: str) -> bool:
        """Tell whether a word stands in a tag or a list of attributes."""
        return bool(self._in_markup(word))

    def place(self, written: str) -> tuple[int, int]:
        """Return how many lines stand before what was written, and its column; 0 and 0 where it stands elsewhere.

        Each time it is asked for the same, it is the next one.
        """
        places = self._in_markup(written) or self._in_text(written)
        if not places:
            return 0, 0
        index = places[min(self._asked[written], len(places) - 1)]
        self._asked[written] += 1
        return self._text.count("\n", 0, index), index - self._text.rfind("\n", 0, index)

    def _in_markup(self, word: str) -> list[int]:
        bare = re.escape(word.lower())
        pattern = re.compile(rf"{'' if word.startswith('<') else '(?<![a-z0-9_-])'}{bare}(?![a-z0-9_-])", re.IGNORECASE)
        return [at + found.start() for at, markup in self._markup for found in pattern.finditer(markup)]

    def _in_text(self, word: str) -> list[int]:
        plain = [found.start() for found in re.finditer(re.escape(word), self._text)]
        numbers = ((found.start(), found[1], found[2]) for found in _REFERENCE.finditer(self._text))
        return plain or [at for at, hex, decimal in numbers if (int(hex, 16) if hex else int(decimal)) == ord(word[0])]
