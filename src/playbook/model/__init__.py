"""What a playbook is: frozen records, one module a subject, and the whole that holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, cast, get_args

from playbook.model.authority import Authority, Decision
from playbook.model.base import SIDES, Entities, Entity, Model, Side
from playbook.model.cadence import Cadence, Forum
from playbook.model.contract import Approval as ContractApproval
from playbook.model.contract import ChangeProcess, Contract, ExitPlan, KeyDate, Obligation
from playbook.model.coverage import Coverage, Statement
from playbook.model.dependencies import Dependencies, Dependency
from playbook.model.documents import Document, Documents
from playbook.model.escalation import Escalation, Priority
from playbook.model.escalation import Path as EscalationPath
from playbook.model.glossary import Glossary, Term
from playbook.model.onboarding import Onboarding, Programme
from playbook.model.parties import Parties, Party, Sourcing, Structure, side_in
from playbook.model.phases import Phase, Phases
from playbook.model.playbook import About
from playbook.model.register import Entry, Register
from playbook.model.relationship import Channel, HealthCheck, Principle, Relationship, Visit
from playbook.model.remedies import Remedies, Remedy
from playbook.model.responsibilities import Activity, Responsibilities, Workstream
from playbook.model.risks import Risk, Risks
from playbook.model.roles import Assignment, Role, Roles
from playbook.model.schemes import NOTHING_EXCEPTED, SCHEMES, Borne, Excepted, Scheme
from playbook.model.service_levels import LevelTerms, Regime, ServiceLevel, ServiceLevels
from playbook.model.services import Objective, Service, Services
from playbook.model.time import Gone, Key, Life, days_of, listing_of, lives, past_or_future, pruned_of

SUBJECTS: Mapping[str, type[Model]] = {
    "playbook": About,
    "parties": Parties,
    "roles": Roles,
    "phases": Phases,
    "services": Services,
    "responsibilities": Responsibilities,
    "cadence": Cadence,
    "documents": Documents,
    "escalation": Escalation,
    "service_levels": ServiceLevels,
    "dependencies": Dependencies,
    "risks": Risks,
    "relationship": Relationship,
    "contract": Contract,
    "authority": Authority,
    "remedies": Remedies,
    "onboarding": Onboarding,
    "glossary": Glossary,
    "coverage": Coverage,
    "register": Register,
}
"""The subjects by name; each is `data/<name>.yml` or a folder `data/<name>/`."""

REQUIRED = ("playbook", "parties", "roles")
"""The subjects no playbook can do without."""

KINDS: Mapping[str, str] = {
    "party": "parties",
    "structure": "structures",
    "role": "roles",
    "assignment": "assignments",
    "phase": "phases",
    "objective": "objectives",
    "service": "services",
    "workstream": "workstreams",
    "activity": "activities",
    "forum": "forums",
    "document": "documents",
    "priority": "priorities",
    "path": "paths",
    "service-level": "service_levels",
    "dependency": "dependencies",
    "risk": "risks",
    "principle": "principles",
    "channel": "channels",
    "visit": "visits",
    "health-check": "health_checks",
    "approval": "approvals",
    "obligation": "obligations",
    "key-date": "key_dates",
    "change-process": "change_processes",
    "exit-plan": "exit_plans",
    "decision": "decisions",
    "remedy": "remedies",
    "programme": "programmes",
    "term": "terms",
    "statement": "statements",
}
"""The kinds of things with an id, and the collection of the playbook that holds each."""


@cache
def kind_of(model: type[Model]) -> str:
    """Return the kind of the records of a class, as `KINDS` names it; an empty text for what is no entity."""
    for kind, collection in KINDS.items():
        for subject in SUBJECTS.values():
            field = subject.model_fields.get(collection)
            if field is not None and get_args(field.annotation)[1:] == (model,):
                return kind
    return ""


def id_to_cite(kind: str, id: str) -> str:
    """Return the id under which an entity is cited: its kind and its own, in small letters, as an address has it."""
    return f"{kind}-{id}".lower()


@dataclass(frozen=True)
class Playbook:
    """Everything that the data says, read-only. Collections iterate their entities and look up by id."""

    about: About
    sourcing: Sourcing
    scheme: Scheme = SCHEMES["raci"]
    parties: Entities[Party] = field(default_factory=Entities)
    structures: Entities[Structure] = field(default_factory=Entities)
    roles: Entities[Role] = field(default_factory=Entities)
    assignments: Entities[Assignment] = field(default_factory=Entities)
    phases: Entities[Phase] = field(default_factory=Entities)
    objectives: Entities[Objective] = field(default_factory=Entities)
    services: Entities[Service] = field(default_factory=Entities)
    workstreams: Entities[Workstream] = field(default_factory=Entities)
    activities: Entities[Activity] = field(default_factory=Entities)
    forums: Entities[Forum] = field(default_factory=Entities)
    documents: Entities[Document] = field(default_factory=Entities)
    priorities: Entities[Priority] = field(default_factory=Entities)
    paths: Entities[EscalationPath] = field(default_factory=Entities)
    service_levels: Entities[ServiceLevel] = field(default_factory=Entities)
    regimes: Entities[Regime] = field(default_factory=Entities)
    defaults: LevelTerms = field(default_factory=LevelTerms)
    dependencies: Entities[Dependency] = field(default_factory=Entities)
    risks: Entities[Risk] = field(default_factory=Entities)
    principles: Entities[Principle] = field(default_factory=Entities)
    channels: Entities[Channel] = field(default_factory=Entities)
    visits: Entities[Visit] = field(default_factory=Entities)
    health_checks: Entities[HealthCheck] = field(default_factory=Entities)
    approvals: Entities[ContractApproval] = field(default_factory=Entities)
    obligations: Entities[Obligation] = field(default_factory=Entities)
    key_dates: Entities[KeyDate] = field(default_factory=Entities)
    change_processes: Entities[ChangeProcess] = field(default_factory=Entities)
    exit_plans: Entities[ExitPlan] = field(default_factory=Entities)
    decisions: Entities[Decision] = field(default_factory=Entities)
    remedies: Entities[Remedy] = field(default_factory=Entities)
    programmes: Entities[Programme] = field(default_factory=Entities)
    terms: Entities[Term] = field(default_factory=Entities)
    statements: Entities[Statement] = field(default_factory=Entities)
    ledger: Entities[Entry] = field(default_factory=Entities)
    whole_playbook: Playbook | None = field(default=None, compare=False, repr=False)

    @property
    def whole(self) -> Playbook:
        """The playbook as it is written, with what is not current."""
        return self.whole_playbook or self

    @property
    def cycle_days(self) -> Life:
        """The days of the cycle."""
        return days_of(self)

    @cached_property
    def _lives(self) -> Mapping[Key, Life]:
        return lives(self)

    def life(self, kind: str, id: str) -> Life:
        """Return the days on which an entity applies: its own, and of what it ends with."""
        return self.whole._lives.get((kind, id)) or Life()

    @cached_property
    def _gone(self) -> Gone:
        return past_or_future(self._lives, self.cycle_days)

    def is_current(self, kind: str, id: str) -> bool:
        """Tell whether an entity applies on some day of the cycle; see `playbook.model.time`."""
        return id not in self.whole._gone.get(kind, ())

    @cached_property
    def listing(self) -> Playbook:
        """The playbook whose collections list only what is current; records are as they are written."""
        gone = self.whole._gone
        return listing_of(self.whole, gone, KINDS) if gone and self.whole is self else self

    @cached_property
    def current(self) -> Playbook:
        """The playbook as an edition tells it: nothing lists or names what is not current."""
        gone = self.whole._gone
        return pruned_of(self.listing, gone, KINDS) if gone and self.whole is self else self

    def gone(self, kind: str, id: str) -> Entry | None:
        """Return what the ledger says of an entity that is no longer there; None where it says nothing."""
        entry = self.ledger.get(id_to_cite(kind, id))
        return entry if entry is not None and entry.status != "active" and id not in self.of_kind(kind) else None

    @property
    def client(self) -> Party:
        """The party that buys."""
        return self.parties[self.about.client]

    @property
    def suppliers(self) -> tuple[Party, ...]:
        """The parties under contract with the client."""
        return tuple(self.parties[id] for id in self.about.suppliers)

    def of_kind(self, kind: str) -> Entities[Any]:
        """Return the collection of a kind named in `KINDS`."""
        return cast("Entities[Any]", getattr(self, KINDS[kind]))

    def cited(self, id: str) -> tuple[str, Entity] | None:
        """Return the kind and the entity that an id to cite, such as `role-buyer`, names; None where it names none."""
        return self._by_id_to_cite.get(id)

    @cached_property
    def _by_id_to_cite(self) -> Mapping[str, tuple[str, Entity]]:
        return {id_to_cite(kind, entity.id): (kind, entity) for kind, entity in self.entities()}

    def entities(self) -> Iterator[tuple[str, Entity]]:
        """Iterate over every entity with its kind, in the order of `KINDS`."""
        for kind in KINDS:
            for entity in self.of_kind(kind):
                yield kind, entity

    def side_of_party(self, party: str) -> Side:
        """Return the side a party stands on: that of whoever engages it."""
        return self._sides[party]

    @cached_property
    def _sides(self) -> Mapping[str, Side]:
        about = self.about
        return {id: side_in(self.parties, id, about.client, about.suppliers) for id in self.whole.parties.ids}

    @property
    def in_house(self) -> bool:
        """Whether departments of the client's own supply, so that the side that does is not called a supplier's."""
        return any(party.kind == "client" for party in self.suppliers)

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """The sides that there are: the client's alone, where its own people deliver and nobody supplies."""
        alone = self.sourcing.kind == "internal" and "supplier" not in self._sides.values()
        return SIDES[:1] if alone else SIDES

    def side_of(self, role: str) -> Side:
        """Return the side a role sits on."""
        return self.side_of_party(self.roles[role].party)

    def excepted(self, activity: Activity, sense: Borne) -> Excepted:
        """Return why an activity may share something, or give it to nobody, by its workstream or everywhere."""
        workstream = self.whole.workstreams.get(activity.workstream)
        own: Excepted | None = getattr(workstream, sense, None)
        everywhere: Excepted | None = getattr(self.scheme, sense)
        return own or everywhere or NOTHING_EXCEPTED

    def is_faced(self, side: Side) -> bool:
        """Tell whether a role of a side has roles across from it to face, and not whole parties alone."""
        return len(self.sides) > 1 and self._faced[side == "client"]

    @cached_property
    def _faced(self) -> tuple[bool, bool]:
        """Whether those beyond the client's side have roles of the client to face, and the client roles of theirs."""
        whole: dict[bool, list[bool]] = {True: [], False: []}
        for role in self.roles:
            whole[self.side_of(role.id) == "client"].append(role.whole_party)
        return not whole[True] or not all(whole[True]), not whole[False] or not all(whole[False])


__all__ = [
    "KINDS",
    "REQUIRED",
    "SUBJECTS",
    "About",
    "Activity",
    "Assignment",
    "ChangeProcess",
    "Channel",
    "ContractApproval",
    "Decision",
    "Dependency",
    "Document",
    "Entities",
    "Entity",
    "Entry",
    "EscalationPath",
    "ExitPlan",
    "Forum",
    "HealthCheck",
    "KeyDate",
    "Model",
    "Objective",
    "Obligation",
    "Party",
    "Phase",
    "Playbook",
    "Principle",
    "Priority",
    "Programme",
    "Regime",
    "Remedy",
    "Risk",
    "Role",
    "Scheme",
    "Service",
    "ServiceLevel",
    "Sourcing",
    "Statement",
    "Structure",
    "Term",
    "Visit",
    "Workstream",
    "id_to_cite",
    "kind_of",
]
