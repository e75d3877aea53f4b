"""What is current in an edition: what applies on some day of its cycle.

What ended before the cycle begins, or begins after it ends, is in no list of the edition. What begins or ends within
the cycle is told with its day. The day on which a site is built plays no part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from playbook.model.base import Entity, Model, Reference
from playbook.model.cadence import Quorum
from playbook.model.references import ending_with, fields
from playbook.model.responsibilities import Assigned
from playbook.model.roles import Assignment

if TYPE_CHECKING:
    from playbook.model import Playbook

M = TypeVar("M", bound=Model)
Key = tuple[str, str]
"""The kind and the id of an entity."""
Gone = Mapping[str, frozenset[str]]
"""The ids of what applies on no day of the cycle, by kind."""


@dataclass(frozen=True)
class Life:
    """The days on which something applies, both included; None where it has always applied, or does for good."""

    first: date | None = None
    last: date | None = None

    def meets(self, other: Life) -> bool:
        """Tell whether there is a day on which both apply."""
        before = self.last and other.first and self.last < other.first
        after = self.first and other.last and self.first > other.last
        return not (before or after)

    def holds(self, day: date) -> bool:
        """Tell whether it applies on a day."""
        return self.meets(Life(day, day))

    def beside(self, cycle: Life) -> Life | None:
        """Return the days to tell of: the first where the cycle begins before it, the last where it goes on after."""
        first = self.first if self.first and cycle.first and self.first > cycle.first else None
        last = self.last if self.last and (cycle.last is None or self.last < cycle.last) else None
        return Life(first, last) if first or last else None


def cut(one: Life, other: Life, beginning: bool = True) -> Life:
    """Return the days of one on which the other applies too; only its end counts unless `beginning`."""
    firsts = [day for day in (one.first, other.first if beginning else None) if day]
    lasts = [day for day in (one.last, other.last) if day]
    return Life(max(firsts, default=None), min(lasts, default=None))


def written(entity: Model) -> Life:
    """Return the days that an entity itself is said to apply on."""
    own = Life(entity.since, entity.until) if isinstance(entity, Entity) else Life()
    return cut(own, Life(entity.from_, entity.to)) if isinstance(entity, Assignment) else own


def lives(playbook: Playbook) -> Mapping[Key, Life]:
    """Return the days of everything that does not apply for ever, and of what ends with it."""
    found: dict[Key, Life] = {}
    for kind, entity in playbook.entities():
        life = written(entity)
        for field, other, ends in ending_with(type(entity)):
            holder = playbook.of_kind(other).get(getattr(entity, field))
            if holder is not None:
                life = cut(life, found.get((other, holder.id), Life()), ends.begins)
        if life != Life():
            found[kind, entity.id] = life
    return found


def days_of(playbook: Playbook) -> Life:
    """Return the days of the cycle."""
    cycle = playbook.about.cycle
    last = cycle.effective_to
    return Life(cycle.effective_from, last if last and last >= cycle.effective_from else None)


def past_or_future(lives: Mapping[Key, Life], cycle: Life) -> Gone:
    """Return the ids of what applies on no day of the cycle, by kind."""
    gone: dict[str, set[str]] = {}
    for (kind, id), life in lives.items():
        if not life.meets(cycle):
            gone.setdefault(kind, set()).add(id)
    return {kind: frozenset(ids) for kind, ids in gone.items()}


def without(record: M, gone: Gone) -> M:
    """Return a record that names nothing of what is gone, by kind; where it has to name something it still does."""
    changed: dict[str, Any] = {}
    for name, _, shape in fields(type(record)):
        before = getattr(record, name)
        if isinstance(shape, Reference):
            after = (
                None if _is_gone(before, shape, gone) and not type(record).model_fields[name].is_required() else before
            )
        else:
            after = _kept(before, shape, gone)
        if after is not before:
            changed[name] = after
    return record.model_copy(update=changed) if changed else record


def _is_gone(id: Any, shape: Reference, gone: Gone) -> bool:
    return id in gone.get("role" if shape.kind == "owner" else shape.kind, ())


def _kept(value: Any, shape: Any, gone: Gone) -> Any:
    """Return what is left of a value that is no reference itself; the same object where all of it is."""
    how, inner = shape
    if value is None or how == "model":
        return without(value, gone) if value is not None else None
    pairs = tuple(enumerate(value) if how == "items" else value.items())
    left = [(key, after) for key, item in pairs for after in _left(item, inner, gone)]
    if len(left) == len(pairs) and all(after is item for (_, after), (_, item) in zip(left, pairs, strict=True)):
        return value
    return tuple(item for _, item in left) if how == "items" else dict(left)


def _left(item: Any, shape: Any, gone: Gone) -> Iterator[Any]:
    """Iterate over what is left of one of several: itself, or nothing."""
    if isinstance(shape, Reference):
        if not _is_gone(item, shape, gone):
            yield item
    elif isinstance(item, Assigned):
        if item.role not in gone.get("role", ()):
            yield item
    elif isinstance(item, Quorum):
        if item.party not in gone.get("party", ()):
            yield item
    else:
        yield _kept(item, shape, gone)


def listing_of(playbook: Playbook, gone: Gone, kinds: Mapping[str, str]) -> Playbook:
    """Return a playbook whose collections, by `kinds`, list nothing that is gone; by its id it is still found."""
    parts: dict[str, Any] = {kinds[kind]: playbook.of_kind(kind).listing(ids) for kind, ids in gone.items()}
    return replace(playbook, whole_playbook=playbook, **parts)


def pruned_of(playbook: Playbook, gone: Gone, kinds: Mapping[str, str]) -> Playbook:
    """Return a playbook in which nothing names what is gone; see `without`."""
    parts: dict[str, Any] = {}
    for kind, name in kinds.items():
        parts[name] = playbook.of_kind(kind).mapped(lambda entity: without(entity, gone))
    return replace(playbook, **parts)
