"""One role's part in the responsibility matrix: what it is asked to do in each workstream."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from playbook.model import Activity, Playbook
from playbook.views.base import Link, link
from playbook.views.responsibilities import Letter, activities_in, codes_for, letters_of, service_of


@dataclass(frozen=True)
class Part:
    """One role's letters in one activity."""

    activity: Activity
    link: Link
    phase: Link
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
    phase = link(playbook, "phase", activity.phase)
    return Part(activity, link(playbook, "activity", activity.id), phase, service_of(playbook, activity), letters)
