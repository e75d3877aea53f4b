"""The documents and reports: who writes them, who reads them, and which forum they feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playbook.model import Document, Playbook
from playbook.views.base import Link, link, links

KINDS = ("document", "report")


@dataclass(frozen=True)
class DocumentEntry:
    """One document; `part` is what the role asked for does with it, None where none was asked for."""

    document: Document
    link: Link
    owner: Link | None
    readers: tuple[Link, ...]
    feeds: tuple[Link, ...]
    part: Literal["owner", "reader"] | None


def document_entries(
    playbook: Playbook, role: str | None = None, forum: str | None = None, kind: str | None = None
) -> tuple[DocumentEntry, ...]:
    """Return the documents of one kind that a role writes or reads and that feed a forum.

    With a role, those it writes come first; otherwise they are in the order of the file.
    """
    entries = [
        _entry(playbook, document, role)
        for document in playbook.documents
        if kind in (None, document.kind)
        and (forum is None or forum in _feeds(playbook, document))
        and (role is None or role == document.owner or role in document.readers)
    ]
    return tuple(sorted(entries, key=lambda entry: entry.part == "reader"))


def _entry(playbook: Playbook, document: Document, role: str | None) -> DocumentEntry:
    part: Literal["owner", "reader"] | None = None
    if role is not None:
        part = "owner" if document.owner == role else "reader"
    return DocumentEntry(
        document,
        link(playbook, "document", document.id),
        link(playbook, "role", document.owner) if document.owner else None,
        links(playbook, "role", document.readers),
        links(playbook, "forum", _feeds(playbook, document)),
        part,
    )


def _feeds(playbook: Playbook, document: Document) -> tuple[str, ...]:
    """Return the ids of the forums it feeds: those it names, and those that name it as an input."""
    naming = [forum.id for forum in playbook.forums if document.id in forum.inputs]
    return tuple(dict.fromkeys((*document.feeds, *naming)))
