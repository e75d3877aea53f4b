"""What the contract is for, and what it buys."""

from __future__ import annotations
