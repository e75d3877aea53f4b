"""The navigation of `mkdocs.yml`, with a line for each page that a template page stands for."""

from __future__ import annotations

from typing import Any

from playbook.pages.pages import Pages


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
