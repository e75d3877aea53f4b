"""What only a published version can show on its pages: how to cite each part of it, and where it is recorded.

Both need what is known only when everything is built, so they are put into the finished pages. The content that was
fingerprinted stays as it is: what is added stands outside of it, or in a place that no fingerprint counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playbook.publish.text.sections import Contents
from playbook.publish.tree.record import Release
from playbook.publish.verify import cite
from playbook.rendering.addresses import Here, relative
from playbook.site.build_context import BuildContext

_SCRIPT = re.compile(rb"<\w+ [^>]*playbook/playbook\.js")
"""The script of every page, which looks for what stands before it."""
_END = re.compile(rb"</body>")
_PLACE = re.compile(rb"<!-- publication -->.*?<!-- /publication -->", re.DOTALL)
"""Where a page tells of its publication."""
_STANDING = re.compile(rb"<!-- standing -->.*?<!-- /standing -->", re.DOTALL)
"""Where a page tells how its edition stands."""
_WITHOUT_SECTIONS = ("404.html", "print/index.html")
"""Pages that are put together from others."""


def add(folder: Path, pages: Mapping[str, Contents], release: Release, build: BuildContext) -> None:
    """Add to each page of a version what its cite buttons need, and where the version is recorded."""
    for url, contents in pages.items():
        path = folder / url
        path = path / "index.html" if url.endswith("/") or not url else path
        content = _PLACE.sub(lambda _, url=url: _recorded(url, pages, release, build), path.read_bytes())  # type: ignore[misc]
        place = _SCRIPT.search(content) or _END.search(content)
        if contents.sections and place:
            at = place.start()
            content = content[:at] + _buttons(url, contents, release, build) + content[at:]
        path.write_bytes(_standing(content, relative("", url) + "../", build))
    for path in (folder / name for name in _WITHOUT_SECTIONS if (folder / name).is_file()):
        path.write_bytes(_standing(path.read_bytes(), "../" * (1 + (path.parent != folder)), build))


def _standing(content: bytes, up: str, build: BuildContext) -> bytes:
    """Return a page that knows that there may be other versions beside its own."""
    return _STANDING.sub(lambda _: build.standing(up).encode(), content, count=1)


def _buttons(url: str, contents: Contents, release: Release, build: BuildContext) -> bytes:
    """Return what the script needs that puts a cite button beside each section of a page."""
    words = build.renderer.words
    facts: dict[str, Any] = {"wording": cite.wording(words, release.status), **cite.facts(release)}
    facts["witnessed"] = cite.witnessed(words, signed=False)
    facts["sections"] = [
        (section.anchor, section.id, release.sections[section.id].title, release.sections[section.id].fingerprint)
        for section in contents.sections
    ]
    return build.renderer.block("publish/cite.html", Here(url, build.addresses), facts=facts).encode()


def _recorded(url: str, pages: Mapping[str, Contents], release: Release, build: BuildContext) -> bytes:
    """Return where the version of a page is recorded, as the page tells it."""
    context = {"up": relative("", url) + "../", "release": release, "id": pages[url].ids.get("")}
    return build.renderer.block("publish/publication.html", Here(url, build.addresses), **context).encode()
