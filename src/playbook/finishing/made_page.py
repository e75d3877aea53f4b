"""A page as it was made, whichever engine made it: what the passes over a finished site are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class MadePage:
    """One page: its file below the folder of the pages, its address below the site, its title as text, its HTML."""

    path: str
    url: str
    title: str
    content: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    """What its front matter says."""
