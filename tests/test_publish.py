"""Versions that are published: what stands where, what never changes, and what is told of a change."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import mkdocs
import pytest

import playbook
from playbook.publish.release.release import STEPS
from playbook.publish.text.canonical import fingerprint
from playbook.publish.tree.record import as_release, read, sha256, sums
from tests.published import committed, git, served
from tests.support import Ended, at_once, environment, few, run, tree

FIRST, SECOND, THIRD = "2030-1", "2030-2", "2031-1"
PAGES = ("responsibilities/[workstream].md", "documents.md", "cadence/[forum].md", "escalation/[path].md")
"""Of the small playbook, those with what a changed duty does not touch."""


def _edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, (file, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _publish(folder: Path, version: str, *options: str, public: str = "../public") -> Ended:
    return run("publish", version, "--to", public, *options, cwd=folder)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small playbook in a git repository, before anything was published."""
    folder = few(tmp_path_factory.mktemp("publish") / "playbook", *PAGES)
    git(folder, "init", "--quiet")
    _edit(folder, "data/playbook.yml", _version(folder), FIRST)
    assert run("register", cwd=folder).code == 0
    return committed(folder)


def _version(folder: Path) -> str:
    line = next(x for x in (folder / "data/playbook.yml").read_text(encoding="utf-8").splitlines() if "version:" in x)
    return line.split(":")[1].strip().strip('"')


@pytest.fixture(scope="module")
def published(begun: Path) -> Path:
    """The tree after three cycles; in the second a duty is reworded and a letter moves to the other party."""
    assert _publish(begun, FIRST).code == 0
    _edit(begun, "data/playbook.yml", FIRST, SECOND)
    _edit(begun, "data/roles.yml", "Decide what the bakery buys.", "Decide what the bakery buys and bakes.")
    committed(begun)
    done = _publish(begun, SECOND)
    assert done.code == 0, done.said
    shutil.copytree(begun.parent / "public", begun.parent / "after-two")
    _edit(begun, "data/playbook.yml", SECOND, THIRD)
    _edit(begun, "data/roles.yml", "Answers for the bakery.", "Answers for the whole bakery.")
    committed(begun)
    done = _publish(begun, THIRD)
    assert done.code == 0, done.said
    return begun.parent / "public"


def _sections(public: Path, version: str) -> dict[str, str]:
    record = json.loads((public / "releases" / version / "release.json").read_text(encoding="utf-8"))
    return {id: kept["fingerprint"] for id, kept in record["sections"].items()}


def test_every_address_of_the_first_version_still_stands(published: Path):
    for id in _sections(published, FIRST):
        for name in ("index.html", "text.txt"):
            assert (published / FIRST / "s" / id / name).is_file()
        assert (published / "s" / id / "index.html").is_file()


def test_sections_that_nobody_touched_keep_their_fingerprints(published: Path):
    first, second, third = (_sections(published, version) for version in (FIRST, SECOND, THIRD))
    changed = {id for id in first if first[id] != second.get(id)}
    assert {id.split("-")[0] for id in first} >= {"forum", "activity", "document", "path"}
    assert {id for id in changed if id.startswith("role-bakery-head")} >= {"role-bakery-head"}
    assert not [id for id in changed if id.startswith(("forum-", "activity-", "document-", "path-"))]
    assert {id for id in first if first[id] == second.get(id) == third.get(id)}


def test_the_tree_verifies(published: Path):
    done = run("verify", published, cwd=published)
    assert done.code == 0, done.said
    for version in (FIRST, SECOND, THIRD):
        done = subprocess.run(
            ["sha256sum", "--check", "--quiet", f"releases/{version}/SHA256SUMS"], cwd=published, capture_output=True
        )
        assert done.returncode == 0, done.stdout


def test_a_record_names_the_programs_that_made_the_version(published: Path):
    made = read(published / "releases" / FIRST / "release.json")
    assert made.generator == f"governance-playbook {playbook.__version__}"
    assert made.engine == f"mkdocs {mkdocs.__version__}"


def test_a_record_from_before_engines_were_named_is_read(published: Path):
    held = json.loads((published / "releases" / FIRST / "release.json").read_text(encoding="utf-8"))
    del held["engine"]
    assert as_release(json.dumps(held).encode()).engine == ""


def test_a_citation_verifies(published: Path):
    cited = run("cite", "role-bakery-head", "--from", published, "--version", FIRST, cwd=published)
    assert cited.code == 0, cited.said
    done = run("verify", cited.out, cwd=published)
    assert (done.code, done.out.splitlines()[-1]) == (0, "unchanged, 4 files looked at")


def test_an_address_verifies(published: Path):
    with served(published) as address:
        assert run("verify", address, cwd=published).code == 0
        assert run("verify", f"{address}{FIRST}/s/role-bakery-head/", cwd=published).code == 0
        assert run("verify", f"{address}{FIRST}/s/role-nobody/", cwd=published).code == 4
    assert run("verify", address, cwd=published).code == 5


def test_the_versions_are_listed_as_the_theme_reads_them(published: Path):
    listed = json.loads((published / "versions.json").read_text(encoding="utf-8"))
    assert [each["version"] for each in listed] == [THIRD, SECOND, FIRST]
    assert set(listed[0]) >= {"version", "title", "aliases"}


def test_the_difference_names_each_change_in_its_class_and_no_other(published: Path, begun: Path):
    done = run("diff", published / FIRST, published / SECOND, "--format", "json", cwd=begun)
    told = [(each["kind"], each["id"], each["path"], each["sort"]) for each in json.loads(done.out)["changes"]]
    assert told == [
        ("role", "bakery-head", ["duties", "decide", "text"], "obligation"),
        ("playbook", "about", ["cycle", "version"], "validity"),
    ]


@pytest.mark.parametrize(
    ("style", "told"),
    [
        ("text", "The purpose of the role “Head of the bakery” changed: "),
        ("json", '"id": "bakery-head"'),
        ("markdown", "The purpose of the role “Head of the bakery” changed: "),
    ],
)
def test_a_difference_is_told_in_every_style(published: Path, begun: Path, style: str, told: str):
    done = run("diff", published / SECOND, published / THIRD, "--format", style, cwd=begun)
    assert done.code == 0
    assert told in done.out


def test_a_version_published_again_is_left_alone(published: Path, begun: Path):
    before = tree(published)
    assert _publish(begun, THIRD).code == 0
    assert tree(published) == before


def test_an_older_version_published_again_is_compared_with_the_one_before_it(published: Path, begun: Path):
    older = shutil.copytree(begun, begun.parent / "older")
    git(older, "checkout", "--quiet", "HEAD~1")
    before = tree(published)
    done = _publish(older, SECOND, public=str(published))
    assert done.code == 0, done.said
    assert tree(published) == before


def test_a_version_never_changes(published: Path, begun: Path, tmp_path: Path):
    other = shutil.copytree(begun, tmp_path / "other")
    _edit(other, "data/roles.yml", "Runs the shop.", "Runs the shop and the yard.")
    committed(other)
    before = tree(published)
    done = _publish(other, THIRD, public=str(published))
    assert done.code == 3
    assert tree(published) == before


@pytest.mark.usefixtures("published")
def test_a_dirty_tree_is_refused(begun: Path, tmp_path: Path):
    other = shutil.copytree(begun, tmp_path / "other")
    _edit(other, "data/roles.yml", "Runs the shop.", "Runs the shop and the yard.")
    done = _publish(other, THIRD, public=str(tmp_path / "public"))
    assert done.code == 1
    assert done.err.startswith("data/roles.yml:1:1: error: this differs from the commit [dirty]")
    assert not (tmp_path / "public" / "releases").exists()


@pytest.mark.usefixtures("published")
def test_an_agreed_edition_that_a_party_has_not_approved_is_refused(begun: Path, tmp_path: Path):
    other = shutil.copytree(begun, tmp_path / "other")
    _edit(other, "data/playbook.yml", "      date: 2025-12-11\n", "")
    committed(other)
    done = _publish(other, THIRD, public=str(tmp_path / "public"))
    assert done.code == 1
    assert "approv" in done.err.splitlines()[0]
    assert not (tmp_path / "public" / "releases").exists()


@pytest.mark.usefixtures("published")
def test_warnings_stop_a_publication_where_the_playbook_says_so_and_are_kept_with_it_otherwise(
    begun: Path, tmp_path: Path
):
    other = shutil.copytree(begun, tmp_path / "other")
    waived = "waivers:\n  - check: raci-no-c-or-i\n    entity: clean-tills\n    reason: Nobody else need know of it.\n"
    _edit(other, "data/playbook.yml", waived, "")
    _edit(other, "data/playbook.yml", "checks:\n", "checks:\n  raci-no-c-or-i:\n    severity: warning\n")
    committed(other)
    public = tmp_path / "public"
    done = _publish(other, _version(other), public=str(public))
    assert done.code == 1
    assert done.err.splitlines()[-1].endswith("because of the warning and `publish: strict` in data/playbook.yml")
    assert not (public / "releases").exists()
    _edit(other, "data/playbook.yml", "publish: strict\n", "")
    committed(other)
    done = _publish(other, _version(other), public=str(public))
    assert done.code == 0, done.said
    assert "[raci-no-c-or-i]" in done.err
    kept = json.loads((public / _version(other) / "checks.json").read_text(encoding="utf-8"))
    assert [each["id"] for each in kept["problems"] if each["severity"] == "warning"] == ["raci-no-c-or-i"]
    assert run("verify", public, cwd=other).code == 0


def test_another_version_than_the_playbook_says_is_refused(begun: Path, published: Path):
    done = _publish(begun, "2040-1", public=str(published))
    assert done.code == 1
    assert "the playbook is version `2031-1`, not `2040-1`" in done.err


def _harmed(published: Path, folder: Path) -> Path:
    return shutil.copytree(published, folder / "harmed")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (f"{FIRST}/s/role-bakery-head/text.txt", 1),
        (f"{SECOND}/index.html", 1),
        (f"releases/{FIRST}/SHA256SUMS", 3),
        (f"releases/{FIRST}/release.json", 3),
    ],
)
def test_an_altered_byte_is_found(published: Path, tmp_path: Path, name: str, code: int):
    harmed = _harmed(published, tmp_path)
    held = bytearray((harmed / name).read_bytes())
    held[len(held) // 2] ^= 1
    (harmed / name).write_bytes(bytes(held))
    done = run("verify", harmed, cwd=tmp_path)
    assert done.code in (code, 1)
    assert name in done.out


def test_a_file_that_was_not_published_is_found(published: Path, tmp_path: Path):
    harmed = _harmed(published, tmp_path)
    (harmed / FIRST / "more.html").write_text("x", encoding="utf-8")
    done = run("verify", harmed, cwd=tmp_path)
    assert (done.code, f"{FIRST}/more.html" in done.out) == (1, True)


def test_signatures_are_asked_for(published: Path, begun: Path, tmp_path: Path):
    signers = _keys(tmp_path, "key", "other")
    public = tmp_path / "public"
    assert _publish(begun, THIRD, "--sign", str(tmp_path / "key"), public=str(public)).code == 0
    assert [run("verify", public, "--signers", each, cwd=tmp_path).code for each in signers] == [0, 3]
    assert run("verify", published, "--signers", signers[0], cwd=tmp_path).code == 3


def test_a_signature_stays_whatever_key_a_version_is_published_again_with(begun: Path, tmp_path: Path):
    signers = _keys(tmp_path, "key")[0]
    public = tmp_path / "public"
    (tmp_path / "broken").write_text("no key", encoding="utf-8")
    done = _publish(begun, THIRD, "--sign", str(tmp_path / "broken"), public=str(public))
    assert (done.code, done.err.splitlines()[-1]) == (1, "nothing was published"), done.said
    assert [path.name for path in public.iterdir()] == [".lock"]
    assert _publish(begun, THIRD, "--sign", str(tmp_path / "key"), public=str(public)).code == 0
    before = tree(public)
    assert _publish(begun, THIRD, "--sign", str(tmp_path / "broken"), public=str(public)).code == 0
    assert tree(public) == before
    assert run("verify", public, "--signers", signers, cwd=tmp_path).code == 0


def test_a_tree_with_a_record_that_cannot_be_read_takes_no_version(published: Path, begun: Path, tmp_path: Path):
    public = shutil.copytree(published, tmp_path / "public")
    (public / "releases" / FIRST / "release.json").write_text("{", encoding="utf-8")
    before = tree(public)
    done = _publish(begun, THIRD, public=str(public))
    assert (done.code, done.err.startswith("public:1:1: error: a record cannot be read: ")) == (1, True), done.said
    assert tree(public) == before


def test_what_would_be_refused_is_said_without_publishing(published: Path, begun: Path):
    done = _publish(begun, "2040-1", "--dry-run", public=str(published))
    assert (done.code, "the playbook is version `2031-1`, not `2040-1`" in done.err) == (1, True)


def test_published_versions_are_compared_by_their_names(published: Path, begun: Path):
    by_name = run("diff", FIRST, THIRD, "--from", published, cwd=begun)
    assert by_name.code == 0, by_name.said
    assert by_name.out == run("diff", published / FIRST, published / THIRD, cwd=begun).out
    assert "\n      for Head of the bakery" in by_name.out


HARM = """
import errno, json, os, shutil, signal, sys
from pathlib import Path
from playbook.problems import PlaybookError
from playbook.publish.text.canonical import fingerprint
from playbook.publish.release.release import STEPS
from playbook.publish.verify.verify import verify
from playbook.site import publishing

tree, before, config, folder = map(Path, sys.argv[1:])
made = publishing.built(config, folder / "site", str(before))
version = made.build.playbook.about.cycle.version
cited = made.cited()
publishing.Built.cited = lambda _: cited  # the same each time: the site is built once

def harm(fault):
    if fault == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "a file")

def publish(public, fault="", at=""):
    try:
        publishing.publish_built(made, version, public, lambda name: harm(fault) if name == at else None)
    except PlaybookError as error:
        return str(error)
    return "published"

def harmed(public, fault, at):
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, publish(public, fault, at).encode())
        os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), os.fdopen(reading).read()

told = {}
for fault in ("killed", "full"):
    for number, at in enumerate(STEPS):
        public = folder / f"{fault}-{number}" / "public"
        shutil.copytree(tree, public)
        ended, said = harmed(public, fault, at)
        told[f"{fault} {at}"] = {
            "ended": ended,
            "said": said.splitlines()[:1],
            "verified": verify(str(public), None, fingerprint).code,
            "left": [path.name for path in public.glob(".staging-*")],
            "next": publish(public),
            "whole": verify(str(public), None, fingerprint).code,
            "names": sorted(path.name for path in public.iterdir()),
        }
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def harmed(published: Path, begun: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What came of a third cycle that was killed, or found the disk full, after each step, and of the next run."""
    folder = tmp_path_factory.mktemp("harmed")
    command = [sys.executable, "-c", HARM, _without(published, folder), published / SECOND, begun / "mkdocs.yml"]
    done = subprocess.run([*command, folder], cwd=begun, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _without(published: Path, folder: Path) -> Path:
    """Return a copy of the tree before its last cycle."""
    return shutil.copytree(published.parent / "after-two", folder / "public")


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_the_tree_holds_and_the_next_run_finishes(
    harmed: dict[str, dict[str, object]], published: Path, step: str
):
    found = harmed[f"killed {step}"]
    assert (found["ended"], found["verified"], found["next"], found["whole"]) == (-signal.SIGKILL, 0, "published", 0)
    assert found["names"] == sorted(path.name for path in published.iterdir())


@pytest.mark.parametrize("step", STEPS)
def test_a_disk_that_is_full_loses_nothing(harmed: dict[str, dict[str, object]], published: Path, step: str):
    found = harmed[f"full {step}"]
    decided = step in STEPS[STEPS.index("sealed") : -1]
    message = "public:1:1: error: the version could not be written: No space left on device [publish]"
    assert (found["ended"], found["said"], found["left"]) == (0, [message], [f".staging-{THIRD}"] if decided else [])
    assert (found["verified"], found["next"], found["whole"]) == (0, "published", 0)
    assert found["names"] == sorted(path.name for path in published.iterdir())


READ_ONLY = """
import os, sys
from pathlib import Path
from playbook.problems import PlaybookError
from playbook.site import publishing

before, config, folder = map(Path, sys.argv[1:])
made = publishing.built(config, folder / "site", str(before))
put = publishing.publish

def as_nobody(*arguments):
    if os.geteuid() == 0:  # whoever may write anywhere
        os.seteuid(65534)
    return put(*arguments)

publishing.publish = as_nobody
try:
    publishing.publish_built(made, made.build.playbook.about.cycle.version, folder / "public")
except PlaybookError as error:
    sys.exit(str(error))
"""


def test_a_target_that_is_read_only_is_told_and_stays(published: Path, begun: Path):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        public = _without(published, folder)
        public.chmod(0o555)
        before = tree(public)
        command = [sys.executable, "-c", READ_ONLY, published / SECOND, begun / "mkdocs.yml", folder]
        done = subprocess.run(command, cwd=begun, env=environment(), capture_output=True, text=True)
        public.chmod(0o755)
        message = "public:1:1: error: the version could not be written: Permission denied [publish]"
        assert (done.returncode, done.stderr.splitlines()[0]) == (1, message)
        assert tree(public) == before


@pytest.mark.usefixtures("published")
def test_a_target_that_cannot_be_written_to_is_told(begun: Path, tmp_path: Path):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    done = _publish(begun, THIRD, public=str(tmp_path / "file" / "public"))
    assert (done.code, done.err.splitlines()[0]) == (
        1,
        "public:1:1: error: the version could not be written: Not a directory [publish]",
    )
    assert (tmp_path / "file").read_text(encoding="utf-8") == "not a folder"


def test_no_clock_reaches_what_is_published(published: Path, begun: Path, tmp_path: Path):
    other = shutil.copytree(begun, tmp_path / "other")
    for path in other.rglob("*"):
        if ".git" not in path.parts:
            os.utime(path, (0, 0))
    git(other, "update-index", "--refresh")
    public = shutil.copytree(published, tmp_path / "public")
    done = run("publish", THIRD, "--to", public, cwd=other, TZ="Pacific/Kiritimati", SOURCE_DATE_EPOCH="1")
    assert (done.code, "was published already" in done.out) == (0, True), done.said
    assert tree(public) == tree(published)


def _keys(folder: Path, *names: str) -> list[Path]:
    """Make pairs of keys and files of signers that allow them; return those files."""
    signers = []
    for name in names:
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name]
        subprocess.run(command, check=True, capture_output=True)
        key = (folder / f"{name}.pub").read_text(encoding="utf-8")
        signers.append(folder / f"signers-{name}")
        signers[-1].write_text(f'team@example.org namespaces="playbook" {key}', encoding="utf-8")
    return signers


def test_an_older_release_that_was_written_anew_and_signed_again_is_found(published: Path, tmp_path: Path):
    (signers,) = _keys(tmp_path, "key")
    public = shutil.copytree(published, tmp_path / "public")
    altered = public / FIRST / "s" / "role-bakery-head" / "text.txt"
    altered.write_text(altered.read_text(encoding="utf-8").replace("bakery", "brewery"), encoding="utf-8")
    _written_anew(public, FIRST, "role-bakery-head")
    for version in (FIRST, SECOND, THIRD):
        _signed(public / "releases" / version / "release.json", tmp_path / "key")
    done = run("verify", public, "--signers", signers, cwd=tmp_path)
    assert done.code == 1, "its page says what was published"
    told = f"releases/{FIRST}/release.json: the record is not the one that releases/{SECOND}/release.json follows"
    assert told in done.out.splitlines()


def _written_anew(public: Path, version: str, id: str) -> None:
    """Make the list of files and the record of a version agree with a text that was altered."""
    folder = public / "releases" / version
    text = (public / version / "s" / id / "text.txt").read_text(encoding="utf-8")
    (folder / "SHA256SUMS").write_text(_summed(public, version), encoding="utf-8")
    record = read(folder / "release.json")
    kept = replace(record.sections[id], fingerprint=fingerprint(text))
    anew = replace(record, sections={**record.sections, id: kept}, sums=sha256(folder / "SHA256SUMS"), fingerprint="")
    (folder / "release.json").write_text(anew.as_json(), encoding="utf-8")


def _summed(public: Path, version: str) -> str:
    """Return a list of all files that a version has now."""
    ledger = f"releases/{version}/register.json"
    return f"{sums(public / version, version)}{sha256(public / ledger)}  {ledger}\n"


def _signed(record: Path, key: Path) -> None:
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", "playbook", record]
    subprocess.run(command, check=True, capture_output=True)


def test_a_manifest_that_was_written_anew_is_found(published: Path, tmp_path: Path):
    harmed = _harmed(published, tmp_path)
    (harmed / THIRD / "index.html").write_text("Another page.", encoding="utf-8")
    listed = harmed / "releases" / THIRD / "SHA256SUMS"
    listed.write_text(_summed(harmed, THIRD), encoding="utf-8")
    done = run("verify", harmed, cwd=tmp_path)
    told = f"releases/{THIRD}/SHA256SUMS: the list of files is not the one of the record"
    assert (done.code, told in done.out.splitlines()) == (1, True), "and the page is not what was published"


@pytest.mark.usefixtures("published")
def test_two_publishers_do_not_meet(begun: Path, tmp_path: Path):
    public = tmp_path / "public"
    script = "import fcntl, sys, time; held = open(sys.argv[1], 'w'); fcntl.flock(held, 2); print(1, flush=True)"
    script += "; time.sleep(60)"
    public.mkdir()
    with subprocess.Popen([sys.executable, "-c", script, public / ".lock"], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        done = _publish(begun, THIRD, public=str(public))
        holder.kill()
    assert done.code == 1
    assert "somebody else is publishing here" in done.err


def test_of_two_publishers_at_once_both_versions_are_listed_or_one_is_refused(
    published: Path, begun: Path, tmp_path: Path
):
    public = _without(published, tmp_path)
    older = shutil.copytree(begun, tmp_path / "older")
    git(older, "checkout", "--quiet", "HEAD~1")
    done = at_once(lambda each: _publish(*each, public=str(public)), [(begun, THIRD), (older, SECOND)])
    assert {each.code for each in done} <= {0, 1}, [each.said for each in done]
    for each in done:
        assert not each.code or "somebody else is publishing here" in each.err
    if done[0].code:
        assert _publish(begun, THIRD, public=str(public)).code == 0
    listed = json.loads((public / "versions.json").read_text(encoding="utf-8"))
    assert [each["version"] for each in listed] == [THIRD, SECOND, FIRST]
    assert run("verify", public, cwd=tmp_path).code == 0


def test_what_is_no_edition_is_told(begun: Path):
    done = run("diff", "nowhere", ".", cwd=begun)
    assert (done.code, done.err.splitlines()[0]) == (
        1,
        "nowhere:1:1: error: `nowhere` is neither a folder of a playbook nor a commit of git [no-edition]",
    )


def test_an_edition_of_another_schema_is_refused_and_never_misread(begun: Path, tmp_path: Path):
    other = shutil.copytree(begun, tmp_path / "other")
    _edit(other, "data/roles.yml", "counterparts: [tills-head]", "opposite: tills-head")
    done = run("diff", other, ".", cwd=begun)
    assert done.code == 1
    shown = f"{other}/data"
    assert done.err.startswith(f"{shown}:1:1: error: this edition cannot be read [no-edition]\n    hint: it may have")
    assert f"{shown}/roles.yml:" in done.err
    assert done.out == ""


def test_a_version_of_a_later_form_is_refused(published: Path, begun: Path, tmp_path: Path):
    later = tmp_path / "later"
    later.mkdir()
    held = json.loads((published / SECOND / "playbook.json").read_text(encoding="utf-8"))
    (later / "playbook.json").write_text(json.dumps({**held, "format": 2, "generator": "later 9"}), encoding="utf-8")
    done = run("diff", later, ".", cwd=begun)
    assert (done.code, done.err.splitlines()) == (
        1,
        [
            f"{later}:1:1: error: its data has the form `2`, and this generator reads 1 [no-edition]",
            "    hint: read it with the release of the generator that wrote it, `later 9`",
            "1 error: nothing was compared, because of the error",
        ],
    )


def test_names_that_lead_out_of_an_edition_are_refused(published: Path, begun: Path, tmp_path: Path):
    held = json.loads((published / SECOND / "playbook.json").read_text(encoding="utf-8"))
    (tmp_path / "playbook.json").write_text(
        json.dumps({**held, "files": {**held["files"], "../outside.yml": "roles: {}"}}), encoding="utf-8"
    )
    done = run("diff", tmp_path, ".", cwd=begun)
    assert (done.code, "its playbook.json cannot be read: " in done.err) == (1, True)
    assert not (tmp_path / "outside.yml").exists()
