"""Questions about the forums: who meets, when, and what for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from playbook.checks.base import Check, Context, Finding, about, refused, ring_told, rings
from playbook.checks.positions import has_levels, has_two_sides, levels_of
from playbook.model import Forum, Party, Playbook
from playbook.model.base import LEVELS, SIDES, Level
from playbook.model.meetings import standing
from playbook.model.recurrence import Recurrence
from playbook.model.recurring_days import two_meanings
from playbook.problems import counted, quoted

MANY = 4
"""From how many forums on what is found of them has one cause, and is told at once."""
_BASELINE: dict[Level, tuple[int, str]] = {
    "operational": (31, "every month"),
    "tactical": (6 * 31, "every six months"),
    "strategic": (12 * 31, "every year"),
}


def span(playbook: Playbook) -> tuple[date, date]:
    """Return the first and last day of the cycle; a year where no last day is written, or one that is too early."""
    first, last = playbook.about.cycle.effective_from, playbook.about.cycle.effective_to
    return first, last if last and last >= first else years_after(first, 1)


def years_after(day: date, years: int) -> date:
    """Return the day some years of 365 days after another."""
    return day + timedelta(days=365 * years)


@lru_cache(maxsize=1_000)
def first_year(recurrence: Recurrence, first: date, last: date) -> tuple[date, ...]:
    """Return the days of the rule in the first year of a cycle, in which daylight saving time begins and ends."""
    return tuple(recurrence.dates(first, min(last, years_after(first, 1))))


def current(playbook: Playbook, forum: Forum) -> bool:
    """Tell whether a forum may meet in the cycle: it has not ended before it, and does not begin after it."""
    return standing(playbook, forum).what in ("meets", "open")


def required(playbook: Playbook, forum: Forum) -> dict[str, Party]:
    """Return the parties whose roles must attend, by id."""
    parties = (playbook.roles[role].party for role in (forum.chair, *forum.attendees) if role)
    return {party: playbook.parties[party] for party in parties}


def recurrence_ambiguous(context: Context) -> Iterator[Finding]:
    """How often something happens is said in words that mean one thing, or half of the people come on the wrong day."""
    yield from refused(context, "recurrence-ambiguous")


def frequency_ambiguous(context: Context) -> Iterator[Finding]:
    """Where words alone say how often something happens, they mean one thing, as a rule beside them would."""
    for record, words, *path in _said_how_often(context.playbook):
        if found := two_meanings(words):
            finding = about(record, f"{quoted(found[0])} can mean two things", found[1], *path)
            told = f"texts say {quoted(found[0].lower())}, which can mean two things"
            yield finding.because("playbook", told, least=3)


def _said_how_often(playbook: Playbook) -> Iterator[tuple[Any, ...]]:
    """Iterate over the texts that say how often something happens: what says so, the text, the path to it."""
    yield from ((document, document.frequency, "frequency") for document in playbook.documents if document.frequency)
    yield from ((each, each.due or "", "due") for each in playbook.obligations if not each.recurrence)


def tier_without_forum(context: Context) -> Iterator[Finding]:
    """Issues of each level go to a table of their own, so that one which has roles has a forum too."""
    forums = [forum for forum in context.playbook.forums if current(context.playbook, forum)]
    levels = levels_of(context.playbook)
    held = levels["client"] | levels["supplier"] if has_levels(context.playbook) else set[Level]()
    for tier in LEVELS if forums else ():
        if tier in held and tier not in {forum.tier for forum in forums}:
            message = f"no forum is {tier}"
            yield Finding(forums[0].origin.key(), message, f"add a forum and write `tier: {tier}`", tier)


def forum_one_sided(context: Context) -> Iterator[Finding]:
    """Both sides sit where what binds both is settled; what a side talks about alone is its own affair."""
    playbook = context.playbook
    joint = _joint(playbook) if has_two_sides(playbook) else {}
    for forum in playbook.forums:
        parties = required(playbook, forum)
        if forum.id in joint and forum.everyone and not _joins(playbook, forum):
            message = f"only roles of {' and '.join(map(quoted, parties))} attend {quoted(forum.id)}, "
            message += f"which {joint[forum.id]}"
            yield about(forum, message, "add a role of the other side to its `attendees`", "attendees")
    forums = [forum for forum in playbook.forums if forum.everyone and current(playbook, forum)]
    if forums and has_two_sides(playbook) and not joint and not any(_joins(playbook, each) for each in forums):
        message = f"no forum brings client and supplier together, of {counted(len(forums), 'forum')}"
        yield Finding(forums[0].origin.key(), message, "add one, or invite the other side to one of these", "playbook")


def _joins(playbook: Playbook, forum: Forum) -> bool:
    """Tell whether both sides are invited to a forum."""
    return {playbook.side_of(role) for role in forum.everyone} >= {*SIDES}


def _joint(playbook: Playbook) -> dict[str, str]:
    """Return the forums that settle what binds both sides, by id, each with what that is."""
    joint = {each.forum: "decides on changes" for each in playbook.change_processes if each.forum}
    joint |= {each.reviewed_at: "reviews a service level" for each in playbook.service_levels if each.reviewed_at}
    joint |= {
        path.forum: "reviews escalations"
        for path in playbook.paths
        if path.forum and any(rung.client_owner and rung.supplier_owner for rung in path.levels.values())
    }
    return joint


def forum_no_chair(context: Context) -> Iterator[Finding]:
    """A meeting without a chair ends without a decision."""
    for forum in context.playbook.forums:
        if not forum.chair and forum.everyone:
            finding = about(forum, f"{quoted(forum.id)} has no chair", "name the role that chairs it under `chair`")
            yield finding.because("playbook", "forums have no chair", least=MANY)


def chair_not_attending(context: Context) -> Iterator[Finding]:
    """Whoever chairs a forum must be there, so that a chair who may stay away is a slip of one or the other."""
    for forum in context.playbook.forums:
        if forum.chair and forum.chair in forum.optional and forum.chair not in forum.attendees:
            message = f"{quoted(forum.chair)} chairs {quoted(forum.id)} and need not attend it"
            hint = f"take {quoted(forum.chair)} out of `optional`, or name another chair"
            yield about(forum, message, hint, "optional", forum.optional.index(forum.chair))


def cadence_baseline(context: Context) -> Iterator[Finding]:
    """A contract needs at least a monthly operational, a six-monthly tactical and a yearly strategic review."""
    first, last = span(context.playbook)
    for tier, (most, often) in _BASELINE.items():
        forums = [forum for forum in context.playbook.forums if forum.tier == tier]
        if forums and not any(_goes_on(forum.recurrence, most, first, last) for forum in forums):
            message = f"no {tier} forum meets {often} or more often until the cycle ends"
            place = forums[0].origin.at("recurrence", "every")
            yield Finding(place, message, f"let one {tier} forum meet {often}", tier)


def _goes_on(recurrence: Recurrence, most: int, first: date, last: date) -> bool:
    """Tell whether at most `most` days lie between meetings, and after the last one."""
    days = first_year(recurrence, first, last)
    return (
        recurrence.gap is not None
        and recurrence.gap <= most
        and bool(days)
        and (min(last, years_after(first, 1)) - days[-1]).days <= most
    )


def forum_input_unowned(context: Context) -> Iterator[Finding]:
    """A paper that a forum works from has an owner who brings it; of reports, `report-no-owner` asks the same."""
    documents = context.playbook.documents
    asked: set[str] = set()
    for forum in context.playbook.forums:
        for position, id in enumerate(forum.inputs):
            if documents[id].kind != "report" and not documents[id].owner and id not in asked:
                asked.add(id)
                message = f"{quoted(forum.id)} works from {quoted(id)}, which has no owner"
                finding = about(forum, message, f"name the `owner` of {quoted(id)}", "inputs", position)
                yield finding.because("playbook", "papers of forums have no owner", id, least=MANY)


def forum_input_late(context: Context) -> Iterator[Finding]:
    """A paper is ready when the papers of its forum are sent."""
    documents = context.playbook.documents
    for forum in context.playbook.forums:
        for id in dict.fromkeys(forum.inputs):
            ready, sent = documents[id].due, forum.papers_due
            if ready and sent and ready.hours < sent.hours:
                message = (
                    f"{quoted(id)} is ready {ready} before {quoted(forum.id)}, whose papers leave {sent} before it"
                )
                yield about(documents[id], message, f"make it ready {sent} before, or send papers later", "due")


def forum_overload(context: Context) -> Iterator[Finding]:
    """Hours in forums are hours in which nothing is delivered, counted by the meetings of the cycle."""
    hours: defaultdict[str, float] = defaultdict(float)
    first, last = span(context.playbook)
    months = max(1, (min(last, years_after(first, 1)) - first).days / 30.4)
    for forum in context.playbook.forums:
        meetings = len(first_year(forum.recurrence, first, last))
        for id in {forum.chair, forum.secretary, *forum.attendees}:
            if id and forum.duration and current(context.playbook, forum):
                hours[id] += forum.duration.hours * meetings / months
    for role in context.playbook.roles:
        if hours[role.id] > context.threshold and not role.whole_party:
            message = f"{quoted(role.id)} sits in forums for about {hours[role.id]:.0f} hours a month, more than "
            message += str(context.threshold)
            yield about(role, message, "let a deputy attend, or make it optional where it is not needed")


def forum_no_output(context: Context) -> Iterator[Finding]:
    """A meeting that leaves nothing behind could have been left out."""
    for forum in context.playbook.forums:
        if not forum.outputs:
            hint = "name what it leaves behind under `outputs`, such as decisions and actions"
            finding = about(forum, f"{quoted(forum.id)} leaves nothing behind", hint, "outputs")
            yield finding.because("playbook", "forums leave nothing behind", least=MANY)


def forum_quorum_unreachable(context: Context) -> Iterator[Finding]:
    """A forum that needs a party to decide invites it, or what it is said to decide it cannot."""
    roles = context.playbook.roles
    for forum in context.playbook.forums:
        invited = Counter(roles[role].party for role in forum.everyone)
        for position, quorum in enumerate(forum.quorum):
            if 0 < invited[quorum.party] < quorum.at_least:
                yield _too_many(forum, position, invited[quorum.party])
            elif not invited[quorum.party]:
                message = f"{quoted(forum.id)} needs {quoted(quorum.party)} to decide, and none of its roles is invited"
                yield about(forum, message, f"invite a role of {quoted(quorum.party)}", "quorum", position, "party")


def _too_many(forum: Forum, position: int, invited: int) -> Finding:
    """Question a quorum of more people than roles are invited; a role may be held by a team, so it is no error."""
    party, least = forum.quorum[position].party, forum.quorum[position].at_least
    many = counted(invited, "role of it is", "roles of it are")
    message = f"{quoted(forum.id)} needs {least} people of {quoted(party)} to decide, and {many} invited"
    hint = f"ask for {invited} or fewer, or invite further roles of {quoted(party)}"
    return replace(about(forum, message, hint, "quorum", position, "at_least"), severity="warning")


def forum_escalation_cycle(context: Context) -> Iterator[Finding]:
    """What a forum cannot settle goes to another and never comes back to it unsettled."""
    forums = context.playbook.forums
    for ring in rings({forum.id: (forum.escalates_to,) for forum in forums if forum.escalates_to}):
        message = ring_told(ring, "escalates to itself", "forums escalate in a ring")
        yield about(forums[ring[0]], message, "end it at one forum", "escalates_to")


CHECKS = (
    Check(recurrence_ambiguous, "error", kind="schema"),
    Check(frequency_ambiguous, "warning"),
    Check(tier_without_forum, "warning", profile="contract"),
    Check(forum_one_sided, "warning"),
    Check(forum_no_chair, "warning", profile="contract"),
    Check(chair_not_attending, "warning", of_parts=True),
    Check(cadence_baseline, "warning", profile="contract"),
    Check(forum_input_unowned, "warning"),
    Check(forum_input_late, "warning"),
    Check(forum_overload, "info", threshold=20),
    Check(forum_no_output, "warning", profile="contract"),
    Check(forum_quorum_unreachable, "error"),
    Check(forum_escalation_cycle, "error", of_parts=True),
)
