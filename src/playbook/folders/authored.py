"""What people write of a playbook: its settings, and the files and folders that these name.

Settings are read here only as far as that: they may be wrong in every other way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

SETTINGS = "mkdocs.yml"
SOURCES = ("data", "docs", "macros", "overrides", "checks", "hosts", ".github", ".gitlab-ci.yml", ".vscode", SETTINGS)
"""What people write, beside the settings of a playbook, where the settings say nothing else."""
INHERITED = 8
"""The most settings that build on each other and are looked at."""
_PLAYBOOK = re.compile(r"^[ \t]*-[ \t]+[\"']?playbook\b", re.MULTILINE)
"""The line of settings that makes a site of MkDocs a playbook."""
_OF_PLUGINS = (("playbook", "data_dir"), ("macros", "module_name"), ("macros", "include_dir"))
_LARGEST = 1_000_000


def sources_around(path: Path) -> Iterator[Path]:
    """Iterate over what people write of each playbook that a path is, or is part of."""
    for folder in (path, *path.parents):
        if is_of_playbook(folder / SETTINGS):
            yield from sources_of(folder / SETTINGS)


def is_of_playbook(settings: Path) -> bool:
    """Tell whether a file, or one that it builds on, holds the settings of a playbook."""
    return any(_PLAYBOOK.search(_text(each)) for each in _built_on(settings))


def sources_of(settings: Path) -> tuple[Path, ...]:
    """Return the files and folders that people write of the playbook that has these settings."""
    folder, files = settings.absolute().parent, tuple(_built_on(settings.absolute()))
    named = (name for each in files for name in _named(_text(each)))
    return (*files, *(folder / name for name in dict.fromkeys((*SOURCES, *named))))


def _built_on(settings: Path) -> Iterator[Path]:
    """Iterate over settings and those that they build on, one after the other."""
    for _ in range(INHERITED):
        yield settings
        above = _value(_read(_text(settings)), "INHERIT")
        if not isinstance(above, str) or "\0" in above:
            return
        settings = settings.parent / above


def _text(settings: Path) -> str:
    try:
        with settings.open("rb") as opened:
            return opened.read(_LARGEST).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""


def _named(text: str) -> Iterator[str]:
    """Iterate over the folders of sources that settings name; of settings that cannot be read, over none."""
    said = _read(text)
    plugins = _value(said, "plugins")
    found = [_value(said, "docs_dir"), _value(_value(said, "theme"), "custom_dir")]
    for plugin in plugins if isinstance(plugins, list) else ():
        found += (_value(_value(plugin, name), key) for name, key in _OF_PLUGINS)
    yield from (name for name in found if isinstance(name, str) and name.strip("./ ") and "\0" not in name)


def _read(text: str) -> object:
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # it makes texts, lists and mappings alone
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, RecursionError):
        return None


def _value(record: object, key: str) -> Any:
    return record.get(key) if isinstance(record, dict) else None
