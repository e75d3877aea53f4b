"""The gate that what two parties write passes on its way into a site: HTML that says something and does nothing.

What is not named here has no place on a page: no element or attribute that acts, fetches, or leaves the page for
another; no class by which a theme lays something over the site; no name that a script of the site goes by. The library
`nh3` takes it away, as browsers read it and not as it is spelt; what it took is told, so that nothing goes in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import nh3
from selectolax.lexbor import LexborHTMLParser

from playbook.publish.text.visibility import FORMULA, IN_FORMULA


def _named(words: str) -> frozenset[str]:
    return frozenset(words.split())


ELEMENTS = _named(
    "a abbr acronym address article aside audio b bdi bdo blockquote br caption center cite code col colgroup dd "
    "del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img input "
    "ins kbd label li mark menu nav ol p picture pre q rp rt ruby s samp section small source span strike strong "
    "sub summary sup svg path g table tbody td tfoot th thead time tr tt u ul var video wbr"
).union(FORMULA)
"""Elements that have a place on a page, those of icons and formulas included."""
_EVERYWHERE = _named("class dir id lang role style tabindex title")
_SAID = re.compile(r"aria-[a-z]+|data-(?:footnote(?:s|-ref|-backref)|linenos|reader|search-exclude|tabs)")
_CELL = _named("abbr align colspan headers rowspan scope valign width")
ATTRIBUTES = {
    "a": _named("download href hreflang rel target"),
    "audio": _named("controls src"),
    "blockquote": frozenset(["cite"]),
    "col": _named("span width"),
    "colgroup": _named("span width"),
    "del": _named("cite datetime"),
    "details": _named("name open"),
    "img": _named("alt align height loading src width"),
    "input": _named("checked disabled name type"),
    "ins": _named("cite datetime"),
    "label": frozenset(["for"]),
    "li": frozenset(["value"]),
    **dict.fromkeys(FORMULA, IN_FORMULA),
    "ol": _named("reversed start type"),
    "path": _named("d fill transform"),
    "q": frozenset(["cite"]),
    "source": _named("media src type"),
    "svg": _named("fill height viewBox width xmlns"),
    "table": frozenset(["summary"]),
    "td": _CELL,
    "th": _CELL,
    "time": frozenset(["datetime"]),
    "video": _named("controls height src width"),
}
"""Attributes that have a place on an element, besides those that have one on each."""
STYLES = _named(
    "border border-bottom border-left border-right border-top break-inside font-style font-weight margin "
    "margin-bottom margin-left margin-right margin-top max-width min-width padding padding-bottom padding-left "
    "padding-right padding-top text-align vertical-align white-space width"
)
"""What a style attribute may say; none of it moves anything out of its place, or takes an address."""
SCHEMES = frozenset(["http", "https", "mailto", "tel"])
"""Where a link may lead, besides to the site itself."""
ADDRESSES = _named("cite href src")
"""Attributes whose value is an address."""

_CLASSES = _named(
    "abstract admonition admonition-title annotate arithmatex attention bug cards caution center check cite code "
    "codehilite contains-task-list critic danger details done emojione end error example fail failure faq "
    "filename footnote footnote-backref footnote-ref footnotes footnotes-sep gemoji grid headerlink help "
    "highlight highlighttable hint hll important info inline keys lg linenodiv linenos magiclink md-button "
    "md-button--primary mermaid middle missing no-copy note pb-wide progress progress-bar progress-label question "
    "quote select seealso success summary tabbed-alternate tabbed-block tabbed-content tabbed-labels tabbed-set "
    "task-list-control task-list-indicator task-list task-list-item tip tldr toc toctitle todo twemoji warning xl"
)
_CLASS = re.compile(
    r"(?:lang(?:uage)?|key|magiclink|critic|progress|linenos|icon)-[a-z0-9_+-]+"
    r"|[a-z][a-z0-9]{0,2}(?:-[A-Z][A-Za-z]*)*"  # what the highlighter of code calls parts of it
)
_ID = re.compile(r"(?:__tabbed_|__codelineno-)?[^\sA-Z_\x00-\x20\"'<>&`][^\sA-Z\x00-\x20\"'<>&`]*")
"""An id as headings, footnotes and tabs have it: no name of a script is written like that."""
_SKIPPED = re.compile(r"[\x00-\x20\x7f-\x9f]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)

_AROUND = frozenset(["html", "head", "body"])
"""Elements that a page is put into; what is written of them again, browsers add to them."""

Sort = Literal["element", "acting", "attribute", "class", "id", "style", "address", "odd", "picture", "macro"]


@dataclass(frozen=True)
class Taken:
    """What has no place on a page: an element, or of an attribute its name and value, and which part of that."""

    sort: Sort
    element: str
    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class Gate:
    """What HTML of authors passes; `classes` are those that the owner's style sheets name besides.

    `shown` returns a value of an attribute as it will be when what macros put out stands in it, None where that is
    more than text.
    """

    classes: frozenset[str] = frozenset()
    shown: Callable[[str], str | None] = str

    def cleaned(self, html: str) -> tuple[str, tuple[Taken, ...]]:
        """Return HTML with nothing in it that has no place on a page, and what that took away."""
        clean = self._cleaner.clean(html)
        return clean, tuple(self._taken(html, clean))

    @cached_property
    def _cleaner(self) -> nh3.Cleaner:
        return nh3.Cleaner(
            tags=set(ELEMENTS),
            clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "title", "textarea"},
            attributes={each: {*_EVERYWHERE, *ATTRIBUTES.get(each, ())} for each in ELEMENTS},
            generic_attribute_prefixes={"aria-", "data-"},
            attribute_filter=self._kept,
            filter_style_properties=set(STYLES),
            url_schemes=set(SCHEMES),
            link_rel=None,
        )

    def _kept(self, element: str, name: str, value: str) -> str | None:
        if name == "class":
            return " ".join(each for each in value.split() if self._has_look(each)) or None
        return None if self.refusal(element, name, value) else value

    def refusal(self, element: str, name: str, value: str) -> Sort | None:
        """Return why an attribute has no place on an element, None where it has; of classes, see `cleaned`."""
        shown = self.shown(value)
        if shown is None:
            return "macro"
        if name.startswith("on") or name == "srcdoc":
            return "acting"
        if name not in _EVERYWHERE and name not in ATTRIBUTES.get(element, ()) and not _SAID.fullmatch(name):
            return "attribute"
        if name == "id" or (element, name) in (("label", "for"), ("input", "name")):
            return None if _ID.fullmatch(shown) else "id"
        if name == "type" and element == "input":
            return None if shown in ("checkbox", "radio") else "attribute"
        if name in ADDRESSES:
            away = name != "src"
            return None if leads(shown, away) else "address" if away else "picture"
        return None

    def _has_look(self, name: str) -> bool:
        return name in _CLASSES or name in self.classes or bool(_CLASS.fullmatch(name))

    def _taken(self, html: str, clean: str) -> Iterator[Taken]:
        """Iterate over what is in HTML as a browser reads it, and no more in what was cleaned."""
        left = Counter(_parts(clean))
        for part in _parts(html):
            if left[part] > 0:
                left[part] -= 1
            elif part.name == "class":
                gone = [each for each in part.value.split() if not self._has_look(each)]
                yield from (Taken("class", part.element, "class", each) for each in gone)
            elif part.name == "style":
                if any(each not in STYLES for each in _declared(part.value)):
                    yield Taken("style", part.element, "style", part.value)
            elif part.name:
                why = self.refusal(part.element, part.name, part.value)
                other: Sort = "odd" if part.name in ADDRESSES else "attribute"
                yield Taken(why or other, part.element, part.name, self.shown(part.value) or part.value)
            else:
                yield part


def leads(address: str, away: bool) -> bool:
    """Tell whether an address, as browsers read it, leads into the site, or `away` by a scheme that a link may have."""
    plain = _SKIPPED.sub("", address).replace("\\", "/")
    scheme = _SCHEME.match(plain)
    if scheme:
        return away and scheme[1].lower() in SCHEMES
    return not plain.startswith("//")


def _declared(style: str) -> list[str]:
    """Return the names of what a style attribute says."""
    return [each.partition(":")[0].strip().lower() for each in style.split(";") if each.strip()]


def _parts(html: str) -> Iterator[Taken]:
    """Iterate over the elements of HTML as browsers read them, and over the attributes of those that have a place."""
    root = LexborHTMLParser(f".{html}").root  # words begin the body
    for node in root.traverse() if root is not None else ():
        name = str(node.tag)
        around = name in _AROUND
        if not name.startswith("-") and not around:
            yield Taken("element", name)
        if around or name in ELEMENTS:
            for attribute, value in node.attributes.items():
                yield Taken("attribute", name, attribute, value or "")
