"""What the YAML reader says of a text that it cannot read → the place of the mistake, and plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from playbook.problems import counted, quoted

SPACES = {
    "\u00a0": "no-break space",
    "\u2007": "figure space",
    "\u202f": "narrow no-break space",
    "\u3000": "wide space",
}
"""What looks like a space and parts nothing."""
_ODD = re.compile(f":[{''.join(SPACES)}]")
TIGHT = re.compile(r"^\s*(?:- +)?([\w-]+):(?=[^\s/\\:])")
"""A key and its colon without the space that parts it from its value."""
_MEANT = {
    "@": "begins no text",
    "`": "begins no text",
    "%": "begins no text",
    "&": "names what follows it, so it begins no text",
    "*": "repeats what is named elsewhere, so it begins no text",
    "}": "closes a brace that nothing opened",
    "]": "closes a bracket that nothing opened",
    ",": "stands where a text should begin",
}
_PAIR = re.compile(r"\\(?:u|U0000)(d[89ab][0-9a-f]{2})\\(?:u|U0000)(d[c-f][0-9a-f]{2})", re.IGNORECASE)
_HALF = re.compile(r"\\(?:u|U0000)d[89a-f][0-9a-f]{2}", re.IGNORECASE)
"""One of the two numbers by which UTF-16 and JSON write a character beyond U+FFFF."""
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
SWALLOWS = (
    "a quote opens here and is closed only some lines below",
    "close it on its line; inside of a text, write single quotes twice and \\ before double ones",
)
"""What to say of a quote that is closed by one that was meant to open another text."""
Point = tuple[int, int]


@dataclass(frozen=True)
class Stop:
    """Where and why the reader stopped; places count from 1.

    `where` is where it stopped, `began` where what it was reading began, `quoted` where the last text in quotes
    began and ended, and `levels` are the columns of the mappings and lists it may belong to.
    """

    said: str
    context: str
    where: Point
    began: Point
    quoted: tuple[Point, Point] | None
    levels: Sequence[int]


Told = tuple[Point, str, str]
"""A place, a message and a hint."""


def syntax_problem(text: str, stop: Stop) -> Told:
    """Return what to say of a text that cannot be read."""
    lines = text.split("\n")
    line, column = stop.where
    here = lines[line - 1]
    if "\t" in here[: column + 1] and ("token" in stop.said or "tab character" in stop.said):
        return (line, here.index("\t") + 1), "a tab is used for indentation", "indent with spaces, two for each level"
    return (
        _percent(lines, stop)
        or _spaces(lines, stop)
        or _quotes(lines, stop)
        or _colons(lines, stop)
        or _brackets(lines, stop)
        or _begins(lines, stop)
        or _indented(lines, stop)
        or (stop.where, f"this is not YAML: {f'{stop.said} {stop.context}'.strip()}", "check indentation and quotes")
    )


def _spaces(lines: list[str], stop: Stop) -> Told | None:
    """Find what looks like a space after a colon, in the line of the mistake or the one before it."""
    for line in sorted({stop.began[0], stop.where[0], max(1, stop.where[0] - 1)}):
        if found := _ODD.search(lines[line - 1]):
            character = found[0][1]
            message = f"after this colon stands U+{ord(character):04X}, a {SPACES[character]}, which looks like a space"
            return (line, found.start() + 2), message, "type an ordinary space there"
    return None


def _quotes(lines: list[str], stop: Stop) -> Told | None:
    if "quoted scalar" in stop.context and "end of" in stop.said:
        return stop.began, "a quote opens here and is never closed", "close it, or write the text without quotes"
    if "escape" in stop.said:
        hint = "write the backslash twice, or put the text in single quotes"
        return _halves(lines, stop.where) or (stop.where, "a backslash means nothing here", hint)
    if stop.quoted is None or "scanning" in stop.context:
        return None
    opened, closed = stop.quoted
    between = lines[closed[0] - 1][closed[1] - 1 : stop.where[1] - 1] if closed[0] == stop.where[0] else "x"
    if between.strip() or lines[stop.where[0] - 1][stop.where[1] - 1 :][:1] in ("", ":", ",", "]", "}"):
        return None
    mark = lines[opened[0] - 1][opened[1] - 1]
    if opened[0] != closed[0]:
        return opened, *SWALLOWS
    hint = "write '' for an apostrophe inside" if mark == "'" else 'write \\" for a quote inside'
    return stop.where, "the text goes on after its closing quote", f"put all of it in quotes, and {hint}"


def _halves(lines: list[str], where: Point) -> Told | None:
    """Tell of a character that is written as JSON writes it, in two halves."""
    line, column = where
    at = lines[line - 1].rfind("\\", 0, column)
    if pair := _PAIR.match(lines[line - 1], max(at, 0)):
        high, low = (int(half, 16) for half in pair.groups())
        number = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
        hint = f"write {quoted(chr(number))} itself, or {quoted(f'{chr(92)}U{number:08X}')} in double quotes"
        return (line, at + 1), f"{quoted(pair[0])} are two halves of one character, which YAML does not join", hint
    if half := _HALF.match(lines[line - 1], max(at, 0)):
        hint = "write the whole character itself, or its number in eight digits after \\U"
        return (line, at + 1), f"{quoted(half[0])} is half of a character", hint
    return None


def directives(lines: Sequence[str]) -> Told | None:
    """Return what to say of the lines before a text that begin with %, None where there is nothing to say."""
    known: list[int] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("%"):
            if known or not re.fullmatch(r"%YAML 1\.2\s*(#.*)?", line):
                return (number, 1), *_directive(line.split(), bool(known))
            known.append(number)
        elif line.strip() and not line.lstrip().startswith("#"):
            if known and not line.startswith("---"):
                return (
                    (known[0], 1),
                    "after this line `---` is missing",
                    "write it on the next line, or delete this one",
                )
            break
    return None


def _directive(words: list[str], again: bool) -> tuple[str, str]:
    """Return a message and a hint about a line that begins with %."""
    if words[0] == "%TAG":
        return "`%TAG` gives names to tags, which are not allowed", "delete the line"
    if words[0] != "%YAML":
        hint = "delete the line; put a text that begins with % in quotes"
        return f"{quoted(words[0])} is no directive of YAML", hint
    if again:
        return "`%YAML` stands there twice", "delete the line"
    return f"{quoted(' '.join(words))} is not the YAML that is read here", "write `%YAML 1.2`, or delete the line"


def _percent(lines: list[str], stop: Stop) -> Told | None:
    """Find the line that begins with % in the middle of a text, at which it ends."""
    if "document start" not in stop.said:
        return None
    line = next((number for number in range(stop.where[0], 0, -1) if lines[number - 1].startswith("%")), None)
    if line is None:
        return None
    hint = "delete the line, or indent it and put a text that begins with % in quotes"
    return (line, 1), "a line that begins with % stands in the middle of the file", hint


def in_quotes(line: str, column: int) -> str:
    """Return the hint to put a text that begins at a column of a line in quotes, with the text where it is plain."""
    text = line[column - 1 :].split(" #")[0].strip()
    plain = len(text) < 60 and not re.search(r"[\"\\,\[\]{}]|:(\s|$)", text)
    return "put the whole text in quotes" + (f": {quoted(chr(34) + text + chr(34))}" if plain else "")


def _colons(lines: list[str], stop: Stop) -> Told | None:
    line, column = stop.where
    if "could not find expected ':'" in stop.said:
        at = stop.began
        if tight := TIGHT.match(lines[at[0] - 1]):
            return _tight(at[0], tight, lines)
        return at, "a colon is missing", "write `key: value`, or indent a text that goes on"
    if "expected key" in stop.said and lines[line - 1][column - 1 :].startswith(":"):
        return stop.where, "a colon stands here without a key", "write the key before it"
    if "mapping values" not in stop.said:
        return None
    above = next((number for number in range(line - 1, 0, -1) if lines[number - 1].strip()), 0)
    key = lines[line - 1][: column - 1]
    if not above or ":" in key or not re.fullmatch(r"\s*(- +)?[\w-]+", key):
        return stop.where, "a second colon stands here", "put the whole text in quotes"
    said = lines[above - 1]
    if tight := TIGHT.match(said):
        return _tight(above, tight, lines)
    if re.search(r":(\s|$)", said) or said.lstrip().startswith("- "):
        hint = "indent it like that line, or let that line end with its colon"
        return (line, len(key) - len(key.lstrip()) + 1), "this line is indented deeper than the one above allows", hint
    return (above, len(said.rstrip()) + 1), f"a colon is missing after {quoted(said.strip())}", "end the line with it"


def _tight(line: int, found: re.Match[str], lines: list[str]) -> Told:
    rest = lines[line - 1][found.end() :].strip()
    return (line, found.end() + 1), "a space is missing after this colon", f"write {quoted(f'{found[1]}: {rest}')}"


def _brackets(lines: list[str], stop: Stop) -> Told | None:
    if "flow sequence" not in stop.context and "flow mapping" not in stop.context:
        return None
    bracket, closing = ("bracket", "]") if "sequence" in stop.context else ("brace", "}")
    if cut := _cut_off(lines, stop, bracket, closing):
        return cut
    there = lines[stop.where[0] - 1][stop.where[1] - 1 :][:1]
    if there in "]}" and there not in ("", closing):
        message = f"a {bracket} opens here and is not closed before {quoted(there)}"
        return stop.began, message, f"write {quoted(closing)} before {quoted(there)}, or put the text in quotes"
    if stop.began[0] != stop.where[0]:
        return stop.began, f"a {bracket} opens here and is not closed", "close it, or put the text in quotes"
    if there == ":":
        return stop.where, "a second colon stands here", "put the whole text in quotes"
    hint = "write a comma between two items, and put a text that holds brackets or quotes in quotes"
    return stop.where, f"inside of the {bracket} a comma is missing here", hint


def _cut_off(lines: list[str], stop: Stop, bracket: str, closing: str) -> Told | None:
    """Find the hash that makes a comment of the rest of a list in brackets, and of the sign that closes it."""
    line, column = stop.began
    here = _QUOTED.sub(lambda text: "x" * len(text[0]), lines[line - 1])
    if not (found := re.compile(r"\s#[^\s#!]").search(here, column)) or closing not in here[found.start() :]:
        return None
    rest = lines[line - 1][found.start() + 1 :].strip()
    message = f"everything from {quoted(rest)} on is a comment, and so the {bracket} is not closed"
    return (line, found.start() + 2), message, "put the text that holds # in quotes"


def _begins(lines: list[str], stop: Stop) -> Told | None:
    line, column = stop.began if "anchor" in stop.context or "alias" in stop.context else stop.where
    first = lines[line - 1][column - 1 :][:1]
    if "block scalar" in stop.context:
        return stop.where, "after | or > nothing else stands on the line", "begin the text on the next line, indented"
    if "block sequence entries" in stop.said or ("block collection" in stop.context and first != "-"):
        if first == "-":
            return stop.where, "a list begins in the middle of a line", "begin it on the next line, indented"
        hint = "give the list a key above it, or write this as an item of it, after `- `"
        return stop.where, "a key stands here beside the items of a list", hint
    started = any(word in stop.said for word in ("start any token", "node content", "alphabetic"))
    if first in _MEANT and (started or first in "}],"):
        hint = "delete it, or put the whole text in quotes" if first in "}]," else in_quotes(lines[line - 1], column)
        return (line, column), f"{quoted(first) if first != '`' else 'a back-tick'} {_MEANT[first]}", hint
    return None


def _indented(lines: list[str], stop: Stop) -> Told | None:
    line, column = stop.where
    if "expected key" not in stop.said and "expected '-'" not in stop.said:
        return None
    if lines[line - 1][: column - 1].strip():
        return stop.where, "the text has ended, and more stands here", "put the whole text in quotes"
    if lines[line - 1].lstrip().startswith("- ") and column in stop.levels:
        return stop.where, "an item of a list stands here among keys", "give the list a key of its own above it"
    columns = " or ".join(str(level - 1) for level in sorted(set(stop.levels)))
    message = f"this line is indented by {counted(column - 1, 'space')}, which fits no line above it"
    return (
        stop.where,
        message,
        f"indent it like the keys or items it belongs to, by {columns} space{'' if columns == '1' else 's'}",
    )
