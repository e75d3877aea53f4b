"""Proving that what is published says what it said: a tree, one of its versions, an address, or a pasted citation.

A tree is read by what opens files of a folder or answers of a host alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playbook.publish.tree import manifest, signing
from playbook.publish.tree.log import read
from playbook.publish.tree.readers import Folder, TreeReader, beside, has_records, is_folder, opened, reader
from playbook.publish.tree.record import NAME, Release
from playbook.publish.tree.time_limits import TimeLimit
from playbook.publish.tree.untrusted_input import Unsound
from playbook.publish.verify import time_stamp_proofs
from playbook.publish.verify.citation_proofs import disagreements
from playbook.publish.verify.citations import PastedCitation, Unreadable, citations
from playbook.publish.verify.signature_proofs import Demand
from playbook.publish.verify.tree_proof import prove_tree
from playbook.publish.verify.verdict import BROKEN, UNKNOWN, UNREACHABLE, USAGE, Verdict
from playbook.publish.verify.version_proof import Depth, Proof

_VERSION = re.compile(rf"(https?://\S*/)({NAME.pattern})/?", re.IGNORECASE)
"""The address of a version."""


def verify(
    target: str,
    demand: Demand | None = None,
    fingerprint: Callable[[str], str] = str,
    day: date | None = None,
    *,
    above: bool = True,
    depth: Depth = "pages",
    time_limit: TimeLimit | None = None,
) -> Verdict:
    """Return the verdict on a folder, an address or the text of a citation.

    `demand` is what is demanded of signatures. `fingerprint` works out the fingerprint of a canonical text. Where a
    `day` is given, the verdict says how a cited version stands on it. What stands `above` the versions is looked at
    unless that is not wanted; `depth` says how deep the proof of a version goes. `patience` is what all hosts that are
    asked share.
    """
    proof = Proof(demand or Demand(), fingerprint, day, depth)
    try:
        _begin(proof, target, time_limit or TimeLimit(), above=above)
    except ConnectionError as error:
        proof.fault(UNREACHABLE, _shown(target), str(error))
    except FileNotFoundError as error:
        proof.fault(UNREACHABLE, _shown(target), f"{error}: it was there, and a moment later it was not")
    except Unsound as error:
        proof.fault(BROKEN, _shown(target), str(error))
    except Unreadable as error:
        proof.fault(USAGE, _shown(target), str(error))
    except signing.NoProgram as error:
        proof.fault(USAGE, "--signers", str(error))
    except time_stamp_proofs.NoAuthorities as error:
        proof.fault(USAGE, "--authorities", str(error))
    return Verdict(
        tuple(dict.fromkeys(proof.looked_at)),
        tuple(dict.fromkeys(proof.faults)),
        tuple(proof.notes),
        tuple(dict.fromkeys(proof.stands)),
    )


def _shown(target: str) -> str:
    return target if len(target) <= 80 else f"{target[:79]}…"


def _begin(proof: Proof, target: str, time_limit: TimeLimit, *, above: bool) -> None:
    """Look at whatever the target is."""
    if is_folder(target) and (version := beside(Path(target))):
        proof.version(Folder(version.parent), version.name)
    elif not has_records(target) and (cited := citations(target)):
        for each in cited:
            _section(proof, opened(each.root, time_limit), each)
    elif re.fullmatch(r"https?://\S+", target, re.IGNORECASE):
        _address(proof, target, time_limit, above=above)
    elif is_folder(target):
        prove_tree(proof, Folder(Path(target)), with_above=above)
    else:
        raise Unreadable("this is no folder, no address and no citation")


def _address(proof: Proof, address: str, time_limit: TimeLimit, *, above: bool) -> None:
    version = _VERSION.fullmatch(address)
    if version and not manifest.listed_versions(reader(address, time_limit)):
        proof.version(reader(version[1], time_limit), version[2])
    else:
        prove_tree(proof, reader(address, time_limit), with_above=above)


def _section(proof: Proof, reader: TreeReader, cited: PastedCitation) -> None:
    """Look at one section of a version, at its page, and at the fingerprint that a citation gives."""
    version = cited.version
    release = proof.record(reader, version)
    if release is None:
        return
    id = _meant(cited.id, release)
    place = f"{version}/s/{id}/"
    kept = release.sections.get(id)
    if kept is None:
        proof.fault(UNKNOWN, place, "the version has no such section")
        return
    proof.faults += disagreements(cited, id, release, reader)
    listed, removed = proof.files_of(reader, version, release.sums), read(reader).removed
    for name in (f"{place}index.html", f"{place}text.txt"):
        proof.file(reader, name, listed.get(name, ""), removed.get(name))
    if f"{place}text.txt" not in removed:
        proof.text(reader, version, id, kept.fingerprint)
    proof.pages(reader, release, removed, id)
    cites = "" if cited.fingerprint or cited.form else ", cited without a fingerprint"
    proof.notes.append(f"{place}: “{kept.title}” in version {version} of {release.title}{cites}")
    proof.notes += manifest.remarks_on(reader, release, id)
    proof.stands += manifest.standing_on(reader, version, proof.day) if proof.day else ()


def _meant(id: str, release: Release) -> str:
    """Return the id that is cited, also where a program has made one hyphen of two, or two of one."""
    if id in release.sections:
        return id
    alike = [each for each in release.sections if re.sub("-+", "-", each) == re.sub("-+", "-", id)]
    return alike[0] if len(alike) == 1 else id
