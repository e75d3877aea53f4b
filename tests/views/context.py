"""What macros are called with: a page of a small playbook, without a site around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bs4 import BeautifulSoup

from playbook.model import Playbook
from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Placeholders
from playbook.rendering.addresses import Addresses, Here
from playbook.rendering.renderer import Renderer

OWN_PAGES = ("role", "phase", "workstream", "forum", "path", "programme")
"""The kinds whose entities have a page each there, such as `role/client-head/`."""


def context(playbook: Playbook, url: str = "here/", home: Mapping[str, str] | None = None, **more: Any) -> MacroContext:
    """Return the context of the page at `url`; `home` names the pages that hold all entities of a kind."""
    pages = {(kind, entity.id): f"{kind}/{entity.id}/" for kind in OWN_PAGES for entity in playbook.of_kind(kind)}
    return MacroContext(playbook, Here(url, Addresses(playbook, pages, home or {})), Renderer(), Placeholders(), **more)


def shown(context: MacroContext, macro: Callable[..., Any], *arguments: Any, **named: Any) -> BeautifulSoup:
    """Return what a macro puts on the page."""
    return BeautifulSoup(context.placeholders.restore(macro(context, *arguments, **named)), "lxml")


def text(soup: Any) -> str:
    """Return the words of a piece of a page, evenly spaced."""
    return " ".join(soup.get_text(" ").split())
