"""What may stand for each sort of value, as a JSON Schema has it; one pattern where the engine has a reader."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from playbook.model.days import MONTHS, WEEKDAYS
from playbook.model.hours import ALWAYS, CLOSED, RANGE_PATTERN
from playbook.model.ids import CITED_LIMIT, CITED_PATTERN, DEVICE_NAMES, ID_LIMIT, PAGE_NAMES, VERSION_PATTERN
from playbook.model.phones import NUMBER_PATTERN
from playbook.model.recurring_days import ORDINALS
from playbook.model.targets import BEST_EFFORT, INCIDENT
from playbook.model.values import LANGUAGE_PATTERN, TEXT_LIMIT, UNITS

Schema = dict[str, Any]


def _any_case(word: str) -> str:
    """Return a pattern for a word in capitals or not; not every reader of schemas can be told to ignore the case."""
    return "".join(f"[{c.upper()}{c}]" if c.isalpha() else r"\s+" if c == " " else c for c in word)


def _one_of(words: Iterable[str]) -> str:
    return "(" + "|".join(map(_any_case, words)) + ")"


_UNITS = "(" + "|".join(dict.fromkeys([*UNITS.values(), *UNITS])) + ")"
_MONTH = rf"(\s+([oO][fF]\s+)?{_one_of(MONTHS)})?"
_DAY = "|".join(
    [
        _one_of(WEEKDAYS),
        rf"{_one_of((*WEEKDAYS, 'working day', 'day'))}\s+{_one_of(('after', 'before'))}\s+([tT][hH][eE]\s+)?"
        rf"({_one_of(ORDINALS)}\s+{_one_of((*WEEKDAYS, 'working day', 'day'))}|0?[1-9]|[12][0-9]|3[01]){_MONTH}",
        rf"{_one_of(ORDINALS)}\s+{_one_of((*WEEKDAYS, 'working day', 'day'))}{_MONTH}",
        rf"(0?[1-9]|[12][0-9]|3[01]){_MONTH}",
    ]
)
_DATE = "(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_RANGE: Schema = {"type": "string", "pattern": rf"^\s*{RANGE_PATTERN.pattern}\s*$"}
_OF_A_DAY: tuple[Schema, ...] = (_RANGE, {"type": "array", "items": _RANGE, "minItems": 1})
_ADDRESS = r"""[^\s<>"'`{}|\\^]+"""
_HOST = "https?://(?![^/?#]*@)"
_PAGE = r"""[^\s/#.:<>"'`{}|\\^]+"""
_WHOLE = 999_999_999

_TEXT: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S", "maxLength": TEXT_LIMIT}

VALUES: dict[str, Schema] = {
    "text": _TEXT,
    "prose": _TEXT,
    "boolean": {"type": "boolean"},
    "number": {"type": "integer", "minimum": -_WHOLE, "maximum": _WHOLE},
    "count": {"type": "integer", "minimum": 1, "maximum": _WHOLE},
    "decimal": {"type": "number"},
    "target": {
        "anyOf": [{"type": "number"}, {"type": "string", "pattern": r"[^ -@\[-`{-~]", "maxLength": TEXT_LIMIT}],
        "examples": [99.5, BEST_EFFORT, "daily"],
    },
    "date": {
        "type": "string",
        "format": "date",
        "pattern": f"^{_DATE}$",
        "examples": ["2026-01-31"],
    },
    "zone": {
        "type": "string",
        "pattern": "^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$",
        "examples": ["Europe/London", "Asia/Kolkata"],
    },
    "link": {
        "type": "string",
        "pattern": rf"^\s*(({_HOST}|mailto:){_ADDRESS}|{_PAGE}(/{_PAGE})*\.md(#{_PAGE})?)\s*$",
        "examples": ["roles/index.md", "https://example.org/"],
    },
    "length": {
        "type": "string",
        "pattern": rf"^(\+?[0-9]{{1,5}}|-0{{1,5}})\s+{_UNITS}$",
        "examples": ["2 business days", "1 hour", "1 month"],
    },
    "span": {
        "type": "string",
        "pattern": rf"^\+?(?!0+\s)[0-9]{{1,5}}\s+{_UNITS}$",
        "examples": ["1 month", "4 hours"],
    },
    "window": {
        "anyOf": [{"const": INCIDENT}, {"type": "string", "pattern": rf"^\+?(?!0+\s)[0-9]{{1,5}}\s+{_UNITS}$"}],
        "examples": ["1 month", "30 days", INCIDENT],
    },
    "offset": {
        "type": "string",
        "pattern": rf"^[+-]?[0-9]{{1,5}}\s+{_UNITS}$",
        "examples": ["-5 business days", "0 days", "2 weeks"],
    },
    "hours": {
        "anyOf": [
            {"type": "string", "pattern": rf"^\s*{_one_of(ALWAYS)}\s*$"},
            *_OF_A_DAY,
            {
                "type": "object",
                "propertyNames": {"pattern": rf"^\s*{_one_of(WEEKDAYS)}(\s+[tT][oO]\s+{_one_of(WEEKDAYS)})?\s*$"},
                "additionalProperties": {"anyOf": [{"const": CLOSED}, *_OF_A_DAY]},
                "minProperties": 1,
            },
        ],
        "examples": ["09:00-17:30", "24/7"],
    },
    "phone": {"type": "string", "pattern": rf"^\s*{NUMBER_PATTERN.pattern}\s*$", "examples": ["+44 20 7946 0018"]},
    "language": {"type": "string", "pattern": f"^{LANGUAGE_PATTERN.pattern}$", "examples": ["en-GB", "de"]},
    "time": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["09:30"]},
    "frequency": {
        "anyOf": [
            {"enum": ["day", "working day", "week", "2 weeks", "month", "3 months", "6 months", "year"]},
            {
                "type": "string",
                "pattern": rf"^\s*((?!0+\s)[0-9]{{1,3}}\s+)?{_one_of(['working day', 'day', 'week', 'month', 'year'])}"
                r"[sS]?\s*$",
            },
        ]
    },
    "day": {
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": 31},
            {"type": "string", "pattern": rf"^\s*({_DAY}|{_DATE})\s*$"},
        ],
        "examples": [
            "tuesday",
            "first tuesday",
            "last working day",
            15,
            "first tuesday of march",
            "wednesday after fourth tuesday",
            "2026-03-04",
        ],
    },
    "smaller step": {
        "anyOf": [
            _TEXT,
            {
                "type": "object",
                "properties": {"name": _TEXT, "steps": {"type": "array", "items": _TEXT}},
                "required": ["name"],
                "additionalProperties": False,
            },
        ]
    },
    "id": {
        "type": ["string", "number", "boolean"],
        "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
        "maxLength": ID_LIMIT,
        "not": {"enum": sorted(DEVICE_NAMES | PAGE_NAMES)},
        "examples": ["contract-manager"],
    },
    "cited": {
        "type": ["string", "number", "boolean"],
        "pattern": f"^{CITED_PATTERN.pattern}$",
        "maxLength": CITED_LIMIT,
        "examples": ["role-contract-manager"],
    },
    "version": {
        "type": ["string", "number", "boolean"],
        "pattern": f"^{VERSION_PATTERN.pattern}$",
        "maxLength": ID_LIMIT,
        "examples": ["2026-1"],
    },
}
"""What may stand for each sort of value (`views.shapes.Sort`)."""


def enumerated(words: Iterable[str]) -> Schema:
    """Return a choice of words, with what an editor reads where one of them is written without quotes."""
    values: list[Any] = []
    for word in words:
        values.append(word)
        if (read := _unquoted(word)) != word:
            values.append(read)
    return {"enum": values}


def _unquoted(word: str) -> Any:
    """Return what YAML's core schema makes of a word without quotes: text, a number, or true and false."""
    if word.lower() in ("true", "false"):
        return word.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", word):
        return int(word)
    if re.fullmatch(r"0o[0-7]+|0x[0-9a-f]+", word):
        return int(word, 0)
    return float(word) if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)(e[-+]?[0-9]+)?", word.lower()) else word
