"""Questions about approvals, obligations, change and exit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from playbook.checks.base import Check, Context, Finding, about, ring_told, rings
from playbook.model import ChangeProcess, ContractApproval, KeyDate, Obligation, Playbook
from playbook.model.contract import OPTIONS
from playbook.model.due import days_meant
from playbook.model.due_days import days_of_key_date, last_day_of_notice
from playbook.model.meetings import held
from playbook.problems import counted, quoted

_OFTEN = re.compile(
    r"\b(?:every|each|once an?|twice an?)\s+(?:[\w-]+\s+){0,2}(?:day|week|fortnight|month|quarter|year)s?\b"
    r"|^(?:daily|weekly|fortnightly|monthly|quarterly|half-yearly|six-monthly|yearly|annually)\b",
    re.IGNORECASE,
)
"""How often something is due, in words that a rule can say."""
_NOTICED = 3 * 366
"""How many days after the cycle a key date may lie whose last day of notice is asked for."""


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
            hint = f"add a role of {quoted(party)} under `approvers`"
            told = f"approvals have nobody who approves for {quoted(party)}"
            yield about(approval, message, hint, "approvers").because(party, told)


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
            told = f"obligations of {quoted(obligation.obliged)} are owned by nobody"
            yield about(obligation, message, hint).because(obligation.obliged, told)


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
            finding = about(obligation, message, "name what shows it under `evidence`")
            told = f"obligations of {quoted(obligation.obliged)} have nothing that shows they are met"
            yield finding.because(obligation.obliged, told)


def obligation_undated(context: Context) -> Iterator[Finding]:
    """What is due on a day stands in a calendar and is asked for in time; what is due in words has to be remembered."""
    told = ("says not when it is due", "say not when they are due")
    hint = "write a day or an offset under `due`, a rule under `recurrence`, or in words that it always holds"
    yield from _by_party(context.playbook, _says_no_time, *told, hint)
    told = ("is dated in words, which no calendar can hold", "are dated in words, which no calendar can hold")
    hint = "write a day as year-month-day under `due`, or the rule under `recurrence` beside the words"
    yield from _by_party(context.playbook, _dated_in_words, *told, hint)


def _says_no_time(obligation: Obligation) -> bool:
    return not obligation.due and not obligation.recurrence


def _dated_in_words(obligation: Obligation) -> bool:
    """Tell whether words name a day, or say how often, and nothing else does."""
    if obligation.recurrence or obligation.due_day or obligation.due_offset is not None or not obligation.due:
        return False
    return bool(days_meant(obligation.due) or _OFTEN.search(obligation.due))


def _by_party(
    playbook: Playbook, wanting: Callable[[Obligation], bool], one: str, several: str, hint: str
) -> Iterator[Finding]:
    """Iterate over one finding for each party that owes obligations which want something."""
    for party in playbook.parties:
        found = [each for each in playbook.obligations if each.obliged == party.id and wanting(each)]
        if len(found) == 1:
            yield about(found[0], f"the obligation {quoted(found[0].id)} {one}", hint)
        elif found:
            message = f"{len(found)} obligations of {quoted(party.id)} {several}, {quoted(found[0].id)} among them"
            finding = about(found[0], message, hint)
            also = tuple(each.origin.key() for each in found[1:])
            yield replace(finding, entity=party.id, kind="party", also=also)


def obligation_no_forum(context: Context) -> Iterator[Finding]:
    """An obligation that no forum looks at is found broken when it is needed."""
    told = ("is looked at in no forum", "are looked at in no forum")
    hint = "name under `forum` where it is asked whether it is met"
    yield from _by_party(context.playbook, lambda each: not each.forum, *told, hint)


def key_date_undated(context: Context) -> Iterator[Finding]:
    """A key date without a day cannot be kept in view."""
    keys = context.playbook.key_dates
    for key in keys:
        source = keys.get(key.counts_from)
        if not (key.date or key.counts_from or (key.recurrence and key.recurrence.tells_days)):
            hint = "write its `date`, a `recurrence`, or an `offset` and what it `counts_from`"
            yield about(key, f"the key date {quoted(key.id)} has no day", hint)
        elif source and source.recurrence:
            message = f"{quoted(key.id)} counts from {quoted(source.id)}, which has more than one day"
            yield about(key, message, "write the `date`, or a `recurrence` of its own", "counts_from")
    for ring in rings({key.id: [key.counts_from] for key in keys if key.counts_from}):
        message = ring_told(ring, "counts from itself", "these key dates count from each other")
        yield about(keys[ring[0]], message, "write the `date` of one of them", "counts_from")


def _days(playbook: Playbook, key: KeyDate, start: date) -> tuple[date, ...]:
    """Return the days of a key date from a day on, as far ahead as one has to think of notice."""
    end = (playbook.cycle_days.last or start) + timedelta(days=_NOTICED)
    return tuple(day for day, _ in days_of_key_date(playbook, key, start, end))


def key_date_unowned(context: Context) -> Iterator[Finding]:
    """A day that the contract does not forgive is kept in view by one role."""
    for key in context.playbook.key_dates:
        if not key.owner:
            yield about(key, f"nobody keeps the key date {quoted(key.id)} in view", "name a role under `owner`")


def option_no_forum(context: Context) -> Iterator[Finding]:
    """An option is lost by nobody deciding, so a forum decides on it before its day."""
    for key in context.playbook.key_dates:
        if key.kind in OPTIONS and not key.decided_at:
            message = f"no forum decides on {quoted(key.id)}, a {key.kind.replace('-', ' ')}"
            yield about(key, message, "name the forum under `decided_at`")


_LEFT_TO_DECIDE = timedelta(days=92)
"""How much of an edition has to be left: what falls due early in it was decided in the edition before."""


def notice_missed(context: Context) -> Iterator[Finding]:
    """A right that needs notice is gone where the forum that decides meets on no day before the last one for it."""
    playbook, first = context.playbook, context.playbook.cycle_days.first or date.min
    for key in playbook.key_dates:
        coming = [day for day in _days(playbook, key, first) if day >= first]
        last = last_day_of_notice(playbook, key, coming[0]) if coming else None
        if last and last - first > _LEFT_TO_DECIDE and _decided_late(playbook, key, last):
            message = f"{quoted(key.decided_at)} does not meet from {first} to {last}, the last day of notice for "
            message += quoted(key.id)
            yield about(key, message, "name a forum that meets before, or set a meeting before that day", "decided_at")


def _decided_late(playbook: Playbook, key: KeyDate, last: date) -> bool:
    """Tell whether the forum that decides meets on no day of the cycle up to the last day of notice."""
    forum, end = playbook.forums.get(key.decided_at), playbook.cycle_days.last
    if forum is None or end is None or last > end or not forum.recurrence.is_placed:
        return False
    return not any(each.day <= last for each in held(playbook, forum))


def change_no_approver(context: Context) -> Iterator[Finding]:
    """A change binds the client and every supplier, so each of them has a role that may agree to it."""
    for process in context.playbook.change_processes:
        for party in _silent(context.playbook, process):
            message = f"nobody agrees to {quoted(process.id)} for {quoted(party)}"
            hint = f"add a role of {quoted(party)} under `approvers`"
            told = f"change processes have nobody who agrees for {quoted(party)}"
            yield about(process, message, hint, "approvers").because(party, told)


def exit_plan_missing(context: Context) -> Iterator[Finding]:
    """Each service can be taken back or passed on by a plan, a critical one above all."""
    plans = list(context.playbook.exit_plans)
    covered = {service for plan in plans for service in plan.services or context.playbook.services.ids}
    for service in context.playbook.services:
        if service.id not in covered:
            critical = service.criticality == "critical"
            message = f"no exit plan covers the service {quoted(service.id)}" + (", which is critical" * critical)
            hint = "add it to the `services` of a plan, or leave `services` out so that the plan covers all"
            finding = about(service, message, hint if plans else "add a plan under `exit_plans`")
            told = f"services{', which are critical,' * critical} are covered by no exit plan"
            yield finding.because("playbook", told)


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
    Check(contract_approval_one_sided, "warning"),
    Check(approval_not_checked_twice, "warning", profile="contract"),
    Check(consent_other_party, "warning"),
    Check(obligation_unowned, "warning"),
    Check(obligation_owner_other_side, "warning"),
    Check(obligation_no_evidence, "warning", profile="contract"),
    Check(obligation_undated, "info", profile="contract"),
    Check(obligation_no_forum, "warning", profile="contract"),
    Check(key_date_undated, "warning"),
    Check(key_date_unowned, "warning"),
    Check(option_no_forum, "warning", profile="contract"),
    Check(notice_missed, "warning"),
    Check(change_no_approver, "warning"),
    Check(exit_plan_missing, "warning", profile="contract"),
    Check(exit_plan_untested, "warning", threshold=365, profile="contract"),
)
