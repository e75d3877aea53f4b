"""What a service level promises, and over which time: a figure or words, a length of time or each incident."""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from playbook.model import spellings
from playbook.model.values import Duration, duration_reader, misread, read_number, read_text
from playbook.problems import quoted

BEST_EFFORT = "best effort"
"""The target of a service level that promises no number."""
INCIDENT = "incident"
"""The window of a service level whose figure is worked out for each incident by itself."""

_LENGTH = duration_reader(negative=False, none=False)


def _target(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value
    with suppress(PydanticCustomError):
        return read_number(value)
    if spelled := spellings.number(value):
        hint = f"write {quoted(spelled)}, without quotes; what it is in belongs under `unit`"
        raise misread("a target is expected", hint)
    words = read_text(value)
    if not any(letter.isalpha() for letter in words) or words.lower() in ("true", "false"):
        hint = f"write a number such as 99.5, `{BEST_EFFORT}`, or what is promised in words"
        raise misread("a target is expected", hint)
    return BEST_EFFORT if re.sub(r"[\s_-]+", " ", words.lower()) == BEST_EFFORT else words


def _window(value: Any) -> Any:
    if isinstance(value, Duration) or value == INCIDENT:
        return value
    if isinstance(value, str) and re.fullmatch(r"((per|each|every|an?) )?incidents?", value.strip().lower()):
        raise misread("a window is expected", f"write `{INCIDENT}`")
    return _LENGTH(value)


Target = Annotated[Decimal | str, BeforeValidator(_target)]
Window = Annotated[Duration | Literal["incident"], BeforeValidator(_window)]
