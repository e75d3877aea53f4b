"""A page from its text to its HTML: its macros are called, its Markdown is converted, and it passes the gate.

The text is rendered in our own sandbox before any other plugin sees it, so that no other one renders it. The engine
converts it once, as a page of its own: the same words in the same place, within limits, and what fails is a problem of
that page alone. The engine is then given nothing more to convert, and the HTML when it asks for it.
"""

from __future__ import annotations

from typing import Any

from playbook.pages import sandbox_limits
from playbook.pages.page import Page as Text
from playbook.pages.sandbox import PageEnvironment
from playbook.problems import Problem
from playbook.site.build_context import BuildContext
from playbook.site.engine import Files, Page, PluginError, Settings, TableOfContents
from playbook.site.sanitising import Gate
from playbook.site.theme_escaping import escape_titles
from playbook.site.unsafe_markup import UNFORESEEN, passed

RENDERED = {"render_macros": False}
"""What the front matter of a page says for the macros plugin to leave it alone."""
_OF_THE_HOST = frozenset([
    "config", "context", "environment", "extra", "files", "filters", "filters_builtin", "git", "macros",
    "mkdocs_build", "navigation", "now", "page", "plugin",
])  # fmt: skip
"""What the macros plugin itself brings: it tells of the machine and of the moment."""
_DATA = (str, int, float, bool, list, tuple, dict, type(None))


def team_macros(host: Any) -> dict[str, Any]:
    """Return the variables and macros that a playbook brings through the macros plugin, without the plugin's own."""
    variables = {name: value for name, value in host.variables.items() if name not in _OF_THE_HOST}
    return {**{name: value for name, value in variables.items() if isinstance(value, _DATA)}, **_of_team(host.macros)}


def team_filters(host: Any) -> dict[str, Any]:
    """Return the filters that a playbook brings through the macros plugin."""
    return _of_team(host.filters)


def _of_team(registered: Any) -> dict[str, Any]:
    own = "mkdocs_macros"
    return {name: item for name, item in registered.items() if not str(item.__module__).startswith(own)}


class Conversion:
    """Converts the pages of one build, one after the other."""

    def __init__(self, build: BuildContext, gate: Gate) -> None:
        """Convert for a build; what authors wrote passes `gate`."""
        self._build, self._gate = build, gate
        self._page: Page | None = None

    @property
    def _environment(self) -> PageEnvironment:
        if self._build.environment is None:
            raise PluginError("the playbook plugin was asked for a page before it had made a place for its macros")
        return self._build.environment

    def called(self, page: Page, markdown: str) -> str:
        """Return the Markdown of a page with its macros called, and keep every other plugin from calling any."""
        page.meta = {**page.meta, **RENDERED}
        return str(self._environment.from_string(markdown).render())

    def converted(self, page: Page, markdown: str, config: Settings, files: Files) -> None:
        """Convert the Markdown of a page; where that fails or takes too long, the page is empty and has a problem."""
        self._page = twin = Page(None, page.file, config)
        page.file.page = page
        twin.markdown, twin.meta = markdown, page.meta
        try:
            with sandbox_limits.watched():
                twin.render(config, files)
                sandbox_limits.fits(len(twin.content or ""))
                sandbox_limits.not_too_deep(twin.content or "")
                written = self._build.pages.at(path := page.file.src_uri) or Text(path, path, markdown, 1)
                twin.content, problems = passed(twin.content or "", written, self._gate)
                self._build.found.extend(problems)
        except UNFORESEEN as error:
            twin.content, twin.toc = "", TableOfContents([])
            self._note(self._build.unforeseen(error))

    def _note(self, problem: Problem) -> None:
        self._build.found.add(problem)

    def content(self, page: Page) -> str:
        """Return the HTML of a page, with the blocks where their placeholders stand; give it its title and headings."""
        twin = self._page
        if twin is None or twin.file is not page.file:
            raise PluginError(f"{page.file.src_uri} was not converted")
        page.toc, page.markdown = twin.toc, twin.markdown
        page.present_anchor_ids, page.links_to_anchors = twin.present_anchor_ids, twin.links_to_anchors
        page.meta = {key: value for key, value in page.meta.items() if key not in RENDERED}
        placeholders = self._build.placeholders
        escape_titles(page, twin.title, placeholders.words, named=self._build.titled)
        return placeholders.restore(twin.content or "")
