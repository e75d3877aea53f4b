"""Questions about the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, get_args, get_origin

from playbook.checks.base import Check, Context, Finding, about
from playbook.checks.references import records
from playbook.model import Model, Playbook
from playbook.model.base import Reference
from playbook.model.change_class import annotation_of
from playbook.model.hours import Hours
from playbook.model.ids import Version
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


_ACRONYM = re.compile(r"(?<![\w&.-])[A-Z]{2,6}(?=s?\b)(?!&)")
_EVERYDAY = frozenset(["AM", "PM", "UTC", "GMT", "UK", "EU", "US", "UN", "ID", "IT", "OK", "TV", "PDF", "URL"])


def term_undefined(context: Context) -> Iterator[Finding]:
    """A newcomer can look up every acronym that the playbook uses."""
    playbook = context.playbook
    defined = {acronym for text in _defining(playbook) for acronym in _ACRONYM.findall(text)} | _EVERYDAY
    for record in records(playbook) if len(playbook.terms) else ():
        for path, text in _texts(record):
            for acronym in dict.fromkeys(_ACRONYM.findall(text)):
                if acronym not in defined:
                    defined.add(acronym)
                    message = f"the acronym {quoted(acronym)} is used, and the glossary does not hold it"
                    yield about(record, message, "add it to the glossary, or write the words out", *path)


def _defining(playbook: Playbook) -> Iterator[str]:
    """Iterate over the texts that make an acronym known: terms, and the names of schemes, parties and priorities."""
    yield playbook.scheme.name
    for term in playbook.terms:
        yield from (term.name, term.acronym or "", *term.aliases)
    for entity in (*playbook.parties, *playbook.priorities):
        yield entity.name


def _texts(record: Model, above: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], str]]:
    """Iterate over the texts below a record, each with its path."""
    for name in _worded(type(record)):
        value = getattr(record, name)
        if value:
            yield from _texts_in(value, (*above, name))


def _texts_in(value: Any, path: tuple[object, ...]) -> Iterator[tuple[tuple[object, ...], str]]:
    if isinstance(value, str):
        yield path, value
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
