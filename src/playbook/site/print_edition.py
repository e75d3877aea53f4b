"""The print edition: the whole playbook as one page of the site, put together from the pages it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from markupsafe import Markup

from playbook.export.print_edition import Edition, Entry, edition
from playbook.problems import Place, Problem
from playbook.rendering.addresses import Here
from playbook.rendering.locale import direction, tag
from playbook.rendering.titles import text_of
from playbook.site.build_context import BuildContext
from playbook.site.engine import Files, Navigation, Page, Section, Settings
from playbook.views.playbook import approvals, cycle_facts

if TYPE_CHECKING:
    from playbook.export.pdf import Printed

URL = "print/"
"""Its address below the root of the site."""
FILE = f"{URL}index.html"
LEFT_OUT = "print"
"""The key of a front matter that says `false` where a page is not for the print edition."""
SHEET = "playbook/print.css"
SCRIPT = "playbook/sheet.js"
"""What puts the day of printing and the address of the page on each sheet of paper."""
LETTER = frozenset(["US", "CA", "MX", "CL", "CO", "CR", "GT", "PA", "PH", "PR", "VE"])
"""Where paper is not A4."""


def write(build: BuildContext, nav: Navigation, files: Files, config: Settings, site: Path) -> Iterable[Problem]:
    """Write the print edition into a site that is being built; return what stands in its way."""
    if page := next((page for page in build.pages.pages if page.url == URL), None):
        hint = "give the page another name"
        return [Problem(Place(page.written), "page", "the print edition of the playbook has this address", hint)]
    target = site / FILE
    target.parent.mkdir(exist_ok=True)
    target.write_text(html_of(build, nav, files, config, site), encoding="utf-8", newline="\n")
    return []


def html_of(build: BuildContext, nav: Navigation, files: Files, config: Settings, site: Path) -> str:
    """Return the print edition of a site in a folder."""
    look = {**_look(site, config), "sheet": build.sheet(urljoin(config.site_url, URL) if config.site_url else URL)}
    return _page(build, entries(nav, files), look)


def printed(build: BuildContext, site: Path, address: str) -> Printed:
    """Return the PDF of the print edition of a finished site, which is at `address`, or nowhere."""
    from playbook.export.pdf import pdf  # it is not there where Pango is not

    renderer = build.renderer
    words = renderer.words.say("\u00a0(page\u00a0%(number)s)", number="\0").split("\0")
    before, after = (css_text(text) for text in words)
    paper = "letter" if renderer.words.of_playbook.territory in LETTER else "A4"
    told = css_text(f" · {address}" if address else "")
    sheet = renderer.sheet("edition/pdf.css", paper=paper, before=before, after=after, address=told)
    return pdf(site, URL, sheet, renderer.sheet("edition/drawing.css"), address)


def css_text(text: str) -> Markup:
    """Return a text as CSS writes it, whatever is in it."""
    return Markup('"' + "".join(f"\\{ord(letter):06x}" for letter in text) + '"')  # noqa: S704  # digits alone


def entries(nav: Navigation, files: Files) -> tuple[Entry, ...]:
    """Return what the edition is made of: the pages in the order of the navigation, then those it does not name."""
    named = tuple(entry for item in nav.items for entry in _entries(item))
    others = [file.page for file in files.documentation_pages() if file.page and file.page not in nav.pages]
    return (*named, *(entry for page in sorted(others, key=lambda page: page.url) for entry in _entries(page)))


def _entries(item: Any) -> Iterator[Entry]:
    if isinstance(item, Section):
        yield Entry(item.title, inner=tuple(entry for child in item.children for entry in _entries(child)))
    elif isinstance(item, Page) and item.meta.get(LEFT_OUT) is not False and item.content:
        yield Entry(text_of(item.title), item.url, item.content)


def _look(site: Path, config: Settings) -> Mapping[str, Any]:
    """Return the style sheets, the icon and the script that the edition shares with the site, those that are there."""
    sheets = [SHEET, *(str(sheet) for sheet in config.extra_css)]
    icon = str(config.theme["favicon"] or "") if "favicon" in config.theme else ""
    here = [sheet for sheet in dict.fromkeys(sheets) if (site / sheet).is_file()]
    look = {"icon": icon, "script": SCRIPT}
    return {"sheets": here, **{name: path if path and (site / path).is_file() else "" for name, path in look.items()}}


def _page(build: BuildContext, chapters: Iterable[Entry], look: Mapping[str, Any]) -> str:
    """Return the HTML of the whole edition."""
    playbook, renderer = build.playbook, build.renderer
    here = Here(URL, build.addresses)
    facts, signatures = cycle_facts(playbook), approvals(playbook)
    front = renderer.block("edition/title.html", here, facts=facts, signatures=signatures)
    title = Entry(playbook.about.title, URL, front)
    made: Edition = edition(
        chapters, title, lambda what: renderer.words.say("%(what)s; the site lists them.", what=what)
    )
    locale = renderer.words.of_playbook
    spoken = {"language": tag(locale), "direction": direction(locale), "standing": build.standing()}
    return renderer.block("edition/page.html", here, edition=made, about=playbook.about, **look, **spoken)
