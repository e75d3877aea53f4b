"""Playbooks in another theme than the one that they are written for."""

from __future__ import annotations

from pathlib import Path


def in_plain_theme(folder: Path) -> Path:
    """Give the playbook in `folder` the theme of the engine itself, without what that fetches, and return it."""
    settings = folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    begin, end = text.index("theme:\n"), text.index("nav:\n")
    theme = "theme:\n  name: mkdocs\n  custom_dir: overrides\n  highlightjs: false\n\n"
    settings.write_text(text[:begin] + theme + text[end:], encoding="utf-8")
    return folder
