"""Finds the terms of the glossary in a finished page: the first use of each, in one pass over its words.

A page is split once into words and what stands between them, markup included; links, headings, code and the like are
part of what stands between. The cost does not grow with pages times terms: a word is looked up once, and only where a
term begins with it is anything compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from playbook.model import Playbook

SHORTEST = 3
"""The fewest letters of a word that is marked where it stands by itself."""

_APART = (
    "a|abbr|button|caption|code|dialog|dt|figure|form|h[1-6]|kbd|label|legend|math|nav|noscript|option|pre|samp|script"
    "|select|style|summary|svg|template|textarea|th|time|title"
)
"""Elements whose text is left alone: links, headings, code, drawings, controls and names of columns."""
_WHOLE = "pb-(?:month|raci|agenda|answer|fold)"
"""Tables of dates and letters, which hold no sentence and much of the markup, and what is folded away at first."""
_INSIDE = r"[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>"
"""The rest of a tag behind its name."""
_BETWEEN = (
    rf"((?:</[a-zA-Z][^>]*>"
    rf"|<({_APART}|(?:table|details)(?=[^>]*\b{_WHOLE}))(?=[\s/>]){_INSIDE}[^<]*(?:<(?!/\2[\s>])[^<]*)*(?:</\2[^>]*>?|\Z)"
    rf"|<[a-zA-Z]{_INSIDE}|[^<\w&]+|&(?:\#?\w{{1,31}};)?|<!--.*?(?:-->|\Z)|<[!?/][^>]*>?|<[a-zA-Z].*|<)+)"
)
"""What stands between two words. A tag that does not end takes the rest of the page with it, as in a browser."""
_SPLIT = re.compile(_BETWEEN, re.DOTALL)
_SPLIT_ANY_CASE = re.compile(_BETWEEN, re.DOTALL | re.IGNORECASE)
_CAPITAL = re.compile(r"</?[A-Z]")
_JOINTS = frozenset(["-", "'", "’", "&#39;", "&amp;", "/", "@", "."])
"""What joins two words to one: a term is not part of another word, of an address or of a number."""
_OF = frozenset(["'", "’", "&#39;"])
_PLAIN = re.compile(
    r"class=\"[^\"]*(?:pb-(?:visually-hidden|chip|label|letter|muted|plain)|__(?:title|name|label|letter|number|count)\b)"
    r"|\shidden\b|aria-hidden=\"true\""
)
"""Marks an element whose own words are left alone: they are unseen, or a title or label of what stands beside."""
_LINKED = re.compile(r"data-term=\"([a-z0-9-]+)\"")

Mark = Callable[[tuple[str, ...], str], str]
"""Returns the markup of one use: given the ids of the terms that the words may mean, and the words."""


class _Name(NamedTuple):
    """One way to write a term: its words, what stands between them, and whether capitals count.

    `last` are the forms that the last word may have. `terms` are several where they share an acronym or an alias.
    """

    words: tuple[str, ...]
    joints: tuple[str, ...]
    last: frozenset[str]
    exact: bool
    terms: tuple[str, ...]

    def beginnings(self) -> list[tuple[str, str]]:
        """Return its first two words, in every form they may have; none where it is a single word."""
        words = self.words
        seconds = {1: (), 2: self.last}.get(len(words), words[1:2])
        return [(words[0].casefold(), second.casefold()) for second in seconds]


class Terms:
    """The names of all terms, ready to be looked for."""

    def __init__(self, names: Iterable[tuple[str, str, bool]]) -> None:
        """Take names: the id of the term, a way to write it, and whether capitals count (as in an acronym)."""
        meant: dict[tuple[str, bool], dict[str, None]] = {}
        for term, text, exact in names:
            key = " ".join(text.split())
            meant.setdefault((key if exact else key.casefold(), exact), {})[term] = None
        self._by_words: dict[tuple[str, str], list[_Name]] = {}
        self._single: dict[str, list[_Name]] = {}
        for (text, exact), terms in meant.items():
            if name := _name(text, exact, tuple(terms)):
                if len(name.words) == 1:
                    for form in name.last:
                        self._single.setdefault(form.casefold(), []).append(name)
                for pair in name.beginnings():
                    self._by_words.setdefault(pair, []).append(name)
        for those in (*self._by_words.values(), *self._single.values()):
            if len(those) > 1:
                those.sort(key=lambda name: (-len(name.words), not name.exact))

    @classmethod
    def of(cls, playbook: Playbook) -> Terms:
        """Return the names of a playbook's terms: name, aliases and acronym."""
        return cls(_names(playbook))

    def marked(self, html: str, mark: Mark) -> tuple[str, tuple[str, ...]]:
        """Return `html` with the first use of each term as `mark` gives it, and the ids of the terms it speaks of.

        A term that the page links to by itself is among the ids.
        """
        split = (_SPLIT_ANY_CASE if _CAPITAL.search(html) else _SPLIT).split(html)
        page = _Page(split[::3], split[1::3])
        used = self._first_uses(page, mark)
        ids = dict.fromkeys((*(id for terms in used for id in terms), *_LINKED.findall(html)))
        return page.html() if used else html, tuple(ids)

    def _first_uses(self, page: _Page, mark: Mark) -> dict[tuple[str, ...], None]:
        used: dict[tuple[str, ...], None] = {}
        by_words, single, done = self._by_words, self._single, 0
        lower = "\0".join(page.words).casefold().split("\0")
        pairs = zip(lower, [*lower[1:], ""], strict=True)
        for at, pair in [(at, pair) for at, pair in enumerate(pairs) if pair in by_words or pair[0] in single]:
            if at < done:
                continue
            for name in (*by_words.get(pair, ()), *single.get(pair[0], ())):
                if name.terms not in used and (end := page.end(name, lower, at)) and not page.plain(at):
                    page.replace(at, end, mark(name.terms, page.html(at, end)))
                    used[name.terms] = None
                    done = end
                    break
        return used


@dataclass
class _Page:
    """A page as words, and what stands behind each of them but the last."""

    words: list[str]
    gaps: list[str]

    def html(self, at: int = 0, end: int | None = None) -> str:
        """Return the page as it is now, or what stands from the word `at` up to the word `end`."""
        if end == at + 1:
            return self.words[at]
        words, gaps = self.words[at:end], self.gaps[at : None if end is None else end - 1]
        pieces = [""] * (len(words) + len(gaps))
        pieces[::2], pieces[1::2] = words, gaps
        return "".join(pieces)

    def end(self, name: _Name, lower: list[str], at: int) -> int:
        """Return the number of the word behind a name that begins at the word `at`, or 0 where it does not.

        One word behind a number is a measure: `30 minutes` are not those of a meeting.
        """
        last = at + len(name.words) - 1
        found = self.words if name.exact else lower
        if last >= len(found) or found[last] not in name.last or tuple(found[at:last]) != name.words[:-1]:
            return 0
        gaps = self.gaps
        for gap, joint in zip(gaps[at:last], name.joints, strict=True):
            if gap != joint and not (gap.isspace() if joint == " " else {gap, joint} <= _OF):
                return 0
        if at and (gaps[at - 1] in _JOINTS or (at == last and lower[at - 1].isdecimal() and gaps[at - 1] == " ")):
            return 0
        if last < len(gaps) and gaps[last] in _JOINTS:
            return last + 2 if gaps[last] in _OF and lower[last + 1] == "s" else 0
        return last + 1

    def plain(self, at: int) -> bool:
        """Tell whether the element whose words these are is one to leave alone."""
        while at and "<" not in self.gaps[at - 1]:
            at -= 1
        before = self.gaps[at - 1] if at else ""
        return bool(before) and _PLAIN.search(before, before.rfind("<")) is not None

    def replace(self, at: int, end: int, html: str) -> None:
        """Put `html` in the place of the words from `at` up to `end`."""
        last = end - 1
        self.words[at] = html
        if last > at:
            self.words[at + 1 : end] = self.gaps[at:last] = [""] * (last - at)


def _names(playbook: Playbook) -> Iterator[tuple[str, str, bool]]:
    for term in playbook.terms:
        yield from ((term.id, text, False) for text in (term.name, *term.aliases))
        if term.acronym:
            yield term.id, term.acronym, True


def _name(text: str, exact: bool, terms: tuple[str, ...]) -> _Name | None:
    """Return a way to write terms as a page holds it, or None for what cannot be found or is too short."""
    pieces = _SPLIT.split(escape(text, quote=False))
    words, joints = tuple(pieces[::3]), tuple(pieces[1::3])
    if not all(words) or (len(words) == 1 and len(text) < SHORTEST):
        return None
    return _Name(words, joints, frozenset(_forms(words[-1], exact)), exact, terms)


def _forms(word: str, exact: bool) -> Iterator[str]:
    """Iterate over the forms of a word: one of it, and several."""
    yield from (word, word + "s")
    if not exact:
        yield word + "es"
        if word.endswith("y"):
            yield word[:-1] + "ies"
