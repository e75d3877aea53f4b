"""The MkDocs plugin: what happens at each event of a build; the work is done elsewhere."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterator, MutableMapping
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from playbook.checks.team_checks import FOLDER
from playbook.finishing.made_page import MadePage
from playbook.finishing.search_index import OWN, SearchIndex
from playbook.folders import starter
from playbook.pages.pages import Pages
from playbook.pages.sandbox import PageEnvironment
from playbook.problems import PlaybookError, Problem, Problems
from playbook.rendering.template_cache import KeptBytecode
from playbook.rendering.titles import text_of, titled
from playbook.reporting.unforeseen import of_owner
from playbook.site import collisions, finish, navigation, serving, theme_files
from playbook.site.build_context import BuildContext, Since, tell
from playbook.site.conversion import Conversion, team_filters, team_macros
from playbook.site.engine import (
    BasePlugin,
    CombinedEvent,
    File,
    Files,
    LiveReloadServer,
    Navigation,
    Page,
    PluginError,
    Settings,
    event_priority,
)
from playbook.site.examination import site_problems, there
from playbook.site.language import set_language, set_phrases
from playbook.site.options import PlaybookConfig
from playbook.site.outcome import SiteError
from playbook.site.sanitising import Gate
from playbook.site.setting_checks import quieten, settings_problems
from playbook.site.settings import Written
from playbook.site.staging import Staging
from playbook.site.theme_escaping import escape_everything, owners_html
from playbook.site.unsafe_markup import UNFORESEEN, without_template

SCRIPT = "playbook/playbook.js"
"""The script of every page, which is no module, whatever the settings say: a browser runs none of those from a disk."""

log = logging.getLogger("mkdocs.plugins.playbook")  # without the prefix of MkDocs: a message begins with its place


class PlaybookPlugin(BasePlugin[PlaybookConfig]):  # type: ignore[no-untyped-call]
    """Turns a folder of facts and a folder of pages into a site."""

    _conversion: Conversion

    def __init__(self) -> None:
        """Begin with nothing loaded."""
        self.build: BuildContext | None = None
        self.staging: Staging | None = None
        self.rehearsed_on: date | None = None
        """The day of a check: the build is then ended before anything is written."""
        self.take_over = False
        """Whether the site may take the place of what was not made here."""
        self.serving = False
        self.publishing = False
        """Whether what is built is to be published, so that warnings stop it where the playbook says so."""
        self.odd: tuple[Problem, ...] = ()
        """What is odd in the settings and stops nothing."""
        self.macros: list[Callable[..., Any]] = []
        self.nav = Navigation([], [])
        self.files = Files([])
        self._content = ""
        self._meta: MutableMapping[str, Any] = {}
        self._search: SearchIndex | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Be kept by MkDocs for a whole `serve`, as plugins that define this event are."""
        self.serving = command == "serve"

    @event_priority(100)
    def on_config(self, config: Settings) -> Settings:
        """Load and check everything before anything renders; build beside the site, not into it."""
        self.macros.clear()
        self._dress(config)
        self.build = self._opened(config)
        config.strict = config.strict or (self.publishing and self.build.playbook.about.publish == "strict")
        quieten(config)
        owners_html(config)
        config.site_name = escape(self.build.playbook.about.title)
        config.site_description = escape(self.build.playbook.about.summary or config.site_description or "")
        set_language(config.theme, self.build.renderer.words)
        config.nav = navigation.expanded(config.nav, self.build.pages)
        theme_files.part_words(config)
        self._search = SearchIndex() if theme_files.part_words(config) else None
        gate = Gate(theme_files.classes(config), self.build.placeholders.text)
        self._conversion = Conversion(self.build, gate)
        self.staging = Staging(Path(config.site_dir), self.take_over)
        config.site_dir = str(self.staging.folder)
        return config

    def _dress(self, config: Settings) -> None:
        """Bring the look of the engine in behind a team's own overrides, unless it is the engine's."""
        own = config.theme.custom_dir
        if not (Path(own or "") / "playbook" / "base.css").is_file():
            config.theme.dirs.insert(1 if own else 0, str(starter.overrides()))
        config.extra_javascript = [SCRIPT if str(one) == SCRIPT else one for one in config.extra_javascript]

    def _opened(self, config: Settings) -> BuildContext:
        """Open what a build works with, and watch what it reads."""
        root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        overrides = Path(config.theme.custom_dir) / self.config.templates_dir if config.theme.custom_dir else None
        more = [each for each in (overrides, root / FOLDER) if each and each.is_dir()]
        watched = [root / self.config.data_dir, *more]
        config.watch += [str(folder) for folder in watched if str(folder) not in config.watch]
        try:
            docs, since = Path(config.docs_dir), self.config.since
            written = Written(root / Path(config.config_file_path or "mkdocs.yml").name)
            asked = Since(since, written.place("plugins", "playbook", "since")) if since else None

            def conditions(pages: Pages) -> Iterator[Problem]:
                yield from self.odd
                yield from settings_problems(config, written, pages, functools.partial(there, config))

            edited = self.serving or self.rehearsed_on is not None
            data, today = self.config.data_dir, self.rehearsed_on
            return BuildContext.opened(root, data, docs, overrides, asked, today, edited, conditions)
        except PlaybookError as error:
            raise SiteError(error.problems, config.strict) from None

    def bind(self, macro: Callable[..., Any]) -> Callable[..., Any]:
        """Return a macro as pages call it: its context, the page it stands on, is given to it."""
        self.macros.append(macro)

        @functools.wraps(macro)
        def called(*arguments: Any, **named: Any) -> Any:
            return macro(self._build.macro_context(), *arguments, **named)

        return called

    def pages(self) -> tuple[Page, ...]:
        """Return the pages of the last build, with their content."""
        return tuple(file.page for file in self.files.documentation_pages() if file.page is not None)

    def made_pages(self) -> Iterator[MadePage]:
        """Iterate over the pages as they were made, those of the navigation first and in its order."""
        others = (page for page in self.pages() if page not in self.nav.pages)
        return map(_made, (*self.nav.pages, *others))

    @property
    def _build(self) -> BuildContext:
        if self.build is None:
            raise PluginError("the playbook plugin was asked for facts before it had loaded them")
        return self.build

    def on_pre_build(self, *, config: Settings) -> None:
        """Make the sandbox in which pages are rendered, with what a team brings through the macros plugin."""
        build = self._build
        build.macros = tuple(self.macros)
        host = config.plugins.get("macros")
        if host is None:
            raise PluginError("mkdocs.yml lists no `macros` plugin: add it after `playbook`")
        owned = functools.partial(of_owner, root=build.root)
        build.environment = PageEnvironment(build.placeholders, build.page_text, build.found.add, owned)
        build.environment.globals = {**team_macros(host), "playbook": build.playbook}
        build.environment.filters.update(team_filters(host))

    @event_priority(100)
    def on_files(self, files: Files, *, config: Settings) -> Files:
        """Put a page for each entity where a template page stands; join the styles."""
        for template in self._build.pages.templates:
            if (file := files.get_file_from_path(template)) is not None:
                content = file.content_string
                files.remove(file)
                for page in self._build.pages.of_template(template):
                    if files.get_file_from_path(page.path) is None:
                        files.append(File.generated(config, page.path, content=content))
        theme_files.leave_out(files, config)
        names, downloads = collisions.beside(config, files), self._build.downloads()
        self._build.found.extend(
            collisions.problems(names, self._build.pages, config, downloads, self.config.extra_files)
        )
        theme_files.join_styles(files, config)
        rule = self._build.renderer.sheet("publish/in_force.js")
        files.append(File.generated(config, "playbook/in_force.js", content=rule))
        return files

    def on_nav(self, nav: Navigation, *, config: Settings, files: Files) -> Navigation:
        """Date every page by the cycle, so that no clock reaches the site."""
        for file in files.documentation_pages():
            if file.page is not None:
                if "title" in vars(file.page):
                    file.page.title = titled(file.page.title)
                file.page.update_date = self._build.playbook.about.cycle.effective_from.isoformat()
        self.nav, self.files = nav, files
        return nav

    def on_pre_page(self, page: Page, *, config: Settings, files: Files) -> Page:
        """Note which page is being rendered; its title waits for the first heading, whose macros are called once."""
        self._build.turn_to(page.file.src_uri, titled="title" in vars(page))
        if not self._build.titled:
            page.title = ""
        return page

    @event_priority(100)
    def _call_macros(self, markdown: str, *, page: Page, config: Settings, files: Files) -> str:
        """Call the macros of a page before any other plugin sees its text."""
        return self._conversion.called(page, markdown)

    @event_priority(-100)
    def _convert(self, markdown: str, *, page: Page, config: Settings, files: Files) -> str:
        """Convert a page when all plugins have seen its text; the engine is left nothing to convert."""
        self._conversion.converted(page, markdown, config, files)
        return ""

    on_page_markdown = CombinedEvent(_call_macros, _convert)

    @event_priority(100)
    def on_page_content(self, html: str, *, page: Page, config: Settings, files: Files) -> str:
        """Give a page its HTML, its title and its headings."""
        return self._conversion.content(page)

    def on_env(self, env: Any, *, config: Settings, files: Files) -> Any:
        """Stop before a file is written where a page has a problem; let themes print text, or what is known as HTML."""
        escape_everything(env)
        env.bytecode_cache = KeptBytecode(env)
        own = Path(config.theme.custom_dir) if config.theme.custom_dir else None
        self._build.found.extend(without_template(env, self._build.pages, own))
        set_phrases(env, self._build.renderer.words)
        entries = navigation.entries(self.nav, navigation.base(config.site_url))
        env.globals.update(self._build.every_page(), playbook_missing=self._build.missing_page(entries))
        if not self._build.found.stop():
            self._build.found.extend(site_problems(self._build, env, config, self.nav, files))
        self._end_where_stopped(config)
        return env

    def _end_where_stopped(self, config: Settings) -> None:
        """End the build with all problems where they stop it, or where it is none but a check; else begin to write."""
        problems = self._build.all_problems()
        if self.staging is not None:
            problems.extend(self.staging.wrong(config, self.config.data_dir, self.rehearsed_on is not None))
        if self.rehearsed_on is not None or problems.stop(config.strict):
            raise SiteError(problems, config.strict)
        if self.staging is not None:
            self.staging.begin()

    @event_priority(100)
    def _index(self, context: Any, *, page: Page, config: Settings, nav: Navigation) -> Any:
        """Take the words of a page for the search, in the place of the plugin that would."""
        self._meta = page.meta
        if self._search is not None:
            self._search.take(_made(page))
        page.meta = {**page.meta, OWN: {"exclude": True}}
        return context

    @event_priority(-100)
    def _mark(self, context: Any, *, page: Page, config: Settings, nav: Navigation) -> Any:
        """Note which page is being written, and mark its content, so that it is found in the built page."""
        page.meta = self._meta
        self._build.turn_to(page.file.src_uri, titled=True)
        self._content = page.content or ""
        page.content = Markup(self._build.marked(self._content))  # noqa: S704  # it has passed the gate of `sanitising`
        return context

    on_page_context = CombinedEvent(_index, _mark)

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: Settings) -> str:
        """Leave the content of a page unmarked to those who read it later."""
        page.content = self._content
        return output

    @event_priority(-100)
    def on_post_build(self, *, config: Settings) -> None:
        """Add the files to take away, follow every link, count the pages, and take the place of the last site."""
        if self.staging is None:
            return
        site = Path(config.site_dir)
        if self._search is not None and (told := theme_files.search_settings(config)):
            self._search.write(site, told)
        found = finish.finished_site(site, self._build, self.made_pages(), self.nav, self.files, config)
        if found.stop(strict=config.strict):
            raise SiteError(found, config.strict)
        for problem in self._build.all_problems():
            tell(problem, log)
        if config.strict and (warnings := self.staging.warnings()):
            raise PluginError(f"{warnings} warnings under --strict; the site is left as it was")
        self.staging.finish()
        config.site_dir = str(self.staging.target)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the last site as it was; say on which page the build ended, where it ended on one."""
        if self.staging is not None:
            self.staging.drop(error)
        if self.build is not None and self.build.on_page and isinstance(error, UNFORESEEN):
            raise SiteError(Problems([self.build.unforeseen(error)]), strict=True) from error

    def on_serve(self, server: LiveReloadServer, *, config: Settings, builder: Any) -> LiveReloadServer:
        """Keep the last good site while an edit is broken, and show the problem over it."""
        serving.guard(server, self._build.renderer.words)
        return server


def _made(page: Page) -> MadePage:
    return MadePage(page.file.src_uri, page.file.dest_uri, page.url, text_of(page.title), page.content or "", page.meta)
