"""Approvals, obligations, change and exit."""

from __future__ import annotations
