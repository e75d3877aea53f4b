"""What a citation says beside its fingerprint is held against the record: title, section, version, day, record, key."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from playbook.publish.text.canonical import fingerprint
from playbook.publish.verify.citations import citations
from playbook.publish.verify.verify import Verdict, verify
from tests.published import FIRST, SECOND, Published, served
from tests.support import run
from tests.test_citations import MANGLED

CITED = "role-bakery-head"
PLACE = f"{SECOND}/s/{CITED}/"
RECORD = f"releases/{SECOND}/release.json"


@pytest.fixture(scope="module")
def signed(published_few: Published, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A tree whose second version is signed, and the fingerprint of the key as ssh-keygen prints it."""
    folder = tmp_path_factory.mktemp("signed")
    public = shutil.copytree(published_few.public, folder / "public")
    sign(public, folder / "key")
    printed = subprocess.run(["ssh-keygen", "-l", "-f", folder / "key"], check=True, capture_output=True, text=True)
    return public, printed.stdout.split()[1]


def sign(public: Path, key: Path) -> None:
    """Sign the record of the second version with a new key."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True, capture_output=True)
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", "playbook", public / RECORD]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture(scope="module")
def address(signed: tuple[Path, str]) -> Iterator[str]:
    """Where the tree is served."""
    with served(signed[0]) as root:
        yield root


def cite(public: Path, address: str, *words: str, version: str = SECOND, id: str = CITED) -> str:
    """Return the words that cite a section of a tree that is served at an address."""
    done = run("cite", id, "--from", public, "--version", version, "--address", address, *words, cwd=public.parent)
    assert done.code == 0, done.said
    return done.out.strip()


def _proved(words: str) -> Verdict:
    return verify(words, None, fingerprint)


def _told(words: str) -> tuple[int, dict[str, str]]:
    verdict = _proved(words)
    return verdict.code, {each.where: each.message for each in verdict.faults}


def test_a_citation_names_the_record_and_who_signed_it(signed: tuple[Path, str], address: str):
    public, key = signed
    cited = cite(public, address)
    (read,) = citations(cited)
    assert cited.endswith(f", signed with the key {key}")
    assert (read.signer, f"record sha256:{read.record}" in cited) == (key, True)
    assert "signed" not in cite(public, address, version=FIRST)


@pytest.mark.parametrize("style", ["text", "markdown", "html"])
def test_every_style_names_them_and_holds(signed: tuple[Path, str], address: str, style: str):
    (read,) = citations(cite(signed[0], address, "--format", style))
    assert (read.signer, len(read.record or "")) == (signed[1], 64)
    assert _told(cite(signed[0], address, "--format", style)) == (0, {})


@pytest.mark.parametrize("mangle", MANGLED.values(), ids=MANGLED.keys())
def test_what_a_way_did_to_a_citation_is_no_other_word(
    signed: tuple[Path, str], address: str, mangle: Callable[[str], str]
):
    for id in (CITED, f"{CITED}--duty-decide"):
        assert _told(mangle(cite(signed[0], address, id=id))) == (0, {})


OTHER = {
    "title": ("Head of the bakery", "Head of the brewery", "calls the section “Head of the brewery”, and its title is"),
    "section": (f"section {CITED}", "section role-cashier", "names the section “role-cashier”, and its address leads"),
    "playbook": ("Small playbook", "Large playbook", "calls the playbook “Large playbook”, and its title is"),
    "version": (
        f"version {SECOND}",
        f"version {FIRST}",
        f"names version “{FIRST}”, and its address leads to “{SECOND}”",
    ),
    "day": ("from 2030-01-01", "from 2029-01-01", "holds from 2029-01-01, and the record says 2030-01-01"),
    "standing": (
        "in force from",
        "a draft for the time from",
        "calls the version a draft, and it was published as agreed",
    ),
}


@pytest.mark.parametrize(("old", "new", "said"), OTHER.values(), ids=OTHER.keys())
@pytest.mark.parametrize("style", ["text", "markdown", "html"])
def test_other_words_beside_the_right_fingerprint_are_told(
    signed: tuple[Path, str], address: str, style: str, old: str, new: str, said: str
):
    cited = re.sub("[`]|</?code>", "", cite(signed[0], address, "--format", style))
    assert old in cited
    code, told = _told(cited.replace(old, new, 1))
    assert (code, said in told[PLACE]) == (1, True)


def test_words_in_capitals_quotation_marks_and_lines_of_a_contract_are_the_same(signed: tuple[Path, str], address: str):
    cited = cite(signed[0], address).replace("“", '"').replace("”", '"').replace("Head of", "HEAD\nOF")
    assert _told(f'As in "Annex 1", {cited}, and in "Annex 2".') == (0, {})


def test_words_of_another_wording_claim_nothing(signed: tuple[Path, str], address: str):
    (read,) = citations(cite(signed[0], address))
    assert _told(f"See the buyer, {address}{PLACE} , fingerprint {read.fingerprint}.") == (0, {})
    assert _told(f"See {address}{PLACE}") == (0, {})


def test_of_two_citations_of_one_section_the_wrong_one_is_told(signed: tuple[Path, str], address: str):
    cited = cite(signed[0], address)
    code, told = _told(f"{cited}\n\n{cited.replace('bakery”', 'brewery”')}")
    assert (code, "brewery" in told[PLACE]) == (1, True)


def test_another_record_than_the_citation_names_breaks_the_chain(signed: tuple[Path, str], tmp_path: Path):
    public = shutil.copytree(signed[0], tmp_path / "public")
    cited = cite(public, f"{public}/")
    record = public / RECORD
    held = json.loads(record.read_text(encoding="utf-8"))
    record.write_text(json.dumps(held | {"generator": "other"}), encoding="utf-8")
    code, told = _told(cited)
    assert (code, told[RECORD]) == (3, "this is not the record that the citation names")


def test_another_signer_than_the_citation_names_is_told(signed: tuple[Path, str], tmp_path: Path):
    public = shutil.copytree(signed[0], tmp_path / "public")
    cited = cite(public, f"{public}/")
    (public / f"{RECORD}.sig").unlink()
    code, told = _told(cited)
    assert (code, told) == (3, {f"{RECORD}.sig": "the citation names who signed the record, and the signature is gone"})
    sign(public, tmp_path / "other")
    code, told = _told(cited)
    assert (code, told[f"{RECORD}.sig"].startswith("the record is signed with another key")) == (3, True)
    assert _told(re.sub(", signed with.*", "", cited)) == (0, {})


def test_an_older_citation_without_a_record_holds(signed: tuple[Path, str], address: str):
    assert _told(re.sub(", record.*", "", cite(signed[0], address))) == (0, {})


@pytest.mark.parametrize("form", ["pbc2-sha256", "pbc2\u2011sha512", "PBC12-blake3"])
def test_a_newer_form_is_called_one(signed: tuple[Path, str], address: str, form: str):
    cited = cite(signed[0], address).replace("pbc1-sha256", form)
    code, told = _told(cited)
    plain = form.replace("\u2011", "-").lower()
    assert (code, told) == (
        2,
        {PLACE: f"the citation gives a fingerprint of the form {plain}, a newer one than this program knows"},
    )
    assert not any("without a fingerprint" in note for note in _proved(cited).notes)
    done = run("verify", re.sub("http.*?/ , ", "", cited), cwd=signed[0])
    assert (done.code, "there is a fingerprint and no address" in done.out) == (2, True)
    done = run("verify", form + ":" + "0" * 64, "--text", signed[0] / PLACE / "text.txt", cwd=signed[0])
    assert (done.code, "a newer form than this program knows" in done.out) == (2, True)
