"""The files of a site before it is written: those of the theme that nobody loads go, our style sheets become one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playbook.finishing.search_index import SEPARATOR
from playbook.finishing.styles import joined, named_classes
from playbook.finishing.unused_theme_files import is_spared
from playbook.folders.leftovers import left_over
from playbook.site.engine import File, Files, Settings

FOLDER = "playbook/"
JOINED = f"{FOLDER}styles.css"
HOST = "material."
"""The package whose search reads the index as it is written here."""
_TOLD = ("lang", "separator", "pipeline", "fields")
"""The settings of a search that its index holds."""


def join_styles(files: Files, config: Settings) -> None:
    """Put one sheet in the place of those of `extra_css` that lie in the folder of the playbook.

    A sheet that imports others stays as it is, since an import must come first.
    """
    found = {path: files.get_file_from_path(path) for path in config.extra_css if path.startswith(FOLDER)}
    sheets = {path: file for path, file in found.items() if file and "@import" not in file.content_string}
    if not sheets:
        return
    text = joined(file.content_string for file in sheets.values())
    for file in sheets.values():
        files.remove(file)
    files.append(File.generated(config, JOINED, content=text))
    config.extra_css = [JOINED, *(path for path in config.extra_css if path not in sheets)]


def classes(config: Settings) -> frozenset[str]:
    """Return the classes that style sheets of the owner's own name: pages may use them."""
    own = [path for path in config.extra_css if not path.startswith(FOLDER)]
    files = [Path(folder) / path for path in own for folder in (config.docs_dir, *config.theme.dirs)]
    return named_classes(file.read_text(encoding="utf-8", errors="replace") for file in files if file.is_file())


def leave_out(files: Files, config: Settings) -> None:
    """Take out of the files of a site what its theme brings and nobody loads, and what systems and programs left."""
    languages = {language for plugin in searches(config) for language in plugin.config.lang or ()}
    for file in [file for file in files if left_over(file.src_uri) or is_spared(file.src_uri, languages)]:
        files.remove(file)


def searches(config: Settings) -> Iterator[Any]:
    """Iterate over the plugins of a site that search it, whichever theme brings them."""
    return (plugin for name, plugin in config.plugins.items() if name.rpartition("/")[2] == "search")


def part_words(config: Settings) -> bool:
    """Let the theme's search part words as `finishing.search_index` says, where the settings do not say how.

    Return whether there is a search that reads our index.
    """
    if (host := _host(config)) is not None:
        host.config.separator = host.config.separator or SEPARATOR
    return host is not None


def search_settings(config: Settings) -> dict[str, Any] | None:
    """Return what the theme's search is told beside its entries, None where it makes its index by itself or is off.

    The search completes its settings while the build begins.
    """
    host = _host(config)
    return {key: host.config[key] for key in _TOLD} if host is not None and host.config.enabled else None


def _host(config: Settings) -> Any | None:
    return next((each for each in searches(config) if type(each).__module__.startswith(HOST)), None)
