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

from playbook.rendering.titles import titled
from playbook.site.engine import AnchorLink, Page, Settings


def escape_everything(env: Environment) -> None:
    """Let templates of a theme escape what is not known as HTML; none of them may have been read before."""
    env.autoescape = True


def owners_html(config: Settings) -> None:
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


def escape_titles(page: Page, title: str | None, words: Callable[[str], str], named: bool) -> None:
    """Give a page its title, unless the navigation has `named` it, and its headings theirs, as HTML of their text.

    `title` is what its text begins with; `words` returns a heading with the words of what macros put out. MkDocs keeps
    headings as HTML without elements.
    """
    if not named:
        told = page.meta.get("title")
        page.title = escape(unescape(words(title or ""))) if told is None else titled(told)
    for item in _every(page.toc):
        item.title = escape(unescape(words(item.title)))


def _every(toc: Iterable[AnchorLink]) -> list[AnchorLink]:
    items = list(toc)
    for item in items:
        items.extend(item.children)
    return items
