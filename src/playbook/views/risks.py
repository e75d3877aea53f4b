"""What may go wrong: each risk, who watches it, and which forum looks at it."""

from __future__ import annotations

from dataclasses import dataclass

from playbook.model import Playbook, Risk
from playbook.model.base import Side
from playbook.model.risks import Likelihood
from playbook.views.base import Link, link, links

LIKELIHOODS: tuple[Likelihood | None, ...] = ("high", "medium", "low", None)
"""How likely a risk is, as lists order it; what nobody has judged comes last."""


@dataclass(frozen=True)
class RiskEntry:
    """One risk; `side` is that of its owner, None where it has none."""

    risk: Risk
    link: Link
    owner: Link | None
    side: Side | None
    forum: Link | None
    services: tuple[Link, ...]


def risk_entries(
    playbook: Playbook, role: str | None = None, forum: str | None = None, service: str | None = None
) -> tuple[RiskEntry, ...]:
    """Return the risks that a role watches, a forum looks at and a service would feel, the likeliest first."""
    entries = [
        _entry(playbook, risk)
        for risk in playbook.risks
        if role in (None, risk.owner)
        and forum in (None, risk.reviewed_at)
        and (not service or service in risk.services)
    ]
    return tuple(sorted(entries, key=lambda entry: LIKELIHOODS.index(entry.risk.likelihood)))


def _entry(playbook: Playbook, risk: Risk) -> RiskEntry:
    return RiskEntry(
        risk,
        link(playbook, "risk", risk.id),
        link(playbook, "role", risk.owner) if risk.owner else None,
        playbook.side_of(risk.owner) if risk.owner else None,
        link(playbook, "forum", risk.reviewed_at) if risk.reviewed_at else None,
        links(playbook, "service", risk.services),
    )
