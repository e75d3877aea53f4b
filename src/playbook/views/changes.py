"""What changed since another edition: by what it means, and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from playbook.changes import SORTS, Change, Sort
from playbook.model import KINDS, Playbook
from playbook.views.base import Link, link


@dataclass(frozen=True)
class ChangeLine:
    """One change: what it is about (of no kind where it is gone), what of it changed, and what it says.

    `old` and `new` link where they name a role or a party of this edition; `parties` are those between which a burden
    moved.
    """

    change: Change
    subject: Link
    key: str
    old: Link | None
    new: Link | None
    parties: tuple[Link, ...]


@dataclass(frozen=True)
class ChangeGroup:
    """The changes of one class."""

    sort: Sort
    lines: tuple[ChangeLine, ...]


def change_groups(playbook: Playbook, found: Iterable[Change], role: str | None = None) -> tuple[ChangeGroup, ...]:
    """Return the changes by class, the gravest first; with `role` those that concern it."""
    chosen = [change for change in found if role is None or role in change.roles]
    groups = ((sort, [change for change in chosen if change.sort == sort]) for sort in SORTS)
    return tuple(ChangeGroup(sort, tuple(_line(playbook, each) for each in those)) for sort, those in groups if those)


def _line(playbook: Playbook, change: Change) -> ChangeLine:
    here = change.kind in KINDS and change.id in playbook.of_kind(change.kind)
    subject = link(playbook, change.kind, change.id) if here else _elsewhere(change)
    parties = tuple(_named(playbook, party) for party in change.parties)
    old = _named(playbook, change.old) if change.old is not None else None
    new = _named(playbook, change.new) if change.new is not None else None
    return ChangeLine(change, subject, " · ".join(change.path).replace("_", " "), old, new, parties)


def _elsewhere(change: Change) -> Link:
    """Return a link to what is no entity of this edition, without an address where the site has none."""
    here = change.address and (change.what != "removed" or change.path)
    return Link("page", change.address, change.name) if here else Link("", "", change.name)


def _named(playbook: Playbook, said: str) -> Link:
    for kind in ("role", "party", "forum", "service"):
        if said in playbook.of_kind(kind):
            return link(playbook, kind, said)
    return Link("", "", said)
