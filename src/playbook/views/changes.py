"""What changed since another edition: by what it means, and for whom, in sentences that can be quoted alone.

The page of changes, the pages of roles, `playbook diff` in every format: all of them speak from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from playbook.changes import SORTS, Change, Sort
from playbook.model import Playbook
from playbook.model.time import days_of
from playbook.views.base import Link
from playbook.views.change_words import sentence
from playbook.views.sentences import Sentence
from playbook.views.words import ENGLISH, Words, phrase

HEADINGS: Mapping[Sort, str] = {
    "burden-moved": phrase("Burdens that moved to another party"),
    "obligation": phrase("Obligations that changed"),
    "level-loosened": phrase("Service levels that ask for less"),
    "level-tightened": phrase("Service levels that ask for more"),
    "authority": phrase("Who may decide and approve"),
    "meaning": phrase("What words and letters mean"),
    "validity": phrase("What applies when, and by whose approval"),
    "cadence": phrase("Meetings and dates"),
    "people": phrase("Who does it and who takes part"),
    "information": phrase("What is worth knowing"),
    "prose": phrase("Texts of the pages"),
    "settings": phrase("How the playbook is kept"),
    "editorial": phrase("Words only"),
}


@dataclass(frozen=True)
class ChangeLine:
    """One change in a sentence, and the roles that it concerns."""

    change: Change
    sentence: Sentence
    roles: tuple[Link, ...]


@dataclass(frozen=True)
class ChangeGroup:
    """The changes of one class; `heading` says in words which it is."""

    sort: Sort
    heading: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True)
class ChangeReport:
    """What changed from one edition to another, the gravest class first; `old` and `new` name both with their days."""

    old: str
    new: str
    groups: tuple[ChangeGroup, ...]


def change_report(
    playbook: Playbook, found: Iterable[Change], before: Playbook, role: str | None = None, words: Words = ENGLISH
) -> ChangeReport:
    """Return the changes from the edition `before` to `playbook`; with `role` those that concern it."""
    chosen = [change for change in found if role is None or role in change.roles]
    groups = ((sort, [change for change in chosen if change.sort == sort]) for sort in SORTS)
    told = tuple(
        ChangeGroup(sort, words.say(HEADINGS[sort]), tuple(_line(playbook, each, before, words) for each in those))
        for sort, those in groups
        if those
    )
    return ChangeReport(edition_in_words(before, words), edition_in_words(playbook, words), told)


def edition_in_words(playbook: Playbook, words: Words) -> str:
    """Return the name of an edition with its days: `2026-1 (1 January 2026 to 31 December 2026)`."""
    return words.named(playbook.about.cycle.version, days_of(playbook))


def _line(playbook: Playbook, change: Change, before: Playbook, words: Words) -> ChangeLine:
    roles = tuple(_role(id, playbook, before) for id in change.roles)
    return ChangeLine(change, sentence(change, before, playbook, words), roles)


def _role(id: str, playbook: Playbook, before: Playbook) -> Link:
    """Return a link to a role, without an address where this edition has none."""
    here, there = playbook.roles.get(id), before.roles.get(id)
    return Link("role" if here else "", id if here else "", here.name if here else there.name if there else id)
