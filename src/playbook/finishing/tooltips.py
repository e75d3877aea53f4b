"""The glossary on every page: the first use of each term explains itself, and each term knows the pages that use it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from markupsafe import Markup, escape

from playbook.finishing.made_page import MadePage
from playbook.model import Playbook
from playbook.pages.pages import Pages
from playbook.pages.terms import Terms
from playbook.rendering.addresses import Addresses, Here, relative
from playbook.rendering.renderer import Renderer
from playbook.views.base import Link
from playbook.views.glossary import tip, users

_MARK = re.compile(r"<!-- used: ([a-z0-9-]+) -->")
"""Where the entry of a term tells the pages that use it; they are known only when all pages are."""
LEFT_OUT = "glossary"
"""The key of a front matter that says `false` where the words of a page are not to be explained."""
_END = "\ue002"
"""Parts what a template makes, so that one call makes the markup of many; no text holds it."""


class Tooltips:
    """What the pages of one site say of the terms of its glossary."""

    def __init__(self, playbook: Playbook, renderer: Renderer, addresses: Addresses) -> None:
        """Look for the terms that have a home on the site, and nowhere in that home."""
        self._playbook, self._renderer, self._addresses = playbook, renderer, addresses
        homes = {term.id: addresses.of("term", term.id) for term in playbook.terms}
        self._homes = {id: home for id, home in homes.items() if home}
        self._home_pages = {page for page, _ in self._homes.values()}
        self._terms = Terms.of(playbook) if self._homes else None
        self._contents: dict[str, str] = {}
        self._users: dict[str, list[Link]] = {}
        self._words: dict[tuple[str, ...], tuple[str, ...]] = {}

    def read(self, url: str, title: str, html: str) -> None:
        """Mark the terms on the page at `url`, and note which they are."""
        if self._terms is None or url in self._home_pages:
            return
        near: dict[str, str] = {}
        content, used = self._terms.marked(html, lambda terms, text: self._word(terms, text, url, near))
        if used:
            context = {"tips": [self._tips[id] for id in used], "first": Link("term", used[0], "")}
            tips = self._renderer.block("glossary/tips.html", Here(url, self._addresses), **context)
            self._contents[url] = content + str(tips)
        for id in used:
            self._users.setdefault(id, []).append(Link("page", url, title))

    def content(self, url: str, html: str) -> str:
        """Return the content of the page at `url` with its terms marked, once all pages have been read."""
        html = self._contents.pop(url, html)
        ids = _MARK.findall(html)
        if not ids:
            return html
        named = [users(tuple(self._users.get(id, ()))) for id in ids]
        rows = self._renderer.block("glossary/used.html", Here(url, self._addresses), entries=named, end=_END)
        told = iter(rows.split(_END))
        return _MARK.sub(lambda _: str(next(told)), html)

    def _word(self, terms: tuple[str, ...], text: str, url: str, near: dict[str, str]) -> str:
        """Return the markup of a use on the page at `url`; `near` holds the addresses of homes as it has them."""
        page, anchor = self._homes[terms[0]]
        if page not in near:
            near[page] = str(escape(relative(page, url)))
        if terms not in self._words:
            here = Here("", self._addresses)
            html = self._renderer.block("glossary/use.html", here, terms=terms, address=_END, text=_END)
            self._words[terms] = tuple(str(html).strip().split(_END))
        before, between, behind = self._words[terms]
        return f"{before}{near[page]}{'#' if anchor else ''}{anchor}{between}{text}{behind}"

    @cached_property
    def _tips(self) -> dict[str, Markup]:
        """What each term means, made at once for all pages."""
        tips = [tip(self._playbook, term.id) for term in self._playbook.terms]
        html = self._renderer.block("glossary/tip.html", Here("", self._addresses), tips=tips, end=_END)
        return dict(zip((tip.id for tip in tips), html.split(_END), strict=False))


def read(tooltips: Tooltips, pages: Pages, made: Iterable[MadePage]) -> None:
    """Read all pages in their order, those that stand for one of many entities last."""
    many = {path for paths in pages.templates.values() for path in paths}
    for page in sorted(made, key=lambda page: page.path in many):
        if page.content and page.meta.get(LEFT_OUT) is not False:
            tooltips.read(page.url, page.title, page.content)
