"""What records hold at any depth, and of which sort: read off the models, so that nobody lists it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, get_args, get_origin

from playbook.model.base import Model, written_as
from playbook.model.change_class import annotation_of

Path = tuple[Any, ...]
Sort = Callable[[Any], Any]
"""Tells of an annotation what marks it as one of those that are looked for; None where nothing does."""


def held(record: Model, sort: Sort) -> Iterator[tuple[Path, Any, Any]]:
    """Iterate over the values of a sort that a record holds: path as it is written, mark, value."""
    found: list[tuple[Path, Any, Any]] = []
    _in_model(record, (), sort, found)
    return iter(found)


def _in_model(record: Model, path: Path, sort: Sort, found: list[tuple[Path, Any, Any]]) -> None:
    for name, key, shape in fields(type(record), sort):
        value = getattr(record, name)
        if value is not None:
            _in_value(value, shape, (*path, key), sort, found)


def _in_value(value: Any, shape: Any, path: Path, sort: Sort, found: list[tuple[Path, Any, Any]]) -> None:
    if not isinstance(shape, tuple):
        found.append((path, shape, value))
    elif shape[0] == "model":
        _in_model(value, path, sort, found)
    else:
        for key, item in enumerate(value) if shape[0] == "items" else value.items():
            _in_value(item, shape[1], (*path, key), sort, found)


@cache
def fields(model: type[Model], sort: Sort) -> tuple[tuple[str, str, Any], ...]:
    """Return the fields of a model that can hold a value of a sort, each with its key and its shape.

    A shape is the mark itself, ("model", its class), ("items", shape) or ("values", shape).
    """
    found = []
    for name, field in model.model_fields.items():
        shape = _shape(annotation_of(field), sort)
        if shape is not None:
            found.append((name, written_as(name, field) or name, shape))
    return tuple(found)


def _shape(annotation: Any, sort: Sort) -> Any:
    mark = sort(annotation)
    if mark is not None:
        return mark
    if hasattr(annotation, "__metadata__"):
        return _shape(annotation.__origin__, sort)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return ("model", annotation) if fields(annotation, sort) else None
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (tuple, dict):
        inner = _shape(arguments[origin is dict], sort)
        return ("items" if origin is tuple else "values", inner) if inner is not None else None
    shapes = [shape for shape in (_shape(each, sort) for each in arguments) if shape is not None]
    return shapes[0] if shapes else None
