"""`data/documents.yml`: the papers and reports that the forums live on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from playbook.model.base import DocumentRef, Entity, ForumRef, Model, RoleRef
from playbook.model.values import Date, Length, Text

__all__ = ["Document", "DocumentRef", "Documents"]


class Document(Entity):
    """A document or a report."""

    kind: Literal["document", "report"] = Field(default="document", description="document or report.")
    owner: RoleRef | None = Field(default=None, description="The role that writes it and answers for it.")
    readers: tuple[RoleRef, ...] = Field(default=(), description="The roles that read it.")
    frequency: Text = Field(description="How often it appears, such as `monthly` or `once, before transition`.")
    due: Length | None = Field(default=None, description="How long before the forum it feeds it is ready.")
    format: Text | None = Field(default=None, description="What shape it has.")
    feeds: tuple[ForumRef, ...] = Field(default=(), description="The forums it is an input of.")
    retention: Length | None = Field(default=None, description="How long it is kept.")
    last_reviewed: Date | None = Field(default=None, description="The day it was last reviewed.")


class Documents(Model):
    """The whole of `data/documents.yml`."""

    documents: dict[str, Document] = Field(description="The documents and reports, by id.")
