"""Texts that a comma tore apart: in brackets and braces a comma ends an item, also in the middle of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_origin

from playbook.model.base import Model, fields_written
from playbook.model.prose import Prose
from playbook.model.values import Text
from playbook.problems import Problem, quoted
from playbook.source.files import Mark

NAMES = ("aliases", "clauses", "locations", "tags")
"""Lists of names and numbers, which may be short, begin small and stand beside each other."""

_TEXTS = ("texts",)

_GOES_ON = re.compile(r"(and|or|nor|but|which|who|that|where|when|if|unless|until|including|such as|as well as)\s+\S")
_CLOSES = re.compile(r"[)\].;:!?%\u2019\u201d]")
_DIGITS = re.compile(r"\d{3}(?!\d)")


def torn_texts(model: type[Model], values: Mapping[str, Any], mark: Mark) -> Iterator[Problem]:
    """Iterate over the items of lists in brackets, at any depth below a record, that go on where the last one ended.

    Only lists of texts are looked at; lists of ids and of choices are what they are.
    """
    lists = _lists(model)
    for key, value in values.items():
        if key in lists and key in mark.children:
            yield from _below(lists[key], key, value, mark.children[key])


def _below(shape: Any, key: str, value: Any, mark: Mark) -> Iterator[Problem]:
    if shape == _TEXTS:
        if isinstance(value, (list, tuple)):
            yield from _items(key, value, mark)
    elif shape[0] == "model":
        if isinstance(value, Mapping):
            yield from torn_texts(shape[1], value, mark)
    elif shape[0] == "values":
        for id, item in value.items() if isinstance(value, Mapping) else ():
            if id in mark.children:
                yield from _below(shape[1], str(id), item, mark.children[id])
    else:
        for number, item in enumerate(value if isinstance(value, list) else ()):
            yield from _below(shape[1], key, item, mark.children[number])


@cache
def _lists(model: type[Model]) -> Mapping[str, Any]:
    """Return the shapes of what a model holds, by key, of which a part is a list of texts."""
    shapes = {key: _shape(_bare(field.annotation)) for key, field in fields_written(model).items()}
    return {key: shape for key, shape in shapes.items() if shape is not None}


def _shape(annotation: Any) -> Any:
    """Return `_TEXTS`, ("model", its class), ("values", shape), ("items", shape); None where no part is such a list."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return ("model", annotation) if _lists(annotation) else None
    arguments, origin = get_args(annotation), get_origin(annotation)
    if origin is tuple and arguments[0] in (Text, Prose):
        return _TEXTS
    inner = _shape(_bare(arguments[0 if origin is tuple else 1])) if origin in (dict, tuple) else None
    return None if inner is None else ("items" if origin is tuple else "values", inner)


def _items(key: str, items: Any, mark: Mark) -> Iterator[Problem]:
    """Question the first item of a list in brackets that goes on where the item before it ended."""
    if not mark.flow or not all(isinstance(item, str) for item in items):
        return
    for number in range(1, len(items)):
        before, item = items[number - 1], items[number]
        surely = _surely(before, item, _close(mark, number, before), names=key in NAMES)
        if surely or (key not in NAMES and _probably(items, number)):
            whole = _rejoined(before, item, mark, number)
            message = f"the comma after {quoted(before)} ends the text there"
            hint = f"if it belongs to the text, put that in quotes: {quoted(whole)}"
            if not surely:
                hint += "; if not, begin each item with a capital letter or on a line of its own"
            severity = "error" if surely else "warning"
            yield Problem(mark.children[number].place, "yaml-torn", message, hint, severity)  # type: ignore[arg-type]
            return


def _surely(before: str, item: str, close: bool, names: bool) -> bool:
    """Tell whether an item can only be the rest of the one before it; `close` tells that no space parts them."""
    numbers = before.isdigit() and item.isdigit()
    tail = _DIGITS.match(item) or (close and item[:1].isdigit() and not numbers)
    if before[-1:].isdigit() and tail and not (numbers and names):
        return True
    if before.count("(") > before.count(")") and ")" in item:
        return True
    return bool(_GOES_ON.match(item) or _CLOSES.match(item))


def _probably(items: Any, number: int) -> bool:
    """Tell whether an item reads like the rest of a sentence: it begins small where the list began with a capital."""
    before, item = items[number - 1], items[number]
    if not (items[0][:1].isupper() and item[:1].islower()):
        return False
    sentence = item.endswith(".") and not before.endswith(".")
    return sentence or (len(before.split()) > 2 and len(item.split()) > 2)


def _rejoined(before: str, item: str, mark: Mark, number: int) -> str:
    """Return two items as the one text that was meant, in quotes."""
    return f'"{before},{"" if _close(mark, number, before) else " "}{item}"'


def _close(mark: Mark, number: int, before: str) -> bool:
    first, second = mark.children[number - 1], mark.children[number]
    return first.line == second.line and second.column == first.column + len(before) + 1


def _bare(annotation: Any) -> Any:
    """Return an annotation without `| None`."""
    present = [argument for argument in get_args(annotation) if argument is not type(None)]
    return present[0] if type(None) in get_args(annotation) and len(present) == 1 else annotation
