"""A problem is data: where, which check, how bad, what, and what to do about it.

The report that people read stands at the end; `reports` writes the others.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

SHOWN_PROBLEMS = 200
"""The most problems a text report lists before it says how many more there are."""
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
    """One thing that is wrong, or that an expert would question."""

    place: Place
    id: str
    message: str
    hint: str = ""
    severity: Severity = "error"
    entity: str | None = None

    def sort_key(self) -> tuple[object, ...]:
        """Return what problems are ordered by: place first, so that a file reads from top to bottom."""
        place = self.place
        severity = SEVERITIES.index(self.severity)
        return (place.file, place.line, place.column, severity, self.id, self.message, self.hint, self.entity or "")


class Problems:
    """Gathers problems from every stage; the one place that decides the exit code."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        """Begin with `problems`."""
        self._problems: set[Problem] = set(problems._problems if isinstance(problems, Problems) else problems)
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
        """Return the problems waived, each with the reason, in the order of files, lines and columns."""
        return sorted(self.waived, key=lambda pair: pair[0].sort_key())

    def __iter__(self) -> Iterator[Problem]:
        """Iterate in the order of files, lines and columns."""
        return iter(sorted(self._problems, key=Problem.sort_key))

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
        """Keep `problems`; the exception's text is their report."""
        super().__init__(as_text(problems))
        self.problems = problems


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a hint that names the known words nearest to `word`, or `otherwise`."""
    candidates = sorted(set(known))
    near = difflib.get_close_matches(word, candidates, n=2, cutoff=0.6)
    if near:
        return "did you mean " + " or ".join(f"`{name}`" for name in near) + "?"
    if otherwise or not candidates:
        return otherwise
    shown = ", ".join(candidates[:12]) + (", …" if len(candidates) > 12 else "")
    return f"known here: {shown}"


def safe(text: str, limit: int = 2_000) -> str:
    """Return `text` fit for a terminal: invisible and control characters escaped, long texts cut."""
    shown = "".join(_visible(character) for character in text[: limit + 1])
    return shown if len(text) <= limit else shown[: limit - 1] + "…"


def _visible(character: str) -> str:
    if character == " " or unicodedata.category(character)[0] not in "CZ":
        return character
    return f"\\u{{{ord(character):04x}}}"


def quoted(value: object) -> str:
    """Return a value of the author's as a message repeats it: between back-ticks, having none, escaped, cut short."""
    shown = safe(str(value).replace("`", "'"), SHOWN_CHARACTERS)
    return f"`{shown}`"


def line_of(problem: Problem) -> str:
    """Return one problem as text: a line that begins `file:line:column`, then a line with the hint."""
    head = f"{problem.place}: {problem.severity}: {safe(problem.message)} [{problem.id}]"
    return f"{head}\n    hint: {safe(problem.hint)}" if problem.hint else head


def summary(problems: Problems) -> str:
    """Return the closing line: how many problems of which severity."""
    if not len(problems):
        return "no problems"
    words = []
    for severity in SEVERITIES:
        if number := problems.count(severity):
            plural = "s" if number > 1 and severity != "info" else ""
            words.append(f"{number} {severity}{plural}")
    return ", ".join(words)


def as_text(problems: Problems) -> str:
    """Return the report people read, without a closing line break."""
    listed = list(problems)
    lines = [line_of(problem) for problem in listed[:SHOWN_PROBLEMS]]
    if len(listed) > SHOWN_PROBLEMS:
        lines.append(f"… and {len(listed) - SHOWN_PROBLEMS} more")
    for problem, reason in problems.accepted():
        waived = replace(problem, hint="")
        lines.append(f"{line_of(waived)}\n    waived: {safe(reason)}")
    return "\n".join(lines)
