"""Questions about the roles of both sides, and about who faces whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from playbook.checks.base import Check, Context, Finding, about, ring_told, rings, sides_of, with_sense
from playbook.model import Assignment, Playbook, Role
from playbook.model.base import LEVELS, SIDES
from playbook.problems import counted, quoted

_OWNED = ("document", "service", "service-level", "dependency", "risk", "obligation", "key-date", "exit-plan")
"""The kinds of things that a role owns."""


def _busy(playbook: Playbook) -> set[str]:
    """Return the ids of the roles that attend, own or do something."""
    busy = {item.role for activity in playbook.activities for item in activity.assigned}
    busy.update(role for forum in playbook.forums for role in forum.everyone)
    busy.update(entity.owner for kind in _OWNED for entity in playbook.of_kind(kind) if entity.owner)
    busy.update(step.owner for programme in playbook.programmes for step in programme.steps.values())
    return busy | set(_escalation_owners(playbook))


def _escalation_owners(playbook: Playbook) -> Iterator[str]:
    for path in playbook.paths:
        for rung in path.levels.values():
            yield from (owner for owner in (rung.client_owner, rung.supplier_owner) if owner)


def role_orphan(context: Context) -> Iterator[Finding]:
    """A role that attends nothing, does nothing and owns nothing is a title without work."""
    busy = _busy(context.playbook)
    for role in context.playbook.roles:
        if role.id not in busy and not role.whole_party:
            hint = "give it an activity, a forum, a document or a step, or delete the role"
            yield about(role, f"the role {quoted(role.id)} attends no forum, has no activity and owns nothing", hint)


def role_no_ra(context: Context) -> Iterator[Finding]:
    """A role that is only asked and told has a chair and no work."""
    playbook = context.playbook
    busy, active = _busy(playbook), set[str]()
    for activity in playbook.activities:
        active.update(with_sense(playbook, activity, "accountable", "responsible"))
    for role in playbook.roles:
        if len(playbook.activities) and role.id in busy - active and not role.whole_party:
            message = f"the role {quoted(role.id)} is accountable or responsible for no activity"
            yield about(role, message, "give it work that is its own, or let another role speak for it")


def role_overloaded(context: Context) -> Iterator[Finding]:
    """A role that answers for too much answers for nothing in particular."""
    playbook = context.playbook
    load = Counter(role for activity in playbook.activities for role in with_sense(playbook, activity, "accountable"))
    for role in playbook.roles:
        if load[role.id] > context.threshold and not role.whole_party:
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
    for role in playbook.roles:
        needed = not role.whole_party and playbook.is_faced(playbook.side_of(role.id))
        if needed and not role.counterparts and role.id not in faced:
            hint = "name its opposite number under `counterparts`"
            yield about(role, f"the role {quoted(role.id)} has no counterpart", hint)


def counterpart_same_party(context: Context) -> Iterator[Finding]:
    """A counterpart sits across the table, so it belongs to another party."""
    for role, position, other in _pairs(context.playbook):
        if role.id == other.id:
            message = f"{quoted(role.id)} is its own counterpart"
            yield about(role, message, "name a role of another party", "counterparts", position)
        elif role.party == other.party:
            message = f"{quoted(role.id)} and its counterpart {quoted(other.id)} both belong to {quoted(role.party)}"
            yield about(role, message, "name a role of another party", "counterparts", position)


def counterpart_level_mismatch(context: Context) -> Iterator[Finding]:
    """Counterparts meet at one level, because neither can commit what only the other's superior may."""
    for role, position, other in _pairs(context.playbook):
        if role.level != other.level and not (role.whole_party or other.whole_party):
            message = f"{quoted(role.id)} is {role.level} and its counterpart {quoted(other.id)} is {other.level}"
            yield about(role, message, f"name a role that is {role.level}", "counterparts", position)


def counterpart_asymmetric(context: Context) -> Iterator[Finding]:
    """If one role faces another, the other faces it, or one of them does not know."""
    names = {role.id: frozenset(role.counterparts) for role in context.playbook.roles}
    for role, position, other in _facing(context.playbook):
        if role.id not in names[other.id] and not (role.whole_party or other.whole_party):
            message = f"{quoted(role.id)} names {quoted(other.id)} as its counterpart and is not named in return"
            hint = f"add {quoted(role.id)} to the counterparts of {quoted(other.id)}"
            yield about(role, message, hint, "counterparts", position)


def level_unmapped(context: Context) -> Iterator[Finding]:
    """Client and supplier are joined at every level, so that an issue always finds its way across."""
    playbook = context.playbook
    mapped = {
        level
        for role, _, other in _facing(playbook)
        for level in (role.level, other.level)
        if _meet(role, other) and sides_of(playbook, (role.id, other.id)) == {*SIDES}
    }
    for level in LEVELS if all(map(playbook.is_faced, SIDES)) else ():
        if level not in mapped:
            here = next((role for role in playbook.roles if role.level == level), playbook.client)
            message = f"client and supplier have no pair of counterparts at the {level} level"
            yield Finding(here.origin.key(), message, "name one client role and one supplier role as a pair", level)


def _meet(one: Role, other: Role) -> bool:
    """Tell whether two roles stand at one level, as a whole party does at all of them."""
    return one.level == other.level or one.whole_party or other.whole_party


def relationship_manager_missing(context: Context) -> Iterator[Finding]:
    """Success depends on one co-ordinator on the client's side, whatever the sourcing model."""
    playbook = context.playbook
    here = [role for role in playbook.roles if playbook.side_of(role.id) == "client"]
    whole = bool(here) and all(role.whole_party for role in here)
    if not whole and not any(role.relationship_manager for role in here):
        message = f"no role of {quoted(playbook.client.id)} is the relationship manager"
        yield about(playbook.client, message, "write `relationship_manager: true` at one role of the client")


def role_no_deputy(context: Context) -> Iterator[Finding]:
    """Whoever chairs a forum or answers an escalation goes on leave some day, and someone else stands in."""
    playbook = context.playbook
    needed = {forum.chair for forum in playbook.forums} | set(_escalation_owners(playbook))
    for role in playbook.roles:
        if role.id in needed and role.deputy is None and role.held_by == "one" and not role.whole_party:
            message = f"{quoted(role.id)} chairs a forum or answers escalations, and nobody else stands in"
            yield about(role, message, "name another role under `deputy`")


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
                yield about(role, message, "write under `assignments` who holds it, and from when")
                break


def assignment_overlap(context: Context) -> Iterator[Finding]:
    """A role that one person holds has one holder at a time, or nobody knows which of them to ask."""
    for id, held in _assigned(context.playbook).items():
        if context.playbook.roles[id].held_by == "several":
            continue
        latest = held[0]
        for item in held[1:]:
            if latest.to is None or _first_day(item) <= latest.to:
                message = f"{quoted(item.id)} holds {quoted(item.role)}"
                message += f" from {item.from_}, and {quoted(latest.id)} still does on that day" if item.from_ else ""
                message += "" if item.from_ else f", and so does {quoted(latest.id)}"
                hint = f"write under `to` when {quoted(latest.id)} ends, or `held_by: several` at the role"
                yield about(item, message, hint, "from")
            latest = max(latest, item, key=lambda each: each.to or date.max)


CHECKS = (
    Check(role_orphan, "warning"),
    Check(role_no_ra, "warning"),
    Check(role_overloaded, "warning", threshold=15),
    Check(role_no_counterpart, "warning", profile="contract"),
    Check(counterpart_same_party, "error"),
    Check(counterpart_level_mismatch, "warning"),
    Check(counterpart_asymmetric, "warning"),
    Check(level_unmapped, "error", profile="contract"),
    Check(relationship_manager_missing, "error", profile="contract"),
    Check(role_no_deputy, "info", profile="contract"),
    Check(reports_to_cycle, "error", of_parts=True),
    Check(deputy_other_party, "warning"),
    Check(role_unassigned, "warning", profile="contract"),
    Check(assignment_overlap, "warning"),
)
