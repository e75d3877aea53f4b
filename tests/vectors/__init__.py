"""What HTML may be attacked with: see `README.md` beside this file."""

from __future__ import annotations

import json
from pathlib import Path

NAMES = ("own", "dompurify")


def vectors() -> dict[str, str]:
    """Return each payload, by where it is from, its number and what it is."""
    return {
        f"{name}-{number}-{held['title']}": held["payload"]
        for name in NAMES
        for number, held in enumerate(json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8")))
    }
