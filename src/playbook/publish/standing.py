"""How a published version stands: in force, superseded, withdrawn, with errata; and which one held on which day.

These are the only facts about a published version that may change. They are kept in `status.json`, beside the versions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from unicodedata import category

from playbook.problems import Place, PlaybookError, Problem, Problems, quoted, safe
from playbook.publish.record import Release

FILE = "status.json"
"""Where it is kept, from the root of the published tree."""
LONGEST = 2000
"""The most characters of a reason or an erratum."""


class Refused(Exception):
    """Raised where a status cannot be changed so; the text says why."""


@dataclass(frozen=True)
class Span:
    """Days on which one version was in force, or none was: `release` is None in a gap, `last` where it is open.

    `over` are versions that say of themselves that they hold on these days too; `withdrawn` are those that would have.
    """

    first: date
    last: date | None
    release: Release | None
    over: tuple[Release, ...] = ()
    withdrawn: tuple[Release, ...] = ()


def status(public: Path, releases: tuple[Release, ...]) -> dict[str, Any]:
    """Return how each version stands: what people said of it as `status.json` has it, the rest worked out anew.

    Raise `PlaybookError` where the file cannot be read: what it says is nowhere else.
    """
    said = kept(public)
    return _worked_out({each.version: said.get(each.version, {}) for each in releases}, releases)


def _worked_out(said: Mapping[str, Mapping[str, Any]], releases: tuple[Release, ...]) -> dict[str, Any]:
    found = {each.version: _standing(each, said[each.version]) for each in releases}
    chosen = in_force(releases, found)
    if found[chosen.version]["state"] == "superseded":
        found[chosen.version]["state"] = "in force"
    return found


def _standing(release: Release, said: Mapping[str, Any]) -> dict[str, Any]:
    withdrawn = said.get("withdrawn")
    return {
        "state": "withdrawn" if withdrawn else "draft" if release.status == "draft" else "superseded",
        "effective_from": release.effective_from,
        "effective_to": release.effective_to,
        "withdrawn": withdrawn,
        "errata": said.get("errata", []),
    }


def kept(public: Path) -> dict[str, Any]:
    """Return what `status.json` holds, nothing where there is none."""
    try:
        text = (public / FILE).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise _unreadable(public, str(error)) from None
    try:
        held = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(public, str(error)) from None
    if not isinstance(held, dict) or not all(map(_sound, held.values())):
        raise _unreadable(public, "it is not in the form in which it is written")
    return held


def _sound(said: Any) -> bool:
    """Tell whether one version's part of the file can be read."""
    if not isinstance(said, dict):
        return False
    withdrawn, errata = said.get("withdrawn"), said.get("errata", [])
    texts = [withdrawn] if withdrawn is not None else []
    return isinstance(errata, list) and all(
        isinstance(each, dict) and isinstance(each.get("on"), str) and isinstance(each.get(key), str)
        for key, listed in (("reason", texts), ("text", errata))
        for each in listed
    )


def _unreadable(public: Path, message: str) -> PlaybookError:
    hint = "put the last good one back from your backup; nothing was written"
    problem = Problem(Place(f"{public.name}/{FILE}"), "status", f"it cannot be read: {safe(message)}", hint)
    return PlaybookError(Problems([problem]))


def remarks(version: str, said: Mapping[str, Any], id: str) -> Iterator[str]:
    """Iterate over what was said of a version since it was published, as far as it concerns a section."""
    if said["withdrawn"]:
        yield f"{version} is withdrawn since {said['withdrawn']['on']}: {said['withdrawn']['reason']}"
    for each in said["errata"]:
        if each.get("section") in (None, id):
            yield f"erratum of {each['on']} to {version}: {each['text']}"


def in_force(releases: tuple[Release, ...], status: Mapping[str, Any]) -> Release:
    """Return the newest agreed version that is not withdrawn; the newest at all where there is none.

    Of two that begin on one day the one that was published later is the newer.
    """
    standing = [each for each in releases if status[each.version]["state"] != "withdrawn"] or list(releases)
    agreed = [each for each in standing if each.status != "draft"] or standing
    return max(reversed(agreed), key=lambda each: each.effective_from)


def spans(releases: tuple[Release, ...], status: Mapping[str, Any]) -> tuple[Span, ...]:
    """Return the days from the first on which a version was agreed to hold, in stretches, the oldest first."""
    agreed = [each for each in releases if each.status != "draft"]
    firsts = {date.fromisoformat(each.effective_from) for each in agreed}
    after = {date.fromisoformat(each.effective_to) + timedelta(1) for each in agreed if each.effective_to}
    found: list[Span] = []
    for first, following in pairwise([*sorted(firsts | after), None]):
        assert first is not None  # noqa: S101  # only the last is None
        span = _span(first, following - timedelta(1) if following else None, agreed, status)
        if found and replace(span, first=found[-1].first, last=found[-1].last) == found[-1]:
            span = replace(span, first=found.pop().first)
        found.append(span)
    return tuple(found)


def _span(first: date, last: date | None, agreed: list[Release], status: Mapping[str, Any]) -> Span:
    held = [each for each in agreed if _holds(each, first)]
    withdrawn = tuple(each for each in held if status[each.version]["state"] == "withdrawn")
    standing = [each for each in held if each not in withdrawn]
    if not standing:
        return Span(first, last, None, (), withdrawn)
    chosen = max(reversed(standing), key=lambda each: each.effective_from)
    over = tuple(each for each in standing if each is not chosen and each.effective_to)
    return Span(first, last, chosen, over, withdrawn)


def _holds(release: Release, day: date) -> bool:
    """Tell whether a version says of itself that it holds on a day."""
    written = day.isoformat()
    return release.effective_from <= written and (release.effective_to is None or written <= release.effective_to)


def changed(
    public: Path,
    releases: tuple[Release, ...],
    version: str,
    day: date,
    *,
    withdrawn: str | None = None,
    reinstated: bool = False,
    erratum: str | None = None,
    section: str | None = None,
) -> dict[str, Any]:
    """Return the status of every version with one of them changed: withdrawn for a reason, valid again, or corrected.

    `section` is the id of the section that an erratum is about. Raise `Refused` where the change makes no sense, and
    `PlaybookError` where the file cannot be read.
    """
    said = status(public, releases)
    before = said[version]
    if withdrawn is not None:
        if before["withdrawn"]:
            raise Refused(f"{quoted(version)} was withdrawn on {before['withdrawn']['on']} already")
        before["withdrawn"] = {"on": day.isoformat(), "reason": _worded(withdrawn)}
    if reinstated:
        if not before["withdrawn"]:
            raise Refused(f"{quoted(version)} is not withdrawn")
        before["withdrawn"] = None
    if erratum is not None:
        before["errata"] = [*before["errata"], {"on": day.isoformat(), "text": _worded(erratum), "section": section}]
    return _worked_out(said, releases)


def _worded(text: str) -> str:
    """Return a text on one line; raise `Refused` where nobody could read it."""
    line = " ".join(text.split())
    unseen = {category(each) for each in line if each not in "\u200c\u200d\u00ad"} & {"Cc", "Cf", "Co", "Cs"}
    if unseen or not any(map(str.isalnum, line)) or len(line) > LONGEST:
        raise Refused(f"write the text in words, in at most {LONGEST:,} characters that one can see")
    return line


def told(releases: tuple[Release, ...], status: Mapping[str, Any]) -> Iterator[str]:
    """Iterate over lines that say how each version stands."""
    for each in releases:
        standing = status[each.version]
        yield f"{each.version}: {standing['state']}, {each.effective_from} to {each.effective_to or 'open'}"
        if standing["withdrawn"]:
            yield f"    withdrawn on {standing['withdrawn']['on']}: {safe(standing['withdrawn']['reason'])}"
        for erratum in standing["errata"]:
            about = f", {safe(erratum['section'])}" if erratum.get("section") else ""
            yield f"    erratum of {erratum['on']}{about}: {safe(erratum['text'])}"
