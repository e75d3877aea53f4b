"""Everything one build works with: the facts, the pages, the templates and what was found wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

from playbook.address import Addresses, Here
from playbook.bounds import NESTED, TOO_LONG, TookTooLong
from playbook.changes import Change
from playbook.checks import CHECKS, checked
from playbook.desk import Desk
from playbook.load import load
from playbook.locale import known, spoken
from playbook.model import Playbook
from playbook.pages import Page, Pages, read_pages
from playbook.problems import Place, PlaybookError, Problem, Problems, quoted
from playbook.publish.reading import Edition, changed, edition, written
from playbook.render import Renderer
from playbook.sandbox import PageEnvironment, PageText
from playbook.site.downloads import downloads
from playbook.site.glossary import Tooltips
from playbook.stash import Stash
from playbook.views.base import Link
from playbook.views.letters import in_words


@dataclass
class Workshop:
    """One build. `problems` is what checking left standing, `found` what rendering finds."""

    playbook: Playbook
    problems: Problems
    pages: Pages
    addresses: Addresses
    renderer: Renderer
    carrying: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    stash: Stash = field(default_factory=Stash)
    found: Problems = field(default_factory=Problems)
    macros: tuple[Callable[..., Any], ...] = ()
    environment: PageEnvironment | None = None
    titled: bool = False
    changes: tuple[Change, ...] | None = None
    _page: Page | None = None
    _here: Here | None = None

    @classmethod
    def opened(
        cls, root: Path, data: str, docs: Path, overrides: Path | None, strict: bool, since: str | None = None
    ) -> Workshop:
        """Load and check what lies in `root`; raise `PlaybookError` with every problem that stops a build.

        `since` names the edition before this one, as `publish.reading.edition` takes it.
        """
        loaded, problems = examined(root, data, docs, since=since)
        if loaded is None or problems.stop(strict):
            raise PlaybookError(problems)
        playbook, pages, earlier = loaded
        renderer = Renderer([overrides] if overrides else [], playbook.about.locale)
        found = changed(earlier, written(playbook, docs)) if earlier else None
        playbook = in_words(playbook, renderer.words)
        addresses = pages.addresses(playbook)
        return cls(playbook, problems, pages, addresses, renderer, carrying=pages.carrying(), changes=found)

    def turn_to(self, path: str, titled: bool) -> None:
        """Begin the page whose file is `path`; `titled` tells that the navigation names it."""
        self._page = self.pages.at(path)
        self._here = Here(self._page.url if self._page else "", self.addresses)
        self.titled = titled

    def page_text(self) -> PageText:
        """Return where the page being rendered is written, and its variables."""
        if self._page is None:
            return PageText("docs")
        return PageText(self._page.written, self._page.first_line, self._page.variables)

    def text_of(self, page: Page) -> str:
        """Return the text of a page with its macros called; what they put out is in the stash."""
        self.turn_to(page.path, titled=True)
        if self.environment is None:
            raise RuntimeError("no environment has been made for the pages")
        return self.environment.from_string(page.text).render()

    def unforeseen(self, error: Exception) -> Problem:
        """Return the problem of a page on which the host failed."""
        said = TOO_LONG if isinstance(error, TookTooLong) else NESTED if isinstance(error, RecursionError) else ""
        message = said or f"the page cannot be made: {type(error).__name__}: {quoted(error)}"
        return Problem(Place(self.page_text().file), "page", message, "write it in simpler steps, or on several pages")

    def rehearse(self) -> Problems:
        """Call the macros of every page, and return what is wrong; nothing is converted."""
        for page in self.pages.pages:
            self.text_of(page)
        return self.found

    @cached_property
    def chrome(self) -> Markup:
        """What every page holds for the scripts."""
        return self.renderer.block("chrome.html", Here("", self.addresses))

    @cached_property
    def tooltips(self) -> Tooltips:
        """What the pages say of the terms of the glossary."""
        return Tooltips(self.playbook, self.renderer, self.addresses)

    def downloads(self) -> Mapping[str, bytes]:
        """Return the files to take away from the site."""
        return downloads(self.playbook, self.renderer.words)

    def desk(self) -> Desk:
        """Return what macros of the page being rendered work at."""
        here = self._here or Here("", self.addresses)
        found = (self.problems, self.carrying, self.macros, CHECKS, self.changes)
        return Desk(self.playbook, here, self.renderer, self.stash, *found)


def examined(
    root: Path, data: str, docs: Path, today: date | None = None, since: str | None = None
) -> tuple[tuple[Playbook, Pages, Edition | None] | None, Problems]:
    """Load, read pages and check: what can be built, where anything can, and every problem found.

    `data` is the name of the data folder in `root`; `today` the day that dates are held against; `since` names the
    edition before this one, which is what can be built's third part.
    """
    loaded = load(root / data, data)
    if loaded.playbook is None:
        return None, checked(loaded, today)
    pages = read_pages(docs, docs.name, loaded.playbook)
    readable = not Problems(pages.problems).stop()
    carried = frozenset(pages.carrying()) if readable else None
    earlier, unread = _earlier(since, root)
    before = earlier.playbook if earlier else None
    problems = checked(loaded, today, carried, pages.headings if readable else None, before)
    problems.extend((*pages.problems, *unread, *_language(loaded.playbook)))
    return (loaded.playbook, pages, earlier), problems


def _earlier(since: str | None, root: Path) -> tuple[Edition | None, Problems]:
    """Return the edition before this one, where there is one, and what is wrong with it."""
    try:
        return (edition(since, root) if since else None), Problems()
    except PlaybookError as error:
        return None, error.problems


def _language(playbook: Playbook) -> Iterator[Problem]:
    """Tell of a language that nobody speaks, or in which the interface has no words."""
    name, place = playbook.about.locale, playbook.about.origin.at("locale")
    if not known(name):
        hint = "write the name that browsers have for it, such as en-GB, de or ar"
        yield Problem(place, "language", f"there is no language {quoted(name)}", hint)
    elif not spoken(name):
        message = f"there are no words of the interface in {quoted(name)}: they stay English"
        yield Problem(place, "language", message, "see the guide for programmers for how a language is added", "info")
