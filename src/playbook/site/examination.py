"""What is wrong with a site that is about to be written: with its settings, its pages, and what surrounds them.

A check, a build, the server and a publication ask it here, so that all of them know the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment

from playbook.finishing.links import content_problems
from playbook.problems import Place, Problem
from playbook.site import print_edition
from playbook.site.build_context import BuildContext
from playbook.site.engine import Files, InclusionLevel, Navigation, Settings
from playbook.site.settings import ID, Written
from playbook.site.theme_frame import frame_problems

_MADE_LATER = (
    "sitemap.xml",
    "404.html",
    "search/search_index.json",
    "search/search_index.js",
    f"{print_edition.URL}index.html",
)
"""Files of a site that no page and no download is."""
_PUBLISHED = (InclusionLevel.INCLUDED, InclusionLevel.NOT_IN_NAV, InclusionLevel.UNDEFINED)
_HELD_BACK = {InclusionLevel.EXCLUDED: "exclude_docs", InclusionLevel.DRAFT: "draft_docs"}


def there(config: Settings, name: str) -> bool:
    """Tell whether a file lies where a site is made from: beside the pages, in the overrides or in the theme."""
    return any((Path(folder) / name).is_file() for folder in (config.docs_dir, *config.theme.dirs))


def site_problems(
    build: BuildContext, env: Environment, config: Settings, nav: Navigation, files: Files
) -> Iterator[Problem]:
    """Iterate over what is wrong with the pages, once they are converted, and with what will surround them."""
    held = {file.page.url: file.page.content or "" for file in files.documentation_pages() if file.page is not None}
    made = {file.dest_uri for file in files if file.inclusion in _PUBLISHED}
    site = {*made, *build.downloads(), *_MADE_LATER}
    back = list(_held_back(config, files))
    yield from back
    if not back:
        yield from content_problems(build.pages, held, site)
    page = nav.homepage or next((file.page for file in files.documentation_pages() if file.page is not None), None)
    if page is not None:
        yield from frame_problems(page, env, config, nav, files, site)
    if own := next((page for page in build.pages.pages if page.url == print_edition.URL), None):
        message = "the print edition of the playbook has this address"
        yield Problem(Place(own.written), "page", message, "give the page another name")


def _held_back(config: Settings, files: Files) -> Iterator[Problem]:
    """Refuse settings that hold back pages on which others and the facts rely, once each."""
    written = Written(Path(config.config_file_path or "mkdocs.yml"))
    for level, key in _HELD_BACK.items():
        names = sorted(file.src_uri for file in files if file.is_documentation_page() and file.inclusion is level)
        if names:
            shown = ", ".join(f"`{name}`" for name in names[:3]) + (f" and {len(names) - 3} more" if names[3:] else "")
            message = f"`{key}` holds back pages of the playbook: {shown}"
            hint = "delete this, and move what is not to be published out of the folder of the pages"
            yield Problem(written.key(key), ID, message, hint)
