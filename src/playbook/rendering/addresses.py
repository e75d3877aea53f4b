"""Where each entity lives on the site, and how one page points at it.

An entity lives on a page of its own where there is a template page for its kind (`docs/roles/[role].md`), else on
the page of what it belongs to, else on the page whose front matter says `home: [kind]`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playbook.model import Playbook, id_to_cite
from playbook.views.base import Link

BELONGS: Mapping[str, tuple[str, Callable[[Playbook, str], str]]] = {
    "activity": ("workstream", lambda playbook, id: playbook.activities[id].workstream),
}
"""Kinds that live with another entity: the kind of the other, and how to find it."""


@dataclass(frozen=True)
class Addresses:
    """The homes of all entities; addresses are relative to the root of the site, such as `roles/buyer/`."""

    playbook: Playbook
    pages: Mapping[tuple[str, str], str]
    """Pages of single entities, by kind and id."""
    homes: Mapping[str, str]
    """Pages that hold all entities of a kind."""

    def of(self, kind: str, id: str) -> tuple[str, str] | None:
        """Return the page of an entity and the anchor on it (empty for the page as a whole), or None.

        What is not current is nowhere. The kind `page` stands for the page whose address is the id, `download` for the
        file whose path it is.
        """
        if kind in ("page", "download"):
            return id, ""
        if not self.playbook.is_current(kind, id):
            return None
        if page := self.pages.get((kind, id)):
            return page, ""
        if kind in BELONGS:
            owner, find = BELONGS[kind]
            if page := self.pages.get((owner, find(self.playbook, id))):
                return page, id_to_cite(kind, id)
        if page := self.homes.get(kind):
            return page, id_to_cite(kind, id)
        return None


@dataclass
class Here:
    """One page: where it is, and which anchors it has set already."""

    url: str
    addresses: Addresses
    source: str = ""
    anchors: set[str] = field(default_factory=set)

    @property
    def in_house(self) -> bool:
        """Whether the client's own departments supply."""
        return self.addresses.playbook.in_house

    def address(self, link: Link) -> str | None:
        """Return the address of an entity as this page writes it, or None where it has no home."""
        home = self.addresses.of(link.kind, link.id)
        if home is None:
            return None
        page, anchor = home
        fragment = f"#{anchor}" if anchor else ""
        if page == self.url:
            return fragment or "#"
        return relative(page, self.url) + fragment

    def address_of(self, url: str) -> str:
        """Return where a link of the data leads, as this page writes it: to a page of the playbook, or away."""
        path, hash, fragment = url.partition("#")
        if ":" in path or not path.endswith(".md"):
            return url
        stem = path.removesuffix(".md")
        page = stem.removesuffix("index") if stem == "index" or stem.endswith("/index") else f"{stem}/"
        within = page == self.url and fragment
        return f"{'' if within else relative(page, self.url)}{hash}{fragment}"

    def lead(self, target: str) -> str | None:
        """Return where a link in prose leads, as this page writes it; None where it names what has no home now."""
        if not target.startswith("#"):
            return self.address_of(target)
        found = self.addresses.playbook.cited(target[1:])
        return self.address(Link(found[0], found[1].id, "")) if found else None

    def anchor(self, kind: str, id: str) -> str | None:
        """Return the anchor to set for an entity shown here: its own, once, and only on the page it lives on."""
        home = self.addresses.of(kind, id)
        if home is None or home[0] != self.url or not home[1] or home[1] in self.anchors:
            return None
        self.anchors.add(home[1])
        return home[1]


def relative(page: str, base: str) -> str:
    """Return the address of `page` as seen from `base`, both relative to the root of the site."""
    start = posixpath.dirname("/" + base)
    path = posixpath.relpath("/" + page, start)
    return path + "/" if page.endswith("/") or not page else path
