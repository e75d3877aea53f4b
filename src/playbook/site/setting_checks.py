"""What a playbook asks of its settings: what its pages cannot work with is refused where it is written, once."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playbook.finishing.links import SAFE_SCHEMES
from playbook.markdown.links import meant
from playbook.pages.pages import Pages
from playbook.problems import Place, Problem, did_you_mean, quoted
from playbook.site.settings import ID, Written

FEATURES = frozenset(
    [
        "announce.dismiss",
        "content.action.edit",
        "content.action.view",
        "content.code.annotate",
        "content.code.copy",
        "content.code.select",
        "content.footnote.tooltips",
        "content.lazy",
        "content.tabs.link",
        "content.tooltips",
        "header.autohide",
        "navigation.expand",
        "navigation.footer",
        "navigation.indexes",
        "navigation.instant",
        "navigation.instant.prefetch",
        "navigation.instant.preview",
        "navigation.instant.progress",
        "navigation.path",
        "navigation.prune",
        "navigation.sections",
        "navigation.tabs",
        "navigation.tabs.sticky",
        "navigation.top",
        "navigation.tracking",
        "search.highlight",
        "search.share",
        "search.suggest",
        "toc.follow",
        "toc.integrate",
    ]
)
"""The features that Material for MkDocs knows."""
_USED = {
    "admonition": re.compile(r"^[ \t]*!!! ", re.MULTILINE),
    "pymdownx.details": re.compile(r"^[ \t]*\?\?\?\+? ", re.MULTILINE),
    "footnotes": re.compile(r"\[\^[^\]\n]+\]"),
    "def_list": re.compile(r"^:[ \t]{1,3}\S", re.MULTILINE),
    "md_in_html": re.compile(r"<\w[^<>\n]*\bmarkdown\b[^<>\n]*>"),
}
"""The extensions of Markdown without which a page that is written so would show its own signs."""
_FROM_ELSEWHERE = "a build fetches nothing, so that it says the same on every machine"
PLUGINS = {
    "blog": "it makes pages whose headings have no ids that could be cited",
    "info": "it packs the playbook for a report of a fault of the theme, in place of a site",
    "offline": "it gives pages addresses that end in `.html`, and citations end in `/`",
    "optimize": "it changes pictures by programs of this machine, so that their fingerprints differ elsewhere",
    "privacy": f"it fetches what pages take from other hosts, and {_FROM_ELSEWHERE}",
    "social": f"it fetches fonts, and {_FROM_ELSEWHERE}",
}
"""The plugins of the theme that a playbook cannot be built with, and why."""
_MACROS = {
    "render_by_default": (False, "then no page calls its macros"),
    "include_dir": (None, "pages cannot bring in other files"),
    "j2_block_start_string": (None, "pages call macros between `{{` and `}}` alone"),
    "j2_block_end_string": (None, "pages call macros between `{{` and `}}` alone"),
    "j2_variable_start_string": (None, "pages call macros between `{{` and `}}` alone"),
    "j2_variable_end_string": (None, "pages call macros between `{{` and `}}` alone"),
    "j2_comment_start_string": (None, "pages call macros between `{{` and `}}` alone"),
    "j2_comment_end_string": (None, "pages call macros between `{{` and `}}` alone"),
}
"""Options of the macros plugin that the pages of a playbook cannot be written with: the value refused, and why."""


def settings_problems(config: Any, written: Written, pages: Pages, there: Callable[[str], bool]) -> Iterator[Problem]:
    """Iterate over what of the settings the pages cannot work with; `there` tells whether a file is to be published."""
    yield from _addresses(config, written)
    if not any((Path(folder) / "base.html").is_file() for folder in config.theme.dirs):
        message = "the pages of a playbook need a theme that has a `base.html`"
        yield _problem(written.place("theme", "name"), message, "write `name: material`")
    yield from _features(config, written)
    if config.theme.name == "material":
        yield from _icons(config, written)
    yield from _plugins(config, written)
    yield from _extensions(config, written, pages)
    yield from _menu(config, written, pages, there)


def quieten(config: Any) -> None:
    """Leave to the playbook what MkDocs says of links and of the menu: it knows where they are written."""
    for part in (config.validation.nav, config.validation.links):
        for key in ("omitted_files", "not_found", "anchors", "unrecognized_links"):
            if key in part:
                part[key] = logging.DEBUG


def _problem(place: Place, message: str, hint: str, severity: Any = "error") -> Problem:
    return Problem(place, ID, message, hint, severity)


def _addresses(config: Any, written: Written) -> Iterator[Problem]:
    """Refuse addresses of pages that are files: what is cited ends in a slash, for as long as it is cited."""
    if not config.use_directory_urls and not any(_bare(name) == "offline" for name in config.plugins):
        message = "this gives pages addresses that end in `.html`, and citations end in `/`"
        hint = "delete this line; a folder of a published site opens from a disk as it is"
        yield _problem(written.place("use_directory_urls"), message, hint)


def _bare(plugin: str) -> str:
    return plugin.removeprefix("material/")


def _features(config: Any, written: Written) -> Iterator[Problem]:
    """Refuse features of the theme with which the scripts of the pages do not run, and question unknown ones."""
    if config.theme.name != "material":
        return
    named = config.theme.get("features", [])
    if not isinstance(named, list):
        yield _problem(
            written.key("theme", "features"), "`features` is a list", "write one a line, each after a hyphen"
        )
        return
    for feature in map(str, named):
        place = written.place("theme", "features", feature)
        if feature.startswith("navigation.instant"):
            message = f"with {quoted(feature)} the scripts of a page run for the first page alone"
            yield _problem(place, message, "delete this line")
        elif feature not in FEATURES:
            message = f"the theme has no feature {quoted(feature)}"
            yield _problem(place, message, did_you_mean(feature, FEATURES, "delete this line"), "warning")


def _icons(config: Any, written: Written) -> Iterator[Problem]:
    """Refuse icons that the theme does not have, in the settings that name some."""
    for name, path in _named_icons(config):
        if not any((Path(folder) / ".icons" / f"{name}.svg").is_file() for folder in config.theme.dirs):
            hint = "the icons are listed at https://squidfunk.github.io/mkdocs-material/reference/icons-emojis/"
            yield _problem(written.place(*path), f"the theme has no icon {quoted(name)}", hint)


def _named_icons(config: Any) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Iterate over the icons that the settings name, each with the keys that lead to it."""
    icons = config.theme.get("icon")
    for key, named in icons.items() if isinstance(icons, dict) else ():
        inner = named.items() if isinstance(named, dict) else [(None, named)]
        for below, icon in inner:
            yield str(icon), ("theme", "icon", key, *([below] if below else []))
    palettes = config.theme.get("palette")
    for number, palette in enumerate(palettes if isinstance(palettes, list) else ()):
        toggle = palette.get("toggle") if isinstance(palette, dict) else None
        if isinstance(toggle, dict) and toggle.get("icon"):
            yield str(toggle["icon"]), ("theme", "palette", number, "toggle", "icon")
    for number, link in enumerate(config.extra.get("social") or ()):
        if isinstance(link, dict) and link.get("icon"):
            yield str(link["icon"]), ("extra", "social", number, "icon")


def _plugins(config: Any, written: Written) -> Iterator[Problem]:
    """Refuse plugins that are missing, in the wrong order, or set so that pages do not call their macros."""
    names = list(config.plugins)
    for name in names:
        if why := PLUGINS.get(_bare(name)):
            place, bare = written.key("plugins", name), written.key("plugins", _bare(name))
            place = bare if place == written.key("plugins") else place
            yield _problem(place, f"a playbook has no use for `{_bare(name)}`: {why}", "delete this line")
    if "macros" not in names:
        place, hint = written.key("plugins"), "add `- macros:` and `module_name: macros` below it, after `playbook`"
        yield _problem(place, "the settings list no `macros` plugin", hint)
        return
    if names.index("macros") < names.index("playbook"):
        message = "`macros` stands before `playbook`, whose macros it is to know"
        yield _problem(written.key("plugins", "macros"), message, "put `- playbook` above it")
    for key, (refused, why) in _MACROS.items():
        said = config.plugins["macros"].config.get(key)
        if said == refused if refused is not None else said:
            yield _problem(
                written.key("plugins", "macros", key), f"`{key}` cannot be set so: {why}", "delete this line"
            )


def _extensions(config: Any, written: Written, pages: Pages) -> Iterator[Problem]:
    """Refuse settings without the extensions that the ids of headings, or the words of a page, need."""
    known = {str(each).removeprefix("markdown.extensions.") for each in config.markdown_extensions}
    place = written.key("markdown_extensions")
    if not known & {"attr_list", "extra", "pymdownx.extra"}:
        message = "`markdown_extensions` lists no `attr_list`, without which headings have no ids of their own"
        yield _problem(place, message, "add a line `- attr_list`")
    for name, pattern in _USED.items():
        if known & {name, *(() if "." in name else ("extra", "pymdownx.extra"))}:
            continue
        page = next((page for page in pages.pages if pattern.search(page.text)), None)
        if page is not None:
            line = page.first_line + page.text.count("\n", 0, _first(pattern, page.text))
            message = f"`markdown_extensions` lists no `{name}`, which {page.written}:{line} needs"
            yield _problem(place, message, f"add a line `- {name}`")


def _first(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return found.start() if found else 0


def _menu(config: Any, written: Written, pages: Pages, there: Callable[[str], bool]) -> Iterator[Problem]:
    """Refuse lines of the menu that lead to no page."""
    files = sorted({*(page.path for page in pages.pages), *pages.templates})
    for name, place in _lines(config, written):
        if not name:
            yield _problem(place, "a line of the menu leads nowhere", "write the file of a page behind it")
        elif _scheme(name) in SAFE_SCHEMES:
            continue
        elif name not in files and not (name.endswith(".md") and there(name)):
            hint = meant(name, "", files)
            yield _problem(place, f"the menu leads to {quoted(name)}, and there is no such page", hint)


def _lines(config: Any, written: Written) -> Iterable[tuple[str, Place]]:
    found = list(written.leaves("nav"))
    return found if found or not config.nav else ((name, written.place("INHERIT")) for name in _leaves(config.nav))


def _leaves(nav: Any) -> Iterator[str]:
    inner = nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else None
    if inner is None:
        yield str(nav or "")
    for each in inner or ():
        yield from _leaves(each)


def _scheme(address: str) -> str | None:
    try:
        return urlsplit(address).scheme or None
    except ValueError:
        return None
