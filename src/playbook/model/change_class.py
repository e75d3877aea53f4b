"""What a change of a field means for whoever relies on the contract: said at the field, around its type.

`text: Binding[Text]` tells that other words there are another obligation. Around a list or a mapping of records it is
also said of an item that comes or goes; what changes inside an item is said at the fields of the item. A field that
holds one record says nothing itself, because each field of that record does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

from pydantic.fields import FieldInfo

T = TypeVar("T")

FieldClass = Literal[
    "identity", "burden", "obligation", "measure", "authority", "meaning", "validity", "cadence", "people",
    "information", "settings", "editorial",
]  # fmt: skip


@dataclass(frozen=True)
class ChangeClass:
    """Marks a field with the class of its changes."""

    name: FieldClass


@dataclass(frozen=True)
class OrderMatters:
    """Marks a list or a mapping whose order says something, so that another order is a change."""


@dataclass(frozen=True)
class EndsWith:
    """Marks a field that holds the id of what its record ends with.

    A record that `begins` with it too cannot begin before it; work is prepared before the service that it is for.
    """

    begins: bool = False


@dataclass(frozen=True)
class Asked:
    """Marks a field that may be left out, and that a contract should settle; the check `left-open` asks for it."""


Identity = Annotated[T, ChangeClass("identity")]
"""What records are told apart by: another one is another record."""
Burden = Annotated[T, ChangeClass("burden")]
"""Who bears something: it may move to another party, pass on within one, come or fall away."""
Binding = Annotated[T, ChangeClass("obligation")]
"""What somebody owes, and under which conditions."""
Measure = Annotated[T, ChangeClass("measure")]
"""The figure that is promised: a service level asks for more or for less."""
Power = Annotated[T, ChangeClass("authority")]
"""Who may decide or approve what, and how far that reaches."""
Meaning = Annotated[T, ChangeClass("meaning")]
"""What a word or a letter means."""
Validity = Annotated[T, ChangeClass("validity")]
"""From when until when something applies, and by whose approval."""
Timing = Annotated[T, ChangeClass("cadence")]
"""When and how often people meet and work, and by when they are done."""
People = Annotated[T, ChangeClass("people")]
"""Who takes part without owing more by it."""
Information = Annotated[T, ChangeClass("information")]
"""What is worth knowing and binds nobody."""
Setting = Annotated[T, ChangeClass("settings")]
"""How the playbook itself is kept and checked."""
Wording = Annotated[T, ChangeClass("editorial")]
"""Names and summaries, which bind nobody."""
Ordered = Annotated[T, OrderMatters()]
"""A list or a mapping whose order says something."""
Expected = Annotated[T, Asked()]
"""What real organisations leave out, and a contract should settle."""


def annotation_of(field: FieldInfo) -> Any:
    """Return what a field may hold as its annotation says it, without what is said of the field."""
    annotation: Any = field.annotation
    for extra in field.metadata:
        if not isinstance(extra, (ChangeClass, OrderMatters, EndsWith, Asked)):
            annotation = Annotated[annotation, extra]
    return annotation


def class_of(field: FieldInfo) -> FieldClass | None:
    """Return what a change of a field means; None where each field of the record that it holds says so."""
    return next((extra.name for extra in field.metadata if isinstance(extra, ChangeClass)), None)


def is_ordered(field: FieldInfo) -> bool:
    """Tell whether the order of what a field holds says something."""
    return any(isinstance(extra, OrderMatters) for extra in field.metadata)


def is_expected(field: FieldInfo) -> bool:
    """Tell whether a field that may be left out is one that a contract should settle."""
    return any(isinstance(extra, Asked) for extra in field.metadata)
