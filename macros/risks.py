"""What may go wrong."""

from __future__ import annotations

from typing import Any

MACROS: tuple[Any, ...] = ()
