"""Values in words: numbers, lengths of time, when something is due, days, places, lists.

Phrases are English and go through gettext, so that a catalogue can say them in another language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from gettext import NullTranslations
from typing import Any

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton, get_day_names, get_month_names
from babel.lists import format_list
from babel.numbers import NumberPattern, format_decimal, format_percent

from playbook.model.base import Side
from playbook.model.time import Life
from playbook.model.values import Duration
from playbook.model.zones import AREAS


def phrase(text: str) -> str:
    """Return a phrase that is said elsewhere; the name of this function marks it for the catalogue."""
    return text


def pair(one: str, many: str) -> tuple[str, str]:
    """Return the two numbers of a phrase that is said elsewhere; the name marks them for the catalogue."""
    return one, many


_LENGTHS = {
    "seconds": pair("%(count)s second", "%(count)s seconds"),
    "minutes": pair("%(count)s minute", "%(count)s minutes"),
    "hours": pair("%(count)s hour", "%(count)s hours"),
    "business hours": pair("%(count)s business hour", "%(count)s business hours"),
    "days": pair("%(count)s day", "%(count)s days"),
    "business days": pair("%(count)s business day", "%(count)s business days"),
    "working days": pair("%(count)s working day", "%(count)s working days"),
    "calendar days": pair("%(count)s calendar day", "%(count)s calendar days"),
    "weeks": pair("%(count)s week", "%(count)s weeks"),
    "months": pair("%(count)s month", "%(count)s months"),
    "years": pair("%(count)s year", "%(count)s years"),
}

_ONE = {length.removesuffix("s"): length for length in _LENGTHS}
_FRACTION = 100
"""The number whose form of a phrase goes with a fraction: `1.5 hours`."""

_SIDES: Mapping[Side, str] = {
    "client": phrase("Client side"),
    "supplier": phrase("Supplier side"),
    "third": phrase("Third parties"),
}
_EXCEPTED: Mapping[tuple[str, str], str] = {
    ("accountable", "shared"): phrase("Accountability is shared: %(reason)s"),
    ("accountable", "nobody"): phrase("Nobody is accountable: %(reason)s"),
    ("accountable", "both"): phrase("Accountability is shared, or nobody's: %(reason)s"),
    ("responsible", "shared"): phrase("Responsibility is shared: %(reason)s"),
    ("responsible", "nobody"): phrase("Nobody is responsible: %(reason)s"),
    ("responsible", "both"): phrase("Responsibility is shared, or nobody's: %(reason)s"),
}
_IN_HOUSE: Mapping[Side, str] = {**_SIDES, "supplier": phrase("Provider side")}


def _with_digits(pattern: NumberPattern, value: Decimal | int) -> str:
    """Return a pattern of a locale's that shows as many decimals as a number was written with."""
    exponent = Decimal(value).as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return re.sub(r"0(\.[0#]+)?", "0." + "0" * decimals if decimals else "0", str(pattern.pattern))


@dataclass(frozen=True)
class Words:
    """How values are said in one locale, with the phrases of one catalogue.

    The two are of one language: where there is no catalogue, dates, numbers and lists are English as the phrases are.
    """

    locale: Locale = field(default_factory=lambda: Locale("en", "GB"))
    translations: NullTranslations = field(default_factory=NullTranslations)
    playbook: Locale | None = None
    """The locale of the playbook's own texts, where it is another one than the interface speaks."""

    @property
    def of_playbook(self) -> Locale:
        """The locale of what authors write, which is that of the pages."""
        return self.playbook or self.locale

    @property
    def is_foreign(self) -> bool:
        """Whether the interface speaks another language than the playbook, because it has no words in that."""
        return self.playbook is not None

    def say(self, phrase: str, **values: Any) -> str:
        """Return a phrase of the catalogue with its values put in."""
        text = self.translations.gettext(phrase)
        return text % values if values else text

    def count(self, number: int, one: str, many: str, **values: Any) -> str:
        """Return the phrase that goes with a number, which stands in it as `%(count)s`."""
        return self.translations.ngettext(one, many, number) % {"count": number, **values}

    def excepted(self, sense: str, shared: bool, nobody: bool, reason: str) -> str:
        """Return that accountability or responsibility is shared, or absent, with the reason."""
        found = _EXCEPTED[sense, "both" if shared and nobody else "shared" if shared else "nobody"]
        return self.say(found, reason=reason)

    def side(self, side: Side, in_house: bool = False) -> str:
        """Return what a side is called; where departments supply `in_house`, nobody is called a supplier."""
        return self.say((_IN_HOUSE if in_house else _SIDES)[side])

    def listed(self, items: Iterable[str]) -> str:
        """Return items as a list in words: `a, b and c`."""
        return str(format_list([str(item) for item in items], locale=self.locale))

    def day(self, value: date, style: str = "long") -> str:
        """Return a day: `style` is one of Babel's or a pattern, such as `long` or `EEE d MMM`."""
        return str(format_date(value, style, locale=self.locale))

    def day_of_year(self, value: date) -> str:
        """Return a day without its year: `15 March`."""
        return str(format_skeleton("MMMMd", value, locale=self.locale))

    def days(self, days: Life) -> str:
        """Return from when until when something applies: `until 31 March 2026`."""
        if days.first and days.last:
            return self.say("%(first)s to %(last)s", first=self.day(days.first), last=self.day(days.last))
        if days.last:
            return self.say("until %(last)s", last=self.day(days.last))
        return self.say("from %(first)s", first=self.day(days.first)) if days.first else ""

    def named(self, text: str, days: Life | None) -> str:
        """Return the name of something with the days to tell of it, where there are any."""
        return self.say("%(name)s (%(days)s)", name=text, days=self.days(days)) if days else text

    def weekday(self, number: int) -> str:
        """Return the name of a weekday, 0 for Monday."""
        return str(get_day_names("wide", locale=self.locale)[number])

    def month(self, number: int) -> str:
        """Return the name of a month, 1 for January, as it stands in a sentence."""
        return str(get_month_names("wide", locale=self.locale)[number])

    def city(self, zone: str) -> str:
        """Return what its author calls a time zone: `Calcutta` for `Asia/Calcutta`, `GMT` for `GMT`.

        A city is said as the locale says it, unless the name that CLDR has for it is another one.
        """
        area, _, place = zone.rpartition("/")
        if area.partition("/")[0] not in AREAS:
            return zone.replace("_", " ")
        return _city(zone, place.replace("_", " "), self.locale)

    def number(self, value: Decimal | int) -> str:
        """Return a number with the digits it was written with: `99.5`, `99.90`, `1,000`."""
        return str(format_decimal(value, _with_digits(self.locale.decimal_formats[None], value), self.locale))

    def measure(self, value: Decimal | int, unit: str | None) -> str:
        """Return a number with its unit: `99.5%`, `1 minute`; the locale says where a sign of per cent stands.

        The English names of lengths of time go with the number; any other unit is said as its author wrote it.
        """
        if unit == "%":
            pattern = _with_digits(self.locale.percent_formats[None], value)
            return str(format_percent(Decimal(value) / 100, pattern, self.locale))
        number = self.number(value)
        if forms := _LENGTHS.get(_ONE.get(unit or "", unit or "")):
            whole = abs(int(value)) if value == int(value) else _FRACTION
            return self.count(whole, *forms, count=number)
        return self.say("%(number)s %(unit)s", number=number, unit=unit) if unit else number

    def length(self, duration: Duration) -> str:
        """Return a length of time without its sign: `1 day`, `2 business days`."""
        return self.count(abs(duration.amount), *_LENGTHS[duration.unit])

    def within(self, duration: Duration) -> str:
        """Return by when something follows: `within 2 business days`, `at once`."""
        return self.say("within %(length)s", length=self.length(duration)) if duration.amount else self.say("at once")

    def before(self, duration: Duration) -> str:
        """Return how long before a meeting something is due: `2 business days before`, `on the day`."""
        if not duration.amount:
            return self.say("on the day")
        return self.say("%(length)s before", length=self.length(duration))

    def due(self, offset: Duration, who: str = "joiners") -> str:
        """Return when whoever joins, moves or leaves has to have done something.

        `5 business days before you start`, `on your first day`, `within 2 weeks`; `within 4 hours of leaving`.
        """
        before, on, after = _DUE[who]
        if not offset.amount:
            return self.say(on)
        return self.say(before if offset.amount < 0 else after, length=self.length(offset))


_DUE = {
    "joiners": (phrase("%(length)s before you start"), phrase("on your first day"), phrase("within %(length)s")),
    "movers": (
        phrase("%(length)s before the move"),
        phrase("on the day of the move"),
        phrase("within %(length)s of the move"),
    ),
    "leavers": (
        phrase("%(length)s before the last day"),
        phrase("on the last day"),
        phrase("within %(length)s of leaving"),
    ),
}
"""When a step is due: before the day from which its programme counts, on it, and after it."""
_CLDR = Locale("en")


def _city(zone: str, written: str, locale: Locale) -> str:
    """Return how a locale says the city of a zone, where that is the city `written`; CLDR keeps some under an old name.

    A zone that CLDR has under its old name may be called after the city's new one, and the other way round.
    """
    older = [old for old, new in get_global("zone_aliases").items() if new == zone]
    for name in (zone, *older):
        english = _CLDR.time_zones.get(name, {}).get("city") or name.rpartition("/")[2]
        city = locale.time_zones.get(name, {}).get("city")
        if city and _letters(english).startswith(_letters(written)):
            return str(city)
    return written


def _letters(name: str) -> str:
    """Return the letters of a name, without accents, capitals and signs."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(each for each in plain.lower() if each.isascii() and each.isalpha())


ENGLISH = Words()
"""The words of a playbook that sets no locale."""
