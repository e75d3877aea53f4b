"""The whole playbook as one text: every page a chapter, in the order of the navigation.

Two pages may use the same id; here each id bears the name of its page, and a link from page to page becomes a link
inside the text. What nobody can press or unfold on paper is taken out or laid open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import html
from lxml.html import HtmlElement

from playbook.export.print_chapter import (
    HEADINGS,
    Names,
    cleaned,
    mark_landscape,
    number_headings,
    redirect_links,
    text_of,
)

CONTENTS = "contents"
"""The id of the table of contents."""


@dataclass(frozen=True)
class Entry:
    """One line of the navigation: a page with its HTML, or a section, which has no address, with what is in it.

    `url` is the address of the page below the root of the site, such as `roles/buyer/`.
    """

    title: str
    url: str | None = None
    html: str = ""
    inner: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """One numbered piece of the text; that of a section is its heading alone, and its `html` is empty.

    `wide` tells whether it begins on a sheet that lies on its side.
    """

    id: str
    number: str
    level: int
    title: str
    html: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Line:
    """One line of the table of contents, and the lines below it."""

    id: str
    number: str
    title: str
    inner: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Edition:
    """The whole text: its title page, its chapters in order, and its table of contents."""

    front: str
    chapters: tuple[Chapter, ...]
    contents: tuple[Line, ...]


@dataclass
class _Node:
    """An entry on its way to a chapter."""

    title: str
    url: str
    root: HtmlElement | None
    """The page; None for a section."""
    inner: list[_Node] = field(default_factory=list)
    number: str = ""
    level: int = 1
    id: str = ""
    wide: bool = False


def edition(entries: Iterable[Entry], front: Entry, shortened: Callable[[str], str]) -> Edition:
    """Return the text that the pages of a site make; `front` is the title page, written for the address of the text.

    A section without pages is left out; one that holds a single page, or begins with a page of its own name, is that
    page. `shortened` says in words that a list, of which it is told the size, is not here.
    """
    nodes = [node for entry in entries for node in _told(entry, shortened)]
    _number(nodes, "", 1)
    title = _Node(front.title, front.url or "", _parsed(front.html, shortened))
    names = Names({CONTENTS})
    every = (title, *_every(nodes))
    for node in sorted(every, key=lambda node: node.root is None):  # a page's address goes before a section's words
        node.id = names.section(node.title) if node.root is None else names.page(node.url, node.root)
    for node in every[1:]:
        if node.root is not None:
            number_headings(node.root, node.level, node.number, node.title)
            node.wide = mark_landscape(node.root)
    for node in every:
        if node.root is not None:
            redirect_links(node.root, node.url, names, title.url)
    for node, after in reversed([*pairwise(every)]):  # a heading alone stands on the sheet of what it heads
        node.wide = after.wide if node.root is None else node.wide
    chapters = tuple(_chapter(node) for node in every[1:])
    return Edition(_html(title), chapters, _lines(nodes))


def _told(entry: Entry, shortened: Callable[[str], str]) -> Iterator[_Node]:
    """Iterate over the node of an entry, or nothing where it holds no page."""
    if entry.url is not None:
        root = _parsed(entry.html, shortened)
        heading = next(root.iter("h1"), None)
        yield _Node(entry.title if heading is None else text_of(heading), entry.url, root)
        return
    inner = [node for each in entry.inner for node in _told(each, shortened)]
    if len(inner) == 1:
        yield inner[0]
    elif inner and inner[0].root is not None and inner[0].title.casefold() == entry.title.casefold():
        inner[0].inner = inner[1:]
        yield inner[0]
    elif inner:
        yield _Node(entry.title, "", None, inner)


def _parsed(text: str, shortened: Callable[[str], str]) -> HtmlElement:
    root = html.fragment_fromstring(text, create_parent="section")
    cleaned(root, shortened)
    return root


def _number(nodes: list[_Node], above: str, level: int) -> None:
    for at, node in enumerate(nodes, 1):
        node.number, node.level = f"{above}{at}", min(level, len(HEADINGS))
        _number(node.inner, f"{node.number}.", level + 1)


def _every(nodes: Iterable[_Node]) -> Iterator[_Node]:
    for node in nodes:
        yield node
        yield from _every(node.inner)


def _html(node: _Node) -> str:
    return "" if node.root is None else str(html.tostring(node.root, encoding="unicode"))


def _chapter(node: _Node) -> Chapter:
    return Chapter(node.id, node.number, node.level, node.title, _html(node), node.wide)


def _lines(nodes: Iterable[_Node]) -> tuple[Line, ...]:
    return tuple(Line(node.id, node.number, node.title, _lines(node.inner)) for node in nodes)
