"""Trees that were published before there was a log: what they say is read, and becomes the beginning of their log.

In such a tree `status.json` is the only place where withdrawals and errata are told. Nobody knows on which day its
versions were published, so their events say that they were taken over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from playbook.problems import Place, PlaybookError, Problem, Problems, safe
from playbook.publish.tree.log import Log, event_file, read
from playbook.publish.tree.readers import Folder
from playbook.publish.tree.record import Release, sha256
from playbook.publish.tree.record_forms import status_of
from playbook.publish.tree.untrusted_input import Unsound, read_bounded
from playbook.publish.tree.version_status import FILE, status


def log_of(public: Path, releases: tuple[Release, ...], day: date) -> Log:
    """Return the log of a tree; of one that has none, the log that it begins with when it is taken over on a day.

    Raise `PlaybookError` where what such a tree says cannot be read.
    """
    log = read(Folder(public))
    return log if log.events or log.flaws else _begun(public, releases, day)


def without_log(public: Path) -> int:
    """Return how many versions a tree holds that has no log yet."""
    return 0 if (public / event_file(1)).is_file() else len(list(public.glob("releases/*/release.json")))


def _begun(public: Path, releases: tuple[Release, ...], day: date) -> Log:
    log = Log()
    for each in releases:
        record = sha256(public / "releases" / each.version / "release.json")
        log = log.following(day, "published", **published_facts(each, record), taken_over="yes")
    said = older_status(public)
    for version in status(log):
        for event, words in _said(said.get(version, {})):
            log = log.following(day, event, version=version, **words)
    return log


def _said(said: dict[str, Any]) -> Iterator[tuple[Any, dict[str, str]]]:
    """Iterate over the events that one version's part of a `status.json` tells."""
    if gone := said.get("withdrawn"):
        yield "withdrawn", {"on": gone["on"], "reason": gone["reason"]}
    for each in said.get("errata", []):
        about = {"section": each["section"]} if each.get("section") else {}
        yield "erratum", {"on": each["on"], "text": each["text"], **about}


def published_facts(release: Release, record: str) -> dict[str, str]:
    """Return what the log says of a version that is published; `record` is the SHA-256 of its record."""
    until = {"effective_to": release.effective_to} if release.effective_to else {}
    return {
        "version": release.version,
        "record": record,
        "status": release.status,
        "effective_from": release.effective_from,
        **until,
    }


def older_status(public: Path) -> dict[str, Any]:
    """Return what `status.json` holds, nothing where there is none."""
    try:
        return status_of(read_bounded(public / FILE))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, Unsound) as error:
        raise _unreadable(public, str(error)) from None


def _unreadable(public: Path, message: str) -> PlaybookError:
    hint = "put the last good one back from your backup; nothing was written"
    problem = Problem(Place(f"{public.name}/{FILE}"), "status", f"it cannot be read: {safe(message)}", hint)
    return PlaybookError(Problems([problem]))
