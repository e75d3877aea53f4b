"""The organisations, who engages whom, and the sourcing structures compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from playbook.model import Party, Playbook, Sourcing, Structure
from playbook.model.base import EVERY_SIDE, Side
from playbook.views.base import Link, link, links
from playbook.views.hours import days_in_words, hours_in_words
from playbook.views.words import Words


@dataclass(frozen=True)
class PartyCard:
    """One organisation; `works` are lines that say on which days and at what hours, none where nothing says so."""

    party: Party
    side: Side
    link: Link
    engaged_by: Link | None
    engages: tuple[Link, ...]
    works: tuple[str, ...]
    holidays: tuple[tuple[int, tuple[date, ...]], ...]
    """The public holidays of each year, in order."""
    roles: tuple[Link, ...]


@dataclass(frozen=True)
class Node:
    """One party in the chain of contracts, and those it engages."""

    link: Link
    kind: str
    side: str
    marks: tuple[str, ...]
    """What else it is in this structure: `lead`, `integrator`."""
    engages: tuple[Node, ...]


@dataclass(frozen=True)
class SourcingView:
    """The structure this contract uses: `structure` is None where it is not among those described."""

    sourcing: Sourcing
    structure: Structure | None
    link: Link | None
    lead: Link | None
    integrator: Link | None
    chain: tuple[Node, ...]


@dataclass(frozen=True)
class Compared:
    """One structure of the comparison; `used` where it is this contract's."""

    structure: Structure
    used: bool


def party_cards(playbook: Playbook, words: Words) -> tuple[PartyCard, ...]:
    """Return every party with its working week, its holidays and its roles, the client first."""
    ordered = sorted(playbook.parties, key=lambda party: EVERY_SIDE.index(playbook.side_of_party(party.id)))
    return tuple(_card(playbook, party, words) for party in ordered)


def _card(playbook: Playbook, party: Party, words: Words) -> PartyCard:
    named = (role for role in playbook.roles if role.party == party.id and not role.whole_party)
    roles = sorted(named, key=lambda role: role.rank)
    return PartyCard(
        party=party,
        side=playbook.side_of_party(party.id),
        link=link(playbook, "party", party.id),
        engaged_by=link(playbook, "party", party.engaged_by) if party.engaged_by else None,
        engages=links(playbook, "party", [other.id for other in playbook.parties if other.engaged_by == party.id]),
        works=tuple(_works(party, words)),
        holidays=tuple((year, tuple(days)) for year, days in groupby(sorted(set(party.holidays)), key=_year)),
        roles=links(playbook, "role", [role.id for role in roles]),
    )


def _works(party: Party, words: Words) -> Iterator[str]:
    """Iterate over the lines that say when a party works; hours that name their days need no line of days."""
    hours = party.working_hours
    if party.days_told and not (hours and hours.by_day):
        yield days_in_words(party.days_told, words)
    yield from hours_in_words(hours, words) if hours else ()


def _year(day: date) -> int:
    return day.year


def sourcing(playbook: Playbook) -> SourcingView:
    """Return the structure this contract uses, with the chain of who engages whom."""
    used = playbook.sourcing
    structure = playbook.structures.get(used.kind)
    return SourcingView(
        sourcing=used,
        structure=structure,
        link=link(playbook, "structure", structure.id) if structure else None,
        lead=link(playbook, "party", used.lead_party) if used.lead_party else None,
        integrator=link(playbook, "party", used.integrator) if used.integrator else None,
        chain=_chain(playbook),
    )


def _chain(playbook: Playbook) -> tuple[Node, ...]:
    """Return the client with those under it; parties that no contract reaches follow beside it, each party once."""
    placed: set[str] = set()
    loose = [party.id for party in playbook.parties if party.engaged_by is None]
    first = (playbook.about.client, *loose, *playbook.parties.ids)
    return tuple(_node(playbook, id, placed) for id in first if id not in placed)


def _node(playbook: Playbook, id: str, placed: set[str]) -> Node:
    placed.update((id, *playbook.about.suppliers) if id == playbook.about.client else (id,))
    below = [other.id for other in playbook.parties if other.engaged_by == id and other.id not in placed]
    if id == playbook.about.client:
        below = [*(other for other in playbook.about.suppliers if other != id), *below]
    party = playbook.parties[id]
    engages = tuple(_node(playbook, other, placed) for other in dict.fromkeys(below))
    return Node(link(playbook, "party", id), party.kind, playbook.side_of_party(id), _marks(playbook, id), engages)


def _marks(playbook: Playbook, id: str) -> tuple[str, ...]:
    used = playbook.sourcing
    return tuple(word for word, party in (("lead", used.lead_party), ("integrator", used.integrator)) if party == id)


def structures(playbook: Playbook) -> tuple[Compared, ...]:
    """Return the sourcing structures side by side, with this contract's marked."""
    return tuple(Compared(structure, structure.id == playbook.sourcing.kind) for structure in playbook.structures)
