"""`data/glossary.yml`: what the words mean here."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from playbook.model.base import Entity, Model, Reference
from playbook.model.change_class import Information, Meaning, Setting
from playbook.model.ids import Named
from playbook.model.prose import Prose
from playbook.model.values import Bool, Text, misread
from playbook.problems import quoted


class Term(Entity):
    """A word that both sides use in one sense."""

    name: Meaning[Text] = Field(description="What people call it.")
    definition: Meaning[Prose | None] = Field(
        default=None, description="What it means in this contract; may be left out where its `acronym` is all there is."
    )
    acronym: Meaning[Text | None] = Field(default=None, description="Its short form; two terms may share one.")
    other_acronyms: Meaning[tuple[Text, ...]] = Field(
        title="other short forms", default=(), description="Further short forms; their capitals count, as in `SaaS`."
    )
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

    @property
    def acronyms(self) -> tuple[str, ...]:
        """Every short form of it, each once."""
        return tuple(dict.fromkeys((*([self.acronym] if self.acronym else []), *self.other_acronyms)))

    @model_validator(mode="after")
    def _tells_something(self) -> Self:
        if not (self.definition or self.acronyms or self.summary):
            hint = "write what it means under `definition`, or what it is shortened to under `acronym`"
            raise misread(f"nothing says what {quoted(self.name)} means", hint)
        return self


class Glossary(Model):
    """The whole of `data/glossary.yml`."""

    terms: Meaning[dict[str, Term]] = Field(description="The terms, by id.")
