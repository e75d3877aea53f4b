"""What a page may not hold: two parties write pages and one builds them, so a page neither acts nor calls out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from jinja2 import Environment, TemplateError

from playbook.pages.pages import Page, Pages
from playbook.problems import Place, Problem, quoted
from playbook.publish.text.visibility import differences, tells
from playbook.site.authored_markup import Source
from playbook.site.sanitising import Gate, Sort, Taken

UNFORESEEN = (
    ArithmeticError,
    AssertionError,
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

_MARKUP = re.compile(r"[<\u202a-\u202e\u2066-\u2069]")
_TOLD: Mapping[Sort, tuple[str, str]] = {
    "element": (
        "the element `{element}` has no place on a page",
        "write it in Markdown; scripts and styles come with the look",
    ),
    "attribute": ("the attribute `{name}` has no place on `{element}`", "delete it"),
    "class": (
        "the class {value} is not for pages",
        "delete it; a style sheet of your own, in `extra_css`, may name more",
    ),
    "id": ("{value} cannot be an id", "write small letters, digits and hyphens"),
    "style": ("the style {value} has no place on a page", "delete it; styles come with the look"),
    "acting": ("the attribute `{name}` acts by itself", "delete it"),
    "address": (
        "the address {value} is not one that is safe to open",
        "link to a page or a file of the site, to https:// or mailto:",
    ),
    "odd": ("{value} is no address", "write one such as https://example.org/"),
    "picture": (
        "the page would fetch {value}, which is no file of the site",
        "put the file into docs/, and name it there",
    ),
    "macro": (
        "what a macro shows in the attribute `{name}` is more than text",
        "write the words, or call the macro beside it",
    ),
}
"""What is said of each sort of thing that has no place on a page, and what to do."""


def passed(html: str, page: Page, gate: Gate) -> tuple[str, tuple[Problem, ...]]:
    """Return the HTML that the Markdown of a page became, without what acts or calls out, and what is wrong with it.

    Of what macros put out, marks stand in it.
    """
    clean, taken = gate.cleaned(html)
    differing = tuple(_differing(html, page))
    others = [each for each in dict.fromkeys(taken) if not tells(each.element, each.name, each.value)]
    if taken and not others and all(each.severity != "error" for each in differing):
        others = [taken[0]]  # nothing goes in silence
    return clean, (*differing, *(_told(each, page) for each in others))


def _told(taken: Taken, page: Page) -> Problem:
    message, hint = _TOLD[taken.sort]
    word = {"element": f"<{taken.element}", "attribute": taken.name, "acting": taken.name}.get(taken.sort, taken.value)
    id = "link-unsafe" if taken.sort == "address" else "page-unsafe"
    message = message.format(element=taken.element, name=taken.name, value=quoted(taken.value))
    return Problem(_place(page, word if word in page.text else taken.name or word), id, message, hint)


def _differing(html: str, page: Page) -> Iterator[Problem]:
    """Iterate over where a reader sees other words than a citation proves; of several alike, each at its own place."""
    source = Source(page.text)
    for found in differences(html, source.authored) if _MARKUP.search(html) else ():
        line, column = source.place(found.written)
        place = Place(page.written, page.first_line + line, column) if column else Place(page.written)
        yield Problem(place, "page-uncounted", found.message, found.hint, found.severity)


def without_template(env: Environment, pages: Pages, own: Path | None) -> Iterator[Problem]:
    """Iterate over the templates and icons that a front matter names and pages may not have.

    A page has the template of all pages, or one in the folder `own` of the owner: those that a theme brings besides
    may act on what a page says of itself.
    """
    for page in pages.pages:
        for key, path in (("template", "{}"), ("icon", ".icons/{}.svg")):
            try:
                if key in page.meta:
                    found = env.get_template(path.format(page.meta[key]))
                    if key == "template" and found.name != "main.html" and not _lies_in(found.filename, own):
                        message = f"the template {quoted(page.meta[key])} is not for pages"
                        hint = "delete this, or put a template of that name into the folder of `custom_dir`"
                        yield Problem(page.origin.at(key), "page", message, hint)
            except UNFORESEEN:
                message = f"there is no {key} {quoted(page.meta[key])}"
                yield Problem(page.origin.at(key), "page", message, "see which ones the theme brings")


def _lies_in(file: str | None, folder: Path | None) -> bool:
    return bool(file and folder and Path(file).resolve().is_relative_to(folder.resolve()))


def _place(page: Page, word: str) -> Place:
    """Return the first place where a page holds a word, else the top of the page."""
    index = page.text.lower().find(word.lower())
    if index < 0:
        return Place(page.written)
    line = page.text.count("\n", 0, index)
    return Place(page.written, page.first_line + line, index - page.text.rfind("\n", 0, index))
