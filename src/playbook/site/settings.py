"""The settings of the site, `mkdocs.yml`: what cannot be read of them is told at its place, as of any file."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from playbook.problems import Place, PlaybookError, Problem, Problems

ID = "settings"
HINT = "see https://www.mkdocs.org/user-guide/configuration/ for what may stand here"
_SAID = re.compile(r"Config value '(?P<key>[^']*)': (?P<what>.*)", re.DOTALL)
_NO_FOLDER = re.compile(r"The path set in custom_dir \('(?P<folder>[^']*)'\) does not exist")
_SETTINGS = logging.getLogger("mkdocs.config")


class Written:
    """The settings as they are written: where each key and each entry of a list stands."""

    def __init__(self, config_file: Path) -> None:
        """Read the places; of a file that is no YAML there are none."""
        self.name = config_file.name
        try:
            text = config_file.read_text(encoding="utf-8-sig")
            self._root = yaml.compose(text, Loader=yaml.SafeLoader)
        except (OSError, ValueError, yaml.YAMLError, RecursionError):
            self._root = None

    def place(self, *path: str | int) -> Place:
        """Return where a value is written, or the nearest of what holds it: `place("theme", "logo")`.

        An entry of a list that is a mapping of one key, as plugins are written, is found by that key.
        """
        node, at = self._root, None
        for step in path:
            key, inner = _inside(node, step)
            if inner is None:
                break
            node, at = inner, inner if _is_plain(inner) or key is None else key
        return self._at(at)

    def key(self, *path: str | int) -> Place:
        """Return where the last key of a path is written, as `place` finds it."""
        node, at = self._root, None
        for step in path:
            key, inner = _inside(node, step)
            if inner is None:
                break
            node, at = inner, key or inner
        return self._at(at)

    def leaves(self, *path: str | int) -> Iterator[tuple[str, Place]]:
        """Iterate over the texts below a key, at any depth, each with its place; keys are no texts."""
        node = self._root
        for step in path:
            _, node = _inside(node, step)
        yield from self._leaves(node)

    def _leaves(self, node: yaml.Node | None) -> Iterator[tuple[str, Place]]:
        if isinstance(node, yaml.ScalarNode):
            yield str(node.value), self._at(node)
        elif isinstance(node, yaml.SequenceNode):
            for inner in node.value:
                yield from self._leaves(inner)
        elif isinstance(node, yaml.MappingNode):
            for _, inner in node.value:
                yield from self._leaves(inner)

    def _at(self, node: yaml.Node | None) -> Place:
        if node is None:
            return Place(self.name)
        return Place(self.name, node.start_mark.line + 1, node.start_mark.column + 1)


def _is_plain(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode)


def _inside(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Return the key, where there is one, and the value that a step leads to."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, inner) for key, inner in node.value if key.value == step), (None, None))
    if isinstance(node, yaml.SequenceNode):
        if isinstance(step, int):
            return None, node.value[step] if step < len(node.value) else None
        for entry in node.value:
            if isinstance(entry, yaml.ScalarNode) and entry.value == step:
                return entry, entry
            if isinstance(entry, yaml.MappingNode) and (found := _inside(entry, step))[1] is not None:
                return found
    return None, None


def read(config_file: Path, **options: Any) -> Any:
    """Return what the settings say, with `options` over them; raise `PlaybookError` where they cannot be read.

    What is odd in them and stops nothing is left with our plugin, which tells it.
    """
    from playbook.site.engine import Abort, load_config

    with _gathered() as said:
        try:
            config = load_config(str(config_file), **options)
        except Abort:
            raise PlaybookError(Problems(_told(record, config_file) for record in said)) from None
        except (Exception, SystemExit) as error:
            raise PlaybookError(Problems([unreadable(error, config_file)])) from error
    if "playbook" not in config.plugins:
        hint = "add `- playbook` under `plugins`, before `macros`"
        place = Written(config_file).key("plugins")
        raise PlaybookError(Problems([Problem(place, ID, "the settings list no `playbook` plugin", hint)]))
    ours: Any = config.plugins["playbook"]
    ours.odd = tuple(_told(record, config_file) for record in said)
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
    path: tuple[str, ...] = (found["key"],) if found else ()
    message = f"`{found['key']}`: {found['what']}" if found else words
    message = message.replace(f"{config_file.resolve().parent}/", "")
    hint = HINT
    if missing := _NO_FOLDER.search(words):
        path = ("theme", "custom_dir")
        folder = missing["folder"].removeprefix(f"{config_file.resolve().parent}/")
        message = f"there is no folder `{folder}`"
        hint = "git keeps no empty folder: put a file into it, such as README.md, or delete this line"
        return Problem(Written(config_file).place(*path), ID, message, hint)
    severity: Any = "error" if record.levelno >= logging.ERROR else "warning"
    return Problem(Written(config_file).key(*path), ID, message, hint, severity)


def unreadable(error: BaseException, config_file: Path) -> Problem:
    """Return the problem of settings that are no YAML, or on which MkDocs or a plugin failed."""
    within: BaseException | None = error
    while within is not None:
        if isinstance(within, yaml.MarkedYAMLError) and (mark := within.problem_mark or within.context_mark):
            place = Place(config_file.name, mark.line + 1, mark.column + 1)
            message = f"this is not YAML: {within.problem or within.context}"
            return Problem(place, ID, message, "check indentation, quotes and brackets")
        within = within.__cause__ or within.__context__
    message = f"{type(error).__name__}: {error}".replace(f"{config_file.resolve().parent}", ".")
    return Problem(_meant(str(error), Written(config_file)), ID, message, HINT)


def _meant(said: str, written: Written) -> Place:
    """Return the place of the setting of a plugin that an error speaks of, or the top of the file."""
    for name, path in (("Macro plugin", ("plugins", "macros")), ("hooks", ("hooks",)), ("theme", ("theme", "name"))):
        if name in said:
            return written.key(*path)
    return written.place()
