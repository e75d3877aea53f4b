"""What a change of a field means stands at the field: every field of every model has its class, and one only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest

from playbook.model import KINDS, SUBJECTS, Entity
from playbook.model.base import Model
from playbook.model.change_class import ChangeClass, FieldClass, OrderMatters, class_of, is_expected
from playbook.views.field_types import inner_model


def models() -> dict[str, type[Model]]:
    """Return every record that a file of facts may hold, by name."""
    found: dict[str, type[Model]] = {}
    for subject in SUBJECTS.values():
        _gather(subject, found)
    return dict(sorted(found.items()))


def _gather(model: type[Model], found: dict[str, type[Model]]) -> None:
    name = f"{model.__module__.rpartition('.')[2]}.{model.__name__}"
    if name not in found:
        found[name] = model
        for field in model.model_fields.values():
            if (inner := inner_model(field)[0]) is not None:
                _gather(inner, found)


MODELS = models()


def _holding_one_record(model: type[Model]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        inner, several = inner_model(field)
        if inner is not None and not several:
            yield name


@pytest.mark.parametrize("model", MODELS)
def test_every_field_has_one_class_or_holds_a_record_whose_fields_have(model: str):
    fields = {name: field for name, field in MODELS[model].model_fields.items() if not field.exclude}
    marks = {name: [each for each in field.metadata if isinstance(each, ChangeClass)] for name, field in fields.items()}
    assert {name for name, found in marks.items() if len(found) > 1} == set()
    wanting = {name for name, found in marks.items() if not found}
    assert wanting == {*_holding_one_record(MODELS[model])}


def test_every_class_is_used_and_no_other():
    used = {class_of(field) for model in MODELS.values() for field in model.model_fields.values()}
    assert used - {None} == set(get_args(FieldClass))


def test_what_comes_and_goes_has_its_class_at_the_collection_that_holds_it():
    fields = {name: field for model in SUBJECTS.values() for name, field in model.model_fields.items()}
    assert {kind for kind, collection in KINDS.items() if class_of(fields[collection]) is None} == set()


def test_order_is_said_of_nothing_that_has_none():
    for model in MODELS.values():
        for field in model.model_fields.values():
            if any(isinstance(each, OrderMatters) for each in field.metadata):
                assert str(field.annotation).startswith(("tuple", "dict")), field


def test_what_a_contract_should_settle_may_be_left_out_of_what_has_an_id():
    asked = {
        name: field for model in MODELS.values() for name, field in model.model_fields.items() if is_expected(field)
    }
    assert asked
    assert not any(field.is_required() for field in asked.values())
    for model in MODELS.values():
        assert issubclass(model, Entity) or not any(map(is_expected, model.model_fields.values())), model
