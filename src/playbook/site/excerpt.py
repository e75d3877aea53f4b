"""A section as its own page shows it: what was cited, with links that lead from there, and nothing that runs."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from itertools import groupby
from urllib.parse import unquote, urlsplit

from lxml import etree, html
from lxml.html import HtmlElement
from markupsafe import Markup

from playbook.address import relative
from playbook.publish.canonical import Part
from playbook.publish.elements import HEADINGS, is_note, left_out

_ROOTED = "/"
_UPRIGHT = 3
"""The number of columns from which on a row is set upright."""


def excerpt(parts: Iterable[Part], page: str, id: str) -> str:
    """Return the HTML of parts of the page at `page`, for the page of the section `id`; its footnotes follow it."""
    held = [part for part in parts if isinstance(part, str) or not left_out(part)]
    shown = list(_housed(_copied(part) for part in [*held, *_notes(held)]))
    _levelled([each for each in shown if not isinstance(each, str)])
    ids = {each.get("id") for element in shown if not isinstance(element, str) for each in element.iter("*")}
    return "".join(_written(each, page, id, ids) for each in shown)


def named(address: str) -> str:
    """Return an address that names the file of a folder's page, so that it opens from a disk too."""
    path, sign, anchor = address.partition("#")
    return (f"{path}index.html" if path.endswith("/") or not path else path) + sign + anchor


def _copied(part: Part) -> Part:
    if isinstance(part, str):
        return part
    copy = html.fromstring(etree.tostring(part, encoding="unicode", with_tail=False, method="html"))
    for each in [each for each in copy.iter() if each is not copy and left_out(each)]:
        if next(each.iterancestors("svg"), None) is None:  # a drawing is shown as it was drawn
            each.drop_tree()
    for box in copy.iter("input"):
        box.set("disabled", "")
    for folded in copy.iter("details"):
        folded.set("open", "")
    if part.getparent() is None and len(copy) and copy[0].tag == "table":
        _turn(copy[0])
    return copy


def _housed(parts: Iterable[Part]) -> Iterator[Part]:
    """Iterate over parts, those that belong in a list in one."""
    for house, group in groupby(parts, _house):
        if not house:
            yield from group
            continue
        listed = html.Element(house, {"class": "alone"})
        listed.extend(group)
        yield listed


def _house(part: Part) -> str:
    """Return the list that an item belongs in, or nothing."""
    if isinstance(part, str):
        return ""
    first = part[0].tag if part.tag == "div" and len(part) else part.tag
    return {"li": "ul", "dt": "dl", "dd": "dl"}.get(first, "")


def _turn(table: HtmlElement) -> None:
    """Set a row that was cut out of a table upright, each cell beside what heads it: it is read on any width then."""
    rows = [list(row) for row in table]
    wide = max(map(len, rows))
    if wide < _UPRIGHT or any(len(row) != wide or any(cell.get("colspan") for cell in row) for row in rows):
        return
    table[:] = [html.Element("tr") for _ in range(wide)]
    for line, cells in zip(table, zip(*rows, strict=True), strict=True):
        line.extend(cells)


def _notes(parts: Iterable[Part]) -> Iterator[HtmlElement]:
    """Iterate over a list of the footnotes that parts lead to, where they lead to any."""
    found: dict[str, HtmlElement] = {}
    for link in (link for part in parts if not isinstance(part, str) for link in part.iter("a") if is_note(link)):
        anchor = unquote(link.get("href")[1:])
        notes = (each for each in link.getroottree().iter("li", "div", "dd", "p") if each.get("id") == anchor)
        if anchor not in found and (note := next(notes, None)) is not None:
            found[anchor] = note
    if found:
        listed = html.Element("ol")
        for note in found.values():
            item = html.Element("li", {"id": note.get("id")})
            item.text = note.text
            item.extend(_copied(child) for child in note)
            listed.append(item)
        yield listed


def _levelled(elements: Iterable[HtmlElement]) -> None:
    """Raise all headings by as much as makes the first one the highest."""
    found = [each for element in elements for each in element.iter(*HEADINGS)]
    above = int(found[0].tag[1]) - 1 if found else 0
    for each in found:
        each.tag = HEADINGS[max(0, int(each.tag[1]) - 1 - above)]


def _written(part: Part, page: str, id: str, ids: set[str | None]) -> str:
    if isinstance(part, str):
        return str(Markup.escape(part))
    for each in part.iter("*"):
        for name in ("href", "src"):
            if (address := each.get(name)) and not _within(address, ids):
                each.set(name, _led(address, page, id))
    return str(html.tostring(part, encoding="unicode"))


def _within(address: str, ids: set[str | None]) -> bool:
    """Tell whether an address leads to what the section shows itself."""
    return address.startswith("#") and unquote(address[1:]) in ids


def _led(address: str, page: str, id: str) -> str:
    """Return an address that stands on a page, as the page of a section has it."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return address
    to = relative(_joined(page, parts.path), f"s/{id}/")
    return named(to) + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")


def _joined(page: str, path: str) -> str:
    """Return an address from the root of the site for a path that stands on a page."""
    if not path:
        return page
    whole = posixpath.normpath(posixpath.join(_ROOTED, posixpath.dirname(page), path)).lstrip(_ROOTED)
    if path.endswith("index.html"):
        return whole.removesuffix("index.html")
    return f"{whole}/" if whole and path.endswith(("/", ".")) else whole
