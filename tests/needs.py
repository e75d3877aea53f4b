"""The programs that tests need: without one they are skipped and say why, and in `CI` that fails."""

from __future__ import annotations

import os

import pytest


def needs(found: object, told: str) -> pytest.MarkDecorator:
    """Return a mark that skips tests where a program was not found; raise `RuntimeError` for that in `CI`."""
    if not found and os.environ.get("CI") == "true":
        raise RuntimeError(told)
    return pytest.mark.skipif(not found, reason=told)
