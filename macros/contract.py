"""Approvals, obligations, change and exit."""

from __future__ import annotations

from typing import Any

MACROS: tuple[Any, ...] = ()
