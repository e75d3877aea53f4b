"""What may stand under a key of the data, read off the annotation of its field, such as a list of ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from playbook.model.base import Model, Reference
from playbook.model.change_class import annotation_of
from playbook.model.days import Every, On
from playbook.model.hours import Hours
from playbook.model.ids import CitedId, Id, Version
from playbook.model.onboarding import SmallerStep
from playbook.model.phones import PhoneNumber
from playbook.model.prose import Prose
from playbook.model.recurrence import Recurrence
from playbook.model.targets import Target, Window
from playbook.model.values import (
    Bool,
    Count,
    Date,
    Int,
    Language,
    Length,
    Link,
    Number,
    Offset,
    Span,
    Text,
    Zone,
)

Sort = Literal[
    "text", "prose", "boolean", "number", "decimal", "target", "date", "zone", "link", "length", "offset", "id", "time",
    "window", "cited", "version", "hours", "language", "count", "span", "phone",
    "frequency", "day", "smaller step", "reference", "choice", "record", "list", "mapping",
]  # fmt: skip

_SORTS: tuple[tuple[Any, Sort], ...] = (
    (Text, "text"),
    (Prose, "prose"),
    (Bool, "boolean"),
    (Int, "number"),
    (Number, "decimal"),
    (Target, "target"),
    (Date, "date"),
    (Zone, "zone"),
    (Link, "link"),
    (Length, "length"),
    (Offset, "offset"),
    (Id, "id"),
    (CitedId, "cited"),
    (Version, "version"),
    (Hours, "hours"),
    (Language, "language"),
    (PhoneNumber, "phone"),
    (Count, "count"),
    (Span, "span"),
    (Window, "window"),
)


@dataclass(frozen=True)
class Shape:
    """One shape of value.

    `of` is what a list or a mapping holds, `kind` the kind of entity a reference names, `values` what a choice allows.
    `past` tells that what a reference names may have gone since.
    """

    sort: Sort
    of: Shape | None = None
    kind: str = ""
    past: bool = False
    values: tuple[str, ...] = ()


def shape_of(field: FieldInfo) -> Shape:
    """Return the shape of a field's value; raise `TypeError` for an annotation that has no words here."""
    return _shape(annotation_of(field))


def inner_model(field: FieldInfo) -> tuple[type[Model] | None, bool]:
    """Return the record that stands under a field, or None, and whether it is one of several."""
    annotation, keyed = _bare(field.annotation), False
    while get_origin(annotation) in (tuple, dict):
        annotation = _bare(get_args(annotation)[get_origin(annotation) is dict])
        keyed = True
    return (annotation if isinstance(annotation, type) and issubclass(annotation, Model) else None), keyed


def _shape(annotation: Any) -> Shape:
    annotation = _present(annotation)
    for extra in getattr(annotation, "__metadata__", ()):
        if isinstance(extra, Reference):
            return Shape("reference", kind=extra.kind, past=bool(extra.past))
    for known, sort in _SORTS:
        if annotation == known:
            return Shape(sort)
    if annotation == _present(annotation_of(Recurrence.model_fields["time"])):
        return Shape("time")
    bare = _bare(annotation)
    if isinstance(bare, type) and issubclass(bare, Model):
        return Shape("record")
    if get_origin(bare) is Literal:
        return Shape("choice", values=tuple(map(str, get_args(bare))))
    return _gathering(bare)


def _gathering(bare: Any) -> Shape:
    """Return the shape of a list, of a mapping by id, or of a value with a reading of its own."""
    if get_origin(bare) is dict:
        return Shape("mapping", of=_shape(get_args(bare)[1]))
    if get_origin(bare) is tuple:
        return Shape("list", of=_shape(get_args(bare)[0]))
    if bare is SmallerStep:
        return Shape("smaller step")
    if bare in (Every, On):
        return Shape("frequency" if bare is Every else "day")
    raise TypeError(f"no words for {bare!r}")


def _present(annotation: Any) -> Any:
    """Return an annotation without `| None`."""
    arguments = get_args(annotation)
    if type(None) in arguments:
        return next(argument for argument in arguments if argument is not type(None))
    return annotation


def _bare(annotation: Any) -> Any:
    """Return an annotation without `| None` and `Annotated`."""
    annotation = _present(annotation)
    return _bare(annotation.__origin__) if hasattr(annotation, "__metadata__") else annotation
