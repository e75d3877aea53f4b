"""Who bears what: duties and letters that pass from one role to another, and all that moves with a role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from playbook.changes.change import Change, What
from playbook.changes.classification import classified, passed
from playbook.changes.differences import differences
from playbook.changes.role_references import Place, bears_duty, role_places
from playbook.changes.wording import likeness, pairing, plain_words
from playbook.model import Model, Playbook, Role
from playbook.model.responsibilities import Assigned

DUTIES = (Role, "duties")


def duties_of(role: Role, what: What) -> Iterator[Change]:
    """Iterate over the duties of a role that came or went as a whole."""
    for duty in role.duties.values():
        before, after = (None, duty) if what == "added" else (duty, None)
        path = ("duties", duty.id)
        yield Change("role", role.id, role.name, what, path, before, after, "obligation", (role.id,), field=DUTIES)


def duties_moved(found: Iterable[Change], old: Playbook, new: Playbook) -> Iterator[Change]:
    """Iterate over changes in which a duty that left one role and came to another is one change.

    Where it also says something else than before, that is a change of its own.
    """
    listed = list(found)
    gone = [at for at, change in enumerate(listed) if change.field == DUTIES and change.what == "removed"]
    came = [at for at, change in enumerate(listed) if change.field == DUTIES and change.what == "added"]
    pairs = _paired([listed[at] for at in gone], [listed[at] for at in came])
    moved = {came[other]: listed[gone[one]] for one, other in pairs.items()}
    dropped = {gone[one] for one in pairs}
    for at, change in enumerate(listed):
        if at in moved:
            yield from _moved(moved[at], change, old, new)
        elif at not in dropped:
            yield change


def _paired(gone: Sequence[Change], came: Sequence[Change]) -> dict[int, int]:
    """Return which duty that came to a role left another one: it says the same, or has its id and is like it."""
    found: dict[tuple[int, int], float] = {}
    for i, one in enumerate(gone):
        for j, other in enumerate(came):
            if one.id == other.id:
                continue
            if plain_words(one.before.text) == plain_words(other.after.text):
                found[i, j] = 2
            elif one.before.id == other.after.id:
                found[i, j] = likeness(one.before.text, other.after.text)
    return pairing(found)


def _moved(gone: Change, came: Change, old: Playbook, new: Playbook) -> Iterator[Change]:
    """Iterate over the change of a duty that moved, and over what else became of it."""
    roles, duty = (gone.id, came.id), came.after
    change = replace(came, what="moved", before=gone.id, after=came.id, roles=roles, inside=(duty,))
    yield passed(change, old, new)
    for each in differences(gone.before, duty, came.path, (duty,)):
        if plain_words(str(each.before)) == plain_words(str(each.after)):
            continue
        told = replace(came, what=each.what, path=each.path, before=each.before, after=each.after, roles=roles)
        yield classified(replace(told, field=each.field, inside=each.inside), old, new)


def moved_with_roles(old: Playbook, new: Playbook) -> Iterator[Change]:
    """Iterate over all that moved from one party to another because the role that bears it did."""
    moved = {role.id for role in new.roles if role.id in old.roles and old.roles[role.id].party != role.party}
    if not moved:
        return
    for role in sorted(moved, key=new.roles.ids.index):
        yield from _duties_with(old.roles[role], new.roles[role])
    for kind, entity in new.entities():
        before = old.of_kind(kind).get(entity.id)
        known = {(place.role, place.path) for place in role_places(before)} if before is not None else set()
        for place in role_places(entity):
            if place.role in moved and (place.role, place.path) in known and _is_borne(place, new):
                parties = (old.roles[place.role].party, new.roles[place.role].party)
                yield _with_role(kind, entity, place, parties)


def _duties_with(before: Role, after: Role) -> Iterator[Change]:
    for duty in after.duties.values():
        if duty.id in before.duties:
            yield Change(
                "role", after.id, after.name, "moved", ("duties", duty.id), after.id, after.id, "burden-moved",
                (after.id,), (before.party, after.party), field=DUTIES, inside=(duty,),
            )  # fmt: skip


def _is_borne(place: Place, playbook: Playbook) -> bool:
    """Tell whether a role bears something where it is named."""
    if place.field == (Assigned, "role"):
        return bears_duty(playbook, place.path[0])
    return place.field_class == "burden"


def _with_role(kind: str, entity: Model, place: Place, parties: tuple[str, str]) -> Change:
    id, name = str(getattr(entity, "id", "")), str(getattr(entity, "name", ""))
    return Change(
        kind, id, name, "moved", place.path, place.role, place.role, "burden-moved", (place.role,), parties,
        field=place.field, inside=place.inside,
    )  # fmt: skip
