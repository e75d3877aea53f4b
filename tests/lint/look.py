"""Read the scripts, and the style sheets of the look, with the linters and the types that Node has.

Run by `make lint`. Where Node cannot be had it says so, and fails where `CI` is set.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.node import LINT, NEEDED, find

_ROOT = LINT.parent.parent
_SCRIPTS = ("overrides/playbook", "src/playbook/templates/publish")
_COMMANDS = (
    ("eslint/bin/eslint.js", "--config", "tests/lint/eslint.config.mjs", *_SCRIPTS),
    ("stylelint/bin/stylelint.mjs", "--config", "tests/lint/stylelint.config.mjs", "overrides/playbook/*.css"),
    ("typescript/bin/tsc", "--project", "tests/lint"),
    ("typescript/bin/tsc", "--project", "tests/lint/tsconfig.published.json"),
)


def read(node: Path) -> bool:
    """Tell whether nothing was found; each of the commands says what it found."""
    modules = LINT / "node_modules"
    ran = [subprocess.run([node, modules / program, *given], cwd=_ROOT) for program, *given in _COMMANDS]
    return not any(each.returncode for each in ran)


if __name__ == "__main__":
    found = find(LINT)
    if found is None:
        sys.stdout.write(f"not read: the scripts and the style sheets: {NEEDED}\n")
    sys.exit(bool(os.environ.get("CI")) if found is None else not read(found))
