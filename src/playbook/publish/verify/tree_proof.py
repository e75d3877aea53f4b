"""Proving a whole tree: every version, the log and the chain of the records, and what stands above the versions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from playbook.folders.leftovers import left_over
from playbook.publish.tree import manifest, root_files, section_state, version_status
from playbook.publish.tree.containment import containment_of
from playbook.publish.tree.log import Log, read
from playbook.publish.tree.readers import TreeReader
from playbook.publish.tree.record import NAME, Release, in_order
from playbook.publish.tree.untrusted_input import EVENT_BYTES, RECORD_BYTES, Unsound
from playbook.publish.verify import log_proof, signature_proofs, time_stamp_proofs
from playbook.publish.verify.verdict import BROKEN, DIFFERS, UNKNOWN
from playbook.publish.verify.version_proof import Proof


def prove_tree(proof: Proof, reader: TreeReader, *, with_above: bool = True) -> None:
    """Look at every version, at the log and the chain of the records, and at what stands above them."""
    log = read(reader)
    listed, there = manifest.listed_versions(reader), manifest.recorded_versions(reader)
    if not listed and not there and not log.events and not log.flaws:
        where = "give the root of the tree, a version, or a section of a version"
        proof.fault(UNKNOWN, "versions.json", f"no version is published here: {where}")
        return
    found: dict[str, Release | None] = {}
    waiting = sorted({*listed, *there} | {each for each in log.published if _has_record(reader, each)})
    while waiting:
        version = waiting.pop(0)
        found[version] = release = proof.version(reader, version, log)
        before = release.previous.version if release and release.previous else None
        if before and before not in found and before not in waiting and NAME.fullmatch(before):
            waiting.append(before)
    releases = {version: release for version, release in found.items() if release}
    underway = manifest.unfinished_versions(reader)
    _line(proof, releases, listed if with_above else ())
    proof.faults += log_proof.faults_of(reader, log, log_proof.Records(releases, proof.sums), underway)
    _events(proof, reader, log, releases)
    if with_above:
        _above(proof, reader, log, underway)
        whole = releases.keys() == log.published.keys() and not any(each.code == BROKEN for each in proof.faults)
        if whole and not underway:  # else there is nothing that it could follow from
            _states(proof, reader, log, in_order(releases.values()))
    for path in (path for folder in root_files.OURS for path in reader.names(folder) or () if left_over(path)):
        proof.stranger(path)
    _folders(proof, reader, {*found, *log.published}, underway)


def _has_record(reader: TreeReader, version: str) -> bool:
    try:
        reader.read(f"releases/{version}/release.json", RECORD_BYTES)
    except FileNotFoundError:
        return False
    except Unsound:  # told where it is looked at
        return True
    return True


def _folders(proof: Proof, reader: TreeReader, known: set[str], underway: frozenset[str]) -> None:
    """Note folders of versions that nobody knows."""
    for name in (each for each in reader.folders() if NAME.fullmatch(each) and each not in known):
        if name in underway:
            proof.notes.append(f"{name}: it is being published, or that was broken off; the next publication ends it")
        else:
            hint = "take it out of the tree; where it was published, put back its record and the log too"
            proof.fault(BROKEN, name, "this folder has no record, and nothing tells of it", hint)


def _events(proof: Proof, reader: TreeReader, log: Log, releases: Mapping[str, Release]) -> None:
    """Look at the signatures of the events, and say who has signed each version, and who approved it."""
    for event in log.events:
        proof.looked_at.append(event.name)
        made = proof.signed(reader, event.name, reader.read(event.name, EVENT_BYTES))
        proof.faults += signature_proofs.faults_of_event(log, event, made, proof.demand)
    if log.events:
        told = f"{log.events[-1].number} events to {log.events[-1].day}, the last sha256:{log.head}"
        proof.notes.append(f"log: {told}")
    proof.notes += signature_proofs.signature_notes(log, proof.signatures, releases)
    proof.notes += time_stamp_proofs.stamp_notes(proof.stamps, log)
    proof.notes += time_stamp_proofs.undated_signatures(proof.stamps, log)


def _above(proof: Proof, reader: TreeReader, log: Log, underway: frozenset[str]) -> None:
    """Look at what stands above the versions: it follows from the records and the log."""
    told = log.until(root_files.events_known(reader))
    if len(told.events) < len(log.events):
        message = "what stands above the versions is older than the log"
        if underway:
            proof.notes.append(f"{message}: a publication was broken off, and the next one ends it")
        else:
            proof.fault(BROKEN, root_files.NAME, message, log_proof.REBUILD)
    if told.events:
        proof.faults += log_proof.faults_above(reader, told)
    for name, message in root_files.root_faults(reader):
        proof.looked_at.append(name)
        if message and not (underway and name == root_files.NAME):
            proof.fault(BROKEN if name == root_files.NAME else DIFFERS, name, message, log_proof.REBUILD)


def _states(proof: Proof, reader: TreeReader, log: Log, releases: tuple[Release, ...]) -> None:
    """Look at what cited pages are told of their sections; trees from before that have none of it."""
    status, related = (
        version_status.status(log),
        {each.version: containment_of(reader, each).related for each in releases},
    )
    for id in sorted({id for each in releases for id in each.sections}):
        name = f"s/{id}/{section_state.STATE}"
        try:
            told = reader.hashed(name)
        except FileNotFoundError:  # where it was there, the list of what stands above says so
            continue
        said = section_state.state(id, releases, version_status.status_for_section(status, id, related))
        if told != hashlib.sha256(said.encode()).hexdigest():
            proof.fault(BROKEN, name, "it does not say what the log and the records say", log_proof.REBUILD)


def _line(proof: Proof, releases: dict[str, Release], listed: tuple[str, ...]) -> None:
    """See that each record follows another one, and that none has been left out of the list of versions."""
    after: dict[str | None, str] = {}
    for version, release in releases.items():
        before = release.previous.version if release.previous else None
        name = f"releases/{version}/release.json"
        if before in after:
            told = f"the record of {before}" if before else "no record"
            proof.fault(BROKEN, name, f"it follows {told}, and so does the record of {after[before]}")
        after.setdefault(before, version)
        if before and listed and before not in listed:
            proof.fault(BROKEN, "versions.json", f"it leaves out {before}, which {version} follows")
