"""The question what facts leave open that a contract should settle."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.checks.base import Check, Context, Finding, about
from playbook.model import KINDS, Entity, kind_of
from playbook.model.base import written_as
from playbook.model.change_class import is_expected
from playbook.problems import Place, quoted

_NAMED = 3
"""The most ids that a message names."""


def left_open(context: Context) -> Iterator[Finding]:
    """What a contract rests on is settled: a fact that every entity of a kind should state is left open by none."""
    for kind in KINDS:
        listed = tuple(context.playbook.of_kind(kind))
        for key, field in _expected(type(listed[0])) if listed else ():
            lacking = [entity for entity in listed if getattr(entity, field) in (None, (), {})]
            if lacking:
                yield _told(kind, key, lacking, len(listed))


def _expected(model: type[Entity]) -> Iterator[tuple[str, str]]:
    """Iterate over the fields that a contract should settle: the key that is written, and the name."""
    for name, field in model.model_fields.items():
        if is_expected(field) and (key := written_as(name, field)):
            yield key, name


def _told(kind: str, key: str, lacking: list[Entity], listed: int) -> Finding:
    first, *others = lacking
    named = ", ".join(quoted(entity.id) for entity in lacking[:_NAMED])
    told = f"{named} and {len(lacking) - _NAMED} more" if len(lacking) > _NAMED else named
    message = f"`{key}` is left open by {len(lacking)} of {listed} under `{KINDS[kind]}`: {told}"
    also: tuple[Place, ...] = tuple(entity.origin.key() for entity in others)
    found = about(first, message, f"write `{key}`, or turn `left-open` off for the kind `{kind_of(type(first))}`")
    return Finding(found.place, found.message, found.hint, found.entity, also=also, kind=found.kind)


CHECKS = (Check(left_open, "warning", profile="contract"),)
