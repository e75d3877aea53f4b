"""Questions about who needs what from whom."""

from __future__ import annotations

from playbook.checks.base import Check

CHECKS: tuple[Check, ...] = ()
