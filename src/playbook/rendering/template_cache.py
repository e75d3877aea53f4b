"""Templates compiled once: what Jinja makes of a template is kept in the user's cache folder, for every later command.

It changes nothing but the time: what is not there, not whole, or of another text or version is made anew, and where
nothing can be kept, nothing is. Two commands may share the folder. What is old is removed.
"""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import jinja2
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from playbook.folders.cache import home as kept

_DIGEST = sha256().digest_size
_SETTINGS = ("trim_blocks", "lstrip_blocks", "keep_trailing_newline", "optimized", "autoescape", "newstyle_gettext")
"""The settings of an environment that its compiled templates depend on, besides its extensions."""


_DAYS = 60
"""How long a template is kept; one that is still in use is then compiled again."""


class KeptBytecode(BytecodeCache):
    """The compiled templates of environments that are set up like one."""

    def __init__(self, environment: Environment) -> None:
        """Keep them apart from those of environments that are set up otherwise."""
        settings = {name: getattr(environment, name, None) for name in _SETTINGS}
        self._pruned = False
        told = repr((jinja2.__version__, sorted(environment.extensions), settings))
        home = kept()
        self.folder = home / sha256(told.encode()).hexdigest()[:16] if home else None

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what was kept for its template, where that is whole and of the same text."""
        if self.folder is None:
            return
        try:
            kept = (self.folder / bucket.key).read_bytes()
        except (OSError, ValueError):
            return
        digest, code = kept[:_DIGEST], kept[_DIGEST:]
        if sha256(code).digest() == digest:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled; a full disk or a read-only home is no reason to stop."""
        if self.folder is None:
            return
        code = bucket.bytecode_to_string()
        with suppress(OSError, ValueError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._prune(self.folder.parent)
            number, name = tempfile.mkstemp(dir=self.folder)
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(sha256(code).digest() + code)
                Path(name).replace(self.folder / bucket.key)
            except OSError:
                Path(name).unlink(missing_ok=True)

    def _prune(self, home: Path) -> None:
        """Once a command, remove what is old: of templates that moved, and of versions that are no longer installed."""
        if self._pruned:
            return
        self._pruned = True
        oldest = time.time() - _DAYS * 24 * 60 * 60
        for path in home.glob("*/*"):
            with suppress(OSError):
                if path.is_file() and path.stat().st_mtime < oldest:
                    path.unlink()
