"""The responsibility matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from playbook.model import Activity, Playbook, Workstream
from playbook.model.responsibilities import ActivityGroup
from playbook.model.schemes import BORNE, Borne, Code, Excepted
from playbook.views.activities import (
    Letter,
    LetterNote,
    activities_in,
    codes_for,
    letters_of,
    phase_of,
    phases_in_order,
    service_of,
)
from playbook.views.base import Link, link, links, table_files
from playbook.views.workload import Counts, Strain, ordered, strains

Scope = Literal["all", "workstream", "part"]
"""What a table shows: all activities and letters of the playbook, all of a workstream, or some."""


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
    phase: Link | None
    service: Link | None
    cells: tuple[tuple[Letter, ...], ...]
    unanswered: bool


@dataclass(frozen=True)
class Part:
    """Activities of a workstream that stand together; `group` is None for those that stand in none."""

    group: ActivityGroup | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Group:
    """The activities of one workstream, those of no group first, then group by group."""

    workstream: Link
    summary: str | None
    parts: tuple[Part, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All of them."""
        return tuple(row for part in self.parts for row in part.rows)


@dataclass(frozen=True)
class Band:
    """Neighbouring columns of one side, with the parties they belong to, but for those that are columns themselves."""

    side: str
    width: int
    parties: tuple[Link, ...]


@dataclass(frozen=True)
class Remark:
    """What is to be said about an activity below the matrix."""

    activity: Activity
    link: Link
    notes: tuple[LetterNote, ...]

    @property
    def worth_saying(self) -> bool:
        """Whether there is anything to say."""
        activity = self.activity
        told = (activity.summary, activity.deliverable, activity.hand_over, activity.clauses, activity.links)
        return any((*told, self.notes, activity.tags, activity.since, activity.until))


@dataclass(frozen=True)
class Reason:
    """Why something is shared or absent in a workstream, or everywhere, where `workstream` is None."""

    sense: Borne
    workstream: Link | None
    excepted: Excepted


@dataclass(frozen=True)
class RaciTable:
    """Activities against roles; `codes` is the legend, `bands` the sides above the columns.

    `phases` are those of the activities, in their order, and `parties` those of the columns. `files` are the
    spreadsheets to take away: those of a whole workstream, or of the playbook. `limit` is for how many activities
    a role may answer, and `idle` the roles without any letter, told where the table shows all there is.
    `reasons` say why something is shared or absent in all of it, and `answered` tells whether the scheme has a letter
    for whoever answers.
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
    reasons: tuple[Reason, ...]
    answered: bool

    @property
    def mixed(self) -> bool:
        """Whether the activities belong to several phases, or some to none."""
        return len({row.phase for row in self.rows}) > 1

    @property
    def grouped(self) -> bool:
        """Whether some of the activities stand in groups of their workstream."""
        return any(part.group for group in self.groups for part in group.parts)

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
        links(playbook, "phase", phases_in_order(playbook, activities)),
        files(workstream if scope == "workstream" else None),
        scope,
        limit,
        links(playbook, "role", _idle(playbook, used)) if scope == "all" else (),
        tuple(reasons(playbook, {activity.workstream for activity in activities})),
        bool(playbook.scheme.coded("accountable")),
    )


def reasons(playbook: Playbook, workstreams: Collection[str]) -> Iterator[Reason]:
    """Iterate over why something is shared or absent everywhere, and in those of some workstreams that say so."""
    for sense in BORNE:
        streams = [each for each in playbook.workstreams if each.id in workstreams]
        own = [(each, found) for each in streams if (found := getattr(each, sense))]
        everywhere: Excepted | None = getattr(playbook.scheme, sense)
        if everywhere and len(own) < len(streams):
            yield Reason(sense, None, everywhere)
        for each, found in own:
            yield Reason(sense, link(playbook, "workstream", each.id), found)


def _idle(playbook: Playbook, used: Collection[str]) -> tuple[str, ...]:
    """Return the roles without any letter, unless they are whole parties."""
    return ordered(playbook, (role.id for role in playbook.roles if role.id not in used and not role.whole_party))


def files(workstream: str | None = None) -> tuple[Link, ...]:
    """Return the spreadsheets of a workstream, or of all of them, below the root of the site."""
    name = "all" if workstream is None else "all-" if workstream == "all" else workstream  # no id ends in a hyphen
    return table_files(f"responsibilities/{name}")


def _bands(columns: Iterable[Column]) -> tuple[Band, ...]:
    bands = []
    for side, group in groupby(columns, key=lambda column: column.side):
        members = list(group)
        bands.append(Band(side, len(members), tuple(dict.fromkeys(each.party for each in members if not each.whole))))
    return tuple(bands)


def _remark(row: Row, columns: Iterable[Column]) -> Remark:
    notes = tuple(
        LetterNote(column.role, letter.code, letter.note)
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
        own = [activity for activity in activities if activity.workstream == workstream.id]
        parts = tuple(_parts(playbook, workstream, own, roles, codes))
        if parts:
            groups.append(Group(link(playbook, "workstream", workstream.id), workstream.summary, parts))
    return tuple(groups)


def _parts(
    playbook: Playbook,
    workstream: Workstream,
    activities: Iterable[Activity],
    roles: Iterable[str],
    codes: Collection[str],
) -> Iterator[Part]:
    """Iterate over the parts of a workstream that have activities: those of no group, then its groups in order."""
    rows: dict[str | None, list[Row]] = {}
    for activity in activities:
        group = activity.group if activity.group in workstream.groups else None
        rows.setdefault(group, []).append(_row(playbook, activity, roles, codes))
    for id in (None, *workstream.groups):
        if id in rows:
            yield Part(workstream.groups[id] if id else None, tuple(rows[id]))


def _row(playbook: Playbook, activity: Activity, roles: Iterable[str], codes: Collection[str]) -> Row:
    cells = tuple(letters_of(playbook, activity.assigned, role, codes) for role in roles)
    phase = phase_of(playbook, activity)
    name, service = link(playbook, "activity", activity.id), service_of(playbook, activity)
    return Row(activity, name, phase, service, cells, _unanswered(playbook, activity))


def _unanswered(playbook: Playbook, activity: Activity) -> bool:
    codes = playbook.scheme.coded("accountable")
    told = activity.nobody_because or playbook.excepted(activity, "accountable").nobody
    return bool(codes) and not told and not activity.roles_with(*codes)
