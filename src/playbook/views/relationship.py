"""The charter, the channels, visits and health checks: what each side does, arranges and is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from playbook.model import Channel, HealthCheck, Playbook, Principle, Visit
from playbook.model.relationship import Arrangement, Theme
from playbook.views.base import Link, SideRoles, by_side, link
from playbook.views.onboarding import Workdays, wording, workdays

Formality = Literal["formal", "informal"]


@dataclass(frozen=True)
class Promise:
    """One principle of the charter."""

    principle: Principle
    link: Link


@dataclass(frozen=True)
class ChannelRow:
    """One way of talking; `escalates` tells that paths use it, which say themselves how soon is answered."""

    channel: Channel
    link: Link
    escalates: bool


@dataclass(frozen=True)
class ChannelGroup:
    """The ways of talking of one kind, in the order of the file."""

    formality: Formality
    rows: tuple[ChannelRow, ...]


@dataclass(frozen=True)
class ArrangementLine:
    """One thing to arrange, with who arranges it: the co-ordinator where nobody else is named.

    `wording` changes when the words do that say what to arrange.
    """

    arrangement: Arrangement
    wording: str
    owner: Link


@dataclass(frozen=True)
class ThemePart:
    """What there is to arrange of one theme, the earliest first; what has no date comes last."""

    theme: Theme
    lines: tuple[ArrangementLine, ...]


@dataclass(frozen=True)
class VisitChecklist:
    """A kind of visit, theme by theme; themes with nothing to arrange are left out.

    `calendar` is that of the co-ordinator's party.
    """

    visit: Visit
    link: Link
    coordinator: Link
    accompanied_by: Link | None
    calendar: Workdays
    parts: tuple[ThemePart, ...]
    number: int


@dataclass(frozen=True)
class HealthCard:
    """A health check: who answers on either side, what is asked, and where the answers are talked about."""

    check: HealthCheck
    link: Link
    answering: tuple[SideRoles, ...]
    forum: Link | None


def promises(playbook: Playbook) -> tuple[Promise, ...]:
    """Return the principles of the charter, in the order of the file."""
    return tuple(Promise(each, link(playbook, "principle", each.id)) for each in playbook.principles)


def channel_groups(playbook: Playbook) -> tuple[ChannelGroup, ...]:
    """Return the ways of talking, the formal ones first; a kind that has none is left out."""
    raised = {path.channel for path in playbook.paths}
    rows = [ChannelRow(each, link(playbook, "channel", each.id), each.id in raised) for each in playbook.channels]
    groups = (
        ChannelGroup(formality, tuple(row for row in rows if row.channel.formality == formality))
        for formality in (*get_args(Formality), None)
    )
    return tuple(group for group in groups if group.rows)


def visit_checklist(playbook: Playbook, id: str) -> VisitChecklist:
    """Return a kind of visit with what there is to arrange, by theme."""
    visit = playbook.visits[id]
    along = link(playbook, "role", visit.accompanied_by) if visit.accompanied_by else None
    parts = (ThemePart(theme, _lines(playbook, visit, theme)) for theme in get_args(Theme))
    return VisitChecklist(
        visit,
        link(playbook, "visit", id),
        link(playbook, "role", visit.coordinator),
        along,
        workdays(playbook, playbook.roles[visit.coordinator].party),
        tuple(part for part in parts if part.lines),
        len(visit.checklist),
    )


def health_card(playbook: Playbook, id: str) -> HealthCard:
    """Return a health check with those who answer it, side by side."""
    check = playbook.health_checks[id]
    forum = link(playbook, "forum", check.reviewed_at) if check.reviewed_at else None
    return HealthCard(check, link(playbook, "health-check", id), by_side(playbook, check.respondents), forum)


def _lines(playbook: Playbook, visit: Visit, theme: Theme) -> tuple[ArrangementLine, ...]:
    items = sorted((item for item in visit.checklist.values() if item.theme == theme), key=_when)
    return tuple(
        ArrangementLine(item, wording(item.name), link(playbook, "role", item.owner or visit.coordinator))
        for item in items
    )


def _when(item: Arrangement) -> tuple[bool, float]:
    return item.due is None, item.due.hours if item.due else 0
