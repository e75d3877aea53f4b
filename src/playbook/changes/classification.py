"""From what a field says of its changes to the class of one change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from playbook.changes.change import Change, Sort
from playbook.changes.wording import says_the_same
from playbook.model import Model, Playbook
from playbook.model.change_class import FieldClass, class_of
from playbook.model.prose import leads_alike

_PLAIN: Mapping[FieldClass | None, Sort] = {
    "authority": "authority",
    "meaning": "meaning",
    "validity": "validity",
    "cadence": "cadence",
    "people": "people",
    "information": "information",
    "settings": "settings",
    "editorial": "editorial",
}
"""The classes of fields that are classes of changes as they stand; all else is an obligation."""


def plain(field_class: FieldClass | None) -> Sort:
    """Return the class of a change that asks for no closer look."""
    return _PLAIN.get(field_class, "obligation")


def classified(change: Change, old: Playbook, new: Playbook) -> Change:
    """Return the change of a field in its class.

    A text that says the same is only in other words, and an id that became another one only kept otherwise.
    """
    if change.field is None:
        return change
    model, name = change.field
    field_class = class_of(model.model_fields[name])
    if change.what == "renamed":
        return replace(change, sort="settings")
    if change.what == "changed" and isinstance(change.after, str) and _says_the_same(change.before, change.after):
        return replace(change, sort="editorial")
    if field_class == "burden" and not isinstance(change.before or change.after, Model):
        return passed(change, old, new)
    return replace(change, sort=plain(field_class))


def _says_the_same(before: object, after: str) -> bool:
    return says_the_same(str(before), str(after)) and (not isinstance(before, str) or leads_alike(before, after))


def passed(change: Change, old: Playbook, new: Playbook) -> Change:
    """Return a change of who bears something in its class.

    Between parties a burden moved; within one it is another of its people; what comes or falls away is an obligation.
    """
    before, after = party_of(old, change.old), party_of(new, change.new)
    if before and after and before != after:
        return replace(change, sort="burden-moved", parties=(before, after))
    return replace(change, sort="people" if before and after else "obligation")


def party_of(playbook: Playbook, id: str | None) -> str | None:
    """Return the party an id stands for: a role's, or its own."""
    role = playbook.roles.get(id)
    return role.party if role else id if id in playbook.parties else None
