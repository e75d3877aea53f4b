"""The responsibility matrix, one role's part in it, and where the load lies."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import accumulate, groupby

from playbook.model import Activity, Playbook, Workstream
from playbook.model.base import LEVELS, SIDES
from playbook.model.responsibilities import Assigned, Code
from playbook.views.base import Link, link, links


@dataclass(frozen=True)
class Letter:
    """One letter in one cell."""

    code: Code
    note: str | None


@dataclass(frozen=True)
class Column:
    """One role of the matrix, with the side it sits on and how often it bears each letter."""

    role: Link
    party: Link
    side: str
    counts: tuple[tuple[Code, int], ...]


@dataclass(frozen=True)
class Row:
    """One activity: `cells` are in the order of the columns, each with its letters."""

    activity: Activity
    link: Link
    phase: Link
    service: Link | None
    cells: tuple[tuple[Letter, ...], ...]


@dataclass(frozen=True)
class Group:
    """The activities of one workstream."""

    workstream: Link
    summary: str | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Band:
    """Neighbouring columns of one side, with the parties they belong to."""

    side: str
    width: int
    parties: tuple[Link, ...]


@dataclass(frozen=True)
class Note:
    """What is particular about one letter of one role."""

    role: Link
    code: Code
    text: str


@dataclass(frozen=True)
class Remark:
    """What is to be said about an activity beside its letters; all of it where `whole`, else what bears on them."""

    activity: Activity
    link: Link
    notes: tuple[Note, ...]
    whole: bool

    @property
    def worth_saying(self) -> bool:
        """Whether there is anything to say."""
        activity = self.activity
        more = (activity.summary, activity.deliverable, activity.clauses, activity.tags)
        return bool(activity.hand_over or self.notes or (self.whole and any(more)))


@dataclass(frozen=True)
class RaciTable:
    """Activities against roles; `codes` is the legend, `bands` the sides above the columns.

    `mixed` tells whether the activities belong to several phases.
    """

    scheme: str
    columns: tuple[Column, ...]
    bands: tuple[Band, ...]
    groups: tuple[Group, ...]
    remarks: tuple[Remark, ...]
    codes: tuple[Code, ...]
    mixed: bool


@dataclass(frozen=True)
class Part:
    """One role's letters in one activity."""

    activity: Activity
    link: Link
    phase: Link
    service: Link | None
    letters: tuple[Letter, ...]


@dataclass(frozen=True)
class Parts:
    """One role's activities in one workstream."""

    workstream: Link
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Load:
    """How much one role bears: how often it has each letter, and where each stretch of a bar of them begins."""

    role: Link
    side: str
    counts: tuple[tuple[Code, int], ...]
    starts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class WorkstreamCard:
    """One workstream: how many activities it has, in which phases, for how many each side alone, or both, answer."""

    workstream: Workstream
    link: Link
    activities: int
    phases: tuple[Link, ...]
    by_client: int
    by_supplier: int
    by_both: int


def codes_for(playbook: Playbook, letters: str | None) -> tuple[Code, ...]:
    """Return the codes whose letters stand in `letters` (`"RA"`; all where None), in the order of the scheme.

    Raise `ValueError` with the part that holds no letter of the scheme. Spaces and commas may stand between letters.
    """
    codes = tuple(playbook.scheme.codes.values())
    if letters is None:
        return codes
    known = sorted({code.letter.upper() for code in codes}, key=len, reverse=True)
    wanted, rest = set(), re.sub(r"[\s,]", "", letters).upper()
    while rest:
        letter = next((letter for letter in known if rest.startswith(letter)), None)
        if letter is None:
            raise ValueError(rest)
        wanted.add(letter)
        rest = rest[len(letter) :]
    return tuple(code for code in codes if code.letter.upper() in wanted)


def raci_table(
    playbook: Playbook,
    workstream: str | None = None,
    phase: str | None = None,
    party: str | None = None,
    codes: str | None = None,
) -> RaciTable:
    """Return the matrix of the activities of a workstream and phase, with the roles of a party and the codes wanted.

    Only roles that bear a letter become columns: the client's first, then from strategic to operational. Where a
    party or codes are asked for, only activities in which they occur become rows. Deliverables are told for a single
    workstream, notes and hand-overs always.
    """
    wanted = codes_for(playbook, codes)
    ids = {code.id for code in wanted}
    activities = _activities(playbook, workstream, phase)
    used = {item.role for activity in activities for item in activity.assigned if item.code in ids}
    roles = [id for id in ordered(playbook, used) if party in (None, playbook.roles[id].party)]
    if party or codes:
        activities = [item for item in activities if any(a.role in roles and a.code in ids for a in item.assigned)]
    columns = tuple(_column(playbook, role, activities, wanted) for role in roles)
    groups = _groups(playbook, activities, roles, ids)
    remarks = tuple(_remark(row, columns, workstream is not None) for group in groups for row in group.rows)
    told = tuple(item for item in remarks if item.worth_saying)
    mixed = len({activity.phase for activity in activities}) > 1
    return RaciTable(playbook.scheme.name, columns, _bands(columns), groups, told, wanted, mixed)


def _activities(playbook: Playbook, workstream: str | None, phase: str | None) -> list[Activity]:
    return [
        activity
        for activity in playbook.activities
        if workstream in (None, activity.workstream) and phase in (None, activity.phase)
    ]


def _bands(columns: Iterable[Column]) -> tuple[Band, ...]:
    bands = []
    for side, group in groupby(columns, key=lambda column: column.side):
        members = list(group)
        bands.append(Band(side, len(members), tuple(dict.fromkeys(column.party for column in members))))
    return tuple(bands)


def _remark(row: Row, columns: Iterable[Column], whole: bool) -> Remark:
    notes = tuple(
        Note(column.role, letter.code, letter.note)
        for column, cell in zip(columns, row.cells, strict=True)
        for letter in cell
        if letter.note
    )
    return Remark(row.activity, row.link, notes, whole)


def ordered(playbook: Playbook, roles: Collection[str]) -> tuple[str, ...]:
    """Return role ids as tables show them: the client's side first, then by level, then in the order of the files."""
    at = {id: position for position, id in enumerate(playbook.roles.ids)}
    side = {id: SIDES.index(playbook.side_of(id)) for id in roles}
    return tuple(sorted(roles, key=lambda id: (side[id], LEVELS.index(playbook.roles[id].level), at[id])))


def _column(playbook: Playbook, role: str, activities: Iterable[Activity], codes: Iterable[Code]) -> Column:
    given = [item.code for activity in activities for item in activity.assigned if item.role == role]
    counts = tuple((code, given.count(code.id)) for code in codes)
    party = playbook.roles[role].party
    return Column(link(playbook, "role", role), link(playbook, "party", party), playbook.side_of(role), counts)


def _groups(
    playbook: Playbook, activities: list[Activity], roles: Iterable[str], codes: Collection[str]
) -> tuple[Group, ...]:
    groups = []
    for workstream in playbook.workstreams:
        rows = tuple(_row(playbook, item, roles, codes) for item in activities if item.workstream == workstream.id)
        if rows:
            groups.append(Group(link(playbook, "workstream", workstream.id), workstream.summary, rows))
    return tuple(groups)


def _row(playbook: Playbook, activity: Activity, roles: Iterable[str], codes: Collection[str]) -> Row:
    cells = tuple(_letters(playbook, activity.assigned, role, codes) for role in roles)
    phase = link(playbook, "phase", activity.phase)
    return Row(activity, link(playbook, "activity", activity.id), phase, _service(playbook, activity), cells)


def _service(playbook: Playbook, activity: Activity) -> Link | None:
    return link(playbook, "service", activity.service) if activity.service else None


def _letters(playbook: Playbook, assigned: Iterable[Assigned], role: str, codes: Collection[str]) -> tuple[Letter, ...]:
    known = playbook.scheme.codes
    return tuple(Letter(known[item.code], item.note) for item in assigned if item.role == role and item.code in codes)


def role_parts(
    playbook: Playbook, role: str, codes: str | None = None, workstream: str | None = None, phase: str | None = None
) -> tuple[Parts, ...]:
    """Return what a role is asked to do in each workstream, for the letters in `codes`."""
    ids = {code.id for code in codes_for(playbook, codes)}
    parts = [part for item in _activities(playbook, workstream, phase) if (part := _part(playbook, item, role, ids))]
    found = []
    for id in playbook.workstreams.ids:
        here = tuple(part for part in parts if part.activity.workstream == id)
        if here:
            found.append(Parts(link(playbook, "workstream", id), here))
    return tuple(found)


def _part(playbook: Playbook, activity: Activity, role: str, codes: Collection[str]) -> Part | None:
    letters = _letters(playbook, activity.assigned, role, codes)
    if not letters:
        return None
    phase = link(playbook, "phase", activity.phase)
    return Part(activity, link(playbook, "activity", activity.id), phase, _service(playbook, activity), letters)


def raci_loads(playbook: Playbook) -> tuple[Load, ...]:
    """Return how often each role bears each letter, roles without any included, so that gaps show."""
    codes = tuple(playbook.scheme.codes.values())
    loads = []
    for role in ordered(playbook, playbook.roles.ids):
        column = _column(playbook, role, playbook.activities, codes)
        *starts, total = accumulate((number for _, number in column.counts), initial=0)
        loads.append(Load(column.role, column.side, column.counts, tuple(starts), total))
    return tuple(loads)


def workstream_cards(playbook: Playbook) -> tuple[WorkstreamCard, ...]:
    """Return each workstream with its size, its phases in their order, and which side answers for how much."""
    return tuple(_card(playbook, workstream) for workstream in playbook.workstreams)


def _card(playbook: Playbook, workstream: Workstream) -> WorkstreamCard:
    activities = _activities(playbook, workstream.id, None)
    accountable = playbook.scheme.coded("accountable")
    sides = [{playbook.side_of(role) for role in item.roles_with(*accountable)} for item in activities]
    used = {item.phase for item in activities}
    ids = [phase.id for phase in sorted(playbook.phases, key=lambda phase: phase.order) if phase.id in used]
    client, supplier, both = sides.count({"client"}), sides.count({"supplier"}), sides.count({*SIDES})
    name, phases = link(playbook, "workstream", workstream.id), links(playbook, "phase", ids)
    return WorkstreamCard(workstream, name, len(activities), phases, client, supplier, both)
