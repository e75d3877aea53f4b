"""What themes print: text, unless it is known as HTML.

No theme escapes what it prints. Titles and front matter are written by both parties and are text; the content of a page
is HTML, and so is what the owner says in `mkdocs.yml` for themes to show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import unescape
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from playbook.rendering.titles import titled


def escape_everything(env: Environment) -> None:
    """Let templates of a theme escape what is not known as HTML; none of them may have been read before."""
    env.autoescape = True


def owners_html(config: MkDocsConfig) -> None:
    """Let what the owner writes for themes to show, in `copyright` and in `extra`, reach them as HTML."""
    if config.copyright:
        config.copyright = Markup(config.copyright)  # noqa: S704  # `mkdocs.yml` is code of the owner
    _mark(config.extra)


def _mark(held: Any) -> None:
    for key, value in held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ():
        if isinstance(value, str):
            held[key] = Markup(value)  # noqa: S704  # `mkdocs.yml` is code of the owner
        else:
            _mark(value)


def escape_titles(page: Page, words: Callable[[str], str], named: bool) -> None:
    """Give a page its title, unless the navigation has `named` it, and its headings theirs, as HTML of their text.

    `words` returns a heading with the words of what macros put out. MkDocs keeps headings as HTML without elements.
    """
    if not named:
        vars(page).pop("title", None)
        told = page.meta.get("title")
        page.title = escape(unescape(words(page.title or ""))) if told is None else titled(told)
    for item in _every(page.toc):
        item.title = escape(unescape(words(item.title)))


def _every(toc: Iterable[AnchorLink]) -> list[AnchorLink]:
    items = list(toc)
    for item in items:
        items.extend(item.children)
    return items
