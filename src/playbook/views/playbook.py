"""This edition: its cycle, who approved it, and what the checks found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from playbook.checks.base import Check
from playbook.checks.decisions import Decisions
from playbook.model import About, Playbook
from playbook.model.playbook import CheckSetting, Permanence
from playbook.problems import SEVERITIES, Problem, Problems
from playbook.views.base import Link, link, links, past_link
from playbook.views.prose import Prose, prose


@dataclass(frozen=True)
class CycleFacts:
    """What this edition is, whose, and from when it holds."""

    about: About
    client: Link
    suppliers: tuple[Link, ...]


@dataclass(frozen=True)
class Signature:
    """One party's approval: the role that gives it (None where none is named) and the day it did."""

    party: Link
    role: Link | None
    date: date | None


@dataclass(frozen=True)
class Promise:
    """What is promised of published editions: the statement, who keeps a copy for whom, and whose the address is."""

    statement: Permanence
    keepers: tuple[tuple[Link, Link], ...]
    holder: Link
    heir: Link


@dataclass(frozen=True)
class Found:
    """One finding, in words that name no file; `hint` is empty where all findings of the check share theirs."""

    message: Prose
    hint: Prose


@dataclass(frozen=True)
class FoundByCheck:
    """What one check found, why it asks, and what to do where that is the same for all it found."""

    check: str
    severity: str
    reason: Prose
    hint: Prose
    found: tuple[Found, ...]


@dataclass(frozen=True)
class Waived:
    """A finding that the team accepts, with its reason."""

    check: str
    message: Prose
    reason: str


@dataclass(frozen=True)
class Setting:
    """What the team decided about one check, beside what holds where nothing is decided.

    Where it holds for a part of the playbook, `part` names that, and `because` says why.
    """

    check: Check
    setting: CheckSetting
    part: str = ""
    because: str = ""


@dataclass(frozen=True)
class CheckReport:
    """What checking found: the number of each severity, the findings by check, waivers and settings."""

    counts: tuple[tuple[str, int], ...]
    groups: tuple[FoundByCheck, ...]
    waived: tuple[Waived, ...]
    settings: tuple[Setting, ...]
    asked: int
    """How many checks ran."""
    profile: str
    """The set of checks that they are of."""

    @property
    def clean(self) -> bool:
        """Whether there is no error and no warning."""
        return not any(number for severity, number in self.counts if severity != "info")


def cycle_facts(playbook: Playbook) -> CycleFacts:
    """Return the facts of this edition."""
    about = playbook.about
    return CycleFacts(about, link(playbook, "party", about.client), links(playbook, "party", about.suppliers))


def approvals(playbook: Playbook) -> tuple[Signature, ...]:
    """Return the approvals in written order, then every contracting party that has none."""
    about = playbook.about
    given = [
        Signature(link(playbook, "party", item.party), past_link(playbook, "role", item.role), item.date)
        for item in about.cycle.approvals
    ]
    named = {item.party for item in about.cycle.approvals}
    missing = [id for id in (about.client, *about.suppliers) if id not in named]
    return (*given, *(Signature(link(playbook, "party", id), None, None) for id in missing))


def promise(playbook: Playbook) -> Promise | None:
    """Return what is promised about published editions, None where nothing is."""
    said = playbook.about.permanence
    if said is None:
        return None
    keepers = tuple((link(playbook, "party", each.party), link(playbook, "role", each.role)) for each in said.keepers)
    holder, heir = (link(playbook, "role", id) for id in (said.address_kept_by, said.address_passes_to))
    return Promise(said, keepers, holder, heir)


def check_report(playbook: Playbook, problems: Problems, checks: Iterable[Check]) -> CheckReport:
    """Return what checking found, gravest first."""
    known = {check.id: check for check in checks}
    about = playbook.about
    settings = [Setting(known[id], setting) for id, setting in about.checks.items() if id in known]
    for scope in about.checks_for:
        each = [(known[id], setting) for id, setting in scope.checks.items() if id in known]
        settings += [Setting(check, setting, scope.part, scope.because) for check, setting in each]
    counts = tuple((severity, problems.count(severity)) for severity in SEVERITIES)
    waived = sorted(problems.waived, key=lambda pair: pair[0].sort_key())
    return CheckReport(
        counts,
        _groups(problems, known),
        tuple(Waived(problem.id, prose(problem.message), reason) for problem, reason in waived),
        tuple(settings),
        sum(Decisions(playbook, check).asked for check in known.values()),
        about.profile,
    )


def _groups(problems: Problems, known: dict[str, Check]) -> tuple[FoundByCheck, ...]:
    by_check: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        by_check.setdefault((problem.severity, problem.id), []).append(problem)
    reasons = {id: check.reason for id, check in known.items()}
    groups = [_group(id, severity, reasons.get(id, ""), found) for (severity, id), found in by_check.items()]
    order: list[str] = list(SEVERITIES)
    return tuple(sorted(groups, key=lambda group: (order.index(group.severity), group.check)))


def _group(id: str, severity: str, reason: str, problems: list[Problem]) -> FoundByCheck:
    hints = {problem.hint for problem in problems}
    shared = hints.pop() if len(hints) == 1 else ""
    found = tuple(Found(prose(item.message), prose("" if shared else item.hint)) for item in problems)
    return FoundByCheck(id, severity, prose(reason), prose(shared), found)
