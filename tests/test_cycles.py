"""The reference playbook through three contract cycles, as a team would take it: edit, commit, publish, each time.

The first cycle has one more role than the repository, and a word that is spelt wrong. In the second a duty is
reworded and an accountability goes over to the supplier. In the third the role is gone, a page has moved, and the word
is mended. Whatever the first cycle published still stands, says what it said, and can be proved.
"""

from __future__ import annotations

import json
import subprocess
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from tests.published import committed, git, served
from tests.support import reference, replace, run

FIRST, SECOND, THIRD = VERSIONS = ("2026-1", "2026-2", "2026-3")
BEGINS = {FIRST: "2026-01-01", SECOND: "2026-02-01", THIRD: "2026-03-01"}

ROLE = """  move-coordinator:
    name: Move Coordinator
    summary: Keeps the list of what moves to the supplier's sites, and when.
    party: supplier
    level: operational
    purpose: Sees that nothing is lost while people and equipment move.
    duties:
      keep-list:
        text: Keeps the list of everything that moves, with its place before and after.
    counterparts: [business-representative]
    reports_to: transition-manager
    competencies: [Logistics]

  solution-manager:
    name: Solution Manager
"""
HOLDER = """  move-coordinator-first:
    role: move-coordinator
    holder: Moves desk
    from: 2025-05-05
    contact: moves@supplier.example

  account-director-first:
    role: account-director
"""
NOW_HELD = "  account-director-first:\n    role: account-director\n"
NOW_NEXT = "  solution-manager:\n    name: Solution Manager\n"
"""What the repository has in the places of those two."""


@dataclass(frozen=True)
class Edit:
    """One edit of a file of the playbook: `old` stands there once, and becomes `new`."""

    file: str
    old: str
    new: str


TRANSITION = "data/responsibilities/transition.yml"
AT_THE_GATE = """    accountable: {}
    responsible: [relationship-manager, delivery-manager]
    consulted: [process-owner, business-analyst]
    informed: [transition-manager, engagement-manager, business-representative]
"""
CALLED = "    responsible: [transition-manager, delivery-manager, process-owner"
FACED = "    counterparts: [business-analyst"

ROLE_IS_THERE = (
    Edit("data/roles.yml", NOW_NEXT, ROLE),
    Edit("data/roles.yml", NOW_HELD, HOLDER),
    Edit("data/roles.yml", f"{FACED}]", f"{FACED}, move-coordinator]"),
    Edit(TRANSITION, f"{CALLED}]", f"{CALLED}, move-coordinator]"),
)
WORD_IS_WRONG = Edit("docs/about/index.md", "If you find a difference,", "If you find a diffrence,")
DUTY = Edit(
    "data/roles.yml", "course, before the change shows in volumes.", "course, in writing, before it shows in volumes."
)
BURDEN = Edit(TRANSITION, AT_THE_GATE.format("relationship-manager"), AT_THE_GATE.format("delivery-manager"))
ROLE_IS_GONE = tuple(
    Edit("data/register.yml", f"  {id}: {{kind", f"  {id}: {{status: withdrawn, removed_in: {THIRD}, {why}, kind")
    for id, why in {
        "role-move-coordinator": "reason: Everything has moved., approved_by: Account Director",
        "assignment-move-coordinator-first": "reason: The role is withdrawn.",
    }.items()
)
PAGE_IS_ELSEWHERE = (
    Edit("mkdocs.yml", "about/coverage.md", "authoring/coverage.md"),
    Edit("docs/about/index.md", "(coverage.md)", "(../authoring/coverage.md)"),
)


def _edit(folder: Path, *edits: Edit, back: bool = False) -> None:
    for each in edits:
        replace(folder / each.file, *((each.new, each.old) if back else (each.old, each.new)))


def _named(folder: Path, old: str, new: str) -> None:
    """Name the next edition, and the day from which it holds."""
    file = folder / "data" / "playbook.yml"
    replace(file, f'version: "{old}"', f'version: "{new}"')
    replace(file, f"effective_from: {BEGINS[old]}", f"effective_from: {BEGINS[new]}")


@dataclass(frozen=True)
class Cycles:
    """The playbook after its third cycle, and the tree that it was published into."""

    playbook: Path
    public: Path

    def sections(self, version: str) -> dict[str, dict[str, str]]:
        """Return what the record of a version says of each section."""
        record = (self.public / "releases" / version / "release.json").read_text(encoding="utf-8")
        return dict(json.loads(record)["sections"])

    def told(self, old: str, new: str) -> list[tuple[Any, ...]]:
        """Return the class, the subject, the path and the kind of each change between two versions."""
        done = run("diff", self.public / old, self.public / new, "--format", "json", cwd=self.playbook)
        assert done.code == 0, done.said
        changes = json.loads(done.out)["changes"]
        return [(each["sort"], each["kind"], each["id"], "/".join(each["path"]), each["what"]) for each in changes]


def _publish(folder: Path, public: Path, version: str) -> None:
    done = run("register", cwd=folder, timeout=600)
    assert done.code == 0, done.said
    done = run("publish", version, "--to", public, cwd=committed(folder), timeout=600)
    assert done.code == 0, done.said


@pytest.fixture(scope="module")
def cycles(tmp_path_factory: pytest.TempPathFactory) -> Cycles:
    """Three cycles, published one after the other."""
    folder = reference(tmp_path_factory.mktemp("cycles") / "playbook")
    public = folder.parent / "public"
    git(folder, "init", "--quiet")
    _edit(folder, *ROLE_IS_THERE, WORD_IS_WRONG)
    _publish(folder, public, FIRST)
    _named(folder, FIRST, SECOND)
    _edit(folder, DUTY, BURDEN)
    _publish(folder, public, SECOND)
    _named(folder, SECOND, THIRD)
    _edit(folder, *ROLE_IS_THERE, WORD_IS_WRONG, back=True)
    _edit(folder, *ROLE_IS_GONE, *PAGE_IS_ELSEWHERE)
    (folder / "docs/about/coverage.md").rename(folder / "docs/authoring/coverage.md")
    _publish(folder, public, THIRD)
    return Cycles(folder, public)


def test_every_address_of_the_first_cycle_still_answers(cycles: Cycles):
    sections = cycles.sections(FIRST)
    assert len(sections) > 1_000
    with served(cycles.public) as address:
        for id in sections:
            for path in (f"{FIRST}/s/{id}/", f"{FIRST}/s/{id}/text.txt", f"s/{id}/"):
                assert _answer(address + path) == 200, path
        pages = [path for path in (cycles.public / FIRST).rglob("index.html") if "/s/" not in path.as_posix()]
        assert len(pages) > 80
        for page in pages:
            assert _answer(f"{address}{page.parent.relative_to(cycles.public).as_posix()}/") == 200, page


def _answer(address: str) -> int:
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310  # a host on this machine
        return int(answer.status)


def test_sections_that_nobody_touched_keep_their_fingerprints_through_all_three(cycles: Cycles):
    first, second, third = (cycles.sections(version) for version in VERSIONS)
    prints = [{id: kept["fingerprint"] for id, kept in each.items()} for each in (first, second, third)]
    untouched = [id for id in prints[0] if prints[0][id] == prints[1].get(id) == prints[2].get(id)]
    assert len(untouched) > 0.9 * len(prints[0])
    assert {*prints[0]} - {*prints[2]} == {id for id in prints[0] if "move-coordinator" in id}
    for id in ("coverage-of-the-playbook", "where-each-statement-is-made", "how-to-read-this-table"):
        assert prints[0][id] == prints[1][id] == prints[2][id], id
    assert first["how-to-read-this-table"]["page"] != third["how-to-read-this-table"]["page"]


def test_the_second_cycle_reworded_a_duty_and_moved_a_burden_and_nothing_else(cycles: Cycles):
    assert cycles.told(FIRST, SECOND) == [
        ("obligation", "role", "director-of-service-management", "duties/share-strategy/text", "changed"),
        ("burden-moved", "activity", "check-new-group", "accountable", "changed"),
    ]


def test_the_third_cycle_removed_a_role_moved_a_page_mended_a_word_and_nothing_else(cycles: Cycles):
    assert cycles.told(SECOND, THIRD) == [
        ("people", "role", "business-representative", "counterparts/move-coordinator", "removed"),
        ("people", "role", "move-coordinator", "", "removed"),
        ("people", "assignment", "move-coordinator-first", "", "removed"),
        ("obligation", "activity", "move-process", "responsible", "removed"),
        ("editorial", "heading", "if-the-playbook-and-the-contract-differ", "text", "changed"),
        ("editorial", "heading", "coverage-of-the-playbook", "page", "moved"),
    ]


def test_a_change_is_told_to_those_whom_it_concerns(cycles: Cycles):
    done = run("diff", cycles.public / FIRST, cycles.public / SECOND, "--role", "delivery-manager", cwd=cycles.playbook)
    assert "check-new-group" in done.out
    assert "share-strategy" not in done.out


def test_a_commit_a_folder_and_a_published_version_say_the_same(cycles: Cycles):
    of_version = cycles.told(SECOND, THIRD)
    done = run("diff", "HEAD~1", ".", "--format", "json", cwd=cycles.playbook)
    assert done.code == 0, done.said
    told = [(each["kind"], each["id"], "/".join(each["path"])) for each in json.loads(done.out)["changes"]]
    assert told == [each[1:4] for each in of_version]


def test_the_address_of_the_role_that_went_tells_why(cycles: Cycles):
    for id in ("role-move-coordinator", "role-move-coordinator--my-meetings"):
        page = lxml.html.parse(str(cycles.public / "s" / id / "index.html")).getroot()
        told = " ".join(page.xpath("string(//*[@class='card gone'])").split())
        assert told.startswith(f"No longer there since version {THIRD} "), told
        assert "Everything has moved." in told


def test_the_folder_an_address_and_a_citation_verify(cycles: Cycles):
    done = run("verify", cycles.public, cwd=cycles.playbook, timeout=300)
    assert done.code == 0, done.said
    with served(cycles.public) as address:
        done = run("verify", f"{address}{FIRST}/s/role-move-coordinator/", cwd=cycles.playbook)
        assert done.code == 0, done.said
        words = ("activity-check-new-group", "--from", cycles.public, "--version", FIRST, "--address", address)
        cited = run("cite", *words, cwd=cycles.playbook)
        assert cited.code == 0, cited.said
        done = run("verify", cited.out, cwd=cycles.playbook)
        assert done.code == 0, done.said
        done = run("verify", address, cwd=cycles.playbook, timeout=300)
        assert done.code == 0, done.said


@pytest.mark.parametrize("version", VERSIONS)
def test_the_lists_of_files_hold(cycles: Cycles, version: str):
    command = ["sha256sum", "--check", "--quiet", f"releases/{version}/SHA256SUMS"]
    done = subprocess.run(command, cwd=cycles.public, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_site_of_the_third_cycle_tells_its_readers_what_changed(cycles: Cycles):
    page = lxml.html.parse(str(cycles.public / THIRD / "about" / "changes" / "index.html")).getroot()
    told = " ".join(page.xpath("string(//article)").split())
    assert "Move Coordinator fell away" in told
    assert "about/coverage.md authoring/coverage.md moved" in told
    role = lxml.html.parse(str(cycles.public / SECOND / "roles" / "delivery-manager" / "index.html")).getroot()
    assert "accountable" in role.xpath("string(//*[@id='what-changed-for-me']/following::*[1])")
