"""Playbook × playbook → what changed, fact by fact, and what each change means for whom.

Every fact of an entity is compared under the path it is written at. A change has one class: whether somebody now owes
something else, whether a burden went over to the other party, or whether only words became better.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from playbook.facts import differing, facts
from playbook.model import KINDS, Entity, Model, Playbook
from playbook.model.references import references
from playbook.model.responsibilities import Activity
from playbook.model.values import BEST_EFFORT

Sort = Literal["burden-moved", "obligation", "level-loosened", "level-tightened", "cadence", "people", "editorial"]
SORTS: tuple[Sort, ...] = (
    "burden-moved", "obligation", "level-loosened", "level-tightened", "cadence", "people", "editorial",
)  # fmt: skip
"""The classes of changes, the gravest first."""

What = Literal["added", "removed", "moved", "changed"]


@dataclass(frozen=True)
class Change:
    """One fact that differs: `path` leads to it below the entity, empty where the whole entity came or went.

    `old` and `new` are what it says, as text; None where it says nothing. `roles` are the ids of the roles it concerns,
    `parties` those between which a burden moved: from the first to the second.
    """

    kind: str
    id: str
    name: str
    what: What
    path: tuple[str, ...]
    old: str | None
    new: str | None
    sort: Sort
    roles: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    address: str = ""
    """Where the site has what has no entity, such as a heading."""


OWNING = frozenset(["accountable", "responsible", "owner", "obliged", "provider", "consumer", "client_owner"])
OWNING = OWNING | {"supplier_owner", "coordinator", "supplier"}
"""Keys whose holder bears the burden of what stands there."""

PEOPLE = (
    frozenset(["attendees", "optional", "chair", "secretary", "counterparts", "deputy", "reports_to", "readers"])
    | {"holder", "role"}
    | {"contact", "from", "to", "since", "until", "consulted", "informed", "supportive", "verifier", "signatory"}
    | {"monitored_by", "agreed_by", "respondents", "accompanied_by", "key_personnel", "relationship_manager", "covers"}
    | {"applies_to", "second_check", "quorum", "approvers", "level", "party", "tier"}
)  # fmt: skip
"""Keys that say who takes part."""

CADENCE = frozenset(["recurrence", "duration", "papers_due", "minutes_due", "frequency", "due", "horizon"])
"""Keys that say when and how often."""

EDITORIAL = (
    frozenset(["name", "title", "summary", "tags", "aliases", "carries", "clauses", "purpose", "profile", "culture"])
    | {"see_also", "source"}
    | {"order", "format", "link", "note", "location", "competencies", "acronym", "last_reviewed", "stage"}
)  # fmt: skip
"""Keys whose change changes no duty."""

BINDING = frozenset(["text", "definition", "statement", "meaning", "sense"])
"""Keys whose words bind, though they are words."""


SETTINGS: Mapping[str, frozenset[str]] = {
    "about": frozenset(["cycle", "checks", "waivers", "locale"]),
    "sourcing": frozenset(),
    "scheme": frozenset(),
}
"""What a playbook says beside its entities, and the keys of it that say something of the edition alone."""


def changes(old: Playbook, new: Playbook) -> tuple[Change, ...]:
    """Return every difference between two editions, by kind and id in the order of the files, the new one first."""
    found: list[Change] = []
    for name, skipped in SETTINGS.items():
        found += _of_settings(name, skipped, old, new)
    for kind in KINDS:
        before, after = old.of_kind(kind), new.of_kind(kind)
        for id in dict.fromkeys((*after.ids, *before.ids)):
            found += _of_entity(_Pair(kind, id, before.get(id), after.get(id), old, new))
    return _duties_moved(tuple(found), old, new)


@dataclass(frozen=True)
class _Pair:
    """One entity before and after."""

    kind: str
    id: str
    before: Any
    after: Any
    old: Playbook
    new: Playbook

    @property
    def name(self) -> str:
        """What it is called now, or was."""
        record = self.after if self.after is not None else self.before
        return str(getattr(record, "name", None) or getattr(record, "text", None) or self.id)


def _of_settings(name: str, skipped: frozenset[str], old: Playbook, new: Playbook) -> Iterator[Change]:
    pair = _Pair("playbook", name, getattr(old, name), getattr(new, name), old, new)
    for path, old_fact, new_fact in differing(facts(pair.before), facts(pair.after)):
        if path[0] not in skipped:
            yield _of_fact(pair, path, old_fact, new_fact)


def _of_entity(pair: _Pair) -> Iterator[Change]:
    if pair.before is None or pair.after is None:
        record, playbook = (pair.after, pair.new) if pair.before is None else (pair.before, pair.old)
        what: What = "added" if pair.before is None else "removed"
        sort: Sort = "editorial" if pair.kind in ("term", "statement", "structure") else "obligation"
        sort = "people" if pair.kind in ("assignment", "role", "party") else sort
        yield Change(pair.kind, pair.id, pair.name, what, (), None, None, sort, _roles(pair.kind, record, playbook))
        return
    before, after = facts(pair.before), facts(pair.after)
    if before == after:
        return
    letters = isinstance(pair.after, Activity)
    for path, old, new in differing(before, after):
        if not (letters and path[0] in _codes(pair)):
            yield _of_fact(pair, path, old, new)
    if letters:
        yield from _of_letters(pair)


def _of_fact(pair: _Pair, path: tuple[str, ...], old: str | None, new: str | None) -> Change:
    key = next((part for part in reversed(path) if part in OWNING | PEOPLE | CADENCE | EDITORIAL | BINDING), path[0])
    what: What = "added" if old is None else "removed" if new is None else "changed"
    change = Change(pair.kind, pair.id, pair.name, what, path, old, new, "obligation", _concerned(pair, path, old, new))
    if pair.kind == "service-level" and path[0] in ("target", "bands", "direction"):
        return replace(change, sort=_level(pair, path))
    if key in OWNING:
        return _burden(pair, change)
    if key in PEOPLE:
        return replace(change, sort="people")
    if key in CADENCE:
        return replace(change, sort="cadence")
    return replace(change, sort="editorial" if key in EDITORIAL or _same_words(old, new) else "obligation")


def _same_words(old: str | None, new: str | None) -> bool:
    """Tell whether two texts differ in nothing but signs, white space and capitals."""
    return old is not None and new is not None and _bare(old) == _bare(new)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()


def _burden(pair: _Pair, change: Change) -> Change:
    """Return a change of who bears something: between parties it is a burden that moved."""
    before, after = _party(pair.old, change.old), _party(pair.new, change.new)
    if before and after and before != after:
        return replace(change, sort="burden-moved", parties=(before, after))
    return replace(change, sort="people" if before and after else "obligation")


def _party(playbook: Playbook, id: str | None) -> str | None:
    """Return the party an id stands for: a role's, or its own."""
    role = playbook.roles.get(id)
    return role.party if role else id if id in playbook.parties else None


def _level(pair: _Pair, path: tuple[str, ...]) -> Sort:
    """Return whether a service level asks for more or for less than it did."""
    before, after = pair.before, pair.after
    if path[0] != "target" or before.direction != after.direction or before.unit != after.unit:
        return "obligation"
    one, other = before.target, after.target
    if BEST_EFFORT in (one, other) or one is None or other is None:
        return "level-loosened" if other == BEST_EFFORT or other is None else "level-tightened"
    more = Decimal(other) > Decimal(one)
    return "level-tightened" if more == (after.direction == "at-least") else "level-loosened"


def _codes(pair: _Pair) -> frozenset[str]:
    return frozenset((*pair.old.scheme.codes, *pair.new.scheme.codes))


def _of_letters(pair: _Pair) -> Iterator[Change]:
    """Iterate over the letters of an activity that went from one role to another, came or fell away."""
    for code in dict.fromkeys((*pair.new.scheme.codes, *pair.old.scheme.codes)):
        before, after = pair.before.roles_with(code), pair.after.roles_with(code)
        gone = [role for role in before if role not in after]
        came = [role for role in after if role not in before]
        bears = code in (*pair.new.scheme.coded("accountable"), *pair.new.scheme.coded("responsible"))
        for old, new in _matched(gone, came):
            what: What = "changed" if old and new else "added" if new else "removed"
            roles = tuple(filter(None, (old, new)))
            change = Change(pair.kind, pair.id, pair.name, what, (code,), old, new, "people", roles)
            yield (
                _burden(pair, change)
                if bears and old and new
                else replace(change, sort="obligation" if bears else "people")
            )
        yield from _of_notes(pair, code)


def _of_notes(pair: _Pair, code: str) -> Iterator[Change]:
    before = {each.role: each.note for each in pair.before.assigned if each.code == code}
    for each in pair.after.assigned:
        if each.code == code and each.role in before and before[each.role] != each.note:
            path = (code, each.role, "note")
            yield Change(
                pair.kind, pair.id, pair.name, "changed", path, before[each.role], each.note, "editorial", (each.role,)
            )


def _matched(gone: list[str], came: list[str]) -> Iterator[tuple[str | None, str | None]]:
    for number in range(max(len(gone), len(came))):
        yield (gone[number] if number < len(gone) else None, came[number] if number < len(came) else None)


def _roles(kind: str, record: Model, playbook: Playbook) -> tuple[str, ...]:
    """Return the roles a record names, its own first."""
    own = [record.id] if kind == "role" and isinstance(record, Entity) else []
    named = (id for _, target, id in references(record) if target in ("role", "owner") and id in playbook.roles)
    return tuple(dict.fromkeys((*own, *named)))


def _concerned(pair: _Pair, path: tuple[str, ...], old: str | None, new: str | None) -> tuple[str, ...]:
    """Return the roles a change of one fact concerns: the one it is a fact of, those it names, else the entity's."""
    own = [pair.id] if pair.kind == "role" else []
    named = [str(id) for id in (old, new, *path) if id and (id in pair.new.roles or id in pair.old.roles)]
    if own or named or pair.kind == "playbook":
        return tuple(dict.fromkeys((*own, *named)))
    return _roles(pair.kind, pair.after, pair.new)


def _duties_moved(found: tuple[Change, ...], old: Playbook, new: Playbook) -> tuple[Change, ...]:
    """Return changes in which a duty that left one role and came to another is one change."""
    gone = {change.path[1]: change for change in found if _is_duty(change, "removed")}
    came = {change.path[1]: change for change in found if _is_duty(change, "added")}
    kept: list[Change] = []
    for change in found:
        duty = change.path[1] if change.kind == "role" and change.path[:1] == ("duties",) else None
        if duty not in gone or duty not in came:
            kept.append(change)
        elif change is came[duty]:
            kept.append(_moved(gone[duty], change, old, new))
    return tuple(kept)


def _is_duty(change: Change, what: What) -> bool:
    return (
        change.kind == "role" and change.what == what and change.path[:1] == ("duties",) and change.path[-1] == "text"
    )


def _moved(gone: Change, came: Change, old: Playbook, new: Playbook) -> Change:
    parties = (old.roles[gone.id].party, new.roles[came.id].party)
    sort: Sort = "burden-moved" if parties[0] != parties[1] else "people"
    moved = replace(came, what="moved", old=gone.id, new=came.id, sort=sort, roles=(gone.id, came.id))
    return replace(moved, parties=parties) if sort == "burden-moved" else moved


def by_role(found: Iterable[Change]) -> dict[str, tuple[Change, ...]]:
    """Return the changes that concern each role, by role id."""
    gathered: dict[str, list[Change]] = {}
    for change in found:
        for role in change.roles:
            gathered.setdefault(role, []).append(change)
    return {role: tuple(those) for role, those in gathered.items()}
