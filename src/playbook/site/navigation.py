"""The navigation of `mkdocs.yml`, with a line for each page that a template page stands for, and where it begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from playbook.pages.pages import Pages
from playbook.site.engine import Navigation


def base(site_url: str | None) -> str:
    """Return the path at which a site is served, with a slash at its end: that of the host where none is known."""
    path = urlsplit(site_url or "/").path
    return path if path.endswith("/") else f"{path}/"


def entries(nav: Navigation, base: str) -> Iterator[tuple[Any, str]]:
    """Iterate over the titles of the first level, each with the address of the first page below it, from `base`."""
    for item in nav.items:
        first = item
        while first.children:
            first = first.children[0]
        yield item.title, urljoin(base, getattr(first, "url", None) or "")


def expanded(nav: Any, pages: Pages) -> Any:
    """Return `nav` with every `folder/[kind].md` replaced by the pages it stands for, in the order of the data."""
    if isinstance(nav, list):
        return [item for entry in nav for item in _entry(entry, pages)]
    return nav


def _entry(entry: Any, pages: Pages) -> list[Any]:
    if isinstance(entry, dict):
        return [{title: expanded(inner, pages) for title, inner in entry.items()}]
    if entry in pages.templates:
        return [page.path for page in pages.of_template(entry)]
    return [entry]
