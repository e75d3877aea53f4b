"""Questions about approvals, obligations, change and exit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from playbook.checks.base import Check, Context, Finding, about
from playbook.model import ChangeProcess, ContractApproval, Playbook
from playbook.problems import counted, quoted


def _contracting(playbook: Playbook) -> tuple[str, ...]:
    """Return the ids of the parties that sign: the client and every supplier."""
    return tuple(dict.fromkeys((playbook.about.client, *playbook.about.suppliers)))


def _consents(playbook: Playbook) -> Iterator[ContractApproval | ChangeProcess]:
    """Iterate over everything that parties consent to."""
    yield from playbook.approvals
    yield from playbook.change_processes


def _silent(playbook: Playbook, record: ContractApproval | ChangeProcess) -> list[str]:
    """Return the ids of the contracting parties for which nobody speaks."""
    heard = {consent.party for consent in record.approvers}
    return [party for party in _contracting(playbook) if party not in heard]


def contract_approval_one_sided(context: Context) -> Iterator[Finding]:
    """A contract binds the client and every supplier, so each of them approves what it rests on."""
    for approval in context.playbook.approvals:
        for party in _silent(context.playbook, approval):
            message = f"nobody approves {quoted(approval.id)} for {quoted(party)}"
            yield about(approval, message, f"add a role of {quoted(party)} under `approvers`", "approvers")


def approval_not_checked_twice(context: Context) -> Iterator[Finding]:
    """What is signed is checked twice, the second time by a role that does not approve it."""
    for approval in context.playbook.approvals:
        if not approval.second_check:
            message = f"nobody checks {quoted(approval.id)} a second time"
            yield about(approval, message, "name a role that does not approve it under `second_check`")
        elif approval.second_check in {consent.role for consent in approval.approvers}:
            message = f"{quoted(approval.second_check)} approves {quoted(approval.id)} and is its second check too"
            yield about(approval, message, "name a role that does not approve it", "second_check")


def consent_other_party(context: Context) -> Iterator[Finding]:
    """Only a role of a party can say yes in its name."""
    playbook = context.playbook
    for record in _consents(playbook):
        for position, consent in enumerate(record.approvers):
            party = playbook.roles[consent.role].party if consent.role in playbook.roles else consent.party
            if party != consent.party:
                message = f"{quoted(consent.role)} speaks for {quoted(consent.party)} and belongs to {quoted(party)}"
                yield about(record, message, f"name a role of {quoted(consent.party)}", "approvers", position, "role")


def obligation_unowned(context: Context) -> Iterator[Finding]:
    """What a party owes is met when one of its roles sees to it."""
    for obligation in context.playbook.obligations:
        if not obligation.owner:
            message = f"nobody owns the obligation {quoted(obligation.id)}"
            hint = f"name a role of {quoted(obligation.obliged)} under `owner`"
            yield about(obligation, message, hint)


def obligation_owner_other_side(context: Context) -> Iterator[Finding]:
    """Nobody can keep a promise of the other side, so an obligation is owned on the side that owes it."""
    playbook = context.playbook
    for obligation in playbook.obligations:
        side = playbook.side_of_party(obligation.obliged)
        if obligation.owner and playbook.side_of(obligation.owner) != side:
            message = f"{quoted(obligation.obliged)} owes {quoted(obligation.id)}, and {quoted(obligation.owner)}, "
            message += "which owns it, stands on another side"
            yield about(obligation, message, f"name a role of {quoted(obligation.obliged)}", "owner")


def obligation_no_evidence(context: Context) -> Iterator[Finding]:
    """An obligation leaves something that shows a third person it was met, or the two sides will differ about it."""
    for obligation in context.playbook.obligations:
        if not obligation.evidence:
            message = f"nothing shows that the obligation {quoted(obligation.id)} is met"
            yield about(obligation, message, "name what shows it under `evidence`")


def change_no_approver(context: Context) -> Iterator[Finding]:
    """A change binds the client and every supplier, so each of them has a role that may agree to it."""
    for process in context.playbook.change_processes:
        for party in _silent(context.playbook, process):
            message = f"nobody agrees to {quoted(process.id)} for {quoted(party)}"
            yield about(process, message, f"add a role of {quoted(party)} under `approvers`", "approvers")


def exit_plan_missing(context: Context) -> Iterator[Finding]:
    """Each service can be taken back or passed on by a plan; where it is critical, going without one is an error."""
    plans = list(context.playbook.exit_plans)
    covered = {service for plan in plans for service in plan.services or context.playbook.services.ids}
    for service in context.playbook.services:
        if service.id not in covered:
            critical = service.criticality == "critical"
            message = f"no exit plan covers the service {quoted(service.id)}" + (", which is critical" * critical)
            hint = "add it to the `services` of a plan, or leave `services` out so that the plan covers all"
            finding = about(service, message, hint if plans else "add a plan under `exit_plans`")
            yield replace(finding, severity="error") if critical else finding


def exit_plan_untested(context: Context) -> Iterator[Finding]:
    """A plan that is never rehearsed fails on the day it is needed."""
    for plan in context.playbook.exit_plans:
        if not plan.last_tested:
            message = f"the exit plan {quoted(plan.id)} was never tested"
            yield about(plan, message, "rehearse it and write the day under `last_tested`")
        elif context.today and context.today - plan.last_tested > timedelta(days=context.threshold):
            message = f"the exit plan {quoted(plan.id)} was last tested on {plan.last_tested}, more than "
            message += f"{counted(context.threshold, 'day')} before {context.today}"
            yield about(plan, message, "rehearse it and write the new day", "last_tested")


CHECKS = (
    Check(contract_approval_one_sided, "error"),
    Check(approval_not_checked_twice, "warning", profile="contract"),
    Check(consent_other_party, "error"),
    Check(obligation_unowned, "warning"),
    Check(obligation_owner_other_side, "warning"),
    Check(obligation_no_evidence, "warning", profile="contract"),
    Check(change_no_approver, "error"),
    Check(exit_plan_missing, "warning", profile="contract"),
    Check(exit_plan_untested, "warning", threshold=365, profile="contract"),
)
