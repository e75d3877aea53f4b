"""Citations as people paste them: from word processors, mails and pages, however they were mangled."""

from __future__ import annotations

import quopri
import re
import textwrap
from collections.abc import Callable
from urllib.parse import quote

import pytest

from playbook.publish.verify.citations import MOST, PastedCitation, Unreadable, citations

ROOT, VERSION, ID = "https://playbook.example.org/gov/", "2030-2", "role-bakery-head--duty-decide"
ADDRESS = f"{ROOT}{VERSION}/s/{ID}/"
DIGITS = "0123456789abcdef" * 4
FINGERPRINT = f"pbc1-sha256:{DIGITS}"
WORDS = (
    f"“Decide” (section {ID}), Small playbook, version {VERSION}, in force from 2030-01-01: {ADDRESS} , "
    f"fingerprint {FINGERPRINT}"
)
CITED = PastedCitation(ROOT, VERSION, ID, FINGERPRINT)


def _cut(text: str, width: int, before: str = "") -> str:
    return f"\n{before}".join(text[at : at + width] for at in range(0, len(text), width))


SAFE_LINK = f"https://eur01.safelinks.protection.outlook.com/?url={quote(ADDRESS, safe='')}&data=05%7C02"

MANGLED: dict[str, Callable[[str], str]] = {
    "as it was": str,
    "no-break spaces": lambda text: text.replace(" ", "\xa0"),
    "no-break hyphens": lambda text: text.replace("-", "\u2011"),
    "soft hyphens": "\xad".join,
    "zero-width spaces": lambda text: re.sub("([/-])", "\\1\u200b", text),
    "two hyphens made a dash": lambda text: text.replace("--", "—"),
    "hyphens made dashes": lambda text: text.replace("--", "—").replace("-", "–"),
    "marks of direction": lambda text: text.replace(ADDRESS, f"\u2066\u2068{ADDRESS}\u2069"),
    "lines of 72": lambda text: textwrap.fill(text, 72),
    "lines of 40": lambda text: textwrap.fill(text, 40),
    "lines cut anywhere": lambda text: _cut(text, 60),
    "lines cut anywhere, in an answer": lambda text: _cut(text, 60, "> "),
    "lines cut anywhere, in an answer to an answer": lambda text: _cut(text, 33, ">> "),
    "lines cut at 50, as in DOS": lambda text: _cut(text, 50).replace("\n", "\r\n"),
    "lines cut at signs": lambda text: re.sub("([-/])", "\\1\n", text),
    "lines cut at signs and joined by spaces": lambda text: re.sub("([-/])", "\\1 ", text),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()).decode(),
    "as HTML": lambda text: text.replace(ADDRESS, f'<a href="{ADDRESS}">{ADDRESS}</a>'),
    "as characters of HTML": lambda text: text.replace("-", "&#8209;").replace(" ", "&nbsp;"),
    "in curly quotation marks": lambda text: text.replace(ADDRESS, f"“{ADDRESS}”"),
    "in pointed brackets": lambda text: text.replace(ADDRESS, f"<{ADDRESS}>"),
    "in round brackets": lambda text: text.replace(ADDRESS, f"({ADDRESS})"),
    "address and link": lambda text: text.replace(ADDRESS, f"{ADDRESS}<{ADDRESS}>"),
    "comma at once": lambda text: text.replace(f"{ADDRESS} ,", f"{ADDRESS},"),
    "no slash at the end": lambda text: text.replace(ADDRESS, ADDRESS[:-1]),
    "name of the file": lambda text: text.replace(ADDRESS, f"{ADDRESS}index.html"),
    "capitals": lambda text: text.replace(FINGERPRINT, FINGERPRINT.upper()),
    "a gateway in between": lambda text: text.replace(ADDRESS, SAFE_LINK),
}


@pytest.mark.parametrize("mangle", MANGLED.values(), ids=MANGLED.keys())
def test_a_citation_is_read_whatever_it_met_on_its_way(mangle: Callable[[str], str]):
    assert citations(mangle(WORDS)) == (CITED,)


def test_an_address_alone_is_read():
    for end in ("", "/", "/index.html", "/text.txt"):
        assert citations(f"public/{VERSION}/s/{ID}{end}") == (PastedCitation("public/", VERSION, ID, None),)


@pytest.mark.parametrize(
    "text",
    ["", "public", ROOT, f"{ROOT}{VERSION}/", f"{ROOT}s/{ID}/", f"http://127.0.0.1:8000/s/{ID}/", "http://8/s/a/"],
)
def test_what_cites_nothing_is_no_citation(text: str):
    assert citations(text) == ()


def test_each_fingerprint_belongs_to_the_address_before_it():
    other = WORDS.replace(VERSION, "2030-1").replace("0123", "3210")
    found = citations(f"{WORDS}\n\nand\n\n{other}")
    assert [(each.version, each.fingerprint) for each in found] == [
        (VERSION, FINGERPRINT),
        ("2030-1", FINGERPRINT.replace("0123", "3210")),
    ]
    assert citations(f"{FINGERPRINT} of {ADDRESS}") == (CITED,)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (WORDS[:-1], "not whole"),
        (f"{WORDS}a", "not whole"),
        (f"{WORDS[:-1]}g", "not whole"),
        (f"pbc1\u2011sha256:12 {ADDRESS}", "not whole"),
        (FINGERPRINT, "no address"),
        (WORDS.replace(ADDRESS, "the annex"), "no address"),
        ("x" * (MOST + 1), "longer than"),
    ],
)
def test_a_citation_that_is_broken_is_refused_and_not_read_in_part(text: str, told: str):
    with pytest.raises(Unreadable, match=told):
        citations(text)


@pytest.mark.parametrize(
    "piece", ["a", " ", "/", "-", "\n>", "2030-1/s/a/", "a-", "pbc1-sha256:", "=3D", "&#45;", "0 "]
)
def test_no_text_takes_long(piece: str):
    text = (f"{VERSION}/s/" + piece * MOST)[:MOST]
    try:
        found = citations(text)
    except Unreadable:
        found = ()
    assert len(found) <= 1
