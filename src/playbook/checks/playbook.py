"""Questions about the edition as a whole: its approvals, its dates, and who may read what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from playbook.checks.base import Check, Context, Finding, about
from playbook.checks.references import records
from playbook.model import About, Assignment, Entity, Model, Phase
from playbook.model.onboarding import NEWCOMER
from playbook.model.playbook import Cycle
from playbook.model.references import references
from playbook.problems import did_you_mean, quoted


def approval_missing_party(context: Context) -> Iterator[Finding]:
    """An edition is agreed when the client and every supplier have approved it, each on a day."""
    record = context.playbook.about
    approved = {approval.party for approval in record.cycle.approvals if approval.date}
    written = {approval.party: position for position, approval in enumerate(record.cycle.approvals)}
    for party in dict.fromkeys((record.client, *record.suppliers)):
        if record.cycle.status == "agreed" and party not in approved:
            message = f"the edition is agreed, and {quoted(party)} has not approved it"
            hint = "add its approval with a date, or write `status: draft` until it is given"
            yield about(record, message, hint, "cycle", "approvals", written.get(party))


def approval_other_party(context: Context) -> Iterator[Finding]:
    """Only a role of a party can approve in its name."""
    playbook = context.playbook
    for position, approval in enumerate(playbook.about.cycle.approvals):
        party = playbook.roles[approval.role].party
        if party != approval.party:
            message = f"{quoted(approval.role)} approves for {quoted(approval.party)} and belongs to {quoted(party)}"
            hint = f"name a role of {quoted(approval.party)}"
            yield about(playbook.about, message, hint, "cycle", "approvals", position, "role")


def effective_date_gap_or_overlap(context: Context) -> Iterator[Finding]:
    """An edition is in force from its first day to its last, with no day on which none is or two are."""
    record = context.playbook.about
    first, last = record.cycle.effective_from, record.cycle.effective_to
    if last and last < first:
        message = f"the edition ends on {last}, before it begins on {first}"
        yield about(record, message, f"write {first} or a later day", "cycle", "effective_to")
    if record.cycle.supersedes == record.cycle.version:
        message = f"the edition {quoted(record.cycle.version)} supersedes itself"
        yield about(record, message, "name the edition before it, or leave `supersedes` out", "cycle", "supersedes")
    elif context.before and context.before.about.cycle.version == record.cycle.supersedes:
        yield from _not_in_time(record, context.before.about.cycle)


def _not_in_time(record: About, before: Cycle) -> Iterator[Finding]:
    """Question an edition that does not begin on the day after the one that it supersedes ends."""
    first, ended = record.cycle.effective_from, before.effective_to
    if ended is None or first == ended + timedelta(days=1) or first <= before.effective_from:
        return
    between = "both are in force" if first <= ended else "none is in force"
    message = f"the edition begins on {first}, and {quoted(before.version)} ends on {ended}: {between} in between"
    hint = f"let it begin on {ended + timedelta(days=1)}, or let the other end the day before it begins"
    yield about(record, message, hint, "cycle", "effective_from")


def review_overdue(context: Context) -> Iterator[Finding]:
    """An edition that nobody reviews drifts away from what people do."""
    record, today = context.playbook.about, context.today
    due = record.cycle.next_review
    if today and due and due < today and record.cycle.status == "agreed":
        message = f"the review of the edition was due on {due}, and today is {today}"
        yield about(record, message, "review it and write the day of the next review", "cycle", "next_review")


def _spans(record: Model) -> Iterator[tuple[str, date | None, date | None]]:
    """Iterate over the spans of time of a record: the key of the last day, the first day, the last day."""
    if isinstance(record, Entity):
        yield "until", record.since, record.until
    if isinstance(record, Phase):
        yield "ends", record.starts, record.ends
    if isinstance(record, Assignment):
        yield "to", record.from_, record.to


def dates_reversed(context: Context) -> Iterator[Finding]:
    """What has a first and a last day begins before it ends."""
    for record in records(context.playbook):
        for key, first, last in _spans(record):
            if first and last and last < first:
                message = f"the last day, {last}, comes before the first, {first}"
                yield about(record, message, f"write {first} or a later day", key)


def audience_leak(context: Context) -> Iterator[Finding]:
    """What only one side may read is named only where nobody else reads."""
    playbook = context.playbook
    one_sided = any(entity.audience != "shared" for entity in records(playbook) if isinstance(entity, Entity))
    for record in records(playbook) if one_sided else ():
        audience = record.audience if isinstance(record, Entity) else "shared"
        for path, kind, id in references(record):
            if kind in ("step", "statement") or id == NEWCOMER:
                continue
            target = playbook.of_kind("role" if kind == "owner" else kind)[id]
            if target.audience not in ("shared", audience):
                message = f"{quoted(id)} is for the {target.audience} only, and stands where others read it"
                yield about(record, message, f"write `audience: {target.audience}` here too, or take it out", *path)


def _idle(context: Context, position: int) -> tuple[str, str, str] | None:
    """Return why a waiver accepts nothing: message, hint and the key to point at; None where it may accept something.

    What a check no longer finds can be told only where every check could be asked: with a day, and with the pages.
    """
    waivers, settings = context.playbook.about.waivers, context.playbook.about.checks
    waiver = waivers[position]
    check, entity = quoted(waiver.check), quoted(waiver.entity)
    if any((other.check, other.entity) == (waiver.check, waiver.entity) for other in waivers[:position]):
        return f"{check} is waived for {entity} a second time", "keep one of the two waivers", "check"
    if waiver.check in settings and settings[waiver.check].off:
        return f"{check} is turned off, so nothing of it is waived", "delete the waiver, or turn the check on", "check"
    if any((problem.id, problem.entity) == (waiver.check, waiver.entity) for problem in context.waived):
        return None
    known = {"playbook", *(entity.id for _, entity in context.playbook.entities()), *context.playbook.ledger.ids}
    if waiver.entity not in known:
        hint = did_you_mean(waiver.entity, known, "delete the waiver, or correct the id")
        return f"there is no {entity} for which {check} could be waived", hint, "entity"
    if context.today is None or context.carried_by_pages is None:
        return None
    return f"{check} finds nothing any more about {entity}", "delete the waiver", "check"


def waiver_stale(context: Context) -> Iterator[Finding]:
    """A waiver goes when nothing is left for it to accept, or it hides the next problem from everyone."""
    for position, waiver in enumerate(context.playbook.about.waivers):
        if waiver.check != LAST and (idle := _idle(context, position)):
            message, hint, key = idle
            place = context.playbook.about.origin.at("waivers", position, key)
            yield Finding(place, message, hint, waiver.entity)


LAST = "waiver-stale"
"""The id of the check that is asked after all others, because it asks what they found."""

CHECKS = (
    Check(approval_missing_party, "error"),
    Check(approval_other_party, "error"),
    Check(effective_date_gap_or_overlap, "error"),
    Check(review_overdue, "warning"),
    Check(dates_reversed, "error"),
    Check(audience_leak, "error"),
    Check(waiver_stale, "warning"),
)
