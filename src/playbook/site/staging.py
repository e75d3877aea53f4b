"""Build beside the site, then take its place: a build that fails leaves the last site as it was."""

from __future__ import annotations

import errno
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

    def begin(self) -> None:
        """Make the folder; raise `PluginError` where it cannot be made."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
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

    def drop(self, error: Exception) -> None:
        """Forget the build; raise `PluginError` where what ended it is that the site cannot be written."""
        unwritten = self._kept_out(error)
        logging.getLogger("mkdocs").removeHandler(self._counter)
        shutil.rmtree(self.folder, ignore_errors=True)
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
