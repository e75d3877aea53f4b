"""The events of a YAML text → values and marks.

PyYAML on libyaml reads the events; this module builds the values, because what must be refused (duplicate keys, tags,
aliases that multiply, recursion, several documents) and what must be kept (the place and the spelling of every
scalar) are lost in PyYAML's own constructors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from playbook.problems import Place, Problem, Severity, did_you_mean, quoted
from playbook.source.marks import Mark, Plain
from playbook.source.syntax_problems import SWALLOWS, Stop, directives, in_quotes, syntax_problem

DEPTH_LIMIT = 40
"""The most levels of nesting."""
ALIAS_LIMIT = 20_000
"""The most values that aliases may repeat in one file."""


_INSIDE = "[^\u00ab\u00bb\u2018\u2019\u201a\u201c-\u201e]+"
_CURLY = re.compile(f"[\u00ab\u2018\u201a\u201c\u201e]{_INSIDE}[\u00bb\u2018\u2019\u201c\u201d]")
"""A text between the quotes that word processors make."""


_COMMENT = re.compile(r"\s+#[^\s#!]")
_ONLY_COMMENT = re.compile(r"\s*#[^\s#!]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b]")
_KEY = re.compile(r"\s*(?:- |[\w-]+:(?:\s|$))")
"""A line that begins with a key, or an item of a list."""


class Refused(Exception):
    """One problem that ends the reading of a file."""

    def __init__(self, line: int, column: int, message: str, hint: str) -> None:
        """Keep the place, counted from 1 in the text that is read, the message and the hint."""
        super().__init__(message)
        self.line, self.column, self.message, self.hint = line, column, message, hint


def position(text: str, index: int) -> tuple[int, int]:
    """Return the line and the column, from 1, of a character of a text."""
    line = text.count("\n", 0, index) + 1
    return line, index - (text.rfind("\n", 0, index) + 1) + 1


@dataclass
class _Open:
    """A mapping or a list whose end has not come yet."""

    value: Any
    mark: Mark
    anchor: str | None
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    key: str | None = None
    key_at: tuple[int, int] = (1, 1)
    skip: bool = False


class Builder:
    """Turns the events of one text into values and marks, without recursion."""

    def __init__(self, text: str, shown: str, first_line: int) -> None:
        self.text = text
        self.shown = shown
        self.shift = first_line
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Any, Mark]] = {}
        self.named: dict[str, Mark] = {}
        self.unrepeated: dict[str, tuple[Any, Mark]] = {}
        self.repeated = 0
        self.stack: list[_Open] = []
        self.last_line = text.count("\n")
        self.lines = text.split("\n")
        self.root: tuple[Any, Mark] = (None, Mark(shown, first_line, 1))
        self.closed: list[int] = []
        self.quoted: tuple[tuple[int, int], tuple[int, int]] | None = None

    def build(self) -> tuple[Any, Mark]:
        """Return the value of the text and its mark; raise `Refused` where the text cannot be read."""
        if said := directives(self.lines):
            (line, column), *words = said
            raise Refused(line, column, *words)
        documents = 0
        for event in self._events():
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._open(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close()
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._refused(event, "a second document begins here", "keep one document: delete the `---`")
        for anchor, (value, mark) in self.unrepeated.items():
            self._question_anchor(anchor, value, mark)
        return self.root

    def _events(self) -> Iterator[Any]:
        try:
            yield from yaml.parse(self.text, Loader=yaml.CLoader)
        except yaml.MarkedYAMLError as error:
            raise self._syntax(error) from None
        except yaml.reader.ReaderError as error:
            line, column = position(self.text, min(error.position, len(self.text)))
            hint = "delete the character; it is invisible and cannot stand in a file"
            raise Refused(line, column, f"the character U+{_code_point(error):04X} is not allowed", hint) from None
        except (ValueError, UnicodeError):
            raise Refused(1, 1, "the file holds characters that cannot be read", "save it as UTF-8") from None

    def _syntax(self, error: yaml.MarkedYAMLError) -> Refused:
        mark = error.problem_mark or error.context_mark
        where = self._place(mark) if mark else (1, 1)
        began = self._place(error.context_mark) if error.context_mark else where
        levels = [item.mark.column for item in self.stack if not item.mark.flow] + self.closed
        said = error.problem or "the text is not YAML"
        (line, column), *words = syntax_problem(
            self.text, Stop(said, error.context or "", where, began, self.quoted, levels)
        )
        return Refused(line, column, *words)

    def _refused(self, event: Any, message: str, hint: str) -> Refused:
        line, column = self._place(event.start_mark)
        return Refused(line, column, message, hint)

    def _mark(self, event: Any) -> Mark:
        line, column = self._place(event.start_mark)
        return Mark(self.shown, line - 1 + self.shift, column)

    def _place(self, mark: Any) -> tuple[int, int]:
        """Return a place of the parser's from 1; what it puts behind the last line stands at the end of that."""
        if mark.line > self.last_line:
            return self.last_line + 1, len(self.text) - self.text.rfind("\n")
        return mark.line + 1, mark.column + 1

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.tag is not None:
            raise self._refused(event, f"the tag {quoted(event.tag)} is not allowed", "delete the tag; quote a text")
        plain = not event.style
        self.quoted = None
        if event.style in ("'", '"'):
            self.quoted = ends = (self._place(event.start_mark), self._place(event.end_mark))
            if ends[0][0] < ends[1][0]:
                self._refuse_swallowed(*ends)
        if self._expects_key():
            self._key(event, plain)
            return
        value: Any = event.value
        mark = self._mark(event)
        if plain:
            value = None if value in {"", "~", "null", "Null", "NULL"} else Plain(value)
            mark.cut = self._question_comment(event, value)
            if value and _CURLY.fullmatch(value):
                self._question_quotes(event, value)
        if event.anchor:
            self._name(event.anchor, value, mark)
            self.unrepeated[event.anchor] = (value, mark)
        self._put(value, mark)

    def _refuse_swallowed(self, opened: tuple[int, int], closed: tuple[int, int]) -> None:
        """Refuse a text in quotes that swallows keys: they stand where those of the mapping around it do."""
        level = max((item.mark.column for item in self.stack if not item.mark.flow), default=0)
        for line in self.lines[opened[0] : closed[0]]:
            if len(line) - len(line.lstrip()) < level and _KEY.match(line):
                raise Refused(*opened, *SWALLOWS)

    def _name(self, anchor: str, value: Any, mark: Mark) -> None:
        """Keep what an anchor names; the same anchor twice is a problem."""
        if first := self.named.get(anchor):
            message = f"the anchor {quoted(f'&{anchor}')} is written twice; first at {first.place}"
            hint = "give one of them another name, or put a text that begins with & in quotes"
            self.problems.append(Problem(mark.place, "yaml", message, hint))
        self.named.setdefault(anchor, mark)
        self.anchors[anchor] = (value, mark)

    def _question_anchor(self, anchor: str, value: Any, mark: Mark) -> None:
        """Ask about `name: &Co`, where what follows the sign is no part of the text."""
        severity: Severity = "error" if value is None else "warning"
        mark.cut = mark.cut or value is None
        line = self.lines[mark.line - self.shift]
        message = f"{quoted(f'&{anchor}')} names what follows it, so it is no part of the text, and nothing repeats it"
        hint = f"{in_quotes(line, mark.column)}, or delete {quoted(f'&{anchor}')}"
        self.problems.append(Problem(mark.place, "yaml-anchor", message, hint, severity))

    def _expects_key(self) -> bool:
        top = self.stack[-1] if self.stack else None
        return top is not None and isinstance(top.value, dict) and top.key is None

    def _key(self, event: yaml.ScalarEvent, plain: bool) -> None:
        top = self.stack[-1]
        here = self._mark(event)
        at, key = (here.line, here.column), event.value
        if event.anchor:
            message = f"{quoted(f'&{event.anchor}')} names a key, which nothing can repeat"
            self.problems.append(Problem(here.place, "yaml", message, "delete it, or put the whole key in quotes"))
        if plain and key == "<<":
            raise self._refused(event, "merge keys are not allowed", "write the values out where they apply")
        if unseen := _UNSEEN.search(key):
            message = f"the key {quoted(key)} holds the character U+{ord(unseen[0]):04X}, which nobody can see"
            raise self._refused(event, message, "write the key in letters")
        if not key or (plain and key == "~"):
            raise self._refused(event, "a key is empty", "write the key before the colon")
        if plain and key[0].isspace():
            message = f"the invisible character U+{ord(key[0]):04X} stands before this key"
            raise self._refused(event, message, "indent with ordinary spaces, two for each level")
        first = top.keys.get(key)
        top.skip = first is not None
        if first:
            message = f"the key {quoted(key)} is written twice; first at {self.shown}:{first[0]}:{first[1]}"
            hint = "keep one of them, or give the second another name"
            self.problems.append(Problem(Place(self.shown, *at), "duplicate-key", message, hint))
        else:
            top.keys[key] = at
        top.key, top.key_at = key, at

    def _question_quotes(self, event: yaml.ScalarEvent, value: str) -> None:
        """Ask about quotes that a word processor made: to YAML they are letters of the text."""
        mark = self._mark(event)
        message = f"the curly quotes are part of this text: {quoted(value)}"
        straight = quoted(f"'{value}'")
        hint = f"write {quoted(value[1:-1])}, or in straight quotes where the curly ones are meant: {straight}"
        place = Place(self.shown, mark.line, mark.column)
        self.problems.append(Problem(place, "yaml-quotes", message, hint, "warning"))

    def _question_comment(self, event: yaml.ScalarEvent, value: Any) -> bool:
        """Ask about `title: Review #2`, where the text ends at the hash; tell whether nothing is left of it."""
        end = event.end_mark
        if end is None or end.line >= len(self.lines):
            return False
        line = self.lines[end.line]
        if not (_COMMENT if value is not None else _ONLY_COMMENT).match(line, end.column):
            return False
        rest = line[end.column :]
        place = Place(self.shown, end.line + self.shift, end.column + 1 + len(rest) - len(rest.lstrip()))
        message = f"everything from {quoted(rest.strip())} on is a comment, not text"
        hint = "put the whole text in quotes, or write a space after # where a comment is meant"
        severity: Severity = "error" if value is None else "warning"
        self.problems.append(Problem(place, "yaml-comment", message, hint, severity))
        return value is None

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            raise self._refused(event, f"the tag {quoted(event.tag)} is not allowed", "delete the tag")
        if self._expects_key():
            raise self._refused(event, "a key must be a text", "write the key as plain text before the colon")
        if len(self.stack) >= DEPTH_LIMIT:
            raise self._refused(event, f"more than {DEPTH_LIMIT} levels are nested here", "nest less deeply")
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        mark = self._mark(event)
        mark.flow = bool(event.flow_style)
        self.stack.append(_Open(value, mark, event.anchor))

    def _close(self) -> None:
        done = self.stack.pop()
        self.closed = [] if done.mark.flow else [done.mark.column]
        done.mark.size += sum(child.size for child in done.mark.children.values())
        if done.anchor:
            self._name(done.anchor, done.value, done.mark)
        self._put(done.value, done.mark)

    def _alias(self, event: yaml.AliasEvent) -> None:
        if self._expects_key():
            raise self._refused(event, "a key must be a text", "write the key out")
        if any(item.anchor == event.anchor for item in self.stack):
            raise self._refused(event, f"`*{event.anchor}` contains itself", "write the values out")
        if event.anchor not in self.anchors:
            otherwise = "write the value out, or put a text that begins with * in quotes"
            hint = did_you_mean(str(event.anchor), self.anchors, otherwise)
            raise self._refused(event, f"{quoted(f'*{event.anchor}')} names nothing above it", hint)
        self.unrepeated.pop(event.anchor, None)
        value, known = self.anchors[event.anchor]
        self.repeated += known.size
        if self.repeated > ALIAS_LIMIT:
            raise self._refused(event, f"aliases repeat more than {ALIAS_LIMIT:,} values", "write the values out")
        mark = self._mark(event)
        mark.children, mark.size, mark.flow = known.children, known.size, known.flow
        mark.repeats = known.repeats or known
        self._put(value, mark)

    def _put(self, value: Any, mark: Mark) -> None:
        if not self.stack:
            self.root = (value, mark)
            return
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.mark.children[len(top.value)] = mark
            top.value.append(value)
            return
        key, top.key = top.key, None
        mark.key_line, mark.key_column = top.key_at
        if not top.skip:
            top.value[key] = value
            top.mark.children[key] = mark


def _code_point(error: yaml.reader.ReaderError) -> int:
    character = error.character
    return character if isinstance(character, int) else ord(str(character)[:1] or "\0")
