"""Questions about approvals, obligations, change and exit."""

from __future__ import annotations

from playbook.checks.base import Check

CHECKS: tuple[Check, ...] = ()
