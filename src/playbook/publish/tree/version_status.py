"""How published versions stand: worked out from the log, and what may be added to it.

A record says what was agreed and never changes. All that is said later, that a version is withdrawn and errata, is in
the log (`log`) as events. `status.json` tells readers and their browsers what follows from them: it can be lost and
written again, and nothing is lost with it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from unicodedata import category

from playbook.problems import safe
from playbook.publish.tree.in_force import in_force, state, terms
from playbook.publish.tree.log import Event, Kind, Log

FILE = "status.json"
"""Where it is told, from the root of the published tree."""
SCRIPT = "status.js"
"""The same as a script, for pages that are opened from a disk, where a script can read no file."""
AS_SCRIPT = "globalThis.playbookStatus = "
"""What stands before it there."""
WORDED = frozenset(["reason", "text"])
"""Facts of events that people write in words."""
LONGEST = 2000
"""The most characters of a reason or an erratum."""

Status = dict[str, dict[str, Any]]
"""What is to be known of each version, in the order of publication: what `status.json` holds."""


class Refused(Exception):
    """Raised where something cannot be said of a version; the text says why."""


class _Contradicts(Exception):
    """Raised for an event that cannot follow those before it."""


def status(log: Log) -> Status:
    """Return what is to be known of each version; events that contradict those before them are left out."""
    return _followed(log)[0]


def contradictions(log: Log) -> tuple[tuple[str, str], ...]:
    """Return the events that cannot follow those before them: the file of each, and why."""
    return _followed(log)[1]


def _followed(log: Log) -> tuple[Status, tuple[tuple[str, str], ...]]:
    said: Status = {}
    wrong: list[tuple[str, str]] = []
    for event in log.events:
        try:
            _follow(said, event)
        except _Contradicts as why:
            wrong.append((event.name, str(why)))
    return said, tuple(wrong)


def _follow(said: Status, event: Event) -> None:
    """Enter an event into what is known; raise `_Contradicts` where it cannot follow what is."""
    if event.event == "published":
        if event.version in said:
            raise _Contradicts(f"{event.version} was published before")
        said[event.version] = _published(event, len(said) + 1)
        return
    if not event.version:
        return
    if event.event == "removed" and not event.facts["file"].startswith(
        (f"{event.version}/", f"releases/{event.version}/")
    ):
        raise _Contradicts(f"{event.facts['file']} is no file of {event.version}")
    if event.version not in said:
        raise _Contradicts(f"{event.version} had not been published")
    own = said[event.version]
    match event.event:
        case "withdrawn":
            _withdraw(own, event)
        case "reinstated":
            _reinstate(own, event)
        case "erratum":
            told = {"on": _on(event), "text": event.facts["text"], "section": event.facts.get("section")}
            own["errata"].append({**told, "number": event.number})
        case "erratum-taken-back":
            left = [each for each in own["errata"] if str(each["number"]) != event.facts["erratum"]]
            if len(left) == len(own["errata"]):
                raise _Contradicts(f"{event.version} has no erratum with the number {event.facts['erratum']}")
            own["errata"] = left


def _published(event: Event, order: int) -> dict[str, Any]:
    return {
        "status": event.facts["status"],
        "order": order,
        "published": None if "taken_over" in event.facts else event.day.isoformat(),
        "effective_from": event.facts["effective_from"],
        "effective_to": event.facts.get("effective_to"),
        "withdrawn": None,
        "withdrawals": [],
        "errata": [],
    }


def _on(event: Event) -> str:
    return event.facts.get("on", event.day.isoformat())


def _withdraw(own: dict[str, Any], event: Event) -> None:
    if own["withdrawn"]:
        raise _Contradicts(f"{event.version} was withdrawn on {own['withdrawn']['on']} already")
    own["withdrawn"] = {"on": _on(event), "reason": event.facts["reason"]}
    own["withdrawals"].append({**own["withdrawn"], "until": None})


def _reinstate(own: dict[str, Any], event: Event) -> None:
    if not own["withdrawn"]:
        raise _Contradicts(f"{event.version} is not withdrawn")
    own["withdrawn"] = None
    own["withdrawals"][-1]["until"] = event.day.isoformat()


def log_with(log: Log, day: date, today: date, event: Kind, key: str | None = None, **facts: str) -> Log:
    """Return the log with something said on a day; raise `Refused` where it cannot be said, or not for that day."""
    last = log.events[-1].day if log.events else day
    if day < last:
        raise Refused(f"the last event in the log is of {last}, and none can be entered before it for {day}")
    if day > today:
        raise Refused(f"{day} is still to come: what happens then is entered then")
    words = {name: _worded(text) if name in WORDED else text for name, text in facts.items()}
    found = log.following(day, event, key, **words)
    new = contradictions(found)[len(contradictions(log)) :]
    if new:
        raise Refused(new[0][1])
    return found


Related = Callable[[str], Container[str]]
"""Tells, of a section, the ids of itself, of those that contain it and of those that it contains."""


def status_for_section(status: Status, id: str, related: Mapping[str, Related]) -> dict[str, dict[str, Any]]:
    """Return how versions stand, with the errata alone that concern a section; `related` are by version."""
    return {
        version: {**said, "errata": errata_for_section(said, id, related[version])}
        for version, said in status.items()
        if version in related
    }


def errata_for_section(said: Mapping[str, Any], id: str, related: Related) -> tuple[Mapping[str, Any], ...]:
    """Return the errata of a version that concern a section: they are about it, or what it contains or lies in.

    Those of the version as a whole concern each of its sections.
    """
    errata = said["errata"]
    return tuple(each for each in errata if each.get("section") in (None, id) or id in related(each["section"]))


def remarks(version: str, said: Mapping[str, Any], id: str, related: Related) -> Iterator[str]:
    """Iterate over what was said of a version since it was published, as far as it concerns a section."""
    if said["withdrawn"]:
        yield f"{version} is withdrawn since {said['withdrawn']['on']}: {said['withdrawn']['reason']}"
    for each in errata_for_section(said, id, related):
        about = f", {each['section']}" if each.get("section") not in (None, id) else ""
        yield f"erratum of {each['on']} to {version}{about}: {each['text']}"


def _worded(text: str) -> str:
    """Return a text on one line; raise `Refused` where nobody could read it."""
    line = " ".join(text.split())
    unseen = {category(each) for each in line if each not in "\u200c\u200d\u00ad"} & {"Cc", "Cf", "Co", "Cs"}
    if unseen or not any(map(str.isalnum, line)) or len(line) > LONGEST:
        raise Refused(f"write the text in words, in at most {LONGEST:,} characters that one can see")
    return line


def status_lines(
    status: Mapping[str, Any], versions: Container[str], day: date, beside: Mapping[str, Iterable[str]] | None = None
) -> Iterator[str]:
    """Iterate over lines that say how each of some versions stands on a day; `beside` are more lines of each."""
    known = terms(status)
    for each in (each for each in known if each.version in versions):
        yield f"{each.version}: {state(each, known, day)}, {each.first} to {each.last or 'open'}"
        said = status[each.version]
        if each.late:
            yield f"    published on {each.published}, after the first of these days"
        for line in (beside or {}).get(each.version, ()):
            yield f"    {safe(line)}"
        for gone in said.get("withdrawals", [said["withdrawn"]] if said["withdrawn"] else []):
            until = f", reinstated on {gone['until']}" if gone.get("until") else ""
            yield f"    withdrawn on {gone['on']}{until}: {safe(gone['reason'])}"
        for erratum in said["errata"]:
            number = f" ({erratum['number']})" if erratum.get("number") else ""
            about = f", {safe(erratum['section'])}" if erratum.get("section") else ""
            yield f"    erratum{number} of {erratum['on']}{about}: {safe(erratum['text'])}"


def standing_on(status: Mapping[str, Any], version: str, day: date) -> str:
    """Return a sentence that says how a version stands on a day, and which one is in force where it is not."""
    known = terms(status)
    own = next(each for each in known if each.version == version)
    chosen, found = in_force(known, day), state(own, known, day)
    days = f"{own.first} to {own.last}" if own.last else f"from {own.first}"
    other = "" if chosen == own else f"; {chosen.version} is" if chosen else "; no version is"
    said = {"draft": f"a draft for {days}", "withdrawn": "withdrawn"}.get(found, f"{found}, {days}")
    late = f"; it was published on {own.published}" if own.late else ""
    return f"on {day}, {version} is {said}{other and other + ' in force'}{late}"
