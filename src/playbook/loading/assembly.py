"""The subjects, read each on its own, put together to one playbook: what one says of another is known from here on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from playbook.model import REQUIRED, Entities, Model, Playbook, Role
from playbook.model.schemes import BORNE


def assembled(subjects: Mapping[str, Model | None]) -> Playbook | None:
    """Return the playbook of some subjects by name; None where one is missing that it cannot do without."""
    if any(subjects[name] is None for name in REQUIRED):
        return None
    parts: dict[str, Any] = {"about": subjects["playbook"]}
    for name, subject in subjects.items():
        if name == "playbook" or subject is None:
            continue
        for key in type(subject).model_fields:
            if key == "origin":
                continue
            value = getattr(subject, key)
            parts[key] = Entities(value) if isinstance(value, dict) else value
    excepted = {sense: parts.pop(sense) for sense in BORNE if sense in parts}
    if any(excepted.values()):
        parts["scheme"] = parts["scheme"].model_copy(update=excepted)
    return _called_by_parties(Playbook(**parts))


def _called_by_parties(playbook: Playbook) -> Playbook:
    """Return a playbook in which a role that stands for its whole party bears the name of the party."""

    def called(role: Role) -> Role:
        party = playbook.parties.get(role.party)
        return role.called(party.name) if role.whole_party and party else role

    return replace(playbook, roles=playbook.roles.mapped(called))
