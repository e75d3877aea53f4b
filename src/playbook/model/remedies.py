"""`data/remedies.yml`: what follows when something promised is not met, step by step, until it ends."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playbook.model.base import DocumentRef, Entity, ForumRef, Model, Reference, RoleRef, StatementRef
from playbook.model.change_class import Binding, Burden, Identity, Information, Ordered, Power, Setting
from playbook.model.ids import Id, Named
from playbook.model.values import Length, Text

RemedyRef = Annotated[Named, Reference("remedy")]
ServiceLevelRef = Annotated[Named, Reference("service-level")]
ObligationRef = Annotated[Named, Reference("obligation")]

ExitPlanRef = Annotated[Named, Reference("exit-plan")]

RemedyKind = Literal["default", "rectification", "step-in", "dispute", "other"]


class RemedyStep(Model):
    """One step of a remedy."""

    id: Identity[Id] = Field(alias="\0id", description="The key it is written under.")
    name: Binding[Text] = Field(description="What is done, beginning with a verb.")
    owner: Burden[RoleRef | None] = Field(default=None, description="The role that does it.")
    within: Binding[Length | None] = Field(title="time allowed", default=None, description="How long it may take.")
    forum: Power[ForumRef | None] = Field(
        title="deciding forum", default=None, description="The forum in which it is done."
    )
    evidence: Binding[Text | None] = Field(default=None, description="What shows that it is done.")
    otherwise: Binding[Text | None] = Field(
        title="way on", default=None, description="What follows if it fails, where that is not the next step."
    )
    carries: Setting[tuple[StatementRef, ...]] = Field(
        title="statements that it carries", default=(), description="Statements of `coverage.yml` it makes true."
    )


class Remedy(Entity):
    """What follows when something promised is not met."""

    kind: Information[RemedyKind] = Field(description="default, rectification, step-in, dispute or other.")
    trigger: Binding[Text | None] = Field(default=None, description="What sets it going, in words.")
    service_levels: Binding[tuple[ServiceLevelRef, ...]] = Field(
        default=(), description="The service levels whose misses set it going."
    )
    obligations: Binding[tuple[ObligationRef, ...]] = Field(
        default=(), description="The obligations that set it going when they are not met."
    )
    steps: Binding[Ordered[dict[str, RemedyStep]]] = Field(default={}, description="The steps in order, by id.")
    ends: Binding[Text | None] = Field(title="end", default=None, description="What ends it, in words.")
    leads_to: Binding[RemedyRef | None] = Field(
        title="remedy that follows",
        default=None,
        description="The remedy that follows where its last step does not end it.",
    )
    exit_plan: Binding[ExitPlanRef | None] = Field(
        default=None, description="The exit plan that is set going where its last step does not end it."
    )
    document: Binding[DocumentRef | None] = Field(default=None, description="The document it is recorded in.")


class Remedies(Model):
    """The whole of `data/remedies.yml`."""

    remedies: Binding[dict[str, Remedy]] = Field(description="The remedies, by id.")
