"""Questions about the charter, the channels, visits and health checks."""

from __future__ import annotations

from playbook.checks.base import Check

CHECKS: tuple[Check, ...] = ()
