"""The words with which a contract cites a section: what, of which version, where, and how to prove it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from playbook.problems import did_you_mean, quoted
from playbook.publish.tree import containment, version_status
from playbook.publish.tree.in_force import in_force, terms
from playbook.publish.tree.older_trees import log_of
from playbook.publish.tree.readers import Folder
from playbook.publish.tree.record import Release, released, sha256
from playbook.publish.tree.register import entry_of_gone, published_register, replaced_by
from playbook.publish.tree.root_files import served_at
from playbook.publish.tree.signing import signer
from playbook.rendering.locale import direction, locale_of
from playbook.rendering.renderer import Renderer
from playbook.views.words import Words

EXACT = ("id", "fingerprint", "record", "signer")
"""The pieces of a citation that are compared letter by letter."""
_PLACE = re.compile(r"\{(\w+)\}")


class Unknown(Exception):
    """Raised where there is no such version or section; the text says which there are."""


@dataclass(frozen=True)
class Citation:
    """A citation in the language of what it cites, in pieces: a name of the wording's places, or nothing, and text."""

    pieces: tuple[tuple[str, str], ...]
    address: str
    title: str
    version: str
    locale: str
    warnings: tuple[str, ...] = ()
    """What whoever writes a contract should know first."""

    @property
    def mirrored(self) -> bool:
        """Whether its language is written from right to left."""
        return direction(locale_of(self.locale)) == "rtl"

    @property
    def text(self) -> str:
        """The citation as plain text."""
        return "".join(text for _, text in self.pieces)

    @property
    def markdown(self) -> str:
        """The citation as Markdown, with the address behind the title."""
        return "".join(_marked(name, text, self.address) for name, text in self.pieces)

    @property
    def html(self) -> str:
        """The citation as HTML, with the address behind the title."""
        template = "publish/citation.html"
        return Renderer((), self.locale).sheet(template, pieces=self.pieces, address=self.address).strip()


def wording(words: Words, status: str) -> str:
    """Return the words of a citation, with `{title}` and the like where its facts stand; a draft is called one."""
    if status == "draft":
        return words.say(
            "“{title}” (section {id}), {playbook}, version {version}, a draft for the time from {day}: {address} , "
            "fingerprint {fingerprint}"
        )
    return words.say(
        "“{title}” (section {id}), {playbook}, version {version}, in force from {day}: {address} , "
        "fingerprint {fingerprint}"
    )


def wordings(locales: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """Return the words of citations by language and by status, those of English among them."""
    found = {locale: Renderer((), locale).words for locale in sorted({*locales, "en"})}
    return {name: {status: wording(words, status) for status in ("agreed", "draft")} for name, words in found.items()}


def witnessed(words: Words, signed: bool) -> str:
    """Return the words with which `{cited}`, a citation, names the record too, and who signed it."""
    if signed:
        return words.say("{cited}, record {record}, signed with the key {signer}")
    return words.say("{cited}, record {record}")


def _witnesses(public: Path, version: str) -> Mapping[str, str]:
    """Return the SHA-256 of the record of a version, and the key that signed it where one did."""
    record = public / "releases" / version / "release.json"
    signature = record.with_name(f"{record.name}.sig")
    key = signer(signature.read_bytes()) if signature.is_file() else ""
    return {"record": f"sha256:{sha256(record)}"} | ({"signer": key} if key else {})


def facts(release: Release) -> Mapping[str, str]:
    """Return what the citations of all sections of a version share, by the names of the wording."""
    return {"playbook": release.title, "version": release.version, "day": release.effective_from}


def citation(public: Path, id: str, version: str | None, address: str | None, day: date) -> Citation:
    """Return the citation of a section of a version below `public`, the one in force on `day` where none is given.

    `address` is where the tree is served; without it, where the tree says that it is, or else the path of the folder
    stands in the citation. Raise `Unknown` where there is no such section, or no version in force, `PlaybookError`
    where it cannot be read how the versions stand, and `ValueError` where a record is broken.
    """
    releases = released(public)
    status = version_status.status(log_of(public, releases, day)) if releases else {}
    release = _release(public, releases, status, version, day)
    section = release.sections.get(id)
    if section is None:
        other = did_you_mean(id, release.sections, "see the release record for every id")
        hint = _became(public, release.version, id) or other
        raise Unknown(f"version {quoted(release.version)} has no section {quoted(id)}\n    hint: {hint}")
    where = address or served_at(public)
    whole = f"{(where or str(public)).rstrip('/')}/{release.version}/s/{id}/"
    said = {"title": section.title, "id": id, "address": whole, "fingerprint": section.fingerprint, **facts(release)}
    said.update(_witnesses(public, release.version))
    words = Renderer((), release.locale).words
    whole_wording = witnessed(words, "signer" in said).replace("{cited}", wording(words, release.status))
    pieces = _pieces(whole_wording, said)
    warnings = tuple(_warnings(public, release, id, status, day, where))
    return Citation(pieces, whole, section.title, release.version, release.locale, warnings)


def _became(public: Path, version: str, id: str) -> str:
    """Return what became of an id before a version, as the ledger of that has it; nothing where it never went."""
    entry = entry_of_gone(published_register(public, version), id)
    instead = " and ".join(map(quoted, replaced_by(entry)))
    went = f"it went in {quoted(entry.get('removed_in', version))}" if entry else ""
    return f"{went}: turn to {instead}" if instead else went


def _warnings(
    public: Path, release: Release, id: str, status: Mapping[str, Any], day: date, where: str
) -> Iterator[str]:
    chosen = in_force(terms(status), day)
    if chosen is None or chosen.version != release.version:
        yield version_status.standing_on(status, release.version, day)
    related = containment.containment_of(Folder(public), release).related
    yield from version_status.remarks(release.version, status[release.version], id, related)
    if release.status == "draft":
        yield f"{release.version} is a draft: nobody has agreed to it"
    if not where:
        yield "it is not known where the versions are served, so the citation names a folder: see --address"


def _pieces(wording: str, said: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return a wording in pieces, its places filled."""
    parts = _PLACE.split(wording)  # words and names by turns
    pairs = [("" if place % 2 == 0 else part, said[part] if place % 2 else part) for place, part in enumerate(parts)]
    return tuple((name, text) for name, text in pairs if text)


def _marked(name: str, text: str, address: str) -> str:
    if name == "address":
        return f"<{text}>"
    if name in EXACT:
        return f"`{text}`"
    escaped = "".join(f"\\{each}" if each in "\\`*_[]<>" else each for each in text)
    return f"[{escaped}](<{address}>)" if name == "title" else escaped


def _release(
    public: Path, releases: tuple[Release, ...], status: Mapping[str, Any], version: str | None, day: date
) -> Release:
    known = {release.version: release for release in releases}
    if not known:
        raise Unknown(f"no version is published in {quoted(public)}")
    if version is not None and version not in known:
        raise Unknown(f"there is no version {quoted(version)}\n    hint: {did_you_mean(version, known)}")
    chosen = version or getattr(in_force(terms(status), day), "version", None)
    if chosen is None:
        raise Unknown(f"no version is in force on {day}\n    hint: name one with --version: {', '.join(known)}")
    return known[chosen]
