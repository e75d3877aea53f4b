"""What is promised, measured and reviewed."""

from __future__ import annotations
