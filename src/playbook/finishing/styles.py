"""One style sheet of all the playbook's, without its comments: a page asks once, and for two thirds of the weight."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

FOLDER = "playbook/"
JOINED = f"{FOLDER}styles.css"
_COMMENTS = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/""", re.DOTALL)
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_BREAKS = re.compile(r"\s*\n\s*")


def join(files: Files, config: MkDocsConfig) -> None:
    """Put one sheet in the place of those of `extra_css` that lie in the folder of the playbook.

    A sheet that imports others stays as it is, since an import must come first.
    """
    found = {path: files.get_file_from_path(path) for path in config.extra_css if path.startswith(FOLDER)}
    sheets = {path: file for path, file in found.items() if file and "@import" not in file.content_string}
    if not sheets:
        return
    text = "\n".join(trimmed(file.content_string) for file in sheets.values())
    for file in sheets.values():
        files.remove(file)
    files.append(File.generated(config, JOINED, content=text))
    config.extra_css = [JOINED, *(path for path in config.extra_css if path not in sheets)]


def classes(config: MkDocsConfig) -> frozenset[str]:
    """Return the classes that style sheets of the owner's own name: pages may use them."""
    own = [path for path in config.extra_css if not path.startswith(FOLDER)]
    files = [Path(folder) / path for path in own for folder in (config.docs_dir, *config.theme.dirs)]
    sheets = [file.read_text(encoding="utf-8", errors="replace") for file in files if file.is_file()]
    return frozenset(name for sheet in sheets for name in _CLASS.findall(_COMMENTS.sub(" ", sheet)))


def trimmed(sheet: str) -> str:
    """Return a sheet without comments, indents and empty lines."""
    return _BREAKS.sub("\n", _COMMENTS.sub(lambda match: match[1] or " ", sheet)).strip()
