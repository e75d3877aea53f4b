"""Every id that is named exists, and is of the right kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from playbook.checks.base import Check, Context, Finding, about
from playbook.loading.load import LeftOut
from playbook.model import KINDS, Activity, Entity, Forum, Model, Playbook, id_to_cite
from playbook.model.base import written_as
from playbook.model.change_class import is_ordered
from playbook.model.ids import foreign, without_note
from playbook.model.onboarding import NEWCOMER
from playbook.model.references import fields, of_the_past, references, references_written
from playbook.model.responsibilities import written_path
from playbook.problems import did_you_mean, quoted

COMPARED = 100_000
"""The most ids that are compared for "did you mean"; it bounds the time that a file of wrong ids takes."""
HINTED = 2_000
"""The most wrong ids that each get a hint of their own, for the same reason."""

_WORDS = {
    "owner": "role",
    "path": "escalation path",
    "programme": "onboarding programme",
    "approval": "contract approval",
    "service-level": "service level",
}


def dangling(
    playbook: Playbook,
    broken: Mapping[str, frozenset[str]],
    unread: frozenset[str],
    left_out: Iterable[LeftOut] = (),
) -> Iterator[Finding]:
    """Iterate over the ids that are named and not there, each once with all the places that name it.

    Ids in `broken` were written but could not be read, and kinds in `unread` could not be read at all: what names
    them is not at fault. What is `left_out` names ids too.
    """
    named: dict[tuple[str, str, str], list[Finding]] = {}
    today: set[tuple[str, str, str]] = set()
    compared = 0
    for each in (*_named(playbook), *_written(playbook, left_out)):
        kind, id = each.kind, each.id
        if _base(kind) in unread or id in broken.get(_base(kind), ()) or (each.past and playbook.gone(kind, id)):
            continue
        cause = (_base(kind), id, each.finding.place.file + (each.finding.entity or "") if kind == "step" else "")
        hint = ""
        if cause not in named:
            known = _known(playbook, each) if compared < COMPARED else ()
            compared += len(known)
            asked = len(named) < HINTED
            hint = _hint(playbook, each, known, broken.get(_base(kind), ())) if asked else _plainly(kind)
        if not each.past:
            today.add(cause)
        named.setdefault(cause, []).append(replace(each.finding, hint=hint))
    for cause, found in named.items():
        kind, id, _ = cause
        if cause not in today and not found[0].hint.startswith("did you mean"):
            found[0] = replace(found[0], hint=_farewell(playbook, kind, id))
        yield together(f"there is no {_WORDS.get(kind, kind)} {quoted(id)}{foreign(id)}", found)


@dataclass(frozen=True)
class _Named:
    """One id that is named and leads nowhere: its kind, the steps beside it, and what there is to say of it."""

    kind: str
    id: str
    steps: tuple[str, ...]
    finding: Finding
    past: bool = False
    """Whether it stands at something that was done on a day, and may name what has gone since."""
    coded: bool = False
    """Whether it stands under a code of an activity, where a note has a place."""


def _named(playbook: Playbook) -> Iterator[_Named]:
    for record in records(playbook):
        steps = tuple(getattr(record, "steps", ()))
        for path, kind, id in references(record):
            if not _leads(playbook, kind, id, steps):
                past, coded = of_the_past(record, path), path[0] == "written"
                yield _Named(kind, id, steps, about(record, "", "", *path), past, coded)


def _written(playbook: Playbook, left_out: Iterable[LeftOut]) -> Iterator[_Named]:
    for each in left_out:
        steps = each.values.get("steps") if isinstance(each.values, Mapping) else None
        known = tuple(steps) if isinstance(steps, Mapping) else ()
        for path, kind, id in references_written(each.model, each.values, each.codes):
            if (kind != "step" or known) and not _leads(playbook, kind, id, known):
                place = each.origin.at(*path)
                coded = each.model is Activity and path[0] in each.codes
                yield _Named(kind, id, known, Finding(place, "", "", each.id), coded=coded)


def _hint(playbook: Playbook, each: _Named, known: Collection[str], refused: Iterable[str]) -> str:
    """Return what to write instead of an id that is not there: what has this name, what is nearest, what is wanted."""
    kind, id = each.kind, each.id
    word = _WORDS.get(kind, kind)
    if meant := _refused_near(id, refused):
        return f"correct {quoted(meant)} first, which cannot be an id"
    if noted := _noted(playbook, each, known):
        return noted
    if known and (meant := _by_name(playbook, kind, id)):
        return f"did you mean `{meant}`?"
    near = did_you_mean(id, known, otherwise=" ").strip()
    if found := next((each for each in KINDS if each != _base(kind) and id in playbook.of_kind(each)), None):
        other = _WORDS.get(found, found)
        told = f"{quoted(id)} is {_article(other)} {other}: name {_article(word)} {word} here"
        return f"{told}; {near}" if near.startswith("did you mean") else told
    return near or _plainly(kind)


def _plainly(kind: str) -> str:
    return f"add the {_WORDS.get(kind, kind)}, or correct the id"


def _noted(playbook: Playbook, each: _Named, known: Collection[str]) -> str:
    """Return where the note belongs that stands behind an id, nothing where there is none."""
    bare = without_note(each.id)
    if bare is None or not known or (_plain(bare) != _plain(each.id) and _by_name(playbook, each.kind, each.id)):
        return ""
    meant = bare if bare in known else _by_name(playbook, each.kind, bare)
    if meant is None:
        return ""
    note = re.sub(r"[^\w .-]", "", each.id[len(bare) :]).strip() or "\u2026"
    place = quoted(f"{{role: {meant}, note: {note}}}") if each.coded else "behind it as a comment, after ` # `"
    return f"write {quoted(meant)} alone; what is to be said of it belongs {'in ' if each.coded else ''}{place}"


def _farewell(playbook: Playbook, kind: str, id: str) -> str:
    """Return what to do about something that has gone since it did what is told of it."""
    line = quoted(id_to_cite(kind, id))
    told = (
        f"its line {line} in data/register.yml"
        if id_to_cite(kind, id) in playbook.ledger
        else f"a line {line} in data/register.yml"
    )
    return f"correct the id; or, if the {kind} has gone since that day, say in {told} what became of it"


def _by_name(playbook: Playbook, kind: str, name: str) -> str | None:
    """Return the id of the one entity of a kind that people call by a name, if its kind has names at all."""
    entities = playbook.of_kind(_base(kind)) if _base(kind) in KINDS else ()
    named = [each.id for each in entities if isinstance(each, Entity) and _plain(each.name) == _plain(name)]
    return named[0] if len(named) == 1 else None


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def together(message: str, found: list[Finding], often: str = "which is named in {} places") -> Finding:
    """Return what was found in several places as one finding, which stands at the first and says `often` how many."""
    hint = found[0].hint
    places = sorted({each.place for each in found})
    entities = {each.entity for each in found}
    if len(places) > 1:
        message += f", {often.format(len(places))}"
    return Finding(places[0], message, hint, entities.pop() if len(entities) == 1 else None, also=tuple(places[1:]))


def _refused_near(id: str, refused: Iterable[str]) -> str | None:
    """Return the id that was refused and is this one but for capitals, look-alikes or what parts its words."""
    return next((word for word in refused if id in _as_ids(word)), None)


@lru_cache(maxsize=10_000)
def _as_ids(word: str) -> tuple[str, str]:
    """Return a word as an id would have it, with the note behind it and without."""
    return _plain(word), _plain(without_note(word) or word)


def _plain(word: str) -> str:
    """Return a word as an id would have it."""
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", word).casefold()).strip("-")


def records(playbook: Playbook) -> Iterator[Model]:
    """Iterate over everything that can name an entity."""
    yield playbook.about
    yield playbook.sourcing
    for _, entity in playbook.entities():
        yield entity


def _base(kind: str) -> str:
    return "role" if kind == "owner" else kind


def _leads(playbook: Playbook, kind: str, id: str, steps: Collection[str]) -> bool:
    """Tell whether an id names what is there; `steps` are those beside it."""
    if kind == "step":
        return id in steps
    return id in playbook.of_kind(_base(kind)) or (kind == "owner" and id == NEWCOMER)


def _known(playbook: Playbook, each: _Named) -> tuple[str, ...]:
    if each.kind == "owner":
        return (*playbook.roles.ids, NEWCOMER)
    return each.steps if each.kind == "step" else playbook.of_kind(each.kind).ids


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
