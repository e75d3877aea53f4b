"""Pages without macros: plain Markdown with the blocks as HTML, which any site generator can build."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import unescape

from playbook.pages import Page, Pages
from playbook.stash import Stash

_TAG = re.compile(r"(<[^>]*>|&#?\w+;)")
_CODE = re.compile(r"(`[^`]+`)")
_MEANT = re.compile(r"[\\`*_{}\[\]()#+\-.!|~^=:\"'$]")
"""Characters that some dialect of Markdown gives a meaning."""


def expanded(pages: Pages, render: Callable[[Page], str], stash: Stash) -> Iterator[tuple[str, str]]:
    """Iterate over the path and the text of every page; `render` returns a page's text with marks of `stash`."""
    for page in pages.pages:
        lines = (_line(line, stash) for line in render(page).splitlines())
        yield page.path, _front(page) + "\n".join(lines) + "\n"


def _front(page: Page) -> str:
    """Return the front matter: JSON values, which are YAML too."""
    entity = page.variables.get("this")
    meta = {"title": entity.name} if entity is not None else {}
    meta |= {key: page.meta[key] for key in ("title", "description") if key in page.meta}
    lines = [f"{key}: {json.dumps(str(value), ensure_ascii=False)}\n" for key, value in meta.items()]
    return "".join(["---\n", *lines, "---\n\n"]) if lines else ""


def _line(line: str, stash: Stash) -> str:
    """Return a line with its marks replaced: a block on a line of its own keeps the line's indentation."""
    block = stash.block(line.strip())
    if block is None:
        parts = _CODE.split(line)
        return "".join(stash.replaced(part, _code if at % 2 else _literal) for at, part in enumerate(parts))
    indent = line[: len(line) - len(line.lstrip())]
    return "\n".join(indent + part.strip() for part in block.splitlines() if part.strip())


def _code(html: str) -> str:
    """Return the words of inline HTML, as code shows them."""
    return unescape(_TAG.sub(lambda found: "" if found[0].startswith("<") else found[0], html))


def _literal(html: str) -> str:
    """Return inline HTML whose words no Markdown takes for markup."""
    parts = _TAG.split(html)
    return "".join(part if at % 2 else _MEANT.sub(_entity, part) for at, part in enumerate(parts))


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"
