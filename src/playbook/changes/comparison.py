"""Two editions beside each other: every difference with its class, and whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from playbook.changes import duties, responsibilities
from playbook.changes.change import Change, Sort, What, name_of
from playbook.changes.classification import classified, plain
from playbook.changes.differences import Difference, differences
from playbook.changes.role_references import role_places, roles_concerned
from playbook.model import KINDS, SUBJECTS, Model, Playbook, ServiceLevel
from playbook.model.bands import Band
from playbook.model.base import Reference
from playbook.model.change_class import class_of
from playbook.model.references import fields
from playbook.model.responsibilities import Activity
from playbook.model.service_levels import TargetWhen
from playbook.model.targets import BEST_EFFORT

LEVEL_TERMS = "level-terms"
"""What changes of regimes and defaults are told under, as `ledger` is for the ledger of ids."""
SETTINGS = ("about", "sourcing", "scheme")
"""What a playbook says beside its entities."""

_COLLECTIONS = {name: info for subject in SUBJECTS.values() for name, info in subject.model_fields.items()}

_RULE = ("every", "on")
"""The fields of a recurrence that give its days together."""


@dataclass(frozen=True)
class Pair:
    """One thing with an id, before and after; `before` or `after` is None where it came or went."""

    kind: str
    id: str
    before: Any
    after: Any
    old: Playbook
    new: Playbook

    @property
    def name(self) -> str:
        """What it is called now, or was."""
        return name_of(self.after if self.after is not None else self.before)


def changes(old: Playbook, new: Playbook) -> tuple[Change, ...]:
    """Return every difference between two editions, by kind and id in the order of the files, the new one first."""
    found: list[Change] = []
    for name in SETTINGS:
        found += _of_record(Pair("playbook", name, getattr(old, name), getattr(new, name), old, new))
    for kind in KINDS:
        before, after = old.of_kind(kind), new.of_kind(kind)
        for id in dict.fromkeys((*after.ids, *before.ids)):
            found += _of_entity(Pair(kind, id, before.get(id), after.get(id), old, new))
    found += _of_shared_terms(old, new)
    found += _of_ledger(old, new)
    return (*duties.duties_moved(found, old, new), *duties.moved_with_roles(old, new))


def _of_entity(pair: Pair) -> Iterator[Change]:
    if pair.before is not None and pair.after is not None:
        yield from _of_record(pair)
        return
    record, playbook = (pair.after, pair.new) if pair.before is None else (pair.before, pair.old)
    what: What = "added" if pair.before is None else "removed"
    sort = plain(class_of(_COLLECTIONS[KINDS[pair.kind]]))
    roles = roles_concerned(playbook, pair.kind, record)
    yield Change(pair.kind, pair.id, pair.name, what, (), None, None, sort, roles)
    if pair.kind == "role":
        yield from duties.duties_of(record, what)


def _of_record(pair: Pair) -> Iterator[Change]:
    rule_told = False
    for each in differences(pair.before, pair.after):
        if _told_at_its_source(pair, each):
            continue
        if _tells_days(each):
            if rule_told:
                continue
            rule_told = True
        yield _of_fact(pair, replace(each, what="changed") if _other_days(pair, each) else each)
    if isinstance(pair.after, Activity):
        yield from responsibilities.changes_of(pair.before, pair.after, pair.old, pair.new)


def _other_days(pair: Pair, each: Difference) -> bool:
    """Tell whether a fact is about the days of a rule, which are told together, and both editions tell of some."""
    rules = (getattr(record, "recurrence", None) for record in (pair.before, pair.after))
    return _tells_days(each) and all(rule and (rule.every or rule.on) for rule in rules)


def _tells_days(each: Difference) -> bool:
    return each.path[-2:-1] == ("recurrence",) and each.path[-1] in _RULE


def _of_fact(pair: Pair, each: Difference) -> Change:
    roles = _concerned(pair, each)
    change = Change(pair.kind, pair.id, pair.name, each.what, each.path, each.before, each.after, "obligation", roles)
    change = replace(change, field=each.field, inside=each.inside)
    if each.field == (ServiceLevel, "target"):
        units = (pair.before.unit, pair.after.unit)
        return replace(change, sort=_level(pair, units, each))
    if each.field == (TargetWhen, "target"):
        return replace(change, sort=_level(pair, (None, None), each))
    if each.field == (Band, "includes") and _edges(pair.before) == _edges(pair.after):
        return replace(change, sort="editorial")
    return classified(change, pair.old, pair.new)


def _edges(level: ServiceLevel) -> list[tuple[bool, bool]]:
    """Return which of its edges each band holds, whether that is written or not."""
    return [band.edges(level.direction) for band in level.bands]


def _level(pair: Pair, units: tuple[str | None, str | None], each: Difference) -> Sort:
    """Return whether a service level asks for more or for less than it did; what is promised in words tells neither."""
    one, other = each.before, each.after
    if BEST_EFFORT in (one, other) or one is None or other is None:
        return "level-loosened" if other == BEST_EFFORT or other is None else "level-tightened"
    if not isinstance(one, Decimal) or not isinstance(other, Decimal):
        return "obligation"
    if pair.before.direction != pair.after.direction or units[0] != units[1]:
        return "obligation"
    return "level-tightened" if (other > one) == (pair.after.direction == "at-least") else "level-loosened"


def _told_at_its_source(pair: Pair, each: Difference) -> bool:
    """Tell whether a level says what its regime says, before and after: the change is one, of the regime."""
    name = each.path[0]
    sources = {getattr(record, "taken", {}).get(name) for record in (pair.before, pair.after)} - {None}
    if len(sources) != 1:
        return False
    source = str(*sources)
    for playbook, level in ((pair.old, pair.before), (pair.new, pair.after)):
        terms = playbook.regimes.get(source) if source else playbook.defaults
        if terms is None or getattr(terms, name) != getattr(level, name):
            return False
    return True


def _of_shared_terms(old: Playbook, new: Playbook) -> Iterator[Change]:
    """Iterate over what regimes and defaults say otherwise, each with the levels that take it from there.

    A regime that came or went says nothing of its own: what it changes is told of the levels.
    """
    pair = Pair("playbook", LEVEL_TERMS, None, None, old, new)
    for id, before, after in [
        ("", old.defaults, new.defaults),
        *((each.id, old.regimes.get(each.id), each) for each in new.regimes),
    ]:
        if before is not None:
            for each in differences(before, after, (id,) if id else (), (after,)):
                levels = (*new.service_levels, *old.service_levels)
                taking = [level for level in levels if level.taken.get(each.path[len(id) > 0]) == id]
                change = _of_fact(pair, each)
                roles = (*change.roles, *(role for level in taking for role in level.roles))
                known = tuple(dict.fromkeys(role for role in roles if role in new.roles or role in old.roles))
                yield replace(change, roles=known, levels=tuple(dict.fromkeys(level.id for level in taking)))


def _concerned(pair: Pair, each: Difference) -> tuple[str, ...]:
    """Return the roles that a change of one fact concerns.

    They are those that it names; else those of the record that it stands in, the innermost first; else the entity's.
    """
    own = [pair.id] if pair.kind == "role" else []
    named = _named(each)
    for record in reversed(each.inside):
        named = named or [*roles_concerned(pair.old, "", record), *roles_concerned(pair.new, "", record)]
    if not own and not named and pair.kind != "playbook":
        named = [*roles_concerned(pair.new, pair.kind, pair.after), *roles_concerned(pair.old, pair.kind, pair.before)]
    return tuple(dict.fromkeys((*own, *(role for role in named if role in pair.new.roles or role in pair.old.roles))))


def _named(each: Difference) -> list[str]:
    """Return the roles that a fact names, or the records that came or went there."""
    model, name = each.field
    shape = next((shape for field, _, shape in fields(model) if field == name), None)
    while isinstance(shape, tuple) and shape[0] in ("items", "values"):
        shape = shape[1]
    if isinstance(shape, Reference):
        return [str(id) for id in (each.before, each.after) if id and shape.kind in ("role", "owner")]
    if each.what == "reordered":
        return []
    records = [record for record in (each.before, each.after) if isinstance(record, Model)]
    return [place.role for record in records for place in role_places(record)]


def _of_ledger(old: Playbook, new: Playbook) -> Iterator[Change]:
    """Iterate over what the ledger says otherwise of an id; lines that it gained are told with what they are about."""
    pair = Pair("playbook", "ledger", None, None, old, new)
    for id in dict.fromkeys((*new.ledger.ids, *old.ledger.ids)):
        before, after = old.ledger.get(id), new.ledger.get(id)
        if before is not None and after is not None:
            those = list(differences(before, after, (id,), (after,)))
            told = [each for each in those if each.field[1] == "status"] or those
            yield from (_of_fact(pair, each) for each in told)
        elif before is not None or (after is not None and after.status != "active"):
            what: What = "added" if before is None else "removed"
            name = name_of(after or before or old.about)
            yield Change("playbook", "ledger", name, what, (id,), before, after, "settings")
