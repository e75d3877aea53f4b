"""The ledger of ids: what is entered, what must not go without a word, and what an old citation leads to."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from playbook.loading.load import load
from playbook.markdown.headings import headings
from playbook.model import Entities, Entry
from playbook.problems import PlaybookError, as_text
from playbook.publish.tree.record import Cited
from playbook.publish.tree.register import as_json, forgotten_entries, register_line, register_with, replaced_by
from playbook.source.files import read_text
from playbook.views.register import gone_entries
from tests import golden
from tests.published import committed, git
from tests.support import Ended, few, replace, run, tree

FIRST, SECOND = "2030-1", "2030-2"
LEDGER = "data/register.yml"
RISK_GONE = f"status: withdrawn, removed_in: {SECOND}, reason: The maker promised parts for ever."
RISK = """  old-model:
    name: The model is given up
    cause: The maker makes another one.
    impact: No parts can be had.
    response: Parts for three years lie in the cellar.
    owner: tills-head
    reviewed_at: heads-meet
"""


def _publish(folder: Path, version: str, public: Path) -> Ended:
    committed(folder)
    return run("publish", version, "--to", public, cwd=folder)


def _copy(playbook: Path, folder: Path) -> Path:
    return shutil.copytree(playbook, folder / "copy")


def _cited(id: str, title: str, kind: str = "heading") -> Cited:
    return Cited(id, kind, title, "", "")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small playbook in a git repository, whose ledger knows everything; nothing has been published."""
    folder = few(tmp_path_factory.mktemp("register") / "playbook")
    git(folder, "init", "--quiet")
    done = run("register", cwd=folder)
    assert done.code == 0, done.said
    return committed(folder)


def _without_risk(folder: Path) -> None:
    """Take a risk and a heading out of a playbook, and begin its next version."""
    replace(folder / "data/risks.yml", RISK, "")
    replace(folder / "docs/risks.md", '; next comes that {{ risk("old-model") }}', "")
    replace(folder / "docs/risks.md", "{: #of-one-risks }", "{: #of-someone }")
    replace(folder / "data/playbook.yml", f'version: "{FIRST}"', f'version: "{SECOND}"')


def _explain(folder: Path) -> None:
    """Write in the ledger what became of them."""
    replace(folder / LEDGER, "title: The model is given up, ", f"title: The model is given up, {RISK_GONE}, ")
    heading = "of-one-risks: {kind: heading, title: "
    gone = (
        f"status: superseded, removed_in: {SECOND}, reason: It asks for more now., approved_by: The head of the bakery"
    )
    replace(folder / LEDGER, heading, heading.replace("title", f"{gone}, replaced_by: of-someone, title"))


@pytest.fixture(scope="module")
def published(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree after two versions, the second without a risk and a heading; beside it, the playbook."""
    folder = _copy(begun, tmp_path_factory.mktemp("published"))
    public = folder.parent / "public"
    done = _publish(folder, FIRST, public)
    assert done.code == 0, done.said
    _without_risk(folder)
    _explain(folder)
    done = run("register", cwd=folder)
    assert (done.code, done.out) == (0, f"1 new in {LEDGER}\n"), done.said
    done = _publish(folder, SECOND, public)
    assert done.code == 0, done.said
    return public


def test_the_first_run_enters_everything_and_the_second_nothing(tmp_path: Path):
    playbook = few(tmp_path)
    path = playbook / LEDGER
    before = path.read_bytes()
    asked = run("register", "--check", cwd=playbook)
    assert (asked.code, path.read_bytes()) == (1, before)
    assert "role-cashier (Cashier)" in asked.out.splitlines()
    done = run("register", cwd=playbook)
    assert done.code == 0, done.said
    after = path.read_bytes()
    assert after.startswith(before), "what stood there stands there still, comments included"
    number = int(done.out.split()[0])
    assert asked.out.splitlines()[-1] == done.out.strip() == f"{number} new in {LEDGER}"
    ledger = load(playbook / "data").or_raise().ledger
    assert len(ledger) == number + 4 == after.decode().count("\n") - before.decode().count("\n") - 1 + 4
    cashier = ledger["role-cashier"]
    assert (cashier.kind, cashier.title, cashier.introduced, cashier.status) == ("role", "Cashier", FIRST, "active")
    assert run("register", "--check", cwd=playbook).code == 0
    again = run("register", cwd=playbook)
    assert (again.code, again.out) == (0, f"nothing is new to {LEDGER}\n")
    assert path.read_bytes() == after


def test_a_ledger_is_begun_where_there_is_none(tmp_path: Path):
    playbook = few(tmp_path)
    (playbook / LEDGER).unlink()
    assert run("check", cwd=playbook).code == 0
    assert run("register", cwd=playbook).code == 0
    text = (playbook / LEDGER).read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=.schema/register.json\n# The ledger of ids.")
    assert run("check", cwd=playbook).code == 0


def test_a_ledger_in_a_folder_gets_a_file_for_each_version(tmp_path: Path):
    playbook = few(tmp_path)
    (playbook / "data/register").mkdir()
    old = (playbook / LEDGER).rename(playbook / "data/register/older.yml")
    before = old.read_bytes()
    done = run("register", cwd=playbook)
    assert done.out.endswith(f" new in data/register/{FIRST}.yml\n")
    assert old.read_bytes() == before
    begun = (playbook / f"data/register/{FIRST}.yml").read_text(encoding="utf-8")
    assert begun.startswith("# yaml-language-server: $schema=../.schema/register.json\n")
    assert run("register", "--check", cwd=playbook).code == 0


def test_a_playbook_that_cannot_be_built_is_told_and_nothing_is_entered(tmp_path: Path):
    playbook = few(tmp_path)
    replace(playbook / "data/risks.yml", "owner: cashier", "owner: cashire")
    before = (playbook / LEDGER).read_bytes()
    done = run("register", cwd=playbook)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("data/risks.yml:11:12: error: there is no role `cashire` [dangling-ref]")
    assert (playbook / LEDGER).read_bytes() == before


def test_what_has_gone_without_a_word_is_told_at_its_line(begun: Path, tmp_path: Path):
    playbook = _copy(begun, tmp_path)
    _without_risk(playbook)
    lines = (playbook / LEDGER).read_text(encoding="utf-8").split("\n")
    wanted = [
        f"{LEDGER}:{number}:3: error: `{id}` is gone, and contracts may cite it [register-id-gone]"
        for number, text in enumerate(lines, 1)
        if (id := text.strip().split(":")[0]) in ("risk-old-model", "of-one-risks")
    ]
    assert len(wanted) == 2
    for command in (["check"], ["build"], ["register"]):
        done = run(*command, cwd=playbook)
        assert done.code == 1
        told = done.said.splitlines()
        assert [head for head in told if ": error:" in head] == wanted
        hints = [hint for hint in told if hint.startswith("    hint: ")]
        assert all(f"`removed_in: {SECOND}`, `reason` and `approved_by`" in hint for hint in hints)
    _explain(playbook)
    assert run("check", cwd=playbook).code == 0


def test_what_was_inside_an_entity_goes_with_it(tmp_path: Path):
    entries = {
        "role-baker": {"kind": "role", "title": "Baker", "introduced": "2025-1"},
        "role-baker--duty-bake": {"kind": "duty", "title": "Bakes.", "introduced": "2025-1"},
    }
    problems = golden.checked(tmp_path / "a", {"register": {"ledger": entries}})
    assert [problem.entity for problem in problems] == ["role-baker"]
    entries["role-baker"] |= {"status": "withdrawn", "removed_in": "2026-1", "reason": "No oven."}
    assert as_text(golden.checked(tmp_path / "b", {"register": {"ledger": entries}})) == ""


def test_what_a_page_no_longer_shows_is_told_by_the_build(begun: Path, tmp_path: Path):
    """Markdown may hold what no page shows: only who builds them can tell."""
    playbook = _copy(begun, tmp_path)
    heading = "## Of one role, forum or service {: #of-one-risks }"
    replace(playbook / "docs/risks.md", heading, f"{{% if 1 > 2 %}}\n{heading}\n{{% endif %}}")
    assert run("check", cwd=playbook).code == 0
    done = run("register", cwd=playbook)
    assert (done.code, done.out) == (1, f"nothing is new to {LEDGER}\n")
    assert re.match(
        rf"{LEDGER}:\d+:3: error: `of-one-risks` is gone, and contracts may cite it \[register\]\n", done.err
    )
    refused = _publish(playbook, FIRST, tmp_path / "public")
    assert (refused.code, refused.err.splitlines()[:2]) == (1, done.err.splitlines()[:2])
    assert refused.err.endswith("\n1 error: nothing was published, because of the error\n")
    assert not (tmp_path / "public" / "releases").exists()


def test_an_id_is_never_used_again(published: Path, tmp_path: Path):
    playbook = _copy(published.parent / "copy", tmp_path)
    replace(playbook / "docs/risks.md", "{: #of-someone }", "{: #of-one-risks }")
    replace(playbook / LEDGER, "of-someone: {kind", "of-nobody: {status: withdrawn, removed_in: x, reason: So., kind")
    replace(playbook / LEDGER, "replaced_by: of-someone", "replaced_by: role-cashier")
    done = run("check", cwd=playbook)
    assert done.code == 1
    assert "error: `of-one-risks` went in `2030-2`, and here it is again [register-id-reused]" in done.out
    assert "    hint: give the new one an id of its own" in done.out


def _page(path: Path) -> str:
    return " ".join(re.sub("<[^>]*>", " ", path.read_text(encoding="utf-8").partition("<body")[2]).split())


def test_the_page_of_what_went_tells_why_and_where_to_go(published: Path):
    said = _page(published / "s/of-one-risks/index.html")
    assert "Of one role, forum or service of-one-risks No longer there since version 2030-2 What became of it" in said
    for told in ("It asks for more now.", "The head of the bakery", "Where to go now", "said last, in version 2030-1"):
        assert told in said
    html = (published / "s/of-one-risks/index.html").read_text(encoding="utf-8")
    for address in re.findall(r'href="([^":]+)"', html):
        assert (published / "s/of-one-risks" / address / "index.html").resolve().is_file(), address
    assert 'href="../of-someone/"' in html
    assert (published / FIRST / "s/of-one-risks/text.txt").read_text(encoding="utf-8").split("\n")[0][3:] in said
    said = _page(published / "s/risk-old-model/index.html")
    assert "Withdrawn: nothing took its place." in said
    assert "Who approved it Nothing was written down." in said
    assert "No longer there" not in _page(published / "s/role-cashier/index.html")


def test_the_current_address_of_what_went_leads_to_that_page(published: Path):
    html = (published / "current/s/risk-old-model/index.html").read_text(encoding="utf-8")
    leads = re.search(rf'<a href="([^"]+)">{SECOND}</a>', html)
    assert leads
    assert (published / "current/s/risk-old-model" / leads[1]).resolve() == (published / "s/risk-old-model").resolve()
    assert f"../../../{FIRST}/s/risk-old-model/" in html
    stays = (published / "current/s/role-cashier/index.html").read_text(encoding="utf-8")
    assert f"../../../{SECOND}/s/role-cashier/" in stays


def test_the_site_lists_what_went(published: Path):
    said = _page(published / SECOND / "about/index.html")
    assert "The model is given up risk-old-model" in said
    assert "The maker promised parts for ever." in said


def test_each_version_keeps_its_ledger_and_the_record_proves_it(published: Path, tmp_path: Path):
    for version, status in ((FIRST, "active"), (SECOND, "withdrawn")):
        held = json.loads((published / "releases" / version / "register.json").read_text(encoding="utf-8"))
        assert (held["form"], held["ledger"]["risk-old-model"]["status"]) == (1, status)
        command = ["sha256sum", "--check", "--quiet", f"releases/{version}/SHA256SUMS"]
        assert subprocess.run(command, cwd=published, capture_output=True).returncode == 0
    assert run("verify", published, cwd=tmp_path).code == 0
    harmed = shutil.copytree(published, tmp_path / "harmed")
    name = f"releases/{FIRST}/register.json"
    replace(harmed / name, '"title": "The model is given up"', '"title": "The model was given up"')
    done = run("verify", harmed, cwd=tmp_path)
    assert (done.code, name in done.out) == (1, True)


def test_a_version_published_twice_is_left_alone(published: Path):
    before = tree(published)
    assert _again(published.parent / "copy", published).code == 0
    assert tree(published) == before


def _again(playbook: Path, public: Path) -> Ended:
    return run("publish", SECOND, "--to", public, cwd=playbook)


def _third(published: Path, folder: Path) -> tuple[Path, Path]:
    """Return a copy of the playbook and of the tree, at the beginning of the third version."""
    playbook = _copy(published.parent / "copy", folder)
    replace(playbook / "data/playbook.yml", f'version: "{SECOND}"', 'version: "2030-3"')
    return playbook, shutil.copytree(published, folder / "public")


REWRITTEN = [
    ("  of-someone: {", "  # {", "the ledger lacks `of-someone`, which `2030-2` was published with [register]"),
    (
        "title: Cashier, ",
        "title: Clerk, ",
        "`title` of `role-cashier` was `Cashier` when `2030-2` was published [register]",
    ),
    (
        f"title: The model is given up, {RISK_GONE}",
        "title: The model is given up",
        "`risk-old-model` had gone when `2030-2` was published [register]",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), REWRITTEN)
def test_a_ledger_that_was_rewritten_is_refused(published: Path, tmp_path: Path, old: str, new: str, said: str):
    playbook, public = _third(published, tmp_path)
    replace(playbook / LEDGER, old, new)
    if "of-someone" in old:
        replace(playbook / LEDGER, "replaced_by: of-someone", "replaced_by: role-cashier")
    if "model" in old:
        replace(playbook / "data/risks.yml", "risks:\n", f"risks:\n{RISK}")
    before = tree(public)
    committed(playbook)
    since = public / FIRST  # compared with an edition that knew less, the ledger is held against the last one still
    done = run("publish", "2030-3", "--to", public, "--since", since, cwd=playbook)
    assert done.code == 1
    assert f"error: {said}" in done.err
    assert done.err.startswith(f"{LEDGER}:")
    assert tree(public) == before


def test_a_check_tells_of_a_line_that_the_ledger_has_lost(published: Path, tmp_path: Path):
    playbook, public = _third(published, tmp_path)
    replace(playbook / LEDGER, "  at-the-till: {", "  # {")
    replace(playbook / LEDGER, "replaced_by: at-the-till", "replaced_by: role-cashier")
    replace(playbook / "mkdocs.yml", "  - playbook\n", f"  - playbook:\n      since: {public / '2030-2'}\n")
    done = run("check", cwd=playbook)
    assert done.code == 1
    said = "error: the line of `at-the-till` is gone, which stands in the ledger of `2030-2` [register-entry-gone]"
    assert f"{LEDGER}:1:1: {said}" in done.out


def test_a_version_of_which_the_ledger_lacks_an_id_is_refused(published: Path, tmp_path: Path):
    playbook, public = _third(published, tmp_path)
    replace(
        playbook / "docs/about.md", "## What changed {", "## What came {: #what-came }\n\nIt came.\n\n## What changed {"
    )
    done = _publish(playbook, "2030-3", public)
    assert done.code == 1
    assert done.err.splitlines() == [
        f"{LEDGER}:1:1: error: the ledger lacks 1 id of this edition: `what-came` [register]",
        "    hint: run `playbook register`, and commit what it writes",
        "1 error: nothing was published, because of the error",
    ]
    assert run("register", cwd=playbook).code == 0
    done = _publish(playbook, "2030-3", public)
    assert done.code == 0, done.said


def test_a_first_version_needs_no_ledger_and_the_next_one_does(tmp_path: Path):
    playbook, public = few(tmp_path / "playbook"), tmp_path / "public"
    git(playbook, "init", "--quiet")
    (playbook / LEDGER).unlink()
    assert _publish(playbook, FIRST, public).code == 0
    assert json.loads((public / "releases" / FIRST / "register.json").read_text(encoding="utf-8"))["ledger"] == {}
    replace(playbook / "data/playbook.yml", f'version: "{FIRST}"', f'version: "{SECOND}"')
    done = _publish(playbook, SECOND, public)
    assert done.code == 1
    assert "hint: run `playbook register`, and commit what it writes" in done.err


TITLES = (
    "Plain",
    "true",
    "a: b # c",
    "[x, y]",
    "{z}",
    'It\'s “so” "it"',
    "100 %",
    "- x",
    "¿qué?",
    "نص",
    "a\u200bb",
    "\x1f",
)


@pytest.mark.parametrize("title", TITLES)
def test_any_title_is_written_so_that_it_is_read_again(title: str):
    text = register_with("", [_cited("x", title)], "2026.1", "register.yml", "x.json")
    (held,) = read_text(text, "register.yml").values["ledger"].values()
    entry = Entry.model_validate({"\0id": "x", **held})
    kept = " ".join("".join(each if each.isprintable() else " " for each in title).split())
    assert (entry.title, entry.introduced) == (kept or "x", "2026.1")
    assert text.endswith(f"\n  {register_line(_cited('x', title), '2026.1')}\n")


OLD = "# ours\nledger:\n    one: {kind: heading, title: One, introduced: 2026-1} # the first\n    # the last"


@pytest.mark.parametrize("ending", ["", "\n", "\n\n"])
@pytest.mark.parametrize("feed", ["\n", "\r\n"])
def test_every_old_line_stays_as_it_was(ending: str, feed: str):
    old = (OLD + ending).replace("\n", feed)
    text = register_with(old, [_cited("two", "Two")], "2026-2", "register.yml", "x.json")
    added = text.removeprefix(old)
    assert added != text
    assert added.lstrip("\r\n") == f"    # 2026-2{feed}    two: {{kind: heading, title: Two, introduced: 2026-2}}{feed}"
    assert list(read_text(text, "register.yml").values["ledger"]) == ["one", "two"]


@pytest.mark.parametrize("old", ["ledger: {}\n", "ledger: {one: {kind: a, title: A, introduced: b}}\n", "x: [\n"])
def test_what_cannot_be_appended_to_is_told(old: str):
    with pytest.raises(PlaybookError, match="new entries cannot be written at the end") as caught:
        register_with(old, [_cited("two", "Two")], "2026-2", "data/register.yml", "x.json")
    assert str(caught.value).startswith("data/register.yml:")
    with pytest.raises(PlaybookError, match=r"`\.\./x` cannot be cited"):
        register_with("", [_cited("../x", "X")], "2026-2", "data/register.yml", "x.json")


def test_a_ledger_forgets_nothing_and_says_the_same_every_time():
    values = {"kind": "heading", "title": "One", "introduced": "2026-1"}
    ledger = Entities({"one": Entry.model_validate({"\0id": "one", **values})})
    held = json.loads(as_json(ledger))["ledger"]
    assert held == {"one": {**values, "status": "active"}}
    assert list(forgotten_entries(held, ledger, "2026-1", "f")) == []
    lost = {f"x{number}": values for number in range(25)}
    told = [problem.message for problem in forgotten_entries(lost, ledger, "2026-1", "f")]
    assert len(told) == 21
    assert told[-1] == "the ledger lacks 5 more ids that `2026-1` was published with"


ONE = {"kind": "heading", "title": "One", "introduced": "2025-1"}
LEFT = {"removed_in": "2026-1", "reason": "So."}
MISWRITTEN: list[tuple[dict[str, Any], str, str]] = [
    ({"reason": "So."}, "`reason` is for an id that has gone, and this one is active", "`status: withdrawn`"),
    ({"status": "withdrawn", "reason": "So."}, "an id that is withdrawn needs `removed_in`", "removed_in: 2026-2"),
    ({"status": "withdrawn", "removed_in": "2026-1"}, "an id that is withdrawn needs `reason`", "in a sentence"),
    ({"status": "superseded", **LEFT}, "an id that is superseded needs `replaced_by`", "the id to turn to"),
    ({"status": "moved", **LEFT}, "an id that is moved needs `replaced_by`", "the id to turn to"),
    ({"status": "withdrawn", **LEFT, "replaced_by": "two"}, "`replaced_by` is for an id", "status: superseded"),
    ({"status": "gone", **LEFT}, "`status` cannot be `gone`", "write one of active, moved, superseded, withdrawn"),
    ({"introduced": "../x"}, "`introduced`: the name of a version is expected", "such as x"),
    ({"status": "moved", **LEFT, "replaced_by": "a b"}, "`replaced_by`: the id of a section", "role-contract-manager"),
    ({"status": "moved", **LEFT, "replaced_by": ["a", "b c"]}, "the id of a section", "role-contract-manager"),
    ({"status": "moved", **LEFT, "replaced_by": []}, "`replaced_by`: a list of ids is empty", "as citations give them"),
    ({"status": "moved", **LEFT, "replaced_by": ["a", "a"]}, "`a` stands there twice", "delete one"),
    ({"because": "So."}, "`because` is not a key that belongs here", "known here: "),
]


@pytest.mark.parametrize(("more", "said", "hint"), MISWRITTEN)
def test_an_entry_that_says_too_little_or_too_much_is_told(more: dict[str, Any], said: str, hint: str, tmp_path: Path):
    loaded = golden.loaded(tmp_path, {"register": {"ledger": {"one": ONE | more}}})
    (problem,) = loaded.problems
    assert said in problem.message
    assert hint in problem.hint
    assert (problem.place.file, problem.place.line >= 2, problem.entity) == ("data/register.yml", True, "one")


def test_what_went_last_is_listed_first_with_what_to_turn_to(tmp_path: Path):
    gone = {"status": "superseded", "reason": "So."}
    entries = {
        "a": ONE | gone | {"removed_in": "2025-9", "replaced_by": "role-client-lead"},
        "b": ONE | gone | {"removed_in": "2025-10", "replaced_by": ["c", "role-client-head"]},
        "c": ONE | {"title": "See", "status": "withdrawn", "reason": "So.", "removed_in": "2026-1"},
    }
    listed = gone_entries(golden.loaded(tmp_path, {"register": {"ledger": entries}}).or_raise())
    told = [(each.entry.id, [(id, instead.kind) for id, instead in each.instead]) for each in listed]
    into = [("c", ""), ("role-client-head", "role")]
    assert told == [("c", []), ("b", into), ("a", [("role-client-lead", "role")])]
    assert listed[1].instead[0][1].text == "See"


def test_an_id_that_became_several_is_kept_in_a_newer_form():
    gone = ONE | LEFT | {"status": "superseded"}
    for several, form, held in (("b", 1, "b"), (["b"], 1, "b"), (["b", "c"], 2, ["b", "c"])):
        ledger = Entities({"a": Entry.model_validate({"\0id": "a", **gone, "replaced_by": several})})
        read = json.loads(as_json(ledger))
        assert (read["form"], read["ledger"]["a"]["replaced_by"]) == (form, held)
        assert replaced_by(read["ledger"]["a"]) == (tuple(held) if form == 2 else (held,))
        assert list(forgotten_entries(read["ledger"], ledger, "2026-1", "f")) == []


def test_one_thing_that_was_split_in_two_leads_to_both(published: Path, tmp_path: Path):
    playbook, public = _third(published, tmp_path)
    replace(playbook / "docs/risks.md", "{: #of-someone }", "{: #of-all }")
    went = "status: superseded, removed_in: 2030-3, reason: It grew., replaced_by: [role-cashier, of-all]"
    replace(playbook / LEDGER, "of-someone: {", f"of-someone: {{{went}, ")
    assert run("register", cwd=playbook).code == 0
    done = _publish(playbook, "2030-3", public)
    assert done.code == 0, done.said
    page = public / "s/of-someone/index.html"
    assert "Superseded: several texts took its place." in _page(page)
    html = page.read_text(encoding="utf-8")
    both = '<a href="../role-cashier/">Cashier</a> <code>role-cashier</code><br><a href="../of-all/">'
    assert both in html
    listed = (public / "2030-3/about/index.html").read_text(encoding="utf-8")
    assert "<code>role-cashier</code><br>Of one role, forum or service <code>of-all</code>" in listed
    done = run("cite", "of-someone", "--from", public, "--version", "2030-3", cwd=tmp_path)
    assert (done.code, done.err.splitlines()) == (
        4,
        [
            "version `2030-3` has no section `of-someone`",
            "    hint: it went in `2030-3`: turn to `role-cashier` and `of-all`",
        ],
    )
    assert run("verify", public, cwd=tmp_path).code == 0
    replace(playbook / LEDGER, "[role-cashier, of-all]", "[role-cashier, of-al]")
    done = run("check", cwd=playbook)
    assert (done.code, "error: there is no section `of-al` [register-replaced-by-nothing]" in done.out) == (1, True)


@pytest.mark.parametrize(
    "lines", ["```a\n", "~~~\n```\n", "<pre\n", "<!--\n{#\n", "    # x\n", "# {: {{ {{\n", "x\n=\n"]
)
def test_a_page_of_nothing_but_beginnings_is_read_in_no_time(lines: str):
    begin = time.process_time()
    headings(lines * (200_000 // len(lines)), "docs/x.md")
    assert time.process_time() - begin < 5


def test_a_heading_is_proposed_the_id_that_links_to_it_use_already():
    (heading,) = headings("## Who decides, é la carte — {{ x }}?", "docs/x.md")
    assert heading.proposed == "who-decides-e-la-carte"
