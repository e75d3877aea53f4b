"""Where each value of a YAML file stands, kept beside the values themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playbook.problems import Place


class Plain(str):
    """A scalar written without quotes, so that a field may read it as a number, a date or true and false."""

    __slots__ = ()


class Mark:
    """Where a value stands, where its key stands, and the marks of what it holds.

    `flow` tells that it is written in brackets or braces, `cut` that a sign of YAML's took all of its text away.
    `repeats` is the mark of the value that an alias repeats.
    """

    __slots__ = ("children", "column", "cut", "file", "flow", "key_column", "key_line", "line", "repeats", "size")

    def __init__(self, file: str, line: int, column: int, key: tuple[int, int] | None = None) -> None:
        self.file = file
        self.line = line
        self.column = column
        self.key_line, self.key_column = key or (line, column)
        self.children: dict[Any, Mark] = {}
        self.size = 1
        self.flow = False
        self.cut = False
        self.repeats: Mark | None = None

    @property
    def place(self) -> Place:
        """The place of the value."""
        return Place(self.file, self.line, self.column)

    @property
    def key_place(self) -> Place:
        """The place of the key it is written under."""
        return Place(self.file, self.key_line, self.key_column)


@dataclass(frozen=True, eq=False)
class Origin:
    """Where an entity was written. Two origins are always equal: where a thing stands is no part of what it says."""

    mark: Mark | None = None

    def __eq__(self, other: object) -> bool:
        """Hold all origins equal."""
        return isinstance(other, Origin)

    def __hash__(self) -> int:
        """Give all origins one hash."""
        return 0

    def at(self, *path: Any) -> Place:
        """Return the place of the value at `path` below the entity, or of the nearest value above it."""
        return _descend(self.mark, path).place if self.mark else Place("data")

    def key(self, *path: Any) -> Place:
        """Return the place of the key at `path` below the entity, or of the nearest key above it."""
        return _descend(self.mark, path).key_place if self.mark else Place("data")


def _descend(mark: Mark, path: tuple[Any, ...]) -> Mark:
    for part in path:
        child = mark.children.get(part)
        if child is None:
            return mark
        mark = child
    return mark
