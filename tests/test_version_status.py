"""How published versions stand: on which day which one held, what was withdrawn, and where the tree says so."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml import etree, html

from playbook.publish.tree import size
from playbook.publish.tree.record import NAME, Release
from tests import published
from tests.editions import FIRST, SECOND, Team, two_versions
from tests.support import Ended, run, tree

ADDRESS = "https://example.org/playbook/"
TODAY = date.today()
ROLE = "role-cashier"
DUTY = "role-cashier--duty-sell"
SAID = f"{TODAY.day} {TODAY:%B %Y}"
"""Today, in the words of the pages."""


def _release(version: str, first: str, last: str | None = None, status: str = "agreed") -> Release:
    return Release(version, "Ours", status, first, last, (), None, "generator", {}, "")


ONE = _release("1", "2030-01-01", "2030-12-31")


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """A team that has published two versions, and says where they are served."""
    return two_versions(tmp_path_factory.mktemp("standing"), ADDRESS)


def test_of_two_versions_for_the_same_days_the_page_of_days_says_why_one_counts(
    published_few: published.Published, team: Team
):
    same = _words(published_few.public / "on" / "index.html")
    said = f"Version {published.SECOND} Version {published.FIRST} says of itself that it holds on these days too."
    assert f"{said} Both began on the same day" in same
    assert "began later" not in same
    assert "the same day" not in _words(team.public / "on" / "index.html")


@pytest.fixture
def public(team: Team, tmp_path: Path) -> Path:
    """A copy of what the team has published, to be changed."""
    return shutil.copytree(team.public, tmp_path / "public")


def _status(team: Team, public: Path, *words: str) -> Ended:
    return run("status", *words, "--to", public, cwd=team.folder)


def _words(path: Path) -> str:
    return " ".join(html.fromstring(path.read_bytes()).text_content().split())


APPROVED = (
    "    approved for bakery by bakery-head on 2025-12-10: no key of bakery has signed that",
    "    approved for tills by tills-head on 2025-12-11: no key of tills has signed that",
)


def test_the_status_of_every_version_is_told(team: Team):
    for day, states in {
        "2029-12-31": ("not yet in force", "not yet in force"),
        "2030-11-29": ("in force", "not yet in force"),
        "2031-01-01": ("superseded", "in force"),
        "2032-01-01": ("expired", "expired"),
    }.items():
        told = _status(team, team.public, "--date", day)
        assert told.code == 0
        assert told.out.splitlines() == [
            f"as of {day}",
            f"2030-1: {states[0]}, 2030-01-01 to 2030-12-31",
            *APPROVED,
            f"2031-1: {states[1]}, 2031-01-01 to 2031-12-31",
            *APPROVED,
        ]
    assert _status(team, team.public).out.startswith(f"as of {date.today()}\n")


def test_a_withdrawn_version_stays_and_says_so(team: Team, public: Path):
    records = {name: held for name, held in tree(public).items() if name[0].isdigit() or name.startswith("releases/")}
    done = _status(team, public, SECOND, "--withdrawn", "One party had not agreed.")
    assert (done.code, done.out.splitlines()[2:]) == (
        0,
        [*APPROVED, f"    withdrawn on {TODAY}: One party had not agreed."],
    )
    assert {name: held for name, held in tree(public).items() if name in records} == records
    listed = {each["version"]: each for each in json.loads((public / "versions.json").read_text(encoding="utf-8"))}
    assert listed[SECOND]["properties"]["hidden"] is True
    assert listed[FIRST] == {
        "version": FIRST,
        "title": f"{FIRST} (1 January 2030 to 31 December 2030)",
        "aliases": [],
        "properties": {"hidden": False},
    }
    for page in ("on/index.html", "s/oven-rules/index.html"):
        assert f"Withdrawn on {SAID}: One party had not agreed." in _words(public / page)
    assert "withdrawn" in _words(public / "current/about/index.html")
    assert run("verify", public, "--since", team.public, cwd=team.folder).code == 0
    again = _status(team, public, SECOND, "--withdrawn", "Twice.")
    assert (again.code, again.err) == (1, f"{SECOND} was withdrawn on {TODAY} already\n")


def test_a_withdrawal_can_be_taken_back(team: Team, public: Path):
    before = tree(public)
    assert _status(team, public, SECOND, "--reinstated").err == f"{SECOND} is not withdrawn\n"
    assert tree(public) == before
    assert _status(team, public, SECOND, "--withdrawn", "A slip.").code == 0
    done = _status(team, public, SECOND, "--reinstated")
    assert done.out.splitlines()[-1] == f"    withdrawn on {TODAY}, reinstated on {TODAY}: A slip."
    listed = {
        each["version"]: each["properties"]["hidden"] for each in json.loads((public / "versions.json").read_text())
    }
    assert listed == {FIRST: False, SECOND: False}
    assert f"Withdrawn on {SAID}, and reinstated on {SAID}: A slip." in _words(public / "on/index.html")


def test_an_erratum_is_said_where_the_section_is(team: Team, public: Path):
    text = "For <b>oven</b> read small oven."
    done = _status(team, public, FIRST, "--erratum", text, "--section", "oven-rules")
    assert done.code == 0, done.said
    said = f"Erratum of {SAID}: {text}"
    assert said in _words(public / "s/oven-rules/index.html")
    assert said not in _words(public / "s/about/index.html")
    assert _status(team, public, FIRST, "--erratum", "All prices are in euros.").code == 0
    assert f"Erratum of {SAID}: All prices are in euros." in _words(public / "s/oven/index.html")
    held = json.loads((public / "status.json").read_text(encoding="utf-8"))[FIRST]["errata"]
    assert [(each["on"], each["section"]) for each in held] == [(str(TODAY), "oven-rules"), (str(TODAY), None)]
    done = _status(team, public, FIRST, "--erratum-taken-back", str(held[0]["number"]))
    assert done.code == 0, done.said
    assert said not in _words(public / "s/oven-rules/index.html")
    assert f"The erratum of event {held[0]['number']} is taken back." in _words(public / "log/index.html")
    again = _status(team, public, FIRST, "--erratum-taken-back", str(held[0]["number"]))
    assert (again.code, again.err) == (1, f"{FIRST} has no erratum with the number {held[0]['number']}\n")


@pytest.mark.parametrize(
    ("about", "concerned", "others"),
    [
        ("oven-rules", ("oven-rules", "oven"), ("about", "role-cashier")),
        ("oven", ("oven", "oven-rules"), ("about",)),
        (DUTY, (DUTY, ROLE), (f"{ROLE}--papers", "role-bakery-head")),
        (ROLE, (ROLE, DUTY, f"{ROLE}--papers"), ("role-bakery-head", "about")),
    ],
)
def test_an_erratum_reaches_what_contains_its_section_and_what_that_contains(
    team: Team, public: Path, about: str, concerned: tuple[str, ...], others: tuple[str, ...]
):
    done = _status(team, public, FIRST, "--erratum", "Read net 45.", "--section", about)
    assert done.code == 0, done.said
    for id in (*concerned, *others):
        named = "" if id == about else f"{about}, "
        page, cited = _words(public / "s" / id / "index.html"), _cited(public, id)
        proved = run("verify", cited.out.strip(), "--date", "2030-05-01", cwd=public)
        assert (f"Erratum of {SAID}: {named}Read net 45." in page) is (id in concerned), id
        told = f"erratum of {TODAY} to {FIRST}{', ' + about if named else ''}: Read net 45."
        assert [told in each for each in (cited.err, proved.out)] == [id in concerned] * 2, (id, proved.said)
    links = html.fromstring((public / "s" / concerned[1] / "index.html").read_bytes()).xpath("//li//a/@href")
    assert f"../{about}/" in links


def _cited(public: Path, id: str) -> Ended:
    return run("cite", id, "--from", public, "--address", f"{public}/", "--version", FIRST, cwd=public)


def test_what_a_page_no_longer_tells_of_sections_the_ids_tell(team: Team, public: Path):
    """A page that was taken out says nothing of what lies in what; the ids of what an entity holds still do."""
    page = f"{FIRST}/roles/cashier/index.html"
    assert _status(team, public, FIRST, "--removed", page, "--reason", "It named a person.").code == 0
    assert _status(team, public, FIRST, "--erratum", "Read net 45.", "--section", DUTY).code == 0
    for id, said in ((ROLE, True), (DUTY, True), (f"{ROLE}--papers", False)):
        assert ("Read net 45." in _words(public / "s" / id / "index.html")) is said, id


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["2032-1"], 4, "there is no version `2032-1`\n    hint: did you mean `2031-1`"),
        ([FIRST, "--erratum", "x", "--section", "oven-rule"], 4, f"version `{FIRST}` has no section `oven-rule`"),
        ([FIRST, "--erratum", " . "], 1, "write the text in words"),
        ([FIRST, "--withdrawn", "turned\u202eround"], 1, "write the text in words"),
        ([FIRST, "--withdrawn", "x", "--reinstated"], 2, "withdrawn or reinstated, not both"),
        ([FIRST, "--section", "oven-rules"], 2, "--section says what an --erratum is about"),
        (["--withdrawn", "x"], 2, "name the version that is to change"),
        ([FIRST, "--withdrawn", "x", "--date", "2030-02-30"], 2, "does not match the format"),
        ([FIRST, "--withdrawn", "x", "--date", str(TODAY + timedelta(1))], 1, "is still to come"),
        ([FIRST, "--withdrawn", "x", "--date", str(TODAY - timedelta(1))], 1, "the last event in the log is of"),
        ([FIRST, "--withdrawn", "x", "--erratum", " . "], 1, "write the text in words"),
        ([FIRST, "--erratum-taken-back", "1"], 1, f"{FIRST} has no erratum with the number 1"),
        ([FIRST, "--removed", "2030-1/none.html", "--reason", "x"], 1, f"2030-1/none.html is no file of {FIRST}"),
        ([FIRST, "--removed", "2030-1/index.html"], 2, "--reason says why"),
        ([FIRST, "--countersigned"], 2, "--countersigned puts the signature of --sign"),
        (["--add-key", "mkdocs.yml"], 2, "--add-key and --party say together"),
        (["--add-key", "mkdocs.yml", "--party", "client"], 1, "this is no public key"),
        (["--end-key", "SHA256:x", "--reason", "x"], 1, "it ends SHA256:x, which is no key of the log"),
    ],
)
def test_what_cannot_be_changed_so_changes_nothing(team: Team, public: Path, words: list[str], code: int, said: str):
    before = tree(public)
    done = _status(team, public, *words)
    assert (done.code, said in done.err, tree(public) == before) == (code, True, True), done.said


def test_where_nothing_is_published_there_is_no_status(team: Team, tmp_path: Path):
    done = _status(team, tmp_path / "empty")
    assert (done.code, list(tmp_path.iterdir())) == (4, [])


@pytest.mark.parametrize("text", ["{", "[]", '{"2030-1": {"errata": [1]}}', '{"2030-1": {"withdrawn": "yes"}}', "\0"])
def test_a_status_that_cannot_be_read_is_never_written_over(team: Team, public: Path, text: str):
    (public / "status.json").write_text(text, encoding="utf-8")
    before = tree(public)
    for done in (_status(team, public, FIRST, "--erratum", "x"), team.publish(SECOND, public=public)):
        assert (done.code, done.err.splitlines()[0].split(": ")[0]) == (1, "public/status.json:1:1"), done.said
        assert "hint: see what was changed; `playbook status --rebuild` writes it anew" in done.err
    assert tree(public) == before
    assert _status(team, public, "--rebuild").code == 0
    assert tree(public) == tree(team.public)


# What stands above the versions ------------------------------------------------------------------------------------


def test_the_list_of_addresses_is_in_full(team: Team):
    found = [each.text for each in etree.parse(team.public / "sitemap.xml").getroot().iter("{*}loc")]
    assert len(found) == len(set(found))
    for address in found:
        assert (team.public / address.removeprefix(ADDRESS) / "index.html").is_file(), address
    assert {f"{ADDRESS}{path}" for path in ("on/", f"{FIRST}/", f"{SECOND}/about/", "s/oven-rules/")} <= set(found)
    assert f"Sitemap: {ADDRESS}sitemap.xml\n" in (team.public / "robots.txt").read_text(encoding="utf-8")


def test_a_page_says_what_its_address_is(team: Team):
    for folder in (SECOND, "current"):
        page = html.fromstring((team.public / folder / "about/index.html").read_bytes())
        assert page.xpath("//link[@rel='canonical']/@href") == [f"{ADDRESS}{folder}/about/"]


def test_where_no_address_is_known_none_is_made_up(team: Team, public: Path):
    other = shutil.copytree(team.folder, public.parent / "playbook")
    text = (other / "mkdocs.yml").read_text(encoding="utf-8").replace(f"site_url: {ADDRESS}\n", "")
    (other / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert run("status", FIRST, "--erratum", "x", "--to", public, cwd=other).code == 0
    assert not (public / "sitemap.xml").exists()
    assert "Sitemap" not in (public / "robots.txt").read_text(encoding="utf-8")
    assert not html.fromstring((public / "current/about/index.html").read_bytes()).xpath("//link[@rel='canonical']")
    links = html.fromstring((public / "404.html").read_bytes()).xpath("//a/@href")
    assert links == [f"/{SECOND}/", f"/{FIRST}/", "/on/"]


def test_the_page_of_what_is_not_there_leads_on_from_any_depth(team: Team):
    links = html.fromstring((team.public / "404.html").read_bytes()).xpath("//a/@href")
    assert links == [f"/playbook/{SECOND}/", f"/playbook/{FIRST}/", "/playbook/on/"]


@pytest.mark.parametrize("version", ["2030.1", "current", "2030-1/x", "..", "2030 1", "2030-1-", "2030-É", "1" * 41])
def test_a_version_whose_name_is_no_address_is_none(version: str):
    assert not NAME.fullmatch(version)
    assert all(map(NAME.fullmatch, (FIRST, SECOND, "3", "2030", "2030-1a-final")))


def test_a_version_whose_name_is_no_address_is_refused(team: Team, tmp_path: Path):
    done = team.publish("../2030-1", public=tmp_path / "public")
    assert done.code == 1
    assert done.err.startswith("public:1:1: error: `../2030-1` cannot be part of an address [publish]\n    hint: name")
    assert list(tmp_path.iterdir()) == []


# The guard ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda public: (public / FIRST / "about/index.html").unlink(), f"{FIRST}/about/index.html: the file was pub"),
        (lambda public: (public / FIRST / "search/search_index.json").write_text("{}"), "the file is not what it was"),
        (lambda public: (public / "releases" / FIRST / "SHA256SUMS").write_text(""), f"releases/{FIRST}/SHA256SUMS: "),
        (lambda public: _taken_away(public, FIRST), f"{FIRST}: the version was published and is gone"),
    ],
)
def test_what_was_published_and_is_changed_is_found(team: Team, public: Path, harm, said: str):
    harm(public)
    done = run("verify", public, "--since", team.public, cwd=team.folder)
    assert (done.code, said in done.out) == (1, True), done.said


def _taken_away(public: Path, version: str) -> None:
    for folder in (public / version, public / "releases" / version):
        shutil.rmtree(folder)


def test_a_version_forged_whole_is_found_by_what_was_there_before(team: Team, public: Path, tmp_path: Path):
    """Whoever may write the tree can make one that fits itself; only what was there before proves that it is not."""
    forger = Team.begin(tmp_path / "forger")
    forger.edit("data/roles.yml", "Runs the shop.", "Owns the shop.")
    forger.commit()
    forger.published(FIRST)
    assert run("verify", forger.public, cwd=team.folder).code == 0
    assert run("verify", forger.public, "--since", public, cwd=team.folder).code == 1


def test_what_is_new_is_no_fault(team: Team, public: Path):
    _taken_away(public, SECOND)
    assert run("verify", team.public, "--since", public, cwd=team.folder).code == 0
    (public / "empty").mkdir()
    assert run("verify", team.public, "--since", public / "empty", cwd=team.folder).code == 0
    assert run("verify", f"“Oven”, {FIRST}/s/oven/ ,", "--since", public, cwd=team.folder).code == 2
    assert run("verify", "http://127.0.0.1:9/", "--since", public, cwd=team.folder).code == 5


# The size ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "bytes"), [("1GB", 10**9), ("250 MB", 25 * 10**7), ("1.5gb", 1_500_000_000), ("0", 0), ("70KB", 70_000)]
)
def test_a_limit_is_read_as_people_write_it(text: str, bytes: int):
    assert size.parsed(text) == bytes


@pytest.mark.parametrize("text", ["", "1", "-1GB", "1 GiB", "lots", "1e9B"])
def test_what_is_no_size_is_refused(text: str):
    with pytest.raises(ValueError, match="such as 250MB"):
        size.parsed(text)


def test_a_tree_that_comes_near_the_limit_is_told(tmp_path: Path):
    (tmp_path / "2030-1").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "pack").write_bytes(b"x" * 5000)
    (tmp_path / "2030-1" / "index.html").write_bytes(b"x" * 90)
    (tmp_path / "index.html").write_bytes(b"x" * 610)
    assert size.measured(tmp_path) == size.Size(2, 700)
    assert size.warning(tmp_path, "2030-1", 1001) is None
    assert size.warning(tmp_path, "2030-1", 0) is None
    told = size.warning(tmp_path, "2030-1", 1000)
    assert told is not None
    assert told.startswith("the published tree has 700 B in 2 files, 70 % of 1 KB: about 3 more such versions fit")
    assert "it no longer fits" in str(size.warning(tmp_path, "2030-1", 699))


def test_publishing_warns_of_the_limit(team: Team, public: Path):
    near = f"{size.measured(public).bytes // 800}KB"
    quiet, warned = (team.publish(SECOND, "--limit", limit, public=public) for limit in ("0", near))
    assert (quiet.code, quiet.err) == (0, "")
    assert (warned.code, warned.err.startswith("warning: the published tree has ")) == (0, True), warned.said
    assert team.publish(SECOND, "--limit", "much", public=public).code == 2
