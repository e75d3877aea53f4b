"""What nobody foresaw ends a command in one line: where it was, whose fault it is, and what to do.

1. Code of a playbook's own, a macro, a template or a hook, that fails is a fault at its line; the command ends with 1.
2. Anything else that is raised and not caught is a fault of the generator, and the command ends with 70.
3. An interruption ends with 130, an output that is closed or full with 1. `--debug` shows where everything came from.
"""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from playbook.problems import Place, Problem, quoted, safe

FAULT, INTERRUPTED, UNWRITTEN = 70, 130, 1
"""The codes with which commands end that nobody foresaw, that were interrupted, and whose output cannot be written."""
_REPORT = "report it with this line where you have the generator from; `playbook --debug` shows more"
_OURS = Path(__file__).parents[1]
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EIO)


class Commands(click.Group):
    """Commands that end as they should whatever is raised in one of them."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run a command on outputs that can write every text, if need be as the numbers of its letters."""
        for output in (sys.stdout, sys.stderr):
            if hasattr(output, "reconfigure"):
                output.reconfigure(errors="backslashreplace")
        return super().main(*arguments, **options)

    def invoke(self, context: click.Context) -> Any:
        """Run a command; see the rules above."""
        try:
            result = super().invoke(context)
            sys.stdout.flush()
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            _say("interrupted")
            raise SystemExit(INTERRUPTED) from None
        except Exception as error:
            if isinstance(error, OSError) and error.filename is None and error.errno in (*_FULL, errno.EPIPE):
                raise _unwritten(error) from None
            if context.params.get("debug"):
                traceback.print_exception(error)
            _say(unforeseen_message(error))
            raise SystemExit(FAULT) from None
        return result


def _unwritten(error: OSError) -> SystemExit:
    """Return how a command ends whose output is closed, in silence, or full; nothing more is written to it."""
    if error.errno != errno.EPIPE:
        _say(f"the output cannot be written: {error.strerror}")
    with suppress(OSError):
        sys.stdout.close()
    return SystemExit(UNWRITTEN)


def _say(line: str) -> None:
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{line}\n")


def unforeseen_message(error: BaseException) -> str:
    """Return what is said of an error that nobody foresaw."""
    if isinstance(error, ImportError):
        name = error.name or str(error)
        return f"the library {quoted(name)} is missing or broken: install the generator again"
    place = next((f"{each.filename} in line {each.lineno}" for each in _frames(error) if _lies_in(each, _OURS)), "")
    shown = place.replace(f"{_OURS.parent}/", "")
    said = " ".join(filter(None, [f"{type(error).__name__}:", safe(" ".join(str(error).split()), 300)])).rstrip(":")
    at = f"{shown}: " if shown else ""
    return f"{at}this is a fault of ours: {said}\n    hint: {_REPORT}"


def of_owner(error: BaseException, root: Path) -> Problem | None:
    """Return the fault at its line of the code of the playbook in the folder `root`, None where it is not its fault."""
    for frame in _frames(error):
        if _lies_in(frame, _OURS):
            return None
        if _lies_in(frame, root) and "site-packages" not in frame.filename:
            name = Path(frame.filename).resolve().relative_to(root.resolve()).as_posix()
            message = f"this code of the playbook's own fails: {type(error).__name__}: {quoted(error)}"
            return Problem(
                Place(name, frame.lineno or 1), "page", message, "mend it; the owner of the playbook wrote it"
            )
    return None


def is_ours(error: BaseException, host: Path) -> bool:
    """Tell whether an error arose in the generator or in what it called, and not in what the `host` in a folder did."""
    for frame in _frames(error):
        if _lies_in(frame, host):
            return False
        if _lies_in(frame, _OURS):
            return True
    return False


def _frames(error: BaseException) -> Iterator[traceback.FrameSummary]:
    """Iterate over where an error arose, the innermost place first."""
    yield from reversed(traceback.extract_tb(error.__traceback__))


def _lies_in(frame: traceback.FrameSummary, folder: Path) -> bool:
    if frame.filename.startswith("<"):  # it is no file
        return False
    with suppress(OSError, ValueError):
        return Path(frame.filename).resolve().is_relative_to(folder.resolve())
    return False
