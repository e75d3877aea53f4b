"""Time zones by their names: which are no place's, and which one is meant by a name that is written otherwise."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global

from playbook.problems import did_you_mean, quoted

AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
"""The areas of the IANA data whose zones are called after a place, `Area/Place`."""

MEANT = {
    "GMT": "Europe/London",
    "WET": "Europe/Lisbon",
    "CET": "Europe/Berlin",
    "MET": "Europe/Berlin",
    "EET": "Europe/Athens",
    "EST": "America/New_York",
    "EST5EDT": "America/New_York",
    "CST6CDT": "America/Chicago",
    "MST": "America/Denver",
    "MST7MDT": "America/Denver",
    "PST8PDT": "America/Los_Angeles",
    "HST": "Pacific/Honolulu",
}
"""Names in the IANA data that are no place's, and the zone that people mostly mean by each."""

ABBREVIATED = {
    "BST": "Europe/London",
    "IST": "Asia/Kolkata",
    "WEST": "Europe/Lisbon",
    "CEST": "Europe/Berlin",
    "MEZ": "Europe/Berlin",
    "MESZ": "Europe/Berlin",
    "EEST": "Europe/Athens",
    "MSK": "Europe/Moscow",
    "GST": "Asia/Dubai",
    "PKT": "Asia/Karachi",
    "SGT": "Asia/Singapore",
    "HKT": "Asia/Hong_Kong",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "PHT": "Asia/Manila",
    "AEST": "Australia/Sydney",
    "AEDT": "Australia/Sydney",
    "ACST": "Australia/Adelaide",
    "AWST": "Australia/Perth",
    "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland",
    "SAST": "Africa/Johannesburg",
    "WAT": "Africa/Lagos",
    "CAT": "Africa/Harare",
    "EAT": "Africa/Nairobi",
    "EDT": "America/New_York",
    "ET": "America/New_York",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "CT": "America/Chicago",
    "MDT": "America/Denver",
    "MT": "America/Denver",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "PT": "America/Los_Angeles",
    "AKST": "America/Anchorage",
    "BRT": "America/Sao_Paulo",
    "ART": "America/Argentina/Buenos_Aires",
}
"""Abbreviations that are no names of zones, and the zone that people mostly mean by each."""

_OFFSET = re.compile(r"(?:UTC|GMT)?\s*[-+\u2212]\s*\d{1,2}(?::?\d\d)?", re.IGNORECASE)
_LONGEST = 80


def of_a_place(name: str) -> bool:
    """Tell whether a zone of the IANA data follows the clocks of a place, or is UTC, which says so of itself.

    Countries are places too: `Japan`, `US/Eastern`.
    """
    area = name.partition("/")[0]
    if name in MEANT or area == "Etc":
        return False
    return name in ("UTC", "UCT", "Zulu", "Universal") or not name.upper().startswith(("GMT", "GREENWICH"))


def meant_by(name: str) -> str | None:
    """Return the zone that is probably meant by a name that is not of a place; None where nothing speaks for one."""
    short = name.removeprefix("Etc/")
    if short in ("UTC", "UCT", "Zulu", "Universal"):
        return "UTC"
    if short.upper().startswith("GREENWICH") or re.fullmatch(r"GMT[-+]?0?", short):
        return MEANT["GMT"]
    return MEANT.get(name)


def newer_name(name: str) -> str | None:
    """Return what a place's zone is called today where a name is an older one; None where it is not."""
    newer = get_global("zone_aliases").get(name)
    return str(newer) if newer and newer.partition("/")[0] in AREAS else None


def spelling_hint(written: str) -> str:
    """Return how to spell what is no name of a zone, as far as it can be told."""
    plain = "write an IANA name, such as Europe/London or Asia/Kolkata"
    text = written.strip()
    if not text or len(text) > _LONGEST:
        return plain
    if _OFFSET.fullmatch(text):
        return f"clocks change, so write the zone of a city instead of {quoted(text)}, such as Europe/London"
    short = text.upper()
    found = _windows(text) or ABBREVIATED.get(short) or MEANT.get(short) or _as_spelt().get(_bare(text))
    return f"did you mean `{found}`?" if found else did_you_mean(text, _of_places(), plain)


def _windows(text: str) -> str | None:
    """Return the zone that Windows calls so (CLDR's `windowsZones`), by the name that is usual today."""
    known = {name.lower(): zone for name, zone in get_global("windows_zone_mapping").items()}
    zone = known.get(text.lower())
    if zone is None or zone == "Etc/UTC":
        return zone and "UTC"
    return str(get_global("zone_aliases").get(zone, zone))


@cache
def _of_places() -> tuple[str, ...]:
    """Return the names of all zones that follow the clocks of a city."""
    return tuple(sorted(name for name in available_timezones() if name.partition("/")[0] in AREAS))


@cache
def _as_spelt() -> dict[str, str]:
    """Return the zones by what is left of their names, and of their places' names, without signs and capitals."""
    older = get_global("zone_aliases")
    found: dict[str, str] = {}
    for name in sorted(_of_places(), key=lambda name: name in older):
        found.setdefault(_bare(name.rpartition("/")[2]), name)
        found.setdefault(_bare(name), name)
    return found


def _bare(text: str) -> str:
    """Return a name without signs, capitals and the word that says it is a time or a zone."""
    return re.sub(r"[\W_]+|\b(time|zone)\b", "", text.lower())
