"""What every view is made of: links to entities, and the words of a locale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playbook.model import Playbook


@dataclass(frozen=True)
class Link:
    """A mention of an entity; where it leads is decided by whoever renders it."""

    kind: str
    id: str
    text: str


def link(playbook: Playbook, kind: str, id: str) -> Link:
    """Return the link to the entity `id` of a kind of `playbook.model.KINDS`; raise `KeyError` where there is none."""
    return Link(kind, id, playbook.of_kind(kind)[id].name)


def links(playbook: Playbook, kind: str, ids: Any) -> tuple[Link, ...]:
    """Return the links to several entities of one kind."""
    return tuple(link(playbook, kind, id) for id in ids)
