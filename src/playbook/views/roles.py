"""Who there is on both sides, who faces whom, what one role is here for, and who holds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from playbook.model import Assignment, Playbook, Role
from playbook.model.base import EVERY_SIDE, LEVELS, SIDES, Level, Side
from playbook.model.roles import Duty
from playbook.model.time import Life
from playbook.views.base import Link, link, links


@dataclass(frozen=True)
class Holder:
    """Who holds a role for a time; `days` are told where the holder begins or ends within the cycle."""

    assignment: Assignment
    link: Link

    @property
    def days(self) -> Life | None:
        """The days to tell of, where the holder begins or ends within the cycle."""
        return self.link.days


@dataclass(frozen=True)
class Vacancy:
    """From which day nobody holds a role any more; `begun` tells that this is so when the cycle begins."""

    day: date
    begun: bool


@dataclass(frozen=True)
class Person:
    """One role as it is listed: a position, with its party, side, level and holders, and when it falls vacant."""

    link: Link
    party: Link
    side: str
    level: str | None
    whole: bool
    """Whether it stands for its whole party, whose name it bears."""
    alone: bool
    """Whether it needs an opposite number, and has none."""
    summary: str | None
    holders: tuple[Holder, ...]
    vacancy: Vacancy | None


@dataclass(frozen=True)
class Staff:
    """The roles of one party, each with its holders."""

    party: Link
    side: str
    roles: tuple[Person, ...]


@dataclass(frozen=True)
class Pair:
    """A role and those that face it, none where there is a gap.

    `leads` tells whether the role stands in the first column and the others in the second, or the other way round.
    `within` are opposite numbers in its own column, where the columns are the client's side and whoever is not on it.
    """

    own: Person
    others: tuple[Person, ...]
    within: tuple[Person, ...]
    leads: bool
    gap: bool
    """Whether an opposite number is missing in the other column."""


@dataclass(frozen=True)
class Tier:
    """The pairs at one level, or of what has none: whole parties."""

    level: str | None
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Directory:
    """Roles by level: the first column holds those of `side` (or of one `party`), the second their opposite numbers."""

    side: str
    party: Link | None
    usual: tuple[Link, ...]
    """The parties that go without saying: the client, and its supplier where there is one; or `party`."""
    tiers: tuple[Tier, ...]
    sides: tuple[Side, ...]
    """The sides that there are."""

    @property
    def facing(self) -> tuple[str, ...]:
        """The sides of the second column."""
        pairs = [pair for tier in self.tiers for pair in tier.pairs]
        found = {each.side for pair in pairs for each in (pair.others if pair.leads else (pair.own,))}
        return tuple(side for side in EVERY_SIDE[1:] if side in found or side in self.sides)


@dataclass(frozen=True)
class DutyLine:
    """One duty, with the phases it is limited to."""

    id: str
    text: str
    phases: tuple[Link, ...]
    condition: str | None


@dataclass(frozen=True)
class RoleCard:
    """What a role is here for, and who stands around it."""

    role: Role
    person: Person
    counterparts: tuple[Person, ...]
    deputy: Link | None
    stands_in_for: tuple[Link, ...]
    reports_to: Link | None
    reports: tuple[Link, ...]


def person(playbook: Playbook, id: str) -> Person:
    """Return one role as it is listed."""
    role = playbook.roles[id]
    party = link(playbook, "party", role.party)
    held, side = holders(playbook, id), playbook.side_of(id)
    return Person(
        link=link(playbook, "role", id),
        party=party,
        side=side,
        level=role.level,
        whole=role.whole_party,
        alone=is_alone(playbook, id),
        summary=role.summary,
        holders=held,
        vacancy=vacancy(playbook, id),
    )


def holders(playbook: Playbook, role: str) -> tuple[Holder, ...]:
    """Return who holds a role in the cycle: who does all through it, then the others in the order of their days."""
    held = [item for item in playbook.assignments if item.role == role and playbook.is_current("assignment", item.id)]
    found = (_holder(playbook, item) for item in sorted(held, key=lambda item: item.from_ or date.min))
    return tuple(sorted(found, key=lambda holder: holder.days is not None))


def vacancy(playbook: Playbook, role: str) -> Vacancy | None:
    """Return from when nobody holds a role that somebody has held; None where its last holder is to stay."""
    cycle = playbook.cycle_days
    held = [playbook.life("assignment", item.id) for item in playbook.whole.assignments if item.role == role]
    lasts = [life.last for life in held if not (life.first and cycle.last and life.first > cycle.last)]
    ended = [day for day in lasts if day]
    if not lasts or len(ended) < len(lasts) or (cycle.last and max(ended) >= cycle.last):
        return None
    day = max(ended) + timedelta(days=1)
    return Vacancy(day, cycle.first is not None and day <= cycle.first)


def _holder(playbook: Playbook, assignment: Assignment) -> Holder:
    return Holder(assignment, link(playbook, "assignment", assignment.id))


def staff(playbook: Playbook, party: str | None = None, role: str | None = None) -> tuple[Staff, ...]:
    """Return every role, or those of one party, or one role, with its holders, party by party.

    A whole party is only there where somebody is named for it.
    """
    roles = [each for each in playbook.roles if role in (None, each.id) and party in (None, each.party)]
    roles = [each for each in roles if not each.whole_party or holders(playbook, each.id)]
    return tuple(
        Staff(
            link(playbook, "party", each.id),
            playbook.side_of_party(each.id),
            tuple(person(playbook, found.id) for found in roles if found.party == each.id),
        )
        for each in playbook.parties
        if any(found.party == each.id for found in roles)
    )


def opposite_numbers(playbook: Playbook, id: str) -> tuple[str, ...]:
    """Return the roles that face one, as either of the two says: those it names first."""
    naming = (role.id for role in playbook.roles if id in role.counterparts)
    return tuple(dict.fromkeys((*playbook.roles[id].counterparts, *naming)))


def is_alone(playbook: Playbook, id: str) -> bool:
    """Tell whether a role lacks an opposite number; a whole party needs none, nor who has only such across from it."""
    role = playbook.roles[id]
    needed = not role.whole_party and playbook.is_faced(playbook.side_of(id))
    return needed and not opposite_numbers(playbook, id)


def directory(playbook: Playbook, party: str | None = None, level: str | None = None) -> Directory:
    """Return the roles by level, each beside its opposite numbers.

    Without `party` the client's roles lead, and the supplier's roles that face none of them follow on their own, so
    that nobody is left out. With `party` that party's roles lead, nothing follows, and levels it has no role at are
    left out.
    """
    levels = tiers_of(playbook) if level is None else (level,)
    leading = [role for role in playbook.roles if role.level in levels and _leads(playbook, role, party)]
    facing = {other for role in leading for other in opposite_numbers(playbook, role.id)}
    rest = [role for role in playbook.roles if party is None and role not in leading and role.id not in facing]
    found = {each: tuple(_pairs(playbook, _at(leading, each), _at(rest, each), party)) for each in levels}
    tiers = tuple(Tier(each, pairs) for each, pairs in found.items() if pairs or (party is None and each))
    side = SIDES[0] if party is None else playbook.side_of_party(party)
    own = link(playbook, "party", party) if party else None
    return Directory(side, own, _usual(playbook, party), tiers, playbook.sides)


def tiers_of(playbook: Playbook) -> tuple[Level | None, ...]:
    """Return the levels that are told, behind None for what has none; None alone where nobody has a level."""
    levelled = any(role.level for role in playbook.roles) or not len(playbook.roles)
    return (None, *LEVELS) if levelled else (None,)


def _usual(playbook: Playbook, party: str | None) -> tuple[Link, ...]:
    suppliers = playbook.about.suppliers if len(playbook.about.suppliers) == 1 else ()
    return links(playbook, "party", (playbook.about.client, *suppliers) if party is None else (party,))


def _leads(playbook: Playbook, role: Role, party: str | None) -> bool:
    return playbook.side_of(role.id) == SIDES[0] if party is None else role.party == party


def _at(roles: Iterable[Role], level: str | None) -> tuple[Role, ...]:
    return tuple(role for role in roles if role.level == level)


def _pairs(playbook: Playbook, leading: Iterable[Role], rest: Iterable[Role], party: str | None) -> Iterator[Pair]:
    for role in leading:
        yield _pair(playbook, role.id, split=party is None, leads=True)
    for role in rest:
        yield _pair(playbook, role.id, split=True, leads=False)


def _pair(playbook: Playbook, id: str, split: bool, leads: bool) -> Pair:
    own = person(playbook, id)
    others = tuple(person(playbook, other) for other in opposite_numbers(playbook, id))
    within = tuple(other for other in others if split and (other.side == SIDES[0]) == (own.side == SIDES[0]))
    across = tuple(other for other in others if other not in within)
    return Pair(own, across, within, leads, not own.whole and playbook.is_faced(playbook.side_of(id)))


def role_card(playbook: Playbook, id: str) -> RoleCard:
    """Return what a role is here for, and who faces it, stands in for it and works to it."""
    role = playbook.roles[id]
    return RoleCard(
        role=role,
        person=person(playbook, id),
        counterparts=tuple(person(playbook, other) for other in opposite_numbers(playbook, id)),
        deputy=link(playbook, "role", role.deputy) if role.deputy else None,
        stands_in_for=links(playbook, "role", [other.id for other in playbook.roles if other.deputy == id]),
        reports_to=link(playbook, "role", role.reports_to) if role.reports_to else None,
        reports=links(playbook, "role", [other.id for other in playbook.roles if other.reports_to == id]),
    )


def duties(playbook: Playbook, id: str) -> tuple[DutyLine, ...]:
    """Return what a role owes, in written order."""
    return tuple(_duty(playbook, duty) for duty in playbook.roles[id].duties.values())


def _duty(playbook: Playbook, duty: Duty) -> DutyLine:
    return DutyLine(duty.id, duty.text, links(playbook, "phase", duty.phases), duty.condition)
