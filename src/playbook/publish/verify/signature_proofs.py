"""Who has signed what in a tree, records and events: keys of the log, and signers whom a reader allows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from playbook.publish.tree import approvals, signing
from playbook.publish.tree.keys import Key, keys, may_sign
from playbook.publish.tree.log import Event, Log
from playbook.publish.tree.readers import TreeReader
from playbook.publish.tree.record import Release
from playbook.publish.tree.sealing import SIGNATURE, signature_name
from playbook.publish.tree.untrusted_input import SEAL_BYTES, Unsound
from playbook.publish.verify.log_proof import COPY
from playbook.publish.verify.verdict import BROKEN, Fault

MOST = 99
"""The most signatures of one file that are looked for."""


@dataclass(frozen=True)
class Demand:
    """What a reader demands of signatures.

    `signers` is a file of allowed signers as `ssh-keygen -Y verify` reads it: of each record and each event one of them
    must be found. `thresholds` are how many keys of each party must have signed each record; whose a key is, the file
    of signers says by its names, and the log where there is no such file. `required` asks for a signature of anyone.
    `authorities` is a file of the certificates of those whose time stamps are believed.
    """

    signers: Path | None = None
    thresholds: Mapping[str, int] = field(default_factory=dict)
    required: bool = False
    authorities: Path | None = None

    @property
    def any(self) -> bool:
        """Whether anything is demanded."""
        return bool(self.signers or self.thresholds or self.required)


@dataclass(frozen=True)
class Signature:
    """One signature of a file: the key that made it, and the names under which it is allowed to sign."""

    name: str
    key: str
    sha256: str
    fits: bool
    principals: tuple[str, ...] = ()


def signatures_of(reader: TreeReader, name: str, written: bytes, demand: Demand) -> tuple[Signature, ...]:
    """Return the signatures beside a file."""
    made: list[Signature] = []
    for number in range(1, MOST):
        beside = signature_name(name, number)
        try:
            content = reader.read(beside, SEAL_BYTES)
        except FileNotFoundError:
            break
        except Unsound:
            made.append(Signature(beside, "", "", fits=False))
            continue
        names = signing.principals(written, content, demand.signers) if demand.signers else ()
        digest = hashlib.sha256(content).hexdigest()
        made.append(Signature(beside, signing.signer(content), digest, _fits(written, content, demand), names))
    return tuple(made)


def _fits(written: bytes, signature: bytes, demand: Demand) -> bool:
    """Tell whether a signature is one of these bytes, or nothing here can tell and nobody demands it."""
    try:
        return signing.fits(written, signature)
    except signing.NoProgram:
        if demand.any:
            raise
        return True


def faults_of_file(name: str, signatures: tuple[Signature, ...], demand: Demand, key: str | None) -> Iterator[Fault]:
    """Iterate over what is wrong with the signatures of a file, which `key` should have signed where there is one."""
    for each in signatures:
        if not each.fits:
            yield Fault(BROKEN, each.name, "this is no signature of the file beside it", COPY)
    sound = [each for each in signatures if each.fits]
    if key is not None and key not in {each.key for each in sound}:
        yield Fault(BROKEN, f"{name}{SIGNATURE}", f"the signature of {key} is gone, or is another's", COPY)
    elif demand.signers and not signatures:
        yield Fault(BROKEN, name, "it is not signed")
    elif demand.signers and not any(each.principals for each in sound):
        yield Fault(BROKEN, signatures[0].name, "no allowed signer has signed this")
    elif demand.required and not sound:
        yield Fault(BROKEN, name, "it is not signed")


def faults_of_event(log: Log, event: Event, signatures: tuple[Signature, ...], demand: Demand) -> Iterator[Fault]:
    """Iterate over what is wrong with how an event is signed."""
    yield from faults_of_file(event.name, signatures, demand, event.key)
    if not may_sign(log, event):
        who = f"{event.key}, which is no key of the log at that time" if event.key else "nobody"
        yield Fault(BROKEN, event.name, f"it is signed by {who}, and the log has keys")


def missing_signatures(
    log: Log, record: str, version: str, signatures: tuple[Signature, ...], demand: Demand
) -> Iterator[Fault]:
    """Iterate over what a record lacks: signatures that the log tells of, and those of parties that are demanded."""
    there = {each.sha256 for each in signatures}
    for event in log.events:
        if event.event == "signed" and event.version == version and event.facts["signature"] not in there:
            yield Fault(BROKEN, record, f"a signature is gone of which {event.name} tells", COPY)
    for party, wanted in demand.thresholds.items():
        number = len({each.key for each in signatures if each.fits and party in _parties(each, log, demand)})
        if number < wanted:
            told = f"{party} has signed it with {number} of {wanted} keys that are demanded"
            yield Fault(BROKEN, record, told)


def _parties(signature: Signature, log: Log, demand: Demand) -> tuple[str, ...]:
    if demand.signers:
        return signature.principals
    return _party(keys(log).get(signature.key))


def signature_notes(
    log: Log, signatures: Mapping[str, tuple[Signature, ...]], releases: Mapping[str, Release]
) -> Iterator[str]:
    """Iterate over sentences that say who has signed each version, or that nobody has, and who approved it."""
    known = keys(log)
    for version, all_of_it in signatures.items():
        made = [(each.key, each.principals or _party(known.get(each.key))) for each in all_of_it if each.fits]
        names = [f"{key} ({', '.join(parties)})" if parties else key for key, parties in made]
        yield f"{version}: signed by {', '.join(names)}" if names else f"{version}: nobody has signed it"
        if version in releases:
            yield from (f"{version}: {line}" for line in approvals.approval_lines(releases[version], made))


def _party(key: Key | None) -> tuple[str, ...]:
    return (key.party,) if key else ()
