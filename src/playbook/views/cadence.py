"""The forums: when each meets, who comes, on what papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from playbook.model import Forum, Playbook
from playbook.model.base import LEVELS, Level
from playbook.model.meetings import Standing, life, span, standing
from playbook.model.recurrence import Recurrence
from playbook.views.base import Link, link, links
from playbook.views.meetings import CityTime, Meeting, city_times, meetings
from playbook.views.recurrence import notes, when
from playbook.views.words import Words

Part = Literal["chair", "secretary", "required", "optional"]
TIERS: tuple[Level | None, ...] = (*reversed(LEVELS), None)
"""The tiers as calendars list them: those that meet most often first."""
ALL = "cadence/all.ics"
"""The calendar file of all meetings, below the root of the site."""


def forum_file(id: str) -> str:
    """Return the calendar file of a forum, below the root of the site."""
    return f"cadence/{id}.ics" if f"cadence/{id}.ics" != ALL else "cadence/all-.ics"  # no id ends in a hyphen


def role_file(id: str) -> str:
    """Return the calendar file of a role, below the root of the site."""
    return f"roles/{id}.ics"


def papers_file(path: str) -> str:
    """Return the file of the days on which papers are due, beside one of meetings; of a role, those that it owes."""
    return path.removesuffix(".ics") + ".papers.ics"  # no id holds a point


def all_papers_file(path: str) -> str:
    """Return the file of the days on which any papers of the meetings of a role are due, beside its meetings."""
    return path.removesuffix(".ics") + ".all-papers.ics"


def forums_of(playbook: Playbook, role: str | None = None, tier: str | None = None) -> tuple[Forum, ...]:
    """Return the forums of a role and tier, those that meet lowest first; what has ended or not begun comes last."""
    found = [
        forum for forum in playbook.forums if tier in (None, forum.tier) and (role is None or role in forum.everyone)
    ]
    past = {forum.id for forum in found if standing(playbook, forum).what in ("ended", "begins")}
    return tuple(sorted(found, key=lambda forum: (forum.id in past, TIERS.index(forum.tier))))


@dataclass(frozen=True)
class ForumItem:
    """One forum of a list; `parts` says what the role asked about does in it, `times` when it meets, for a script."""

    forum: Forum
    link: Link
    when: str
    cities: tuple[CityTime, ...]
    length: str | None
    chair: Link | None
    parts: tuple[Part, ...]
    number: int
    times: tuple[str, ...]
    standing: Standing


def forum_list(
    playbook: Playbook, words: Words, role: str | None = None, tier: str | None = None
) -> tuple[ForumItem, ...]:
    """Return the forums of a role and tier; `number` counts their meetings in the cycle."""
    return tuple(_item(playbook, forum, words, role) for forum in forums_of(playbook, role, tier))


def _item(playbook: Playbook, forum: Forum, words: Words, role: str | None) -> ForumItem:
    held = meetings(playbook, forum, words, ())
    return ForumItem(
        forum,
        link(playbook, "forum", forum.id),
        cadence(playbook, forum.id, words),
        city_times(playbook, forum, words),
        words.length(forum.duration) if forum.duration else None,
        link(playbook, "role", forum.chair) if forum.chair else None,
        parts_of(forum, role),
        len(held),
        tuple(meeting.time for meeting in held),
        standing(playbook, forum),
    )


def parts_of(forum: Forum, role: str | None) -> tuple[Part, ...]:
    """Return what a role does in a forum."""
    required = role in forum.attendees or role in (forum.chair, forum.secretary)
    found: dict[Part, bool] = {
        "chair": role == forum.chair,
        "secretary": role == forum.secretary,
        "required": required,
        "optional": role in forum.optional and not required,
    }
    return tuple(part for part, holds in found.items() if holds and role is not None)


def cadence(playbook: Playbook, id: str, words: Words) -> str:
    """Return the rule of a forum in words, with its end where it ends within the cycle, and its day outside of it."""
    forum = playbook.forums[id]
    rule, until = _rule(forum), _ends(playbook, forum)
    said, stands = when(rule, words), standing(playbook, forum)
    if stands.what == "ended" and stands.day:
        return words.say("%(rule)s, ended on %(day)s", rule=said, day=words.day(stands.day))
    if stands.what == "begins" and stands.day:
        return words.say("%(rule)s, begins on %(day)s", rule=said, day=words.day(stands.day))
    return (
        words.say("%(rule)s, until %(day)s", rule=said, day=words.day(until)) if until and not rule.only_day else said
    )


def _rule(forum: Forum) -> Recurrence:
    """Return the rule of a forum, with the end of the forum where that comes first."""
    rule, end = forum.recurrence, forum.until
    ended = end and rule.first_date and end < rule.first_date
    if end is None or rule.every is None or rule.count is not None or ended or (rule.until and rule.until <= end):
        return rule
    return rule.model_copy(update={"until": end})


def _ends(playbook: Playbook, forum: Forum) -> date | None:
    """Return the last day a forum may meet, where that is before the cycle ends."""
    last = life(playbook, forum)[1]
    return last if last < span(playbook).end else None


@dataclass(frozen=True)
class Seat:
    """One role at the table, and what it does there."""

    role: Link
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Bench:
    """Who comes from one party; `quorum` is how many of them must be there."""

    party: Link
    side: str
    required: tuple[Seat, ...]
    optional: tuple[Seat, ...]
    quorum: int | None

    @property
    def whole(self) -> bool:
        """Whether the one who comes bears the name of the party, since it stands for the whole of it."""
        return [seat.role.text for seat in (*self.required, *self.optional)] == [self.party.text]


@dataclass(frozen=True)
class Paper:
    """A document the forum works from; `due` says when it is sent."""

    document: Link
    owner: Link | None
    due: str | None


@dataclass(frozen=True)
class ForumCard:
    """Everything of one forum."""

    forum: Forum
    link: Link
    when: str
    notes: tuple[str, ...]
    cities: tuple[CityTime, ...]
    months: tuple[tuple[date, tuple[Meeting, ...]], ...]
    number: int
    chair: Link | None
    secretary: Link | None
    benches: tuple[Bench, ...]
    papers: tuple[Paper, ...]
    escalates_to: Link | None
    takes_from: tuple[Link, ...]
    length: str | None
    papers_due: str | None
    minutes_due: str | None
    standing: Standing

    @property
    def times(self) -> tuple[str, ...]:
        """When its meetings begin, for a script."""
        return tuple(meeting.time for _, held in self.months for meeting in held)


def forum_card(playbook: Playbook, id: str, words: Words) -> ForumCard:
    """Return everything of a forum, with its meetings in the cycle by month."""
    forum = playbook.forums[id]
    held = meetings(playbook, forum, words)
    months = [(first, tuple(those)) for first, those in groupby(held, lambda meeting: meeting.day.replace(day=1))]
    below = (other.id for other in playbook.forums if other.escalates_to == id)
    return ForumCard(
        forum,
        link(playbook, "forum", id),
        when(_rule(forum), words),
        _notes(playbook, forum, words),
        city_times(playbook, forum, words),
        tuple(months),
        len(held),
        link(playbook, "role", forum.chair) if forum.chair else None,
        link(playbook, "role", forum.secretary) if forum.secretary else None,
        _benches(playbook, forum),
        tuple(_paper(playbook, forum, document, words) for document in forum.inputs),
        link(playbook, "forum", forum.escalates_to) if forum.escalates_to else None,
        links(playbook, "forum", below),
        words.length(forum.duration) if forum.duration else None,
        words.before(forum.papers_due) if forum.papers_due else None,
        words.within(forum.minutes_due) if forum.minutes_due else None,
        standing(playbook, forum),
    )


def _notes(playbook: Playbook, forum: Forum, words: Words) -> tuple[str, ...]:
    days = span(playbook)
    skipped = (day for day in forum.recurrence.exceptions if days.start <= day <= days.end)
    ended = standing(playbook, forum).what == "ended"
    return notes(_rule(forum), words, skipped, None if ended else _ends(playbook, forum))


def _benches(playbook: Playbook, forum: Forum) -> tuple[Bench, ...]:
    roles = forum.everyone
    parties = dict.fromkeys(playbook.roles[role].party for role in roles)
    needed = {quorum.party: quorum.at_least for quorum in forum.quorum}
    order = list(playbook.parties.ids)
    return tuple(
        _bench(playbook, forum, party, needed.get(party)) for party in sorted({*parties, *needed}, key=order.index)
    )


def _bench(playbook: Playbook, forum: Forum, party: str, quorum: int | None) -> Bench:
    seats = [
        Seat(link(playbook, "role", role), parts_of(forum, role))
        for role in forum.everyone
        if playbook.roles[role].party == party
    ]
    required = tuple(seat for seat in seats if "optional" not in seat.parts)
    optional = tuple(seat for seat in seats if "optional" in seat.parts)
    return Bench(link(playbook, "party", party), playbook.side_of_party(party), required, optional, quorum)


def _paper(playbook: Playbook, forum: Forum, id: str, words: Words) -> Paper:
    document = playbook.documents[id]
    due = document.due or forum.papers_due
    owner = link(playbook, "role", document.owner) if document.owner else None
    return Paper(link(playbook, "document", id), owner, words.before(due) if due else None)
