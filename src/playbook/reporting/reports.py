"""How a check tells problems: as a text, as JSON, as commands of a GitHub workflow, as SARIF.

Columns count characters from 1 everywhere.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from playbook import __version__
from playbook.checks import Check
from playbook.checks.catalogue import READING
from playbook.problems import (
    SEVERITIES,
    Place,
    Problem,
    Problems,
    Severity,
    closing,
    counts,
    leading,
    places,
    safe,
    summary,
)
from playbook.problems import as_text as listed

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
"""The address that names the schema of a SARIF file; nothing is fetched from it."""

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}

_NAMES = re.compile(r": `[^`]*`(?:, `[^`]*`)*(?: and \d+ more)?$")
"""The names with which a message of one cause ends."""
REFUSED = "build, serve and publish are refused"


@dataclass(frozen=True)
class Stops:
    """What warnings stop beside a build with `--strict`: this command, and publishing, as the playbook says."""

    command: bool = False
    publishing: bool = False


def outcome(problems: Problems, stops: Stops = Stops()) -> str:
    """Return the last line of every report of a check: the totals, and which commands are refused because of what."""
    if problems.count("error"):
        return closing(problems, REFUSED)
    if not problems.count("warning"):
        return summary(problems)
    if stops.command:
        refused = "publish and `build --strict` are" if stops.publishing else "`build --strict` is"
        return closing(problems, f"{refused} refused", strict=True)
    if stops.publishing:
        return closing(problems, "build is not refused, publish is", strict=True)
    return f"{summary(problems)}: build, serve and publish are not refused"


def as_text(problems: Problems, stops: Stops = Stops()) -> str:
    """Return the report that people read."""
    parts = (listed(problems), counts(problems), outcome(problems, stops))
    return "\n".join(part for part in parts if part)


def as_json(problems: Problems, stops: Stops = Stops()) -> str:
    """Return the report as one object.

    "problems" and "waived" are lists; "summary" counts by severity, "counts" by id
    within each; "outcome" is the last line of the report that people read.
    """
    report = {
        "problems": [_plain(problem) for problem in problems],
        "waived": [{**_plain(problem), "reason": safe(reason)} for problem, reason in problems.accepted()],
        "summary": {severity: problems.count(severity) for severity in SEVERITIES},
        "counts": {severity: _counts(problems, severity) for severity in SEVERITIES},
        "outcome": outcome(problems, stops),
    }
    return json.dumps(report, ensure_ascii=True, indent=2)


def _plain(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "id": problem.id,
        "severity": problem.severity,
        "message": safe(problem.message),
        "hint": safe(problem.hint),
        "entity": problem.entity,
        "also": [{"file": place.file, "line": place.line, "column": place.column} for place in problem.also],
    }


def _counts(problems: Problems, severity: Severity) -> dict[str, int]:
    return dict(sorted(Counter(each.id for each in problems if each.severity == severity).items()))


def as_github(problems: Problems, root: str = "", stops: Stops = Stops()) -> str:
    """Return a command of a GitHub workflow for each problem, and the counts and the outcome as lines of the log.

    GitHub shows ten errors and ten warnings of a step beside the lines that they are about: the first of each id leads.

    `root` is the folder of the playbook below the repository, with a slash at its end; empty where it is the root.
    """
    lines = [
        _command(_COMMANDS[problem.severity], problem, root, problem.id, _after(problem, root))
        for problem in leading(problems)
    ]
    for problem, reason in problems.accepted():
        lines.append(_command("notice", problem, root, f"{problem.id} (waived)", f"waived: {safe(reason)}"))
    return "\n".join([*lines, *counts(problems).splitlines(), outcome(problems, stops)])


def _command(command: str, problem: Problem, root: str, title: str, after: str) -> str:
    place = problem.place
    given = {"file": root + place.file, "line": place.line, "col": place.column, "title": title}
    named = ",".join(f"{name}={_property(str(value))}" for name, value in given.items())
    text = _data(safe(problem.message)) + (_data("\n" + after) if after else "")
    return f"::{command} {named}::{text}"


def _after(problem: Problem, root: str) -> str:
    """Return what is told below the message, line by line: the hint, and where else the cause stands."""
    lines = [f"hint: {safe(problem.hint)}"] if problem.hint else []
    if problem.also:
        lines.append(f"also: {places(replace(place, file=root + place.file) for place in problem.also)}")
    return "\n".join(lines)


def _data(text: str) -> str:
    """Return a text as a workflow command carries it after the second pair of colons."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Return a text as a workflow command carries it before the second pair of colons."""
    return _data(safe(text)).replace(":", "%3A").replace(",", "%2C")


def as_sarif(problems: Problems, checks: Iterable[Check], root: str = "", stops: Stops = Stops()) -> str:
    """Return a SARIF 2.1.0 log: one run, a rule for each check, a result for each problem, those waived suppressed.

    Its invocation says with which exit code the check ended, and why.

    It holds no clock and no absolute path: `root` is as in `as_github`.
    """
    rules = [*map(_rule, checks), *(_reading_rule(id, reason) for id, reason in READING.items())]
    positions = {rule["id"]: position for position, rule in enumerate(rules)}
    driver = {"name": "playbook", "semanticVersion": __version__, "language": "en-GB", "rules": rules}
    run = {
        "tool": {"driver": driver},
        "invocations": [
            {
                "executionSuccessful": True,
                "exitCode": int(problems.stop(stops.command)),
                "exitCodeDescription": _literal(outcome(problems, stops)),
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": list(_results(problems, positions, root)),
    }
    return json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=True, indent=2)


def _rule(check: Check) -> dict[str, Any]:
    more = f"Severity {check.severity}, subject {check.subject}."
    if check.threshold:
        more += f" It speaks up above {check.threshold}."
    rule = _reading_rule(check.id, check.reason, more)
    rule["defaultConfiguration"] = {"level": _LEVELS[check.severity]}
    rule["properties"] = {"tags": [check.subject, check.kind]}
    return rule


def _reading_rule(id: str, reason: str, more: str = "") -> dict[str, Any]:
    long = f"{reason} {more}".strip()
    named = f"`playbook check --explain {id}` says more" if more else "It cannot be turned off"
    help_text = f"{long} {named}." + (f" So does the page of all checks, at #check-{id}." if more else "")
    return {
        "id": id,
        "shortDescription": {"text": _literal(reason)},
        "fullDescription": {"text": _literal(long)},
        "help": {"text": _literal(help_text.replace("`", "")), "markdown": _literal(help_text)},
    }


def _literal(text: str) -> str:
    """Return a text as a message of SARIF carries it, where a number in braces would stand for an argument."""
    return text.replace("{", "{{").replace("}", "}}")


def _results(problems: Problems, rules: dict[str, int], root: str) -> Iterator[dict[str, Any]]:
    told: list[tuple[Problem, str | None]] = [(problem, None) for problem in problems]
    seen: Counter[str] = Counter()
    for problem, reason in [*told, *problems.accepted()]:
        print_of = _fingerprint(problem)
        seen[print_of] += 1
        result = _result(problem, rules, root)
        result["partialFingerprints"] = {"playbookProblem/v1": f"{print_of}:{seen[print_of]}"}
        if reason is not None:
            accepted = {"kind": "external", "status": "accepted", "justification": safe(reason)}
            result["suppressions"] = [accepted]
        yield result


def _result(problem: Problem, rules: dict[str, int], root: str) -> dict[str, Any]:
    after = f"\n{told}" if (told := _after(problem, root)) else ""
    index = {"ruleIndex": rules[problem.id]} if problem.id in rules else {}
    related = [{"id": number, **_location(place, root)} for number, place in enumerate(problem.also)]
    return {
        "ruleId": problem.id,
        **index,
        "level": _LEVELS[problem.severity],
        "message": {"text": _literal(safe(problem.message) + after)},
        "locations": [_location(problem.place, root)],
        **({"relatedLocations": related} if related else {}),
    }


def _location(place: Place, root: str) -> dict[str, Any]:
    artifact = {"uri": quote(root + place.file), "uriBaseId": "%SRCROOT%"}
    region = {"startLine": place.line, "startColumn": place.column}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _fingerprint(problem: Problem) -> str:
    """Return what stays the same of a problem when the lines above it change, or one of its many places goes."""
    message = re.sub(r":\d+:\d+|\d+(?= places$)", "", problem.message)
    if problem.also:  # of one cause: neither how many there are, nor the first of them
        message = _NAMES.sub("", re.sub(r"^\d+ ", "", message))
    file, entity = ("", None) if problem.also else (problem.place.file, problem.entity)
    told = json.dumps([problem.id, file, entity, message])
    return hashlib.sha256(told.encode()).hexdigest()[:32]
