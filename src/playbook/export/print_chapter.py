"""One page of the site on its way into a text with all others: cleaned, levelled, with names of its own."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import takewhile
from urllib.parse import quote, unquote, urlsplit

from lxml.html import HtmlElement

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
"""The headings of HTML, the highest first."""

MOST_ABOVE = 2
"""The most paragraphs above a matrix that lie on its side with it."""

_CONTROLS = ("button", "select", "textarea", "input", "dialog")
_PLAYED = ("script", "style", "template", "noscript", "iframe", "object", "embed", "video", "audio")
"""Elements that are nothing on paper."""
_HELD = ("img", "svg", "hr", "table")
"""Elements that are something without words."""
_NAMING = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details")
"""Attributes that hold ids."""
_LINKING = ("href", "xlink:href", "src", "poster", "cite")
_PAINTED = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)['\"]?\s*\)")
"""How an attribute of a drawing names another part of it."""
_UNQUOTED = "!$&'()*+,;=:@/?-._~"


def text_of(element: HtmlElement) -> str:
    """Return the words of an element in one line."""
    return " ".join(str(element.text_content()).split())


def cleaned(root: HtmlElement, shortened: Callable[[str], str]) -> None:
    """Take out what is for hands and scripts, lay open what is folded, and shorten what repeats another page.

    `shortened` says in words that a list, of which it is told the size, is not here.
    """
    for element in _found(root):
        _drop(element, root)
    for element in [*root.iter("details")]:
        if "pb-fold" in element.get("class", "").split():
            _shorten(element, shortened)
        else:
            element.set("open", "")
        element.attrib.pop("name", None)  # of those that share a name, only one may be open


def _found(root: HtmlElement) -> list[HtmlElement]:
    """Return what is for hands and scripts, without what stands inside another such thing."""
    found, waiting = [], [*root]
    while waiting:
        element = waiting.pop()
        if _for_hands(element):
            found.append(element)
        else:
            waiting.extend(element)
    return found


def _for_hands(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str):
        return True
    classes = element.get("class", "").split()
    gone = element.tag in (*_CONTROLS, *_PLAYED) or "headerlink" in classes or element.get("data-print") == "omit"
    return gone or any(element.get(name) is not None for name in ("hidden", "popover"))


def _drop(element: HtmlElement, root: HtmlElement) -> None:
    """Take an element out, and with it what held nothing else."""
    above = element.getparent()
    if above is None:
        return  # it went with what it stood in
    element.drop_tree()
    while above is not root and not (text_of(above) or any(True for _ in above.iter(*_HELD))):
        element, above = above, above.getparent()
        if above is None:
            return
        element.drop_tree()


def _shorten(element: HtmlElement, shortened: Callable[[str], str]) -> None:
    """Keep of what a block folds, since it repeats another one, the line that tells how much of it there is."""
    told = next((text_of(summary) for summary in element.iter("summary")), "")
    for child in [*element]:
        child.drop_tree()
    element.tag, element.text = "p", shortened(told)
    element.attrib.clear()


def number_headings(root: HtmlElement, level: int, number: str, title: str) -> None:
    """Give a page a numbered heading of a level, and every heading below it the level that follows from its place."""
    found = list(root.iter(*HEADINGS))
    first = found.pop(0) if found and found[0].tag == "h1" else root.makeelement("h1")
    if first.getparent() is None:
        first.text = title
        root.insert(0, first)
        first.tail, root.text = root.text, None
    _number(first, number)
    first.tag = HEADINGS[level - 1]
    _bear(first, "pb-print__chapter")
    above = [1]
    for heading in found:
        rank = max(2, HEADINGS.index(heading.tag) + 1)
        while above[-1] >= rank:
            above.pop()
        above.append(rank)
        heading.tag = HEADINGS[min(level + len(above) - 1, len(HEADINGS)) - 1]
        _bear(heading, f"pb-print__head{len(above)}")


def mark_landscape(root: HtmlElement) -> bool:
    """Mark a page whose first block is a matrix, below headings and a paragraph or two; tell whether it is one.

    It lies on its side, the whole of it.
    """
    words = [element.tag for element in takewhile(lambda each: each.tag in (*HEADINGS, "p"), root)]
    block = next(iter(root[len(words) :]), None)
    wide = words.count("p") <= MOST_ABOVE and block is not None and "pb-matrix" in block.get("class", "").split()
    if wide:
        _bear(root, "pb-print__wide")
    return wide


def _number(heading: HtmlElement, number: str) -> None:
    sign = heading.makeelement("span", {"class": "pb-print__number"})
    sign.text, sign.tail, heading.text = number, f" {heading.text or ''}", None
    heading.insert(0, sign)


def _bear(element: HtmlElement, name: str) -> None:
    element.set("class", " ".join([*element.get("class", "").split(), name]))


@dataclass
class Names:
    """The ids of the whole text: no two alike, and each found by the page and the id it had there."""

    taken: set[str] = field(default_factory=set)
    _by_page: dict[tuple[str, str], str] = field(default_factory=dict)

    def section(self, title: str) -> str:
        """Return an id for something that is no page."""
        return self._free("-".join(re.findall(r"\w+", title.lower())) or "section")

    def page(self, url: str, root: HtmlElement) -> str:
        """Rename every id of a page, and return the one of the page itself."""
        name = self._free(url.strip("/").replace("/", "-") or "home")
        self._by_page[_key(url), ""] = name
        root.set("id", name)
        for element in root.iterdescendants():
            anchor = element.attrib.pop("name", None) if element.tag == "a" else None
            for old in dict.fromkeys(filter(None, (element.get("id"), anchor))):
                new = self._by_page.get((_key(url), old)) or self._free(f"{name}--{old}")
                self._by_page[_key(url), old] = new
                element.set("id", new)
        return name

    def of(self, url: str, anchor: str) -> str | None:
        """Return the id that an anchor of a page has now, or else the one of the page; None where it is not here."""
        return self._by_page.get((_key(url), anchor)) or self._by_page.get((_key(url), ""))

    def renamed(self, url: str, anchors: Iterable[str]) -> str:
        """Return the ids that some anchors of a page have now, those left out that went with what bore them."""
        known = (self._by_page.get((_key(url), anchor)) for anchor in anchors)
        return " ".join(filter(None, known))

    def _free(self, wanted: str) -> str:
        name, number = wanted, 1
        while name in self.taken:
            number += 1
            name = f"{wanted}-{number}"
        self.taken.add(name)
        return name


def _key(url: str) -> str:
    return url.strip("/").removesuffix("index.html").strip("/")


def redirect_links(root: HtmlElement, url: str, names: Names, base: str) -> None:
    """Make the links of a page at `url` lead to where things stand in a text at `base`."""
    for element in root.iter():
        element.attrib.pop("srcset", None)
        for name, value in element.attrib.items():
            if name in _LINKING:
                element.set(name, _address(value, url, names, base, inside=name.endswith("href")))
            elif name in _NAMING:
                _rename(element, name, names.renamed(url, value.split()))
            elif "url(" in value:
                element.set(name, _PAINTED.sub(lambda found: f"url(#{names.of(url, found[1])})", value))


def _rename(element: HtmlElement, name: str, value: str) -> None:
    if value:
        element.set(name, value)
    else:
        del element.attrib[name]


def _address(link: str, url: str, names: Names, base: str, inside: bool) -> str:
    """Return a link of the page at `url` as the text at `base` writes it; `inside` tells that it may lead to an id."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    if parts.scheme or parts.netloc:
        return link
    page = _joined(url, unquote(parts.path))
    if inside and (name := names.of(page, unquote(parts.fragment))):
        return f"#{quote(name, safe=_UNQUOTED)}"
    path = posixpath.relpath("/" + page, posixpath.dirname("/" + base))
    ending = "/" if page.endswith("/") or not page else ""
    return parts._replace(path=quote(path, safe=_UNQUOTED) + ending).geturl()


def _joined(url: str, path: str) -> str:
    """Return the address that a path on the page at `url` leads to, below the root of the site."""
    if not path:
        return url
    joined = posixpath.normpath(posixpath.join("/", posixpath.dirname("/" + url), path)).lstrip("/")
    folder = path.endswith(("/", "/.", "/..")) or path in (".", "..")
    return joined + "/" if folder and joined else joined
