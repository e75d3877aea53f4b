"""Build beside the site, then take its place: a build that fails leaves the last site as it was."""

from __future__ import annotations

import logging
import os
import re
import shutil
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.utils import CountHandler


class Staging:
    """The folder a build writes into, on the same file system as the site."""

    def __init__(self, target: Path) -> None:
        """Prepare to replace `target`, and count the warnings of the build; refuse to replace what is no site."""
        if target.exists() and not _replaceable(target):
            raise PluginError(f"{target.name}: what stands here is no site; choose another folder for the site")
        self.target = target
        self.folder = target.with_name(f"{target.name}.{os.getpid()}.building")
        self._clear_left_behind()
        shutil.rmtree(self.folder, ignore_errors=True)
        self._counter = CountHandler()
        self._counter.setLevel(logging.WARNING)
        logging.getLogger("mkdocs").addHandler(self._counter)

    def warnings(self) -> int:
        """Count the warnings since the build began."""
        return sum(number for _, number in self._counter.get_counts())

    def finish(self) -> None:
        """Put the finished folder where the site stands."""
        logging.getLogger("mkdocs").removeHandler(self._counter)
        last = self.target.with_name(f"{self.target.name}.{os.getpid()}.last")
        if self.target.exists():
            self.target.rename(last)
        try:
            self.folder.rename(self.target)
        except OSError:
            if last.exists():
                last.rename(self.target)
            raise
        shutil.rmtree(last, ignore_errors=True)

    def drop(self) -> None:
        """Forget the build."""
        logging.getLogger("mkdocs").removeHandler(self._counter)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _clear_left_behind(self) -> None:
        """Mend what a killed build left: a half-made folder, or a site that was moved aside and not replaced."""
        if not self.target.parent.is_dir():
            return
        for path in sorted(self.target.parent.iterdir()):
            found = re.fullmatch(re.escape(self.target.name) + r"\.(\d+)\.(building|last)", path.name)
            if found is None or _running(int(found[1])):
                continue
            if found[2] == "last" and not self.target.exists():
                path.rename(self.target)
            else:
                shutil.rmtree(path, ignore_errors=True)


def _replaceable(target: Path) -> bool:
    return target.is_dir() and ((target / "index.html").is_file() or not any(target.iterdir()))


def _running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return process != os.getpid()
