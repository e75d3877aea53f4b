"""The page that checks a text compares what a citation says beside its fingerprint as `playbook verify` does."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.published import FIRST, SECOND, Published, served
from tests.test_citation_words import CITED, OTHER, cite, sign
from tests.test_citations import MANGLED

HOLDS = "What the citation says beside its fingerprint is what the record of the version says."
DIFFERS = "The citation does not say what the record of the version says."


@pytest.fixture(scope="module")
def public(published_twice: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree whose second version is signed."""
    folder = tmp_path_factory.mktemp("words")
    public = shutil.copytree(published_twice.public, folder / "public")
    sign(public, folder / "key")
    return public


@pytest.fixture(scope="module")
def root(public: Path) -> Iterator[str]:
    """Where the tree is served."""
    with served(public) as address:
        yield address


@pytest.fixture(scope="module")
def ask(browser: Browser, root: str) -> Iterator[Callable[[str], str]]:
    """Ask the page about a citation, and return what it says of its words; nothing where it says nothing of them."""
    page = browser.new_page()
    page.goto(f"{root}verify/")
    yield lambda cited: _asked(page, cited)
    page.close()


def _asked(page: Page, cited: str) -> str:
    put = "(field, text) => { field.value = text; field.dispatchEvent(new Event('input')); }"
    page.get_by_label("The citation, or its fingerprint").evaluate(put, cited)
    page.get_by_label("The section, if the citation does not name it").fill(f"{SECOND}/s/{CITED}")
    page.evaluate("globalThis.asked = compare()")
    page.evaluate("asked")
    return "\n".join(page.locator("output .words").all_inner_texts())


@pytest.mark.parametrize("style", ["text", "markdown", "html"])
def test_words_that_hold_are_said_to_hold(ask: Callable[[str], str], public: Path, root: str, style: str):
    assert ask(cite(public, root, "--format", style)) == HOLDS
    assert ask(cite(public, root, "--format", style, id=f"{CITED}--duty-decide")) == HOLDS


def test_what_a_way_did_to_a_citation_is_no_other_word(ask: Callable[[str], str], public: Path, root: str):
    cited = cite(public, root)
    said = {name: ask(mangle(cited)) for name, mangle in MANGLED.items()}
    assert {name: each for name, each in said.items() if each not in (HOLDS, "")} == {}
    assert sum(each == HOLDS for each in said.values()) > len(said) * 0.7, said


@pytest.mark.parametrize(("old", "new", "said"), OTHER.values(), ids=OTHER.keys())
@pytest.mark.parametrize("style", ["text", "markdown", "html"])
def test_other_words_beside_the_right_fingerprint_are_told(
    ask: Callable[[str], str], public: Path, root: str, style: str, old: str, new: str, said: str
):
    cited = re.sub("[`]|</?code>", "", cite(public, root, "--format", style))
    told = ask(cited.replace(old, new, 1)).split("\n\n")
    assert told[0].splitlines()[0] == DIFFERS
    assert said in " ".join(told)


def test_words_of_another_wording_claim_nothing(ask: Callable[[str], str], public: Path, root: str):
    fingerprint = re.search("pbc1-sha256:[0-9a-f]{64}", cite(public, root))
    assert fingerprint
    assert ask(f"See the buyer, {root}{SECOND}/s/{CITED}/ , fingerprint {fingerprint[0]}.") == ""
    assert ask(fingerprint[0]) == ""


def test_another_record_and_another_signer_are_told(ask: Callable[[str], str], public: Path, root: str):
    cited = cite(public, root)
    other = re.sub("(?<=record sha256:)[0-9a-f]{8}", "0" * 8, cited)
    assert "It names another record than the one that stands here." in ask(other)
    other = re.sub("(?<=key SHA256:)[A-Za-z0-9+/]{4}", "AAAA", cited)
    assert "It names another key than those that signed the record: SHA256:" in ask(other)
    first = cite(public, root, version=FIRST)
    assert "there is no signature here" in ask(f"{first}, signed with the key SHA256:{'A' * 43}")


def test_another_fingerprint_than_that_of_the_record_is_told(ask: Callable[[str], str], public: Path, root: str):
    cited = cite(public, root)
    assert "It gives another fingerprint than the record." in ask(re.sub("pbc1-sha256:.{4}", "pbc1-sha256:0000", cited))
