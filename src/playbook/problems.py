"""A problem is data: where, which check, how bad, what, and what to do about it.

The report that people read stands at the end; `reports` writes the others.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

SHOWN_PROBLEMS = 200
"""The most problems a text report lists before it says how many more there are."""
SHOWN_PLACES = 100
"""The most further places of one problem that a text report lists before it says how many more there are."""
SHOWN_CHARACTERS = 120
"""The most characters of one value that a message repeats."""


@dataclass(frozen=True, order=True)
class Place:
    """A point in a file of the author's: line and column count characters from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """Return `file:line:column`."""
        return f"{safe(self.file)}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, or that an expert would question.

    `also` are the further places of the same cause, in order: whoever mends the cause mends them all.
    """

    place: Place
    id: str
    message: str
    hint: str = ""
    severity: Severity = "error"
    entity: str | None = None
    also: tuple[Place, ...] = ()

    def sort_key(self) -> tuple[object, ...]:
        """Return what problems are ordered by: errors first, then place, so that a file reads from top to bottom."""
        place = self.place
        severity = SEVERITIES.index(self.severity)
        told = (self.id, self.message, self.hint, self.entity or "", self.also)
        return (severity, place.file, place.line, place.column, *told)


class Problems:
    """Gathers problems from every stage; the one place that decides the exit code."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        """Begin with `problems`."""
        self._problems: set[Problem] = set(problems._problems if isinstance(problems, Problems) else problems)
        self._ordered: list[Problem] = []
        self.waived: list[tuple[Problem, str]] = []

    def add(self, problem: Problem) -> None:
        """Add one problem; the same problem twice counts once."""
        self._problems.add(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add several problems."""
        self._problems.update(problems)

    def waive(self, problem: Problem, reason: str) -> None:
        """Note a problem that the team accepts; it is reported and counts for nothing."""
        self.waived.append((problem, reason))

    def only(self, wanted: Callable[[Problem], bool]) -> Problems:
        """Return the problems that are `wanted`, those waived included."""
        kept = Problems(filter(wanted, self._problems))
        kept.waived = [(problem, reason) for problem, reason in self.waived if wanted(problem)]
        return kept

    def accepted(self) -> list[tuple[Problem, str]]:
        """Return the problems waived, each with the reason, in the order in which a report tells them."""
        return sorted(self.waived, key=lambda pair: pair[0].sort_key())

    def __iter__(self) -> Iterator[Problem]:
        """Iterate over errors, then warnings, then the rest, each in the order of files, lines and columns."""
        if len(self._ordered) != len(self._problems):
            self._ordered = sorted(self._problems, key=Problem.sort_key)
        return iter(self._ordered)

    def __len__(self) -> int:
        """Count the problems."""
        return len(self._problems)

    def count(self, severity: Severity) -> int:
        """Count the problems of one severity."""
        return sum(problem.severity == severity for problem in self._problems)

    def stop(self, strict: bool = False) -> bool:
        """Tell whether the problems stop a build: errors always do, warnings when `strict`."""
        return bool(self.count("error") or (strict and self.count("warning")))


class PlaybookError(Exception):
    """Raised where no playbook, or no page, can be made; holds every problem found."""

    def __init__(self, problems: Problems) -> None:
        """Keep `problems`; the exception's text is their list."""
        super().__init__(as_text(problems))
        self.problems = problems


def together(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems with those of one cause, which say the same word for word, as one with all its places."""
    causes: dict[tuple[str, str, str, Severity], list[Problem]] = {}
    for problem in problems:
        causes.setdefault((problem.id, problem.message, problem.hint, problem.severity), []).append(problem)
    return [_as_one(same) for same in causes.values()]


def _as_one(same: list[Problem]) -> Problem:
    places = sorted({place for problem in same for place in (problem.place, *problem.also)})
    entity = same[0].entity if len({problem.entity for problem in same}) == 1 else None
    message = same[0].message + (f", which is named in {len(places)} places" if len(places) > 1 else "")
    return replace(same[0], place=places[0], message=message, entity=entity, also=tuple(places[1:]))


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a hint that names the known words nearest to `word`, or `otherwise`."""
    candidates = sorted(set(known))
    near = _near(word, candidates)
    if near:
        return "did you mean " + " or ".join(f"`{name}`" for name in near) + "?"
    if otherwise or not candidates:
        return otherwise
    shown = ", ".join(candidates[:12]) + (", …" if len(candidates) > 12 else "")
    return f"known here: {shown}"


def _near(word: str, candidates: list[str]) -> list[str]:
    """Return the candidates nearest to a word: the one that differs in capitals and hyphens only, else the two next."""
    if len(word) > SHOWN_CHARACTERS:
        return difflib.get_close_matches(word, candidates, n=2, cutoff=0.6)
    by_word: dict[str, str] = {}
    for candidate in candidates:
        by_word.setdefault(_compared(candidate), candidate)
    meant = _compared(word)
    if meant in by_word:
        return [by_word[meant]]
    begun = [by_word[each] for each in by_word if len(meant) > 2 and each.startswith(meant)]
    near = [by_word[each] for each in difflib.get_close_matches(meant, by_word, n=2, cutoff=0.6)]
    return begun if len(begun) == 1 and not near else near


def _compared(word: str) -> str:
    return re.sub(r"[\s_-]+", "-", word.strip().casefold())


def safe(text: str, limit: int = 2_000) -> str:
    """Return `text` fit for a terminal: invisible and control characters escaped, long texts cut."""
    shown = text[: limit + 1]
    if not shown.isprintable():
        shown = "".join(_visible(character) for character in shown)
    return shown if len(text) <= limit else shown[: limit - 1] + "…"


def _visible(character: str) -> str:
    return character if character.isprintable() else f"\\u{{{ord(character):04x}}}"


def quoted(value: object) -> str:
    """Return a value of the author's as a message repeats it: between back-ticks, having none, escaped, cut short."""
    shown = safe(str(value).replace("`", "'"), SHOWN_CHARACTERS)
    return f"`{shown}`"


def line_of(problem: Problem) -> str:
    """Return one problem as text: a line that begins `file:line:column`, one with the hint, one with its places."""
    lines = [f"{problem.place}: {problem.severity}: {safe(problem.message)} [{problem.id}]"]
    if problem.hint:
        lines.append(f"    hint: {safe(problem.hint)}")
    if problem.also:
        lines.append(f"    also: {places(problem.also)}")
    return "\n".join(lines)


def places(also: Iterable[Place]) -> str:
    """Return places as a text names them, of very many the first and how many more."""
    named = list(map(str, also))
    more = [f"… and {len(named) - SHOWN_PLACES} more"] if len(named) > SHOWN_PLACES else []
    return ", ".join((*named[:SHOWN_PLACES], *more))


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with what it counts: `1 page`, `2 pages`, `3 activities`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def summary(problems: Problems) -> str:
    """Return how many problems there are of which severity."""
    if not len(problems):
        return "no problems"
    many = {"info": "info"}
    return ", ".join(
        counted(number, severity, many.get(severity, ""))
        for severity in SEVERITIES
        if (number := problems.count(severity))
    )


def counts(problems: Problems) -> str:
    """Return how many problems there are of which id, one line a severity; nothing where one line tells them all."""
    if len(problems) < 2:
        return ""
    lines = []
    for severity in SEVERITIES:
        found = Counter(problem.id for problem in problems if problem.severity == severity)
        told = ", ".join(f"{number} {id}" for id, number in sorted(found.items(), key=lambda item: (-item[1], item[0])))
        lines += [f"{severity}: {told}"] if told else []
    return "\n".join(lines)


def closing(problems: Problems, outcome: str, strict: bool = False, why: str = "") -> str:
    """Return the last line of a report: the totals, and what came of it because of what.

    `outcome` is what was refused, such as "nothing was built"; it is told where the problems stop a command, and `why`
    where it is warnings that stop it.
    """
    totals = summary(problems)
    if not problems.stop(strict):
        return totals
    severity: Severity = "error" if problems.count("error") else "warning"
    plural = "s" if problems.count(severity) > 1 else ""
    return f"{totals}: {outcome}, because of the {severity}{plural}" + (
        f" {why}" if why and severity != "error" else ""
    )


def leading(problems: Problems) -> list[Problem]:
    """Return the problems as a list that may be cut: the first of each sort leads, so that none is hidden by others."""
    listed = list(problems)
    firsts = {(problem.severity, problem.id): problem for problem in reversed(listed)}.values()
    first = {id(problem) for problem in firsts}
    return sorted(listed, key=lambda problem: (SEVERITIES.index(problem.severity), id(problem) not in first))


def as_text(problems: Problems) -> str:
    """Return the list of problems that people read, without a closing line break."""
    shown = list(problems)
    left_out = len(shown) - SHOWN_PROBLEMS
    if left_out > 0:
        shown = sorted(leading(problems)[:SHOWN_PROBLEMS], key=Problem.sort_key)
    lines = [line_of(problem) for problem in shown]
    if left_out > 0:
        lines.append(f"… and {left_out} more")
    for problem, reason in problems.accepted():
        waived = replace(problem, hint="", also=())
        lines.append(f"{line_of(waived)}\n    waived: {safe(reason)}")
    return "\n".join(lines)


def report(problems: Problems, outcome: str, strict: bool = False, why: str = "") -> str:
    """Return the whole report that people read: the list, the counts by id, and the last line; see `closing`."""
    parts = (as_text(problems), counts(problems), closing(problems, outcome, strict, why))
    return "\n".join(part for part in parts if part)
