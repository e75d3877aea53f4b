"""A page as it was made, whichever engine made it: what the passes over a finished site are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class MadePage:
    """One page: where it is written, its file and its address in the site, its title as text, its HTML."""

    path: str
    file: str
    url: str
    title: str
    content: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    """What its front matter says."""
