"""Questions about what the contract is for, and what it buys."""

from __future__ import annotations

from playbook.checks.base import Check

CHECKS: tuple[Check, ...] = ()
