"""What other programs may import; nothing else of `playbook` is public, and may change with any release.

Four functions read, question, compare and prove: `load`, `check`, `diff`, `verify`. The rest are what they return, and
what checks of a team's own are made of.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from playbook.changes import Change
from playbook.changes import changes as _changes
from playbook.checks import checked as _checked
from playbook.checks.base import Check, Context, Finding, about
from playbook.checks.team_checks import checks_of as _checks_of
from playbook.loading.load import load as _load
from playbook.model import Playbook
from playbook.problems import Place, PlaybookError, Problem, Problems
from playbook.publish.verify.verdict import Fault, Verdict

__all__ = [
    "Change",
    "Check",
    "Context",
    "Fault",
    "Finding",
    "Place",
    "Playbook",
    "PlaybookError",
    "Problem",
    "Problems",
    "Verdict",
    "about",
    "check",
    "diff",
    "load",
    "verify",
]


def load(facts: str | os.PathLike[str]) -> Playbook:
    """Return the playbook whose facts are the YAML files of a folder, such as `data`; none of its code is run.

    Raise `PlaybookError` where anything cannot be read or an id is written wrongly: its `problems` are all that is
    wrong, not only the first. That ids lead somewhere, and good governance, is what `check` asks.
    """
    return _load(_folder(facts)).or_raise()


def check(
    facts: str | os.PathLike[str], pages: str | os.PathLike[str] | None = None, *, today: date | None = None
) -> Problems:
    """Return what is wrong with the facts of a folder, and with the pages of another one where that is given.

    The checks of the team beside the facts, in `checks/`, and those of installed packages are asked too, which runs
    their code. Dates are held against `today`; where no day is given nothing is overdue. Nothing is raised: what cannot
    be read is a problem as well. `Problems.stop()` tells whether a build would be refused. What only a whole site
    shows, such as links and macros, `playbook check` finds.
    """
    folder = _folder(facts)
    asked = _checks_of(folder.parent)
    if pages is None:
        return _checked(_load(folder), today, asked=asked)
    from playbook.site.build_context import examined

    return examined(folder.parent, folder.name, _folder(pages), today, asked=asked)[1]


def diff(old: Playbook, new: Playbook) -> tuple[Change, ...]:
    """Return every fact that differs between two editions, in the order of the files.

    Each has a class (`Change.sort`, the gravest is "burden-moved") and the ids of the roles whom it concerns.
    """
    return _changes(old, new)


def verify(
    target: str | os.PathLike[str],
    *,
    signers: str | os.PathLike[str] | None = None,
    thresholds: Mapping[str, int] | None = None,
    authorities: str | os.PathLike[str] | None = None,
    require_signature: bool = False,
    day: date | None = None,
) -> Verdict:
    """Return whether what is published says what it said: a folder, an address, or the text of a citation.

    `signers` is a file of allowed signers as `ssh-keygen -Y verify` reads it, `thresholds` how many keys of each party
    must have signed each version, `authorities` a file of certificates of those whose time stamps are believed; with
    `require_signature` anybody must have signed. Where a `day` is given, `Verdict.stands` says how a cited version
    stands on it. A host is asked where `target` is an address, or cites one. Nothing is raised: `Verdict.faults` is
    empty where all holds, and `Verdict.code` is the exit code of `playbook verify`.
    """
    from playbook.publish.text.canonical import fingerprint
    from playbook.publish.verify.signature_proofs import Demand
    from playbook.publish.verify.verify import verify as prove

    allowed, believed = (Path(each) if each is not None else None for each in (signers, authorities))
    return prove(
        os.fspath(target), Demand(allowed, dict(thresholds or {}), require_signature, believed), fingerprint, day
    )


def _folder(path: str | os.PathLike[str]) -> Path:
    """Return a folder whose last part is its name, also where it was named as `.`."""
    return Path(path).resolve()
