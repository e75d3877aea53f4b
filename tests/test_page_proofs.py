"""Pages that were altered in a published tree by somebody who wrote every list anew: each is told by its words."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from playbook.publish.text.canonical import fingerprint
from playbook.publish.tree import record
from playbook.publish.tree.readers import Folder
from playbook.publish.verify import version_proof
from playbook.publish.verify.page_proofs import pages_proved
from playbook.publish.verify.verdict import Verdict
from playbook.publish.verify.verify import verify
from tests.forger import Forger
from tests.published import FIRST, SECOND, Published

ROLE, DUTY = "role-bakery-head", "role-bakery-head--duty-decide"
CITED = f"{FIRST}/s/{DUTY}/index.html"
SITE = f"{FIRST}/roles/bakery-head/index.html"


@pytest.fixture
def public(published_few: Published, tmp_path: Path) -> Path:
    """A copy of the tree, to be harmed."""
    return shutil.copytree(published_few.public, tmp_path / "public")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _relisted(public: Path) -> None:
    """Write the lists, the records and the log of a tree anew, so that nothing is wrong with them: there is no key."""
    forger = Forger(public)
    forger.records()
    forger.sums()


def _altered(public: Path, name: str, change: Callable[[str], str]) -> None:
    path = public / name
    text = path.read_text(encoding="utf-8")
    assert change(text) != text, "nothing was altered"
    path.write_text(change(text), encoding="utf-8")
    _relisted(public)


def _put(old: str, new: str) -> Callable[[str], str]:
    """Return what puts one text in the place of another, the first time it stands in the content or in its mark."""

    def put(text: str) -> str:
        at = text.index("data-pb-content") - 20
        return text[:at] + text[at:].replace(old, new, 1)

    return put


def _within(pattern: str, by: str) -> Callable[[str], str]:
    """Return what puts something in the place of what a pattern finds first in the content."""

    def put(text: str) -> str:
        at = re.search("data-pb-content[^>]*>", text).end()  # type: ignore[union-attr]
        return text[:at] + re.sub(pattern, by, text[at:], count=1, flags=re.DOTALL)

    return put


def _proved(target: Path | str) -> Verdict:
    return verify(str(target), None, fingerprint)


def _told(verdict: Verdict) -> dict[str, str]:
    return {each.where: each.message for each in verdict.faults}


def test_pages_that_say_what_was_published_are_proved(public: Path):
    _relisted(public)
    assert _proved(public).faults == ()
    assert not [note for note in _proved(public).notes if "not proved" in note]


def test_every_page_marks_its_content(published_twice: Published):
    record = json.loads((published_twice.public / f"releases/{FIRST}/release.json").read_text(encoding="utf-8"))
    pages = {each["page"].partition("#")[0] for each in record["sections"].values()}
    for name in (*(f"{page}index.html" for page in pages), *(f"s/{id}/index.html" for id in record["sections"])):
        page = html.fromstring((published_twice.public / FIRST / name).read_bytes())
        (content,) = page.xpath("//*[@data-pb-content]")
        assert not content.xpath(".//*[@data-pb-standing] | .//noscript"), name


def test_a_word_of_a_cited_page_is_told_with_what_was_published(public: Path):
    _altered(public, CITED, _put(">Decide what the bakery buys", ">Decide what the brewery buys"))
    for target in (public, public / FIRST, f"{public}/{FIRST}/s/{DUTY}/"):
        verdict = _proved(target)
        assert (verdict.code, set(_told(verdict))) == (1, {CITED})
    said, published = (f"what the {each} buys. While there is money." for each in ("brewery", "bakery"))
    assert _told(verdict)[CITED] == f"section `{DUTY}` says “{said}” here, and “{published}” was published"


def test_a_word_of_a_page_of_the_site_is_told_for_each_section_that_holds_it(public: Path):
    _altered(public, SITE, lambda text: text.replace("Decide what the bakery buys", "Decide what the brewery buys"))
    verdict = _proved(public)
    assert (verdict.code, {each.where for each in verdict.faults}) == (1, {SITE})
    named = {re.search("`(.+?)`", each.message)[1] for each in verdict.faults}  # type: ignore[index]
    assert {ROLE, DUTY} <= named
    assert _proved(f"{public}/{FIRST}/s/{DUTY}/").code == 1
    assert _proved(f"{public}/{SECOND}/s/{DUTY}/").code == 0


ALTERED: dict[str, tuple[str, Callable[[str], str]]] = {
    "a link leads elsewhere": (
        f"{FIRST}/s/{ROLE}/index.html",
        _within(r'(<a [^>]*href=")[.][.]/[^"]+', r"\1https://x/"),
    ),
    "a word is struck out": (CITED, _within("(bakery)", r"<del>\1</del>")),
    "two blocks change places": (f"{FIRST}/s/about/index.html", _within("(<p>.*?</p>)(.*?)(<p>.*?</p>)", r"\3\2\1")),
    "a word is hidden": (CITED, _within("(bakery)", r"<span hidden>\1</span>")),
    "words are shown that do not count": (CITED, _within("(buys[.])", r"\1<span data-pb-aside> Not binding.</span>")),
    "the mark is gone": (CITED, _put("data-pb-content", "data-pb-other")),
    "the mark of a page of the site is gone": (SITE, _put("data-pb-content", "data-pb-other")),
    "there are two marks": (CITED, _put('<div class="about"', '<div data-pb-content class="about"')),
    "an id is gone": (SITE, _put('id="duty-decide"', 'id="duty-x"')),
    "an id stands elsewhere": (SITE, _within("(<h1)", r'<p id="duty-decide">Decide</p>\1')),
}


@pytest.mark.parametrize(("name", "change"), ALTERED.values(), ids=ALTERED.keys())
def test_an_alteration_is_told_where_every_list_was_written_anew(public: Path, name: str, change: Callable[[str], str]):
    _altered(public, name, change)
    verdict = _proved(public)
    assert verdict.code == 1
    assert name in _told(verdict)


def test_a_page_that_was_taken_away_is_told(public: Path):
    for name in (CITED, SITE):
        (public / name).unlink()
    _relisted(public)
    told = _told(_proved(public))
    assert {told[CITED], told[SITE]} == {"the page is gone"}


HONEST: dict[str, tuple[str, Callable[[str], str]]] = {
    "a class": (CITED, _put("data-pb-content", 'data-pb-content data-x="1"')),
    "a banner beside the content": (SITE, _put("<div data-pb-content", "<p>Banner</p><div data-pb-content")),
    "bold words": (CITED, _within("(bakery)", r"<b>\1</b>")),
}


@pytest.mark.parametrize(("name", "change"), HONEST.values(), ids=HONEST.keys())
def test_what_no_text_counts_is_told_by_the_lists_alone(public: Path, name: str, change: Callable[[str], str]):
    _altered(public, name, change)
    assert _proved(public).code == 0


def test_of_a_tree_from_before_pages_were_marked_it_is_said_that_they_are_not_proved(public: Path):
    for path in public.rglob("*.html"):
        path.write_bytes(path.read_bytes().replace(b"data-pb-content", b"data-pb-before"))
    told = f"{FIRST}: its pages do not mark their content, so it is not proved that they say what was published"
    older = replace(record.read(public / "releases" / FIRST / "release.json"), log=None)
    (finding,) = pages_proved(older, Folder(public).read)
    assert (finding.told, finding.fault) == (told, False)
    _relisted(public)
    assert [f"{fault.where}: {fault.message}" for fault in _proved(public / FIRST).faults] == [told]
    assert [fault.code for fault in _proved(f"{public}/{FIRST}/s/{DUTY}/").faults] == [1]


def test_a_record_is_not_made_older_than_its_event(public: Path):
    _relisted(public)
    file = public / "releases" / FIRST / "release.json"
    held = json.loads(file.read_text(encoding="utf-8"))
    del held["log"], held["engine"]
    file.write_text(json.dumps({**held, "form": 1}), encoding="utf-8")
    forger = Forger(public)
    first, *others = forger.events()
    forger.log(replace(first, facts={**first.facts, "record": record.sha256(file)}), *others)
    assert any("from before there was a log" in fault.message for fault in _proved(public).faults)


def test_what_was_proved_of_the_same_bytes_is_not_worked_out_again(public: Path, monkeypatch: pytest.MonkeyPatch):
    _relisted(public)  # a tree that no other test has proved
    assert _proved(public).code == 0
    asked: list[str] = []
    monkeypatch.setattr(version_proof, "pages_proved", lambda release, *_: iter(asked.append(release.version) or ()))
    assert _proved(public).code == 0
    assert asked == []
    verify(str(public), fingerprint=fingerprint, depth="anew")
    assert asked == [FIRST, SECOND]
    asked.clear()
    page = public / SITE
    page.write_bytes(page.read_bytes() + b" ")
    assert _proved(public).code == 1
    assert asked == [FIRST]
