"""Where a problem goes: for each kind and each priority, who answers on both sides, by when, and what they are sent."""

from __future__ import annotations

from dataclasses import dataclass

from playbook.model import EscalationPath, Playbook
from playbook.model.escalation import Rung, sooner
from playbook.model.values import Duration
from playbook.views.base import Link
from playbook.views.escalation import Ladder, Level, Owner, Ranked, ladders, priority_rows
from playbook.views.roles import Holder, Vacancy, holders, vacancy


@dataclass(frozen=True)
class Reached:
    """Who answers on one side, who holds that role, and who holds the role of the deputy.

    On a confidential path nobody is named but the role: its holder's mailbox may be one that others read.
    """

    owner: Owner
    holders: tuple[Holder, ...]
    stand_ins: tuple[Holder, ...]
    vacancy: Vacancy | None


@dataclass(frozen=True)
class Taken:
    """A priority that enters a path, how soon it is answered and settled; `ranked` is None where none is asked for."""

    ranked: Ranked | None
    answer: Duration | None
    settled: Duration | None


@dataclass(frozen=True)
class Door:
    """A level at which problems enter a path, which ones do, and the level above, None at the top."""

    level: Level
    above: Level | None
    reached: tuple[Reached, ...]
    taken: tuple[Taken, ...]


@dataclass(frozen=True)
class Answer:
    """What becomes of one kind of problem."""

    ladder: Ladder
    doors: tuple[Door, ...]

    @property
    def link(self) -> Link:
        """The path that such a problem takes."""
        return self.ladder.link

    @property
    def path(self) -> EscalationPath:
        """The same path, as it is written."""
        return self.ladder.path


@dataclass(frozen=True)
class Finder:
    """Every answer, and the priorities to choose from, the gravest first."""

    answers: tuple[Answer, ...]
    priorities: tuple[Ranked, ...]


def finder(playbook: Playbook) -> Finder:
    """Return what becomes of every problem."""
    answers = tuple(Answer(each, tuple(_doors(playbook, each))) for each in ladders(playbook) if each.levels)
    return Finder(answers, tuple(row.ranked for row in priority_rows(playbook)))


def _doors(playbook: Playbook, ladder: Ladder) -> list[Door]:
    above = {level.number: level for level in ladder.levels}
    doors = []
    for level in ladder.levels:
        taken = [_taken(each, level.rung) for each in level.starting]
        if level.number == 1 and not ladder.path.priorities:
            taken = [Taken(None, level.rung.respond_within, level.rung.resolve_within)]
        if taken:
            reached = tuple(_reached(playbook, owner, ladder.path.confidential) for owner in level.owners)
            doors.append(Door(level, above.get(level.above or 0), reached, tuple(taken)))
    return doors


def _taken(ranked: Ranked, rung: Rung) -> Taken:
    """Return how soon an issue is answered and settled: a priority shortens what a level allows, never stretches it."""
    answer = sooner(ranked.priority.response, rung.respond_within)
    return Taken(ranked, answer, sooner(ranked.priority.resolution, rung.resolve_within))


def _reached(playbook: Playbook, owner: Owner, confidential: bool) -> Reached:
    if confidential:
        return Reached(owner, (), (), None)
    stand_ins = holders(playbook, owner.deputy.id) if owner.deputy else ()
    return Reached(owner, holders(playbook, owner.role.id), stand_ins, vacancy(playbook, owner.role.id))
