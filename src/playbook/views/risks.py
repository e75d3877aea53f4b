"""What may go wrong."""

from __future__ import annotations
