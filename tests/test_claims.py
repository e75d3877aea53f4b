"""What others claim is read within limits, whole or not at all: records, lists, documents, texts, answers of hosts."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import shutil
import socket
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook.markdown.words import page_words
from playbook.problems import PlaybookError
from playbook.publish.release.editions import edition
from playbook.publish.release.standalone_pages import read_alike
from playbook.publish.text import copied_text
from playbook.publish.text.canonical import fingerprint, plain
from playbook.publish.text.html_nesting import misnested
from playbook.publish.text.lines import lines
from playbook.publish.tree import host, record_forms, time_authority, time_limits, untrusted_input
from playbook.publish.tree.host import Host, onward
from playbook.publish.tree.log import as_event
from playbook.publish.tree.record import Kept, Release, as_release
from playbook.publish.tree.register import published_register
from playbook.publish.tree.time_limits import TimeLimit
from playbook.publish.tree.untrusted_input import Unsound, json_of, page_below, path_below, sums_listed
from playbook.publish.verify import citations, documents
from playbook.publish.verify.citation_words import misnamed
from playbook.publish.verify.verify import verify
from tests import small_tree
from tests.forked import Ended, Process, playbook
from tests.small_tree import IDS
from tests.support import ROOT, environment, tree

FIRST, SECOND = "2030-1", "2030-2"
MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
SECONDS = 20
"""The seconds of the processor that any command may take."""
BYTES = 300 * 2**20
"""The bytes of memory that it may take beyond what an empty command takes."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree of two versions, one of which has an erratum and is withdrawn."""
    public = tmp_path_factory.mktemp("claims") / "public"
    for version in (FIRST, SECOND):
        small_tree.published(public, version)
    small_tree.entered(public, "erratum", version=FIRST, text="Read on.", section=IDS[0])
    small_tree.entered(public, "withdrawn", version=FIRST, reason="It was wrong.")
    return public


# Values --------------------------------------------------------------------------------------------------------------

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**8,
    "",
    " ",
    "x",
    "../../../x",
    "/etc/passwd",
    "//evil.example/",
    "javascript:alert(1)",
    "C:\\x",
    "a\\b",
    "a/../b",
    "%2e%2e/x",
    "\0",
    "\n",
    "\x1b[31m",
    "\u202e",
    "\ud800",
    "2030-02-30",
    "x" * 20_000,
    [],
    {},
    [[[[]]]],
    {"x": {"x": {}}},
    ["x"] * 2_000,
)


def _places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Iterate over the ways to every value that lies in a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*way, key)
        yield from _places(each, (*way, key))


@st.composite
def harmed(draw: st.DrawFn, held: Any) -> Any:
    """Return a value with something in it changed, taken out, put in, or put under another key."""
    copy = json.loads(json.dumps(held))
    *above, key = draw(st.sampled_from(list(_places(copy))))
    inside = copy
    for each in above:
        inside = inside[each]
    match draw(st.sampled_from(["change", "delete", "more", "rename"])):
        case "change":
            inside[key] = draw(st.sampled_from(ODD) | st.text(max_size=30) | st.integers())
        case "delete":
            del inside[key]
        case "more" if isinstance(inside, dict):
            inside[draw(st.sampled_from([each for each in ODD if isinstance(each, str)]))] = inside[key]
        case "rename" if isinstance(inside, dict):
            inside[draw(st.sampled_from([each for each in ODD if isinstance(each, str)]))] = inside.pop(key)
    return copy


def _json(public: Path, name: str) -> Any:
    return json.loads((public / name).read_text(encoding="utf-8"))


def _is_a_sentence(error: Exception) -> None:
    assert str(error)
    assert str(error).isprintable()
    assert len(str(error)) < 500


READERS: dict[str, Callable[[bytes], object]] = {
    f"releases/{SECOND}/release.json": as_release,
    "log/0003.json": as_event,
    "log/0001.json": as_event,
    "status.json": record_forms.status_of,
    "versions.json": record_forms.versions,
    f"releases/{SECOND}/register.json": lambda written: untrusted_input.read(record_forms.Ledger, written),
}


WORDED = frozenset(["title", "reason", "approved_by", "text", "generator", "engine"])
"""Keys of records under which people or programs write words."""


def _texts(held: object) -> Iterator[str]:
    for key, value in held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ():
        if key in WORDED and isinstance(value, str):
            yield value
        yield from _texts(value)


@pytest.mark.parametrize("name", READERS)
@given(data=st.data())
@MANY
def test_a_record_is_read_or_refused_in_a_sentence(published: Path, name: str, data: st.DataObject):
    held = data.draw(harmed(_json(published, name)))
    try:
        found = READERS[name](json.dumps(held).encode())
    except ValueError as error:
        _is_a_sentence(error)
    else:
        told = repr(found)
        for text in _texts(held):  # people may write of paths; none is made of what they write
            told = told.replace(repr(text), "")
        assert "../" not in told
        assert "\0" not in repr(found)


JSON = {
    "a key twice": b'{"form": 2, "form": 2}',
    "a key twice inside": b'{"a": [{"b": 1, "b": 1}]}',
    "NaN": b'{"form": NaN}',
    "infinite": b"[-Infinity]",
    "too large": b"[1e999]",
    "a fraction": b"[1.5]",
    "a long number": b"[" + b"9" * 5_000 + b"]",
    "deep": b"[" * 100_000,
    "deep and closed": b"[" * 50_000 + b"]" * 50_000,
    "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "a byte order mark": b"\xef\xbb\xbf{}",
    "latin": b'{"a": "\xe9"}',
    "UTF-16": "{}".encode("utf-16"),
    "cut": b'{"form": 2',
    "more behind": b"{} {}",
    "long": b'"' + b"x" * untrusted_input.RECORD_BYTES + b'"',
    "many lists": b"[" + b"[]," * 2_000_000 + b"[]]",
    "many keys": b"{" + b",".join(b'"%d":0' % number for number in range(30_000)) + b"}",
    "nothing": b"",
}


@pytest.mark.parametrize("written", JSON.values(), ids=JSON.keys())
def test_what_is_no_json_that_a_record_may_be_is_refused(written: bytes):
    for reader in (json_of, *READERS.values()):
        with pytest.raises(ValueError, match=r"\w"):
            reader(written)


def test_half_a_character_is_no_text_of_a_record(published: Path):
    held = {**_json(published, f"releases/{SECOND}/release.json"), "title": "\ud800"}
    with pytest.raises(Unsound, match="`title` is not what it must be"):
        as_release(json.dumps(held).encode())


def test_a_refusal_names_the_key(published: Path):
    held = _json(published, f"releases/{SECOND}/release.json")
    for change, told in (
        ({"more": 1}, "`more` is unknown there"),
        ({"form": True}, "no form"),
        ({"sections": {**held["sections"], "../x": held["sections"][IDS[0]]}}, "`sections.../x` is not"),
    ):
        with pytest.raises(ValueError, match=told.replace(".", r"\.")):
            as_release(json.dumps({**held, **change}).encode())
    held["sections"][IDS[0]]["page"] = "//evil.example/"
    with pytest.raises(Unsound, match=f"`sections.{IDS[0]}.page`"):
        as_release(json.dumps(held).encode())
    del held["title"]
    held["sections"][IDS[0]]["page"] = "roles/"
    with pytest.raises(Unsound, match="`title` is missing"):
        as_release(json.dumps(held).encode())


# Paths and lists -----------------------------------------------------------------------------------------------------

AWAY = [
    "",
    "/",
    ".",
    "..",
    "/etc/passwd",
    "../x",
    "a/../../x",
    "a/./b",
    "a//b",
    "a/",
    "a\\b",
    "..\\x",
    "C:/x",
    "c:x",
    "\\\\host\\x",
    "//host/x",
    "a\0b",
    "a\nb",
    "a\x7fb",
    "a\u2028b",
    "a/" + "b" * 300,
    "a/" * 600 + "b",
    "\ud800",
]


@pytest.mark.parametrize("path", AWAY, ids=ascii)
def test_a_path_that_leads_elsewhere_is_none(path: str):
    with pytest.raises(Unsound):
        path_below(path)


PAGES_AWAY = [
    "//evil.example/",
    "/x/",
    "https://evil.example/",
    "javascript:alert(1)",
    "../x/",
    "%2e%2e/x/",
    "a/%2E%2e/",
    "a%5cb/",
    "a/%00/",
    "?x",
    "a/?x#y",
    "a\\b/",
    "%2f%2fevil.example/",
    "a/#x\ny",
    "data:text/html,x",
]


@pytest.mark.parametrize("address", PAGES_AWAY)
def test_an_address_that_leads_elsewhere_is_no_page(address: str):
    with pytest.raises(Unsound):
        page_below(address)


@pytest.mark.parametrize("address", ["", "#x", "roles/", "roles/#role-x", "a/b.html#x--y", "dienstgüte/", "%C3%BC/#x"])
def test_addresses_of_pages_are_read(address: str):
    assert page_below(address) == address


@given(st.lists(st.sampled_from(["..", ".", "", "a", "b.c", "C:", "\\", "\0", "%2e%2e", "~", "é"]), max_size=5))
@MANY
def test_what_is_read_as_a_path_stays_below_its_root(parts: list[str]):
    path = "/".join(parts)
    try:
        path_below(path)
    except Unsound:
        return
    assert (Path("/root") / path).resolve().is_relative_to("/root")


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
@MANY
def test_a_list_is_read_or_refused(more: bytes):
    line = f"{'0' * 64}  2030-1/a b.html\n".encode()
    assert sums_listed(line) == {"2030-1/a b.html": "0" * 64}
    with pytest.raises(Unsound):
        sums_listed(line + (more.replace(b"\n", b"") or b"x") + b"\n" + line)


def test_a_list_has_limits(monkeypatch: pytest.MonkeyPatch):
    line = f"{'0' * 64}  a\n"
    assert sums_listed(b"") == {}
    for text in (line + line, f"{'0' * 64}  ../a\n", f"{'0' * 63}g  a\n", f"{'0' * 64} a\n", f"{line}\n{line}"):
        with pytest.raises(Unsound):
            sums_listed(text.encode())
    monkeypatch.setattr(untrusted_input, "FILES", 1)
    with pytest.raises(Unsound, match="over 1 files"):
        sums_listed(f"{line}{'0' * 64}  b\n".encode())


# The command ---------------------------------------------------------------------------------------------------------


def _empty() -> None:
    from playbook.commands.cli import main

    print(len(main.commands), _peak())  # type: ignore[attr-defined]  # noqa: T201


def _peak() -> int:
    said = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) * 1024 for line in said.splitlines() if line.startswith("VmPeak"))


@pytest.fixture(scope="module")
def bounded(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Ended]:
    """Runs the command within the bounds of time and memory."""
    folder = tmp_path_factory.mktemp("bounded")
    empty = Process(folder, environment()).ended(_empty, 60)
    most = int(empty.out.split()[1]) + BYTES

    def run(*words: str | Path, cwd: Path = folder) -> Ended:
        return Process(cwd, environment(), SECONDS, most).ended(partial(playbook, *words), 120)

    return run


def _inflated(name: str) -> bytes:
    """Return something large that begins as a file does."""
    return {"SHA256SUMS": (f"{'0' * 64}  2030-1/x\n" * 600_000).encode()}.get(
        name.rpartition("/")[2], b'{"form": 2, "sections": {' + b'"a": {}, ' * 8_000_000 + b'"b": {}}}'
    )


FILES = {
    f"releases/{SECOND}/release.json": {3},
    f"releases/{SECOND}/SHA256SUMS": {1, 3},
    f"releases/{SECOND}/register.json": {1},
    f"{SECOND}/s/{IDS[0]}/text.txt": {1},
    f"{SECOND}/s/{IDS[0]}/index.html": {1},
    f"{SECOND}/playbook.json": {1},
    "log/0002.json": {1, 3},
    "status.json": {1, 3},
    "status.js": {1, 3},
    "versions.json": {1, 3},
    "SHA256SUMS": {1, 3},
}
HARMS: dict[str, Callable[[str], bytes]] = {
    "deep": lambda _: b"[" * 200_000,
    "deep as HTML": lambda _: b"<main data-pb-content>" + b"<div>" * 100_000,
    "zeros": lambda _: bytes(100_000),
    "inflated": _inflated,
}


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("name", FILES)
def test_whatever_stands_in_a_file_ends_in_a_message_that_names_it(
    published: Path, bounded: Callable[..., Ended], name: str, harm: str, tmp_path: Path
):
    public = shutil.copytree(published, tmp_path / "public")
    (public / name).write_bytes(HARMS[harm](name))
    before = tree(tmp_path)
    done = bounded("verify", public)
    assert (done.code in FILES[name], "Traceback" in done.said) == (True, False), done.said[-2_000:]
    assert name in done.out
    assert tree(tmp_path) == before
    done = bounded("cite", IDS[0], "--from", public, "--version", SECOND)
    assert (done.code, "Traceback" in done.said, name in done.err) == (3, False, True), done.said[-2_000:]


@pytest.mark.parametrize("id", ["../../../x", "..", "/x", "a/b", "a\\b", "con:"])
def test_an_id_of_a_record_leads_nowhere(published: Path, bounded: Callable[..., Ended], id: str, tmp_path: Path):
    public = shutil.copytree(published, tmp_path / "public")
    record = public / "releases" / SECOND / "release.json"
    held = _json(public, f"releases/{SECOND}/release.json")
    held["sections"][id] = held["sections"].pop(IDS[0])
    record.write_text(json.dumps(held), encoding="utf-8")
    before = tree(tmp_path)
    for words in (
        ("verify", public),
        ("status", "--to", public, "--rebuild"),
        ("export", "zip", "--from", public, "--to", "x.zip"),
    ):
        done = bounded(*words, cwd=tmp_path)
        assert (done.code != 0, "Traceback" in done.said) == (True, False), done.said[-2_000:]
    assert tree(tmp_path) == before


# Editions and ledgers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "files",
    [
        {"../x.yml": ""},
        {"/x.yml": ""},
        {"x.txt": ""},
        {"a.yml": "", "a.yml/b.yml": ""},
        {"a.yml": 1},
        {f"{'a' * 300}.yml": ""},
    ],
    ids=str,
)
def test_an_edition_puts_no_file_elsewhere(files: dict[str, object], tmp_path: Path):
    held = {"format": 1, "generator": "x", "files": files, "pages": {}}
    (tmp_path / "playbook.json").write_text(json.dumps(held), encoding="utf-8")
    with pytest.raises(PlaybookError, match=r"playbook\.json cannot be read"):
        edition(str(tmp_path), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["playbook.json"]


def test_a_ledger_that_is_none_says_nothing(tmp_path: Path):
    file = tmp_path / "releases" / FIRST / "register.json"
    file.parent.mkdir(parents=True)
    entry = {"kind": "role", "title": "Buyer", "introduced": FIRST}
    for ledger, found in (
        ({"role-x": entry}, 1),
        ({"../x": entry}, 0),
        ({"role-x": {**entry, "replaced_by": ["../x"]}}, 0),
    ):
        file.write_text(json.dumps({"form": 1, "ledger": ledger}), encoding="utf-8")
        assert len(published_register(tmp_path, FIRST)) == found


# Texts ---------------------------------------------------------------------------------------------------------------

PIECES = [
    "a",
    " ",
    "\n",
    "a ",
    "/",
    "-",
    "\n>",
    "> ",
    f"{FIRST}/s/{IDS[0]}/",
    f'{FIRST}/s/{IDS[0]}/ "',
    '"',
    "“",
    "(section",
    "[",
    "](<",
    "<a",
    "<",
    "&",
    "&#",
    "&#9",
    "=3D",
    "%41",
    "pbc1-sha256:",
    "pbc1 - sha256 : ",
    "0 ",
    "SHA256:a\n",
    "\\a[",
    "\\img{",
    "\\del{",
    "\\p ",
    "\\table\n\\tr\n\\td[colspan=9999] a\n",
    "\\td[colspan=99999999999999] x\n",
    "{",
    "}",
    "\\",
    "\xa0",
    "â€",
    "é",
    "‐",
    "…",
    "\u200b",
]
RECORD = Release(
    FIRST,
    "Ours",
    "agreed",
    "2030-01-01",
    None,
    (),
    None,
    "t",
    {IDS[0]: Kept("role", "Buyer", "roles/", f"pbc1-sha256:{'0' * 64}")},
    "",
)


def _cited(text: str) -> None:
    try:
        citations.citations(text)
    except citations.Unreadable:
        return


WORK: dict[str, tuple[Callable[[str], object], ...]] = {
    f"{FIRST}/s/": (_cited, lambda text: list(misnamed(text, IDS[0], RECORD))),
    "\\p ": (
        lambda text: copied_text.restored(text, lambda _: False),
        copied_text.words_of,
        copied_text.broken,
        plain,
        lambda text: list(lines(text)),
    ),
}
LONG = 2
"""The seconds that reading a text may take, several times what it takes on a machine that has nothing else to do."""


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_no_text_takes_long(piece: str):
    for begin, works in WORK.items():
        text = (begin + piece * 400_000)[:400_000] + "x"
        for work in works:
            begun = time.process_time()
            work(text)
            assert time.process_time() - begun < LONG, work


def test_a_number_that_is_none_is_no_character():
    number = f"&#{'9' * 5_000};"
    assert copied_text.unescaped(f"{number}&#x{'f' * 5_000}; &#45;&amp;") == "\ufffd\ufffd -&"
    assert list(misnested(f"<p>{number}</p>")) == []
    assert page_words(f"{number} words", lambda _, __: "").words == "\ufffd words"
    assert read_alike(f"<main data-pb-content>{number}</main>".encode(), b"\\p x\n") is False


# Documents -----------------------------------------------------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _document(xml: bytes, name: str = "word/document.xml", more: int = 0) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, xml)
        for number in range(more):
            archive.writestr(zipfile.ZipInfo(f"word/{number}.xml"), b"")
    return made.getvalue()


def test_the_words_of_a_document_are_read():
    xml = (
        f"<w:document {W}><w:p><w:t>one</w:t><w:tab/><w:t>two</w:t></w:p><w:p><w:t>three&amp;</w:t></w:p></w:document>"
    )
    assert documents.document_words(_document(xml.encode())).split("\n")[:2] == ["one two", "three&"]


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 100}">' for n in range(9))
DOCUMENTS = {
    "a bomb": lambda: _document(b"<w:p>" + b" " * 60_000_000),
    "elements": lambda: _document(f"<w:d {W}>".encode() + b"<w:t/>" * 8_000_000),
    "deep": lambda: _document(f"<w:d {W}>".encode() + b"<w:p>" * 160_000),
    "entities": lambda: _document(f"<!DOCTYPE d [{ENTITIES}]><d {W}><w:t>&e8;</w:t></d>".encode()),
    "entities of a file": lambda: _document(b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d>&e;</d>'),
    "words": lambda: _document(f"<w:d {W}><w:t>".encode() + b"word " * 300_000 + b"</w:t></w:d>"),
    "many files": lambda: _document(b"<d/>", more=40_000),
    "no archive": lambda: b"PK\3\4" + bytes(1_000_000),
    "no words": lambda: _document(b"\xff" * 100_000),
    "a long text": lambda: b"x" * 5_000_000,
    "longer than a file": lambda: b"PK" + bytes(documents.MOST),
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_no_document_takes_more_than_its_share(bounded: Callable[..., Ended], kind: str, tmp_path: Path):
    (tmp_path / "contract.docx").write_bytes(DOCUMENTS[kind]())
    begun = time.monotonic()
    done = bounded("verify", tmp_path / "contract.docx")
    assert time.monotonic() - begun < 2 * SECONDS
    assert (done.code, "Traceback" in done.said) == (2, False), done.said[-2_000:]
    assert done.out.count("\n") == 2


@given(st.binary(max_size=300), st.integers(0, 400))
@MANY
def test_a_document_of_which_any_bytes_were_changed_is_read_or_refused(change: bytes, at: int):
    whole = _document(f"<w:d {W}><w:p><w:t>one</w:t></w:p></w:d>".encode())
    try:
        documents.document_words(whole[:at] + change + whole[at + len(change) :])
    except Unsound as error:
        _is_a_sentence(error)


# Hosts ---------------------------------------------------------------------------------------------------------------

HEAD = b"HTTP/1.1 200 OK\r\n"


def _drip(sock: socket.socket, begin: bytes, piece: bytes, seconds: float) -> None:
    sock.sendall(begin)
    for _ in range(int(60 / max(seconds, 0.001))):
        sock.sendall(piece)
        time.sleep(seconds)


def _bomb() -> bytes:
    packed = gzip.compress(bytes(400 * 2**20), 9)
    return HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed


def _leads(where: str) -> Callable[[socket.socket], None]:
    return lambda sock: sock.sendall(f"HTTP/1.1 302 x\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n".encode())


ANSWERS: dict[str, Callable[[socket.socket], None]] = {
    "silent": lambda _: time.sleep(60),
    "slow head": lambda sock: _drip(sock, HEAD, b"X-A: b\r\n", 0.3),
    "slow letters": lambda sock: _drip(sock, b"", b"H", 0.3),
    "slow body": lambda sock: _drip(sock, HEAD + b"Content-Length: 1000000\r\n\r\n", b"x", 0.2),
    "slow chunks": lambda sock: _drip(sock, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.2),
    "endless": lambda sock: _drip(sock, HEAD + b"\r\n", bytes(2**20), 0),
    "endless head": lambda sock: _drip(sock, HEAD, b"X" * 2**16, 0),
    "longer than it says": lambda sock: sock.sendall(HEAD + b"Content-Length: 3\r\n\r\nxxxxxxxxx"),
    "shorter than it says": lambda sock: sock.sendall(HEAD + b"Content-Length: 9\r\n\r\nxxx"),
    "no length": lambda sock: sock.sendall(HEAD + b"Content-Length: x\r\n\r\nxxx"),
    "less than nothing": lambda sock: sock.sendall(HEAD + b"Content-Length: -1\r\n\r\nxxx"),
    "closing": lambda _: None,
    "garbage": lambda sock: sock.sendall(bytes(range(256)) * 40),
    "no chunk": lambda sock: sock.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
    "a bomb": lambda sock: sock.sendall(_bomb()),
    "no gzip": lambda sock: sock.sendall(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nxxx"),
    "round and round": _leads("/x"),
    "a file": _leads("file:///etc/passwd"),
    "another host": _leads("http://localhost.example/"),
    "another port": _leads("http://127.0.0.1:1/"),
    "another scheme": _leads("ftp://127.0.0.1/"),
    "no address": _leads("http://[::"),
    "an error": lambda sock: sock.sendall(b"HTTP/1.1 500 x\r\nContent-Length: 2\r\n\r\nno"),
}


@contextmanager
def _answering(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    server = socket.create_server(("127.0.0.1", 0))

    def one(sock: socket.socket) -> None:
        with sock:
            try:
                sock.recv(2**16)
                answer(sock)
            except OSError:
                return

    def serve() -> None:
        while True:
            try:
                sock, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(sock,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    finally:
        server.close()


@pytest.mark.parametrize("kind", ANSWERS)
def test_no_host_is_waited_for_without_end(kind: str):
    with _answering(ANSWERS[kind]) as root:
        there = Host(root, TimeLimit(0.5))
        begun = time.monotonic()
        try:
            assert len(there.read("x", 2**20)) <= 2**20
        except (ConnectionError, FileNotFoundError, Unsound) as error:
            _is_a_sentence(error)
        else:
            assert kind in ("longer than it says", "no length", "less than nothing")
        assert time.monotonic() - begun < 10


@pytest.mark.parametrize("kind", ["silent", "slow body", "endless", "garbage", "closing", "round and round", "a bomb"])
def test_the_command_ends_whatever_a_host_answers(bounded: Callable[..., Ended], kind: str):
    with _answering(ANSWERS[kind]) as root:
        begun = time.monotonic()
        done = bounded("verify", root, "--patience", "1")
        assert time.monotonic() - begun < 2 * SECONDS
    assert (done.code in (3, 4, 5), "Traceback" in done.said) == (True, False), done.said[-2_000:]


def test_what_hosts_may_take_is_shared_by_all_their_answers():
    waits = TimeLimit(0.5)
    with _answering(ANSWERS["slow body"]) as root:
        for _ in range(2):
            begun = time.monotonic()
            with pytest.raises(ConnectionError, match="see --patience"):
                Host(root, waits).read("x")
        assert time.monotonic() - begun < 0.2


def test_a_host_that_answers_every_event_alike_ends(published: Path):
    event = (published / "log/0001.json").read_bytes()
    answer = HEAD + b"Content-Length: %d\r\n\r\n" % len(event) + event
    with _answering(lambda sock: sock.sendall(answer)) as root:
        waits = TimeLimit(1)
        waits.answers = 300
        assert verify(root, None, fingerprint, time_limit=waits).code in (3, 4, 5)


@pytest.mark.parametrize(
    ("address", "location", "found"),
    [
        ("http://h.example/a/b", "c", "http://h.example/a/c"),
        ("http://h.example/a", "https://h.example/a", "https://h.example/a"),
        ("https://h.example/a", "http://h.example/a", ""),
        ("https://h.example/a", "https://other.example/a", ""),
        ("https://h.example/a", "//other.example/a", ""),
        ("https://h.example/a", "https://h.example:444/a", ""),
        ("https://h.example/a", "https://h.example@other.example/a", ""),
        ("https://h.example/a", "file:///etc/passwd", ""),
    ],
)
def test_an_answer_leads_on_on_the_same_host_alone(address: str, location: str, found: str):
    if found:
        assert onward(address, location) == found
        return
    with pytest.raises(ConnectionError, match="not followed"):
        onward(address, location)


def test_a_text_names_a_bounded_number_of_sections():
    text = "".join(
        f"https://h.example/{FIRST}/s/a{number}/ pbc1-sha256:{hashlib.sha256(b'').hexdigest()}\n"
        for number in range(501)
    )
    with pytest.raises(citations.Unreadable, match="more than 500 sections"):
        citations.citations(text)


def _amount(number: str, unit: str) -> int:
    sizes = {"": 1, " kB": 1000, " MB": 1_000_000, " KiB": 2**10, " MiB": 2**20}
    return int(number.replace(",", "")) * sizes[unit]


def test_the_limits_are_told_as_they_are():
    page = (ROOT / "docs" / "authoring" / "publishing.md").read_text(encoding="utf-8")
    section = page.partition("{: #what-is-read-of-others }")[2].partition("\n## ")[0]
    cells = [line.strip("| ").split(" | ")[1] for line in section.splitlines() if line.startswith("| ")][2:]
    assert [[_amount(*found) for found in re.findall(r"([0-9][0-9,]*)( [kKM]i?B)?", most)] for most in cells] == [
        [untrusted_input.RECORD_BYTES, untrusted_input.SECTIONS, untrusted_input.KEYS, untrusted_input.GROUPS],
        [untrusted_input.TEXT],
        [untrusted_input.PATH, untrusted_input.PART],
        [untrusted_input.EVENTS, untrusted_input.EVENT_BYTES],
        [untrusted_input.VERSIONS],
        [untrusted_input.FILES, untrusted_input.LIST_BYTES],
        [untrusted_input.EDITION_BYTES, untrusted_input.PAGE],
        [untrusted_input.SEAL_BYTES],
        [untrusted_input.PAGE_BYTES],
        [untrusted_input.FILE_BYTES],
        [time_limits.ANSWERS],
        [time_limits.SECONDS, time_limits.EACH, 1, time_limits.PACE],
        [host.STEPS],
        [time_authority.PATIENCE, time_authority.LARGEST],
        [citations.MOST, citations.CITED],
        [copied_text.MOST],
        [documents.MOST, documents.EXPANDED, documents.RATIO],
    ]
