"""The responsibility matrix."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from playbook.model import Activity, Playbook
from playbook.model.responsibilities import Assigned
from playbook.model.schemes import Code
from playbook.views.base import Link, link, links
from playbook.views.workload import Counts, Strain, ordered, strains

Scope = Literal["all", "workstream", "part"]
"""What a table shows: all activities and letters of the playbook, all of a workstream, or some."""


@dataclass(frozen=True)
class Letter:
    """One letter in one cell."""

    code: Code
    note: str | None


@dataclass(frozen=True)
class Column:
    """One role of the matrix: the side it sits on, how often it bears each letter here, and its load as a whole."""

    role: Link
    party: Link
    side: str
    counts: Counts
    strain: Strain
    whole: bool
    """Whether it stands for its whole party, whose name it bears."""


@dataclass(frozen=True)
class Row:
    """One activity: `cells` are in the order of the columns, each with its letters.

    `unanswered` tells that no role answers for it, and that nobody said why.
    """

    activity: Activity
    link: Link
    phase: Link
    service: Link | None
    cells: tuple[tuple[Letter, ...], ...]
    unanswered: bool


@dataclass(frozen=True)
class Group:
    """The activities of one workstream."""

    workstream: Link
    summary: str | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Band:
    """Neighbouring columns of one side, with the parties they belong to, but for those that are columns themselves."""

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
    """What is to be said about an activity below the matrix."""

    activity: Activity
    link: Link
    notes: tuple[Note, ...]

    @property
    def worth_saying(self) -> bool:
        """Whether there is anything to say."""
        activity = self.activity
        told = (activity.summary, activity.deliverable, activity.hand_over, activity.clauses, activity.links)
        return any((*told, self.notes, activity.tags, activity.since, activity.until))


@dataclass(frozen=True)
class RaciTable:
    """Activities against roles; `codes` is the legend, `bands` the sides above the columns.

    `phases` are those of the activities, in their order, and `parties` those of the columns. `files` are the
    spreadsheets to take away: those of a whole workstream, or of the playbook. `limit` is for how many activities
    a role may answer, and `idle` the roles without any letter, told where the table shows all there is.
    """

    scheme: str
    columns: tuple[Column, ...]
    bands: tuple[Band, ...]
    groups: tuple[Group, ...]
    remarks: tuple[Remark, ...]
    codes: tuple[Code, ...]
    phases: tuple[Link, ...]
    files: tuple[Link, ...]
    scope: Scope
    limit: int | None
    idle: tuple[Link, ...]

    @property
    def mixed(self) -> bool:
        """Whether the activities belong to several phases."""
        return len(self.phases) > 1

    @property
    def parties(self) -> tuple[Link, ...]:
        """The parties of the columns, each once."""
        return tuple(dict.fromkeys(column.party for column in self.columns))

    @property
    def rows(self) -> tuple[Row, ...]:
        """The activities of all groups."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def sound(self) -> bool:
        """Whether there is neither a gap nor an overload to tell."""
        strained = any(column.strain.overloaded or column.strain.without_work for column in self.columns)
        return not (strained or self.idle or any(row.unanswered for row in self.rows))


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
    limit: int | None = None,
) -> RaciTable:
    """Return the matrix of the activities of a workstream and phase, with the roles of a party and the codes wanted.

    Only roles that bear a letter become columns: the client's first, then from strategic to operational. Where a
    party or codes are asked for, only activities in which they occur become rows. `limit` is for how many activities
    of the playbook a role may answer.
    """
    wanted = codes_for(playbook, codes)
    ids = {code.id for code in wanted}
    activities = activities_in(playbook, workstream, phase)
    used = {item.role for activity in activities for item in activity.assigned if item.code in ids}
    roles = [id for id in ordered(playbook, used) if party in (None, playbook.roles[id].party)]
    if party or codes:
        activities = [item for item in activities if any(a.role in roles and a.code in ids for a in item.assigned)]
    columns = tuple(_columns(playbook, roles, activities, wanted, limit))
    groups = _groups(playbook, activities, roles, ids)
    remarks = tuple(_remark(row, columns) for group in groups for row in group.rows)
    scope: Scope = "part" if phase or party or codes else "workstream" if workstream else "all"
    return RaciTable(
        playbook.scheme.name,
        columns,
        _bands(columns),
        groups,
        tuple(item for item in remarks if item.worth_saying),
        wanted,
        links(playbook, "phase", phases_in_order(playbook, {activity.phase for activity in activities})),
        files(workstream if scope == "workstream" else None),
        scope,
        limit,
        links(playbook, "role", _idle(playbook, used)) if scope == "all" else (),
    )


def _idle(playbook: Playbook, used: Collection[str]) -> tuple[str, ...]:
    """Return the roles without any letter, unless they are whole parties."""
    return ordered(playbook, (role.id for role in playbook.roles if role.id not in used and not role.whole_party))


def files(workstream: str | None = None) -> tuple[Link, ...]:
    """Return the spreadsheets of a workstream, or of all of them, below the root of the site."""
    name = "all" if workstream is None else "all-" if workstream == "all" else workstream  # no id ends in a hyphen
    return tuple(Link("download", f"responsibilities/{name}.{form.lower()}", form) for form in ("CSV", "XLSX"))


def phases_in_order(playbook: Playbook, phases: Collection[str]) -> list[str]:
    """Return ids of phases in the order of the life cycle."""
    return [phase.id for phase in sorted(playbook.phases, key=lambda phase: phase.order) if phase.id in phases]


def activities_in(playbook: Playbook, workstream: str | None, phase: str | None) -> list[Activity]:
    """Return the activities of a workstream and a phase; None is all of them."""
    return [
        activity
        for activity in playbook.activities
        if workstream in (None, activity.workstream) and phase in (None, activity.phase)
    ]


def _bands(columns: Iterable[Column]) -> tuple[Band, ...]:
    bands = []
    for side, group in groupby(columns, key=lambda column: column.side):
        members = list(group)
        bands.append(Band(side, len(members), tuple(dict.fromkeys(each.party for each in members if not each.whole))))
    return tuple(bands)


def _remark(row: Row, columns: Iterable[Column]) -> Remark:
    notes = tuple(
        Note(column.role, letter.code, letter.note)
        for column, cell in zip(columns, row.cells, strict=True)
        for letter in cell
        if letter.note
    )
    return Remark(row.activity, row.link, notes)


def _columns(
    playbook: Playbook, roles: Iterable[str], activities: Iterable[Activity], codes: Collection[Code], limit: int | None
) -> Iterator[Column]:
    given = Counter((item.role, item.code) for activity in activities for item in activity.assigned)
    strained = strains(playbook, limit)
    for id in roles:
        role, party = link(playbook, "role", id), link(playbook, "party", playbook.roles[id].party)
        counts = tuple((code, given[id, code.id]) for code in codes)
        yield Column(role, party, playbook.side_of(id), counts, strained[id], playbook.roles[id].whole_party)


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
    cells = tuple(letters_of(playbook, activity.assigned, role, codes) for role in roles)
    phase = link(playbook, "phase", activity.phase)
    name, service = link(playbook, "activity", activity.id), service_of(playbook, activity)
    return Row(activity, name, phase, service, cells, _unanswered(playbook, activity))


def _unanswered(playbook: Playbook, activity: Activity) -> bool:
    codes = playbook.scheme.coded("accountable")
    return bool(codes) and not activity.nobody_because and not activity.roles_with(*codes)


def service_of(playbook: Playbook, activity: Activity) -> Link | None:
    """Return the link to the service that an activity belongs to."""
    return link(playbook, "service", activity.service) if activity.service else None


def letters_of(
    playbook: Playbook, assigned: Iterable[Assigned], role: str, codes: Collection[str]
) -> tuple[Letter, ...]:
    """Return those letters of a role, among some assignments, that are of the codes wanted."""
    known = playbook.scheme.codes
    return tuple(Letter(known[item.code], item.note) for item in assigned if item.role == role and item.code in codes)
