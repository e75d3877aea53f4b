"""Comments that accept what a check finds, at its place: `# playbook: ignore[check-id] because …`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from playbook.problems import Place, Problem

ID = "ignore-comment"
_ADDRESSED = re.compile(r"(?:^|(?<=\s))#\s*playbook:\s*(?P<said>.*?)\s*$", re.IGNORECASE | re.MULTILINE)
_IGNORE = re.compile(r"ignore\[\s*(?P<checks>[a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)\s*\]\s+because\s+(?P<reason>.*\w.*)")
_HINT = "write `# playbook: ignore[check-id] because …`, with the reason that the report shows"


@dataclass(frozen=True)
class Accepted:
    """What one comment accepts: findings of these checks on the lines it stands for, both ends included."""

    place: Place
    checks: tuple[str, ...]
    reason: str
    first: int
    last: int

    def holds(self, check: str, place: Place) -> bool:
        """Tell whether it accepts what a check finds at a place."""
        return check in self.checks and place.file == self.place.file and self.first <= place.line <= self.last


def accepted_in(text: str, shown: str, first_line: int = 1) -> tuple[tuple[Accepted, ...], tuple[Problem, ...]]:
    """Return what the comments of a YAML text accept, and what is wrong with those that accept nothing.

    Behind a key or an item a comment stands for that and for all below it; alone on its line, for what follows.
    """
    found = list(_ADDRESSED.finditer(text)) if "playbook:" in text.lower() else []
    written = list(_scalars(text)) if found else []
    accepted, problems = [], []
    lines = text.split("\n")
    for match in found:
        if any(begin <= match.start() < end for begin, end in written):
            continue  # a part of a text
        number = text.count("\n", 0, match.start())
        place = Place(shown, number + first_line, match.start() - text.rfind("\n", 0, match.start()))
        said = read_ignore(match["said"])
        span = _lines(lines, number)
        if said is None or span is None:
            message = "this comment accepts nothing" if said else "this comment to the playbook cannot be read"
            hint = "put it behind the key or the item that it is about, or on the line before" if said else _HINT
            problems.append(Problem(place, ID, message, hint, "warning"))
            continue
        accepted.append(Accepted(place, *said, span[0] + first_line, span[1] + first_line))
    return tuple(accepted), tuple(problems)


def read_ignore(said: str) -> tuple[tuple[str, ...], str] | None:
    """Return the ids and the reason of `ignore[check-id, …] because …`; None where it is not said so."""
    found = _IGNORE.fullmatch(said.strip())
    return (tuple(re.split(r"\s*,\s*", found["checks"])), found["reason"]) if found else None


def _scalars(text: str) -> Iterator[tuple[int, int]]:
    """Iterate over where each text begins and ends; a comment is in none of them."""
    try:
        for token in yaml.scan(text, Loader=yaml.CSafeLoader):
            if isinstance(token, yaml.ScalarToken):
                yield token.start_mark.index, token.end_mark.index
    except yaml.YAMLError:
        return  # told by whoever reads the file


def _lines(lines: list[str], number: int) -> tuple[int, int] | None:
    """Return the first and the last of the lines that a comment on a line stands for, counted from 0."""
    at = number
    while at < len(lines) and _is_bare(lines[at]):
        at += 1
    if at == len(lines):
        return None
    depth, item = _depth(lines[at]), lines[at].lstrip().startswith("- ")
    last = at
    for below in range(at + 1, len(lines)):
        line = lines[below]
        if _is_bare(line):
            continue
        listed = _depth(line) == depth and not item and line.lstrip().startswith("- ")
        if _depth(line) <= depth and not listed:
            break
        last = below
    return at, last


def _is_bare(line: str) -> bool:
    """Tell whether a line holds nothing but a comment, or nothing."""
    return not line.strip() or line.lstrip().startswith("#")


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
