"""Questions about the edition as a whole: its approvals, its dates, and what is accepted of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from playbook.checks.base import Check, Context, Finding, about
from playbook.checks.references import records, together
from playbook.model import About, Activity, Assignment, Entity, Forum, Model, Phase, Playbook
from playbook.model.playbook import Cycle
from playbook.model.references import references
from playbook.problems import Severity, did_you_mean, quoted
from playbook.source.accepted import Accepted


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


def approval_in_future(context: Context) -> Iterator[Finding]:
    """An approval is entered once it is given, so an agreed edition has none of a day to come."""
    record = context.playbook.about
    for position, approval in enumerate(record.cycle.approvals):
        if record.cycle.status == "agreed" and context.today and approval.date and approval.date > context.today:
            message = f"the approval of {quoted(approval.party)} is of {approval.date}, which is still to come"
            hint = "write the day on which it was given, or `status: draft` until it is"
            yield about(record, message, hint, "cycle", "approvals", position, "date")


def approval_other_party(context: Context) -> Iterator[Finding]:
    """Only a role of a party can approve in its name."""
    playbook = context.playbook
    for position, approval in enumerate(playbook.about.cycle.approvals):
        party = playbook.roles[approval.role].party if approval.role in playbook.roles else approval.party
        if party != approval.party:
            message = f"{quoted(approval.role)} approves for {quoted(approval.party)} and belongs to {quoted(party)}"
            hint = f"name a role of {quoted(approval.party)}"
            yield about(playbook.about, message, hint, "cycle", "approvals", position, "role")


def permanence_missing(context: Context) -> Iterator[Finding]:
    """Contracts outlive the edition that they cite, so an agreed one says what stays, who keeps it and for how long."""
    record = context.playbook.about
    if record.cycle.status == "agreed" and record.permanence is None:
        message = "the edition is agreed, and nothing says how long it is kept, and by whom"
        hint = "agree on it with the other party, and write it under `permanence`"
        yield about(record, message, hint, "cycle", "status")


def permanence_other_party(context: Context) -> Iterator[Finding]:
    """Only a role of a party can promise in its name that a copy is kept."""
    playbook = context.playbook
    for position, keeper in enumerate(playbook.about.permanence.keepers if playbook.about.permanence else ()):
        party = playbook.roles[keeper.role].party if keeper.role in playbook.roles else keeper.party
        if party != keeper.party:
            message = f"{quoted(keeper.role)} keeps the copy of {quoted(keeper.party)} and belongs to {quoted(party)}"
            hint = f"name a role of {quoted(keeper.party)}"
            yield about(playbook.about, message, hint, "permanence", "keepers", position, "role")


def permanence_one_sided(context: Context) -> Iterator[Finding]:
    """What one side alone keeps is lost with it, so both keep a copy, and the address passes from one to the other."""
    playbook = context.playbook
    said = playbook.about.permanence
    if said is None:
        return
    keeping = {playbook.side_of_party(keeper.party) for keeper in said.keepers}
    for side in playbook.sides:
        if side not in keeping:
            message = f"nobody on the side of the {side} keeps a copy of what is published"
            hint = "name a party of that side, and its role, under `keepers`"
            yield about(playbook.about, message, hint, "permanence", "keepers")
    if len(playbook.sides) > 1 and playbook.side_of(said.address_kept_by) == playbook.side_of(said.address_passes_to):
        message = f"the address passes from {quoted(said.address_kept_by)} to {quoted(said.address_passes_to)}, "
        message += "on the same side of the contract"
        hint = "name a role of the other side: if one party goes, the other keeps the address that contracts cite"
        yield about(playbook.about, message, hint, "permanence", "address_passes_to")


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
    finding = about(record, message, hint, "cycle", "effective_from")
    yield finding if first <= ended else replace(finding, severity="warning")


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
    for record in records(context.playbook.whole):
        for key, first, last in _spans(record):
            if first and last and last < first:
                message = f"the last day, {last}, comes before the first, {first}"
                yield about(record, message, f"write {first} or a later day", key)


_HISTORY = ("agreed_by", "cycle")
"""The keys under which stands what was done once, by whoever was there."""


def rests_on_ended(context: Context) -> Iterator[Finding]:
    """What is current is not left to what ended before the cycle or begins after it, because nobody will find it."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for record in records(context.playbook):
        for path, named, id in references(record) if not _has_met(context.playbook, record) else ():
            kind = "role" if named == "owner" else named
            if kind != "step" and path[0] not in _HISTORY and not context.playbook.is_current(kind, id):
                finding = about(record, "", "name what takes its place, or correct its days", *path)
                found.setdefault((kind, id), []).append(_weighed(context.playbook, record, path, finding))
    for (kind, id), findings in found.items():
        severity: Severity | None = "error" if any(each.severity for each in findings) else None
        told = together(_told(context.playbook, kind, id), findings, "in {} places")
        yield replace(told, severity=severity, entity=id)


def _has_met(playbook: Playbook, record: Model) -> bool:
    """Tell whether a record is a forum that met for the last time before the cycle."""
    last, cycle = record.recurrence.last_day if isinstance(record, Forum) else None, playbook.cycle_days
    return bool(last and cycle.first and last < cycle.first)


def _told(playbook: Playbook, kind: str, id: str) -> str:
    """Return why something is not current."""
    days, cycle = playbook.life(kind, id), playbook.cycle_days
    if days.last and cycle.first and days.last < cycle.first:
        return f"what is current names {quoted(id)}, which ended on {days.last}, before the cycle begins"
    return f"what is current names {quoted(id)}, which begins on {days.first}, after the cycle ends"


def _weighed(playbook: Playbook, record: Model, path: tuple[object, ...], finding: Finding) -> Finding:
    """Return a finding as an error where it leaves an activity without anybody who answers for it."""
    if isinstance(record, Activity) and path[0] == "written":
        answering = record.roles_with(*playbook.scheme.coded("accountable"))
        left = [role for role in answering if playbook.is_current("role", role)]
        if not left and record.written[str(path[1])].role in answering:
            return replace(finding, severity="error")
    return finding


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
    known = {"playbook", *(entity.id for _, entity in context.playbook.whole.entities()), *context.playbook.ledger.ids}
    if waiver.entity not in known:
        hint = did_you_mean(waiver.entity, known, "delete the waiver, or correct the id")
        return f"there is no {entity} for which {check} could be waived", hint, "entity"
    if context.today is None or context.carried_by_pages is None or waiver.check in context.unasked:
        return None
    return f"{check} finds nothing any more about {entity}", "delete the waiver", "check"


def waiver_stale(context: Context) -> Iterator[Finding]:
    """A waiver goes when nothing is left for it to accept, or it hides the next problem from everyone."""
    for position, waiver in enumerate(context.playbook.about.waivers):
        if waiver.check != LAST and (idle := _idle(context, position)):
            message, hint, key = idle
            place = context.playbook.about.origin.at("waivers", position, key)
            yield Finding(place, message, hint, waiver.entity)
    for comment in context.accepted:
        for check in comment.checks:
            if check != LAST and (told := _idle_comment(context, comment, check)):
                yield Finding(comment.place, told, "delete the comment, or what of it is idle", None)


def _idle_comment(context: Context, comment: Accepted, check: str) -> str:
    """Return why a comment accepts nothing of a check; an empty text where it does, or may."""
    settings = context.playbook.about.checks
    if check in settings and settings[check].off:
        return f"{quoted(check)} is turned off, so nothing of it is waived"
    held = any(problem.id == check and comment.holds(check, problem.place) for problem in context.waived)
    if held or context.today is None or context.carried_by_pages is None or check in context.unasked:
        return ""
    return f"{quoted(check)} finds nothing any more where this comment accepts it"


LAST = "waiver-stale"
"""The id of the check that is asked after all others, because it asks what they found."""

CHECKS = (
    Check(approval_missing_party, "error"),
    Check(approval_in_future, "error"),
    Check(approval_other_party, "error"),
    Check(permanence_missing, "warning", profile="contract"),
    Check(permanence_other_party, "warning"),
    Check(permanence_one_sided, "warning", profile="contract"),
    Check(effective_date_gap_or_overlap, "error"),
    Check(review_overdue, "warning"),
    Check(dates_reversed, "error"),
    Check(rests_on_ended, "warning"),
    Check(waiver_stale, "warning"),
)
