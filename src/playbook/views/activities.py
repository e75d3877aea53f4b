"""What the views of activities share: which there are, in which phase, and the letters of a role."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from playbook.model import Activity, Playbook
from playbook.model.responsibilities import Assigned
from playbook.model.schemes import BORNE, Code
from playbook.views.base import Link, link


@dataclass(frozen=True)
class Letter:
    """One letter in one cell."""

    code: Code
    note: str | None


@dataclass(frozen=True)
class LetterNote:
    """What is particular about one letter of one role."""

    role: Link
    code: Code
    text: str


PARTS = ("work", "advice")
"""The parts of a scheme: the letters of whoever answers or works, and the others."""


def part_of(code: Code) -> str:
    """Return the part of the scheme that a letter belongs to."""
    return "work" if code.sense in BORNE else "advice"


def codes_for(playbook: Playbook, letters: str | None) -> tuple[Code, ...]:
    """Return the codes whose letters stand in `letters` (`"RA"`; all where None), in the order of the scheme.

    Raise `ValueError` with the part that holds no letter of the scheme. Spaces and commas may stand between letters.
    """
    codes = tuple(playbook.scheme.codes.values())
    if letters is None:
        return codes
    known = sorted({code.letter.upper() for code in codes}, key=len, reverse=True)
    wanted, rest = set(), re.sub(r"[\s,]", "", letters).upper()
    while rest:
        letter = next((letter for letter in known if rest.startswith(letter)), None)
        if letter is None:
            raise ValueError(rest)
        wanted.add(letter)
        rest = rest[len(letter) :]
    return tuple(code for code in codes if code.letter.upper() in wanted)


def phases_in_order(playbook: Playbook, activities: Iterable[Activity]) -> list[str]:
    """Return the ids of the phases of some activities, in the order of the life cycle."""
    phases = {activity.phase for activity in activities}
    return [phase.id for phase in sorted(playbook.phases, key=lambda phase: phase.order) if phase.id in phases]


def activities_in(playbook: Playbook, workstream: str | None, phase: str | None) -> list[Activity]:
    """Return the activities of a workstream and a phase; None is all of them."""
    return [
        activity
        for activity in playbook.activities
        if workstream in (None, activity.workstream) and phase in (None, activity.phase)
    ]


def phase_of(playbook: Playbook, activity: Activity) -> Link | None:
    """Return the link to the phase that an activity happens in; None where it happens in any."""
    return link(playbook, "phase", activity.phase) if activity.phase else None


def service_of(playbook: Playbook, activity: Activity) -> Link | None:
    """Return the link to the service that an activity belongs to."""
    return link(playbook, "service", activity.service) if activity.service else None


def letters_of(
    playbook: Playbook, assigned: Iterable[Assigned], role: str, codes: Collection[str]
) -> tuple[Letter, ...]:
    """Return those letters of a role, among some assignments, that are of the codes wanted."""
    known = playbook.scheme.codes
    return tuple(Letter(known[item.code], item.note) for item in assigned if item.role == role and item.code in codes)


def notes_of(playbook: Playbook, activity: Activity) -> Iterator[LetterNote]:
    """Iterate over what is particular about single letters of an activity."""
    codes = playbook.scheme.codes
    for item in activity.assigned:
        if item.note:
            yield LetterNote(link(playbook, "role", item.role), codes[item.code], item.note)
