"""How much there is on the page of a role: what it bears, meets, answers, reports and waits for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playbook.model import Playbook
from playbook.model.schemes import Code
from playbook.views.activities import part_of
from playbook.views.base import Link, link
from playbook.views.cadence import forums_of
from playbook.views.dependencies import dependency_entries
from playbook.views.documents import document_entries
from playbook.views.escalation import role_part
from playbook.views.onboarding import programme_cards
from playbook.views.risks import risk_entries
from playbook.views.services import role_services

SECTIONS = (
    "work",
    "advice",
    "meetings",
    "escalation",
    "services",
    "levels",
    "documents",
    "dependencies",
    "risks",
    "obligations",
    "key-dates",
    "decisions",
    "steps",
)
"""What is counted, in the order of the page of a role; `work` and `advice` are the letters of the matrix."""


@dataclass(frozen=True)
class Count:
    """How many of something a role has; `code` is the letter counted in the sections `work` and `advice`."""

    section: str
    number: int
    code: Code | None = None


@dataclass(frozen=True)
class RoleSummary:
    """A role and what it has; what it has none of is left out."""

    role: Link
    side: str
    counts: tuple[Count, ...]


def role_summary(playbook: Playbook, role: str) -> RoleSummary:
    """Return how much of everything a role has."""
    found = (*_letters(playbook, role), *_things(playbook, role))
    return RoleSummary(
        link(playbook, "role", role), playbook.side_of(role), tuple(count for count in found if count.number)
    )


def _letters(playbook: Playbook, role: str) -> list[Count]:
    given = [item.code for activity in playbook.activities for item in activity.assigned if item.role == role]
    codes = sorted(playbook.scheme.codes.values(), key=_place)
    return [Count(part_of(code), given.count(code.id), code) for code in codes]


def _place(code: Code) -> tuple[bool, bool]:
    """Order codes: who answers, who does the work, then the others as the scheme has them."""
    return part_of(code) != "work", code.sense != "accountable"


def _things(playbook: Playbook, role: str) -> list[Count]:
    levels = [each for each in playbook.service_levels if role == each.owner or role in each.monitored_by]
    things: dict[str, Sequence[object]] = {
        "meetings": forums_of(playbook, role),
        "escalation": role_part(playbook, role).answered,
        "services": role_services(playbook, role),
        "levels": levels,
        "documents": document_entries(playbook, role),
        "dependencies": dependency_entries(playbook, role),
        "risks": risk_entries(playbook, role),
        "obligations": [each for each in playbook.obligations if each.owner == role],
        "decisions": [each for each in playbook.decisions if any(limit.role == role for limit in each.limits)],
        "key-dates": [each for each in playbook.key_dates if each.owner == role],
    }
    steps = sum(card.number for card in programme_cards(playbook, role, "joiners"))
    return [*(Count(section, len(found)) for section, found in things.items()), Count("steps", steps)]
