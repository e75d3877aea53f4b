"""Values in words: numbers, lengths of time, when something is due, days, places, lists.

Phrases are English and go through gettext, so that a catalogue can say them in another language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from gettext import NullTranslations
from typing import Any

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton, get_day_names, get_month_names, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from playbook.model.values import Duration


def phrase(text: str) -> str:
    """Return a phrase that is said elsewhere; the name of this function marks it for the catalogue."""
    return text


def pair(one: str, many: str) -> tuple[str, str]:
    """Return the two numbers of a phrase that is said elsewhere; the name marks them for the catalogue."""
    return one, many


_LENGTHS = {
    "minutes": pair("%(count)s minute", "%(count)s minutes"),
    "hours": pair("%(count)s hour", "%(count)s hours"),
    "business hours": pair("%(count)s business hour", "%(count)s business hours"),
    "days": pair("%(count)s day", "%(count)s days"),
    "business days": pair("%(count)s business day", "%(count)s business days"),
    "weeks": pair("%(count)s week", "%(count)s weeks"),
    "months": pair("%(count)s month", "%(count)s months"),
    "years": pair("%(count)s year", "%(count)s years"),
}


@dataclass(frozen=True)
class Words:
    """How values are said in one locale, with the phrases of one catalogue."""

    locale: Locale = field(default_factory=lambda: Locale("en", "GB"))
    translations: NullTranslations = field(default_factory=NullTranslations)

    def say(self, phrase: str, **values: Any) -> str:
        """Return a phrase of the catalogue with its values put in."""
        text = self.translations.gettext(phrase)
        return text % values if values else text

    def count(self, number: int, one: str, many: str, **values: Any) -> str:
        """Return the phrase that goes with a number, which stands in it as `%(count)s`."""
        return self.translations.ngettext(one, many, number) % {"count": number, **values}

    def listed(self, items: Iterable[str]) -> str:
        """Return items as a list in words: `a, b and c`."""
        return str(format_list([str(item) for item in items], locale=self.locale))

    def day(self, value: date, style: str = "long") -> str:
        """Return a day: `style` is one of Babel's or a pattern, such as `long` or `EEE d MMM`."""
        return str(format_date(value, style, locale=self.locale))

    def day_of_year(self, value: date) -> str:
        """Return a day without its year: `15 March`."""
        return str(format_skeleton("MMMMd", value, locale=self.locale))

    def weekday(self, number: int) -> str:
        """Return the name of a weekday, 0 for Monday."""
        return str(get_day_names("wide", locale=self.locale)[number])

    def month(self, number: int) -> str:
        """Return the name of a month, 1 for January, as it stands in a sentence."""
        return str(get_month_names("wide", locale=self.locale)[number])

    def city(self, zone: str) -> str:
        """Return the city an IANA time zone is called after: `Kolkata` for `Asia/Kolkata`."""
        older = [old for old, new in get_global("zone_aliases").items() if new == zone]
        for name in (zone, *older):  # CLDR knows some cities by what their zone was called before
            if city := self.locale.time_zones.get(name, {}).get("city"):
                return str(city)
        return str(get_timezone_location(zone, locale=self.locale, return_city=True)).split("/")[-1]

    def number(self, value: Decimal | int) -> str:
        """Return a number with every digit that counts: `99.5`, `1,000`."""
        return str(format_decimal(value, locale=self.locale, decimal_quantization=False))

    def measure(self, value: Decimal | int, unit: str | None) -> str:
        """Return a number with its unit: `99.5%`, `15 minutes`; the locale says where a sign of per cent stands."""
        if unit == "%":
            return str(format_percent(Decimal(value) / 100, locale=self.locale, decimal_quantization=False))
        number = self.number(value)
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

    def due(self, offset: Duration) -> str:
        """Return when a newcomer has to have done something.

        `5 business days before you start`, `on your first day`, `within 2 weeks`.
        """
        if not offset.amount:
            return self.say("on your first day")
        if offset.amount < 0:
            return self.say("%(length)s before you start", length=self.length(offset))
        return self.within(offset)


ENGLISH = Words()
"""The words of a playbook that sets no locale."""
