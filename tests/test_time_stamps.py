"""Trusted time: tokens of an authority are asked for and read, and what is not one is told from them.

The authority is the tests' own, and openssl judges its tokens too: what it takes is taken here, what it refuses is not.
"""

from __future__ import annotations

import re
import shlex
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import core, tsp

from playbook.publish.tree import time_authority
from playbook.publish.tree.sealing import NotStamped
from playbook.publish.tree.time_stamps import NoRoots, NoStamp, Stamp, read, stamp
from tests import authority
from tests.authority import ISSUER, OTHER, Authority, certificate, named_by
from tests.needs import needs

pytestmark = needs(authority.find(), authority.NEEDED)
CONTENT = b'{"version": "2030-1"}'
EARLIER = datetime(2024, 2, 29, 12, 30, 15, tzinfo=UTC)
"""A moment within a year, `YEAR`, in which a certificate may be valid."""
YEAR = {"first": datetime(2024, 1, 1, tzinfo=UTC), "last": datetime(2025, 1, 1, tzinfo=UTC)}
Answer = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    """An authority that nobody changes."""
    with authority.authority(tmp_path_factory.mktemp("time") / "own") as found:
        yield found


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[Authority]:
    """An authority of one test."""
    with authority.authority(tmp_path / "changing") as found:
        yield found


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A file of the content."""
    path = tmp_path / "release.json"
    path.write_bytes(CONTENT)
    return path


def _kept(content: Path, token: bytes) -> Path:
    path = content.with_suffix(".tsr")
    path.write_bytes(token)
    return path


def _read(token: bytes, of: Authority, content: bytes = CONTENT) -> Stamp:
    return read(token, content, of.roots.read_bytes())


@contextmanager
def _answering(answer: Answer) -> Iterator[str]:
    """Give the address of a host that answers as it is told."""

    class Told(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            answer(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Told) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/stamp"
        finally:
            server.shutdown()


def _says(body: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(status)
        for name, value in headers.items():
            asked.send_header(name, value)
        asked.end_headers()
        asked.wfile.write(body)

    return answer


def _program(text: str) -> str:
    """Return a command that runs a program in Python."""
    return shlex.join([sys.executable, "-c", text])


def _writes(path: Path) -> str:
    return _program(f"import pathlib, sys; sys.stdout.buffer.write(pathlib.Path({str(path)!r}).read_bytes())")


def _refused(source: str) -> str:
    """Return why there is no time stamp: one line that says from whom."""
    with pytest.raises(NotStamped) as refused:
        stamp(CONTENT, source)
    told = str(refused.value)
    assert told.isprintable()
    return told.partition(": ")[2]


def _edited(token: bytes, edit: Callable[[Any], None]) -> bytes:
    """Return a token of which something was changed, and nothing signed again; `edit` is given its signed data."""
    said = tsp.TimeStampResp.load(token)
    edit(said["time_stamp_token"]["content"])
    return bytes(said.dump(force=True))


def _why_not(token: bytes, content: bytes = CONTENT) -> str:
    with pytest.raises(NoStamp) as refused:
        read(token, content)
    return str(refused.value)


@pytest.mark.parametrize("way", ["address", "command"])
def test_a_token_says_when_and_by_whom(own: Authority, content: Path, way: str):
    before = datetime.now(UTC).replace(microsecond=0)
    token = stamp(CONTENT, getattr(own, way))
    said = _read(token, own)
    assert before <= said.moment <= datetime.now(UTC)
    assert said.moment.utcoffset() == timedelta(0)
    assert said.moment.microsecond == 0
    assert said.accuracy == timedelta(seconds=1.5)
    assert (said.authority, said.policy, said.trusted) == ("The signer of time, Tests Ltd", "1.2.3.4.1", True)
    assert (
        said.serial
        == tsp.TimeStampResp.load(token)["time_stamp_token"]["content"]["encap_content_info"]["content"]
        .parsed["serial_number"]
        .native
    )
    assert own.verify(_kept(content, token), content)


@pytest.mark.parametrize(
    ("key", "settings"), [("rsa", {}), ("ec", {"digest": "sha512"}), ("rsa", {"digest": "sha384", "binding": "sha1"})]
)
def test_keys_and_digests_that_authorities_use(content: Path, tmp_path: Path, key: str, settings: dict[str, str]):
    with authority.authority(tmp_path / "own", key, **settings) as own:
        token = stamp(CONTENT, own.command)
    assert _read(token, own).trusted is True
    assert own.verify(_kept(content, token), content)


def test_what_is_asked(changing: Authority):
    stamp(CONTENT, changing.address)
    stamp(b"", changing.address)
    asked = [tsp.TimeStampReq.load(request, strict=True) for request in changing.asked]
    assert [request["cert_req"].native for request in asked] == [True, True]
    assert {request["message_imprint"]["hash_algorithm"]["algorithm"].native for request in asked} == {"sha256"}
    assert len({request["nonce"].native for request in asked}) == 2
    assert all(request["nonce"].native > 2**32 for request in asked)


def test_a_token_is_of_one_content(own: Authority, content: Path):
    token = _kept(content, stamp(CONTENT, own.address))
    content.write_bytes(CONTENT + b"\n")
    assert _why_not(token.read_bytes(), content.read_bytes()) == "it is of other content"
    assert not own.verify(token, content)


def test_an_altered_byte_is_noticed_or_changes_nothing(own: Authority):
    """The status and the other certificates are not signed: what is not noticed there says the same nevertheless."""
    token = stamp(CONTENT, own.command)
    said, told = _read(token, own), set()
    for place in range(0, len(token), 3):
        altered = bytearray(token)
        altered[place] ^= 0x01
        try:
            found = _read(bytes(altered), own)
        except NoStamp as error:
            told.add(str(error))
        else:
            assert (found.moment, found.serial, found.policy) == (said.moment, said.serial, said.policy)
    assert {"its signature does not hold", "it is no time stamp of RFC 3161, or a damaged one"} <= told


@pytest.mark.parametrize("field", ["gen_time", "serial_number", "policy"])
def test_what_a_token_says_is_signed(own: Authority, content: Path, field: str):
    """The digest in what is signed is that of the altered text: so it is the signature itself that does not hold."""
    new = {"gen_time": core.GeneralizedTime(EARLIER), "serial_number": 2**40, "policy": "1.2.3"}[field]

    def alter(signed: Any, *, digest: bool) -> None:
        told = signed["encap_content_info"]["content"].parsed
        told[field] = new
        written = core.ParsableOctetString(told.dump(force=True))
        signed["encap_content_info"] = {"content_type": "tst_info", "content": written}
        for attribute in signed["signer_infos"][0]["signed_attrs"] if digest else ():
            if attribute["type"].native == "message_digest":
                attribute["values"] = [authority.hashlib.sha256(bytes(written)).digest()]

    token = stamp(CONTENT, own.command)
    for digest in (False, True):
        altered = _edited(token, lambda signed, digest=digest: alter(signed, digest=digest))
        assert _why_not(altered) == "its signature does not hold"
        assert not own.verify(_kept(content, altered), content)


def test_another_certificate_of_the_same_key_does_not_take_the_place_of_the_one_that_signed(
    changing: Authority, content: Path
):
    token = changing.token(content)
    changing.signs_with()
    other = certificate(changing.folder, OTHER)

    def exchange(signed: Any) -> None:
        signed["certificates"] = [other, certificate(changing.folder, ISSUER)]
        signed["signer_infos"][0]["sid"] = named_by(other)

    exchanged = _edited(token, exchange)
    assert _why_not(exchanged) == "its certificate is not the one that it was signed with"
    assert not changing.verify(_kept(content, exchanged), content)


def test_the_order_of_certificates_says_nothing(own: Authority, content: Path):
    """DER orders them, and openssl does not; nor does it matter what else is brought along."""
    token = own.token(content)
    signed = tsp.TimeStampResp.load(token)["time_stamp_token"]["content"]
    written = [each.dump() for each in signed["certificates"]]
    joined = b"".join(written)
    assert len(written) == 2
    assert joined in token
    orders = {token.replace(joined, one + other) for one, other in (written, written[::-1])}
    assert len(orders) == 2
    assert all(own.verify(_kept(content, each), content) and _read(each, own).trusted for each in orders)


def test_a_stamp_that_was_granted_with_changes_is_one(own: Authority, content: Path):
    said = tsp.TimeStampResp.load(own.token(content))
    said["status"] = {"status": "granted_with_mods", "status_string": ["Another policy"]}
    token = bytes(said.dump(force=True))
    assert own.verify(_kept(content, token), content)
    assert _read(token, own).trusted is True


@pytest.mark.parametrize(
    ("usage", "told"),
    [
        ("", "its certificate is not one for time stamps"),
        ("timeStamping", "its certificate is not one for time stamps alone"),
        ("critical, timeStamping, codeSigning", "its certificate is not one for time stamps alone"),
        ("critical, codeSigning", "its certificate is not one for time stamps alone"),
    ],
)
def test_a_certificate_must_be_for_time_stamps(changing: Authority, content: Path, usage: str, told: str):
    changing.signs_with(usage)
    token = changing.token(content)
    assert _why_not(token) == told
    assert not changing.verify(_kept(content, token), content)
    assert _refused(changing.address) == told


def test_trust_is_the_readers(own: Authority, changing: Authority, content: Path):
    token = own.token(content)
    known, other = own.roots.read_bytes(), changing.roots.read_bytes()
    assert [read(token, CONTENT, roots).trusted for roots in (None, known, other, other + known)] == [
        None,
        True,
        False,
        True,
    ]
    assert not changing.verify(_kept(content, token), content)


def test_a_chain_that_is_not_brought_along_may_stand_among_the_roots(own: Authority, content: Path):
    def alone(signed: Any) -> None:
        signed["certificates"] = [certificate(own.folder, "signer")]

    token = _edited(own.token(content), alone)
    roots, issuer = own.roots.read_bytes(), (own.folder / f"{ISSUER}.pem").read_bytes()
    assert [read(token, CONTENT, given).trusted for given in (roots, roots + issuer, issuer)] == [False, True, False]


def test_a_token_without_its_certificate_proves_nothing(own: Authority, content: Path):
    def without(signed: Any) -> None:
        signed["certificates"] = [certificate(own.folder, ISSUER)]

    assert _why_not(_edited(own.token(content), without)) == "the certificate that it was signed with is not in it"


@pytest.mark.parametrize(
    "roots", [b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", b"\xff" * 99]
)
def test_roots_that_are_none_are_told(own: Authority, content: Path, roots: bytes):
    with pytest.raises(NoRoots, match="no certificates in PEM stand in it"):
        read(own.token(content), CONTENT, roots)


def test_a_certificate_need_be_valid_at_the_moment_only(changing: Authority, content: Path):
    changing.signs_with(**YEAR)
    changing.stamps_at(EARLIER)
    token = stamp(CONTENT, changing.address)
    assert (_read(token, changing).moment, _read(token, changing).trusted) == (EARLIER, True)
    kept = _kept(content, token)
    assert (changing.verify(kept, content), changing.verify(kept, content, EARLIER)) == (False, True)


@pytest.mark.parametrize("moment", [YEAR["first"] - timedelta(days=1), YEAR["last"] + timedelta(days=1)])
def test_a_certificate_that_was_not_valid_at_the_moment_is_not_trusted(
    changing: Authority, content: Path, moment: datetime
):
    changing.signs_with(**YEAR)
    changing.stamps_at(moment)
    token = changing.token(content)
    assert _read(token, changing).trusted is False
    assert not changing.verify(_kept(content, token), content, moment)
    assert _refused(changing.address) == "its certificate is not valid at the moment that it stamps"


def test_answers_to_others_are_refused(own: Authority, content: Path):
    """An answer of yesterday names the same content and bears another number, or none."""
    replayed = _kept(content, stamp(CONTENT, own.address))
    assert _refused(_writes(replayed)) == "it answers another request than the one that was sent"
    other = _kept(content, stamp(b"another text", own.address))
    assert _refused(_writes(other)) == "it is of other content"


def test_what_an_authority_says_when_it_refuses_is_told(tmp_path: Path):
    with authority.authority(tmp_path / "own", digests="sha512") as own:
        told = _refused(own.address)
    assert told == "the authority refused: `Message digest algorithm is not supported.`, bad alg"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (_says(b"", 500), "it answers 500 Internal Server Error"),
        (_says(b"", 404), "it answers 404 Not Found"),
        (_says(b"", 302, Location="/elsewhere?key=secret"), r"it leads on to http://127\.0\.0\.1:\d+/elsewhere: .*"),
        (_says(b"<!doctype html><title>Sign in</title>"), "it is no time stamp of RFC 3161, or a damaged one"),
        (_says(b""), "it is no time stamp of RFC 3161, or a damaged one"),
        (_says(b"\x30" * 2**20), "it answers with more than 65,536 bytes, the most that are read"),
        (lambda asked: asked.wfile.write(b"220 mail.example.org ESMTP\r\n"), "nobody answers: .*"),
    ],
)
def test_hosts_that_give_no_stamp(answer: Answer, told: str):
    with _answering(answer) as address:
        assert re.fullmatch(told, _refused(address))


@pytest.mark.parametrize(
    "address", ["http://", "http://[", "http://127.0.0.1:port/", "https://exa mple.org/", "http://\x00"]
)
def test_addresses_that_are_none(address: str):
    assert re.fullmatch("nobody answers: .+", _refused(address))


def test_nobody_answers():
    with _answering(_says(b"")) as address:
        pass
    assert re.fullmatch("nobody answers: .*refused.*", _refused(address))


def _waits(_: BaseHTTPRequestHandler) -> None:
    time.sleep(20)


def _drips(asked: BaseHTTPRequestHandler) -> None:
    """Never stay silent for long, and never come to an end."""
    _says(b"")(asked)
    for _ in range(200):
        asked.wfile.write(b"0")
        time.sleep(0.1)


@pytest.mark.parametrize("answer", [_waits, _drips])
def test_hosts_are_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch, answer: Answer):
    monkeypatch.setattr(time_authority, "PATIENCE", 0.5)
    with _answering(answer) as address:
        begun = time.monotonic()
        told = _refused(address)
        assert time.monotonic() - begun < 10
    assert re.fullmatch("it does not answer within 0.5 seconds|nobody answers: timed out", told)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("no-such-program --at all", "it cannot be run: No such file or directory"),
        ("", "it cannot be run: there is no command"),
        ("openssl 'ts", "the command cannot be read: No closing quotation"),
        (_program("import sys; sys.exit('the card is not in its reader')"), r"it ended with 1 and says `the card .*`"),
        (_program("raise SystemExit(3)"), "it ended with 3"),
        (_program("print('hello')"), "it is no time stamp of RFC 3161, or a damaged one"),
        (_program("import time; time.sleep(30)"), "it does not answer within 3 seconds"),
        (_program("import os, time; os.close(1); time.sleep(30)"), "it does not end within 3 seconds"),
        (_program("while True: print('0' * 999)"), "it answers with more than 65,536 bytes, the most that are read"),
    ],
)
def test_commands_that_give_no_stamp(monkeypatch: pytest.MonkeyPatch, command: str, told: str):
    if "sleep" in command:
        monkeypatch.setattr(time_authority, "PATIENCE", 3)
    assert re.fullmatch(told, _refused(command))


def test_secrets_are_not_repeated():
    """An address with a password is refused before anybody is asked; of a command the program alone is named."""
    sources = (
        "http://name:hunter2@127.0.0.1:1/",
        "http://name:/hunter2@127.0.0.1:1/",
        "http://127.0.0.1:1/?key=hunter2",
        "no-such-program --key hunter2",
    )
    for source in sources:
        with pytest.raises(NotStamped) as refused:
            stamp(CONTENT, source)
        assert "hunter2" not in str(refused.value)
    assert _refused(sources[0]) == "an address must not hold a password; name a command that asks, such as curl"


@pytest.mark.parametrize("tail", [b"", b"\x00", b"<", b"\x30\x80" * 30_000, b"\xff" * 65_000, b"\x30" * 65_536])
def test_garbage_is_refused_in_time(own: Authority, content: Path, tail: bytes):
    token = own.token(content)
    begun = time.monotonic()
    for garbage in (tail, token[: len(token) // 2] + tail, b"0" + tail, token + tail + b"\x00"):
        assert re.fullmatch("it is no time stamp .*|it has more than 65,536 bytes, .*", _why_not(garbage))
    assert time.monotonic() - begun < 20
