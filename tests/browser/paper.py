"""What stands on paper: the words of a PDF by sheet, each with its place, and the letters of a matrix among them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

ABOUT_ROLES = 3
"""Which column of an exported matrix is the first of a role; before it stand activity, workstream and phase."""
AFTER_ROLES = "Service"
"""The head of the first column behind those of the roles."""
CORNER = "Activity"
"""What stands over the activities, at the foot of the heads of a matrix, on every sheet."""
TOTALS = "Letters per role"
"""What the last row of a matrix is called; the numbers in it are followed by letters too."""

SMALL = 4
"""By how many points words in one line may stand higher than others, since they are smaller."""


@dataclass(frozen=True)
class Run:
    """Words written at once, `x` and `y` in points from the lower left corner of their sheet."""

    text: str
    x: float
    y: float
    turned: bool


@dataclass(frozen=True)
class Sheet:
    """One side of a sheet, its size in points."""

    width: float
    height: float
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """All words, in one line."""
        return " ".join(" ".join(run.text for run in self.runs).split())

    def outside(self) -> list[str]:
        """Return the words that begin where there is no paper."""
        return [run.text for run in self.runs if not (0 <= run.x <= self.width and 0 <= run.y <= self.height)]


def sheets(paper: bytes | PdfReader) -> list[Sheet]:
    """Return the sheets of a PDF, or of one that somebody already reads."""
    found = []
    for page in (PdfReader(BytesIO(paper)) if isinstance(paper, bytes) else paper).pages:
        runs: list[Run] = []

        def note(text, outer, matrix, *_, runs=runs):
            if text.strip():
                x = matrix[4] * outer[0] + matrix[5] * outer[2] + outer[4]
                y = matrix[4] * outer[1] + matrix[5] * outer[3] + outer[5]
                along = matrix[0] * outer[0] + matrix[1] * outer[2], matrix[0] * outer[1] + matrix[1] * outer[3]
                runs.append(Run(text.strip(), x, y, abs(along[1]) > abs(along[0])))

        page.extract_text(visitor_text=note)
        found.append(Sheet(float(page.mediabox.width), float(page.mediabox.height), tuple(runs)))
    return found


@dataclass(frozen=True)
class Matrix:
    """What a matrix says: its roles from left to right, its activities, their letters row by row."""

    roles: tuple[str, ...]
    activities: tuple[str, ...]
    letters: tuple[str, ...]


def exported(file: Path, phase: str = "") -> Matrix:
    """Return the matrix that a spreadsheet of the site holds, or of it the activities of a phase."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        heads, *rows = csv.reader(lines)
    rows = [row for row in rows if phase in ("", row[2])]
    roles = range(ABOUT_ROLES, heads.index(AFTER_ROLES))
    used = [place for place in roles if any(row[place] for row in rows)]
    letters = [letter for row in rows for place in used for letter in row[place].split(", ") if letter]
    names = tuple(heads[place].rpartition(" (")[0] for place in used)
    return Matrix(names, tuple(row[0] for row in rows), tuple(letters))


def printed(sheets: Iterable[Sheet], of: Matrix) -> Matrix:
    """Return of a matrix what stands on paper: the letters in the order in which they are read there.

    A role is printed where its name heads every sheet that shows letters: turned, where there are many of them.
    """
    letters: list[str] = []
    roles, known = set(of.roles), set(of.letters)
    text = ""
    for sheet in sheets:
        below = max((run.y for run in sheet.runs if run.text == CORNER), default=0)
        totals = min((run.y for run in sheet.runs if run.text == TOTALS), default=0)
        upright = [run for run in sheet.runs if not run.turned]
        cells = [run for run in upright if known.issuperset(run.text.split()) and totals + SMALL < run.y < below]
        letters += [word for run in sorted(cells, key=lambda run: (-round(run.y), run.x)) for word in run.text.split()]
        if cells:
            turned = [run.text for run in sheet.runs if run.turned]
            roles &= _named(turned or [run.text for run in sheet.runs], of.roles)
        text += f" {sheet.text}"
        if totals:
            break
    activities = tuple(name for name in of.activities if name in text)
    return Matrix(tuple(role for role in of.roles if role in roles), activities, tuple(letters))


def _named(heads: Iterable[str], roles: Iterable[str]) -> set[str]:
    """Return the roles whose names stand in turned heads, each line of a name by itself; no word counts twice."""
    left = Counter(word for head in heads for word in head.split())
    named = set()
    for role in roles:
        words = Counter(role.split())
        if words <= left:
            named.add(role)
            left -= words
    return named
