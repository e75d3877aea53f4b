"""Questions about what may go wrong."""

from __future__ import annotations

from playbook.checks.base import Check

CHECKS: tuple[Check, ...] = ()
