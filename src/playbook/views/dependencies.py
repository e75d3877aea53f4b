"""Who needs what from whom."""

from __future__ import annotations
