"""Everything a record says, fact by fact, and the facts in which two records differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from playbook.model import Model
from playbook.model.base import written_as
from playbook.model.responsibilities import Activity

Path = tuple[str, ...]
Facts = Mapping[Path, str]


def facts(record: Model, above: Path = ()) -> dict[Path, str]:
    """Return everything a record says by the path it is written at; an item of a list stands under its own words."""
    found: dict[tuple[str, ...], str] = {}
    if isinstance(record, Activity):
        for each in record.assigned:
            found[(*above, each.code, each.role)] = each.note or ""
    for name, field in type(record).model_fields.items():
        key = written_as(name, field)
        if key:
            found.update(_said(getattr(record, name), (*above, key)))
    return found


def _said(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, Model):
        yield from facts(value, path).items()
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _said(item, (*path, str(key)))
    elif isinstance(value, (tuple, list)):
        models = all(isinstance(item, Model) for item in value)
        for number, item in enumerate(value, 1):
            yield from _said(item, (*path, str(number) if models else str(item)))
    elif value is not None:
        yield path, str(value).lower() if isinstance(value, bool) else str(value)


def differing(before: Facts, after: Facts) -> Iterator[tuple[Path, str | None, str | None]]:
    """Iterate over the facts that differ; of a list, an item that went and one that came in its stead are one fact."""
    differ = [path for path in dict.fromkeys((*after, *before)) if before.get(path) != after.get(path)]
    lists: dict[Path, list[Path]] = {}
    for path in differ:
        if (before.get(path) or after.get(path)) == path[-1] and (path in before) != (path in after):
            lists.setdefault(path[:-1], []).append(path)
    told: set[Path] = set()
    for path in differ:
        items = lists.get(path[:-1], []) if path in lists.get(path[:-1], []) else []
        gone, came = [each for each in items if each in before], [each for each in items if each in after]
        if len(gone) == len(came) == 1:
            if path[:-1] not in told:
                told.add(path[:-1])
                yield path[:-1], gone[0][-1], came[0][-1]
        else:
            yield path, before.get(path), after.get(path)
