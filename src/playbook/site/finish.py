"""The pass over a built folder: what a site has beside what an engine made of its pages.

1. Each page gets its content with the terms of the glossary explained, and no script inside of it.
2. The files to take away, the scripts that stood inside of pages, and the print edition are added.
3. Every link is followed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from playbook.finishing import downloads, tooltips
from playbook.finishing.links import finished_problems
from playbook.finishing.made_page import MadePage
from playbook.finishing.scripts import InlineScripts
from playbook.problems import Place, Problem, Problems
from playbook.site import print_edition
from playbook.site.build_context import BuildContext
from playbook.site.engine import Files, Navigation, Settings

ID = "unfinished"
Placed = Callable[[str, MadePage, str], str]
"""Puts the content into the HTML of a page: the HTML, the page, its content as it is to stand there."""


def finished_pages(
    build: BuildContext, pages: Iterable[MadePage], written: Mapping[str, str], placed: Placed, inline: InlineScripts
) -> Iterator[tuple[str, str]]:
    """Iterate over the pages as they are finished, by their file; `written` is their HTML as an engine made it."""
    pages = tuple(pages)
    tooltips.read(build.tooltips, build.pages, pages)
    for page in pages:
        content = build.marked(build.tooltips.content(page.url, page.content))
        yield page.file, inline.moved(placed(written[page.file], page, content))


def finished_site(
    site: Path, build: BuildContext, pages: Iterable[MadePage], nav: Navigation, files: Files, config: Settings
) -> Problems:
    """Finish a site that our plugin has built into a folder of its own; return what is wrong with it."""
    inline, found, pages = InlineScripts(), Problems(), tuple(pages)
    written = {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in sorted(site.rglob("*.html"))}

    def placed(html: str, page: MadePage, content: str) -> str:
        bare = build.marked(page.content)
        if bare not in html:
            found.add(_changed(build, page))
        return html.replace(bare, content, 1)

    done = dict(finished_pages(build, (page for page in pages if page.file in written), written, placed, inline))
    others = {name: inline.moved(html) for name, html in written.items() if name not in done}
    for name, html in {**done, **others}.items():
        if html != written[name]:
            (site / name).write_text(html, encoding="utf-8", newline="\n")
    downloads.write(build.downloads(), site)
    inline.write(site)
    found.extend(print_edition.write(build, nav, files, config, site))
    found.extend(finished_problems(site, build.pages))
    return found


def _changed(build: BuildContext, page: MadePage) -> Problem:
    """Return the problem of a page whose content the theme prints otherwise than it was given."""
    known = build.pages.at(page.path)
    message = "the theme prints the content of this page otherwise than it is: no word is explained there"
    hint = "let the template print `page.content` as it is"
    return Problem(Place(known.written if known else page.path), ID, message, hint, "warning")
