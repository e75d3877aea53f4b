"""How a build ends that finds problems."""

from __future__ import annotations

import sys
from typing import Any

from playbook.problems import Problems, report
from playbook.site.engine import MkDocsException

NOT_BUILT = "nothing was built"
STRICTLY = "and `--strict`"
"""Why a warning stops a build."""


class SiteError(MkDocsException):
    """Stops a build with all problems that it found; the `playbook` command tells them, and so does MkDocs' own."""

    def __init__(self, problems: Problems, strict: bool = False) -> None:
        """Keep the problems; the text is their report. `strict` tells that warnings stop the build."""
        super().__init__(report(problems, NOT_BUILT, strict, STRICTLY))
        self.problems, self.strict = problems, strict

    def show(self, file: Any = None) -> None:
        """Print the report from its first character on, as MkDocs asks of its errors."""
        sys.stderr.write(f"{self}\n") if file is None else file.write(f"{self}\n")
