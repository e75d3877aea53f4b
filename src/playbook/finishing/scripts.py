"""Scripts inside of pages become files: they run where a host forbids such scripts (`script-src 'self'`) too."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_ROOT = re.compile(r'<script src="([^"]*)playbook/browser\.js"')
"""The script that every page has tells how the page leads to the root of the site."""
_NAMED = 12


class InlineScripts:
    """The scripts of one site that stood inside of its pages."""

    def __init__(self) -> None:
        """Begin with none."""
        self._files: dict[str, str] = {}

    def moved(self, page: str) -> str:
        """Return the HTML of a page that names a file in the place of each script inside of it."""
        root = _ROOT.search(page)
        return _SCRIPT.sub(lambda match: self._named(match[1], root[1]), page) if root else page

    def _named(self, text: str, root: str) -> str:
        path = f"playbook/inline-{hashlib.sha256(text.encode()).hexdigest()[:_NAMED]}.js"
        self._files[path] = text
        return f'<script src="{root}{path}"></script>'

    def files(self) -> Iterator[tuple[str, str]]:
        """Iterate over the files, by their path in the site."""
        return ((path, f"{text}\n") for path, text in sorted(self._files.items()))

    def write(self, site: Path) -> None:
        """Write the files."""
        for path, text in self.files():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text(text, encoding="utf-8", newline="\n")
