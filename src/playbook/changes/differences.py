"""Two records of one model, field by field: every fact in which they differ, once.

Records inside are told apart by their ids, and where they have none by what they have in common; texts of a list by
their words. The order of a list counts where its field says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from pydantic.fields import FieldInfo

from playbook.changes.change import What
from playbook.changes.wording import likeness, pairing
from playbook.model.base import INTERNAL, Model, Reference
from playbook.model.change_class import class_of, is_ordered

Path = tuple[str, ...]
APART = ("written",)
"""Fields that are compared elsewhere: the letters of an activity."""


@dataclass(frozen=True)
class Difference:
    """One fact that differs; see `playbook.changes.Change`."""

    path: Path
    what: What
    before: Any
    after: Any
    field: tuple[type[Model], str]
    inside: tuple[Model, ...] = ()


@dataclass(frozen=True)
class _Spot:
    """Where two values stand: below `path` and `inside` some records, in a field of a model."""

    path: Path
    inside: tuple[Model, ...]
    model: type[Model]
    name: str

    @property
    def info(self) -> FieldInfo:
        return self.model.model_fields[self.name]

    def told(self, what: What, before: Any, after: Any, *below: str) -> Difference:
        return Difference((*self.path, *below), what, before, after, (self.model, self.name), self.inside)


def differences(before: Model, after: Model, path: Path = (), inside: tuple[Model, ...] = ()) -> Iterator[Difference]:
    """Iterate over the facts in which two records of one model differ."""
    model = type(after)
    for name, key in _compared(model):
        old, new = getattr(before, name), getattr(after, name)
        if old != new or isinstance(old, Mapping):  # mappings are equal in whatever order
            yield from _of_value(old, new, _Spot((*path, key), inside, model, name))


@cache
def _compared(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """Return the fields that tell two records of a model apart, each with its key."""
    fields = model.model_fields.items()
    told = ((name, info) for name, info in fields if not info.exclude and name not in APART)
    return tuple((name, _key(name, info)) for name, info in told if class_of(info) != "identity")


def _key(name: str, info: FieldInfo) -> str:
    return (info.alias or name).removeprefix(INTERNAL)


def _of_value(old: Any, new: Any, spot: _Spot) -> Iterator[Difference]:
    if isinstance(old, Model) and isinstance(new, Model):
        yield from differences(old, new, spot.path, spot.inside)
    elif isinstance(old, Mapping):
        yield from _of_mapping(old, new, spot)
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _of_list(old, new, spot)
    else:
        yield spot.told("added" if old is None else "removed" if new is None else "changed", old, new)


def _of_mapping(old: Mapping[str, Model], new: Mapping[str, Model], spot: _Spot) -> Iterator[Difference]:
    renamed = _renamed(old, new)
    for id in dict.fromkeys((*new, *old)):
        if id in old and id in new:
            yield from differences(old[id], new[id], (*spot.path, id), (*spot.inside, new[id]))
        elif id in new and id not in renamed.values():
            yield spot.told("added", None, new[id], id)
        elif id in renamed:
            yield spot.told("renamed", old[id], new[renamed[id]], renamed[id])
        elif id in old:
            yield spot.told("removed", old[id], None, id)
    if is_ordered(spot.info) and [id for id in old if id in new] != [id for id in new if id in old]:
        yield spot.told("reordered", tuple(old.values()), tuple(new.values()))


def _renamed(old: Mapping[str, Model], new: Mapping[str, Model]) -> dict[str, str]:
    """Return the ids that went, each with the new one under which all that it said stands now."""
    came = [id for id in new if id not in old]
    found: dict[str, str] = {}
    for id in old:
        same = (each for each in came if each not in found.values() and not any(differences(old[id], new[each])))
        if id not in new and (other := next(same, None)):
            found[id] = other
    return found


def _of_list(old: tuple[Any, ...], new: tuple[Any, ...], spot: _Spot) -> Iterator[Difference]:
    gone, came = _rest(old, new), _rest(new, old)
    if is_ordered(spot.info) and [item for item in old if item in new] != [item for item in new if item in old]:
        yield spot.told("reordered", old, new)
    if not gone and not came:
        return
    if isinstance((gone or came)[0], Model):
        yield from _of_records(gone, came, new, spot)
    elif _holds_texts(spot.info.annotation):
        yield from _of_items(gone, came, spot)
    else:
        yield spot.told("changed" if gone and came else "added" if came else "removed", gone or None, came or None)


def _rest(some: tuple[Any, ...], others: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what of a list another one does not have, each as often as it is missing there."""
    left, rest = list(others), []
    for item in some:
        if item in left:
            left.remove(item)
        else:
            rest.append(item)
    return tuple(rest)


def _of_records(gone: tuple[Model, ...], came: tuple[Model, ...], new: tuple[Model, ...], spot: _Spot) -> Iterator[Any]:
    pairs = pairing(_in_common(gone, came))
    if len(gone) == len(came) == 1:
        pairs = {0: 0}
    for at, record in enumerate(came):
        number = str(new.index(record) + 1)
        before = next((gone[one] for one, other in pairs.items() if other == at), None)
        if before is None:
            yield spot.told("added", None, record, number)
        else:
            yield from differences(before, record, (*spot.path, number), (*spot.inside, record))
    for at, record in enumerate(gone):
        if at not in pairs:
            yield spot.told("removed", record, None)


def _in_common(gone: tuple[Model, ...], came: tuple[Model, ...]) -> dict[tuple[int, int], float]:
    """Return how much of what they say records have in common, from 0 to 1."""
    names = [name for name, info in type((gone or came)[0]).model_fields.items() if not info.exclude]
    return {
        (i, j): sum(getattr(one, name) == getattr(other, name) for name in names) / len(names)
        for i, one in enumerate(gone)
        for j, other in enumerate(came)
    }


def _of_items(gone: tuple[str, ...], came: tuple[str, ...], spot: _Spot) -> Iterator[Difference]:
    """Iterate over texts or ids that came, went, or took the place of others."""
    pairs = {0: 0} if len(gone) == len(came) == 1 else {}
    if not pairs and not _holds_ids(spot.info.annotation):
        pairs = pairing({(i, j): likeness(one, other) for i, one in enumerate(gone) for j, other in enumerate(came)})
    for one, other in sorted(pairs.items(), key=lambda pair: pair[1]):
        yield spot.told("changed", gone[one], came[other])
    for at, item in enumerate(came):
        if at not in pairs.values():
            yield spot.told("added", None, item, item)
    for at, item in enumerate(gone):
        if at not in pairs:
            yield spot.told("removed", item, None, item)


def _holds_ids(annotation: Any) -> bool:
    """Tell whether a list holds the ids of other records."""
    marked = (extra for item in get_args(annotation) for extra in getattr(item, "__metadata__", ()))
    return any(isinstance(extra, Reference) for extra in marked)


def _holds_texts(annotation: Any) -> bool:
    """Tell whether a list holds texts, of which each can be another, or ids."""
    return _holds_ids(annotation) or any(getattr(item, "__origin__", item) is str for item in get_args(annotation))
