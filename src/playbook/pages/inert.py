"""Markdown in which no template engine finds anything to work out, and which says what it said.

Generators that read exported pages may take double braces for calls, also in code: there, where Markdown knows no
entity, HTML says the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import Element, HtmlElement, tostring

TEMPLATE = re.compile(r"\{(?=[{%#])(?!#[\w-]+[ \t]*\})")
"""A brace with which some generators begin what they work out, Jinja's and Liquid's among them; `{#id}` is an id."""
TAG = re.compile(r"(<[^>]*>|&#?\w+;)")
_INERT = "&#123;"
_MEANT = re.compile(r"[\\`*_{}\[\]()#+\-.!|~^=:\"'$]")
"""Characters that some dialect of Markdown gives a meaning."""
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_FENCE = re.compile(r"([ \t>]*)(`{3,}|~{3,})[ \t]*([^`]*)")


def inert(html: str) -> str:
    """Return HTML whose words say the same to a browser, and nothing to a template engine."""
    return TEMPLATE.sub(_INERT, html)


def literal(html: str) -> str:
    """Return HTML whose words no Markdown takes for markup."""
    parts = TAG.split(html)
    return "".join(part if at % 2 else _MEANT.sub(_entity, part) for at, part in enumerate(parts))


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def _code(words: str, language: str = "") -> HtmlElement:
    element = Element("code", {"class": f"language-{language}"} if language else {})
    element.text = words
    return element


def inert_value(text: str) -> str:
    """Return a text as a value of JSON, and so of YAML, in which no template engine finds anything."""
    return TEMPLATE.sub(r"\\u007b", json.dumps(text, ensure_ascii=False))


def inert_page(text: str) -> str:
    """Return the Markdown of a page that says the same, and in which no template engine finds anything."""
    return "\n".join(_lines(text.split("\n"))) if TEMPLATE.search(text) else text


def _lines(lines: list[str]) -> Iterator[str]:
    at = 0
    open_to_the_end: set[str] = set()
    while at < len(lines):
        opened = _FENCE.fullmatch(lines[at])
        end = _closed(lines, at, opened[2]) if opened and opened[2] not in open_to_the_end else None
        if opened and end is None:
            open_to_the_end.add(opened[2])
        if opened is None or end is None:
            yield _prose(lines[at])
            at += 1
            continue
        held = lines[at : end + 1]
        if any(TEMPLATE.search(line) for line in held[1:-1]):
            yield from _block(opened, held[1:-1])
        else:
            yield from held
        at = end + 1


def _closed(lines: list[str], at: int, fence: str) -> int | None:
    """Return the line that closes a fence, or None where none does."""
    for number, line in islice(enumerate(lines), at + 1, None):
        found = line.strip(" \t>")
        if set(found) == {fence[0]} and len(found) >= len(fence):
            return number
    return None


def _block(opened: re.Match[str], held: list[str]) -> Iterator[str]:
    """Iterate over the lines of HTML that say what a fenced block holds."""
    indent = opened[1]
    language = re.match(r"[\w+-]+", opened[3])
    bare = [line[len(indent) :] if line.startswith(indent) else line.lstrip(" \t>") for line in held]
    block = Element("pre")
    block.append(_code("\n".join([*bare, ""]), language[0] if language else ""))
    return (f"{indent}{line}" for line in inert(tostring(block, encoding="unicode")).split("\n"))


def _prose(line: str) -> str:
    """Return a line outside of fences: code in it that a template engine would read becomes HTML."""
    parts, last = [], 0
    for span in _SPAN.finditer(line):
        parts.append(inert(line[last : span.start()]))
        held = span[2][1:-1] if len(span[1]) > 1 and span[2][:1] == span[2][-1:] == " " else span[2]
        parts.append(literal(tostring(_code(held), encoding="unicode")) if TEMPLATE.search(held) else span[0])
        last = span.end()
    return "".join([*parts, inert(line[last:])])
