"""Sealed publications: signed and stamped before anything stands in the tree, by one party or by both."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from playbook.commands.cli import main
from playbook.publish.release.release import STEPS
from playbook.publish.text.canonical import fingerprint
from playbook.publish.tree.log import read
from playbook.publish.tree.readers import Folder
from playbook.publish.tree.sealing import NotStamped, Seal, stamped_by
from playbook.publish.verify.signature_proofs import Demand
from playbook.publish.verify.verify import verify
from tests import authority, small_tree
from tests.needs import needs
from tests.support import Ended, tree

FIRST, SECOND = "2030-1", "2030-2"
pytestmark = needs(authority.find(), authority.NEEDED)


def _run(*words: str | Path) -> Ended:
    done = CliRunner().invoke(main, [str(word) for word in words])
    return Ended(done.exit_code, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def stamps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[authority.Authority]:
    """An authority that stamps on this machine."""
    with authority.authority(tmp_path_factory.mktemp("authority") / "made") as found:
        yield found


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return small_tree.key(tmp_path, "client")


def test_records_and_events_bear_signatures_and_stamps(tmp_path: Path, key: Path, stamps: authority.Authority):
    public = tmp_path / "public"
    seal = Seal(key, stamped_by(stamps.address))
    small_tree.published(public, FIRST, seal=seal)
    small_tree.entered(public, "erratum", seal, version=FIRST, text="Read on.")
    for name in (f"releases/{FIRST}/release.json", "log/0001.json", "log/0002.json"):
        assert stamps.verify(public / f"{name}.tsr", public / name), name
    signers = small_tree.signers(tmp_path, client=key)
    done = _run("verify", public, "--signers", signers, "--authorities", stamps.roots, "--require-signature")
    assert done.code == 0, done.out
    assert f"{FIRST}: signed by {seal.signer} (client)" in done.out
    assert f"{FIRST}: stamped at " in done.out
    assert "see --authorities" not in done.out
    assert "see --authorities" in _run("verify", public).out, "nobody said whom to believe"


@pytest.mark.parametrize("name", [f"releases/{FIRST}/release.json.tsr", "log/0001.json.tsr"])
def test_a_stamp_of_something_else_is_told(tmp_path: Path, key: Path, stamps: authority.Authority, name: str):
    public = tmp_path / "public"
    small_tree.published(public, FIRST, seal=Seal(key, stamped_by(stamps.address)))
    (tmp_path / "other").write_text("x", encoding="utf-8")
    (public / name).write_bytes(stamps.token(tmp_path / "other"))
    verdict = verify(str(public), None, fingerprint)
    assert {fault.where for fault in verdict.faults if fault.code == 3} == {name}


def test_a_stamp_by_somebody_else_is_told(tmp_path: Path, key: Path, stamps: authority.Authority):
    public = tmp_path / "public"
    with authority.authority(tmp_path / "other") as other:
        small_tree.published(public, FIRST, seal=Seal(key, stamped_by(other.address)))
    done = _run("verify", public, "--authorities", stamps.roots)
    assert (done.code, done.out.count("whom nobody here believes")) == (3, 2)
    assert _run("verify", public, "--authorities", key).code == 2, "these are no certificates"


def test_where_nobody_stamps_nothing_is_published(tmp_path: Path, key: Path):
    public = tmp_path / "public"
    with pytest.raises(NotStamped):
        small_tree.published(public, FIRST, seal=Seal(key, stamped_by("http://127.0.0.1:9/")))
    assert [path.name for path in public.iterdir()] == [".lock"]
    small_tree.published(public, FIRST)
    before = tree(public)
    done = _run("status", FIRST, "--to", public, "--erratum", "Read on.", "--timestamp", "false")
    assert (done.code, done.err.splitlines()[-1], tree(public) == before) == (1, "nothing was changed", True)


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_everything_that_stands_there_is_sealed(
    tmp_path: Path, key: Path, stamps: authority.Authority, step: str
):
    public, seal = tmp_path / "public", Seal(key, stamped_by(stamps.address))
    small_tree.published(public, FIRST, seal=seal)
    child = os.fork()
    if not child:
        small_tree.published(
            public, SECOND, lambda at: os.kill(os.getpid(), signal.SIGKILL) if at == step else None, seal
        )
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    demand = Demand(small_tree.signers(tmp_path, client=key), authorities=stamps.roots)
    assert verify(str(public), demand, fingerprint).faults == (), "at every moment"
    small_tree.published(public, SECOND, seal=seal)
    assert verify(str(public), demand, fingerprint).faults == ()
    assert [each.version for each in read(Folder(public)).events] == [FIRST, SECOND]
    assert sorted(path.name for path in public.glob(".*")) == [".gitattributes", ".gitignore", ".lock", ".nojekyll"]


# Both parties ------------------------------------------------------------------------------------------------------


def test_both_parties_sign(tmp_path: Path, key: Path):
    public, other = tmp_path / "public", small_tree.key(tmp_path, "supplier")
    small_tree.published(public, FIRST, seal=Seal(key))
    signers = small_tree.signers(tmp_path, client=key, supplier=other)
    both = ("verify", public, "--signers", signers, "--threshold", "client: 1, supplier: 1")
    done = _run(*both)
    assert (done.code, "supplier has signed it with 0 of 1 keys" in done.out) == (3, True)
    before = {name: held for name, held in tree(public).items() if name.startswith(("2030", "releases", "log/0"))}
    done = _run("status", FIRST, "--to", public, "--countersigned", "--sign", other)
    assert done.code == 0, done.said
    after = tree(public)
    assert {name: after[name] for name in before} == before, "nothing that stood there has changed"
    assert (public / "releases" / FIRST / "release.2.json.sig").is_file()
    assert _run(*both).code == 0
    done = _run("verify", public, "--signers", signers, "--threshold", "client: 2")
    assert done.code == 3, "one party does not sign for the other"
    (public / "releases" / FIRST / "release.2.json.sig").unlink()
    done = _run("verify", public)
    assert (done.code, "a signature is gone of which log/0002.json tells" in done.out) == (3, True)


def test_whose_a_key_is_the_log_says_where_nobody_else_does(tmp_path: Path, key: Path):
    public, other = tmp_path / "public", small_tree.key(tmp_path, "supplier")
    small_tree.published(public, FIRST, seal=Seal(key))
    for party, each in (("client", key), ("supplier", other)):
        line = each.with_suffix(".pub").read_text(encoding="utf-8").strip()
        small_tree.entered(public, "key-added", Seal(key), public_key=line, party=party)
    assert _run("verify", public, "--threshold", "client: 1").code == 0
    assert _run("verify", public, "--threshold", "client: 1, supplier: 1").code == 3
    assert _run("status", FIRST, "--to", public, "--countersigned", "--sign", other).code == 0
    assert _run("verify", public, "--threshold", "client: 1, supplier: 1").code == 0


def test_who_has_not_signed_is_told_and_can_be_demanded(tmp_path: Path, key: Path):
    public = tmp_path / "public"
    small_tree.published(public, FIRST)
    done = _run("verify", public)
    assert (done.code, f"{FIRST}: nobody has signed it" in done.out) == (0, True)
    assert _run("verify", public, "--require-signature").code == 3
    small_tree.published(public, FIRST, seal=Seal(key))  # once more, with a key: what stands unsigned is signed
    assert f"{FIRST}: signed by {Seal(key).signer}" in _run("verify", public).out
    assert read(Folder(public)).events[-1].event == "signed"


@pytest.mark.parametrize("words", ["client", "client: one", ": 1", "client: -1"])
def test_a_threshold_that_is_none_is_refused(tmp_path: Path, words: str):
    done = _run("verify", tmp_path, "--threshold", words)
    assert (done.code, "write each party with a number" in done.err) == (2, True)


def test_what_a_key_signed_before_it_ended_holds_where_a_stamp_shows_it(
    tmp_path: Path, key: Path, stamps: authority.Authority
):
    other = small_tree.key(tmp_path, "supplier")
    for stamp, doubts in ((None, 3), (stamped_by(stamps.address), 0)):
        public = tmp_path / f"public-{doubts}"
        small_tree.published(public, FIRST, seal=Seal(key, stamp))
        for party, each in (("client", key), ("supplier", other)):
            line = each.with_suffix(".pub").read_text(encoding="utf-8").strip()
            small_tree.entered(public, "key-added", Seal(key, stamp), public_key=line, party=party)
        ended = str(Seal(key).signer)
        small_tree.entered(public, "key-ended", Seal(other, stamp), fingerprint=ended, reason="It was stolen.")
        done = _run("verify", public)
        assert (done.code, done.out.count("no time stamp shows that it was there before")) == (0, doubts), done.out


def test_a_file_is_taken_out_in_the_open(tmp_path: Path):
    public = tmp_path / "public"
    small_tree.published(public, FIRST)
    file, why = f"{FIRST}/s/{small_tree.IDS[0]}/text.txt", "It named a person."
    older = shutil.copytree(public, tmp_path / "older")
    done = _run("status", FIRST, "--to", public, "--removed", file, "--reason", why)
    assert (done.code, (public / file).exists()) == (0, False), done.said
    done = _run("verify", public)
    assert (done.code, f"the file is gone: it was taken out on {small_tree.TODAY}: {why}" in done.out) == (1, True)
    for part in (public / FIRST, public / FIRST / "s" / small_tree.IDS[0]):
        done = _run("verify", part)
        assert (done.code, done.out.count("the file is gone"), why in done.out) == (1, 1, True), done.out
    assert why in (public / "log/index.html").read_text(encoding="utf-8")
    assert "Its text was taken out." in (public / f"s/{small_tree.IDS[0]}/index.html").read_text(encoding="utf-8")
    small_tree.published(public, SECOND)
    assert _run("verify", public).out.count("the file is gone") == 1
    assert _run("verify", public, "--since", older).code == 1
    (public / file).write_text("\\p Another text\n", encoding="utf-8")
    assert _run("verify", public).code == 1, "nothing else may stand in its place"
