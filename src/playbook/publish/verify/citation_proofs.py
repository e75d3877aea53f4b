"""Whether what a citation says holds: its fingerprint, its words, and the record and the signer that it names."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.publish.tree.readers import TreeReader
from playbook.publish.tree.record import Release
from playbook.publish.tree.sealing import signature_name
from playbook.publish.tree.signing import signer
from playbook.publish.tree.untrusted_input import SEAL_BYTES, Unsound
from playbook.publish.verify.citation_words import misnamed
from playbook.publish.verify.citations import PastedCitation
from playbook.publish.verify.signature_proofs import MOST
from playbook.publish.verify.verdict import BROKEN, DIFFERS, USAGE, Fault


def disagreements(cited: PastedCitation, id: str, release: Release, reader: TreeReader) -> Iterator[Fault]:
    """Iterate over what a citation of a section says otherwise than the record of its version."""
    place, record = f"{release.version}/s/{id}/", f"releases/{release.version}/release.json"
    if cited.fingerprint not in (None, release.sections[id].fingerprint):
        yield Fault(DIFFERS, place, "the citation gives another fingerprint than the record")
    if cited.form:
        message = f"the citation gives a fingerprint of the form {cited.form}, a newer one than this program knows"
        yield Fault(USAGE, place, message)
    for message in dict.fromkeys(misnamed(cited.words, id, release)):
        yield Fault(DIFFERS, place, message)
    if cited.record not in (None, reader.hashed(record)):
        yield Fault(BROKEN, record, "this is not the record that the citation names")
    if cited.signer and (seen := _unsigned(cited.signer, record, reader)):
        yield Fault(BROKEN, f"{record}.sig", seen)


def _unsigned(cited: str, record: str, reader: TreeReader) -> str:
    """Return what is wrong with a signature that a citation names; nothing where one is by the key that it names."""
    keys: list[str] = []
    for number in range(1, MOST):
        try:
            keys.append(signer(reader.read(signature_name(record, number), SEAL_BYTES)))
        except (FileNotFoundError, Unsound):
            break
    if not keys:
        return "the citation names who signed the record, and the signature is gone"
    return "" if cited in keys else f"the record is signed with another key than the citation names: {', '.join(keys)}"
