"""Build beside the site, then take its place: a build that fails leaves the last site as it was."""

from __future__ import annotations

import errno
import logging
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from playbook.folders.generated import discard, hashes, mark, refuse_taken
from playbook.folders.outputs import NoTarget, Taken, never, problem
from playbook.problems import PlaybookError, Problem, Problems
from playbook.site.engine import LOGS, CountHandler, PluginError
from playbook.site.outcome import SiteError
from playbook.site.settings import Written


def sources(config: Any, data: str) -> tuple[Path, ...]:
    """Return what people write of a playbook, as its settings say; `data` is the folder of the facts."""
    settings = Path(config.config_file_path or "mkdocs.yml").absolute()
    own = [config.theme.custom_dir] if config.theme.custom_dir else []
    return (settings, settings.parent / data, Path(config.docs_dir), *map(Path, own))


class Staging:
    """The folder a build writes into, on the same file system as the site."""

    def __init__(self, target: Path, take_over: bool = False) -> None:
        """Prepare to replace `target`, whatever is in it where `take_over`, and count the warnings of the build."""
        self.target, self.take_over = target, take_over
        self.folder = target.with_name(f"{target.name}.{os.getpid()}.building")
        self._clear_left_behind()
        if os.path.lexists(self.folder) and not discard(self.folder, unfinished=True):
            raise SiteError(Problems([problem(self.folder, "this is in the way of a build", "move it away")]))
        self._counter = CountHandler()
        self._counter.setLevel(logging.WARNING)
        for log in LOGS:
            log.addHandler(self._counter)

    def _stop_counting(self) -> None:
        for log in LOGS:
            log.removeHandler(self._counter)

    def warnings(self) -> int:
        """Count the warnings since the build began."""
        return sum(number for _, number in self._counter.get_counts())

    def wrong(self, config: Any, data: str, rehearsed: bool) -> Iterator[Problem]:
        """Iterate over why the site may not be written where it is to be; `data` is the folder of the facts.

        Where it is `rehearsed`, nothing is to be written: what the settings say counts, and not what stands there.
        """
        written = sources(config, data)
        settings = Written(written[0]).key("site_dir") if rehearsed else None
        try:
            never(self.target, written, whole=True)
            if not rehearsed:
                self._refuse_taken()
        except OSError as error:
            raise PluginError(self._unwritten(error)) from None
        except PlaybookError as error:
            yield from (replace(each, place=settings or each.place) for each in error.problems)

    def _refuse_taken(self) -> None:
        refuse_taken(self.target, take_over=self.take_over, whole=True, command="playbook build")

    def begin(self) -> None:
        """Make the folder; raise `PluginError` where it cannot be made."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            mark(self.folder, {})
        except OSError as error:
            raise PluginError(self._unwritten(error)) from None

    def _kept_out(self, error: Exception) -> str:
        """Return what to say of an error that kept the site from being written; nothing where it was another."""
        if not isinstance(error, OSError) or not self.folder.is_dir():
            return ""
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
        return self._unwritten(error) if full or str(error.filename).startswith(str(self.folder)) else ""

    def _unwritten(self, error: OSError) -> str:
        return f"{self.target}: the site cannot be written: {error.strerror}; see `--site-dir` for another folder"

    def finish(self) -> None:
        """Put the finished folder where the site stands; raise `SiteError` where somebody has put something there."""
        self._stop_counting()
        mark(self.folder, hashes(self.folder))
        try:
            self._refuse_taken()  # once more: a build takes a while, and whoever put a file there meanwhile keeps it
        except (NoTarget, Taken) as error:
            raise SiteError(error.problems) from None
        last = self.target.with_name(f"{self.target.name}.{os.getpid()}.last")
        if self.target.exists():
            self.target.rename(last)
        try:
            self.folder.rename(self.target)
        except OSError:
            if last.exists():
                last.rename(self.target)
            raise
        if not discard(last) and self.take_over:
            shutil.rmtree(last, ignore_errors=True)

    def drop(self, error: Exception) -> None:
        """Forget the build; raise `PluginError` where what ended it is that the site cannot be written."""
        unwritten = self._kept_out(error)
        self._stop_counting()
        discard(self.folder, unfinished=True)
        if unwritten:
            raise PluginError(unwritten) from error

    def _clear_left_behind(self) -> None:
        """Mend what a killed build left: a half-made folder, or a site that was moved aside and not replaced."""
        if not self.target.parent.is_dir():
            return
        for path in sorted(self.target.parent.iterdir()):
            found = re.fullmatch(re.escape(self.target.name) + r"\.(\d+)\.(building|last)", path.name)
            if found is None or _running(int(found[1])):
                continue
            if found[2] == "last" and not os.path.lexists(self.target):
                path.rename(self.target)
            else:
                discard(path, unfinished=found[2] == "building")


def _running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return process != os.getpid()
