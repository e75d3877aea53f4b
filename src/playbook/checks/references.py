"""Every id that is named exists, and is of the right kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from playbook.checks.base import Check, Context, Finding, about
from playbook.model import Model, Playbook
from playbook.model.onboarding import NEWCOMER
from playbook.model.references import references
from playbook.model.responsibilities import written_path
from playbook.problems import did_you_mean, quoted

COMPARED = 100_000
"""The most ids that are compared for "did you mean"; it bounds the time that a file of wrong ids takes."""

_WORDS = {
    "owner": "role",
    "path": "escalation path",
    "programme": "onboarding programme",
    "approval": "contract approval",
    "service-level": "service level",
}


def dangling(playbook: Playbook, broken: Mapping[str, frozenset[str]], unread: frozenset[str]) -> Iterator[Finding]:
    """Iterate over the references that lead nowhere.

    Ids in `broken` were written but could not be read, and kinds in `unread` could not be read at all: what names
    them is not at fault.
    """
    compared = 0
    for record in records(playbook):
        for path, kind, id in references(record):
            if _base(kind) in unread or id in broken.get(_base(kind), ()) or _leads(playbook, record, kind, id):
                continue
            if meant := _refused_near(id, broken.get(_base(kind), ())):
                message = f"there is no {_WORDS.get(kind, kind)} {quoted(id)}"
                yield about(record, message, f"correct {quoted(meant)} first, which cannot be an id", *path)
                continue
            word = _WORDS.get(kind, kind)
            known = _known(playbook, record, kind) if compared < COMPARED else ()
            compared += len(known)
            hint = did_you_mean(id, known, f"add the {word}, or correct the id")
            yield about(record, f"there is no {word} {quoted(id)}", hint, *path)


def _refused_near(id: str, refused: Iterable[str]) -> str | None:
    """Return the id that was refused and is this one but for capitals, look-alikes or what parts its words."""
    return next((word for word in refused if _plain(word) == id), None)


def _plain(word: str) -> str:
    """Return a word as an id would have it."""
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", word).casefold()).strip("-")


def records(playbook: Playbook) -> Iterator[Model]:
    """Iterate over everything that can name an entity."""
    yield playbook.about
    yield playbook.sourcing
    for _, entity in playbook.entities():
        yield entity


def _base(kind: str) -> str:
    return "role" if kind == "owner" else kind


def _leads(playbook: Playbook, record: Model, kind: str, id: str) -> bool:
    if kind == "step":
        return id in getattr(record, "steps", ())
    return id in playbook.of_kind(_base(kind)) or (kind == "owner" and id == NEWCOMER)


def _known(playbook: Playbook, record: Model, kind: str) -> tuple[str, ...]:
    if kind == "owner":
        return (*playbook.roles.ids, NEWCOMER)
    if kind == "step":
        return tuple(getattr(record, "steps", ()))
    return playbook.of_kind(kind).ids


def dangling_ref(context: Context) -> Iterator[Finding]:
    """An id that names nothing sends a reader nowhere."""
    yield from dangling(context.playbook, {}, frozenset())


def id_twice(context: Context) -> Iterator[Finding]:
    """A list names each of those that it means once; a name that stands twice was meant to be another."""
    for record in records(context.playbook):
        known: set[tuple[Any, ...]] = set()
        for path, _, id in references(record):
            if (named := _list_of(path)) is None:
                continue
            if (*named, id) in known:
                message = f"{quoted(id)} stands twice under {quoted(named[-1])}"
                yield about(record, message, "keep one of them, or name the one that was meant", *path)
            known.add((*named, id))


def _list_of(path: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Return the path of the list that holds what stands at a path, or None where it stands in none."""
    path = written_path(str(path[1])) if path[0] == "written" else path
    return path[:-1] if isinstance(path[-1], int) else None


CHECKS = (
    Check(dangling_ref, "error", kind="reference"),
    Check(id_twice, "warning"),
)
