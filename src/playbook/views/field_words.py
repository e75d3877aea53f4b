"""What sentences call the kinds, the fields and the choices of the data.

Fields and choices are named at the model, by the title of a field or its key; the catalogue has them from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic.fields import FieldInfo

from playbook.model import SUBJECTS, Model
from playbook.model.base import written_as
from playbook.model.change_class import class_of
from playbook.model.days import WEEKDAYS
from playbook.views.field_types import Shape, inner_model, shape_of
from playbook.views.words import phrase

KINDS_IN_WORDS: Mapping[str, str] = {
    "party": phrase("the party"),
    "structure": phrase("the comparison of the structure"),
    "role": phrase("the role"),
    "assignment": phrase("the assignment of"),
    "phase": phrase("the phase"),
    "objective": phrase("the objective"),
    "service": phrase("the service"),
    "workstream": phrase("the workstream"),
    "activity": phrase("the activity"),
    "forum": phrase("the forum"),
    "document": phrase("the document"),
    "priority": phrase("the priority"),
    "path": phrase("the escalation path"),
    "service-level": phrase("the service level"),
    "dependency": phrase("the dependency"),
    "risk": phrase("the risk"),
    "principle": phrase("the principle"),
    "channel": phrase("the channel"),
    "visit": phrase("the visit"),
    "health-check": phrase("the health check"),
    "approval": phrase("the contract approval"),
    "obligation": phrase("the obligation"),
    "key-date": phrase("the key date"),
    "change-process": phrase("the change process"),
    "exit-plan": phrase("the exit plan"),
    "decision": phrase("the decision"),
    "remedy": phrase("the remedy"),
    "programme": phrase("the programme"),
    "term": phrase("the term"),
    "statement": phrase("the statement"),
    "heading": phrase("the section"),
}
"""The kinds of entities, as they stand before a name."""
EVERY: Mapping[str, str] = {
    "party": phrase("every party"),
    "structure": phrase("every structure"),
    "role": phrase("every role"),
    "assignment": phrase("every assignment"),
    "phase": phrase("every phase"),
    "objective": phrase("every objective"),
    "service": phrase("every service"),
    "workstream": phrase("every workstream"),
    "activity": phrase("every activity"),
    "forum": phrase("every forum"),
    "document": phrase("every document"),
    "priority": phrase("every priority"),
    "path": phrase("every escalation path"),
    "service-level": phrase("every service level"),
    "dependency": phrase("every dependency"),
    "risk": phrase("every risk"),
    "principle": phrase("every principle"),
    "channel": phrase("every channel"),
    "visit": phrase("every visit"),
    "health-check": phrase("every health check"),
    "approval": phrase("every contract approval"),
    "obligation": phrase("every obligation"),
    "key-date": phrase("every key date"),
    "change-process": phrase("every change process"),
    "exit-plan": phrase("every exit plan"),
    "decision": phrase("every decision"),
    "remedy": phrase("every remedy"),
    "programme": phrase("every programme"),
    "term": phrase("every term"),
    "statement": phrase("every statement"),
}
"""The kinds of entities for whose pages one page stands."""
PARTS: Mapping[str, str] = {
    "Duty": phrase("the duty"),
    "Phone": phrase("the telephone number"),
    "Code": phrase("the letter"),
    "Hyperlink": phrase("the link"),
    "Quorum": phrase("the quorum of"),
    "ActivityGroup": phrase("the group"),
    "Rung": phrase("the level"),
    "Band": phrase("the band"),
    "TargetWhen": phrase("the case"),
    "Regime": phrase("the regime"),
    "LevelTerms": phrase("the defaults of the service levels"),
    "Arrangement": phrase("the arrangement"),
    "Dimension": phrase("the question"),
    "Consent": phrase("the say of"),
    "Stage": phrase("the step"),
    "RemedyStep": phrase("the step"),
    "Limit": phrase("the limit of"),
    "Step": phrase("the step"),
    "Approval": phrase("the approval by"),
    "Keeper": phrase("the copy that is kept by"),
    "CheckSetting": phrase("the setting of the check"),
    "ScopedChecks": phrase("the settings of checks for"),
    "Waiver": phrase("the waiver of the check"),
    "Entry": phrase("the line in the ledger about"),
}
"""What stands inside of an entity, as it stands before a name, by the name of its model."""
SETTINGS: Mapping[str, str] = {
    "about": phrase("the playbook"),
    "cycle": phrase("the edition"),
    "sourcing": phrase("the sourcing structure"),
    "scheme": phrase("the responsibility scheme"),
}
"""What a playbook says beside its entities."""


def name_of_field(name: str, field: FieldInfo) -> str:
    """Return what a field is called in a sentence, in English, as the catalogue has it: `lead time`."""
    return field.title or (written_as(name, field) or name).replace("_", " ")


def choice_in_words(value: str) -> str:
    """Return one of several values of a field in words, in English, as the catalogue has it."""
    return value.replace("-", " ")


def catalogued() -> Iterator[str]:
    """Iterate over the names of all fields, and over all values to choose from; days of the week are known."""
    seen: set[type[Model]] = set()
    for subject in SUBJECTS.values():
        yield from _of_model(subject, seen)


def _of_model(model: type[Model], seen: set[type[Model]]) -> Iterator[str]:
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        inner, _ = inner_model(field)
        if inner is not None:
            yield from _of_model(inner, seen)
        if (class_of(field) not in (None, "identity") and model not in SUBJECTS.values()) or inner is None:
            yield from _of_field(name, field)


def _of_field(name: str, field: FieldInfo) -> Iterator[str]:
    if field.exclude or class_of(field) == "identity":
        return
    yield name_of_field(name, field)
    shape: Shape | None = shape_of(field)
    while shape is not None:
        yield from (choice_in_words(each) for each in shape.values if each not in WEEKDAYS)
        shape = shape.of
