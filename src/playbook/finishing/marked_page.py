"""A page that another engine made, finished: its content, what stands around it, its language, its scripts.

The engine is given pages whose content stands between two marks. It makes of them what it can, for its navigation, its
contents and its search; what a reader then finds between the marks is what the playbook says, whichever engine it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

BEGIN, END = "<!-- playbook: the content begins -->", "<!-- playbook: the content ends -->"
"""The marks, each on a line of its own in the Markdown of a page."""
_ROOT = re.compile(r"<html\b[^>]*>", re.IGNORECASE)
_OF_LANGUAGE = re.compile(r"""\s(?:lang|dir)=(?:"[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
_HEAD = re.compile(r"</head\s*>", re.IGNORECASE)
_SCRIPTS = re.compile(r"<script\b|</body\s*>", re.IGNORECASE)
"""Where the scripts of a theme begin behind the content; ours stand before them, as in the themes that we dress."""


class Unmarked(Exception):
    """Raised for a page that has not both marks, once each and in their order."""


@dataclass(frozen=True)
class Dress:
    """What stands around the content of a page, as HTML."""

    head: str
    before: str
    end: str
    language: str
    direction: str


def is_marked(html: str) -> bool:
    """Tell whether a page can be finished: both marks stand in it once, in their order."""
    return html.count(BEGIN) == html.count(END) == 1 and html.index(BEGIN) < html.index(END)


def finished(html: str, content: str, dress: Dress) -> str:
    """Return a page with its content between the marks, and with what stands around it; raise `Unmarked`.

    A page that was finished before is finished again: the same comes out of it.
    """
    if not is_marked(html):
        raise Unmarked
    before, _, rest = html.partition(BEGIN)
    _, _, behind = rest.partition(END)
    before, behind = _once(before, _HEAD, dress.head), _once(behind, _SCRIPTS, dress.end)
    return _spoken(f"{before}{BEGIN}{dress.before}{content}{END}{behind}", dress)


def _once(html: str, place: re.Pattern[str], added: str) -> str:
    """Return HTML with something before the first place for it, unless it stands there already."""
    found = place.search(html)
    if found is None or added in html:
        return html
    return html[: found.start()] + added + html[found.start() :]


def _spoken(html: str, dress: Dress) -> str:
    """Return a page whose root says its language and its direction."""

    def root(found: re.Match[str]) -> str:
        bare = _OF_LANGUAGE.sub("", found[0])
        return f'{bare[:-1].rstrip()} lang="{dress.language}" dir="{dress.direction}">'

    return _ROOT.sub(root, html, count=1)
