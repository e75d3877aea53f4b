"""Good data, changed here and there: a playbook, or problems with places; never another error, never without end."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests import golden
from tests.drawn import CHEAP, DEAR, often
from tests.examples import ANYTHING, WORDS, Data, good, written
from tests.support import ROOT


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """The data of the golden cases."""
    return good(tmp_path_factory.mktemp("data"), golden.CASES / "_base")


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """The data of the reference playbook."""
    return good(tmp_path_factory.mktemp("data"), ROOT / "data")


@cache
def _tree(content: bytes) -> Any:
    return yaml.load(content, Loader=_Texts)  # noqa: S506  # makes nothing but texts


class _Texts(yaml.CBaseLoader):
    """Reads every scalar as text, with the speed of libyaml."""


def _spots(values: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from _spots(value, (*path, key))


@cache
def _all_spots(content: bytes) -> tuple[tuple[Any, ...], ...]:
    return tuple(_spots(_tree(content)))


def _changed(draw: Any, content: bytes) -> Any:
    """Return the values of a file with one to three changes."""
    values = copy.deepcopy(_tree(content))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(_all_spots(content)))
        holder, key = _held(values, path[:-1]), path[-1]
        if key in (holder if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()):
            _change(draw, holder, key)
    return values


def _held(values: Any, path: tuple[Any, ...]) -> Any:
    """Return what stands at a path of changed values, or None where it is gone."""
    for part in path:
        try:
            values = values[part]
        except (LookupError, TypeError):
            return None
    return values


def _change(draw: Any, holder: Any, key: Any) -> None:
    how = draw(st.sampled_from(["delete", "replace", "replace", "retype", "double", "swap", "rename"]))
    value = holder[key]
    if how == "delete":
        del holder[key]
    elif how == "replace":
        holder[key] = draw(ANYTHING)
    elif how == "retype":
        holder[key] = draw(st.sampled_from([[value], {"a": value}, {"id": value}, str(value), None, [value, value]]))
    elif how == "double" and isinstance(holder, list):
        holder.insert(key, value)
    elif how == "swap":
        other = draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else list(range(len(holder)))))
        holder[key], holder[other] = holder[other], holder[key]
    elif isinstance(holder, dict):
        new = draw(WORDS)
        holder[new if how == "rename" else f"{key}-2"] = value
        if how == "rename" and new != key:
            del holder[key]


@often(CHEAP)
@given(st.data())
def test_any_change_of_small_data(small: Data, data: st.DataObject):
    _hold_changed(small, data, again=True)


@often(DEAR)
@given(st.data())
def test_any_change_of_the_reference_data(reference: Data, data: st.DataObject):
    _hold_changed(reference, data, again=False)


def _hold_changed(of: Data, data: st.DataObject, again: bool) -> None:
    name = data.draw(st.sampled_from(sorted(of.files)))
    values = _changed(data.draw, of.files[name])
    of.hold(name, written(values).encode("utf-8", "surrogatepass"), again)
