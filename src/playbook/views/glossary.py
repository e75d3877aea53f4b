"""The glossary from A to Z, with a signpost for every other word that people look a term up by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from playbook.model import Playbook, Term
from playbook.views.alphabet import Alphabet
from playbook.views.base import Link, link, links


@dataclass(frozen=True)
class TermEntry:
    """One term; `rivals` are the other terms that share its acronym."""

    term: Term
    link: Link
    see_also: tuple[Link, ...]
    rivals: tuple[Link, ...]


@dataclass(frozen=True)
class Signpost:
    """An acronym or another word, and the terms it stands for: several where it has several meanings."""

    name: str
    acronym: bool
    terms: tuple[Link, ...]


Entry = TermEntry | Signpost


@dataclass(frozen=True)
class Letter:
    """The entries under one letter."""

    letter: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class GlossaryPage:
    """All letters that have entries, in order; `terms` counts the terms."""

    letters: tuple[Letter, ...]
    terms: int


@dataclass(frozen=True)
class Tip:
    """What a term means, as it is told beside its first use on a page."""

    id: str
    name: str
    acronym: str | None
    definition: str | None
    """None where the acronym is all that is told."""


@dataclass(frozen=True)
class Users:
    """The first pages that use a term, and how many more do."""

    pages: tuple[Link, ...]
    more: int


NAMED = 6
"""The most pages that the entry of a term names: a word that every page uses need not be looked up by its pages."""


def glossary(playbook: Playbook) -> GlossaryPage:
    """Return every term and signpost by letter."""
    entries: list[Entry] = [*(_term(playbook, term) for term in playbook.terms), *_signposts(playbook)]
    alphabet = Alphabet(playbook.about.locale)
    entries.sort(key=lambda entry: (alphabet.key(_name(entry)), isinstance(entry, Signpost), _name(entry)))
    groups = groupby(entries, key=lambda entry: alphabet.letter(_name(entry)))
    letters = tuple(Letter(letter, tuple(_needed(list(group)))) for letter, group in groups)
    return GlossaryPage(letters, len(playbook.terms))


def tip(playbook: Playbook, id: str) -> Tip:
    """Return what is told of a term beside its first use."""
    term = playbook.terms[id]
    return Tip(id, term.name, ", ".join(term.acronyms) or None, term.definition or term.summary)


def users(pages: tuple[Link, ...]) -> Users:
    """Return the pages that use a term as its entry names them."""
    return Users(pages[:NAMED], max(0, len(pages) - NAMED))


def _name(entry: Entry) -> str:
    return entry.name if isinstance(entry, Signpost) else entry.term.name


def _needed(entries: list[Entry]) -> Iterator[Entry]:
    """Iterate over the entries of a letter, without the signposts that stand beside the one term they lead to."""
    for at, entry in enumerate(entries):
        before = [other.link for other in entries[:at] if isinstance(other, TermEntry)][-1:]
        after = [other.link for other in entries[at:] if isinstance(other, TermEntry)][:1]
        if isinstance(entry, TermEntry) or len(entry.terms) > 1 or entry.terms[0] not in (*before, *after):
            yield entry


def _term(playbook: Playbook, term: Term) -> TermEntry:
    rivals = [other.id for other in playbook.terms if {*term.acronyms} & {*other.acronyms} and other.id != term.id]
    return TermEntry(
        term,
        link(playbook, "term", term.id),
        links(playbook, "term", term.see_also),
        links(playbook, "term", rivals),
    )


def _signposts(playbook: Playbook) -> Iterator[Signpost]:
    """Iterate over the acronyms and other words that are no term's name."""
    named = {term.name.casefold() for term in playbook.terms}
    acronyms: dict[str, list[str]] = {}
    aliases: dict[str, list[str]] = {}
    for term in playbook.terms:
        for short in term.acronyms:
            acronyms.setdefault(short, []).append(term.id)
        for alias in term.aliases:
            aliases.setdefault(alias, []).append(term.id)
    for found, acronym in ((acronyms, True), (aliases, False)):
        for name, terms in found.items():
            if name.casefold() not in named or len(terms) > 1:
                yield Signpost(name, acronym, links(playbook, "term", terms))
