"""The small playbook with another text in each place of its data where a text stands: found by walking the models."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count, cycle
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import yaml

from playbook.markdown.prose import escaped
from playbook.model import SUBJECTS, Activity, Entity, Service
from playbook.model.base import Model, Text, written_as
from playbook.model.change_class import annotation_of
from playbook.model.prose import Prose
from tests import support
from tests.support import searched, small

APART = {
    "Code.letter": "pages ask for letters",
    "Decision.subject": "pages ask for subjects",
    "ScopedChecks.folder": "names a folder",
    "Waiver.check": "names a check",
    "Waiver.entity": "names an entity",
}
"""Texts that are something else too, each with what it is."""

SORTED = ("Term.name", "Term.acronym", "Term.other_acronyms", "Term.aliases")
"""Texts by whose first letter the glossary is sorted."""


@dataclass(frozen=True)
class Spot:
    """A place in the data where a text stands: the field, and the mapping or list that holds the text under `key`."""

    field: str
    holder: Any
    key: Any
    prose: bool = False
    """Whether Markdown may stand there."""

    @property
    def text(self) -> str:
        """The text that stands there."""
        return str(self.holder[self.key])


def _in_record(model: type[Model], values: dict[str, Any]) -> Iterator[Spot]:
    """Iterate over the texts of a record, as a file holds it."""
    for name, field in model.model_fields.items():
        if (key := written_as(name, field)) is not None:
            yield from _in_value(annotation_of(field), Spot(f"{model.__name__}.{name}", values, key))
    if model is Activity:
        yield from _in_letters(values)


def _in_value(annotation: Any, spot: Spot) -> Iterator[Spot]:
    value = spot.holder.get(spot.key) if isinstance(spot.holder, dict) else spot.holder[spot.key]
    if value is None:
        return
    if annotation in (Text, Prose):
        yield replace(spot, prose=annotation == Prose)
    elif isinstance(annotation, type) and issubclass(annotation, Model):
        yield from _in_record(annotation, value)
    elif get_origin(annotation) in (tuple, dict):
        item = get_args(annotation)[get_origin(annotation) is dict]
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from _in_value(item, Spot(spot.field, value, key))
    elif get_origin(annotation) is not Annotated:
        for argument in get_args(annotation):
            yield from _in_value(argument, spot)


def _in_letters(value: Any) -> Iterator[Spot]:
    """Iterate over the notes of letters, and the reasons why accountability is shared or absent."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        if key in ("note", "because"):
            yield Spot(f"Activity.{key}", value, key, prose=True)
        yield from _in_letters(item)


def spots_of(data: Path) -> Iterator[tuple[Path, dict[str, Any], list[Spot]]]:
    """Iterate over the files of a playbook: the path, what it holds, and the texts in it."""
    for subject, model in SUBJECTS.items():
        path = data / f"{subject}.yml"
        values = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  # it makes texts only
        yield path, values, list(_in_record(model, values))


class _Writer(yaml.SafeDumper):
    """Writes texts that need no quotes without them, so that numbers and dates stay what they are."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  # as PyYAML declares it


def filled(folder: Path, *texts: str) -> Path:
    """Make `folder` a small playbook in which each text of the data is the next of `texts`, and a word of its own.

    Where Markdown may stand, it says the text.
    """
    playbook = searched(small(folder))
    number, turn = count(), cycle(texts)
    for path, values, spots in spots_of(playbook / "data"):
        for spot in spots:
            if spot.field not in APART and not _is_offset(spot):
                letter = "A " if spot.field in SORTED else ""
                text = next(turn)
                said = escaped(text) if spot.prose else text
                spot.holder[spot.key] = f"{letter}{said} word{next(number)}x"
        _date(SUBJECTS[path.stem], values)
        path.write_text(yaml.dump(values, Dumper=_Writer, sort_keys=False, allow_unicode=True), encoding="utf-8")
    off = "".join(f"  {check}:\n    off: true\n" for check in ("activity-not-verb", "prose-html"))
    support.replace(playbook / "data" / "playbook.yml", "\nchecks:\n", f"\nchecks:\n{off}")
    return playbook


def _is_offset(spot: Spot) -> bool:
    """Tell whether a text has to be a length of time, since something counts from it."""
    return spot.key == "due" and "counts_from" in spot.holder


def _date(subject: type[Model], values: dict[str, Any]) -> None:
    """Give every entity of a subject that says nothing of it a first and a last day, each entity days of its own."""
    for name in subject.keyed():
        model = get_args(subject.model_fields[name].annotation)[1]
        for id, entity in values.get(name, {}).items() if issubclass(model, Entity) else ():
            first, last = days_of(model, id)
            entity.update({"since": str(first), "until": str(last)} if model is not Service else {})


def days_of(model: type[Model], id: str) -> tuple[date, date]:
    """Return the first and the last day of an entity, far from anything that is dated: they follow from its name."""
    number = zlib.crc32(f"{model.__name__} {id}".encode())
    return date(1950, 1, 1) + timedelta(days=number % 10_000), date(2100, 1, 1) + timedelta(days=number % 20_000)
