"""What the playbook team looks up: every check, every key of the data, every macro; read off the code itself."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pydantic.fields import FieldInfo

from playbook.checks.base import Check
from playbook.model import SUBJECTS, Model, Scheme
from playbook.model.base import Entity, written_as
from playbook.model.responsibilities import Activity
from playbook.model.schemes import Code
from playbook.views.field_types import Shape, inner_model, shape_of
from playbook.views.prose import Prose, prose


@dataclass(frozen=True)
class CheckEntry:
    """One check and the reason it asks."""

    check: Check
    reason: Prose


@dataclass(frozen=True)
class CheckGroup:
    """The checks of one subject, or those of all (`references`)."""

    subject: str
    checks: tuple[CheckEntry, ...]


@dataclass(frozen=True)
class Key:
    """One key of a record; `default` is None where leaving it out means nothing is said."""

    name: str
    shape: Shape
    required: bool
    default: str | None
    description: Prose


@dataclass(frozen=True)
class Record:
    """One kind of record: where in its file it stands (`("roles", "…", "duties", "…")`) and what it may hold."""

    path: tuple[str, ...]
    also: tuple[tuple[str, ...], ...]
    """Where else in its file such a record stands."""
    about: tuple[Prose, ...]
    keys: tuple[Key, ...]
    common: bool
    """Whether it takes the keys of every entity as well."""
    codes: tuple[Code, ...]
    """The codes of the scheme that are keys of it."""


@dataclass(frozen=True)
class SubjectFile:
    """One file of the data."""

    subject: str
    records: tuple[Record, ...]


@dataclass(frozen=True)
class DataReference:
    """Every file, and the keys that every entity shares."""

    files: tuple[SubjectFile, ...]
    common: tuple[Key, ...]


@dataclass(frozen=True)
class MacroEntry:
    """One macro as a page writes it, and what it says of itself: a paragraph each."""

    name: str
    signature: str
    paragraphs: tuple[Prose, ...]


@dataclass(frozen=True)
class MacroGroup:
    """The macros of one subject."""

    subject: str
    macros: tuple[MacroEntry, ...]


def check_groups(checks: Iterable[Check]) -> tuple[CheckGroup, ...]:
    """Return the checks by subject, in the order they run in."""
    return tuple(
        CheckGroup(subject, tuple(CheckEntry(check, prose(check.reason)) for check in group))
        for subject, group in groupby(checks, key=lambda check: check.subject)
    )


def macro_groups(macros: Iterable[Callable[..., Any]]) -> tuple[MacroGroup, ...]:
    """Return the macros by subject, in the order they are registered in."""
    return tuple(
        MacroGroup(subject, tuple(_macro(macro) for macro in group)) for subject, group in groupby(macros, key=_subject)
    )


def data_reference(scheme: Scheme) -> DataReference:
    """Return every key of every file; `scheme` is the one whose codes are keys of an activity."""
    files = tuple(SubjectFile(name, tuple(_records(model, scheme))) for name, model in SUBJECTS.items())
    common = tuple(key for key in _keys(Entity) if key.name != "name")
    return DataReference(files, common)


def _subject(documented: Callable[..., Any]) -> str:
    return documented.__module__.rpartition(".")[2]


def _macro(macro: Callable[..., Any]) -> MacroEntry:
    _context, *parameters = inspect.signature(macro).parameters.values()
    written = [item.name if item.default is inspect.Parameter.empty else f"{item.name}=…" for item in parameters]
    return MacroEntry(macro.__name__, f"{macro.__name__}({', '.join(written)})", _paragraphs(macro.__doc__))


def _paragraphs(docstring: str | None) -> tuple[Prose, ...]:
    text = inspect.cleandoc(docstring or "")
    return tuple(prose(" ".join(part.split())) for part in text.split("\n\n") if part.strip())


def _records(file: type[Model], scheme: Scheme) -> list[Record]:
    """Return the records of a file, from the outside in, each kind once."""
    paths: dict[type[Model], list[tuple[str, ...]]] = {}
    _note(file, (), paths)
    return [_record(model, where, scheme) for model, where in paths.items()]


def _note(model: type[Model], path: tuple[str, ...], paths: dict[type[Model], list[tuple[str, ...]]]) -> None:
    """Note where a record stands, and where those below it do."""
    paths.setdefault(model, []).append(path)
    if len(paths[model]) == 1:
        for name, field in _fields(model):
            below, keyed = inner_model(field)
            if below is not None:
                _note(below, (*path, name, "…") if keyed else (*path, name), paths)


def _record(model: type[Model], paths: list[tuple[str, ...]], scheme: Scheme) -> Record:
    common = issubclass(model, Entity)
    shared = set(Entity.model_fields) - {"name"} if common else set()
    keys = sorted((key for key in _keys(model) if key.name not in shared), key=lambda key: not key.required)
    codes = tuple(scheme.codes.values()) if model is Activity else ()
    return Record(paths[0], tuple(paths[1:]), _paragraphs(model.__doc__), tuple(keys), common, codes)


def _fields(model: type[Model]) -> list[tuple[str, FieldInfo]]:
    """Return the fields an author writes."""
    keys = ((written_as(name, field), field) for name, field in model.model_fields.items())
    return [(key, field) for key, field in keys if key]


def _keys(model: type[Model]) -> list[Key]:
    return [
        Key(name, shape_of(field), field.is_required(), _default(field.default), prose(field.description or ""))
        for name, field in _fields(model)
    ]


def _default(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or None
    return str(value) if isinstance(value, (str, int)) else None
