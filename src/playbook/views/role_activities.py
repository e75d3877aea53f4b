"""One role's part in the responsibility matrix: what it is asked to do in each workstream."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from playbook.model import Activity, Playbook
from playbook.views.activities import Letter, activities_in, codes_for, letters_of, phase_of, service_of
from playbook.views.base import Link, link


@dataclass(frozen=True)
class Part:
    """One role's letters in one activity."""

    activity: Activity
    link: Link
    phase: Link | None
    group: str
    """The name of the group of the workstream that it stands in, empty where it stands in none."""
    service: Link | None
    letters: tuple[Letter, ...]


@dataclass(frozen=True)
class Parts:
    """One role's activities in one workstream."""

    workstream: Link
    parts: tuple[Part, ...]


def role_parts(
    playbook: Playbook, role: str, codes: str | None = None, workstream: str | None = None, phase: str | None = None
) -> tuple[Parts, ...]:
    """Return what a role is asked to do in each workstream, for the letters in `codes`."""
    ids = {code.id for code in codes_for(playbook, codes)}
    parts = [part for item in activities_in(playbook, workstream, phase) if (part := _part(playbook, item, role, ids))]
    found = []
    for id in playbook.workstreams.ids:
        here = tuple(part for part in parts if part.activity.workstream == id)
        if here:
            found.append(Parts(link(playbook, "workstream", id), here))
    return tuple(found)


def _part(playbook: Playbook, activity: Activity, role: str, codes: Collection[str]) -> Part | None:
    letters = letters_of(playbook, activity.assigned, role, codes)
    if not letters:
        return None
    groups = playbook.workstreams[activity.workstream].groups
    return Part(
        activity=activity,
        link=link(playbook, "activity", activity.id),
        phase=phase_of(playbook, activity),
        group=groups[activity.group].name if activity.group in groups else "",
        service=service_of(playbook, activity),
        letters=letters,
    )
