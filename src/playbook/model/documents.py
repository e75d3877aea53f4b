"""`data/documents.yml`: the papers and reports that the forums live on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from playbook.model.base import DocumentRef, Entity, ForumRef, Model, RoleRef
from playbook.model.change_class import Binding, Burden, Expected, Information, People, Timing
from playbook.model.values import Date, Length, Text

__all__ = ["Document", "DocumentRef", "Documents"]


class Document(Entity):
    """A document or a report."""

    kind: Information[Literal["document", "report"]] = Field(default="document", description="document or report.")
    owner: Burden[RoleRef | None] = Field(default=None, description="The role that writes it and answers for it.")
    readers: People[tuple[RoleRef, ...]] = Field(default=(), description="The roles that read it.")
    frequency: Timing[Expected[Text | None]] = Field(
        default=None, description="How often it appears, such as `monthly` or `once, before transition`."
    )
    due: Timing[Length | None] = Field(
        title="time before the forum", default=None, description="How long before the forum it feeds it is ready."
    )
    format: Information[Text | None] = Field(default=None, description="What shape it has.")
    feeds: Binding[tuple[ForumRef, ...]] = Field(
        title="forums that it feeds", default=(), description="The forums it is an input of."
    )
    retention: Binding[Length | None] = Field(
        title="time of retention", default=None, description="How long it is kept."
    )
    last_reviewed: Information[Date | None] = Field(
        title="day of the last review", default=None, description="The day it was last reviewed."
    )
    next_review: Information[Date | None] = Field(
        title="day of the next review", default=None, description="The day by which it is reviewed next."
    )


class Documents(Model):
    """The whole of `data/documents.yml`."""

    documents: Binding[dict[str, Document]] = Field(description="The documents and reports, by id.")
