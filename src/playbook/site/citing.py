"""What only a published version can show on its pages: how to cite each part of it, and where it is recorded.

Both need what is known only when everything is built, so they are put into the finished pages. The content that was
fingerprinted stays as it is: what is added stands outside of it, or in a place that no fingerprint counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playbook.address import Here, relative
from playbook.publish import cite
from playbook.publish.record import Release
from playbook.publish.sections import Contents
from playbook.site.workshop import Workshop

_END = b"</body>"
_PLACE = re.compile(rb"<!-- publication -->.*?<!-- /publication -->", re.DOTALL)
"""Where a page tells of its publication."""


def add(folder: Path, pages: Mapping[str, Contents], release: Release, workshop: Workshop) -> None:
    """Add to each page of a version what its cite buttons need, and where the version is recorded."""
    for url, contents in pages.items():
        path = folder / url
        path = path / "index.html" if url.endswith("/") or not url else path
        content = _PLACE.sub(lambda _, url=url: _recorded(url, pages, release, workshop), path.read_bytes())  # type: ignore[misc]
        before, end, behind = content.rpartition(_END)
        if contents.sections and end:
            content = before + _buttons(url, contents, release, workshop) + end + behind
        path.write_bytes(content)


def _buttons(url: str, contents: Contents, release: Release, workshop: Workshop) -> bytes:
    """Return what the script needs that puts a cite button beside each section of a page."""
    facts: dict[str, Any] = {"wording": cite.wording(workshop.renderer.words), **cite.facts(release)}
    facts["sections"] = [
        (section.anchor, section.id, release.sections[section.id].title, release.sections[section.id].fingerprint)
        for section in contents.sections
    ]
    return workshop.renderer.block("publish/cite.html", Here(url, workshop.addresses), facts=facts).encode()


def _recorded(url: str, pages: Mapping[str, Contents], release: Release, workshop: Workshop) -> bytes:
    """Return where the version of a page is recorded, as the page tells it."""
    context = {"up": relative("", url) + "../", "release": release, "id": pages[url].ids.get("")}
    return workshop.renderer.block("publish/publication.html", Here(url, workshop.addresses), **context).encode()
