"""Comments on pages that accept what a check finds, at its place: `<!-- playbook: ignore[check-id] because … -->`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook.problems import Place, Problem
from playbook.source.accepted import ID, Accepted, read_ignore

_COMMENT = re.compile(r"<!--(?P<said>.*?)-->", re.DOTALL)
_ADDRESSED = re.compile(r"\s*playbook:(?!\s*the content (?:begins|ends))\s*(?P<said>.*)", re.IGNORECASE | re.DOTALL)
_FENCE = re.compile(r"[ \t>]*(`{3,}(?=[^`]*$)|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})\s")
_HINT = "write `<!-- playbook: ignore[check-id] because … -->`, with the reason that the report shows"


def accepted_on(text: str, shown: str, first_line: int = 1) -> tuple[tuple[Accepted, ...], tuple[Problem, ...]]:
    """Return what the comments of a page accept, and what is wrong with those that accept nothing.

    Behind text a comment stands for the heading or the block that it is in; alone, for the one that follows. With a
    heading it stands for all up to the next heading of its level.
    """
    if "playbook:" not in text.lower():
        return (), ()
    lines, accepted, problems = text.split("\n"), list[Accepted](), list[Problem]()
    code = set(_code(lines))
    for match in _COMMENT.finditer(text):
        number = text.count("\n", 0, match.start())
        begins = text.rfind("\n", 0, match.start()) + 1
        addressed = _ADDRESSED.fullmatch(match["said"])
        if addressed is None or number in code or text.count("`", begins, match.start()) % 2:
            continue
        place = Place(shown, number + first_line, match.start() - begins + 1)
        said = read_ignore(" ".join(addressed["said"].split()))
        span = _lines(lines, number, text.count("\n", 0, match.end()))
        if said is None or span is None:
            message = "this comment accepts nothing" if said else "this comment to the playbook cannot be read"
            hint = "put it behind the heading or the text that it is about, or on the line before" if said else _HINT
            problems.append(Problem(place, ID, message, hint, "warning"))
        else:
            accepted.append(Accepted(place, *said, span[0] + first_line, span[1] + first_line))
    return tuple(accepted), tuple(problems)


def _code(lines: list[str]) -> Iterator[int]:
    """Iterate over the numbers of the lines that stand in fenced or indented code."""
    fence = ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence or found or line.startswith(("    ", "\t")):
            yield number
        if found and (not fence or found[1].startswith(fence)):
            fence = "" if fence else found[1]


def _lines(lines: list[str], first: int, last: int) -> tuple[int, int] | None:
    """Return the first and last of the lines that a comment from one line to another stands for, counted from 0."""
    at = first if _said(lines[first]) else last
    while at < len(lines) and not _said(lines[at]):
        at += 1
    if at == len(lines):
        return None
    heading = _HEADING.match(lines[at])
    for below in range(at + 1, len(lines)):
        other = _HEADING.match(lines[below])
        if (other and len(other[1]) <= len(heading[1])) if heading else not lines[below].strip():
            return at, below - 1
    return at, len(lines) - 1


def _said(line: str) -> str:
    """Return what a line says beside comments."""
    return re.sub(r"^.*?-->", "", re.sub(r"<!--.*?(?:-->|$)", "", line)).strip()
