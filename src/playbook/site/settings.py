"""The settings of the site, `mkdocs.yml`: what MkDocs cannot read of them is told at its place, as of any file."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import yaml

from playbook.problems import Place, PlaybookError, Problem, Problems, line_of

_SAID = re.compile(r"Config value '(?P<key>[^']*)': (?P<what>.*)", re.DOTALL)
_SETTINGS = logging.getLogger("mkdocs.config")
HINT = "see https://www.mkdocs.org/user-guide/configuration/ for what may stand here"


def read(config_file: Path, **options: Any) -> Any:
    """Return what the settings say, with `options` over them; raise `PlaybookError` where they cannot be read."""
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort

    with _gathered() as said:
        try:
            config = load_config(str(config_file), **options)
        except Abort:
            raise PlaybookError(Problems(_told(record, config_file) for record in said)) from None
        except (Exception, SystemExit) as error:
            raise PlaybookError(Problems([unreadable(error, config_file)])) from error
    for record in said:
        logging.getLogger("mkdocs.plugins.playbook").warning(line_of(_told(record, config_file)))
    if "playbook" not in config.plugins:
        hint = "add `- playbook` under `plugins`, before `macros`"
        raise PlaybookError(Problems([_at(config_file, "plugins", "the settings list no `playbook` plugin", hint)]))
    return config


@contextmanager
def _gathered() -> Iterator[list[logging.LogRecord]]:
    """Keep back what MkDocs says of the settings, to say it at its place."""
    said: list[logging.LogRecord] = []

    def keep(record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING:
            said.append(record)
        return False

    _SETTINGS.addFilter(keep)
    try:
        yield said
    finally:
        _SETTINGS.removeFilter(keep)


def _told(record: logging.LogRecord, config_file: Path) -> Problem:
    """Return what MkDocs said as a problem."""
    words = record.getMessage()
    found = _SAID.fullmatch(words)
    message = f"`{found['key']}`: {found['what']}" if found else words
    message = message.replace(f"{config_file.resolve().parent}/", "")
    severity: Any = "error" if record.levelno >= logging.ERROR else "warning"
    place = _place(config_file, found["key"] if found else "")
    return Problem(place, "settings", message, HINT, severity)


def unreadable(error: BaseException, config_file: Path) -> Problem:
    """Return the problem of settings that are no YAML, or on which MkDocs or a plugin failed."""
    within: BaseException | None = error
    while within is not None:
        if isinstance(within, yaml.MarkedYAMLError) and (mark := within.problem_mark or within.context_mark):
            place = Place(config_file.name, mark.line + 1, mark.column + 1)
            message = f"this is not YAML: {within.problem or within.context}"
            return Problem(place, "settings", message, "check indentation, quotes and brackets")
        within = within.__cause__ or within.__context__
    message = f"{type(error).__name__}: {error}".replace(f"{config_file.resolve().parent}", ".")
    return Problem(Place(config_file.name), "settings", message, HINT)


def _at(config_file: Path, key: str, message: str, hint: str) -> Problem:
    return Problem(_place(config_file, key), "settings", message, hint)


def _place(config_file: Path, key: str) -> Place:
    """Return where a key of the settings is written, or the top of the file."""
    with suppress(OSError, UnicodeError):
        for number, line in enumerate(config_file.read_text(encoding="utf-8").splitlines(), 1):
            if key and line.startswith(f"{key}:"):
                return Place(config_file.name, number)
    return Place(config_file.name)
