"""What a check is: a small function with a severity, whose docstring is its documentation."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from playbook.markdown.headings import Heading
from playbook.model import Activity, Entity, Model, Playbook, kind_of
from playbook.model.base import Side
from playbook.model.responsibilities import written_path
from playbook.model.schemes import CodeSense
from playbook.problems import Place, Problem, Severity, quoted
from playbook.source.accepted import Accepted

FOUND = 20_000
"""The most findings of one check that are told; it bounds the time that a file made to be wrong takes."""

NAMED = 5
"""The most of those with one cause that a message names."""

RING_SHOWN = 8
"""The most ids of a ring that a message repeats."""

CheckKind = Literal["schema", "reference", "governance"]
"""What a check asks: whether a file can be read, whether an id leads somewhere, or whether it is good governance."""


@dataclass(frozen=True)
class Context:
    """What a check may look at.

    `today` is given from outside, so that a check says the same of the same input whenever it runs; None where no
    day is given, and then nothing is overdue. `threshold` is the number the check's setting holds.
    `carried_by_pages` are the ids of the statements that pages carry, `headings` what their Markdown has for headings;
    both are None where no page has been read.
    `refused` is what loading refused, and `waived` what has been accepted so far. `before` are the facts of the
    edition before this one, where it is known. `accepted` is what comments in the files accept, and `unasked`
    are the ids of the checks that the profile of the playbook leaves out.
    """

    playbook: Playbook
    today: date | None
    threshold: int
    carried_by_pages: frozenset[str] | None = None
    refused: tuple[Problem, ...] = ()
    waived: tuple[Problem, ...] = ()
    headings: tuple[Heading, ...] | None = None
    before: Playbook | None = None
    accepted: tuple[Accepted, ...] = ()
    unasked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Cause:
    """What findings of one check may have in common; from `least` of them on they are told as one.

    `entity` is the id of what they have in common, and `told` what was found, to be read after the number of them:
    "roles of `acme` have no counterpart". `name` is what the message calls this one of them, and `hint` what to do
    about them all, where that differs from what to do about one. At most `shown` of them are named.
    """

    entity: str
    told: str
    name: str
    least: int = 2
    hint: str = ""
    shown: int = NAMED


@dataclass(frozen=True)
class Finding:
    """What a check found: where, what, what to do, and the id of the entity it is about.

    `severity` is given where it depends on what was found; otherwise the check's own holds. `also` are the further
    places of the same cause. `kind` is that of the entity, where it is known. `cause` is what others may have too.
    """

    place: Place
    message: str
    hint: str
    entity: str | None
    severity: Severity | None = None
    also: tuple[Place, ...] = ()
    kind: str = ""
    cause: Cause | None = None

    def because(
        self, entity: str, told: str, name: str = "", least: int = 2, hint: str = "", shown: int = NAMED
    ) -> Finding:
        """Return it with what others of its check may have in common with it; see `Cause`."""
        return replace(self, cause=Cause(entity, told, name or self.entity or "", least, hint, shown))


@dataclass(frozen=True)
class Check:
    """One check: `find` returns what it questions, and its docstring says why in one sentence."""

    find: Callable[[Context], Iterable[Finding]]
    severity: Severity
    threshold: int = 0
    kind: CheckKind = "governance"
    of_parts: bool = False
    """Whether what it finds in a part of a playbook holds of the whole, so that it need not wait for the rest."""
    profile: Literal["standard", "contract"] = "standard"
    """The smallest set of checks that it belongs to: what a contract should settle is asked under `contract` alone."""

    @property
    def id(self) -> str:
        """The name it is turned off by: the function's, with hyphens."""
        return self.find.__name__.replace("_", "-")

    @property
    def subject(self) -> str:
        """The subject whose module it stands in; `references`, `completeness` or `prose` for what concerns them all."""
        return self.find.__module__.rpartition(".")[2]

    @property
    def can_be_set(self) -> bool:
        """Whether a team may turn it off, give it another severity, and waive what it finds."""
        return self.kind == "governance"

    @property
    def reason(self) -> str:
        """The one sentence that says what it asks for and why."""
        return " ".join(inspect.cleandoc(self.find.__doc__ or "").split())


@dataclass(frozen=True)
class CheckSet:
    """The checks that a playbook is asked, in order: the generator's, and those of its team.

    `problems` are what of the team's cannot be read; where there are any, an id that nobody knows may be one of those.
    `places` are where the team's checks are written, by id.
    """

    checks: tuple[Check, ...]
    problems: tuple[Problem, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Check]:
        """Iterate over the checks."""
        return iter(self.checks)


class CheckFailed(Exception):
    """Raised where a check of a team's own cannot answer; `problem` says why, at its line."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        super().__init__(problem.message)
        self.problem = problem


def refused(context: Context, id: str) -> Iterator[Finding]:
    """Iterate over what loading refused under the id of a check."""
    for problem in context.refused:
        if problem.id == id:
            yield Finding(problem.place, problem.message, problem.hint, problem.entity, also=problem.also)


def about(record: Model, message: str, hint: str, *path: object) -> Finding:
    """Return a finding about a record: at what is written at `path` below it, or at its key where no path is given."""
    place = place_in(record, path) if path else record.origin.key()
    entity = record.id if isinstance(record, Entity) else "playbook"
    return Finding(place, message, hint, entity, kind=kind_of(type(record)))


def place_in(record: Model, path: tuple[object, ...]) -> Place:
    """Return the place of what is written at `path` below a record, a path as `model.references` gives it.

    A text stands where it begins, a mapping or a list at its key; what is not written, at the nearest thing above it.
    """
    mark = record.origin.mark
    if path[0] == "written":
        path = (*written_path(str(path[1])), *path[2:])
    for part in path:
        if mark is None or part not in mark.children:
            break
        mark = mark.children[part]
    if mark is None:
        return record.origin.at()
    return mark.key_place if mark.children else mark.place


def with_sense(playbook: Playbook, activity: Activity, *senses: CodeSense) -> tuple[str, ...]:
    """Return the ids of the roles that bear a code of one of the senses, each once."""
    codes = playbook.scheme.codes
    return tuple(dict.fromkeys(item.role for item in activity.written.values() if codes[item.code].sense in senses))


def sides_of(playbook: Playbook, roles: Iterable[str]) -> set[Side]:
    """Return the sides that roles work on."""
    return {playbook.side_of(role) for role in roles}


def rings(after: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """Iterate over the rings in `after`, which maps an id to the ids that follow it: the last leads to the first."""
    done: set[str] = set()
    for start in after:
        trail = {start: iter(after[start])} if start not in done else {}
        while trail:
            following = next(trail[next(reversed(trail))], None)
            if following is None:
                done.add(trail.popitem()[0])
            elif following in trail:
                ids = tuple(trail)
                yield ids[ids.index(following) :]
            elif following not in done:
                trail[following] = iter(after.get(following, ()))


def ring_told(ring: tuple[str, ...], alone: str, together: str) -> str:
    """Return what a message says of a ring: of one that is a single id, what it does to itself."""
    return f"{quoted(ring[0])} {alone}" if len(ring) == 1 else f"{together}: {way_round(ring)}"


def way_round(ring: tuple[str, ...]) -> str:
    """Return a ring as a message tells it, back to where it began; of a long one, what lies in the middle is cut."""
    cut = ["…"] if len(ring) > RING_SHOWN else []
    return " → ".join([*map(quoted, ring[:RING_SHOWN]), *cut, quoted(ring[0])])
