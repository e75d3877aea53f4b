"""Pages without macros: Markdown with the blocks as plain HTML, which any site generator can build.

Nothing of a block that needs the scripts or the styles of the site goes along: no form, no filter, no hidden text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape

from lxml import etree, html

from playbook.pages.inert import TAG, inert, inert_page, inert_value, literal
from playbook.pages.pages import Page, Pages
from playbook.pages.placeholders import Placeholders

_CODE = re.compile(r"(`[^`]+`)")
_CONTROLS = "form button input select textarea option optgroup output progress dialog template script"
_ORNAMENT = ".//*[@aria-hidden='true' and not(normalize-space())]"
_IDLE = " | ".join([*(f".//{tag}" for tag in _CONTROLS.split()), ".//*[@hidden]", ".//*[@data-pb-aside]", _ORNAMENT])
"""What does nothing, or is only a sign of the look, without the scripts and the styles of the site."""
_FOR_SCRIPTS = ("data-", "aria-pressed", "tabindex", "autocomplete")
BESIDE = "data-pb-of"
"""Names the section that a block belongs to, wherever it stands; whoever cuts a page into sections needs it."""


def expanded(pages: Pages, render: Callable[[Page], str], placeholders: Placeholders) -> Iterator[tuple[str, str]]:
    """Iterate over the path and the text of every page; `render` returns a page's text with marks of `placeholders`."""
    for page in pages.pages:
        lines = (_line(line, placeholders) for line in render(page).splitlines())
        yield page.path, _front(page) + inert_page("\n".join(lines)) + "\n"


def _front(page: Page) -> str:
    """Return the front matter: JSON values, which are YAML too."""
    entity = page.variables.get("this")
    meta = {"title": entity.name} if entity is not None else {}
    meta |= {key: page.meta[key] for key in ("title", "description") if key in page.meta}
    lines = [f"{key}: {inert_value(str(value))}\n" for key, value in meta.items()]
    return "".join(["---\n", *lines, "---\n\n"]) if lines else ""


def _line(line: str, placeholders: Placeholders) -> str:
    """Return a line with its marks replaced: a block on a line of its own keeps the line's indentation."""
    block = placeholders.block(line.strip())
    if block is None:
        parts = _CODE.split(line)
        return "".join(placeholders.replaced(part, _code if at % 2 else _literal) for at, part in enumerate(parts))
    indent = line[: len(line) - len(line.lstrip())]
    return "\n".join(indent + part.strip() for part in inert(plain(block)).splitlines() if part.strip())


def plain(block: str) -> str:
    """Return the HTML of a block without what needs the scripts or the styles of the site."""
    whole = html.fragment_fromstring(block, create_parent="div")
    for idle in whole.xpath(_IDLE):
        if idle.getparent() is not None:
            idle.drop_tree()
    for label in whole.findall(".//label"):  # what can be ticked is a fact, and stays when the box goes
        label.drop_tag()
    for element in whole.iter(etree.Element):
        for name in [name for name in element.attrib if str(name).startswith(_FOR_SCRIPTS) and name != BESIDE]:
            del element.attrib[name]
    return escape(whole.text or "", quote=False) + "".join(html.tostring(each, encoding="unicode") for each in whole)


def _code(html: str) -> str:
    """Return the words of inline HTML, as code shows them."""
    return unescape(TAG.sub(lambda found: "" if found[0].startswith("<") else found[0], html))


def _literal(inline: str) -> str:
    """Return inline HTML whose words no Markdown takes for markup."""
    return literal(plain(inline))
