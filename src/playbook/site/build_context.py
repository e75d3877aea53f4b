"""Everything one build works with: the facts, the pages, the templates and what was found wrong."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from markupsafe import Markup

from playbook import schema
from playbook.changes import Change
from playbook.checks import OURS, CheckSet, checked
from playbook.checks.team_checks import checks_of
from playbook.finishing.downloads import MEETINGS, downloads, meetings
from playbook.finishing.tooltips import Tooltips
from playbook.loading.load import load
from playbook.model import Playbook
from playbook.pages.macro_context import MacroContext
from playbook.pages.pages import Page, Pages, read_pages
from playbook.pages.placeholders import Placeholders
from playbook.pages.sandbox import PageEnvironment, PageText
from playbook.pages.sandbox_limits import exhausted
from playbook.problems import Place, PlaybookError, Problem, Problems, line_of, quoted
from playbook.publish.release.editions import Edition, changed, edition, edition_of
from playbook.publish.tree.in_force import Term
from playbook.rendering.addresses import Addresses, Here
from playbook.rendering.english import texts_of
from playbook.rendering.locale import known, spoken
from playbook.rendering.renderer import Renderer
from playbook.reporting.unforeseen import of_owner
from playbook.views.base import Link
from playbook.views.scheme_codes import in_words

Conditions = Callable[[Pages], Iterable[Problem]]
"""Finds what of the settings the pages cannot work with."""


@dataclass(frozen=True)
class Since:
    """The edition before this one as `publish.reading.edition` takes it, and where that is written."""

    edition: str
    place: Place


@dataclass
class BuildContext:
    """One build. `problems` is what checking left standing, `found` what rendering finds."""

    playbook: Playbook
    problems: Problems
    pages: Pages
    addresses: Addresses
    renderer: Renderer
    root: Path
    asked: CheckSet = OURS
    carrying: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    placeholders: Placeholders = field(default_factory=Placeholders)
    found: Problems = field(default_factory=Problems)
    macros: tuple[Callable[..., Any], ...] = ()
    environment: PageEnvironment | None = None
    titled: bool = False
    changes: tuple[Change, ...] | None = None
    before: Playbook | None = None
    _page: Page | None = None
    _here: Here | None = None

    @classmethod
    def opened(
        cls,
        root: Path,
        data: str,
        docs: Path,
        overrides: Path | None,
        since: Since | None = None,
        today: date | None = None,
        renew: bool = False,
        conditions: Conditions | None = None,
    ) -> BuildContext:
        """Load and check what lies in `root`; raise `PlaybookError` with every problem that stops a build.

        `since` names the edition before this one; `today` is the day that dates are held against; `renew` brings the
        schemas that editors read up to date; `conditions` finds what of the settings the pages cannot work with.
        """
        asked = checks_of(root)
        loaded, problems = examined(root, data, docs, today, since, renew, asked)
        if loaded is not None and conditions is not None:
            problems.extend(conditions(loaded[1]))
        if loaded is None or problems.stop():
            raise PlaybookError(problems)
        playbook, pages, earlier = loaded
        renderer = Renderer([overrides] if overrides else [], playbook.about.locale)
        titles = (str(page.meta.get("title", "")) for page in pages.pages)
        renderer.written_by(chain(texts_of(playbook), titles, (page.text for page in pages.pages)))
        found = changed(earlier, edition_of(playbook, docs)) if earlier else None
        playbook = in_words(playbook.current, renderer.words)
        addresses = pages.addresses(playbook)
        before = earlier.playbook if earlier else None
        carrying = pages.carrying()
        made = (playbook, problems, pages, addresses, renderer, root, asked)
        return cls(*made, carrying=carrying, changes=found, before=before)

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

    @property
    def on_page(self) -> bool:
        """Whether a page is being made."""
        return self._page is not None

    def text_of(self, page: Page) -> str:
        """Return the text of a page with its macros called; placeholders stand for what they put out."""
        self.turn_to(page.path, titled=True)
        if self.environment is None:
            raise RuntimeError("no environment has been made for the pages")
        return self.environment.from_string(page.text).render()

    def unforeseen(self, error: Exception) -> Problem:
        """Return the problem of a page on which the host failed, at the line of the owner's code where that did."""
        if owned := of_owner(error, self.root):
            return owned
        message = exhausted(error) or f"the page cannot be made: {type(error).__name__}: {quoted(error)}"
        return Problem(Place(self.page_text().file), "page", message, "write it in simpler steps, or on several pages")

    def all_problems(self) -> Problems:
        """Return what checking left standing and what rendering found, and what is waived."""
        problems = Problems((*self.problems, *self.found))
        problems.waived = list(self.problems.waived)
        return problems

    @cached_property
    def chrome(self) -> Markup:
        """What every page holds for the scripts."""
        return self.renderer.block("chrome.html", Here("", self.addresses))

    def standing(self, up: str = "") -> Markup:
        """Return what every page says of how its edition stands; `up` is the way above it where it is published."""
        about = self.playbook.about
        cycle = about.cycle
        term = Term(cycle.version, 1, cycle.effective_from, cycle.effective_to, draft=cycle.status == "draft")
        return self.renderer.block("playbook/standing.html", Here("", self.addresses), about=about, term=term, up=up)

    def page_head(self, ours: str, *, other: bool = False, wide: bool = False) -> Markup:
        """Return what stands in the head of a page; `ours` leads from there to the folder of our files.

        `other` tells that another engine made the page, `wide` that it has a table which needs wide paper.
        """
        return self.renderer.block("finish/head.html", None, ours=ours, other=other, wide=wide)

    def page_banner(self) -> Markup:
        """Return what stands before the content of every page."""
        return self.renderer.block("finish/banner.html", None, standing=self.standing())

    def page_end(self, ours: str, address: str) -> Markup:
        """Return what stands at the end of a page that is to be found at `address`; `ours` as in `page_head`."""
        parts = {"chrome": self.chrome, "sheet": self.sheet(address)}
        return self.renderer.block("finish/end.html", None, ours=ours, **parts)

    def every_page(self) -> Mapping[str, Any]:
        """Return what the theme's template puts on every page, by the name it has there."""
        return {
            "playbook_head": self.page_head,
            "playbook_banner": self.page_banner(),
            "playbook_end": self.page_end,
        }

    def missing_page(self, entries: Iterable[tuple[Any, str]]) -> Markup:
        """Return what an address shows that leads nowhere; `entries` are titles and addresses to begin with."""
        return self.renderer.block("finish/missing.html", None, standing=self.standing(), entries=tuple(entries))

    def marked(self, content: str) -> str:
        """Return the content of a page with the mark by which it is found on the page."""
        return self.renderer.sheet("content.html", content=Markup(content))  # noqa: S704  # it is HTML already

    def sheet(self, address: str) -> Markup:
        """Return what every sheet of paper says of a page that is to be found at `address`."""
        return self.renderer.block("sheet.html", Here("", self.addresses), about=self.playbook.about, address=address)

    @cached_property
    def tooltips(self) -> Tooltips:
        """What the pages say of the terms of the glossary."""
        return Tooltips(self.playbook, self.renderer, self.addresses)

    def downloads(self) -> Mapping[str, bytes]:
        """Return the files to take away from the site."""
        return self._downloads

    @cached_property
    def _downloads(self) -> Mapping[str, bytes]:
        words = self.renderer.words
        return {**downloads(self.playbook, words), MEETINGS: meetings(self.playbook, words, self.addresses)}

    def macro_context(self) -> MacroContext:
        """Return what macros of the page being rendered work at."""
        here = self._here or Here("", self.addresses)
        found = (self.problems, self.carrying, self.macros, self.asked.checks, self.changes, self.before)
        return MacroContext(self.playbook, here, self.renderer, self.placeholders, *found)


def examined(
    root: Path,
    data: str,
    docs: Path,
    today: date | None = None,
    since: Since | None = None,
    renew: bool = False,
    asked: CheckSet = OURS,
) -> tuple[tuple[Playbook, Pages, Edition | None] | None, Problems]:
    """Load, read pages and check: what can be built, where anything can, and every problem found.

    `data` is the name of the data folder in `root`; `today` the day that dates are held against; `since` names the
    edition before this one, which is what can be built's third part; `renew` brings the schemas that editors read up
    to date; `asked` are the checks.
    """
    loaded = load(root / data, data)
    if renew:
        schema.renew(loaded, root / data, asked)
    if loaded.playbook is None:
        return None, checked(loaded, today, asked=asked)
    pages = read_pages(docs, docs.name, loaded.playbook.current)
    readable = not Problems(pages.problems).stop()
    carried = frozenset(pages.carrying()) if readable else None
    earlier, unread = _earlier(since, root)
    before = earlier.playbook if earlier else None
    facts = replace(loaded, accepted=(*loaded.accepted, *pages.accepted))
    problems = checked(facts, today, carried, pages.headings if readable else None, before, asked)
    problems.extend((*pages.problems, *unread, *_language(loaded.playbook)))
    return (loaded.playbook, pages, earlier), problems


def _earlier(since: Since | None, root: Path) -> tuple[Edition | None, Problems]:
    """Return the edition before this one, where there is one, and what is wrong with it, told where it is named."""
    try:
        return (edition(since.edition, root) if since else None), Problems()
    except PlaybookError as error:
        named = Place(since.edition if since else "")
        found = (replace(each, place=since.place) if since and each.place == named else each for each in error.problems)
        return None, Problems(found)


def tell(problem: Problem, log: logging.Logger) -> None:
    """Tell of a problem while building: what stops a strict build, and a language that the interface does not speak."""
    if problem.severity != "info":
        log.warning(line_of(problem))
    elif problem.id == "language":
        sys.stderr.write(f"{line_of(problem)}\n")


def _language(playbook: Playbook) -> Iterator[Problem]:
    """Tell of a language that nobody speaks, or in which the interface has no words."""
    name, place = playbook.about.locale, playbook.about.origin.at("locale")
    if not known(name):
        hint = "write the name that browsers have for it, such as en-GB, de or ar"
        yield Problem(place, "language", f"there is no language {quoted(name)}", hint)
    elif not spoken(name):
        message = f"the interface speaks English, dates included: there is no catalogue for {quoted(name)}"
        yield Problem(place, "language", message, "see the guide for programmers for how a language is added", "info")
