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

from playbook.model import KINDS, Playbook

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

_BLOCK = re.compile(r"</?(?:p|li|dd|dt|td|th|tr|div|section|article|blockquote|h[1-6]|summary|figcaption|br)\b")
"""What ends a paragraph."""
_SENTENCE = re.compile("[.!?:;(>\u2013\u2014]")
"""What stands before the first word of a sentence."""
MOST = 2
"""The most words of one paragraph that are marked."""
_NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy"
    " eighty ninety hundred thousand million half"
)
_VERBS_FOLLOW = (
    "to will would shall should must may might can could cannot not never i we you he she it they who please does do"
    " did let lets always also"
)
_FOLLOW_VERBS = (
    "the a an this that these those your our its their his her my it them him us every each all any no what whether how"
    " why someone something nothing anything"
)
_FOLLOW_NOUNS = (
    "of in and or are is was were be been has have had for to with on at by from that which who must may can will shall"
    " should as than if when not go goes come comes do does but nor"
)
_NUMBERS, _BEFORE_VERBS, _BEHIND_VERBS, _BEHIND_NOUNS = (
    frozenset(words.split()) for words in (_NUMBER_WORDS, _VERBS_FOLLOW, _FOLLOW_VERBS, _FOLLOW_NOUNS)
)
"""English words beside which a word that is a noun and a verb is the one or the other."""

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
        """Take names: the id of the term, a way to write it, and whether capitals count (as in an acronym).

        Words with no id have another sense: no term is marked in them.
        """
        meant: dict[tuple[str, bool], dict[str, None]] = {}
        for term, text, exact in names:
            key = " ".join(text.split())
            ids = meant.setdefault((key if exact else key.casefold(), exact), {})
            if term:
                ids[term] = None
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
        places: list[int] = []
        by_words, single, done = self._by_words, self._single, 0
        lower = "\0".join(page.words).casefold().split("\0")
        pairs = zip(lower, [*lower[1:], ""], strict=True)
        for at, pair in [(at, pair) for at, pair in enumerate(pairs) if pair in by_words or pair[0] in single]:
            if at < done:
                continue
            for name in (*by_words.get(pair, ()), *single.get(pair[0], ())):
                end = page.end(name, lower, at)
                if not end or (name.terms and name.terms in used):
                    continue
                if not name.terms:  # words of another sense, such as the name of a party
                    done = end
                    break
                if page.plain(at) or page.full(places, at) or (len(name.words) == 1 and page.verb(lower, at)):
                    continue
                page.replace(at, end, mark(name.terms, page.html(at, end)))
                places.append(at)
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

        Words behind a number are a measure: `30 minutes` are not those of a meeting.
        """
        last = at + len(name.words) - 1
        found = self.words if name.exact else lower
        if last >= len(found) or found[last] not in name.last or tuple(found[at:last]) != name.words[:-1]:
            return 0
        gaps = self.gaps
        for gap, joint in zip(gaps[at:last], name.joints, strict=True):
            if gap != joint and not (gap.isspace() if joint == " " else {gap, joint} <= _OF):
                return 0
        if at and (gaps[at - 1] in _JOINTS or self._measured(name, lower, at)):
            return 0
        if last < len(gaps) and gaps[last] in _JOINTS:
            return last + 2 if gaps[last] in _OF and lower[last + 1] == "s" else 0
        return last + 1

    def _measured(self, name: _Name, lower: list[str], at: int) -> bool:
        """Tell whether a number stands before the word `at`; the names of other things may begin behind one."""
        before = lower[at - 1]
        return bool(name.terms) and self.gaps[at - 1].isspace() and (before.isdecimal() or before in _NUMBERS)

    def full(self, places: list[int], at: int) -> bool:
        """Tell whether as many words as may be are marked in the paragraph of the word `at`, given where marks are."""
        return len(places) >= MOST and not any(map(_BLOCK.search, self.gaps[places[-MOST] : at]))

    def verb(self, lower: list[str], at: int) -> bool:
        """Tell whether the word `at`, which may be a noun and a verb, is probably the verb."""
        begins = not at or _SENTENCE.search(self.gaps[at - 1]) is not None
        before = "" if begins else lower[at - 1]
        behind = lower[at + 1] if at < len(self.gaps) and self.gaps[at].isspace() else ""
        if before in _BEFORE_VERBS or behind in _BEHIND_VERBS:
            return True
        return begins and lower[at].endswith("s") and bool(behind) and behind not in _BEHIND_NOUNS

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
    """Iterate over the ways to write each term, and over the names of all else, which are of no term."""
    own: set[str] = set()
    for term in playbook.terms:
        for text in (term.name, *term.aliases, *term.acronyms):
            own.add(text.casefold())
            yield term.id if term.tooltip else "", text, text in term.acronyms or text.isupper()
        yield from (("", text, False) for text in term.not_in)
    for kind in KINDS:
        for entity in playbook.of_kind(kind):
            name = getattr(entity, "name", "")
            if kind != "term" and name and name.casefold() not in own and " " in name:
                yield "", name, True


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
