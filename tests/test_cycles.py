"""The reference playbook through three editions, as a team would take it: edit, commit, publish, each time.

The first edition is that of the year before the repository's, with one more role, and a word that is spelt wrong. The
second is that of the repository's year: its dates, a duty reworded, and an accountability that goes over to the
supplier. In the third, in the middle of that year, the role is gone, a page has moved, and the word is mended.
Whatever the first published still stands, says what it said, and can be proved.
"""

from __future__ import annotations

import json
import re
import subprocess
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from tests.published import committed, git, served
from tests.support import reference, replace, run

FIRST, SECOND, THIRD = VERSIONS = ("2026-1", "2027-1", "2027-2")

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

YEAR_BEFORE = (
    Edit("data/playbook.yml", 'version: "2027-1"', 'version: "2026-1"'),
    Edit("data/playbook.yml", "effective_from: 2027-01-01", "effective_from: 2026-01-01"),
    Edit("data/playbook.yml", 'effective_to: 2027-12-31\n  supersedes: "2026-1"', "effective_to: 2026-12-31"),
    Edit("data/playbook.yml", "next_review: 2027-12-07", "next_review: 2026-12-08"),
    Edit("data/cadence.yml", "exceptions: [2027-12-22]", "exceptions: [2026-12-23]"),
)
"""What the repository's year has, and the year before it had, in those places."""
MIDDLE_OF_THE_YEAR = (
    Edit("data/playbook.yml", 'version: "2027-1"', 'version: "2027-2"'),
    Edit("data/playbook.yml", "effective_from: 2027-01-01", "effective_from: 2027-06-01"),
    Edit("data/playbook.yml", '  supersedes: "2026-1"\n', ""),
)


def _in_year(folder: Path, old: int, new: int) -> None:
    """Give every party the holidays of another year, on the same days."""
    file = folder / "data" / "parties.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f"      - {old}-", f"      - {new}-"), encoding="utf-8")


def _begun_a_year_before(folder: Path) -> None:
    """Let what begins in either year be there from the first: the services, and the sections of the pages."""
    for name, pattern, now in (
        ("services.yml", r"since: 202[67]-\d\d-\d\d", "since: 2026-01-01"),
        ("register.yml", f"introduced: {SECOND}", f"introduced: {FIRST}"),
    ):
        file = folder / "data" / name
        file.write_text(re.sub(pattern, now, file.read_text(encoding="utf-8")), encoding="utf-8")


def _edit(folder: Path, *edits: Edit, back: bool = False) -> None:
    for each in edits:
        replace(folder / each.file, *((each.new, each.old) if back else (each.old, each.new)))


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
    done = run("publish", version, "--to", public, cwd=committed(folder), timeout=600)
    assert done.code == 0, done.said


@pytest.fixture(scope="module")
def cycles(tmp_path_factory: pytest.TempPathFactory) -> Cycles:
    """Three editions, published one after the other."""
    folder = reference(tmp_path_factory.mktemp("cycles") / "playbook")
    public = folder.parent / "public"
    git(folder, "init", "--quiet")
    _edit(folder, *YEAR_BEFORE, *ROLE_IS_THERE, WORD_IS_WRONG)
    _in_year(folder, 2027, 2026)
    _begun_a_year_before(folder)
    done = run("register", cwd=folder, timeout=600)  # later editions bring no id, and are refused where one is missing
    assert done.code == 0, done.said
    _publish(folder, public, FIRST)
    _edit(folder, *YEAR_BEFORE, back=True)
    _in_year(folder, 2026, 2027)
    _edit(folder, DUTY, BURDEN)
    _publish(folder, public, SECOND)
    _edit(folder, *MIDDLE_OF_THE_YEAR)
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
    # Roles and forums list the meetings of their year.
    undated = [id for id in prints[0] if not id.startswith(("role-", "forum-"))]
    untouched = [id for id in undated if prints[0][id] == prints[1].get(id) == prints[2].get(id)]
    assert len(undated) > 800
    assert len(untouched) > 0.94 * len(undated)
    assert {*prints[0]} - {*prints[2]} == {id for id in prints[0] if "move-coordinator" in id}
    for id in ("coverage-of-the-playbook", "where-each-statement-is-made", "how-to-read-this-table"):
        assert prints[0][id] == prints[1][id] == prints[2][id], id
    assert first["how-to-read-this-table"]["page"] != third["how-to-read-this-table"]["page"]


def test_the_second_cycle_reworded_a_duty_moved_a_burden_and_brought_its_dates_and_nothing_else(cycles: Cycles):
    told = cycles.told(FIRST, SECOND)
    edition = ("version", "effective_from", "effective_to", "supersedes", "next_review")
    assert told == [
        ("burden-moved", "activity", "check-new-group", "accountable", "changed"),
        ("obligation", "role", "director-of-service-management", "duties/share-strategy/text", "changed"),
        *(("validity", "playbook", "about", f"cycle/{path}", "added" if path == "supersedes" else "changed")
          for path in edition),
        *(("cadence", "party", party, "holidays", "changed") for party in ("client", "supplier", "vendor")),
        ("cadence", "forum", "change-board", "recurrence/exceptions", "changed"),
    ]  # fmt: skip


def test_the_third_cycle_removed_a_role_moved_a_page_mended_a_word_and_nothing_else(cycles: Cycles):
    edition = {"version": "changed", "effective_from": "changed", "supersedes": "removed"}
    assert cycles.told(SECOND, THIRD) == [
        ("obligation", "role", "move-coordinator", "duties/keep-list", "removed"),
        ("obligation", "activity", "move-process", "responsible", "removed"),
        *(("validity", "playbook", "about", f"cycle/{path}", what) for path, what in edition.items()),
        ("people", "role", "business-representative", "counterparts/move-coordinator", "removed"),
        ("people", "role", "move-coordinator", "", "removed"),
        ("people", "assignment", "move-coordinator-first", "", "removed"),
        ("prose", "heading", "if-the-playbook-and-the-contract-differ", "text", "changed"),
        ("prose", "heading", "coverage-of-the-playbook", "address", "moved"),
        ("settings", "playbook", "ledger", "assignment-move-coordinator-first/status", "changed"),
        ("settings", "playbook", "ledger", "role-move-coordinator/status", "changed"),
    ]


def test_a_change_is_told_to_those_whom_it_concerns(cycles: Cycles):
    done = run("diff", cycles.public / FIRST, cycles.public / SECOND, "--role", "delivery-manager", cwd=cycles.playbook)
    assert "Check the work of a new group before it goes out" in done.out
    assert DUTY.new not in done.out


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
    assert "The role “Move Coordinator” fell away." in told
    assert "The page “Coverage” stands at another address." in told
    role = lxml.html.parse(str(cycles.public / SECOND / "roles" / "delivery-manager" / "index.html")).getroot()
    assert "“Accountable” for the activity" in role.xpath("string(//*[@id='what-changed-for-me']/following::*[1])")
