"""Which fields hold time zones: read off the models, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from playbook.model.base import Model, written_as
from playbook.model.change_class import annotation_of
from playbook.model.values import Zone

Path = tuple[Any, ...]
_MARK = get_args(Zone)[1]


def zones_in(record: Model) -> Iterator[tuple[Path, str]]:
    """Iterate over the zones that a record names, at any depth: path and name."""
    yield from _in_value(record, ())


def _in_value(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Model):
        for name, key, is_zone in _fields(type(value)):
            inner = getattr(value, name)
            if is_zone and inner is not None:
                yield (*path, key), inner
            elif not is_zone:
                yield from _in_value(inner, (*path, key))
    elif isinstance(value, (tuple, dict)):
        for at, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _in_value(item, (*path, at))


@cache
def _fields(model: type[Model]) -> tuple[tuple[str, str, bool], ...]:
    """Return the fields of a model that can hold a zone, each with its key, and whether it is one itself."""
    found = []
    for name, field in model.model_fields.items():
        annotation = annotation_of(field)
        key = written_as(name, field)
        if key and (_is_zone(annotation) or _holds_models(annotation)):
            found.append((name, key, _is_zone(annotation)))
    return tuple(found)


def _is_zone(annotation: Any) -> bool:
    marked = any(extra is _MARK for extra in getattr(annotation, "__metadata__", ()))
    return marked or any(map(_is_zone, get_args(annotation)))


def _holds_models(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return True
    return any(map(_holds_models, get_args(annotation)))
