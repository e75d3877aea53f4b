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
_VERSION = re.compile(r"[0-9][0-9a-z]{0,39}(-[0-9a-z]{1,40}){0,3}")
_SECTION = re.compile(r"[A-Za-z0-9]+([._-]+[A-Za-z0-9]+)*")
_UNFIT = re.compile("[\0-\x1f\x7f-\x9f\\\\\u2028\u2029\ud800-\udfff]")
EVENTS, EVENT_BYTES, RECORD_BYTES, SEAL_BYTES = 10_000, 100_000, 8_000_000, 64 * 1024
"""The most events that are read, and the most bytes of each, of a record, and of a signature or a time stamp."""
_PATIENCE = 20
"""The seconds that `ssh-keygen` may take."""
_ARMOURED = re.compile(rb"-----BEGIN SSH SIGNATURE-----([A-Za-z0-9+/=\s]*)-----END SSH SIGNATURE-----")


def events_of(root: Path) -> list[tuple[str, bytes]]:
    """Return the files of a log that follow each other without a gap: their names and what they hold."""
    found: list[tuple[str, bytes]] = []
    while len(found) < EVENTS:
        name = f"log/{len(found) + 1:04}.json"
        if not (root / name).is_file():
            break
        found.append((name, read_of(root / name, EVENT_BYTES)))
    return found


def read_of(path: Path, most: int) -> bytes:
    """Return what a file holds; nothing where that is more than `most` bytes, or cannot be read."""
    try:
        with path.open("rb") as opened:
            written = opened.read(most + 1)
    except OSError:
        return b""
    return written if len(written) <= most else b""


def record_of(path: Path) -> dict[str, Any]:
    """Return the record that a file holds; raise `ValueError`, `KeyError`, `TypeError` or `AttributeError` for none."""
    held = said_by(read_of(path, RECORD_BYTES))
    before, sections = held["previous"], held["sections"]
    texts = [held["version"], held["sums"], *([before["version"], before["sha256"]] if before else [])]
    texts += [text for kept in sections.values() for text in (kept["fingerprint"], kept["title"])]
    if not all(isinstance(text, str) for text in texts) or not all(map(_SECTION.fullmatch, sections)):
        raise ValueError("no record")
    return held


def said_by(written: bytes) -> dict[str, Any]:
    """Return the object that a JSON text holds; raise `ValueError` where it is none, or says a key twice."""
    try:
        held = json.loads(written.decode("utf-8"), object_pairs_hook=_once, parse_constant=_none, parse_float=_none)
    except RecursionError:
        raise ValueError("too deep") from None
    if not isinstance(held, dict):
        raise ValueError("no object")  # noqa: TRY004  # whoever reads it asks for one error
    return held


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _none(_: str) -> None:
    raise ValueError("no number that a record holds")


def is_below(name: object) -> bool:
    """Tell whether a name is a path that leads to a file below its root, and nowhere else."""
    if not isinstance(name, str) or len(name) > 1000 or _UNFIT.search(name) or ":" in name.partition("/")[0]:
        return False
    return all(part not in ("", ".", "..") for part in name.split("/"))


def removed_by(events: list[tuple[str, bytes]]) -> dict[str, str]:
    """Return why each file went that was taken out by decision."""
    told = [event for _, written in events for event in [_read(written)] if event.get("event") == "removed"]
    return {str(event.get("file")): f"it was taken out on {event.get('day')}: {event.get('reason')}" for event in told}


def _read(written: bytes) -> dict[str, Any]:
    try:
        return said_by(written)
    except ValueError:
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
            version = event.get("version")
            if isinstance(version, str) and _VERSION.fullmatch(version):
                published[version] = event
            else:
                yield name, "this event names no version"
    for version, event in published.items():
        record = root / "releases" / version / "release.json"
        if not record.is_file() or hashlib.sha256(read_of(record, RECORD_BYTES)).hexdigest() != event.get("record"):
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
        holds = written.is_file() and _signed(read_of(written, RECORD_BYTES), path)
        told = {
            True: "a signature",
            False: "this is no signature of the file beside it",
            None: "not looked at: no ssh-keygen",
        }
        said = f"{told[holds]}, {_signer(read_of(path, SEAL_BYTES))}"
        yield path.relative_to(root).as_posix(), said, holds is not False
    for path in sorted([*root.glob("releases/*/release.json.tsr"), *root.glob("log/*.tsr")]):
        stamped = path.with_suffix("")
        digest = hashlib.sha256(read_of(stamped, RECORD_BYTES)).digest()
        fits = stamped.is_file() and digest in read_of(path, SEAL_BYTES)
        said = "a time stamp" if fits else "this is no time stamp of the file beside it"
        yield path.relative_to(root).as_posix(), said, fits


def _signed(written: bytes, signature: Path) -> Any:
    """Tell whether a signature is one of these bytes, None where nothing here can tell."""
    command = ["ssh-keygen", "-Y", "check-novalidate", "-n", "playbook", "-s", str(signature)]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            input=written,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=_PATIENCE,
        )
    except OSError:
        return None
    except subprocess.TimeoutExpired:
        return False
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
