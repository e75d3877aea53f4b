"""Who approved a version stands beside who has signed its record: in `verify`, in `status`, on the page of the log."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import html

from playbook.publish.tree.approvals import Approved, approvals
from playbook.publish.tree.record import Kept, Release
from tests.published import FIRST, SECOND, Published
from tests.support import run


@pytest.fixture(scope="module")
def signed(published_twice: Published, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A tree whose first version one party has signed, and the fingerprint of its key."""
    folder = tmp_path_factory.mktemp("approved")
    public, key = shutil.copytree(published_twice.public, folder / "public"), folder / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    for words in (["--add-key", f"{key}.pub", "--party", "bakery"], [FIRST, "--countersigned"]):
        done = run("status", *words, "--to", public, "--sign", key, cwd=folder)
        assert done.code == 0, done.said
    printed = subprocess.run(["ssh-keygen", "-l", "-f", key], check=True, capture_output=True, text=True)
    return public, printed.stdout.split()[1]


def _lines(key: str) -> list[str]:
    return [
        f"approved for bakery by bakery-head on 2025-12-10: signed with {key}",
        "approved for tills by tills-head on 2025-12-11: no key of tills has signed that",
    ]


UNSIGNED = "approved for bakery by bakery-head on 2025-12-10: no key of bakery has signed that"


def test_verify_tells_who_approved_beside_who_signed(signed: tuple[Path, str]):
    public, key = signed
    done = run("verify", public, cwd=public)
    assert done.code == 0, done.said
    lines = done.out.splitlines()
    at = lines.index(f"{FIRST}: signed by {key} (bakery)")
    assert lines[at + 1 : at + 3] == [f"{FIRST}: {line}" for line in _lines(key)]
    assert lines[lines.index(f"{SECOND}: nobody has signed it") + 1] == f"{SECOND}: {UNSIGNED}"


def test_the_names_in_a_file_of_signers_say_whose_a_key_is(signed: tuple[Path, str], tmp_path: Path):
    public, key = signed
    words = Path(public.parent / "key.pub").read_text(encoding="utf-8").split()[:2]
    (tmp_path / "signers").write_text(f'tills namespaces="playbook" {" ".join(words)}\n', encoding="utf-8")
    said = run("verify", public, "--signers", tmp_path / "signers", cwd=public).out
    assert f"{FIRST}: approved for tills by tills-head on 2025-12-11: signed with {key}" in said
    assert f"{FIRST}: {UNSIGNED}" in said


def test_status_tells_it_too(signed: tuple[Path, str]):
    public, key = signed
    lines = run("status", FIRST, "--to", public, "--date", "2030-06-01", cwd=public).out.splitlines()
    assert lines[1].startswith(f"{FIRST}: ")
    assert [line for line in lines if "approved" in line] == [f"    {line}" for line in _lines(key)]


def test_the_page_of_the_log_shows_it_where_the_version_was_published(signed: tuple[Path, str]):
    public, key = signed
    page = html.fromstring((public / "log/index.html").read_bytes())
    rows = [row for row in page.xpath("//tr[@id]") if row.xpath(".//a[@href=$to]", to=f"../{FIRST}/")]
    said = [" ".join(each.text_content().split()) for each in rows[-1].xpath(".//p")]
    assert said == [
        f"Approved for Crustwell by Head of the bakery on 10 December 2025: signed with {key}",
        "Approved for Dringle by Head of the makers on 11 December 2025: no key of this party has signed that",
    ]


def test_what_a_record_holds_that_is_no_approval_is_left_out():
    sections = {"role-head": Kept("role", "Head", "roles/#head", "pbc1-sha256:0")}
    held = ({"party": "client", "role": "head", "date": "2030-01-01"}, {"party": 1}, "x")
    release = Release("1", "Ours", "agreed", "2030-01-01", None, held, None, "test", sections, "")  # type: ignore[arg-type]
    assert approvals(release, [("K", ("client",)), ("L", ("other",))]) == (
        Approved("client", "head", "2030-01-01", ("K",), ("client", "Head")),
    )
