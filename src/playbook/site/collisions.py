"""Files beside the pages that would take the place of what is made here, or whose place it would take.

A site is written by many: MkDocs, its theme, this generator, and people. Whoever comes last wins, in silence; so each
name that two of them want is told where it can be mended, at the file. Names are compared without capitals, since a
site is copied to disks that know none.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

from playbook.folders.outputs import links
from playbook.pages.pages import Pages
from playbook.problems import Place, Problem, quoted
from playbook.site.drawings import acting
from playbook.site.file_kinds import OBEYS, TO_PUBLISH, named_in, obeyed

ID = "file"
OURS = ("playbook/", "s/", "search/")
"""The folders of a site, and of a version of it, in which nothing stands but what is made here."""
MADE = ("404.html", "checks.json", "playbook.json", "print/index.html", "sitemap.xml", "sitemap.xml.gz")
"""What else is made here that neither the theme nor the facts bring."""
_OF_PAGES = ("s/",)
_NOT_PUBLISHED = (".*", "*/.*", "*.py", "*.pyc", "*.html", "*readme*", "mkdocs_theme.yml", "locales/*", "*.md")
"""What MkDocs does not publish of a theme."""
_PAGES = (".html", ".htm", ".xhtml", ".xht", ".shtml", ".mhtml", ".mht", ".xml", ".xsl", ".xslt", ".svgz")
_AS_PAGE = "a browser would open this as a page, nothing has checked it, and it would be published as it is"
_HINT = "give it another name; what is to take the place of a file of the theme belongs into the overrides"


@dataclass(frozen=True)
class _Names:
    """What is made, as it is compared: the files, and the folders that they lie in."""

    files: frozenset[str]
    folders: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> _Names:
        """Return the names of files and of their folders."""
        files = frozenset(map(_alike, names))
        return cls(files, frozenset(above for each in files for above in _above(each)))


def problems(
    names: Iterable[str], pages: Pages, config: Any, downloads: Iterable[str], named: Iterable[str]
) -> Iterator[Problem]:
    """Iterate over what is wrong with the files beside the pages: their places, their kinds, and what drawings do.

    `named` are patterns of those that the owner lets through whatever they are.
    """
    there = tuple(names)
    found = tuple(misplaced(there, pages, config, downloads))
    told = {problem.place.file for problem in found}
    docs = Path(config.docs_dir)
    places = (Place(f"{docs.name}/{name}") for name in obeyed(there, named_in(config, named)))
    yield from found
    yield from _led_out(Path(config.theme.custom_dir)) if config.theme.custom_dir else ()
    yield from (Problem(each, ID, OBEYS, TO_PUBLISH) for each in places if each.file not in told)
    yield from acting(there, docs)


def misplaced(names: Iterable[str], pages: Pages, config: Any, downloads: Iterable[str]) -> Iterator[Problem]:
    """Iterate over what is wrong with the names of files beside the pages, and of pages; `downloads` are files too."""
    docs = Path(config.docs_dir).name
    made = _Names.of((*_of_theme(config), *config.theme.static_templates, *downloads, *MADE))
    taken = _Names.of(f"{page.url}index.html" for page in pages.pages)
    for page in pages.pages:
        message = _wrong(f"{page.url}index.html", made, _OF_PAGES)
        if message and page.url != "print/":  # that is told
            yield Problem(Place(page.written), ID, message, "give it another name")
    known: dict[str, str] = {}
    for name in sorted(names):
        message, hint = _wrong(name, made, OURS) or _wrong(name, taken, ()), _HINT
        if not message and name.lower().endswith(_PAGES):
            message, hint = _AS_PAGE, "write it as a page, in Markdown"
        if not message and (other := known.setdefault(_alike(name), name)) != name:
            message = f"this differs from {quoted(other)} in capitals alone"
        if message:
            yield Problem(Place(f"{docs}/{name}"), ID, message, hint)


def _led_out(overrides: Path) -> Iterator[Problem]:
    """Iterate over the links among the templates and files of the owner that lead elsewhere."""
    within = overrides.resolve()
    for name in links(overrides):
        if not (overrides / name).resolve().is_relative_to(within):
            message = f"this is a link that leads out of {quoted(overrides.name)}"
            yield Problem(Place(f"{overrides.name}/{name}"), ID, message, "put what it leads to in its place")


def beside(config: Any, files: Iterable[Any]) -> tuple[str, ...]:
    """Return the names of the files beside the pages that MkDocs is about to publish, or has left out for a page."""
    there = {file.src_uri: file for file in files if file.src_dir == config.docs_dir}
    found = (name for name, file in there.items() if not file.is_documentation_page() and file.inclusion.is_included())
    docs = Path(config.docs_dir)
    pages = (Path(name).with_suffix(".html") for name, file in there.items() if file.is_documentation_page())
    return (*found, *(each.as_posix() for each in pages if each.as_posix() not in there and (docs / each).is_file()))


def _wrong(name: str, made: _Names, folders: tuple[str, ...]) -> str:
    """Return what is wrong with a name, empty where nothing is."""
    alike = _alike(name)
    if alike.startswith(folders):
        return f"the folder {quoted(alike.partition('/')[0])} of the site is for what is made by the generator"
    if alike in made.files:
        return "this would take the place of a file that is made by the generator or the theme"
    if alike in made.folders or not made.files.isdisjoint(_above(alike)):
        return "this would be a file and a folder of the same name"
    return ""


def _above(alike: str) -> tuple[str, ...]:
    return tuple(str(each) for each in PurePosixPath(alike).parents)[:-1]


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _of_theme(config: Any) -> Iterator[str]:
    """Iterate over the files that the theme and the overrides bring."""
    for folder in config.theme.dirs:
        for path, folders, files in os.walk(folder):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in ((Path(path) / file).relative_to(folder).as_posix() for file in files):
                if not any(fnmatch(name.lower(), pattern) for pattern in _NOT_PUBLISHED):
                    yield name
