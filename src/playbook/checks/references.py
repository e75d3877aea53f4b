"""Every id that is named exists, and is of the right kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from playbook.checks.base import Check, Context, Finding, about
from playbook.checks.reference_hints import Beside, Named, base_kind, farewell, hint_for, plainly, word_for
from playbook.loading.load import LeftOut
from playbook.model import Activity, Forum, Model, Playbook, Regime, ServiceLevel
from playbook.model.base import written_as
from playbook.model.change_class import is_ordered
from playbook.model.ids import foreign
from playbook.model.onboarding import THEMSELVES
from playbook.model.references import fields, of_the_past, references, references_written
from playbook.model.responsibilities import written_path
from playbook.problems import quoted

COMPARED = 100_000
"""The most ids that are compared for "did you mean"; it bounds the time that a file of wrong ids takes."""
HINTED = 2_000
"""The most wrong ids that each get a hint of their own, for the same reason."""


def dangling(
    playbook: Playbook,
    broken: Mapping[str, frozenset[str]],
    unread: frozenset[str],
    left_out: Collection[LeftOut] = (),
) -> Iterator[Finding]:
    """Iterate over the ids that are named and not there, each once with all the places that name it.

    Ids in `broken` were written but could not be read, and kinds in `unread` could not be read at all: what names
    them is not at fault. What is `left_out` names ids too.
    """
    named: dict[tuple[str, str, str], list[Finding]] = {}
    today: set[tuple[str, str, str]] = set()
    compared = 0
    broken = {**broken, "regime": frozenset(each.id for each in left_out if each.model is Regime)}
    for each in (*_named(playbook), *_written(playbook, left_out)):
        kind, id, base = each.kind, each.id, base_kind(each.kind)
        if base in unread or id in broken.get(base, ()) or (each.past and playbook.gone(kind, id)):
            continue
        cause = (base, id, each.within)
        hint = ""
        if cause not in named:
            known = _known(playbook, each) if compared < COMPARED else ()
            compared += len(known)
            asked = len(named) < HINTED
            hint = hint_for(playbook, each, known, broken.get(base, ())) if asked else plainly(kind)
        if not each.past:
            today.add(cause)
        named.setdefault(cause, []).append(replace(each.finding, hint=hint))
    for cause, found in named.items():
        kind, id, within = cause
        if cause not in today and not found[0].hint.startswith("did you mean"):
            found[0] = replace(found[0], hint=farewell(playbook, kind, id))
        told = f"the workstream {quoted(within)} has no group" if kind == "group" else f"there is no {word_for(kind)}"
        yield together(f"{told} {quoted(id)}{foreign(id)}", found)


def _named(playbook: Playbook) -> Iterator[Named]:
    for record in records(playbook):
        stream = getattr(record, "workstream", "")
        beside = _beside(playbook, getattr(record, "steps", ()), stream)
        for path, kind, id in references(record):
            if not _leads(playbook, kind, id, beside):
                finding, coded = about(record, "", "", *path), path[0] == "written"
                yield Named(kind, id, beside, finding, _within(kind, finding, stream), of_the_past(record, path), coded)


def _written(playbook: Playbook, left_out: Iterable[LeftOut]) -> Iterator[Named]:
    for each in left_out:
        steps = each.values.get("steps") if isinstance(each.values, Mapping) else None
        stream = each.values.get("workstream") if isinstance(each.values, Mapping) else None
        beside = _beside(playbook, steps if isinstance(steps, Mapping) else None, stream)
        for path, kind, id in references_written(each.model, each.values, each.codes):
            if not _leads(playbook, kind, id, beside):
                finding = Finding(each.origin.at(*path), "", "", each.id)
                coded = each.model is Activity and path[0] in each.codes
                yield Named(kind, id, beside, finding, _within(kind, finding, str(stream)), coded=coded)


def _beside(playbook: Playbook, steps: Iterable[str] | None, workstream: object) -> Beside:
    """Return the steps, groups and regimes that a record may name; None is what cannot be known."""
    stream = playbook.workstreams.get(workstream) if isinstance(workstream, str) else None
    known = None if steps is None or (isinstance(steps, Mapping) and not steps) else tuple(steps)
    return {"step": known, "group": tuple(stream.groups) if stream else None, "regime": tuple(playbook.regimes.ids)}


def _within(kind: str, finding: Finding, workstream: str) -> str:
    """Return what an id that leads nowhere belongs to, so that those of one name are told apart."""
    if kind == "group":
        return workstream
    return finding.place.file + (finding.entity or "") if kind == "step" else ""


def together(message: str, found: list[Finding], often: str = "which is named in {} places") -> Finding:
    """Return what was found in several places as one finding, which stands at the first and says `often` how many."""
    hint = found[0].hint
    places = sorted({each.place for each in found})
    entities = {each.entity for each in found}
    if len(places) > 1:
        message += f", {often.format(len(places))}"
    return Finding(places[0], message, hint, entities.pop() if len(entities) == 1 else None, also=tuple(places[1:]))


def records(playbook: Playbook) -> Iterator[Model]:
    """Iterate over everything that can name an entity, each with what is written in its own place."""
    yield playbook.about
    yield playbook.sourcing
    yield playbook.defaults
    yield from playbook.regimes
    for _, entity in playbook.entities():
        yield entity.alone if isinstance(entity, ServiceLevel) else entity


def _leads(playbook: Playbook, kind: str, id: str, beside: Beside) -> bool:
    """Tell whether an id names what is there, or what may be."""
    if kind in beside:
        known = beside[kind]
        return known is None or id in known
    return id in playbook.of_kind(base_kind(kind)) or (kind == "owner" and id in THEMSELVES)


def _known(playbook: Playbook, each: Named) -> tuple[str, ...]:
    if each.kind == "owner":
        return (*playbook.roles.ids, *THEMSELVES)
    return (each.beside[each.kind] or ()) if each.kind in each.beside else playbook.of_kind(each.kind).ids


def dangling_ref(context: Context) -> Iterator[Finding]:
    """An id that names nothing sends a reader nowhere."""
    yield from dangling(context.playbook, {}, frozenset())


def id_twice(context: Context) -> Iterator[Finding]:
    """A list names each of those that it means once; a name that stands twice was meant to be another."""
    for record in records(context.playbook):
        known: set[tuple[Any, ...]] = set()
        for named, path, item in (*_items(record, ()), *_coded(record)):
            if (*named, item) in known:
                message = f"{quoted(str(item))} stands twice under {quoted(named[-1])}"
                yield about(record, message, "keep one of them, or name the one that was meant", *path)
            known.add((*named, item))
        if isinstance(record, Forum):
            yield from _twice_at_forum(record)


def _items(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...], Any]]:
    """Iterate over the items of plain lists, at any depth: the path of the list, the path of the item, the item."""
    if isinstance(value, Model):
        for name, key, may_repeat in _listing(type(value)):
            held = getattr(value, name)
            if isinstance(held, (Model, dict)) or (isinstance(held, tuple) and not may_repeat):
                yield from _items(held, (*path, key))
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, (Model, dict, tuple)):
                yield from _items(item, (*path, key))
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            if isinstance(item, (Model, dict, tuple)):
                yield from _items(item, (*path, place))
            else:
                yield path, (*path, place), item


@cache
def _listing(model: type[Model]) -> tuple[tuple[str, str, bool], ...]:
    """Return the fields of a model, each with its key, and whether a list there may say the same again.

    So may a list that says in words what is done one after the other.
    """
    refers = {name for name, _, _ in fields(model)}
    keyed = ((name, written_as(name, field), field) for name, field in model.model_fields.items())
    return tuple((name, key, is_ordered(field) and name not in refers) for name, key, field in keyed if key is not None)


def _coded(record: Model) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...], Any]]:
    """Iterate over the roles in lists under the codes of an activity, as `_items` does."""
    for path, _, id in references(record) if isinstance(record, Activity) else ():
        if path[0] == "written" and (named := _list_of(path)) is not None:
            yield named, path, id


def _twice_at_forum(forum: Forum) -> Iterator[Finding]:
    """Question who must attend a forum and also may, and a party with two numbers for the quorum."""
    for place, id in enumerate(forum.optional):
        if id in forum.attendees:
            message = f"{quoted(id)} stands under `attendees` and under `optional`"
            yield about(forum, message, "keep it where it belongs: who must attend, or who may", "optional", place)
    parties = [quorum.party for quorum in forum.quorum]
    for place, id in enumerate(parties):
        if id in parties[:place]:
            message = f"{quoted(id)} stands twice under `quorum`"
            yield about(forum, message, "keep one number of its people", "quorum", place, "party")


def names_itself(context: Context) -> Iterator[Finding]:
    """Whoever stands in for a role, and whatever explains a word, is another."""
    playbook = context.playbook
    for role in playbook.roles:
        if role.deputy == role.id:
            hint = "name another role, or leave `deputy` out"
            yield about(role, f"{quoted(role.id)} is its own deputy", hint, "deputy")
    for term in playbook.terms:
        for place, id in enumerate(term.see_also):
            if id == term.id:
                yield about(term, f"{quoted(id)} tells its readers to see itself", "take it out", "see_also", place)


def _list_of(path: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Return the path of the list that holds what stands at a path, or None where it stands in none."""
    path = written_path(str(path[1])) if path[0] == "written" else path
    return path[:-1] if isinstance(path[-1], int) else None


CHECKS = (
    Check(dangling_ref, "error", kind="reference"),
    Check(id_twice, "warning", of_parts=True),
    Check(names_itself, "error", of_parts=True),
)
