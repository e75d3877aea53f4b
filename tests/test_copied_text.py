"""Texts that somebody copied: whatever their way did to them is named and undone, and no other text passes for one."""

from __future__ import annotations

import shutil
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.publish.text import copied_text
from playbook.publish.text.canonical import fingerprint
from tests.published import SECOND
from tests.support import Ended, run

TEXT = r"""\h Fees and credits
\p The client pays £1,000 – “on time”, it says – for \a[service-desk]{the desk's work}, in the offices of Łódź, à Paris.
\table
\tr
\th Level
\td 99.5 % – fine…
\/table
\pre ficus:
\br     due: "3 days"
\p Ends here.
"""
PLAIN = '\\h Ends\n\\p It\'s 3 - 5 "days" & more... of final offices\n'
Change = Callable[[str], str | bytes]


def misread(encoding: str) -> Change:
    """Return what makes of a text what a browser shows that reads it in an encoding; bytes it lacks are controls."""

    def read(text: str) -> str:
        return "".join(bytes([byte]).decode(encoding, "replace").replace("\ufffd", chr(byte)) for byte in text.encode())

    return read


UNDONE: dict[str, tuple[Change, tuple[str, ...]]] = {
    "windows-1252": (misread("cp1252"), ("decoded",)),
    "latin-1": (misread("latin-1"), ("decoded",)),
    "a Mac of long ago": (misread("mac_roman"), ("decoded",)),
    "a console": (misread("cp850"), ("decoded",)),
    "twice": (lambda text: misread("cp1252")(str(misread("cp1252")(text))), ("decoded",)),
    "with spaces for its no-break spaces": (
        lambda text: str(misread("cp1252")(text)).replace("\xa0", " "),
        ("decoded",),
    ),
    "saved in windows-1250": (lambda text: text.replace("à", "á").replace("£", "$").encode("cp1250"), ("decoded",)),
    "UTF-16": (lambda text: text.encode("utf-16"), ("decoded",)),
    "a byte order mark": (lambda text: b"\xef\xbb\xbf" + text.encode(), ("mark",)),
    "misread with its mark and its ends": (
        lambda text: str(misread("cp1252")("\ufeff" + text.replace("\n", "\r\n"))),
        ("decoded", "mark", "ends"),
    ),
    "Windows": (lambda text: text.replace("\n", "\r\n"), ("ends",)),
    "the last end": (lambda text: text.rstrip("\n"), ("ends",)),
    "no-break spaces": (lambda text: text.replace(" ", "\xa0"), ("spaces",)),
    "tabs": (lambda text: text.replace("p The", "p\tThe"), ("spaces",)),
    "two spaces": (lambda text: text.replace("here", " here"), ("spaces",)),
    "spaces at the ends": (lambda text: text.replace("\n", "  \n"), ("spaces",)),
    "soft hyphens": (lambda text: text.replace("offices", "of\xadfices\u200b"), ("unseen",)),
    "accents apart": (lambda text: unicodedata.normalize("NFD", text), ("accents",)),
    "empty lines": (lambda text: text.replace("\n", "\n\n"), ("ends", "lines")),
    "a mail": (lambda text: "".join(f"> {line}\n" for line in text.splitlines()), ("quoted",)),
    "broken lines": (
        lambda text: "".join(f"{line}\n" for each in text.splitlines() for line in wrapped(each)),
        ("lines",),
    ),
    "joined letters": (lambda text: text.replace("fi", "ﬁ"), ("ligatures",)),
}


def wrapped(line: str) -> list[str]:
    return [line] if line.startswith(("\\pre", "\\br")) else textwrap.wrap(line, 40, break_on_hyphens=False)


@pytest.mark.parametrize("case", UNDONE)
def test_what_copying_did_is_named_and_undone(case: str):
    change, ways = UNDONE[case]
    text = TEXT.replace("à", "á").replace("£", "$") if case == "saved in windows-1250" else TEXT
    assert change(text) != text
    assert copied_text.restored(change(text), text.__eq__) == (ways, text)
    assert set(ways) <= copied_text.WAYS.keys()


@pytest.mark.parametrize(
    ("change", "ways"),
    [
        (lambda text: text.replace("'", "’"), ("quotes",)),
        (lambda text: text.replace('"days"', "“days”").replace("...", "…"), ("quotes", "dots")),
        (lambda text: text.replace("-", "–"), ("dashes",)),
        (lambda text: text.replace("&", "&amp;").replace('"', "&quot;"), ("references",)),
    ],
)
def test_what_a_word_processor_did_is_tried(change: Change, ways: tuple[str, ...]):
    assert copied_text.restored(change(PLAIN), PLAIN.__eq__) == (ways, PLAIN)


def test_an_exact_text_needs_nothing_and_another_text_gets_nothing():
    assert copied_text.restored(TEXT.encode(), TEXT.__eq__) == ((), TEXT)
    for other in (
        TEXT.replace("1,000", "2,000"),
        TEXT.replace("\\p The", "\\li The"),
        TEXT.replace("    due", "  due"),
    ):
        assert copied_text.restored(other, TEXT.__eq__) is None
    assert "letters were lost" in copied_text.broken(TEXT.encode("ascii", "replace").replace(b"?", "\ufffd".encode()))
    assert "another encoding" in copied_text.broken("\\p it says â€x on time")
    assert "backslash" in copied_text.broken("Fees and credits")
    assert copied_text.broken(str(misread("cp1252")(TEXT.replace("client", "supplier")))) == ""


def test_every_published_text_is_what_it_is_when_everything_is_put_right(published_twice):
    texts = [path.read_bytes() for path in published_twice.public.glob("*/s/*/text.txt")]
    assert len(texts) > 100
    assert [text for text in texts if copied_text.lines_of(text) != text.decode().splitlines()] == []


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str):
    for content in (text, text.encode("utf-8", "replace"), text.encode("utf-16", "replace")):
        assert copied_text.restored(content, lambda _: False) is None
        copied_text.broken(content)


# The command


@pytest.fixture
def section(published_twice) -> Path:
    return published_twice.public / "2030-2" / "s" / "role-bakery-head"


def _asked(section: Path, target: str | Path, copy: Path) -> Ended:
    return run("verify", target, "--text", copy, cwd=section)


def test_a_copied_text_is_held_against_a_citation_a_fingerprint_or_a_tree(section: Path, tmp_path: Path):
    public, text, copy = section.parents[2], (section / "text.txt").read_text(encoding="utf-8"), tmp_path / "copy.txt"
    cited = run("cite", section.name, "--version", SECOND, "--from", public, cwd=public).out
    for target in (cited, fingerprint(text), public):
        copy.write_text(str(misread("cp1252")(text.replace("\n", "\r\n"))), encoding="utf-8", newline="")
        done = _asked(section, target, copy)
        assert (done.code, done.err) == (0, ""), done.said
        ways = "the ends of its lines were changed"
        if not text.isascii():
            assert "it was decoded wrongly on the way; put right, it matches" in done.out
        assert ways in done.out
        copy.write_text(text.replace("bakery", "brewery", 1), encoding="utf-8")
        done = _asked(section, target, copy)
        assert (done.code, "it is not the one that is cited" in done.out) == (1, True), done.said
    first = next(line for line in text.splitlines() if "bakery" in line)
    assert f"says: {first}"[:80] in _asked(section, cited.replace(" ./", f" {public}/"), copy).out
    copy.write_bytes(text.encode("ascii", "replace"))
    if not text.isascii():
        done = _asked(section, cited.replace(" ./", f" {public}/"), copy)
        assert (done.code, "letters beyond ASCII were lost" in done.out) == (2, True), done.said
    copy.write_text("Head of the bakery\ufffd", encoding="utf-8")
    done = _asked(section, cited, copy)
    assert (done.code, "text.txt" in done.out) == (2, True), done.said
    assert _asked(section, "nothing", copy).code == 2


def test_a_tree_whose_files_a_transfer_changed_is_told_so(published_twice, tmp_path: Path):
    """As FTP does in its mode for texts, and git where it is told to."""
    public = shutil.copytree(published_twice.public, tmp_path / "public")
    text = public / "2030-2" / "s" / "role-bakery-head" / "text.txt"
    text.write_bytes(text.read_bytes().replace(b"\n", b"\r\n"))
    done = run("verify", public, cwd=tmp_path)
    assert done.code == 1
    assert "its text is the published one: the ends of its lines were changed" in done.out
