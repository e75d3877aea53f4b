"""What to write instead of an id that names nothing: what is near, what has this name, what is wanted there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from playbook.checks.base import Finding
from playbook.model import KINDS, Entity, Playbook, id_to_cite
from playbook.model.ids import without_note
from playbook.problems import did_you_mean, quoted

Beside = Mapping[str, tuple[str, ...] | None]
"""The ids that a record may name beside those of entities, by kind: `step`, `group` and `regime`."""

_WORDS = {
    "owner": "role",
    "path": "escalation path",
    "programme": "onboarding programme",
    "approval": "contract approval",
    "service-level": "service level",
}


@dataclass(frozen=True)
class Named:
    """One id that is named and leads nowhere: its kind, the ids beside it, and what there is to say of it."""

    kind: str
    id: str
    beside: Beside
    finding: Finding
    within: str = ""
    """What the ids beside it belong to: the programme of a step, the workstream of a group."""
    past: bool = False
    """Whether it stands at something that was done on a day, and may name what has gone since."""
    coded: bool = False
    """Whether it stands under a code of an activity, where a note has a place."""


def hint_for(playbook: Playbook, each: Named, known: Collection[str], refused: Iterable[str]) -> str:
    """Return what to write instead of an id that is not there: what has this name, what is nearest, what is wanted."""
    kind, id = each.kind, each.id
    word = word_for(kind)
    if meant := _refused_near(id, refused):
        return f"correct {quoted(meant)} first, which cannot be an id"
    if noted := _noted(playbook, each, known):
        return noted
    if known and (meant := _by_name(playbook, kind, id)):
        return f"did you mean `{meant}`?"
    near = did_you_mean(id, known, otherwise=" ").strip()
    if found := next((each for each in KINDS if each != base_kind(kind) and id in playbook.of_kind(each)), None):
        other = word_for(found)
        told = f"{quoted(id)} is {_article(other)} {other}: name {_article(word)} {word} here"
        return f"{told}; {near}" if near.startswith("did you mean") else told
    return near or plainly(kind)


def plainly(kind: str) -> str:
    """Return what to do about an id of a kind where nothing is like it."""
    return f"add the {word_for(kind)}, or correct the id"


def word_for(kind: str) -> str:
    """Return what messages call a kind."""
    return _WORDS.get(kind, kind)


def _noted(playbook: Playbook, each: Named, known: Collection[str]) -> str:
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


def farewell(playbook: Playbook, kind: str, id: str) -> str:
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
    entities = playbook.of_kind(base_kind(kind)) if base_kind(kind) in KINDS else ()
    named = [each.id for each in entities if isinstance(each, Entity) and _plain(each.name) == _plain(name)]
    return named[0] if len(named) == 1 else None


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


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


def base_kind(kind: str) -> str:
    """Return the kind of the entities that a kind of references may name."""
    return "role" if kind == "owner" else kind
