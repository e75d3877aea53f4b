"""Which fields hold the ids of other entities: read off the models, so that no check lists them again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from playbook.model.base import Model, Reference, written_as

Path = tuple[Any, ...]


def references(record: Model) -> Iterator[tuple[Path, str, str]]:
    """Iterate over the references a record holds, at any depth: path, kind of the target, id of the target."""
    yield from _in_model(record, ())


def _in_model(record: Model, path: Path) -> Iterator[tuple[Path, str, str]]:
    for name, key, shape in _fields(type(record)):
        value = getattr(record, name)
        if value is not None:
            yield from _in_value(value, shape, (*path, key))


def _in_value(value: Any, shape: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    if isinstance(shape, Reference):
        yield path, shape.kind, value
    elif shape == "model":
        yield from _in_model(value, path)
    elif shape[0] == "items":
        for index, item in enumerate(value):
            yield from _in_value(item, shape[1], (*path, index))
    else:
        for key, item in value.items():
            yield from _in_value(item, shape[1], (*path, key))


@cache
def _fields(model: type[Model]) -> tuple[tuple[str, str, Any], ...]:
    """Return the fields of a model that can hold a reference, each with its key and its shape."""
    found = []
    for name, field in model.model_fields.items():
        annotation: Any = field.annotation
        for extra in field.metadata:
            annotation = Annotated[annotation, extra]
        shape = _shape(annotation)
        if shape is not None:
            found.append((name, written_as(name, field) or name, shape))
    return tuple(found)


def _shape(annotation: Any) -> Any:
    """Return a Reference, "model", ("items", shape), ("values", shape), or None where no reference can be."""
    for extra in getattr(annotation, "__metadata__", ()):
        if isinstance(extra, Reference):
            return extra
    if hasattr(annotation, "__metadata__"):
        return _shape(annotation.__origin__)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return "model" if _fields(annotation) else None
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        inner = _shape(arguments[0])
        return ("items", inner) if inner is not None else None
    if origin is dict:
        inner = _shape(arguments[1])
        return ("values", inner) if inner is not None else None
    shapes = [shape for shape in map(_shape, arguments) if shape is not None]
    return shapes[0] if shapes else None
