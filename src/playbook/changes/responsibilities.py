"""The letters of an activity: which went from one role to another, came or fell away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from playbook.changes.change import Change, Sort, What
from playbook.changes.classification import party_of, passed
from playbook.changes.role_references import bears_duty
from playbook.changes.wording import says_the_same
from playbook.model import Activity, Playbook
from playbook.model.responsibilities import Assigned

Passing = tuple[str | None, str | None]
"""The role that had a letter, and the one that has it in its stead."""


def changes_of(before: Activity, after: Activity, old: Playbook, new: Playbook) -> Iterator[Change]:
    """Iterate over the letters that passed on, came or fell away, and over the notes at those that stayed.

    A role that has another letter than before is told once.
    """
    passings = [
        (code, passing)
        for code in dict.fromkeys((*new.scheme.codes, *old.scheme.codes))
        for passing in _passings(code, before, after, old, new)
    ]
    gone = {one: code for code, (one, other) in passings if one and not other}
    came = {other: code for code, (one, other) in passings if other and not one}
    for code, (one, other) in passings:
        if one and not other and one in came:
            continue
        exchanged = gone.get(other) if other and not one else None
        yield _of_letter(after, code, (one, other), exchanged, old, new)
    yield from _of_notes(before, after)


def _passings(code: str, before: Activity, after: Activity, old: Playbook, new: Playbook) -> Iterator[Passing]:
    """Iterate over who had a letter and who has it now; it passes on within a party before it passes between two."""
    had, has = before.roles_with(code), after.roles_with(code)
    gone, came = [role for role in had if role not in has], [role for role in has if role not in had]
    for role in tuple(gone):
        party = party_of(old, role)
        other = next((each for each in came if party_of(new, each) == party), None)
        if other is not None:
            gone.remove(role)
            came.remove(other)
            yield role, other
    for number in range(max(len(gone), len(came))):
        yield (gone[number] if number < len(gone) else None, came[number] if number < len(came) else None)


def _of_letter(
    activity: Activity, code: str, passing: Passing, exchanged: str | None, old: Playbook, new: Playbook
) -> Change:
    """Return the change of one letter; `exchanged` is the one that its role had before, where it had another."""
    one, other = passing
    bearing = any(bears_duty(playbook, each) for each in (code, exchanged) if each for playbook in (old, new))
    roles = tuple(filter(None, passing))
    if exchanged and other:
        sort: Sort = "obligation" if bearing else "people"
        return _change(activity, (code, other), exchanged, code, sort, roles, "code")
    change = _change(activity, (code,), one, other, "people", roles, "role")
    return passed(change, old, new) if bearing else change


def _change(
    activity: Activity,
    path: tuple[str, ...],
    before: str | None,
    after: str | None,
    sort: Sort,
    roles: tuple[str, ...],
    field: str,
) -> Change:
    what: What = "added" if before is None else "removed" if after is None else "changed"
    change = Change("activity", activity.id, activity.name, what, path, before, after, sort, roles)
    return replace(change, field=(Assigned, field))


def _of_notes(before: Activity, after: Activity) -> Iterator[Change]:
    notes = {(each.code, each.role): each.note for each in before.assigned}
    for each in after.assigned:
        key = (each.code, each.role)
        if key in notes and notes[key] != each.note:
            yield _of_note(after, each, notes[key])


def _of_note(activity: Activity, each: Assigned, before: str | None) -> Change:
    same = before is not None and each.note is not None and says_the_same(before, each.note)
    path = (each.code, each.role, "note")
    change = _change(activity, path, before, each.note, "editorial" if same else "obligation", (each.role,), "note")
    return replace(change, inside=(each,))
