"""Who could cheat, and who would notice: each row of the table in the manual, done and found out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from playbook.problems import PlaybookError
from playbook.publish.text.canonical import fingerprint
from playbook.publish.tree.readers import Folder
from playbook.publish.tree.sealing import Seal
from playbook.publish.tree.version_status import Refused
from playbook.publish.verify import earlier_state
from playbook.publish.verify.signature_proofs import Demand
from playbook.publish.verify.verify import verify
from tests import small_tree
from tests.attacked import FIRST, LAST, Tree, proved
from tests.forger import Forger
from tests.small_tree import IDS
from tests.support import ROOT, tree
from tests.test_attacks import ANEW, CLEVER

MANUAL = ROOT / "docs" / "authoring" / "publishing.md"
ROWS = "## Who could cheat"


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A tree with keys of both parties, its records signed with that of the client."""
    return Tree(tmp_path_factory.mktemp("signed"), signed=True)


@dataclass(frozen=True)
class Scene:
    """A copy of a tree for one who cheats, and the keys and the list of signers of those who look at it."""

    public: Path
    keys: tuple[Path, Path]
    signers: Path


def _refused(public: Path, do: Callable[[], object]) -> None:
    """See that something is refused, and that nothing is written."""
    before = tree(public)
    with pytest.raises(Exception, match="key") as refused:
        do()
    assert isinstance(refused.value, (PlaybookError, Refused))
    assert tree(public) == before


def _says_something_else(scene: Scene) -> None:
    said = f"{IDS[0]}, as {FIRST} says"
    for name in (f"s/{IDS[0]}/text.txt", f"s/{IDS[0]}/index.html", "roles/index.html"):
        file = scene.public / FIRST / name
        file.write_text(file.read_text(encoding="utf-8").replace(said, "Whatever suits us"), encoding="utf-8")
        assert proved(scene.public).code == 1
    Forger(scene.public).sums()
    assert proved(scene.public).code in (1, 3)


def _never_was(scene: Scene) -> None:
    for number, attack in enumerate(("the newest version is lost", "withdrawals never were", "an event is gone")):
        copy = shutil.copytree(scene.public, scene.public.with_name(f"public-{number}"))
        CLEVER[attack](Forger(copy))
        assert proved(copy).code in (1, 3)


def _stands_otherwise(scene: Scene) -> None:
    for number, attack in enumerate(("the state hides a withdrawal", "the selector hides a version")):
        copy = shutil.copytree(scene.public, scene.public.with_name(f"public-{number}"))
        CLEVER[attack](Forger(copy))
        assert proved(copy).code in (1, 3)


def _as_it_was(scene: Scene) -> None:
    newer = shutil.copytree(scene.public, scene.public.with_name("newer"))
    small_tree.entered(newer, "withdrawn", Seal(scene.keys[0]), version=LAST, reason="One party had not agreed.")
    assert proved(scene.public, scene.signers).faults == (), "nothing in the tree can tell"
    assert list(earlier_state.losses(newer, Folder(scene.public)))
    assert list(earlier_state.losses(scene.public, Folder(newer))) == []


def _without_a_key(scene: Scene) -> None:
    _refused(scene.public, lambda: small_tree.published(scene.public, "2033-1"))
    _refused(scene.public, lambda: small_tree.entered(scene.public, "withdrawn", version=LAST, reason="It suits me."))


def _one_key(scene: Scene) -> None:
    small_tree.published(scene.public, "2033-1", seal=Seal(scene.keys[0]))
    demand = Demand(scene.signers, thresholds={"client": 1, "supplier": 1})
    assert proved(scene.public, scene.signers).faults == ()
    verdict = verify(str(scene.public), demand, fingerprint)
    assert verdict.code == 3
    assert any("supplier" in fault.message for fault in verdict.faults if "2033-1" in fault.where)


def _stolen(scene: Scene) -> None:
    thief, owner = Seal(scene.keys[0]), Seal(scene.keys[1])
    small_tree.entered(scene.public, "key-ended", owner, fingerprint=str(thief.signer), reason="It was stolen.")
    assert proved(scene.public, scene.signers).faults == (), "what was signed before holds"
    _refused(scene.public, lambda: small_tree.published(scene.public, "2033-1", seal=thief))
    _refused(
        scene.public, lambda: small_tree.entered(scene.public, "withdrawn", thief, version=LAST, reason="It suits me.")
    )


def _own_copy(scene: Scene) -> None:
    for number, attack in enumerate(ANEW.values()):
        copy = shutil.copytree(scene.public, scene.public.with_name(f"theirs-{number}"))
        attack(Forger(copy))
        assert proved(copy, scene.signers).code == 3
    assert proved(scene.public, scene.signers).faults == ()


def _everything(scene: Scene) -> None:
    """All keys in one hand are no better than none: whoever could sign anew could as well leave all signatures out."""
    folder = scene.public.with_name("bare")
    folder.mkdir()
    bare = Tree(folder, signed=False)
    for number, attack in enumerate(ANEW.values()):
        copy = shutil.copytree(bare.public, scene.public.with_name(f"anew-{number}"))
        attack(Forger(copy))
        assert proved(copy).faults == ()
        assert list(earlier_state.losses(bare.older, Folder(copy)))


THREATS: dict[str, Callable[[Scene], None]] = {
    "Whoever runs the host, that a text, a page or a file says something else": _says_something_else,
    "Whoever runs the host, that a version or a withdrawal never was": _never_was,
    "Whoever runs the host, that a version stands otherwise": _stands_otherwise,
    "Whoever runs the host, that the whole tree is as it was some time ago": _as_it_was,
    "A member of the team without a key, that a version or an event was agreed": _without_a_key,
    "The workflow of the forge with its key, that both parties know of a version": _one_key,
    "A thief of a key, that something is older than the theft": _stolen,
    "The other party, that its own copy is the right one": _own_copy,
    "Whoever has everything, all keys too, that it was always so": _everything,
}


@pytest.mark.parametrize("threat", THREATS)
def test_whoever_could_cheat_is_noticed_as_the_manual_says(signed: Tree, threat: str, tmp_path: Path):
    public = shutil.copytree(signed.public, tmp_path / "public")
    THREATS[threat](Scene(public, signed.keys, signed.signers))


def test_each_threat_of_the_manual_is_tried():
    section = MANUAL.read_text(encoding="utf-8").partition(ROWS)[2].partition("\n## ")[0]
    rows = [line.split(" | ")[0].removeprefix("| ") for line in section.splitlines() if line.startswith("| ")]
    assert rows[2:] == list(THREATS)
