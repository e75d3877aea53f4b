"""The part of the program of an archive that reads the log, signatures and time stamps: see `standalone`.

It needs Python 3.8 and nothing else. Signatures are checked where `ssh-keygen` is on the machine.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_EVENT = re.compile(r"(\d{4,9})(\.\d+)?\.json(\.sig|\.tsr)?")
_ARMOURED = re.compile(rb"-----BEGIN SSH SIGNATURE-----([A-Za-z0-9+/=\s]*)-----END SSH SIGNATURE-----")


def events_of(root: Path) -> list[tuple[str, bytes]]:
    """Return the files of a log that follow each other without a gap: their names and what they hold."""
    found: list[tuple[str, bytes]] = []
    while True:
        name = f"log/{len(found) + 1:04}.json"
        if not (root / name).is_file():
            return found
        found.append((name, (root / name).read_bytes()))


def removed_by(events: list[tuple[str, bytes]]) -> dict[str, str]:
    """Return why each file went that was taken out by decision."""
    told = [event for _, written in events for event in [_read(written)] if event.get("event") == "removed"]
    return {str(event.get("file")): f"it was taken out on {event.get('day')}: {event.get('reason')}" for event in told}


def _read(written: bytes) -> dict[str, Any]:
    try:
        held = json.loads(written.decode("utf-8"))
        return held if isinstance(held, dict) else {}
    except (ValueError, RecursionError):
        return {}


def flaws_of(root: Path, records: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Iterate over what is wrong with the log, and with what the records say of it: a file and a sentence each."""
    events = events_of(root)
    before, day, published = None, "", {}
    for number, (name, written) in enumerate(events, 1):
        event = _read(written)
        if event.get("form") != 1 or event.get("number") != number or event.get("previous") != before:
            yield name, "this event does not follow the one before it"
        if str(event.get("day")) < day:
            yield name, "this event is older than the one before it"
        before, day = hashlib.sha256(written).hexdigest(), str(event.get("day"))
        if event.get("event") == "published":
            published[str(event.get("version"))] = event
    for version, event in published.items():
        record = root / "releases" / version / "release.json"
        if not record.is_file() or hashlib.sha256(record.read_bytes()).hexdigest() != event.get("record"):
            yield f"releases/{version}/release.json", "this is not the record of which the log tells"
    if published or any("log" in record for record in records.values()):
        for version in sorted(set(records) - set(published)):
            yield f"releases/{version}/release.json", "the log knows no such version"
    for path in sorted((root / "log").glob("*")):
        found = _EVENT.fullmatch(path.name)
        if path.name != "index.html" and not (found and 1 <= int(found[1]) <= len(events)):
            yield f"log/{path.name}", "this file belongs to no event of the log"


def seals_of(root: Path) -> Iterator[tuple[str, str, bool]]:
    """Iterate over signatures and time stamps: a file, what it turns out to be, and whether that holds."""
    for path in sorted([*root.glob("releases/*/release*.sig"), *root.glob("log/*.sig")]):
        written = path.with_name(re.sub(r"(\.\d+)?\.json\.sig$", ".json", path.name))
        holds = written.is_file() and _signed(written.read_bytes(), path)
        told = {
            True: "a signature",
            False: "this is no signature of the file beside it",
            None: "not looked at: no ssh-keygen",
        }
        yield path.relative_to(root).as_posix(), f"{told[holds]}, {_signer(path.read_bytes())}", holds is not False
    for path in sorted([*root.glob("releases/*/release.json.tsr"), *root.glob("log/*.tsr")]):
        stamped = path.with_suffix("")
        fits = stamped.is_file() and hashlib.sha256(stamped.read_bytes()).digest() in path.read_bytes()
        said = "a time stamp" if fits else "this is no time stamp of the file beside it"
        yield path.relative_to(root).as_posix(), said, fits


def _signed(written: bytes, signature: Path) -> Any:
    """Tell whether a signature is one of these bytes, None where nothing here can tell."""
    command = ["ssh-keygen", "-Y", "check-novalidate", "-n", "playbook", "-s", str(signature)]
    try:
        done = subprocess.run(command, input=written, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)  # noqa: S603
    except OSError:
        return None
    return done.returncode == 0


def _signer(signature: bytes) -> str:
    """Return the fingerprint of the key that a signature names."""
    found = _ARMOURED.search(signature)
    try:
        blob = base64.b64decode(found.group(1) if found else b"")
    except ValueError:
        blob = b""
    key = blob[14 : 14 + int.from_bytes(blob[10:14], "big")]
    return f"SHA256:{base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip('=')}" if key else "of no key"
