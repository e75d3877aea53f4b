"""Every field of every record, changed alone, is one change in the class that stands at the field.

The records are walked and not listed, so that a new field is tried as soon as there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from playbook.changes import Change, Sort, changes
from playbook.loading.load import load
from playbook.model import KINDS, Entities, Playbook, Role
from playbook.model.base import Model
from playbook.model.change_class import class_of
from playbook.model.days import Every, On
from playbook.model.hours import EVERY_HOUR, read_hours
from playbook.model.onboarding import SmallerStep
from playbook.model.phones import Phone
from playbook.model.playbook import CheckSetting, ScopedChecks, Waiver
from playbook.model.values import Duration
from playbook.views.change_words import sentence
from playbook.views.field_types import Shape, inner_model, shape_of
from playbook.views.sentences import as_plain
from playbook.views.words import ENGLISH
from tests.changes.test_classes import MODELS
from tests.support import ROOT, SMALL

NAMES = {model: name for name, model in MODELS.items()}
PARTS = ({"entity": "party-client"}, {"kind": "role"}, {"folder": "data/roles"})
"""Of what settings of checks hold."""
SOME: Mapping[str, tuple[Sort, ...]] = {
    "burden": ("burden-moved", "obligation", "people"),
    "measure": ("level-loosened", "level-tightened", "obligation"),
}
"""The classes that a change may have at a field that asks for a closer look."""


@dataclass(frozen=True)
class Spot:
    """One record in a playbook: the part of the playbook that holds it, and the way down to it."""

    part: str
    way: tuple[Any, ...]
    record: Model


def _spots(playbook: Playbook) -> Iterator[Spot]:
    for part in ("about", "sourcing", "scheme", "defaults"):
        yield from _below(part, (), getattr(playbook, part))
    for part in (*KINDS.values(), "regimes", "ledger"):
        for entity in getattr(playbook, part):
            yield from _below(part, (entity.id,), entity)


def _below(part: str, way: tuple[Any, ...], record: Model) -> Iterator[Spot]:
    yield Spot(part, way, record)
    for name in type(record).model_fields:
        value = getattr(record, name)
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()
        if isinstance(value, Model):
            yield from _below(part, (*way, name), value)
        for key, item in items:
            if isinstance(item, Model):
                yield from _below(part, (*way, name, key), item)


def _put(holder: Any, way: tuple[Any, ...], value: Any) -> Any:
    """Return what holds a value, with another one at the end of a way."""
    if not way:
        return value
    key, rest = way[0], way[1:]
    if isinstance(holder, Entities):
        return Entities({each.id: _put(each, rest, value) if each.id == key else each for each in holder})
    if isinstance(holder, Model):
        return holder.model_copy(update={key: _put(getattr(holder, key), rest, value)})
    if isinstance(holder, dict):
        return {**holder, key: _put(holder[key], rest, value)}
    return (*holder[:key], _put(holder[key], rest, value), *holder[key + 1 :])


def _with(playbook: Playbook, spot: Spot, field: str, value: Any) -> Playbook:
    return replace(playbook, **{spot.part: _put(getattr(playbook, spot.part), (*spot.way, field), value)})


@pytest.fixture(scope="module")
def playbooks() -> tuple[Playbook, ...]:
    """The small playbook and the reference, with a setting of a check, a waiver and a number to call."""
    found = []
    for folder in (SMALL, ROOT):
        playbook = load(folder / "data").or_raise()
        waiver = Waiver(check="role-no-deputy", entity="clerk", reason="She never sleeps.")
        parts = [
            ScopedChecks(because="So.", checks={"role-no-deputy": CheckSetting(off=True)}, **part) for part in PARTS
        ]
        settings = {"role-no-deputy": CheckSetting(threshold=3)}
        more = {"checks": settings, "checks_for": tuple(parts), "waivers": (waiver,)}
        playbook = replace(playbook, about=playbook.about.model_copy(update=more))
        channel = next(iter(playbook.channels))
        phones = (Phone(number="+44 20 7946 0018"),)
        found.append(_with(playbook, Spot("channels", (channel.id,), channel), "phones", phones))
    return tuple(found)


def _other(value: Any, shape: Shape, playbook: Playbook) -> Any:
    """Return another value of a shape."""
    if shape.sort in ("list", "mapping"):
        return _other_several(value, shape, playbook)
    if shape.sort == "reference":
        kind = "role" if shape.kind == "owner" else shape.kind
        known = playbook.of_kind(kind).ids if kind in KINDS else ("first", "second")
        return next((id for id in known if id != value), "another-one")
    if shape.sort == "choice":
        return next((each for each in reversed(shape.values) if each != value), "another")
    if shape.sort == "hours":
        return read_hours("06:00-07:00") if value == EVERY_HOUR else EVERY_HOUR
    return _other_plain(value, shape.sort)


def _other_plain(value: Any, sort: str) -> Any:
    if sort in ("number", "count"):
        return (value or 0) + 1
    if sort in ("decimal", "target"):
        return Decimal(7) if value is None or isinstance(value, str) else value + 1
    if sort in ("length", "span", "offset", "window"):
        return Duration((value.amount if isinstance(value, Duration) else 0) + 3, "days")
    if sort == "boolean":
        return not value
    if sort == "date":
        return (value or date(2030, 1, 1)) + timedelta(days=40)
    if sort == "smaller step":
        return SmallerStep("Quite another step", ("With one inside",))
    if sort == "frequency":
        return Every(5, "day")
    if sort == "day":
        return On(day=27 if value != On(day=27) else 26)
    return {"zone": "Asia/Tokyo", "language": "nl", "time": "03:07"}.get(sort, "Quite another thing altogether")


def _other_several(value: Any, shape: Shape, playbook: Playbook) -> Any:
    """Return a list or a mapping with one item fewer; with one more where there is none."""
    if value:
        left = list(value.items() if isinstance(value, dict) else value)[1:]
        return dict(left) if isinstance(value, dict) else tuple(left)
    return (_other(None, shape.of or Shape("text"), playbook),)


FIELDS = [
    (model, name)
    for model in MODELS.values()
    for name, field in model.model_fields.items()
    if class_of(field) not in (None, "identity") and not model.__doc__.startswith("The whole of `data")
] + [
    (MODELS["playbook.About"], name) for name, field in MODELS["playbook.About"].model_fields.items() if class_of(field)
]


def _tried(playbooks: tuple[Playbook, ...], model: type[Model], name: str) -> Iterator[tuple[Playbook, Playbook]]:
    """Iterate over playbooks before and after a field of one of their records has another value."""
    shape = shape_of(model.model_fields[name])
    records = inner_model(model.model_fields[name])[0] is not None
    for playbook in playbooks:
        for spot in _spots(playbook):
            value = getattr(spot.record, name) if type(spot.record) is model else None
            if type(spot.record) is model and (value or not records):
                yield playbook, _with(playbook, spot, name, _other(value, shape, playbook))
                break


@pytest.mark.parametrize(("model", "name"), FIELDS, ids=[f"{NAMES[model]}.{name}" for model, name in FIELDS])
def test_a_field_changed_alone_is_told_once_in_its_class(
    playbooks: tuple[Playbook, ...], model: type[Model], name: str
):
    found_class = class_of(model.model_fields[name])
    tried = 0
    for before, after in _tried(playbooks, model, name):
        told = [change for change in changes(before, after) if not _follows(change, model, name)]
        assert len(told) == 1, told
        assert told[0].sort in SOME.get(str(found_class), (found_class,))
        _speaks(told[0], before, after)
        tried += 1
    assert tried, "no playbook of the tests has such a record"


def _follows(change: Change, model: type[Model], name: str) -> bool:
    """Tell whether a change only follows from another: what moved with a role."""
    return (model, name) == (Role, "party") and change.what == "moved"


def _speaks(change: Change, before: Playbook, after: Playbook) -> None:
    """Hold that a sentence stands alone: it has a beginning and an end, no sign of the data and nothing left open."""
    text = as_plain(sentence(change, before, after, ENGLISH))
    assert text[:1].isupper() or not text[:1].isalpha()
    assert text.endswith((".", ".”"))
    assert "None" not in text.replace(str(change.old), "")
    assert "%(" not in text
    assert "_" not in text
    assert "\ue000" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_or_goes_is_told_in_the_class_of_its_collection(playbooks: tuple[Playbook, ...], kind: str):
    with_one = next(playbook for playbook in playbooks if len(playbook.of_kind(kind)))
    entity = next(iter(with_one.of_kind(kind)))
    others = Entities({each.id: each for each in with_one.of_kind(kind) if each is not entity})
    without = replace(with_one, **{KINDS[kind]: others})
    fields = {name: field for model in MODELS.values() for name, field in model.model_fields.items()
              if model.__doc__.startswith("The whole of `data")}  # fmt: skip
    for before, after, what in ((with_one, without, "removed"), (without, with_one, "added")):
        told = [change for change in changes(before, after) if change.path == ()]
        assert [(change.kind, change.id, change.what) for change in told] == [(kind, entity.id, what)]
        assert told[0].sort == class_of(fields[KINDS[kind]])
        _speaks(told[0], before, after)
