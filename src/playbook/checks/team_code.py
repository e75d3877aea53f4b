"""Code of a team's own that is run among ours: where it lies, and how it is told that it fails.

Whatever it prints goes to the error stream, because a report may be read by a program; and Python keeps nothing of it
in the folder, which the team writes alone.
"""

from __future__ import annotations

import inspect
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path

from playbook.problems import Place, Problem, quoted

ID = "own-check"
"""The id of what is wrong with the checks of a team's own."""
FAILURES = (Exception, SystemExit)
"""What code may raise that is to end nothing but itself."""


@contextmanager
def running() -> Iterator[None]:
    """Run code of a team's own meanwhile."""
    kept, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        sys.dont_write_bytecode = kept


@dataclass(frozen=True)
class Code:
    """A file of a team, or a package: how messages name it, and the folder or the file in which all its code lies.

    Places are told from `root`; `package` is the name that its modules have here alone, and that nobody else knows.
    """

    named: str
    inside: Path | None = None
    root: Path | None = None
    package: str = ""

    def refused(self) -> tuple[str, str] | None:
        """Return why it is not run, a message and a hint: a link leads to what somebody else may write."""
        if self.package and self.root and not self._holds(str(self.root / self.named)):
            return "this is a link that leads elsewhere", "put the file itself here, where its owner is asked"
        return None

    def place(self, function: object = None) -> Place:
        """Return where a function is written, or its file."""
        code = getattr(inspect.unwrap(function) if callable(function) else None, "__code__", None)
        if code is not None and self._holds(code.co_filename):
            return Place(self._told(code.co_filename), code.co_firstlineno)
        return Place(self.named)

    def problem(self, error: BaseException, otherwise: Place) -> Problem:
        """Return what is told of a failure: at the innermost line of this code, or else at another place."""
        said = str(error)
        place = next(self._lines(error), otherwise)
        if isinstance(error, SyntaxError) and error.filename and self._holds(error.filename):
            place = Place(self._told(error.filename), error.lineno or 1, max(error.offset or 1, 1))
            said = error.msg
        for hidden in (f"{self.package}." if self.package else "", f"{self.root}/" if self.root else ""):
            said = said.replace(hidden, "") if hidden else said
        message = f"this code of the playbook's own fails: {type(error).__name__}: {quoted(said)}"
        return Problem(place, ID, message, "mend it; whoever brought the check wrote it")

    def _lines(self, error: BaseException) -> Iterator[Place]:
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if self._holds(frame.filename):
                yield Place(self._told(frame.filename), frame.lineno or 1)

    def _holds(self, filename: str) -> bool:
        """Tell whether a file is of this code, wherever links on the way to its folder lead."""
        if self.inside is None or self.root is None or filename.startswith("<"):
            return False
        with suppress(OSError, ValueError):
            above = self.root.resolve() / self.inside.relative_to(self.root)
            return Path(filename).resolve().is_relative_to(above)
        return False

    def _told(self, filename: str) -> str:
        if self.root is None:
            return self.named
        return Path(filename).resolve().relative_to(self.root.resolve()).as_posix()
