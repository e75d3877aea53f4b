"""Questions about the roles of both sides, and about who faces whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from playbook.checks.base import Check, Context, Finding, about, place_in, ring_told, rings, sides_of, with_sense
from playbook.checks.positions import has_levels, has_two_sides, is_internal, levels_of, positions, stands_beside
from playbook.checks.references import records
from playbook.model import Assignment, Playbook, Role
from playbook.model.base import LEVELS, SIDES
from playbook.model.references import references
from playbook.problems import counted, quoted


def _named(playbook: Playbook) -> set[str]:
    """Return the ids of the roles that something gives a part, be it as a deputy of another role."""
    named = {role.deputy for role in playbook.roles if role.deputy}
    for record in records(playbook):
        if not isinstance(record, (Role, Assignment)):
            named.update(id for _, kind, id in references(record) if kind in ("role", "owner"))
    return named


def _escalation_owners(playbook: Playbook) -> Iterator[str]:
    for path in playbook.paths:
        for rung in path.levels.values():
            yield from (owner for owner in (rung.client_owner, rung.supplier_owner) if owner)


def role_orphan(context: Context) -> Iterator[Finding]:
    """A role that owes nothing, and that nothing names, is a title without work."""
    named = _named(context.playbook)
    for role in context.playbook.roles:
        beside = role.whole_party or stands_beside(context.playbook, role.party)
        if role.id not in named and not role.duties and not beside:
            hint = "give it a duty, an activity, a forum, a document or a step, or delete the role"
            finding = about(role, f"the role {quoted(role.id)} has no duty, and nothing names it", hint)
            yield finding.because(role.party, f"roles of {quoted(role.party)} have no duty, and nothing names them")


def role_no_ra(context: Context) -> Iterator[Finding]:
    """A role of the matrix that is only asked and told has a chair and no work."""
    playbook = context.playbook
    asked, active = set[str](), set[str]()
    for activity in playbook.activities:
        asked.update(item.role for item in activity.assigned)
        active.update(with_sense(playbook, activity, "accountable", "responsible"))
    for role in playbook.roles:
        if role.id in asked - active and not role.whole_party:
            message = f"the role {quoted(role.id)} is accountable or responsible for no activity"
            finding = about(role, message, "give it work that is its own, or let another role speak for it")
            told = f"roles of {quoted(role.party)} are accountable or responsible for no activity"
            yield finding.because(role.party, told)


def role_overloaded(context: Context) -> Iterator[Finding]:
    """A role that answers for too much answers for nothing in particular, where others of its party could for some."""
    playbook = context.playbook
    load = Counter(role for activity in playbook.activities for role in with_sense(playbook, activity, "accountable"))
    working = {item.role for activity in playbook.activities for item in activity.assigned}
    helping = Counter(playbook.roles[role].party for role in working)
    for role in playbook.roles:
        alone = helping[role.party] == 1 or role.held_by == "several" or role.whole_party
        if load[role.id] > context.threshold and not alone:
            activities = counted(load[role.id], "activity", "activities")
            message = f"{quoted(role.id)} is accountable for {activities}, more than {context.threshold}"
            yield about(role, message, "pass some on to the roles that do the work")


def _facing(playbook: Playbook) -> Iterator[tuple[Role, int, Role]]:
    """Iterate over the counterparts as written: the role, the position in its list, its counterpart."""
    for role in playbook.roles:
        for position, id in enumerate(role.counterparts):
            if playbook.is_current("role", id):
                yield role, position, playbook.roles[id]


def _pairs(playbook: Playbook) -> Iterator[tuple[Role, int, Role]]:
    """Iterate over the counterparts, each pair once, where it is first written."""
    seen = set()
    for role, position, other in _facing(playbook):
        pair = frozenset((role.id, other.id))
        if pair not in seen:
            seen.add(pair)
            yield role, position, other


def role_no_counterpart(context: Context) -> Iterator[Finding]:
    """Each role knows whom to talk to on the other side, because mapped pairs bring problems up early."""
    playbook = context.playbook
    faced = {other.id for _, _, other in _facing(playbook)}
    for role in positions(playbook) if has_two_sides(playbook) else ():
        if not role.counterparts and role.id not in faced:
            hint = "name its opposite number under `counterparts`"
            finding = about(role, f"the role {quoted(role.id)} has no counterpart", hint)
            yield finding.because(role.party, f"roles of {quoted(role.party)} have no counterpart")


def counterpart_same_party(context: Context) -> Iterator[Finding]:
    """A counterpart sits across the table, so it belongs to another party."""
    for role, position, other in _pairs(context.playbook):
        if role.id == other.id:
            message = f"{quoted(role.id)} is its own counterpart"
            yield about(role, message, "name a role of another party", "counterparts", position)
        elif role.party == other.party and not is_internal(context.playbook):
            message = f"{quoted(role.id)} and its counterpart {quoted(other.id)} both belong to {quoted(role.party)}"
            yield about(role, message, "name a role of another party", "counterparts", position)


def counterpart_level_mismatch(context: Context) -> Iterator[Finding]:
    """Counterparts meet at one level, because neither can commit what only the other's superior may."""
    for role, position, other in _pairs(context.playbook):
        if role.level != other.level and not (role.whole_party or other.whole_party):
            message = f"{quoted(role.id)} is {role.level} and its counterpart {quoted(other.id)} is {other.level}"
            yield about(role, message, f"name a role that is {role.level}", "counterparts", position)


def counterpart_asymmetric(context: Context) -> Iterator[Finding]:
    """Who says whom it faces leaves nobody out, or one of two does not know; of two, it is enough that one says it."""
    names = {role.id: frozenset(role.counterparts) for role in context.playbook.whole.roles}
    for role, position, other in _facing(context.playbook):
        whole = role.whole_party or other.whole_party
        if names[other.id] and role.id not in names[other.id] and not whole:
            message = f"{quoted(role.id)} names {quoted(other.id)} as its counterpart and is not named in return"
            hint = f"add {quoted(role.id)} to the counterparts of {quoted(other.id)}"
            yield about(role, message, hint, "counterparts", position)


def level_unmapped(context: Context) -> Iterator[Finding]:
    """Client and supplier are joined at every level that one of them has, so that an issue finds its way across."""
    playbook = context.playbook
    facing = [(role, other) for role, _, other in _facing(playbook)]
    across = [(one, other) for one, other in facing if sides_of(playbook, (one.id, other.id)) == {*SIDES}]
    mapped = {level for one, other in across if _meet(one, other) for level in (one.level, other.level)}
    levels = levels_of(playbook)
    held = levels["client"] | levels["supplier"] if has_levels(playbook) and across else ()
    for level in LEVELS:
        if level in held and level not in mapped:
            here = next(role for role in positions(playbook) if role.level == level)
            message = f"client and supplier have no pair of counterparts at the {level} level"
            yield Finding(here.origin.key(), message, "name one client role and one supplier role as a pair", level)


def _meet(one: Role, other: Role) -> bool:
    """Tell whether two roles stand at one level, as a whole party does at all of them."""
    return one.level == other.level or one.whole_party or other.whole_party


def relationship_manager_missing(context: Context) -> Iterator[Finding]:
    """Success depends on one co-ordinator on the client's side, whatever the sourcing model."""
    playbook = context.playbook
    asked = not is_internal(playbook) and bool(levels_of(playbook)["client"])
    if asked and not any(
        each.relationship_manager and playbook.side_of(each.id) == "client" for each in playbook.roles
    ):
        message = f"no role of {quoted(playbook.client.id)} is the relationship manager"
        yield about(playbook.client, message, "write `relationship_manager: true` at one role of the client")


def role_no_deputy(context: Context) -> Iterator[Finding]:
    """Whoever chairs a forum or answers an escalation goes on leave some day, and someone else stands in."""
    playbook = context.playbook
    needed = {forum.chair for forum in playbook.forums} | set(_escalation_owners(playbook))
    for role in playbook.roles:
        if role.id in needed and role.deputy is None and role.held_by == "one" and not role.whole_party:
            message = f"{quoted(role.id)} chairs a forum or answers escalations, and nobody else stands in"
            finding = about(role, message, "name another role under `deputy`, or write `held_by: several`")
            told = f"roles of {quoted(role.party)} chair a forum or answer escalations, and nobody else stands in"
            yield finding.because(role.party, told)


def reports_to_cycle(context: Context) -> Iterator[Finding]:
    """A line of reporting ends at somebody."""
    roles = context.playbook.roles
    for ring in rings({role.id: (role.reports_to,) for role in roles if role.reports_to}):
        message = ring_told(ring, "reports to itself", "the line of reporting runs in a ring")
        yield about(roles[ring[0]], message, "end it at one role", "reports_to")


def deputy_other_party(context: Context) -> Iterator[Finding]:
    """A deputy acts in the name of a party, so it belongs to that party."""
    playbook = context.playbook
    for role in playbook.roles:
        deputy = playbook.roles.get(role.deputy)
        if deputy and deputy.party != role.party:
            message = f"{quoted(deputy.id)}, the deputy of {quoted(role.id)}, belongs to {quoted(deputy.party)}"
            yield about(role, message, f"name a role of {quoted(role.party)}", "deputy")


def _assigned(playbook: Playbook) -> dict[str, list[Assignment]]:
    """Return the assignments of each role that has one, the earliest first."""
    held: dict[str, list[Assignment]] = {}
    for assignment in sorted(playbook.assignments, key=_first_day):
        held.setdefault(assignment.role, []).append(assignment)
    return held


def _first_day(assignment: Assignment) -> date:
    return assignment.from_ or date.min


def _days_of(context: Context, role: Role) -> Iterator[tuple[date, str]]:
    """Iterate over the days on which somebody must hold a role, each with the words for it."""
    cycle, today = context.playbook.about.cycle, context.today
    days = [(cycle.effective_from, "when the edition begins")]
    if today and cycle.effective_from < today <= (cycle.effective_to or today):
        days.append((today, "today"))
    for day, words in days:
        if (role.since or day) <= day <= (role.until or day):
            yield day, words


def role_unassigned(context: Context) -> Iterator[Finding]:
    """Once an edition is agreed each role has a holder, because a duty that nobody holds is not done."""
    playbook = context.playbook
    held = _assigned(playbook)
    for role in playbook.roles if playbook.about.cycle.status == "agreed" else ():
        if role.whole_party:
            continue
        for day, words in _days_of(context, role):
            if not any(_first_day(item) <= day <= (item.to or day) for item in held.get(role.id, ())):
                message = f"nobody holds the role {quoted(role.id)} on {day}, {words}"
                finding = about(role, message, "write under `assignments` who holds it, and from when")
                yield finding.because(role.party, f"roles of {quoted(role.party)} are held by nobody on {day}, {words}")
                break


def assignment_overlap(context: Context) -> Iterator[Finding]:
    """A role that one person holds has one holder at a time, or nobody knows which of them to ask."""
    playbook = context.playbook
    for id, held in _assigned(playbook).items():
        clashing = list(_clashing(held)) if playbook.roles[id].held_by == "one" else []
        if not clashing:
            continue
        latest, item = clashing[0]
        message = f"{quoted(item.id)} holds {quoted(id)}"
        message += f" from {item.from_}, and {quoted(latest.id)} still does on that day" if item.from_ else ""
        message += "" if item.from_ else f", and so does {quoted(latest.id)}"
        hint = f"write under `to` when {quoted(latest.id)} ends, or `held_by: several` at the role"
        message += f"; of {len(held)} holders, {len(clashing)} begin before another ends" if len(clashing) > 1 else ""
        finding = replace(
            about(item, message, hint, "from"), also=tuple(place_in(each, ("from",)) for _, each in clashing[1:])
        )
        party = playbook.roles[id].party
        told = f"roles of {quoted(party)} are held by several at a time"
        yield finding.because(
            party, told, id, hint="write `held_by: several` at each, or under `to` when a holder ends"
        )


def _clashing(held: list[Assignment]) -> Iterator[tuple[Assignment, Assignment]]:
    """Iterate over the holders of a role who begin before another ends, each behind that other; the earliest first."""
    latest = held[0]
    for item in held[1:]:
        if latest.to is None or _first_day(item) <= latest.to:
            yield latest, item
        latest = max(latest, item, key=lambda each: each.to or date.max)


CHECKS = (
    Check(role_orphan, "warning", profile="contract"),
    Check(role_no_ra, "warning", profile="contract"),
    Check(role_overloaded, "warning", threshold=15),
    Check(role_no_counterpart, "warning", profile="contract"),
    Check(counterpart_same_party, "warning"),
    Check(counterpart_level_mismatch, "warning"),
    Check(counterpart_asymmetric, "warning"),
    Check(level_unmapped, "warning", profile="contract"),
    Check(relationship_manager_missing, "warning", profile="contract"),
    Check(role_no_deputy, "info", profile="contract"),
    Check(reports_to_cycle, "error", of_parts=True),
    Check(deputy_other_party, "warning"),
    Check(role_unassigned, "warning", profile="contract"),
    Check(assignment_overlap, "warning"),
)
