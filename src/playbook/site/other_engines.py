"""The site out of another engine: what it is given, and what is made of what it wrote.

`export` writes a folder that any engine builds which reads the settings of MkDocs; `finish` makes the site of what it
built. What a page says is converted here in both cases, so that a section is the same whichever engine it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from playbook.finishing.links import finished_problems
from playbook.finishing.made_page import MadePage
from playbook.finishing.marked_page import BEGIN, END, Dress, finished, is_marked
from playbook.finishing.scripts import InlineScripts
from playbook.folders import starter
from playbook.folders.generated import fill
from playbook.folders.outputs import never
from playbook.pages.expanded import expanded
from playbook.problems import Place, Problem, Problems
from playbook.rendering.addresses import relative
from playbook.rendering.locale import direction, tag
from playbook.site import navigation, print_edition
from playbook.site.build import HostError, asking, rehearsed
from playbook.site.build_context import BuildContext
from playbook.site.engine import Files
from playbook.site.finish import ID, finished_pages
from playbook.site.staging import sources
from playbook.site.theme_files import FOLDER as OURS

_KEPT = ("site_name", "site_description", "site_author", "site_url", "copyright", "repo_url", "repo_name")
_OF_THE_HOST = ("locale", "search_index_only", "include_search_page", "direction")
"""What a theme tells its own engine."""
_SETTINGS = "mkdocs.yml"
_TEMPLATES = "overrides"
_MISSING = "404.html"
_NO_MISSING = (
    "the engine made no page for an address that leads nowhere",
    "give the host another page for it, or let the engine use the templates that `playbook export site` wrote",
)


_TEMPLATE = f"""{{% extends "main.html" %}}
{{% block content %}}
{BEGIN}
{END}
{{% endblock %}}
"""
"""What the theme makes a page of that an address shows which leads nowhere; no engine takes it as a page of its own."""


def export(config_file: Path, folder: Path, *, take_over: bool = False) -> tuple[int, tuple[str, ...]]:
    """Write what another engine needs into `folder`: settings, pages, and the files beside them.

    Return how many pages, and which files of others stay there. Raise `HostError` where the playbook has problems that
    stop a build, and nothing is written then.
    """
    config, plugin = rehearsed(config_file)
    with asking():
        never(folder, sources(config, plugin.config.data_dir))
    build: BuildContext = plugin.build
    pages = {path: _between(text) for path, text in expanded(build.pages, build.text_of, build.placeholders)}
    held = {f"docs/{path}": text.encode() for path, text in pages.items()}
    held |= {f"docs/{path}": content for path, content in _beside(plugin.files, build)}
    held |= {f"docs/{path}": content for path, content in build.downloads().items()}
    held |= {_SETTINGS: _settings(config).encode(), f"{_TEMPLATES}/{_MISSING}": _TEMPLATE.encode()}
    with asking():
        return len(pages), fill(folder, held, take_over=take_over)


def finish(config_file: Path, folder: Path) -> tuple[int, Problems]:
    """Finish the site that another engine built into `folder` of what `export` wrote; return how many pages it has.

    Raise `HostError` where the playbook has problems, or the folder lacks a page or its marks: nothing is written then.
    Problems of the finished site are returned.
    """
    config, plugin = rehearsed(config_file)
    with asking():
        never(folder, sources(config, plugin.config.data_dir))
    build: BuildContext = plugin.build
    made = tuple(plugin.made_pages())
    written = {page.file: _read(folder, page.file) for page in made}
    if missing := Problems(_unfinished(page, written[page.file]) for page in made if not is_marked(written[page.file])):
        raise HostError(problems=missing)
    inline = InlineScripts()
    placed = partial(_placed, build, str(config.site_url or ""))
    held = {name: html.encode() for name, html in finished_pages(build, made, written, placed, inline)}
    held |= {**build.downloads(), **dict(_beside(plugin.files, build))}
    found = Problems()
    if is_marked(bare := _read(folder, _MISSING)):
        base = navigation.base(config.site_url)
        content = str(build.missing_page(navigation.entries(plugin.nav, base)))
        held[_MISSING] = inline.moved(finished(bare, content, _dress(build, f"{base}{OURS}"))).encode()
    else:
        found.add(Problem(Place(_MISSING), ID, *_NO_MISSING, "warning"))
    held |= {path: text.encode() for path, text in inline.files()}
    with asking():
        fill(folder, held, take_over=True, more=True)
        printed = print_edition.html_of(build, plugin.nav, plugin.files, config, folder)
        fill(folder, {print_edition.FILE: printed.encode()}, take_over=True, more=True)
    found.extend(finished_problems(folder, build.pages))
    return len(made), found


def _placed(build: BuildContext, address: str, html: str, page: MadePage, content: str) -> str:
    """Return a page of another engine with its content between the marks, and with what stands around it."""
    dress = _dress(build, relative(OURS, page.url), f"{address}{page.url}", wide="pb-raci" in page.content)
    return finished(html, content, replace(dress, before=str(build.page_banner())))


def _dress(build: BuildContext, ours: str, address: str = "", *, wide: bool = False) -> Dress:
    """Return what stands around a page at `address`; `ours` and `wide` as in the head of a page."""
    head, end = build.page_head(ours, other=True, wide=wide), build.page_end(ours, address)
    locale = build.renderer.words.of_playbook
    return Dress(str(head), "", str(end), tag(locale), direction(locale))


def _between(text: str) -> str:
    """Return the Markdown of a page with the marks around what follows its front matter."""
    front, content = "", text
    if text.startswith("---\n"):
        front, _, content = text.partition("\n---\n\n")
        front += "\n---\n\n"
    return f"{front}{BEGIN}\n\n{content.strip()}\n\n{END}\n"


def _beside(files: Files, build: BuildContext) -> Iterator[tuple[str, bytes]]:
    """Iterate over the files of the site that are no pages and not the theme's own, by their path in the site."""
    ours = starter.overrides()
    for file in files:
        source = Path(file.abs_src_path) if file.abs_src_path else None
        own = source is None or source.is_relative_to(build.root) or source.is_relative_to(ours)
        if own and not file.is_documentation_page():
            yield file.dest_uri, file.content_bytes


def _settings(config: Any) -> str:
    """Return the settings for another engine: those of the playbook, with the navigation written out."""
    theme = {key: value for key, value in dict(config.theme).items() if key not in _OF_THE_HOST}
    told: dict[str, Any] = {key: str(config[key]) for key in _KEPT if config.get(key)}
    told |= {
        "docs_dir": "docs",
        "site_dir": "site",
        "theme": {"name": config.theme.name, "custom_dir": _TEMPLATES, **theme},
        "nav": config.nav,
        "plugins": ["search"],
    }
    told |= {"markdown_extensions": [_with(name, config.mdx_configs.get(name)) for name in config.markdown_extensions]}
    told |= {
        "use_directory_urls": config.use_directory_urls,
        "extra": json.loads(json.dumps(dict(config.extra), default=str)),
    }
    told |= {"extra_css": [str(each) for each in config.extra_css]}
    told |= {"extra_javascript": [str(each) for each in config.extra_javascript]}
    return yaml.dump(told, sort_keys=False, allow_unicode=True)


def _with(name: str, options: Any) -> Any:
    return {name: options} if options else name


def _read(folder: Path, name: str) -> str:
    path = folder / name
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _unfinished(page: MadePage, html: str) -> Problem:
    message = "this page is not in the folder" if not html else "this page does not mark its content"
    hint = "build it with another engine of what `playbook export site` wrote, and name the folder it was built into"
    return Problem(Place(page.path), ID, f"{message}: {page.url or 'the first page'}", hint)
