"""`data/glossary.yml`: what the words mean here."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from playbook.model.base import Entity, Model, Reference
from playbook.model.change_class import Information, Meaning, Setting
from playbook.model.ids import Named
from playbook.model.values import Bool, Text


class Term(Entity):
    """A word that both sides use in one sense."""

    name: Meaning[Text] = Field(description="What people call it.")
    definition: Meaning[Text] = Field(description="What it means in this contract.")
    acronym: Meaning[Text | None] = Field(default=None, description="Its short form; two terms may share one.")
    aliases: Meaning[tuple[Text, ...]] = Field(title="other words", default=(), description="Other words for it.")
    tooltip: Setting[Bool] = Field(
        title="explanation on pages", default=True, description="Whether pages explain it, and are listed as using it."
    )
    not_in: Setting[tuple[Text, ...]] = Field(
        title="words without explanation",
        default=(),
        description="Words that hold it in another sense, such as `notice board`: no page explains it there.",
    )
    source: Information[Text | None] = Field(default=None, description="Where the definition comes from.")
    see_also: Information[tuple[Annotated[Named, Reference("term")], ...]] = Field(
        title="related terms", default=(), description="Related terms."
    )


class Glossary(Model):
    """The whole of `data/glossary.yml`."""

    terms: Meaning[dict[str, Term]] = Field(description="The terms, by id.")
