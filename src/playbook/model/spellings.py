"""How people write values elsewhere → how they are written here; None where nothing can be told.

Each function returns a text that the reader of the value takes, so that a hint can say it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote

_LONGEST = 80
"""The most characters of a text that is looked at."""

NUMBERS: Mapping[str, int] = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty-five": 45,
    "sixty": 60,
    "ninety": 90,
}
_WORKED = r"(?:business|working|work|office|bank|bus\.?)"
_UNITS = (
    (rf"{_WORKED}[ -]?(?:hours?|hrs?\.?|h)", "business hours"),
    (rf"{_WORKED}[ -]?(?:days?|d)|bd|wd", "business days"),
    (r"minutes?|mins?\.?|m|min", "minutes"),
    (r"hours?|hrs?\.?|h", "hours"),
    (r"(?:calendar[ -])?days?|d", "days"),
    (r"weeks?|wks?\.?|w", "weeks"),
    (r"months?|mths?\.?|mos?\.?", "months"),
    (r"years?|yrs?\.?|y", "years"),
)
_SMALLER = {"hours": ("minutes", 60), "days": ("hours", 24), "weeks": ("days", 7), "years": ("months", 12)}
_ISO = re.compile(r"P(?:(\d{1,5})([YMWD])|T(\d{1,5})([HM]))", re.IGNORECASE)
_ISO_UNITS = {"Y": "years", "M": "months", "W": "weeks", "D": "days", "TH": "hours", "TM": "minutes"}
_AMOUNT = r"(?P<sign>[-+\u2212\u2013]?)\s*(?P<amount>\d{1,5}(?:[.,]5)?|half an?|half|[a-z]+(?:-five)?)"
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _plain(text: object) -> str:
    """Return a short text in small letters with single spaces, empty where it is none."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        return ""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def duration(text: object) -> str | None:
    """Return a length of time: `2 hrs`, `1d`, `two days`, `2 working days`, `half an hour`, `1.5 hours`, `PT4H`."""
    said = re.sub(r"^(?:within|in|after|before|up to|max\.?|at most)\s+", "", _plain(text)).rstrip(".")
    said = re.sub(r"\s*\(?(?:notice|at most|max\.?)\)?$", "", said)
    if iso := _ISO.fullmatch(said):
        unit = _ISO_UNITS[iso[2].upper() if iso[2] else f"T{iso[4].upper()}"]
        return _length(int(iso[1] or iso[3]), unit)
    if clock := re.fullmatch(r"(\d{1,3}):([0-5]\d)(?:\s*(?:hours?|h))?", said):
        hours, minutes = int(clock[1]), int(clock[2])
        return _length(hours * 60 + minutes, "minutes") if minutes else _length(hours, "hours")
    for pattern, unit in _UNITS:
        if match := re.fullmatch(rf"{_AMOUNT}(?:\s*|-|\s+of\s+an?\s+)(?:{pattern})", said):
            return _amount(match["amount"], unit, "-" if match["sign"] in ("-", "\u2212", "\u2013") else "")
    return None


def _amount(written: str, unit: str, sign: str) -> str | None:
    if written.isdigit():
        return _length(int(written), unit, sign)
    if written in NUMBERS:
        return _length(NUMBERS[written], unit, sign)
    half = written.startswith("half")
    whole = 0 if half else int(written[:-2]) if re.fullmatch(r"\d+[.,]5", written) else None
    if whole is None or unit not in _SMALLER:
        return None
    smaller, times = _SMALLER[unit]
    halves = (2 * whole + 1) * times
    return _length(halves // 2, smaller, sign) if halves % 2 == 0 else None


def _length(amount: int, unit: str, sign: str = "") -> str:
    return f"{sign}{amount} {unit.removesuffix('s') if amount == 1 else unit}"


def clock(text: object) -> str | None:
    """Return a time of day: `9:00`, `9am`, `9.30 pm`, `0900`, `14h30`, `09:30:00`, `noon`."""
    said = _plain(text).removesuffix(" hours").removesuffix(" hrs").removesuffix(" uhr").strip()
    if said in ("noon", "midday", "midnight"):
        return "00:00" if said == "midnight" else "12:00"
    if said in ("24:00", "2400", "24"):
        return "00:00"
    pattern = r"(\d{1,2})(?:[:.h\u2236]?([0-5]\d))?(?::[0-5]\d)?\s*h?\s*(?:([ap])\.?\s?m\.?)?"
    if not (match := re.fullmatch(pattern, said)):
        return None
    hour, half = int(match[1]), match[3]
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return f"{hour:02}:{match[2] or '00'}" if hour < 24 else None


def date(text: object) -> tuple[str, ...]:
    """Return the days that a text can mean, as year-month-day: of `1 Feb 2026`, `1.2.2026`, `2026/2/1`.

    Those of `1/2/2026` are two. A day that the calendar does not have is left to the reader of the value.
    """
    said = re.sub(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", "", _plain(text)).replace(",", " ")
    said = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", " ".join(said.split()))
    if match := re.fullmatch(r"(\d{4})[-/. ]?(\d\d?)[-/. ]?(\d\d?)(?:[t ][\d:.+z-]+)?", said):
        return _days((match[1], match[2], match[3]))
    if match := re.fullmatch(rf"(\d\d?)[ .-]*(?:of )?{_MONTH}[ -]*(\d{{4}})", said):
        return _days((match[3], str(_MONTHS.index(match[2]) + 1), match[1]))
    if match := re.fullmatch(rf"{_MONTH}[ -]*(\d\d?)[ -]*(\d{{4}})", said):
        return _days((match[3], str(_MONTHS.index(match[1]) + 1), match[2]))
    if match := re.fullmatch(r"(\d\d?)\.\s*(\d\d?)\.\s*(\d{4})", said):
        return _days((match[3], match[2], match[1]))
    if match := re.fullmatch(r"(\d\d?)[/-](\d\d?)[/-](\d{4})", said):
        return _days((match[3], match[2], match[1]), (match[3], match[1], match[2]))
    return ()


def _days(*parts: tuple[str, str, str]) -> tuple[str, ...]:
    days = (f"{year}-{int(month):02}-{int(day):02}" for year, month, day in parts if 1 <= int(month) <= 12)
    return tuple(dict.fromkeys(days))


def boolean(text: object) -> str | None:
    """Return `true` or `false`: `yes`, `no`, `on`, `off`, `y`, `n`, `1`, `0`, and the words in quotes."""
    said = _plain(text)
    if said in ("yes", "y", "on", "1", "true", "t", "x", "\u2713"):
        return "true"
    return "false" if said in ("no", "n", "off", "0", "false", "f", "never") else None


def number(text: object, whole: bool = False) -> str | None:
    """Return a number: `99,5`, `99.5 %`, `1,000`, `"3"`, `three`; only one without decimals where it is `whole`."""
    said = re.sub(r"\s*(?:%|percent|per cent|pct\.?)$", "", _plain(text))
    said = re.sub(r"^(?:>=|<=|>|<|\u2265|\u2264|~|about|at least|at most|\u00a3|\$|\u20ac)\s*", "", said)
    if said in NUMBERS:
        return str(NUMBERS[said])
    if re.fullmatch(r"[-+]?\d{1,3}(?:[,' \u2019]\d{3})+(?:\.\d{1,6})?", said):
        said = re.sub(r"[,' \u2019]", "", said)
    elif re.fullmatch(r"[-+]?\d{1,12},\d{1,6}", said):
        said = said.replace(",", ".")
    said = re.sub(r"\.0+$", "", said) if whole else said
    pattern = r"[-+]?\d{1,9}" if whole else r"[-+]?\d{1,12}(\.\d{1,6})?"
    return said if re.fullmatch(pattern, said) else None


def id(text: object) -> str | None:
    """Return the id that words would make: `Contract Manager`, `contract_manager`, `ContractManager`."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", unicodedata.normalize("NFKD", text.strip()))
    plain = "".join(letter for letter in parted.replace("&", " and ").lower() if not unicodedata.combining(letter))
    if any(letter.isalnum() and not letter.isascii() for letter in plain):
        return None
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or None


def link(text: object) -> str | None:
    """Return an address that can be opened: of `www.example.org`, `someone@example.org`, `../roles/index.md`."""
    if not isinstance(text, str) or len(text) > 500:
        return None
    if (number := phone(re.sub(r"^tel:(//)?", "", text.strip()))) is not None:
        return "tel:" + re.sub(r"[^+0-9]", "", number)
    said = text.strip()
    if web := re.fullmatch(r"(https?)(://[^/?#\s@]+(?:[/?#].*)?)", said, re.IGNORECASE):
        return web[1].lower() + _escaped(web[2])
    if re.search(r"[\s<>\"'`{}|\\^]", said):
        return None
    if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", said):
        return f"mailto:{said}"
    if page := re.fullmatch(r"(?:\.{0,2}/)*(?:docs/)?((?:[\w-]+/)*[\w-]+\.md(?:#[\w-]+)?)", said):
        return page[1]
    if page := re.fullmatch(r"/?((?:[\w-]+/)+)(#[\w-]+)?", said):
        return f"{page[1]}index.md{page[2] or ''}"
    return f"https://{said}" if re.fullmatch(r"(www\.)?([\w-]+\.)+[a-z]{2,}(:\d+)?(/\S*)?", said) else None


def phone(text: object) -> str | None:
    """Return a telephone number: `0044 20 …`, `+44 (0)20 …`, `tel:+4420…`."""
    said = re.sub(r"^(?:tel|phone|call)[:.]?\s*", "", _plain(text))
    said = re.sub(r"^00(?=[1-9])", "+", re.sub(r"\s*\(0\)\s*", " ", said))
    return said if re.fullmatch(r"\+[1-9][0-9]{0,3}([ .()/-]{0,2}[0-9]){5,14}", said) else None


LANGUAGES = {
    "english": "en",
    "british": "en-GB",
    "british english": "en-GB",
    "uk": "en-GB",
    "american english": "en-US",
    "arabic": "ar",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "fran\u00e7ais": "fr",
    "spanish": "es",
    "italian": "it",
    "dutch": "nl",
    "portuguese": "pt",
    "polish": "pl",
    "japanese": "ja",
    "chinese": "zh",
    "hindi": "hi",
}
"""Languages by the names people call them."""


def language(text: object) -> str | None:
    """Return the name of a language as browsers have it: `English`, `EN-gb`, `de_at`, `en-UK`."""
    said = _plain(text)
    if said in LANGUAGES:
        return LANGUAGES[said]
    match = re.fullmatch(r"([a-z]{2,3})(?:[-_ ]([a-z]{4}))?(?:[-_ ]([a-z]{2}|\d{3}))?(?:\.[a-z0-9-]+)?", said)
    if not match:
        return None
    region = {"uk": "gb"}.get(match[3] or "", match[3])
    parts = (match[1], match[2] and match[2].title(), region and region.upper())
    return "-".join(part for part in parts if part)


def _escaped(address: str) -> str:
    """Return an address with the signs in it that end one elsewhere as browsers send them."""
    return re.sub(r"[\s<>\"'`{}|\\^]", lambda sign: quote(sign[0], safe=""), address)


def version(text: object) -> str | None:
    """Return the name of a version: `2026/1`, `2026 1`, `v1.0 (draft)`."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", plain)
    return re.sub(r"[._-]{2,}", "-", plain).strip("._-") or None


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONG_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth"}
_LAST_BUT_ONE = r"(?:last but one|penultimate|2nd[ -](?:to[ -])?last|second[ -]to[ -]last|next to last)\b"
_TIMES = {"twice": 2, "two times": 2, "three times": 3, "four times": 4, "six times": 6, "twelve times": 12}
_EACH = r"(?:every|each|once (?:an?|per|in an?|every|each)|(?:1x|one time) ?(?:/|per|an?)|per|all)"


def frequency(text: object) -> str | None:
    """Return how often: `every 2 weeks`, `once a quarter`, `every other week`, `4-weekly`, `4 times a year`."""
    said = _plain(text).replace(" / ", "/").rstrip(".")
    if times := re.fullmatch(r"(\d{1,2} ?(?:x|times)|[a-z]+ times|twice) ?(?:/|an? |per |each |every )year", said):
        count = _TIMES.get(times[1]) or int(re.sub(r"\D", "", times[1]) or 0)
        return {1: "year", 2: "6 months", 3: "4 months", 4: "3 months", 6: "2 months", 12: "month"}.get(count)
    amount = rf"(\d{{1,3}}|other|second|2nd|third|3rd|fourth|4th|{'|'.join(NUMBERS)})"
    unit = r"(working|business|work|week)?[ -]?(day|week|month|quarter|year)(?:s|ly)?"
    match = re.fullmatch(rf"(?:{_EACH} )?(?:{amount}[ -])?{unit}", said)
    if not match:
        return None
    number = {"other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, None: 1}.get(match[1])
    number = number or (int(match[1]) if match[1].isdigit() else NUMBERS.get(match[1], 0))
    named = "working day" if match[2] else match[3]
    number, named = (number * 3, "month") if named == "quarter" else (number, named)
    if not number or (match[2] and (match[3] != "day" or number > 1)):
        return None
    return named if number == 1 else f"{number} {named}s"


def recurring_day(text: object) -> str | None:
    """Return a day that recurs: `4th thursday`, `Thursdays`, `last Fri of the month`, `15th`, `1st of March`."""
    said = re.sub(r"^(?:on )?(?:the |every |each )?", "", _plain(text)).rstrip(".")
    said = re.sub(_LAST_BUT_ONE, "second last", said)
    said = re.sub(r",? (?:of|in) (?:the|each|every|a) (?:month|week|year)$", "", said)
    words = [_recurring(word) for word in re.split(r"[ _-]+", said)]
    if len(words) > 1 and words[0] in _LONG_MONTHS:
        words = [*words[1:], words[0]]
    words = ["working" if word in ("business", "work") else word for word in words if word not in ("the", "of", "in")]
    ordinals = {written: str(number) for number, written in enumerate(_ORDINALS.values(), 1)}
    if words and words[0] in ordinals and (len(words) == 1 or words[1] in _LONG_MONTHS):
        words[0] = ordinals[words[0]]
    month = ["of", words.pop()] if len(words) > 1 and words[-1] in _LONG_MONTHS else []
    return " ".join([*words, *month]) or None


def _recurring(word: str) -> str:
    """Return a word of a recurring day as it is written here."""
    word = word.strip(".,")
    if word in _ORDINALS:
        return _ORDINALS[word]
    if number := re.fullmatch(r"0?(\d{1,2})(?:st|nd|rd|th)", word):
        return number[1]
    names = (*_WEEKDAYS, *_LONG_MONTHS)
    meant = (
        name for name in names if len(word) >= 3 and (name.startswith(word) or word in (f"{name}s", name[:3] + "s"))
    )
    return next(meant, word)
