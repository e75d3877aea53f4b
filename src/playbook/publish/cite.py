"""The words with which a contract cites a section: what, of which version, where, and how to prove it."""

from __future__ import annotations

from html import escape
from pathlib import Path

from playbook.problems import did_you_mean, quoted
from playbook.publish.record import Kept, Release, released


class Unknown(Exception):
    """Raised where there is no such version or section; the text says which there are."""


def citation(public: Path, id: str, version: str | None, address: str | None, style: str) -> str:
    """Return the citation of a section of a version below `public`, the newest where none is given.

    `address` is where the tree is served; without it the path of the folder stands in the citation. `style` is text,
    markdown or html.
    """
    release = _release(public, version)
    kept = release.sections.get(id)
    if kept is None:
        hint = did_you_mean(id, release.sections, "see the release record for every id")
        raise Unknown(f"version {quoted(release.version)} has no section {quoted(id)}\n    hint: {hint}")
    root = address or str(public)
    return _STYLES[style](release, kept, id, f"{root.rstrip('/')}/{release.version}/s/{id}/")


def _release(public: Path, version: str | None) -> Release:
    known = {release.version: release for release in released(public)}
    if not known:
        raise Unknown(f"no version is published in {quoted(public)}")
    if version is not None and version not in known:
        raise Unknown(f"there is no version {quoted(version)}\n    hint: {did_you_mean(version, known)}")
    return known[version or list(known)[-1]]


def _text(release: Release, kept: Kept, id: str, address: str) -> str:
    return (
        f"“{kept.title}” (section {id}), {release.title}, version {release.version}, "
        f"in force from {release.effective_from}: {address} , fingerprint {kept.fingerprint}"
    )


def _markdown(release: Release, kept: Kept, id: str, address: str) -> str:
    title = "".join(f"\\{each}" if each in "\\`*_[]<>" else each for each in kept.title)
    return (
        f"[“{title}”]({address}) (section `{id}`), {release.title}, version {release.version}, "
        f"in force from {release.effective_from}, fingerprint `{kept.fingerprint}`"
    )


def _html(release: Release, kept: Kept, id: str, address: str) -> str:
    return escape(_text(release, kept, id, address))


_STYLES = {"text": _text, "markdown": _markdown, "html": _html}
