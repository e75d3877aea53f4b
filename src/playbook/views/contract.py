"""What is approved and owed under the contract, how it is changed, and how it is left."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from playbook.model import ChangeProcess, ContractApproval, ExitPlan, Obligation, Playbook
from playbook.model.contract import Consent, Stage
from playbook.model.due_days import days_of_obligation
from playbook.views.base import Link, link, links, past_link
from playbook.views.recurrence import days as days_of_rule
from playbook.views.words import ENGLISH, Words


@dataclass(frozen=True)
class Say:
    """One role's word for its party."""

    consent: Consent
    party: Link
    side: str
    role: Link


@dataclass(frozen=True)
class Assent:
    """Everybody who says yes for one party."""

    party: Link
    says: tuple[Say, ...]


@dataclass(frozen=True)
class Gate:
    """Something that is approved before the contract goes on."""

    approval: ContractApproval
    link: Link
    phase: Link | None
    assents: tuple[Assent, ...]
    second_check: Link | None
    document: Link | None


@dataclass(frozen=True)
class Owed:
    """One obligation, on the side that owes it.

    `day` is the one on which it is due, `rule` the words of the days on which it is due again and again.
    """

    obligation: Obligation
    link: Link
    party: Link
    side: str
    owner: Link | None
    day: date | None
    rule: str
    counts_from: Link | None
    forum: Link | None
    document: Link | None


@dataclass(frozen=True)
class StageLine:
    """One step of a process and who does it, None where nobody is named."""

    stage: Stage
    owner: Link | None


@dataclass(frozen=True)
class Change:
    """A change process: its steps, and who may agree to what."""

    process: ChangeProcess
    link: Link
    steps: tuple[StageLine, ...]
    says: tuple[Say, ...]
    forum: Link | None
    document: Link | None


@dataclass(frozen=True)
class Exit:
    """An exit plan; no `services` means that it covers all."""

    plan: ExitPlan
    link: Link
    owner: Link | None
    services: tuple[Link, ...]
    steps: tuple[StageLine, ...]
    document: Link | None


def gates(playbook: Playbook) -> tuple[Gate, ...]:
    """Return what is approved, by phase and within a phase in the order of the file."""
    order = {phase.id: phase.order for phase in playbook.phases}
    approvals = sorted(playbook.approvals, key=lambda approval: order.get(approval.phase or "", sys.maxsize))
    return tuple(_gate(playbook, approval) for approval in approvals)


def _gate(playbook: Playbook, approval: ContractApproval) -> Gate:
    says = _says(playbook, approval.approvers)
    return Gate(
        approval,
        link(playbook, "approval", approval.id),
        _link(playbook, "phase", approval.phase),
        tuple(Assent(party, _of(says, party)) for party in dict.fromkeys(say.party for say in says)),
        _link(playbook, "role", approval.second_check),
        _link(playbook, "document", approval.document),
    )


def _says(playbook: Playbook, consents: Iterable[Consent]) -> tuple[Say, ...]:
    return tuple(
        Say(item, link(playbook, "party", item.party), playbook.side_of_party(item.party), _who(playbook, item))
        for item in consents
    )


def _of(says: Iterable[Say], party: Link) -> tuple[Say, ...]:
    return tuple(say for say in says if say.party == party)


def _who(playbook: Playbook, consent: Consent) -> Link:
    return past_link(playbook, "role", consent.role)


def _link(playbook: Playbook, kind: str, id: str | None) -> Link | None:
    return link(playbook, kind, id) if id else None


def categories(playbook: Playbook) -> tuple[str, ...]:
    """Return what the obligations are about, each once, in the order of the file."""
    return tuple(dict.fromkeys(item.category for item in playbook.obligations if item.category))


def obligations(
    playbook: Playbook,
    role: str | None = None,
    party: str | None = None,
    category: str | None = None,
    forum: str | None = None,
    words: Words = ENGLISH,
) -> tuple[Owed, ...]:
    """Return the obligations that a role owns, a party owes, that are of one category, and that a forum looks at."""
    return tuple(
        _owed(playbook, obligation, words)
        for obligation in playbook.obligations
        if role in (None, obligation.owner)
        and party in (None, obligation.obliged)
        and category in (None, obligation.category)
        and forum in (None, obligation.forum)
    )


def _owed(playbook: Playbook, obligation: Obligation, words: Words) -> Owed:
    rule = obligation.recurrence
    single = [] if rule else list(days_of_obligation(playbook, obligation, date.min, date.max))
    return Owed(
        obligation,
        link(playbook, "obligation", obligation.id),
        link(playbook, "party", obligation.obliged),
        playbook.side_of_party(obligation.obliged),
        _link(playbook, "role", obligation.owner),
        single[0][0] if single else None,
        days_of_rule(rule, words) if rule else "",
        _link(playbook, "key-date", obligation.counts_from),
        _link(playbook, "forum", obligation.forum),
        _link(playbook, "document", obligation.evidence_in),
    )


def change(playbook: Playbook, id: str) -> Change:
    """Return one change process."""
    process = playbook.change_processes[id]
    return Change(
        process,
        link(playbook, "change-process", id),
        _steps(playbook, process.steps.values()),
        _says(playbook, process.approvers),
        _link(playbook, "forum", process.forum),
        _link(playbook, "document", process.document),
    )


def exit_plan(playbook: Playbook, id: str) -> Exit:
    """Return one exit plan."""
    plan = playbook.exit_plans[id]
    return Exit(
        plan,
        link(playbook, "exit-plan", id),
        _link(playbook, "role", plan.owner),
        links(playbook, "service", plan.services),
        _steps(playbook, plan.steps.values()),
        _link(playbook, "document", plan.document),
    )


def _steps(playbook: Playbook, stages: Iterable[Stage]) -> tuple[StageLine, ...]:
    return tuple(StageLine(stage, _link(playbook, "role", stage.owner)) for stage in stages)
