"""Where is kept, for the user, what may be deleted at any time: it changes nothing but how long a command takes."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_cache_path


def home() -> Path | None:
    """Return the folder of what is kept for the user, who may have none: in a container, or as a service."""
    try:
        folder = user_cache_path("governance-playbook")
        own = Path.home()
        return folder if own.is_dir() or not folder.is_relative_to(own) else None  # no home is made for anybody
    except (OSError, RuntimeError, ValueError, KeyError, ImportError):
        return None
