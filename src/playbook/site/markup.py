"""What a page may not hold: two parties write pages and one builds them, so a page neither acts nor calls out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from jinja2 import Environment, TemplateError
from lxml import etree

from playbook.pages import Page, Pages
from playbook.problems import Place, Problem, quoted
from playbook.publish.appearance import BRINGS_IN
from playbook.publish.visibility import differences
from playbook.site.source import Source

UNFORESEEN = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    TemplateError,
)
"""Errors with which a host ends on pages that nobody foresaw."""

ACTING = frozenset(
    ["script", "style", "iframe", "frame", "object", "embed", "applet", "form", "base", "meta", "link", "portal"]
)
"""Elements that do something, or bring something in, where they stand."""
LEADING = frozenset(["a", "area"])
"""Elements whose address is opened only where a reader wants it."""
FETCHED = ("src", "srcset", "href", "xlink:href", "poster", "data", "background", "action", "formaction", "ping")
"""Attributes whose address a browser may fetch by itself."""
_MARKUP = re.compile(r"[<\u202a-\u202e\u2066-\u2069]")
_RUNS = re.compile(r"\s*(javascript|vbscript|data:text)", re.IGNORECASE)


def unsafe(html: str, page: Page) -> Iterator[Problem]:
    """Iterate over what acts, calls out or misleads in the HTML that the Markdown of a page became, without macros."""
    yield from _differing(html, page)
    tree = etree.HTML(f"{html} .") if "<" in html else None  # a page of nothing but a comment is no document
    for element in tree.iter() if tree is not None else ():
        tag = element.tag
        if tag in ACTING:
            message = f"the element `{tag}` has no place on a page"
            yield _problem(page, f"<{tag}", message, "write it in Markdown; scripts and styles come with the look")
        for name, value in element.attrib.items():
            if said := _attribute(str(tag), str(name).lower(), str(value)):
                by_name = name.lower().startswith(("on", "srcdoc")) or value not in page.text
                yield _problem(page, str(name) if by_name else str(value), *said)


def _differing(html: str, page: Page) -> Iterator[Problem]:
    """Iterate over where a reader sees other words than a citation proves; of several alike, each at its own place."""
    source = Source(page.text)
    for found in differences(html, source.authored) if _MARKUP.search(html) else ():
        line, column = source.place(found.written)
        place = Place(page.written, page.first_line + line, column) if column else Place(page.written)
        yield Problem(place, "page-uncounted", found.message, found.hint, found.severity)


def without_template(env: Environment, pages: Pages) -> Iterator[Problem]:
    """Iterate over the templates and icons that a front matter names and the theme has not."""
    for page in pages.pages:
        for key, path in (("template", "{}"), ("icon", ".icons/{}.svg")):
            try:
                if key in page.meta:
                    env.get_template(path.format(page.meta[key]))
            except UNFORESEEN:
                message = f"there is no {key} {quoted(page.meta[key])}"
                yield Problem(page.origin.at(key), "page", message, "see which ones the theme brings")


def _attribute(tag: str, name: str, value: str) -> tuple[str, str] | None:
    """Return what is wrong with an attribute, and what to do; None where it is harmless."""
    if name.startswith("on") or name == "srcdoc":
        return f"the attribute {quoted(name)} acts by itself", "delete it"
    if name == "style" and BRINGS_IN.search(value):
        return "this style brings in something else", "delete it; styles come with the look"
    if name not in FETCHED or (tag in LEADING and name == "href"):
        return None
    if _RUNS.match(value):
        return f"the address {quoted(value)} acts by itself", "link to a file of the site"
    if any(_elsewhere(part) for part in re.split(r",\s+|\s+", value.strip())):
        return f"the page would fetch {quoted(value)} from another host", "put the file into docs/, and name it there"
    return None


def _elsewhere(address: str) -> bool:
    try:
        return bool(urlsplit(address).netloc)
    except ValueError:
        return False


def _problem(page: Page, word: str, message: str, hint: str) -> Problem:
    """Return a problem at the first place where its page holds a word, else at the top of the page."""
    index = page.text.lower().find(word.lower())
    if index < 0:
        return Problem(Place(page.written), "page-unsafe", message, hint)
    line = page.text.count("\n", 0, index)
    column = index - page.text.rfind("\n", 0, index)
    return Problem(Place(page.written, page.first_line + line, column), "page-unsafe", message, hint)
