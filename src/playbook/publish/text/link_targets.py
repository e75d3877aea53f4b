"""What the links of a page lead to: an id to cite where there is one, so that moving a page changes no text."""

from __future__ import annotations

import hashlib
import posixpath
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from playbook.publish.text.canonical import Outside
from playbook.publish.text.sections import Contents
from playbook.rendering.addresses import Addresses

Read = Callable[[str], bytes | None]
"""Returns the bytes of a file, by its path below the root of the site, or None where there is none."""


@dataclass
class PageEntities:
    """Who lives on a page: the entity whose page it is, as kind and id, and the others, as `kind-id`."""

    page: tuple[str, str] | None = None
    entities: set[str] = field(default_factory=set)


def page_entities(addresses: Addresses) -> Mapping[str, PageEntities]:
    """Return who lives on each page on which an entity lives, by its address."""
    found: dict[str, PageEntities] = {}
    for kind, entity in addresses.playbook.entities():
        if (home := addresses.of(kind, entity.id)) is not None:
            page, anchor = home
            here = found.setdefault(page, PageEntities())
            if anchor:
                here.entities.add(anchor)
            else:
                here.page = kind, entity.id
    return found


@dataclass(frozen=True)
class Targets:
    """All pages of one version, by address below its root such as `roles/buyer/`, and its files."""

    pages: Mapping[str, Contents]
    read: Read = lambda _: None

    def outside(self, page: str) -> Outside:
        """Return what the site tells of the links and images of a page."""
        return Outside(link=lambda address: self.link(page, address), file=lambda address: self.file(page, address))

    def link(self, page: str, address: str) -> str:
        """Return what an address on a page leads to: `id`, `id#anchor`, `/path`, or the address as it is."""
        found = _within(page, address)
        if found is None:
            return address.strip()
        path, query, anchor = found
        contents = self.pages.get(path)
        if contents is None:
            return f"/{path}{query}{'#' * bool(anchor)}{anchor}"
        if anchor in contents.ids:
            return contents.ids[anchor] + query
        return f"{contents.ids.get('', '/' + path)}{query}{'#' * bool(anchor)}{anchor}"

    def file(self, page: str, address: str) -> str:
        """Return what a file is: `sha256-` and the hash of its bytes; `/path` or the address where it is not there."""
        found = _within(page, address)
        if found is None:
            return address.strip()
        content = self.read(found[0])
        return f"/{found[0]}" if content is None else f"sha256-{hashlib.sha256(content).hexdigest()}"

    def twice(self) -> Mapping[str, tuple[str, ...]]:
        """Return the ids that more than one section has, each with the pages on which they are."""
        ids = [(each.id, page) for page, contents in self.pages.items() for each in contents.sections]
        times = Counter(id for id, _ in ids)
        return {id: tuple(page for other, page in ids if other == id) for id in times if times[id] > 1}


def _within(page: str, address: str) -> tuple[str, str, str] | None:
    """Return path, query with its sign, and anchor of an address inside the site, or None for any other."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    query = f"?{parts.query}" if parts.query else ""
    if not parts.path:
        return page, query, unquote(parts.fragment)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
    folder = parts.path.endswith(("/", "/.", "/..")) or parts.path in (".", "..")
    return _page(path.lstrip("/") + "/" * folder), query, unquote(parts.fragment)


def _page(path: str) -> str:
    """Return the address of a folder for that of its `index.html`."""
    if posixpath.basename(path) == "index.html":
        path = path.removesuffix("index.html")
    return "" if path in (".", "./", "/") else path
