"""The words every subject is written in: text, ids, numbers, dates, zones, links and lengths of time.

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

from playbook.markdown.addresses import leads_away
from playbook.model import spellings
from playbook.model.zones import spelling_hint
from playbook.problems import quoted
from playbook.source.files import Plain

TEXT_LIMIT = 10_000
"""The most characters one text may hold."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years a date may lie in."""

NO_ZONES = frozenset(["Factory"])
"""What looks like a time zone and is none; those that begin with a small letter are the machine's own."""
LANGUAGE_PATTERN = re.compile(r"[a-z]{2,3}([-_][A-Z][a-z]{3})?([-_]([A-Z]{2}|[0-9]{3}))?")
"""A language, with its script and region where these matter."""

MEANT = "\n\t\u200c\u200d\u00ad"
"""Characters that cannot be seen and have a meaning: white space, joiners, and where a word may be parted."""
_PERHAPS_UNSEEN = re.compile("[^\\n\\t -~]")
_INVISIBLE = frozenset(["Cc", "Cs", "Cf", "Co"])
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"

PAGE = r"[\w-]+(/[\w-]+)*\.md(#[\w-]+)?"
"""A page of the playbook, and perhaps a place on it."""


def misread(message: str, hint: str, *path: str | int, check: str = "schema") -> PydanticCustomError:
    """Return the error a validator raises: what is wrong, what to write instead, and where below the value read.

    `check` is the id of the check it belongs to.
    """
    told = {"message": message, "hint": hint, "path": path, "check": check}
    return PydanticCustomError("misread", "{message}", told)


def first_unseen(text: str, but: str = "") -> int | None:
    """Return where the first character stands that no reader can see, unless it is one of `but`; None where none does.

    Beside those that Unicode calls controls, formats and private, there are letters that are blank.
    """
    for found in _PERHAPS_UNSEEN.finditer(text):
        if found[0] not in but and (found[0] in _BLANK or unicodedata.category(found[0]) in _INVISIBLE):
            return found.start()
    return None


def read_text(value: Any) -> Any:
    """Return the text that is written, without what stands around it; raise `misread` where it is none."""
    if value is None:
        raise misread("a text is expected, and nothing is written", "write the text, in quotes if it holds # or :")
    if not isinstance(value, str):
        raise misread(f"a text is expected, not a {kind_of(value)}", _one_text(value))
    if len(value) > TEXT_LIMIT:
        raise misread(f"a text of {len(value)} characters is too long", f"keep a text to {TEXT_LIMIT} characters")
    if (at := first_unseen(value, MEANT)) is not None:
        name = f"U+{ord(value[at]):04X}"
        raise misread(f"a text holds the invisible character {name}", "delete it and type the text again")
    stripped = value.strip()
    if not stripped:
        raise misread("a text is expected, and it is empty", "write the text, or leave the key out")
    return str(stripped)


def _one_text(value: Any) -> str:
    """Return what to do about brackets, or braces, where one text is expected."""
    if isinstance(value, (list, tuple)) and len(value) == 1 and isinstance(value[0], str):
        bracketed = quoted(f'"[{value[0]}]"')
        return f"write {quoted(value[0])}, or in quotes where the brackets belong to it: {bracketed}"
    return "write one text, in quotes if it holds brackets, braces, : or #"


def _write(spelled: str | None, otherwise: str) -> str:
    """Return the hint that says how a value is written, where that can be told."""
    return f"write {quoted(spelled)}" if spelled else otherwise


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
    plain = f"write `{spelled}`, without quotes" if (spelled := spellings.boolean(value)) else ""
    raise misread("true or false is expected", plain or "write `true` or `false`, without quotes")


def _whole_number(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, Plain) and re.fullmatch(r"[-+]?[0-9]{1,9}", value):
        return int(value)
    spelled = spellings.number(value, whole=True)
    hint = f"write {quoted(spelled)}, without quotes" if spelled else "write digits only, without quotes, such as 3"
    raise misread("a whole number is expected", hint)


def _count(value: Any) -> Any:
    number = _whole_number(value)
    if number < 1:
        raise misread("a number from 1 is expected", "write 1 or more")
    return number


def read_number(value: Any) -> Any:
    """Return the number that is written, with its decimals; raise `misread` where it is none."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, Plain) and re.fullmatch(r"[-+]?[0-9]{1,12}(\.[0-9]{1,6})?", value):
        return Decimal(value)
    hint = "write digits, with a point where needed and without quotes, such as 99.5"
    if spelled := spellings.number(value):
        hint = f"write {quoted(spelled)}, without quotes"
    raise misread("a number is expected", hint)


def read_date(value: Any) -> date:
    """Return a day of the calendar; raise what is wrong with it."""
    if isinstance(value, date):
        return value
    hint = "write a date as year-month-day, such as 2026-01-31"
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise _no_date(value, hint)
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise misread(f"there is no day {value} in the calendar", hint) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise misread(f"the year {day.year} is out of reach", f"write a year from {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _no_date(value: Any, hint: str) -> PydanticCustomError:
    """Return what is said of a date that is written otherwise: the days that it can mean."""
    meant = [f"`{day}`" for day in spellings.date(value) if _in_calendar(day)]
    told = "a date is expected, and this can mean two days" if len(meant) > 1 else "a date is expected"
    return misread(told, f"write {' or '.join(meant)}" if meant else hint)


def _in_calendar(day: str) -> bool:
    with suppress(ValueError):
        return FIRST_YEAR <= date.fromisoformat(day).year <= LAST_YEAR
    return False


def _zone(value: Any) -> Any:
    hint = "write an IANA name, such as Europe/London or Asia/Kolkata"
    if not isinstance(value, str):
        raise misread("a time zone is expected", hint)
    if value[:1].isupper() and value not in NO_ZONES:
        with suppress(ValueError, OSError, LookupError):
            return str(ZoneInfo(value))
    raise misread(f"there is no time zone {quoted(value)}", spelling_hint(value))


def _language(value: Any) -> Any:
    if isinstance(value, str) and LANGUAGE_PATTERN.fullmatch(value):
        return str(value)
    hint = _write(spellings.language(value), "write it as browsers do, such as en-GB, de or zh-Hant-TW")
    raise misread("the name of a language is expected", hint)


def _link(value: Any) -> Any:
    text = read_text(value)
    if leads_away(text) or re.fullmatch(PAGE, text):
        return text
    hint = "write an address that begins https://, http://, mailto: or tel:, or a page such as roles/index.md"
    raise misread("this link is not one that a reader can safely open", _write(spellings.link(text), hint))


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


def duration_reader(negative: bool, none: bool = True) -> Callable[[Any], Any]:
    """Return what reads a length of time: one that may be `negative`, and may be `none` at all."""
    example = "-5 business days" if negative else "2 business days"
    hint = f"write a number and a unit, such as `{example}`; the units are {', '.join(UNITS.values())}"

    def read(value: Any) -> Any:
        """Return the duration that a text amounts to."""
        if isinstance(value, Duration):
            return value
        match = re.fullmatch(r"([-+]?\d{1,5})\s+([a-z ]+)", value) if isinstance(value, str) else None
        unit = match and UNITS.get(match[2], match[2] if match[2] in UNITS.values() else None)
        if not match or not unit:
            spelled = spellings.duration(value)
            taken = spelled and (negative or not spelled.startswith("-"))
            raise misread("a length of time is expected", _write(spelled if taken else None, hint))
        if int(match[1]) < 0 and not negative:
            raise misread("a length of time cannot be negative", hint)
        if int(match[1]) == 0 and not none:
            raise misread("no time at all is no length of time here", hint)
        return Duration(int(match[1]), unit)

    return read


ONE_SIDED = (
    "every reader is shown the same pages and files, so nothing can be kept for one side",
    "delete it or write `audience: shared`, and keep out of the playbook what one side must not see",
)
"""Why an audience other than `shared` is refused, and what to do."""


def _audience(value: Any) -> Any:
    if value == "shared":
        return "shared"
    raise misread(*ONE_SIDED)


Text = Annotated[str, BeforeValidator(read_text)]
Bool = Annotated[bool, BeforeValidator(_boolean)]
Int = Annotated[int, BeforeValidator(_whole_number)]
Number = Annotated[Decimal, BeforeValidator(read_number)]
Date = Annotated[date, BeforeValidator(read_date)]
Zone = Annotated[str, BeforeValidator(_zone)]
Language = Annotated[str, BeforeValidator(_language)]
Link = Annotated[str, BeforeValidator(_link)]
Count = Annotated[int, BeforeValidator(_count)]
Length = Annotated[Duration, BeforeValidator(duration_reader(negative=False))]
Span = Annotated[Duration, BeforeValidator(duration_reader(negative=False, none=False))]
Offset = Annotated[Duration, BeforeValidator(duration_reader(negative=True))]
Audience = Annotated[Literal["shared"], BeforeValidator(_audience)]
