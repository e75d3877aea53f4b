"""What of a page can be cited: which sections its content holds, and what each consists of.

A section is cut out of the content of a page, never out of the frame that a theme puts around it.

| Section | Id, unique in a playbook | Holds |
|---|---|---|
| the page of an entity | `kind-name` | the whole content |
| an entity on another page | `kind-name` | the element with that id; of a row, its columns' headings too |
| a heading | its own id; on the page of an entity `kind-name--heading` | up to the next of its rank or a higher one |
| what an entity holds | `kind-name--inner` | the element with that id |
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import html
from lxml.html import HtmlElement

from playbook.model import KINDS, id_to_cite
from playbook.publish.text import table_excerpts
from playbook.publish.text.canonical import Outside, Part, canonical, plain
from playbook.publish.text.elements import HEADINGS, left_out
from playbook.publish.text.html_parsing import parsed

_SHELLS = frozenset(["div", "section", "article", "main", "header", "hgroup"])
"""Elements through which a section runs on; every other one keeps the sections that begin inside it."""
_INNER = re.compile(r"(duty|step|level)-[a-z0-9-]+\Z")
"""Ids of what an entity holds, as the page of that entity writes them; on other pages its own id stands before them."""
_NOWHERE = Outside(link=lambda address: address, file=lambda address: address)
_LONGEST = 120
"""The most letters of a title."""


@dataclass(frozen=True)
class Section:
    """One citable section. `anchor` is its id on the page, empty for the page as a whole; `within` holds it."""

    id: str
    kind: str
    """A kind of `KINDS`, or `heading`, or what an entity holds: `duty`, `step`, `level` or `part`."""
    titled: HtmlElement
    """The element whose first words are its title."""
    anchor: str
    within: str | None
    parts: tuple[Part, ...]

    @cached_property
    def title(self) -> str:
        """Its first words."""
        return _said(self.titled)


@dataclass(frozen=True)
class Contents:
    """The sections of one page, in the order of the page."""

    sections: tuple[Section, ...]
    ids: Mapping[str, str]
    """What to cite for each id on the page: its section, or the one it is in; for the empty text, the page's own."""
    twice: tuple[str, ...]
    """Ids that stand on the page more than once; only the first of each can be cited."""
    unnamed: tuple[str, ...]
    """The words of headings that have no id."""


def sections(content: str, page: tuple[str, str] | None = None, entities: Container[str] | None = None) -> Contents:
    """Return what can be cited of the content of a page.

    `page` is the kind and the id of the entity whose page this is; `entities` holds `kind-id` of every entity that
    lives on it. Where that is None, whatever begins with the name of a kind is taken for an entity that does.
    """
    return cut(parsed(content), id_to_cite(*page) if page else "", entities)


def cut(content: HtmlElement, own: str = "", entities: Container[str] | None = None) -> Contents:
    """Return what can be cited of the element that holds the content of a page.

    `own` is the id of the section that the whole page is, empty where it is none; `entities` are as in `sections`.
    """
    return _Finder(content, own, entities).contents()


@dataclass
class _Open:
    """A section that has begun; it ends with `scope`, or at a heading of its `level` or above."""

    id: str
    scope: HtmlElement
    level: int = 0


class _Finder:
    def __init__(self, root: HtmlElement, own: str, entities: Container[str] | None) -> None:
        self.root = root
        self.own = own
        self.entities = entities
        self.found: list[Section] = []
        self.ids: dict[str, str] = {}
        self.seen: Counter[str] = Counter()
        self.unnamed: list[str] = []
        self.open: list[_Open] = []
        self.flows: dict[HtmlElement, list[Part]] = {}
        self.places: dict[HtmlElement, int] = {}
        self.beside: dict[str, list[HtmlElement]] = {}
        for each in root.xpath("//*[@data-pb-of]"):
            self.beside.setdefault(each.get("data-pb-of"), []).append(each)

    def contents(self) -> Contents:
        """Go through the page once."""
        headings = [each for each in self.root.iter(*HEADINGS) if not _left_out(each)]
        if self.own:
            self._add(self.own, _kind(self.own), headings[0] if headings else self.root, "", (self.root,))
            self.open.append(_Open(self.own, self.root))
        title = headings[0] if headings and headings[0].tag == "h1" else None
        self._visit(self.root, self.root, title)
        twice = tuple(anchor for anchor, times in self.seen.items() if times > 1)
        if "" not in self.ids and self.found and self.found[0].kind == "heading":
            self.ids[""] = self.found[0].id
        return Contents(tuple(self.found), self.ids, twice, tuple(self.unnamed))

    def _visit(self, element: HtmlElement, container: HtmlElement, title: HtmlElement | None) -> None:
        for child in element:
            if left_out(child):
                continue
            anchor = child.get("id", "")
            self.seen[anchor] += bool(anchor)
            if child.tag in HEADINGS:
                self._heading(child, anchor, container, child is title)
            elif anchor and self.seen[anchor] == 1:
                self._element(child, anchor, self._citable(anchor))
            self._visit(child, container if self._shell(child) else child, title)
            self.open = [each for each in self.open if each.scope is not child]

    def _heading(self, heading: HtmlElement, anchor: str, container: HtmlElement, title: bool) -> None:
        """Begin the section of a heading; the title of an entity's page stands for the whole page."""
        level = int(heading.tag[1])
        self.open = [each for each in self.open if each.scope is not container or each.level < level]
        if self.own and title:
            self.ids.setdefault(anchor, self.own)
        elif not anchor:
            self.unnamed.append(_said(heading))
        elif self.seen[anchor] == 1:
            id = f"{self.own}--{anchor}" if self.own else anchor
            self._add(id, "heading", heading, anchor, tuple(self._following(heading, container)))
            self.open.append(_Open(id, container, level))

    def _element(self, element: HtmlElement, anchor: str, id: str | None) -> None:
        if id is None:
            self.ids |= {anchor: self.open[-1].id} if self.open else {}
        else:
            parts = (*_cut(element), *self.beside.get(anchor, ()))
            titled = element.find("th") if element.find("th") is not None else element
            self._add(id, _part(anchor) if "--" in id else _kind(id), titled, anchor, parts)
            self.open.append(_Open(id, element))

    def _add(self, id: str, kind: str, titled: HtmlElement, anchor: str, parts: tuple[Part, ...]) -> None:
        within = self.open[-1].id if self.open else None
        self.found.append(Section(id, kind, titled, anchor, within, parts))
        self.ids[anchor] = id

    def _citable(self, anchor: str) -> str | None:
        """Return the id to cite for an element that is no heading, or None where the id serves the page alone."""
        entity = anchor.partition("--")[0]
        if entity == self.own or (_kind(entity) if self.entities is None else entity in self.entities):
            return anchor
        return f"{self.own}--{anchor}" if self.own and _INNER.match(anchor) else None

    def _shell(self, element: HtmlElement) -> bool:
        return element.tag in _SHELLS and not self._citable(element.get("id", "-"))

    def _following(self, heading: HtmlElement, container: HtmlElement) -> Iterator[Part]:
        """Iterate over a heading and what follows it until its section ends."""
        if container not in self.flows:
            self.flows[container] = list(self._flow(container))
            self.places |= {part: at for at, part in enumerate(self.flows[container]) if not isinstance(part, str)}
        flow = self.flows[container]
        yield heading
        for part in map(flow.__getitem__, range(self.places[heading] + 1, len(flow))):
            if not isinstance(part, str) and part.tag in HEADINGS and part.tag <= heading.tag and not left_out(part):
                return
            yield part

    def _flow(self, element: HtmlElement) -> Iterator[Part]:
        """Iterate over what stands in an element, shells that hold headings opened."""
        if element.text:
            yield element.text
        for child in element:
            if isinstance(child.tag, str) and self._shell(child) and not left_out(child) and _has_heading(child):
                yield from (html.Element("div"), *self._flow(child), html.Element("div"))  # a boundary remains
            else:
                yield child
            if child.tail:
                yield child.tail


def _left_out(element: HtmlElement) -> bool:
    return any(left_out(each) for each in (element, *element.iterancestors()))


def _has_heading(element: HtmlElement) -> bool:
    return any(True for _ in element.iter(*HEADINGS))


def _cut(element: HtmlElement) -> tuple[Part, ...]:
    """Return what is cited with an element: itself; the row or column of a cell; a term and what explains it."""
    in_table = next(element.iterancestors("table"), None) is not None
    if in_table and element.tag == "tr":
        return (table_excerpts.row(element),)
    if in_table and element.tag in ("th", "td"):
        cut = (
            table_excerpts.column
            if table_excerpts.heads_a_column(element)
            else lambda cell: table_excerpts.row(cell.getparent())
        )
        return (cut(element),)
    if element.tag == "dt":
        return (element, *_explained(element))
    return (element,)


def _explained(term: HtmlElement) -> Iterator[HtmlElement]:
    for each in term.itersiblings():
        if each.tag == "dt":
            return
        yield each


def _kind(id: str) -> str:
    """Return the kind that an id begins with, the longest there is, or nothing."""
    return max((kind for kind in KINDS if id.startswith(f"{kind}-")), key=len, default="")


def _part(anchor: str) -> str:
    inner = _INNER.match(anchor)
    return inner[1] if inner else "part"


def _said(element: HtmlElement) -> str:
    """Return the first words of an element."""
    lines = (line.strip() for line in plain(canonical([element], _NOWHERE)).split("\n"))
    first = next(filter(None, lines), "")
    return first if len(first) <= _LONGEST else first[: _LONGEST - 1].rstrip() + "…"
