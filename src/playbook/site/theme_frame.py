"""What surrounds every page: the theme, a team's overrides, and what the settings put into them.

It is the same on every page, so that one page is made without its content to see what is wrong with it; what is
wrong is told where it is written, in `mkdocs.yml` or in a template.
"""

from __future__ import annotations

import posixpath
import traceback
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError
from lxml import etree

from playbook.finishing.links import Read, Site, read
from playbook.problems import Place, Problem, quoted
from playbook.site.engine import get_context
from playbook.site.settings import ID, Written

FETCHED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "video": "src"}
"""Elements that a browser fetches something for by itself, and the attribute that names it."""
_NAMED = "name a file that is beside the pages, in the overrides or in the theme"
_LED_TO = frozenset(["canonical", "alternate", "prev", "next", "license", "author", "help", "search", "me"])
"""What a `link` element may be where nothing is fetched."""


def frame_problems(page: Any, env: Any, config: Any, nav: Any, files: Any, site: Collection[str]) -> Iterator[Problem]:
    """Iterate over what is wrong with what surrounds a page; `site` names every file that will be there."""
    written, own = Written(Path(config.config_file_path)), config.theme.custom_dir
    try:
        html = _made(page, env, config, nav, files)
    except (TemplateError, ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError) as error:
        yield _broken_template(error, written, own)
        return
    root = etree.HTML(html)
    whole = Site(frozenset(site), {page.file.dest_uri: Read()})
    places = _Places(written, own)
    for link in dict.fromkeys(link for link in read(root).links if not link.startswith("#")):
        if found := whole.wrong(link, page.file.dest_uri):
            place = places.of(link, found.target)
            shown = next((leaf for leaf in places.said if leaf and link.endswith(leaf.lstrip("/"))), link)
            id = ID if place.file == written.name else found.id
            yield Problem(place, id, f"{quoted(shown)} {found.message}", _NAMED if found.target else found.hint)
    named: set[Place] = set()
    for address in dict.fromkeys(_fetched(root)):
        place = places.of(address, "", _theme_key(address))
        if place in named:
            continue
        named.add(place)
        message = f"every page would fetch {quoted(address)} from another host"
        hint = "put the file beside the pages, and name it here"
        hint = "write `font: false` under `theme`" if "fonts.g" in address else hint
        yield Problem(place, ID, message, hint)


def _made(page: Any, env: Any, config: Any, nav: Any, files: Any) -> str:
    """Return a page without its content, as MkDocs makes it."""
    held, page.content, page.active = page.content, "", True
    try:
        context = get_context(nav, files, config, page)
        return str(env.get_template(page.meta.get("template", "main.html")).render(context))
    finally:
        page.content, page.active = held, False


class _Places:
    """Where what stands in a frame was written."""

    def __init__(self, written: Written, overrides: str | None) -> None:
        self.written, self.overrides = written, Path(overrides) if overrides else None
        self.said = dict(written.leaves())

    def of(self, link: str, target: str, otherwise: tuple[str, ...] = ("theme", "name")) -> Place:
        """Return the place of a link, or of the file of the site that it leads to."""
        files = (target, target.removesuffix("/index.html")) if target else ()
        for text, place in self.said.items():
            if text and (text == link or posixpath.normpath(text.lstrip("/")) in files):
                return place
        for path in sorted(self.overrides.rglob("*.html")) if self.overrides else ():
            held = path.read_text(encoding="utf-8", errors="replace")
            if (index := held.find(link)) >= 0 and self.overrides is not None:
                name = path.relative_to(self.overrides.parent).as_posix()
                return Place(name, held.count("\n", 0, index) + 1, index - held.rfind("\n", 0, index))
        return self.written.key(*otherwise)


def _theme_key(address: str) -> tuple[str, ...]:
    if "fonts.g" in address:
        return ("theme", "font")
    return ("extra", "analytics") if "google" in address else ("theme", "name")


def _fetched(root: Any) -> Iterator[str]:
    """Iterate over the addresses of other hosts that a page fetches something from by itself."""
    for element in root.iter(*FETCHED):
        address = element.get(FETCHED[element.tag]) or ""
        leads = element.tag == "link" and set((element.get("rel") or "").lower().split()) <= _LED_TO
        if not leads and address.startswith(("http://", "https://", "//")):
            yield address


def _broken_template(error: Exception, written: Written, overrides: str | None) -> Problem:
    """Return the problem of a template that cannot be made, at its line where it is one of the team's own."""
    hint = "compare it with the theme's template of the same name"
    message = f"the template cannot be made: {type(error).__name__}: {quoted(error)}"
    places = [(frame.filename, frame.lineno or 1) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    root = Path(overrides) if overrides else None
    for name, line in reversed(places):
        if root is not None and Path(name).is_relative_to(root):
            return Problem(Place(Path(name).relative_to(root.parent).as_posix(), line), ID, message, hint)
    return Problem(written.key("theme"), ID, message, "see that the theme is installed and whole")
