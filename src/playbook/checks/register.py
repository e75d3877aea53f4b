"""Whether what contracts cite stays where it is: the ledger of ids, and the ids of headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any

from playbook.checks.base import Check, Context, Finding, ring_told, rings
from playbook.markdown.headings import Cited
from playbook.model import KINDS, Entry, Model, id_to_cite
from playbook.model.ids import VERSION_NAME
from playbook.model.register import ENTER, FOLLOWED, owner_of, told_lacking
from playbook.problems import Place, did_you_mean, quoted

INNER = ("duty", "step", "level", "part")
"""Kinds of what an entity holds; their ids are `kind-name--inner`."""
_PREFIX = re.compile(rf"({'|'.join(INNER)})-")


class _Edition:
    """What of an edition can be cited, as far as facts and Markdown tell; of what macros make they tell nothing."""

    def __init__(self, context: Context) -> None:
        self.playbook = context.playbook
        self.headings = context.headings
        self.held: dict[str, frozenset[str]] = {}

    @cached_property
    def cited(self) -> Cited:
        return Cited(self.headings or (), {entity.id for _, entity in self.playbook.entities()})

    def lacks(self, entry: Entry) -> bool:
        """Tell whether an id is surely not there."""
        if entry.kind in KINDS:
            return not self._has_entity(entry.kind, entry.id)
        if entry.kind == "heading":
            return self.headings is not None and entry.id not in self.cited
        return entry.kind in INNER and not self._has_inner(entry.id)

    def holds(self, entry: Entry) -> bool:
        """Tell whether an id is surely there."""
        if entry.kind == "heading":
            return self.headings is not None and self.cited.surely(entry.id)
        return entry.kind in (*KINDS, *INNER) and not self.lacks(entry)

    def knows(self, id: str) -> bool:
        """Tell whether an id names anything of whatever kind, or may do so."""
        named = self.playbook.cited(id) is not None or self._has_inner(id)
        return named or self.headings is None or id in self.cited

    def _has_entity(self, kind: str, id: str) -> bool:
        found = self.playbook.cited(id)
        return found is not None and found[0] == kind

    def _has_inner(self, id: str) -> bool:
        owner, _, inner = id.partition("--")
        if owner not in self.held:
            self.held[owner] = frozenset(self._inner_ids(owner))
        return inner in self.held[owner] or _PREFIX.sub("", inner, count=1) in self.held[owner]

    def _inner_ids(self, owner: str) -> Iterator[str]:
        if (found := self.playbook.cited(owner)) is not None:
            yield from _ids_below(found[1])


def _ids_below(value: Any) -> Iterator[str]:
    """Iterate over the ids of everything inside a record, at any depth."""
    if isinstance(value, Model):
        for name in type(value).model_fields:
            yield from _ids_below(getattr(value, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _ids_below(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _ids_below(item)


def heading_no_id(context: Context) -> Iterator[Finding]:
    """A heading has an id of its author's, one that an address can hold, because its words will be improved."""
    for heading in context.headings or ():
        where = f"the heading {quoted(heading.words)}" if heading.words else "a heading without words"
        write = f"end its line with `{{: #{heading.proposed} }}`"
        if heading.bare is not None:
            message = f"the id of {where} is written without its colon"
            yield Finding(heading.place, message, f"{write}; `{{#` begins a comment", None)
        elif heading.id is None:
            yield Finding(heading.place, f"{where} has no id", write, None)
        elif not heading.sound:
            message = f"the id {quoted(heading.id)} cannot stand in an address"
            hint = f"use lower-case letters, digits and single hyphens: {write}"
            yield Finding(heading.place, message, hint, None)


def register_id_gone(context: Context) -> Iterator[Finding]:
    """An id that was published is there for good, or the ledger says what became of it."""
    edition, version = _Edition(context), context.playbook.about.cycle.version
    for entry in context.playbook.ledger:
        owner = context.playbook.ledger.get(owner_of(entry.id))
        with_owner = owner is not None and (owner.status != "active" or edition.lacks(owner))
        if entry.status == "active" and edition.lacks(entry) and not with_owner:
            hint = farewell(version)
            if entry.introduced == version:
                hint = f"delete the line if {quoted(version)} has never been published; otherwise {hint}"
            message = f"{quoted(entry.id)} is gone, and contracts may cite it"
            yield Finding(entry.origin.key(), message, hint, entry.id)


def register_id_new(context: Context) -> Iterator[Finding]:
    """What can be cited stands in the ledger before it is published, so that its id is never given to anything else."""
    ledger = context.playbook.ledger
    if not ledger:
        return
    kinds = {entry.kind for entry in ledger if entry.status == "active"}
    entities = (id_to_cite(kind, each.id) for kind, each in context.playbook.entities() if kind in kinds)
    new = [id for id in entities if id not in ledger]
    if new:
        file = next(entry.origin.key().file for entry in ledger)
        yield Finding(Place(file), told_lacking(new), f"before you publish, {ENTER}", None)


def farewell(version: str) -> str:
    """Return what to write of an id that is gone from a version."""
    return (
        "bring it back, or write here `status: withdrawn` (or, with `replaced_by`, `superseded` or `moved`), "
        f"`removed_in: {version}`, `reason` and `approved_by`"
    )


def register_entry_gone(context: Context) -> Iterator[Finding]:
    """The ledger only grows, because what it forgets is what an old citation asks for."""
    if context.before is None:
        return
    ledger, about_it = context.playbook.ledger, context.playbook.about
    top = Place(next((entry.origin.key().file for entry in ledger), about_it.origin.key().file))
    for entry in context.before.ledger:
        if entry.id not in ledger:
            edition = context.before.about.cycle.version
            message = f"the line of {quoted(entry.id)} is gone, which stands in the ledger of {quoted(edition)}"
            line = f"`{entry.id}: {{kind: {entry.kind}, title: {entry.title}, introduced: {entry.introduced}}}`"
            yield Finding(top, message, f"put the line back: {line}", entry.id)


def register_id_reused(context: Context) -> Iterator[Finding]:
    """An id that has gone never comes back with another meaning, or an old citation would lead to it."""
    edition = _Edition(context)
    for entry in context.playbook.ledger:
        if entry.status != "active" and edition.holds(entry):
            message = f"{quoted(entry.id)} went in {quoted(entry.removed_in)}, and here it is again"
            yield Finding(entry.origin.key(), message, "give the new one an id of its own", entry.id)


def register_replaced_by_nothing(context: Context) -> Iterator[Finding]:
    """Whoever follows an old citation is led to something, and never round in a ring."""
    edition, ledger = _Edition(context), context.playbook.ledger
    after = {entry.id: entry.replaced_by for entry in ledger if entry.status in FOLLOWED}
    targets = [(entry, place, id) for entry in ledger for place, id in enumerate(entry.replaced_by)]
    for entry, place, target in targets:
        if target not in ledger and not edition.knows(target):
            hint = did_you_mean(target, _citable(context), "name the id of a section that is there")
            where = entry.origin.at("replaced_by", place)
            yield Finding(where, f"there is no section {quoted(target)}", hint, entry.id)
    for ring in rings(after):
        entry = ledger[ring[-1]]
        hint = "name the section that holds the text now"
        yield Finding(
            entry.origin.at("replaced_by"),
            ring_told(ring, "is replaced by itself", "these ids replace each other"),
            hint,
            entry.id,
        )


def _citable(context: Context) -> list[str]:
    entities = [id_to_cite(kind, entity.id) for kind, entity in context.playbook.entities()]
    return [*entities, *(entry.id for entry in context.playbook.ledger if entry.status == "active")]


def register_version_order(context: Context) -> Iterator[Finding]:
    """An id comes before it goes, and neither in a version that is still to come."""
    version = context.playbook.about.cycle.version
    for entry in context.playbook.ledger:
        for key, named in (("introduced", entry.introduced), ("removed_in", entry.removed_in)):
            if named and _after(named, version):
                message = f"{quoted(named)} comes after this edition, {quoted(version)}"
                yield Finding(entry.origin.at(key), message, f"write {quoted(version)} or an earlier one", entry.id)
        came, went = entry.introduced, entry.removed_in
        if went and (went == came or _after(came, went)):
            message = f"it went in {quoted(went)} and came in {quoted(came)}"
            hint = "correct one of them; an id that was never published needs no entry"
            yield Finding(entry.origin.at("removed_in"), message, hint, entry.id)


def register_version_name(context: Context) -> Iterator[Finding]:
    """The name of a version is a part of every address that a contract cites, so that an address can hold it."""
    about = context.playbook.about
    version = about.cycle.version
    if not VERSION_NAME.fullmatch(version):
        hint = "name it by its year and a number, such as 2026-1: small letters, digits and hyphens, a digit first"
        place = about.origin.at("cycle", "version")
        yield Finding(place, f"{quoted(version)} cannot be part of an address", hint, None)


@lru_cache(maxsize=10_000)
def _after(one: str, other: str) -> bool:
    """Tell whether a version comes after another, where their names show it: `2026-2` after `2026-1`."""
    shapes = {re.sub("[0-9]+", "0", name) for name in (one, other)}
    return len(shapes) == 1 and _numbers(one) > _numbers(other)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall("[0-9]+", version)]


CHECKS = (
    Check(heading_no_id, "error"),
    Check(register_id_gone, "error", kind="reference"),
    Check(register_id_new, "info"),
    Check(register_entry_gone, "error", kind="reference"),
    Check(register_id_reused, "error", kind="reference"),
    Check(register_replaced_by_nothing, "error", kind="reference"),
    Check(register_version_order, "error"),
    Check(register_version_name, "error", kind="reference"),
)
