"""A published tree to attack: four versions, one of them withdrawn, with errata; signed, or not."""

from __future__ import annotations

import shutil
from pathlib import Path

from playbook.publish.text.canonical import fingerprint
from playbook.publish.tree.sealing import Seal
from playbook.publish.verify.signature_proofs import Demand
from playbook.publish.verify.verdict import Verdict
from playbook.publish.verify.verify import verify
from tests import small_tree
from tests.small_tree import IDS

VERSIONS = ("2030-1", "2030-2", "2031-1", "2032-1")
FIRST, SECOND, THIRD, LAST = VERSIONS


def _history(public: Path, seal: Seal, keys: tuple[Path, ...]) -> None:
    """Publish four versions, with all that may happen to them."""
    for party, key in zip(("client", "supplier"), keys, strict=False):
        if not public.exists():
            small_tree.published(public, FIRST, seal=seal)
        line = key.with_suffix(".pub").read_text(encoding="utf-8").strip()
        small_tree.entered(public, "key-added", seal, public_key=line, party=party)
    for version in VERSIONS:
        small_tree.published(public, version, seal=seal)
        if version == SECOND:
            small_tree.entered(public, "withdrawn", seal, version=SECOND, reason="One party had not agreed.")
        if version == THIRD:
            small_tree.entered(public, "erratum", seal, version=THIRD, text="Read net 45.", section=IDS[1])
    small_tree.entered(public, "erratum", seal, version=LAST, text="Read on.")
    small_tree.entered(public, "reinstated", seal, version=SECOND)
    small_tree.entered(public, "withdrawn", seal, version=SECOND, reason="It was wrong after all.")


class Tree:
    """A tree, a copy of it from before its last version, the keys, and who may sign."""

    def __init__(self, folder: Path, *, signed: bool) -> None:
        """Make it all; unsigned, or signed by the first key."""
        self.keys = (small_tree.key(folder, "client"), small_tree.key(folder, "supplier"))
        self.stranger = small_tree.key(folder, "stranger")
        self.signers = small_tree.signers(folder, client=self.keys[0], supplier=self.keys[1])
        self.public = folder / "public"
        _history(self.public, Seal(self.keys[0] if signed else None), self.keys if signed else ())
        self.older = shutil.copytree(self.public, folder / "older")


def proved(public: Path, signers: Path | None = None) -> Verdict:
    """Return what `verify` says of a tree; `signers` may be a file of those who may sign."""
    return verify(str(public), Demand(signers), fingerprint)
