"""What the contract is for, and what it buys."""

from __future__ import annotations

from typing import Any

MACROS: tuple[Any, ...] = ()
