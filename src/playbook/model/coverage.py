"""`data/coverage.yml`: the statements that the playbook must carry somewhere."""

from __future__ import annotations

from pydantic import Field

from playbook.model.base import Model
from playbook.model.change_class import Binding, Identity, Setting
from playbook.model.values import Text


class Statement(Model):
    """One fact that a reader must be able to find; entities and pages tag themselves with its id."""

    id: Identity[Text] = Field(alias="\0id", description="The key it is written under, such as S10.")
    text: Binding[Text] = Field(description="The fact, in short.")
    section: Setting[Text | None] = Field(title="heading", default=None, description="The heading it is listed under.")


class Coverage(Model):
    """The whole of `data/coverage.yml`."""

    statements: Binding[dict[str, Statement]] = Field(default={}, description="The statements, by id.")
