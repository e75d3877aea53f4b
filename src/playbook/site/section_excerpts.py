"""A section as its own page shows it: what was cited, with links that lead from there, and nothing that runs.

It has the canonical text of the section, word by word and in its order: whoever reads the page reads what was hashed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from lxml import etree, html
from lxml.html import HtmlElement
from markupsafe import Markup

from playbook.publish.text.canonical import Part
from playbook.publish.text.elements import HEADINGS, HOLDERS, ITEMS, MEANING, is_note, left_out
from playbook.rendering.addresses import relative

Look = Callable[[str], bool]
"""Tells whether a class has a look on the page of a section."""

_ROOTED = "/"
_PLACE = "s/id/"
"""Where the page of a section lies, whatever its id is."""
_UPRIGHT = 3
"""The number of columns from which on a row is shown upright."""
_FOR_SCRIPTS = re.compile(r"data-(?!footnote)")
_STYLED = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_ENDING = re.compile(r"\[class\$=\"([^\"]+)\"\]")


def look_of(style: str) -> Look:
    """Return which classes a style sheet gives a look, whole or by their ends."""
    whole, ends = set(_STYLED.findall(style)), tuple(_ENDING.findall(style))
    return lambda name: name in whole or name.endswith(ends)


@dataclass(frozen=True)
class _Shown:
    """The HTML of a part that is the same on the page of every section that holds it, and the ids in it."""

    html: str
    ids: frozenset[str | None]


@dataclass(frozen=True)
class Excerpts:
    """The sections of the page at `page`, each as a page of its own shows it.

    Of classes those are kept that have a look there or a meaning to the fingerprint, and of what is there for scripts
    nothing: a section is shown on its own page, and on that of each section that holds it.
    """

    page: str
    look: Look
    _known: dict[HtmlElement, _Shown] = field(default_factory=dict)

    def of(self, parts: Iterable[Part]) -> str:
        """Return the HTML of the parts of a section; its footnotes follow it."""
        held = [part for part in parts if isinstance(part, str) or not left_out(part)]
        shown = [part if isinstance(part, str) else self._known.get(part) or _copied(part) for part in held]
        shown += _notes(held)
        made = [each for each in shown if not isinstance(each, (str, _Shown))]
        _levelled(made)
        for element in made:
            _stripped(element, self.look)
        ids = {id for each in made for id in _ids(each)}
        ids = ids.union(*(each.ids for each in shown if isinstance(each, _Shown)))
        written = [each.html if isinstance(each, _Shown) else _written(each, self.page, ids) for each in shown]
        for part, copy, said in zip(held, shown, written, strict=False):
            if not isinstance(part, str) and not isinstance(copy, (str, _Shown)) and _is_alike(part):
                self._known[part] = _Shown(said, frozenset(_ids(copy)))
        return "".join(written)


def _is_alike(part: HtmlElement) -> bool:
    """Tell whether a part is shown alike in every section: none of its headings is raised, no link stays inside."""
    return not any(each.tag in HEADINGS or each.get("href", "").startswith("#") for each in part.iter("*"))


def _ids(element: HtmlElement) -> Iterator[str | None]:
    return (each.get("id") for each in element.iter("*"))


def named(address: str) -> str:
    """Return an address that names the file of a folder's page, so that it opens from a disk too."""
    path, sign, anchor = address.partition("#")
    return (f"{path}index.html" if path.endswith("/") or not path else path) + sign + anchor


def _copied(element: HtmlElement) -> HtmlElement:
    copy = deepcopy(element)
    copy.tail = None
    for each in [each for each in copy.iter() if each is not copy and left_out(each)]:
        if next(each.iterancestors("svg"), None) is None:  # a drawing is shown as it was drawn
            each.drop_tree()
    for box in copy.iter("input"):
        box.set("disabled", "")
    for folded in copy.iter("details"):
        folded.set("open", "")
    for each in [each for each in copy.iter(*ITEMS) if _stray(each)]:
        each.set("class", f"{each.get('class', '')} alone {each.tag}".strip())
        each.tag = "div"
    if element.getparent() is None and len(copy) and copy[0].tag == "table":
        _turn(copy[0])
    return copy


def _stray(item: HtmlElement) -> bool:
    """Tell whether an item stands in nothing that holds items: it was cut out of its list."""
    return next(item.iterancestors(*HOLDERS), None) is None


def _turn(table: HtmlElement) -> None:
    """Show a row that was cut out of a table upright, each cell beside what heads it: it is read on any width then.

    Only its look is turned: the cells stay in the order in which they are counted, and keep what they are to whoever
    hears them.
    """
    wide = max(map(len, table))
    if wide < _UPRIGHT or any(len(row) != wide or any(cell.get("colspan") for cell in row) for row in table):
        return
    table.attrib.update({"class": "upright", "role": "table", "style": f"--cells: {wide}"})
    for row in table:
        row.set("role", "row")
        for cell in row:
            heads = "rowheader" if row is table[-1] else "columnheader"
            cell.set("role", heads if cell.tag == "th" else "cell")


def _stripped(part: HtmlElement, look: Look) -> None:
    """Take from a part what the page of a section does not need."""
    for element in part.iter("*"):
        for name in filter(_FOR_SCRIPTS.match, map(str, element.keys())):
            del element.attrib[name]
        if classes := element.get("class"):
            kept = " ".join(name for name in classes.split() if look(name) or name in MEANING)
            if kept:
                element.set("class", kept)
            else:
                del element.attrib["class"]


def _notes(parts: Iterable[Part]) -> Iterator[HtmlElement]:
    """Iterate over a list of the footnotes that parts lead to, and those that these lead to, where there are any."""
    found: dict[str, HtmlElement] = {}
    waiting = [part for part in parts if not isinstance(part, str)]
    while waiting:
        for link in filter(is_note, waiting.pop(0).iter("a")):
            anchor = unquote(link.get("href")[1:])
            note = next((each for each in link.getroottree().iter("*") if each.get("id") == anchor), None)
            if anchor not in found and note is not None:
                found[anchor] = note
                waiting.append(note)
    if found:
        behind = html.Element("div", {"class": "footnotes"})
        listed = etree.SubElement(behind, "ol")
        for note in found.values():
            item = _copied(note)
            item.tag = "li"
            listed.append(item)
        yield behind


def _levelled(elements: Iterable[HtmlElement]) -> None:
    """Raise all headings by as much as makes the first one the highest."""
    found = [each for element in elements for each in element.iter(*HEADINGS)]
    above = int(found[0].tag[1]) - 1 if found else 0
    for each in found:
        each.tag = HEADINGS[max(0, int(each.tag[1]) - 1 - above)]


def _written(part: Part, page: str, ids: set[str | None]) -> str:
    if isinstance(part, str):
        return str(Markup.escape(part))
    for each in part.iter("*"):
        for name in ("href", "src"):
            if (address := each.get(name)) and not _within(address, ids):
                each.set(name, _led(address, page))
    return str(html.tostring(part, encoding="unicode"))


def _within(address: str, ids: set[str | None]) -> bool:
    """Tell whether an address leads to what the section shows itself."""
    return address.startswith("#") and unquote(address[1:]) in ids


def _led(address: str, page: str) -> str:
    """Return an address that stands on a page, as the page of a section has it."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return address
    to = relative(_joined(page, parts.path), _PLACE)
    return named(to) + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")


def _joined(page: str, path: str) -> str:
    """Return an address from the root of the site for a path that stands on a page."""
    if not path:
        return page
    whole = posixpath.normpath(posixpath.join(_ROOTED, posixpath.dirname(page), path)).lstrip(_ROOTED)
    if path.endswith("index.html"):
        return whole.removesuffix("index.html")
    return f"{whole}/" if whole and path.endswith(("/", ".")) else whole
