"""The calendar files that a page offers: meetings, the papers a role owes, and all papers; each where it tells any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playbook.model import Forum, Playbook
from playbook.model.meetings import held
from playbook.views.base import Link
from playbook.views.cadence import ALL, all_papers_file, forum_file, papers_file, role_file
from playbook.views.due_days import due_lines
from playbook.views.meetings import met_by

What = Literal["meetings", "own-papers", "papers"]


@dataclass(frozen=True)
class Feed:
    """One calendar file: what it tells, and where it lies."""

    what: What
    file: Link


def feeds(playbook: Playbook, role: str | None = None, forum: str | None = None) -> tuple[Feed, ...]:
    """Return the calendar files of a role, of a forum, or of everything where neither is given."""
    if role is not None:
        own_forums = (met_by(playbook, each, role) for each in playbook.forums)
        meeting = [each for each in own_forums if held(playbook, each)]
        path, attended = role_file(role), [each for each in meeting if role in each.everyone]
        own = any(each.papers_due and _owes(playbook, each, role) for each in meeting)
        told = attended or due_lines(playbook, role).lines
        found = {"meetings": path if told else "", "own-papers": papers_file(path) if own else ""}
        return _feeds({**found, "papers": all_papers_file(path) if _with_papers(attended) else ""})
    path = forum_file(forum) if forum else ALL
    of = [each for each in playbook.forums if forum in (None, each.id) and held(playbook, each)]
    return _feeds({"meetings": path if of else "", "papers": papers_file(path) if _with_papers(of) else ""})


def _feeds(paths: dict[What, str] | dict[str, str]) -> tuple[Feed, ...]:
    return tuple(Feed(what, Link("download", path, "")) for what, path in paths.items() if path)  # type: ignore[arg-type]


def _with_papers(forums: list[Forum]) -> bool:
    return any(forum.papers_due for forum in forums)


def _owes(playbook: Playbook, forum: Forum, role: str) -> bool:
    return any(playbook.documents[id].owner == role for id in forum.inputs)
