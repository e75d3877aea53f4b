"""The charter, the channels, visits and health checks."""

from __future__ import annotations

from typing import Any

MACROS: tuple[Any, ...] = ()
