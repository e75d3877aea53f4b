"""Questions about the words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import permutations
from typing import Any, Literal, get_args, get_origin

from playbook.checks.acronyms import acronyms, common, explained, of_names, words_of
from playbook.checks.base import Check, Context, Finding, about
from playbook.checks.references import records
from playbook.model import Model, Playbook
from playbook.model.authority import CURRENCIES
from playbook.model.base import Reference
from playbook.model.change_class import annotation_of
from playbook.model.hours import Hours
from playbook.model.ids import Version
from playbook.model.prose import source_of
from playbook.model.values import Language, Link, Zone
from playbook.problems import quoted


def term_duplicate(context: Context) -> Iterator[Finding]:
    """A word has one meaning here, so no two terms share a name or an alias; an acronym they may share."""
    known: dict[str, str] = {}
    for term in context.playbook.terms:
        written = [(term.name, ("name",)), *((alias, ("aliases", n)) for n, alias in enumerate(term.aliases))]
        for word, path in written:
            first = known.setdefault(word.casefold(), term.id)
            if first != term.id or (path[0] == "aliases" and word.casefold() == term.name.casefold()):
                message = f"{quoted(word)} is already a word of the term {quoted(first)}"
                yield about(term, message, "keep it at one term, or say in the name what sets them apart", *path)


MANY = 12
"""From how many acronyms on they are told at once: then the glossary is not kept."""


def term_undefined(context: Context) -> Iterator[Finding]:
    """A newcomer can look up every acronym that the playbook uses, but for those of everyday life and technology."""
    playbook = context.playbook
    used = [(record, path, text) for record in records(playbook) for path, text in _texts(record)]
    defined = {*common(), *_defined(playbook), *(each for *_, text in used for each in explained(text))}
    plain = {word for *_, text in used for word in words_of(text)}
    for record, path, text in used if len(playbook.terms) else ():
        for acronym in acronyms(text):
            if acronym not in defined and acronym not in plain:
                defined.add(acronym)
                message = f"the acronym {quoted(acronym)} is used, and the glossary does not hold it"
                finding = about(record, message, "add it to the glossary, or write the words out", *path)
                told = "acronyms are used, and the glossary does not hold them"
                yield finding.because("playbook", told, acronym, least=MANY, shown=_NAMED)


_NAMED = 60
"""The most acronyms that a message names."""


def _defined(playbook: Playbook) -> Iterator[str]:
    """Iterate over the acronyms that the playbook makes known: by a term, a name, or what a name comes to in short."""
    yield from map("".join, permutations(_letters(playbook), 2))
    named = [each.name for kind, each in playbook.entities() if kind not in ("term", "statement")]
    yield from of_names([*named, *(alias for role in playbook.roles for alias in role.aliases)])
    for text in _defining(playbook):
        yield from acronyms(text)


def _letters(playbook: Playbook) -> list[str]:
    return [code.letter for code in playbook.scheme.codes.values()]


def _defining(playbook: Playbook) -> Iterator[str]:
    """Iterate over the texts that make an acronym known: terms, and names that people know things by."""
    yield playbook.scheme.name
    for term in playbook.terms:
        yield from (term.name, *term.acronyms, *term.aliases)
    yield from (unit for each in playbook.decisions if (unit := each.unit) and unit in CURRENCIES)
    for role in playbook.roles:
        yield from role.aliases
    for entity in (*playbook.parties, *playbook.priorities, *playbook.services):
        yield entity.name


def _texts(record: Model, above: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], str]]:
    """Iterate over the texts below a record, each with its path."""
    for name in _worded(type(record)):
        value = getattr(record, name)
        if value:
            yield from _texts_in(value, (*above, name))


def _texts_in(value: Any, path: tuple[object, ...]) -> Iterator[tuple[tuple[object, ...], str]]:
    if isinstance(value, str):
        yield path, source_of(value)  # code is told by its marks
    elif isinstance(value, Model):
        yield from _texts(value, path)
    elif isinstance(value, (tuple, dict)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts_in(item, (*path, key))


@cache
def _worded(model: type[Model]) -> tuple[str, ...]:
    """Return the names of the fields of a model that can hold texts; ids are none."""
    fields = {name: annotation_of(field) for name, field in model.model_fields.items()}
    return tuple(name for name in fields if name not in ("origin", "id", "code") and _wordy(fields[name]))


_NO_WORDS = tuple(get_args(sort)[1] for sort in (Zone, Hours, Language, Version, Link))
"""What marks texts that are names for machines, and no words."""


def _wordy(annotation: Any) -> bool:
    if any(isinstance(extra, Reference) or extra in _NO_WORDS for extra in getattr(annotation, "__metadata__", ())):
        return False
    if isinstance(annotation, type) and issubclass(annotation, (str, Model)):
        return True
    return get_origin(annotation) is not Literal and any(map(_wordy, get_args(annotation)))


CHECKS = (
    Check(term_duplicate, "warning"),
    Check(term_undefined, "warning"),
)
