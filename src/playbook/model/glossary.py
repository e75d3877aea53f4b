"""`data/glossary.yml`: what the words mean here."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from playbook.model.base import Entity, Model, Reference
from playbook.model.values import Id, Text


class Term(Entity):
    """A word that both sides use in one sense."""

    definition: Text = Field(description="What it means in this contract.")
    acronym: Text | None = Field(default=None, description="Its short form; two terms may share one.")
    aliases: tuple[Text, ...] = Field(default=(), description="Other words for it.")
    source: Text | None = Field(default=None, description="Where the definition comes from.")
    see_also: tuple[Annotated[Id, Reference("term")], ...] = Field(default=(), description="Related terms.")


class Glossary(Model):
    """The whole of `data/glossary.yml`."""

    terms: dict[str, Term] = Field(description="The terms, by id.")
