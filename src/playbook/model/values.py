"""The words every subject is written in: text, ids, numbers, targets, dates, hours, zones, links and lengths of time.

A value that cannot be read raises `misread`, a message with a hint; `load` adds the place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from playbook.problems import quoted
from playbook.source import Plain

TEXT_LIMIT = 10_000
"""The most characters one text may hold."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years a date may lie in."""

ID_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
ID_LIMIT = 64
CITED_PATTERN = re.compile(r"[A-Za-z0-9]+([._-]+[A-Za-z0-9]+)*")
"""The id of a section: that of an entity after its kind, with what is inside it after two hyphens."""
CITED_LIMIT = 200
VERSION_PATTERN = re.compile(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")
DEVICE_NAMES = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)
"""Names that Windows keeps for devices: no file, so no page, can bear them."""
PAGE_NAMES = frozenset(["index", "404"])
"""Names that a website keeps for itself."""


NO_ZONES = frozenset(["Factory"])
"""What looks like a time zone and is none; those that begin with a small letter are the machine's own."""
HOURS_PATTERN = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])\s*[-\u2013]\s*([01][0-9]|2[0-3]):([0-5][0-9])")
"""The hours of a day: from when to when, past midnight where the second is the earlier."""
LANGUAGE_PATTERN = re.compile(r"[a-z]{2,3}([-_][A-Z][a-z]{3})?([-_]([A-Z]{2}|[0-9]{3}))?")
"""A language, with its script and region where these matter."""

BEST_EFFORT = "best effort"
"""The target of a service level that promises no number."""


def misread(message: str, hint: str, *path: str | int, check: str = "schema") -> PydanticCustomError:
    """Return the error a validator raises: what is wrong, what to write instead, and where below the value read.

    `check` is the id of the check it belongs to.
    """
    told = {"message": message, "hint": hint, "path": path, "check": check}
    return PydanticCustomError("misread", "{message}", told)


def _text(value: Any) -> Any:
    if value is None:
        raise misread("a text is expected, and nothing is written", "write the text, in quotes if it holds # or :")
    if not isinstance(value, str):
        raise misread(f"a text is expected, not a {kind_of(value)}", "write one text, in quotes if it holds : or #")
    if len(value) > TEXT_LIMIT:
        raise misread(f"a text of {len(value)} characters is too long", f"keep a text to {TEXT_LIMIT} characters")
    for character in value:
        if unicodedata.category(character) in {"Cc", "Cs", "Cf", "Co"} and character not in "\n\t\u200c\u200d\u00ad":
            name = f"U+{ord(character):04X}"
            raise misread(f"a text holds the invisible character {name}", "delete it and type the text again")
    stripped = value.strip()
    if not stripped:
        raise misread("a text is expected, and it is empty", "write the text, or leave the key out")
    return str(stripped)


def kind_of(value: Any) -> str:
    """Return the plain word for what stands in the YAML: mapping, list, text or nothing."""
    if isinstance(value, Mapping):
        return "mapping"
    if isinstance(value, (list, tuple)):
        return "list"
    return "nothing" if value is None else "text"


def _boolean(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, Plain) and value in {"true", "True", "TRUE", "false", "False", "FALSE"}:
        return value.lower() == "true"
    raise misread("true or false is expected", "write `true` or `false`, without quotes")


def _whole_number(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, Plain) and re.fullmatch(r"[-+]?[0-9]{1,9}", value):
        return int(value)
    raise misread("a whole number is expected", "write digits only, without quotes, such as 3")


def _count(value: Any) -> Any:
    number = _whole_number(value)
    if number < 1:
        raise misread("a number from 1 is expected", "write 1 or more")
    return number


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, Plain) and re.fullmatch(r"[-+]?[0-9]{1,12}(\.[0-9]{1,6})?", value):
        return Decimal(value)
    raise misread("a number is expected", "write digits, with a point where needed and without quotes, such as 99.5")


def _target(value: Any) -> Any:
    if value == BEST_EFFORT or isinstance(value, Decimal):
        return value
    try:
        return _number(value)
    except PydanticCustomError:
        raise misread("a target is expected", f"write a number such as 99.5, or `{BEST_EFFORT}`") from None


def _date(value: Any) -> Any:
    if isinstance(value, date):
        return value
    hint = "write a date as year-month-day, such as 2026-01-31"
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise misread("a date is expected", hint)
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise misread(f"there is no day {value} in the calendar", hint) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise misread(f"the year {day.year} is out of reach", f"write a year from {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _zone(value: Any) -> Any:
    hint = "write an IANA name, such as Europe/London or Asia/Kolkata"
    if not isinstance(value, str):
        raise misread("a time zone is expected", hint)
    if value[:1].isupper() and value not in NO_ZONES:
        with suppress(ValueError, OSError, LookupError):
            return str(ZoneInfo(value))
    raise misread(f"there is no time zone {quoted(value)}", hint)


def _hours(value: Any) -> Any:
    hint = "write from when to when in hours and minutes, such as 09:00-17:30"
    text = value.strip() if isinstance(value, str) else ""
    if not (match := HOURS_PATTERN.fullmatch(text)):
        raise misread("the hours of a day are expected", hint)
    if match[1] + match[2] == match[3] + match[4]:
        raise misread("these hours end when they begin", hint)
    return text


def _language(value: Any) -> Any:
    if isinstance(value, str) and LANGUAGE_PATTERN.fullmatch(value):
        return str(value)
    raise misread("the name of a language is expected", "write it as browsers do, such as en-GB, de or zh-Hant-TW")


def _link(value: Any) -> Any:
    hint = "write an address that begins https://, http:// or mailto:, or a page such as roles/index.md"
    text = _text(value)
    if re.fullmatch(r"(https?://(?![^/?#]*@)|mailto:)[^\s<>\"'`{}|\\^]+", text):
        return text
    if re.fullmatch(r"[\w-]+(/[\w-]+)*\.md(#[\w-]+)?", text):
        return text
    raise misread("this link is not one that a reader can safely open", hint)


UNITS = {
    "minute": "minutes",
    "hour": "hours",
    "business hour": "business hours",
    "day": "days",
    "business day": "business days",
    "week": "weeks",
    "month": "months",
    "year": "years",
}
_HOURS_OF = {
    "minutes": 1 / 60,
    "hours": 1.0,
    "business hours": 1.0,
    "days": 24.0,
    "business days": 24.0,
    "weeks": 168.0,
    "months": 730.0,
    "years": 8760.0,
}


@dataclass(frozen=True)
class Duration:
    """A length of time or, where it may be negative, an offset: `2 business days`, `-10 days`.

    `unit` is one of the values of `UNITS`, always in the plural.
    """

    amount: int
    unit: str

    @property
    def hours(self) -> float:
        """The rough length in hours, to compare one duration with another; a business day counts as a day."""
        return self.amount * _HOURS_OF[self.unit]

    @property
    def days(self) -> float:
        """The rough length in days."""
        return self.hours / 24

    def __str__(self) -> str:
        """Return the duration as an author writes it: `1 day`, `2 business days`."""
        unit = self.unit.removesuffix("s") if abs(self.amount) == 1 else self.unit
        return f"{self.amount} {unit}"


def _duration(negative: bool, none: bool = True) -> Callable[[Any], Any]:
    example = "-5 business days" if negative else "2 business days"
    hint = f"write a number and a unit, such as `{example}`; the units are {', '.join(UNITS.values())}"

    def read(value: Any) -> Any:
        """Return the duration that a text amounts to."""
        if isinstance(value, Duration):
            return value
        match = re.fullmatch(r"([-+]?\d{1,5})\s+([a-z ]+)", value) if isinstance(value, str) else None
        unit = match and UNITS.get(match[2], match[2] if match[2] in UNITS.values() else None)
        if not match or not unit:
            raise misread("a length of time is expected", hint)
        if int(match[1]) < 0 and not negative:
            raise misread("a length of time cannot be negative", hint)
        if int(match[1]) == 0 and not none:
            raise misread("no time at all is no length of time here", hint)
        return Duration(int(match[1]), unit)

    return read


def foreign(text: str) -> str:
    """Return words that name the first letter of a text that only looks like one of a key or an id, else nothing."""
    found = next((character for character in text[:ID_LIMIT] if ord(character) > 127), None)
    if found is None:
        return ""
    return f": it holds U+{ord(found):04X}, {unicodedata.name(found, 'a character without a name').lower()}"


def _id(value: Any) -> Any:
    if not isinstance(value, str) or not ID_PATTERN.fullmatch(value) or len(value) > ID_LIMIT:
        raise misread(
            f"{quoted(value)} cannot be an id{foreign(value)}" if isinstance(value, str) else "an id is expected",
            f"use lower-case letters, digits and single hyphens, at most {ID_LIMIT}, such as contract-manager",
        )
    if value in DEVICE_NAMES or value in PAGE_NAMES:
        raise misread(f"`{value}` is a name that file systems and websites keep for themselves", "choose another id")
    return str(value)


def _cited(value: Any) -> Any:
    if isinstance(value, str) and CITED_PATTERN.fullmatch(value) and len(value) <= CITED_LIMIT:
        return str(value)
    raise misread("the id of a section is expected", "write it as citations give it, such as role-contract-manager")


def _version(value: Any) -> Any:
    if isinstance(value, str) and VERSION_PATTERN.fullmatch(value) and len(value) <= ID_LIMIT:
        return str(value)
    raise misread("the name of a version is expected", "write letters, digits, hyphens and points, such as 2026-1")


Text = Annotated[str, BeforeValidator(_text)]
Bool = Annotated[bool, BeforeValidator(_boolean)]
Int = Annotated[int, BeforeValidator(_whole_number)]
Number = Annotated[Decimal, BeforeValidator(_number)]
Target = Annotated[Decimal | Literal["best effort"], BeforeValidator(_target)]
Date = Annotated[date, BeforeValidator(_date)]
Zone = Annotated[str, BeforeValidator(_zone)]
Hours = Annotated[str, BeforeValidator(_hours)]
Language = Annotated[str, BeforeValidator(_language)]
Link = Annotated[str, BeforeValidator(_link)]
Count = Annotated[int, BeforeValidator(_count)]
Length = Annotated[Duration, BeforeValidator(_duration(negative=False))]
Span = Annotated[Duration, BeforeValidator(_duration(negative=False, none=False))]
Offset = Annotated[Duration, BeforeValidator(_duration(negative=True))]
Id = Annotated[str, BeforeValidator(_id)]
CitedId = Annotated[str, BeforeValidator(_cited)]
Version = Annotated[str, BeforeValidator(_version)]
