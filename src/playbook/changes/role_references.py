"""Where a record names roles: at which field, inside of which records, and whether that role bears something there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playbook.model import Model, Playbook
from playbook.model.base import Reference
from playbook.model.change_class import FieldClass, class_of
from playbook.model.references import fields
from playbook.model.responsibilities import Activity, Assigned

TAKING_PART = ("consulted", "informed")
"""What a letter may amount to without a burden for whoever has it."""


@dataclass(frozen=True)
class Place:
    """One mention of a role; `path` leads to it below the entity, and has no numbers of lists."""

    role: str
    path: tuple[str, ...]
    field: tuple[type[Model], str]
    inside: tuple[Model, ...] = ()

    @property
    def field_class(self) -> FieldClass | None:
        """What a change of the field means."""
        model, name = self.field
        return class_of(model.model_fields[name])


def role_places(record: Model, path: tuple[str, ...] = (), inside: tuple[Model, ...] = ()) -> Iterator[Place]:
    """Iterate over the mentions of roles in a record, at any depth."""
    if isinstance(record, Activity):
        for each in record.assigned:
            yield Place(each.role, (each.code,), (Assigned, "role"), (each,))
        return
    for name, key, shape in fields(type(record)):
        value = getattr(record, name)
        if value is not None:
            yield from _below(value, shape, (*path, key), (type(record), name), inside)


def _below(
    value: Any, shape: Any, path: tuple[str, ...], field: tuple[type[Model], str], inside: tuple[Model, ...]
) -> Iterator[Place]:
    if isinstance(shape, Reference):
        if shape.kind in ("role", "owner"):
            yield Place(value, path, field, inside)
    elif shape[0] == "model":
        yield from role_places(value, path, (*inside, value) if hasattr(value, "id") else inside)
    elif shape[0] == "items":
        for item in value:
            yield from _below(item, shape[1], path, field, inside)
    else:
        for key, item in value.items():
            yield from _below(item, shape[1], (*path, str(key)), field, inside)


def bears_duty(playbook: Playbook, code: str) -> bool:
    """Tell whether whoever has a letter owes something by it; one that is not in the scheme asks for nothing."""
    known = playbook.scheme.codes.get(code)
    return known is not None and known.sense not in TAKING_PART


def roles_concerned(playbook: Playbook, kind: str, record: Model) -> tuple[str, ...]:
    """Return the roles that a record concerns: itself, those that it names, and those of the parties it is for.

    Who once agreed to something is not concerned by what becomes of it.
    """
    named = [place.role for place in role_places(record) if place.field_class != "validity"]
    if kind == "role":
        named = [str(getattr(record, "id", "")), *named]
    parties = [str(getattr(record, "id", ""))] if kind == "party" else []
    if covers := getattr(record, "covers", None):
        parties += covers.parties
    named += [role.id for role in playbook.roles if role.party in parties]
    return tuple(dict.fromkeys(role for role in named if role in playbook.roles))
