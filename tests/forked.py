"""Commands in processes of their own that need not import everything anew: each is forked from one that has.

A test that is about how a process starts, or about its environment, starts a real one: see `support.run`.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from subprocess import TimeoutExpired

_STARTER = multiprocessing.get_context("forkserver")
_STARTER.set_forkserver_preload(["tests.preloaded"])


@dataclass(frozen=True)
class Ended:
    """A command that has ended; a signal that ended it is a negative code."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Everything it printed, what went to the error stream first."""
        return self.err + self.out


@dataclass(frozen=True)
class Process:
    """Where a process runs, its environment, and the most that it may take of the processor and of memory."""

    cwd: Path
    variables: Mapping[str, str]
    seconds: int | None = None
    bytes: int | None = None

    def ended(self, call: Callable[[], object], timeout: float) -> Ended:
        """Call something in it and wait; `call` is pickled: a function of a module, or a partial of one."""
        with tempfile.TemporaryDirectory(prefix="playbook-forked-") as folder:
            written, left = [Path(folder) / name for name in ("out", "err")], Path(folder) / "code"
            process = _STARTER.Process(target=self._begin, args=(call, written, left))
            process.start()
            process.join(timeout)
            if process.exitcode is None:
                process.kill()
                process.join()
                raise TimeoutExpired(str(call), timeout)
            out, err = (path.read_text(encoding="utf-8") if path.exists() else "" for path in written)
            # where several are waited for at once, `exitcode` is 255 for one that another thread has asked after
            return Ended(int(left.read_text()) if left.exists() else process.exitcode, out, err)

    def _begin(self, call: Callable[[], object], written: list[Path], left: Path) -> None:
        for number, path in enumerate(written, start=1):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
        sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
        os.environ.clear()
        os.environ.update(self.variables)
        os.chdir(self.cwd)
        root = str(Path(__file__).parents[1])
        sys.path[:] = [path for path in sys.path if path not in ("", root)]  # a playbook brings macros of its own
        for limit, most in ((resource.RLIMIT_CPU, self.seconds), (resource.RLIMIT_AS, self.bytes)):
            if most is not None:
                resource.setrlimit(limit, (most, most))
        try:
            call()
        except SystemExit as error:
            if error.code is None or isinstance(error.code, int):
                left.write_text(str(error.code or 0))
            raise
        left.write_text("0")


def playbook(*arguments: str | Path) -> None:
    """Run the `playbook` command."""
    from playbook.commands.cli import main

    sys.argv = ["playbook", *map(str, arguments)]
    main()


def checked(data: Path) -> None:
    """Load and check a folder of facts, and print how the report begins."""
    from datetime import date

    from playbook.checks import checked
    from playbook.loading.load import load
    from playbook.problems import as_text

    report = as_text(checked(load(data), date(2026, 6, 1)))
    assert len(report) < 200_000, len(report)
    sys.stdout.write(report[:300] or "sound")
