"""Which fields hold the ids of other entities: read off the models, so that no check lists them again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from playbook.model import held
from playbook.model.base import Model, Reference
from playbook.model.change_class import EndsWith
from playbook.model.held import Path
from playbook.model.responsibilities import Activity


def references(record: Model) -> Iterator[tuple[Path, str, str]]:
    """Iterate over the references a record holds, at any depth: path, kind of the target, id of the target."""
    return ((path, mark.kind, id) for path, mark, id in held.held(record, _reference))


def of_the_past(record: Model, path: Path) -> bool:
    """Tell whether a reference that a record holds at a path is dated, so that it may name what has gone since."""
    return _dated(record, path)


def _dated(value: Any, path: Path) -> bool:
    if not isinstance(value, Model):
        return bool(path) and _dated(value[path[0]], path[1:])
    name, _, shape = next(found for found in fields(type(value)) if found[1] == path[0])
    while isinstance(shape, tuple) and shape[0] == "items":
        shape = shape[1]
    if isinstance(shape, Reference):
        return bool(shape.past) and getattr(value, shape.past) is not None
    return _dated(getattr(value, name), path[1:])


def references_written(model: type[Model], values: Any, codes: Collection[str]) -> Iterator[tuple[Path, str, str]]:
    """Iterate over the references in what is written of a record that cannot be read, as far as it has their shape.

    `codes` are those of the scheme, which are keys of activities.
    """
    yield from _in_written(values, ("model", model), (), codes)


def _in_written(value: Any, shape: Any, path: Path, codes: Collection[str]) -> Iterator[tuple[Path, str, str]]:
    if isinstance(shape, Reference):
        if isinstance(value, str) and value.strip():
            yield path, shape.kind, value
    elif shape[0] == "model" and isinstance(value, Mapping):
        letters = codes if shape[1] is Activity else ()
        for _, key, inner in fields(shape[1]):
            if key not in letters:
                yield from _in_written(value.get(key), inner, (*path, key), codes)
        for code in letters:
            if code not in Activity.model_fields:
                yield from _roles_written(value.get(code), (*path, code))
    elif shape[0] == "items" and isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _in_written(item, shape[1], (*path, index), codes)
    elif shape[0] == "values" and isinstance(value, Mapping):
        for key, item in value.items():
            yield from _in_written(item, shape[1], (*path, key), codes)


def _roles_written(value: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    """Iterate over the roles that stand under a code, alone, in a list, with a note or shared."""
    if isinstance(value, str):
        yield path, "role", value
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _roles_written(item, (*path, index))
    elif isinstance(value, Mapping):
        for key in ("role", "shared"):
            yield from _roles_written(value.get(key), (*path, key))


def fields(model: type[Model]) -> tuple[tuple[str, str, Any], ...]:
    """Return the fields of a model that can hold a reference, each with its key and its shape.

    A shape is a `Reference`, ("model", its class), ("items", shape) or ("values", shape).
    """
    return held.fields(model, _reference)


@cache
def ending_with(model: type[Model]) -> tuple[tuple[str, str, EndsWith], ...]:
    """Return the fields of a model that name what its records end with, each with the kind of that."""
    shapes = {name: shape for name, _, shape in fields(model)}
    marks = ((name, mark) for name, field in model.model_fields.items() for mark in field.metadata)
    return tuple((name, shapes[name].kind, mark) for name, mark in marks if isinstance(mark, EndsWith))


def _reference(annotation: Any) -> Reference | None:
    return next((each for each in getattr(annotation, "__metadata__", ()) if isinstance(each, Reference)), None)
