"""Proving what was published, against whoever alters it: every kind of file, the chain, what stands above."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.oxml import OxmlElement
from lxml import html

from playbook.commands.cli import main
from playbook.problems import PlaybookError
from playbook.publish.release.release import STEPS
from playbook.publish.release.statements import rebuild_root
from playbook.publish.text.canonical import fingerprint
from playbook.publish.tree import root_files
from playbook.publish.tree.readers import Folder
from playbook.publish.verify.verdict import Verdict
from playbook.publish.verify.verify import verify
from tests import small_tree
from tests.published import Published, served
from tests.small_tree import IDS, TODAY, root_writer
from tests.support import Ended, run, tree

FIRST, SECOND, THIRD = VERSIONS = ("2030-1", "2030-2", "2031-1")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree of three versions; read it only."""
    public = tmp_path_factory.mktemp("verify") / "public"
    for version in VERSIONS:
        small_tree.published(public, version)
    return public


@pytest.fixture
def public(published: Path, tmp_path: Path) -> Path:
    """A copy of the tree, to be harmed."""
    return shutil.copytree(published, tmp_path / "public")


def _run(*words: str | Path, given: str = "") -> Ended:
    """Run the command within this process: there are many of them."""
    done = CliRunner().invoke(main, [str(word) for word in words], input=given)
    return Ended(done.exit_code, done.stdout, done.stderr)


def _proved(target: Path | str) -> Verdict:
    return verify(str(target), None, fingerprint)


def _named(verdict: Verdict) -> set[str]:
    return {each.where for each in verdict.faults}


def _files(public: Path) -> Iterator[str]:
    return (name for name in tree(public) if name != ".lock")


def test_a_tree_is_what_was_published(published: Path):
    verdict = _proved(published)
    assert (verdict.code, verdict.faults) == (0, ())
    assert verdict.notes[0].startswith("log: 3 events to ")
    assert verdict.notes[1:] == tuple(f"{version}: nobody has signed it" for version in VERSIONS)
    assert {*verdict.looked_at} == {*_files(published)} - {"SHA256SUMS"}
    command = ["sha256sum", "--check", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=published, check=False).returncode == 0


def _flip(path: Path) -> None:
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(bytes(held))


def test_an_altered_byte_in_any_file_is_named(public: Path):
    altered = [name for name in _files(public) if (public / name).stat().st_size and not name.endswith("SHA256SUMS")]
    for name in altered:
        _flip(public / name)
    missed = {*altered} - _named(_proved(public))
    assert missed <= {f"releases/{FIRST}/release.json"}, "what tells of it is the next record, which cannot be read"
    assert {"status.json", "versions.json", f"s/{IDS[0]}/index.html", "current/index.html", "on/index.html"} <= {
        *altered
    }


def test_any_file_that_is_gone_is_named(public: Path):
    gone = [name for name in _files(public) if not name.endswith(("SHA256SUMS", "release.json"))]
    for name in gone:
        (public / name).unlink()
    assert {*gone} - _named(_proved(public)) == set()


def test_a_file_more_is_named_wherever_nothing_else_belongs(public: Path):
    more = [f"{folder}/more.html" for folder in (FIRST, f"releases/{FIRST}", "s", "current", "on", "verify")]
    for name in more:
        (public / name).write_text("Nobody published this.", encoding="utf-8")
    assert _named(_proved(public)) == {*more}
    for name in more:
        (public / name).unlink()
    (public / "CNAME").write_text("playbook.example", encoding="utf-8")
    assert _proved(public).code == 0, "hosts keep files of their own in the root"


@pytest.mark.parametrize(("name", "code"), [("SHA256SUMS", 3), (f"releases/{FIRST}/SHA256SUMS", 3)])
def test_a_list_that_is_gone_is_named(public: Path, name: str, code: int):
    (public / name).unlink()
    verdict = _proved(public)
    assert (name in _named(verdict), code in {each.code for each in verdict.faults}) == (True, True)


@pytest.mark.parametrize("at", [0, 30, 63, 64, 65, 66, 70])
def test_an_altered_byte_in_the_list_of_what_stands_above_is_found(public: Path, at: int):
    held = bytearray((public / "SHA256SUMS").read_bytes())
    held[at] ^= 1
    (public / "SHA256SUMS").write_bytes(bytes(held))
    verdict = _proved(public)
    assert verdict.code in (1, 3), "a line that is none makes the whole list unreadable"
    assert any("SHA256SUMS" in each.message for each in verdict.faults)


BROKEN = {
    "nothing": b"",
    "no json": b"{",
    "a list": b"[]",
    "not utf-8": b"\xff",
    "deep": b"[" * 50_000,
    "another form": b'{"form": 2}',
}


@pytest.mark.parametrize("held", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_record_is_told(public: Path, held: bytes):
    name = f"releases/{SECOND}/release.json"
    (public / name).write_bytes(held)
    told = [each.message for each in _proved(public).faults if each.where == name]
    assert told[0].startswith("the record cannot be read: ")


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("title", 1),
        ("title", "\ud800"),
        ("sections", {"\ud800": {"kind": "", "title": "", "page": "", "fingerprint": ""}}),
        ("sections", {"a": {"kind": "", "title": "", "page": "", "fingerprint": 1}}),
        ("sections", []),
        ("previous", "2030-1"),
        ("effective_from", "soon"),
        ("more", ""),
    ],
)
def test_a_record_with_a_fact_that_is_none_is_told(public: Path, fact: str, value: object):
    path = public / "releases" / THIRD / "release.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), fact: value}), encoding="utf-8")
    assert (f"releases/{THIRD}/release.json", 3) in {(each.where, each.code) for each in _proved(public).faults}
    done = _run("cite", IDS[0], "--from", public)
    assert (done.code, f"releases/{THIRD}/release.json:1:1: error: " in done.err) == (3, True)


def test_a_version_taken_out_of_the_list_of_versions_is_missed(public: Path):
    path = public / "versions.json"
    listed = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps([each for each in listed if each["version"] != FIRST]), encoding="utf-8")
    with served(public) as address:
        for target in (public, address):
            told = {(each.where, each.message) for each in _proved(target).faults if each.code == 3}
            assert told == {
                ("versions.json", f"it leaves out {FIRST}, which {SECOND} follows"),
                ("versions.json", "it does not say what the log says"),
            }


def test_a_version_taken_away_whole_is_missed(public: Path):
    shutil.rmtree(public / THIRD)
    shutil.rmtree(public / "releases" / THIRD)
    told = {each.where: each.message for each in _proved(public).faults}
    assert told == {f"releases/{THIRD}/release.json": f"{THIRD} was published on {TODAY}, and its record is gone"}


def test_a_version_slipped_in_beside_the_chain_is_found(public: Path, tmp_path: Path):
    """It fits itself, and begins a chain of its own."""
    other = tmp_path / "other"
    small_tree.published(other, "2029-1")
    for name in ("2029-1", "releases/2029-1"):
        shutil.copytree(other / name, public / name)
    chain, log = _proved(public).faults
    assert (chain.code, chain.message) == (3, "it follows no record, and so does the record of 2029-1")
    assert chain.where == f"releases/{FIRST}/release.json"
    assert (log.code, log.message) == (3, "the log knows no such version: it was not published")
    assert log.where == "releases/2029-1/release.json"


def test_a_version_without_a_record_is_found(public: Path):
    (public / "2032-1").mkdir()
    (fault,) = _proved(public).faults
    assert (fault.code, fault.where) == (3, "2032-1")
    assert fault.message == "this folder has no record, and nothing tells of it"


# What stands above the versions ------------------------------------------------------------------------------------


def test_whoever_is_broken_off_between_two_files_leaves_a_tree_that_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    put, done = root_files._put, 0
    now = {"on/index.html": "old", "s/gone/index.html": "old", "index.html": "old", "versions.json": "[]"}
    then = {"on/index.html": "new", "s/came/index.html": "new", "index.html": "new", "versions.json": "[1]"}
    steps = range(len(then) + 1)

    def put_some(*given: object) -> None:
        nonlocal done
        if done == step:
            raise KeyboardInterrupt
        done += 1
        put(*given)  # type: ignore[arg-type]

    for step in steps:
        root = tmp_path / str(step)
        root.mkdir()
        root_files.replace_root_files(root, now)
        monkeypatch.setattr(root_files, "_put", put_some)
        done = 0
        with pytest.raises(KeyboardInterrupt):
            root_files.replace_root_files(root, then)
        monkeypatch.setattr(root_files, "_put", put)
        assert [each for each in root_files.root_faults(Folder(root)) if each[1]] == [], step
        root_files.replace_root_files(root, then)
        assert set(tree(root)) == {*then, "SHA256SUMS"}
        assert [each for each in root_files.root_faults(Folder(root)) if each[1]] == []


@pytest.mark.parametrize("last", STEPS)
def test_a_first_publication_that_is_broken_off_is_finished_by_the_next(tmp_path: Path, last: str):
    def stop(step: str) -> None:
        if step == last:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        small_tree.published(tmp_path, FIRST, stop)
    assert _proved(tmp_path).code == (0 if STEPS.index(last) >= STEPS.index("record moved") else 4)
    small_tree.published(tmp_path, FIRST)
    assert _proved(tmp_path).faults == ()


def test_no_list_makes_anything_be_removed_that_is_not_ours(public: Path, tmp_path: Path):
    listed = public / "SHA256SUMS"
    (public / "CNAME").write_text("x", encoding="utf-8")
    (tmp_path / "outside").write_text("x", encoding="utf-8")
    before = listed.read_text(encoding="utf-8")
    for names, told in (
        ((f"{FIRST}/index.html", "CNAME"), (f"{FIRST}/index.html", "CNAME")),
        (("../outside",), ("SHA256SUMS",)),
    ):
        listed.write_text(before + "".join(f"{'0' * 64}  {name}\n" for name in names), encoding="utf-8")
        with pytest.raises(PlaybookError) as refused:
            small_tree.published(public, "2031-2")
        assert {problem.place.file for problem in refused.value.problems} == {f"public/{name}" for name in told}
    rebuild_root(public, root_writer(public))
    small_tree.published(public, "2031-2")
    assert _proved(public).code == 0
    assert (public / "CNAME").is_file()
    assert (tmp_path / "outside").is_file()


@pytest.mark.parametrize("done", ["gone", "forged"])
def test_a_text_that_is_not_what_was_published_stops_the_next_publication(public: Path, done: str):
    text = public / FIRST / "s" / IDS[0] / "text.txt"
    text.unlink() if done == "gone" else text.write_text("Forged.", encoding="utf-8")
    before = tree(public)
    for write in (lambda: small_tree.published(public, "2031-2"), lambda: rebuild_root(public, root_writer(public))):
        with pytest.raises(PlaybookError) as refused:
            write()
        problem = next(iter(refused.value.problems))
        assert problem.place.file == f"public/{FIRST}/s/{IDS[0]}/text.txt"
        assert "put it back from an older copy" in problem.hint
        assert tree(public) == before


def test_the_page_of_a_section_shows_what_a_version_says_otherwise(published: Path):
    page = html.fromstring((published / "s" / IDS[0] / "index.html").read_bytes())
    versions = page.xpath("//li[@data-version]")
    told = [(line.tag, line.text) for line in versions[0].iter("ins", "del")]
    assert told == [("del", SECOND), ("ins", THIRD)]
    assert not versions[-1].xpath(".//ins | .//del")


# Signatures --------------------------------------------------------------------------------------------------------


def _signed(folder: Path, record: Path, namespace: str = "playbook") -> Path:
    """Sign a record with a new key; return the file of signers that allows it."""
    key = folder / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True, capture_output=True)
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", namespace, record]
    subprocess.run(command, check=True, capture_output=True)
    signers = folder / "signers"
    signers.write_text(f"team@example.org {key.with_suffix('.pub').read_text(encoding='utf-8')}", encoding="utf-8")
    return signers


def test_a_signature_that_is_none_is_found_without_a_list_of_signers(public: Path, tmp_path: Path):
    record = public / "releases" / THIRD / "release.json"
    signers = _signed(tmp_path, record)
    assert _proved(public).code == 0
    assert _run("verify", public / THIRD, "--signers", signers).code == 0
    _flip(record.with_name("release.json.sig"))
    (fault,) = _proved(public).faults
    assert (fault.code, fault.where) == (3, f"releases/{THIRD}/release.json.sig")


def test_a_signature_for_another_purpose_proves_nothing(public: Path, tmp_path: Path):
    signers = _signed(tmp_path, public / "releases" / THIRD / "release.json", "file")
    assert _run("verify", public / THIRD, "--signers", signers).code == 3


def test_who_cannot_ask_for_a_signature_is_told_so_and_nothing_is_proved(
    public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    signers = _signed(tmp_path, public / "releases" / THIRD / "release.json")
    monkeypatch.setenv("PATH", str(tmp_path))
    done = _run("verify", public / THIRD, "--signers", signers)
    assert (done.code, done.err) == (2, "")
    assert "ssh-keygen cannot be run" in done.out
    assert _run("verify", public / THIRD).code == 0


# Targets -----------------------------------------------------------------------------------------------------------


def _cite(public: Path, *words: str) -> str:
    done = _run("cite", IDS[1], "--from", public, "--date", "2031-05-01", *words)
    assert done.code == 0, done.said
    return done.out.strip()


def test_an_address_is_that_of_a_tree_a_version_or_a_section(published: Path):
    with served(published) as root:
        told = {
            path: _proved(root + path).code
            for path in (
                "",
                FIRST,
                f"{FIRST}/",
                f"{FIRST}/s/{IDS[1]}/",
                f"{FIRST}/s/{IDS[1]}",
                f"{FIRST}/s/{IDS[0]}/text.txt",
            )
        }
        assert set(told.values()) == {0}, told
        wrong = (f"s/{IDS[0]}/", f"current/s/{IDS[0]}/", "2040-1/", f"{FIRST}/s/role-nobody/", f"2040-1/s/{IDS[0]}/")
        assert {path: _proved(root + path).code for path in wrong} == dict.fromkeys(wrong, 4)
    assert _proved(root).code == 5


def test_a_folder_is_that_of_a_tree_a_version_or_a_section(published: Path, tmp_path: Path):
    for path in (published, published / FIRST, published / FIRST / "s" / IDS[1]):
        assert _proved(path).code == 0
    assert len(_proved(published / FIRST / "s" / IDS[1]).notes) == 1
    assert _proved(tmp_path).code == 4


def test_a_citation_says_what_it_proves(published: Path, tmp_path: Path):
    words = _cite(published, "--version", FIRST, "--address", f"{published}/")
    proved = f"{FIRST}/s/{IDS[1]}/: “Buyer” in version {FIRST} of Ours"
    (tmp_path / "clause.txt").write_text(words, encoding="utf-8")
    for target in (words, str(tmp_path / "clause.txt")):
        done = _run("verify", target)
        assert (done.code, done.out.splitlines()[0]) == (0, proved), done.said
    assert _run("verify", "-", given=words).out.splitlines()[0] == proved
    told = json.loads(_run("verify", words, "--format", "json").out)
    assert (told["code"], told["notes"]) == (0, [proved])


def test_a_contract_in_word_is_read_as_it_is(published: Path, tmp_path: Path):
    contract = tmp_path / "contract.docx"
    made = _run(
        "cite",
        IDS[1],
        "--from",
        published,
        "--version",
        THIRD,
        "--address",
        f"{published}/",
        "--format",
        "docx",
        "--to",
        contract,
    )
    assert made.code == 0
    proved = f"{THIRD}/s/{IDS[1]}/: “Buyer” in version {THIRD} of Ours"
    assert _run("verify", contract).out.splitlines()[0] == proved
    document = docx.Document(str(contract))
    document.add_paragraph("And another clause.")
    for piece in document.element.iter("{*}t"):
        before, hyphen, after = (piece.text or "").partition("-")
        if hyphen:  # as Word keeps a hyphen that must not break
            piece.text = before
            piece.addnext(more := OxmlElement("w:t"))
            piece.addnext(OxmlElement("w:noBreakHyphen"))
            more.text = after
    document.save(str(contract))
    assert _run("verify", contract).out.splitlines()[0] == proved
    for content in (b"PK", contract.read_bytes()[:-30], b"\xff\xfe", b""):
        (tmp_path / "broken.docx").write_bytes(content)
        assert _run("verify", tmp_path / "broken.docx").code == 2


def test_the_page_that_a_citation_leads_to_is_looked_at_too(public: Path):
    words = _cite(public, "--version", FIRST, "--address", f"{public}/")
    page = f"{FIRST}/s/{IDS[1]}/index.html"
    (public / page).write_text("Another page.", encoding="utf-8")
    assert {(each.code, each.where) for each in _proved(words).faults} == {(1, page)}


def test_every_citation_in_a_text_is_looked_at(published: Path):
    first, second = (_cite(published, "--version", each, "--address", f"{published}/") for each in (FIRST, SECOND))
    assert _proved(f"{first}\n\n{second}").code == 0
    other = second.partition("pbc1-sha256:")[2][:64]
    verdict = _proved(f"{first}\n\n{second.replace(other, '0' * 64)}")
    assert [(each.code, each.where) for each in verdict.faults] == [(1, f"{SECOND}/s/{IDS[1]}/")]


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("nowhere", 2),
        ("x" * 5000, 2),
        ("a\0b", 2),
        ("pbc1-sha256:" + "0" * 64, 2),
        (f"elsewhere/{FIRST}/s/{IDS[0]}/ , fingerprint pbc1-sha256:{'0' * 63}", 2),
        (f"elsewhere/{FIRST}/s/{IDS[0]}/ , fingerprint pbc1-sha256:{'0' * 64}", 5),
        ("http://127.0.0.1:9/", 5),
        ("http://[::1/", 5),
    ],
)
def test_what_cannot_be_proved_is_told(target: str, code: int):
    verdict = _proved(target)
    assert (verdict.code, len(verdict.faults)) == (code, 1)


def test_what_was_said_of_a_version_since_is_told_with_the_proof(public: Path):
    small_tree.entered(public, "erratum", version=THIRD, text="Read net 45.", section=IDS[1])
    small_tree.entered(public, "withdrawn", version=THIRD, reason="A slip.")
    words = _cite(public, "--version", THIRD, "--address", f"{public}/")
    verdict = _proved(words)
    assert verdict.code == 0
    assert verdict.notes[1:] == (
        f"{THIRD} is withdrawn since {TODAY}: A slip.",
        f"erratum of {TODAY} to {THIRD}: Read net 45.",
    )
    done = _run("cite", IDS[1], "--from", public, "--date", "2030-05-01")
    assert f"version {SECOND}" in done.out, "the version in force"
    done = _run("cite", IDS[1], "--from", public, "--version", THIRD, "--date", "2031-02-01")
    assert [line.split(":")[1] for line in done.err.splitlines()] == [
        f" on 2031-02-01, {THIRD} is withdrawn; {SECOND} is in force",
        f" {THIRD} is withdrawn since {TODAY}",
        f" erratum of {TODAY} to {THIRD}",
    ]


def test_how_a_version_stands_is_told_as_of_a_day(published: Path):
    words = _cite(published, "--version", SECOND, "--address", f"{published}/")
    for day, said in {
        "2030-01-31": f"{SECOND} is not yet in force, from 2030-02-01; {FIRST} is in force",
        "2030-02-01": f"{SECOND} is in force, from 2030-02-01",
        "2031-01-01": f"{SECOND} is superseded, from 2030-02-01; {THIRD} is in force",
    }.items():
        told = _run("verify", words, "--date", day)
        assert (told.code, told.out.splitlines()[1]) == (0, f"on {day}, {said}")
        warned = _run("cite", IDS[1], "--from", published, "--version", SECOND, "--date", day).err
        assert (warned == f"warning: on {day}, {said}\n") == (day != "2030-02-01"), warned
        assert (
            f"version {FIRST if day < '2030-02' else THIRD if day > '2031' else SECOND}"
            in _run("cite", IDS[1], "--from", published, "--date", day).out
        )
    none = _run("cite", IDS[1], "--from", published, "--date", "2029-12-31")
    assert (none.code, none.err.splitlines()[0]) == (4, "no version is in force on 2029-12-31")


def test_a_citation_names_the_address_at_which_the_tree_says_it_is_served(published: Path):
    assert f"https://playbook.example/{THIRD}/s/{IDS[1]}/ ," in _cite(published)


def test_a_long_list_of_faults_is_cut_and_says_so(published_twice: Published, tmp_path: Path):
    public = shutil.copytree(published_twice.public, tmp_path / "public")
    for number in range(250):
        (public / FIRST / f"more-{number}.txt").touch()
    ended = run("verify", public, cwd=tmp_path)
    assert ended.code == 1
    assert "… and 50 more\n250 faults, " in ended.out
    assert len(json.loads(run("verify", public, "--format", "json", cwd=tmp_path).out)["faults"]) == 250
