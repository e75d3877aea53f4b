"""The checks of a team's own: Python files in `checks/` beside the facts, and packages that name an entry point.

1. A file lists its checks in `CHECKS`, as each module of ours does. Files are read in the order of their names; those
   that begin with an underscore are read only where another one imports them (`from . import _words`).
2. Packages follow, by the names of their entry points: each leads to a module with `CHECKS`, or to checks themselves.
3. An id belongs to whoever comes first: the generator, then files, then packages. The second one is a problem.
4. What cannot be read, and a check that fails, is a problem at the line of its owner; all the others are asked.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import importlib.util
import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.metadata import EntryPoint, entry_points
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

from playbook.checks import CHECKS, OURS
from playbook.checks.base import FOUND, Check, CheckFailed, CheckSet, Context, Finding
from playbook.checks.catalogue import READING
from playbook.checks.team_code import FAILURES, ID, Code, running
from playbook.folders.leftovers import left_over
from playbook.problems import SEVERITIES, Place, Problem, quoted

FOLDER = "checks"
"""The folder of a team's checks, beside the settings of the site."""
GROUP = "playbook.checks"
"""The group of entry points by which a package brings checks."""

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def checks_of(root: Path) -> CheckSet:
    """Return the checks that the playbook in the folder `root` is asked; this runs the code of its owner."""
    found = _Found()
    for subject, code, named in _modules(root.absolute() / FOLDER):
        found.read(subject, code, functools.partial(importlib.import_module, named))
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        found.read(point.name.replace("-", "_"), _code_of(point), point.load)
    return found.among_ours() if found.checks or found.problems else OURS


def _modules(folder: Path) -> Iterator[tuple[str, Code, str]]:
    """Iterate over the files of a folder, each with the name by which it is imported anew.

    The names are of a package that bears the folder in its own name, so that no other playbook, and nothing that is
    installed, has the same.
    """
    package = f"playbook_checks_{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}"
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        del sys.modules[name]
    files = sorted(path for path in folder.glob("*.py") if path.name[0] not in "._" and not left_over(path.name))
    if files:
        above = ModuleType(package)
        above.__path__ = [str(folder)]
        sys.modules[package] = above
        importlib.invalidate_caches()
    for path in files:
        code = Code(f"{FOLDER}/{path.name}", folder, folder.parent, package)
        yield path.stem.replace("-", "_"), code, f"{package}.{path.stem}"


def _code_of(point: EntryPoint) -> Code:
    """Return where the code of a package lies; where that cannot be known, its problems are told by its name."""
    try:
        spec = importlib.util.find_spec(point.module.partition(".")[0])
    except (ImportError, ValueError):
        spec = None
    held = [*(spec.submodule_search_locations or ()), spec.origin] if spec else []
    inside = next((Path(each).resolve() for each in held if each), None)
    return Code(point.dist.name if point.dist else point.module, inside, inside.parent if inside else None)


class _Found:
    """Gathers checks, and what is wrong with them."""

    def __init__(self) -> None:
        self.checks: dict[str, Check] = {}
        self.places: dict[str, Place] = {}
        self.problems: list[Problem] = []

    def among_ours(self) -> CheckSet:
        """Return the checks with ours; those of a subject stand together."""
        every = (*CHECKS, *self.checks.values())
        order = {subject: number for number, subject in enumerate(dict.fromkeys(check.subject for check in every))}
        return CheckSet(tuple(sorted(every, key=lambda one: order[one.subject])), tuple(self.problems), self.places)

    def read(self, subject: str, code: Code, load: Any) -> None:
        """Take the checks of a file or a package."""
        if why := code.refused():
            self._refuse(code.place(), *why)
            return
        try:
            with running():
                given = load()
        except FAILURES as error:
            self.problems.append(code.problem(error, code.place()))
            return
        listed = getattr(given, "CHECKS", None) if isinstance(given, ModuleType) else given
        if not isinstance(listed, (tuple, list)):
            self._refuse(code.place(), "this lists no checks", "list them in `CHECKS`, as in `CHECKS = (Check(…),)`")
            return
        for check in listed:
            self._take(check, subject, code)

    def _take(self, check: object, subject: str, code: Code) -> None:
        place = code.place(getattr(check, "find", None))
        if not isinstance(check, Check) or not inspect.isfunction(check.find):
            self._refuse(place, f"{quoted(check)} is no check", 'write `Check(function, "warning")`')
        elif why := next(_wrong(check), None) or self._taken(check.id):
            self._refuse(place, *why)
        else:
            self.checks[check.id] = replace(check, find=_guarded(check, subject, code, place))
            self.places[check.id] = place

    def _taken(self, id: str) -> tuple[str, str] | None:
        """Return why an id cannot be given to one more check."""
        if id in self.places:
            return f"there is a check {quoted(id)} already, at {self.places[id]}", "give one of them another name"
        if id in READING or any(check.id == id for check in CHECKS):
            return f"the generator finds something under {quoted(id)} itself", "give the check another name"
        return None

    def _refuse(self, place: Place, message: str, hint: str) -> None:
        self.problems.append(Problem(place, ID, message, hint))


def _wrong(check: Check) -> Iterator[tuple[str, str]]:
    """Iterate over what is wrong with a check: a message and a hint."""
    if not _ID.fullmatch(check.id):
        hint = "write lower-case letters and digits, with an underscore between words"
        yield f"{quoted(check.find.__name__)} is no name of a check", hint
    if not check.reason:
        yield f"{quoted(check.id)} does not say why it asks", "write one sentence as the docstring of the function"
    if check.severity not in SEVERITIES:
        yield f"{quoted(check.severity)} is no severity", "write error, warning or info"
    if type(check.threshold) is not int or check.threshold < 0:
        yield f"{quoted(check.threshold)} is no threshold", "write a whole number, 0 or more"
    if not check.can_be_set:
        yield f"{quoted(check.id)} could not be turned off", "leave `kind` out: a check of a team's own can be set"


def _guarded(check: Check, subject: str, code: Code, place: Place) -> Any:
    """Return what a check calls: it hands on what is found, and tells at the line of the owner what fails."""
    given = check.find

    def find(context: Context) -> Iterator[Finding]:
        found: list[Finding] = []
        failed: BaseException | None = None
        try:
            with running():
                found.extend(_sound(islice(given(context), FOUND + 1)))
        except FAILURES as error:
            failed = error
        yield from found
        if failed is not None:
            raise CheckFailed(code.problem(failed, place)) from failed

    functools.update_wrapper(find, given)
    find.__module__ = subject
    return find


def _sound(findings: Iterable[object]) -> Iterator[Finding]:
    """Iterate over findings; raise `TypeError` where one is none, or cannot be told."""
    for each in findings:
        if not isinstance(each, Finding):
            raise TypeError(f"it yields {each!r}, which is no Finding")
        texts = (each.message, each.hint, each.entity or "")
        places = isinstance(each.also, tuple) and all(isinstance(place, Place) for place in (each.place, *each.also))
        if not places or not all(isinstance(text, str) for text in texts):
            raise TypeError("it yields a Finding whose place is no Place, or whose words are no texts")
        if each.severity not in (None, *SEVERITIES):
            raise TypeError(f"it yields a Finding of the severity {each.severity!r}")
        yield each
