"""Everything one build works with: the facts, the pages, the templates and what was found wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from playbook.address import Addresses, Here
from playbook.bounds import NESTED, TOO_LONG, TookTooLong
from playbook.checks import CHECKS, checked
from playbook.desk import Desk
from playbook.load import load
from playbook.model import Playbook
from playbook.pages import Page, Pages, read_pages
from playbook.problems import Place, PlaybookError, Problem, Problems, quoted
from playbook.render import Renderer
from playbook.sandbox import PageEnvironment, PageText
from playbook.stash import Stash
from playbook.views.base import Link


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
    _page: Page | None = None
    _here: Here | None = None

    @classmethod
    def opened(cls, root: Path, data: str, docs: Path, overrides: Path | None, strict: bool) -> Workshop:
        """Load and check what lies in `root`; raise `PlaybookError` with every problem that stops a build."""
        loaded, problems = examined(root, data, docs)
        if loaded is None or problems.stop(strict):
            raise PlaybookError(problems)
        playbook, pages = loaded
        renderer = Renderer([overrides] if overrides else [], playbook.about.locale)
        return cls(playbook, problems, pages, pages.addresses(playbook), renderer, carrying=pages.carrying())

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

    def desk(self) -> Desk:
        """Return what macros of the page being rendered work at."""
        here = self._here or Here("", self.addresses)
        return Desk(self.playbook, here, self.renderer, self.stash, self.problems, self.carrying, self.macros, CHECKS)


def examined(
    root: Path, data: str, docs: Path, today: date | None = None
) -> tuple[tuple[Playbook, Pages] | None, Problems]:
    """Load, read pages and check: what can be built, where anything can, and every problem found.

    `data` is the name of the data folder in `root`; `today` the day that dates are held against.
    """
    loaded = load(root / data, data)
    if loaded.playbook is None:
        return None, checked(loaded, today)
    pages = read_pages(docs, docs.name, loaded.playbook)
    carried = None if Problems(pages.problems).stop() else frozenset(pages.carrying())
    problems = checked(loaded, today, carried)
    problems.extend(pages.problems)
    return (loaded.playbook, pages), problems
