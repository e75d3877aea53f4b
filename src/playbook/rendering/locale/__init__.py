"""The languages of the interface: one gettext catalogue each; English stands in the templates and in the code.

`playbook.pot` lists every phrase, `<language>/LC_MESSAGES/playbook.po` says them. Catalogues are read as they are
written: there is no compiled copy that could be older than its source.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
DOMAIN = "playbook"


def locale_of(name: str) -> Locale:
    """Return Babel's locale for a name such as `en-GB`, or English where Babel knows none."""
    try:
        return Locale.parse(name.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def known(name: str) -> bool:
    """Tell whether Babel knows a locale of this name."""
    try:
        Locale.parse(name.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def spoken(name: str) -> bool:
    """Tell whether the interface has words in the language of a locale that is known."""
    locale = locale_of(name)
    return locale.language == "en" or any(file_of(each).is_file() for each in names(locale))


def tag(locale: Locale) -> str:
    """Return the name of a locale as HTML wants it: `en-GB`."""
    return "-".join(filter(None, (locale.language, locale.script, locale.territory)))


def direction(locale: Locale) -> str:
    """Return which way the locale is written: `ltr` or `rtl`."""
    return "rtl" if locale.text_direction == "rtl" else "ltr"


def names(locale: Locale) -> tuple[str, ...]:
    """Return the names a locale goes by, the most particular first: `zh-Hant-TW`, `zh-Hant`, `zh-TW`, `zh`."""
    language, script, territory = locale.language, locale.script, locale.territory
    ways = ((language, script, territory), (language, script), (language, territory), (language,))
    return tuple(dict.fromkeys("-".join(filter(None, way)) for way in ways))


def file_of(name: str) -> Path:
    """Return where the catalogue of a language stands, whether or not there is one: `ar`, `pt-BR`."""
    return FOLDER / name.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.po"


def translations(locale: Locale) -> NullTranslations:
    """Return the phrases of a locale; what it has none for is said as its language says it, then in English."""
    return _chained(tuple(name for name in names(locale) if file_of(name).is_file()))


@cache
def _chained(known: tuple[str, ...]) -> NullTranslations:
    found: NullTranslations = NullTranslations()
    for name in reversed(known):
        nearest = _read(name)
        nearest.add_fallback(found)
        found = nearest
    return found


def _read(name: str) -> NullTranslations:
    with file_of(name).open("rb") as file:
        catalogue = read_po(file, locale=name.replace("-", "_"), domain=DOMAIN)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
