"""HTML read as the HTML Standard says, whatever is wrong with it, into a tree of lxml.

A fingerprint is worked out by other programs too, which read the page as browsers do. The parser of lxml reads faulty
markup in a way of its own, so it is Lexbor that reads, and only its tree is copied.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html
from lxml.html import HtmlElement
from selectolax.lexbor import LexborHTMLParser, LexborNode

_WITHIN = "body"
"""In what a piece of a page is read."""
_AROUND, _BEHIND = "div", "hr"
"""What stands around the content of a page, and what may stand behind that."""
_NEVER = re.compile("[\0-\x08\x0e-\x1f\ufffe\uffff]")
"""Characters that no tree can hold, and no text counts."""
DEEPEST = 2_000
"""The most elements inside each other of a page that is read."""
_TAG = re.compile("<(/?)([a-z][a-z0-9-]*)")
_SHALLOW = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
     "p", "li", "dt", "dd", "td", "th", "tr", "option", "rp", "rt"]
)  # fmt: skip
"""Elements that hold nothing, or that the next of them ends: none stands deep without others."""
_NAME = re.compile(r"[A-Za-z_][\w.-]*\Z")
"""Names that a tree can hold; no other one says anything."""


def parsed(source: str) -> HtmlElement:
    """Return a piece of HTML as the children of a `div`, without its comments."""
    return _held_by(LexborHTMLParser(f"<!doctype html><{_WITHIN}>{source}").body)


def deep(page: str) -> bool:
    """Tell whether a page has more elements inside each other than any page has: to read those takes ever longer."""
    if page.count("<") <= DEEPEST:
        return False
    begun: Counter[str] = Counter()
    depth = 0
    for end, name in _TAG.findall(page.lower()):
        if name not in _SHALLOW:
            step = 1 if not end else -1 if begun[name] else 0
            begun[name] += step
            depth += step
            if depth > DEEPEST:
                return True
    return False


def stays_within(source: str) -> bool:
    """Tell whether a piece of HTML says the same in an element of a page as by itself, and ends where that ends."""
    whole = LexborHTMLParser(f"<!doctype html><{_WITHIN}><{_AROUND}>{source}</{_AROUND}><{_BEHIND}>").body
    around = whole.first_child if whole else None
    if around is None or around.next is None or around.next.tag != _BEHIND or around.next.next is not None:
        return False
    alone = LexborHTMLParser(f"<!doctype html><{_WITHIN}>{source}").body
    return around.inner_html == (alone.inner_html if alone else "")


@dataclass(frozen=True)
class Piece:
    """An element of a page with what it holds, or text: how it is written out, and its tag, empty for text."""

    html: str
    tag: str
    bare: bool
    """Whether it is an element without attributes."""
    _node: LexborNode

    def part(self) -> HtmlElement | str:
        """Return the element, or the text."""
        if not self.tag:
            return _held(self._node.text_content or "")
        copy = _copied(html.Element("div"), self._node)
        _fill(copy, self._node)
        return copy

    def inside(self) -> HtmlElement:
        """Return what it holds as the children of a `div`."""
        return _held_by(self._node)

    def pieces(self) -> Iterator[Piece]:
        """Iterate over what it holds."""
        child = self._node.first_child
        while child is not None:
            if child.is_element_node or child.is_text_node:
                yield _piece(child)
            child = child.next


def _piece(node: LexborNode) -> Piece:
    element = node.is_element_node
    return Piece(node.html or "", (node.tag or "span") if element else "", element and not node.attributes, node)


def marked(page: str, mark: str) -> tuple[Piece, ...]:
    """Return the elements of a whole page that bear an attribute."""
    return tuple(map(_piece, LexborHTMLParser(page).css(f"[{mark}]")))


def _held_by(node: LexborNode | None) -> HtmlElement:
    root = html.Element("div")
    _fill(root, node)
    return root


def _fill(root: HtmlElement, node: LexborNode | None) -> None:
    """Copy what a node holds into its copy, however deep."""
    waiting = [(node, root)]
    while waiting:
        node, copy = waiting.pop()
        waiting += _filled(copy, node)


def _filled(copy: HtmlElement, node: LexborNode | None) -> list[tuple[LexborNode, HtmlElement]]:
    """Copy the children of a node into its copy, and return those that are elements, each with its own copy."""
    found: list[tuple[LexborNode, HtmlElement]] = []
    child = node.first_child if node else None
    while child is not None:
        if child.is_element_node:
            found.append((child, _copied(copy, child)))
        elif child.is_text_node:
            text = _held(child.text_content or "")
            if found:
                last = found[-1][1]
                last.tail = (last.tail or "") + text
            else:
                copy.text = (copy.text or "") + text
        child = child.next
    return found


def _copied(above: HtmlElement, node: LexborNode) -> HtmlElement:
    name = node.tag or ""
    named = {key: _held(value or "") for key, value in node.attributes.items() if _NAME.match(key)}
    return etree.SubElement(above, name if _NAME.match(name) else "span", named)


def _held(text: str) -> str:
    """Return text as a tree can hold it."""
    return text if text.isprintable() else _NEVER.sub("", text).replace("\v", " ").replace("\f", " ")
