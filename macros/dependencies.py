"""Who needs what from whom."""

from __future__ import annotations

from typing import Any

MACROS: tuple[Any, ...] = ()
