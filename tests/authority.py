"""A time-stamping authority of the tests' own, made with openssl: it answers on this machine, by HTTP and by a command.

Its stamps are those of `openssl ts -reply`, which takes their time from the clock of the machine and cannot be told
another one, and which uses no certificate that is not for time stamps. Where a test needs either, the stamp is written
anew and signed again with the authority's own key: `openssl ts -verify` judges it as any other.

Run as a program with a folder of such an authority, it is the command: a request comes in, a response goes out.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from asn1crypto import algos, cms, core, pem, tsp, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

ROOT, ISSUER, SIGNER, OTHER = "root", "issuer", "signer", "other"
"""The names of its certificates: three, each issued by the one before it, and another of the key of the last."""
MOMENT = "moment"
"""The file that holds the time of its stamps, where that is not the clock's."""
FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 1, 1, tzinfo=UTC)
"""When its certificates are valid."""
ISSUES = "basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign\n"
STAMPS = "keyUsage = critical, digitalSignature\n"
USAGE = "critical, timeStamping"
"""The usage that a certificate for time stamps must have."""
KEYS = {"ec": ("ec", "-pkeyopt", "ec_paramgen_curve:P-256"), "rsa": ("rsa:2048",)}
NEEDED = "needs the program openssl, with its command ts"
"""Why a test is skipped where there is none."""
SETTINGS = """\
[issue]
dir = {folder}
new_certs_dir = {folder}
database = {folder}/index
serial = {folder}/serial
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
organizationName = optional
[ca]
default_ca = issue
[req]
distinguished_name = nothing
[nothing]
[tsa]
default_tsa = authority
[authority]
serial = {folder}/stamps
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
certs = {folder}/issuer.pem
signer_digest = {digest}
default_policy = 1.2.3.4.1
digests = {digests}
accuracy = secs:1, millisecs:500
ess_cert_id_alg = {binding}
"""


def find() -> str | None:
    """Return the path of an openssl that makes time stamps, or None."""
    path = shutil.which("openssl")
    return path if path and subprocess.run([path, "ts", "-help"], capture_output=True).returncode == 0 else None


@dataclass(frozen=True)
class Authority:
    """An authority that answers.

    `address` and `command` are where to ask it, `roots` the file of the certificate that those who trust it need.
    """

    folder: Path
    address: str

    @property
    def command(self) -> str:
        """Return a command that reads a request and writes the response."""
        return shlex.join([sys.executable, str(Path(__file__).resolve()), str(self.folder)])

    @property
    def roots(self) -> Path:
        """Return the file of its root certificate, in PEM."""
        return self.folder / f"{ROOT}.pem"

    @property
    def asked(self) -> list[bytes]:
        """Return the requests that came, in order."""
        return [path.read_bytes() for path in sorted(self.folder.glob("*.tsq"))]

    def stamps_at(self, moment: datetime | None) -> None:
        """Let its stamps bear a moment, or that of the clock."""
        (self.folder / MOMENT).write_text(moment.isoformat() if moment else "", encoding="utf-8")

    def signs_with(self, usage: str = USAGE, first: datetime = FIRST, last: datetime = LAST) -> None:
        """Let it sign with another certificate of its key, of some extended key usage and valid for a time."""
        _issue(self.folder, OTHER, ISSUER, STAMPS + _usage(usage), first, last)

    def token(self, content: Path) -> bytes:
        """Return what it answers to a request that `openssl ts -query` makes for a content."""
        words = ("-data", content, "-sha256", "-cert")
        return answer(self.folder, _openssl(self.folder, "ts", "-query", *words).stdout)

    def verify(self, token: Path, content: Path, moment: datetime | None = None) -> bool:
        """Tell whether `openssl ts -verify` accepts a token of a content, as of the clock or of a moment."""
        words = ["ts", "-verify", "-in", token, "-data", content, "-CAfile", self.roots]
        words += ["-attime", str(int(moment.timestamp()))] if moment else []
        done = _openssl(self.folder, *words, check=False)
        return done.returncode == 0 and b"Verification: OK" in done.stdout + done.stderr


@contextmanager
def authority(folder: Path, key: str = "ec", **settings: str) -> Iterator[Authority]:
    """Give an authority that answers for a while; its keys and certificates are made below `folder`.

    `key` is `ec` or `rsa`. `settings` are the `digest` of its signatures, the digest by which they name the certificate
    (`binding`), and the `digests` that it accepts.
    """
    make(folder, key, settings)
    handler = type("Answers", (_Answers,), {"folder": folder})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield Authority(folder, f"http://127.0.0.1:{server.server_port}/stamp")
        finally:
            server.shutdown()


class _Answers(BaseHTTPRequestHandler):
    folder: Path

    def do_POST(self) -> None:
        """Answer a request, if it is said to be one."""
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        is_one = self.headers["Content-Type"] == "application/timestamp-query"
        said = answer(self.folder, asked) if is_one else b""
        self.send_response(200 if is_one else 415)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def make(folder: Path, key: str, settings: Mapping[str, str]) -> None:
    """Make the keys and certificates of an authority: a root, who issues, and who signs."""
    folder.mkdir(parents=True)
    told = {"digest": "sha256", "binding": "sha256", "digests": "sha256", **settings}
    (folder / "openssl.cnf").write_text(SETTINGS.format(folder=folder, **told), encoding="utf-8")
    for name, said in {"index": "", "serial": "01\n", "stamps": "01\n", MOMENT: ""}.items():
        (folder / name).write_text(said, encoding="utf-8")
    for name in (ROOT, ISSUER, SIGNER):
        words = ["-newkey", *KEYS[key], "-nodes", "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.csr"]
        _openssl(folder, "req", "-new", *words, "-subj", f"/O=Tests Ltd/CN=The {name} of time")
    shutil.copy(folder / f"{SIGNER}.csr", folder / f"{OTHER}.csr")
    for name, issuer, extensions in (
        (ROOT, ROOT, ISSUES),
        (ISSUER, ROOT, ISSUES),
        (SIGNER, ISSUER, STAMPS + _usage(USAGE)),
    ):
        _issue(folder, name, issuer, extensions)


def _usage(usage: str) -> str:
    return f"extendedKeyUsage = {usage}\n" if usage else ""


def _issue(
    folder: Path, name: str, issuer: str, extensions: str, first: datetime = FIRST, last: datetime = LAST
) -> None:
    told = folder / f"{name}.ext"
    told.write_text(extensions, encoding="utf-8")
    words: list[str | Path] = ["-batch", "-notext", "-keyfile", folder / f"{issuer}.key", "-extfile", told]
    words += ["-selfsign"] if name == issuer else ["-cert", folder / f"{issuer}.pem"]
    words += ["-startdate", f"{first:%y%m%d%H%M%SZ}", "-enddate", f"{last:%y%m%d%H%M%SZ}"]
    _openssl(folder, "ca", *words, "-in", folder / f"{name}.csr", "-out", folder / f"{name}.pem")


def _openssl(folder: Path, *words: str | Path, check: bool = True) -> subprocess.CompletedProcess[bytes]:
    kept = {**os.environ, "OPENSSL_CONF": str(folder / "openssl.cnf")}
    return subprocess.run(["openssl", *map(str, words)], env=kept, capture_output=True, check=check)


def answer(folder: Path, request: bytes) -> bytes:
    """Return the response of an authority to a request, both in DER."""
    asked = folder / f"{time.time_ns()}.tsq"
    asked.write_bytes(request)
    said = asked.with_suffix(".tsr")
    _openssl(folder, "ts", "-reply", "-queryfile", asked, "-out", said)
    moment = (folder / MOMENT).read_text(encoding="utf-8")
    if moment or (folder / f"{OTHER}.pem").is_file():
        return _signed_again(folder, said.read_bytes(), datetime.fromisoformat(moment) if moment else None)
    return said.read_bytes()


def _signed_again(folder: Path, response: bytes, moment: datetime | None) -> bytes:
    """Return a response with another moment, or its own, signed with the certificate that is to sign."""
    said = tsp.TimeStampResp.load(response)
    signed = said["time_stamp_token"]["content"]
    told = signed["encap_content_info"]["content"].parsed
    if moment:
        told["gen_time"] = core.GeneralizedTime(moment.replace(microsecond=0))
    written = told.dump(force=True)
    signer = certificate(folder, OTHER if (folder / f"{OTHER}.pem").is_file() else SIGNER)
    signed["encap_content_info"] = {"content_type": "tst_info", "content": core.ParsableOctetString(written)}
    signed["certificates"] = [signer, certificate(folder, ISSUER)]
    signed["digest_algorithms"] = [{"algorithm": "sha256"}]
    signed["signer_infos"] = [_signature(folder, signer, written)]
    return bytes(said.dump(force=True))


def _signature(folder: Path, signer: x509.Certificate, told: bytes) -> cms.SignerInfo:
    named = tsp.SigningCertificateV2({"certs": [{"cert_hash": signer.sha256}]})
    digest = hashlib.sha256(told).digest()
    listed = {"content_type": "tst_info", "message_digest": digest, "signing_certificate_v2": named}
    attributes = cms.CMSAttributes([{"type": name, "values": [value]} for name, value in listed.items()])
    signature, way = _signed(folder, attributes.dump(force=True))
    return cms.SignerInfo(
        {
            "version": "v1",
            "sid": named_by(signer),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": way}),
            "signature": signature,
        }
    )


def _signed(folder: Path, what: bytes) -> tuple[bytes, str]:
    key: Any = serialization.load_pem_private_key((folder / f"{SIGNER}.key").read_bytes(), None)
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(what, padding.PKCS1v15(), hashes.SHA256()), "sha256_rsa"
    return key.sign(what, ec.ECDSA(hashes.SHA256())), "sha256_ecdsa"


def named_by(signer: x509.Certificate) -> cms.SignerIdentifier:
    """Return how a signature names the certificate that it was made with."""
    told = {"issuer": signer.issuer, "serial_number": signer.serial_number}
    return cms.SignerIdentifier("issuer_and_serial_number", cms.IssuerAndSerialNumber(told))


def certificate(folder: Path, name: str) -> x509.Certificate:
    """Return one of the certificates of an authority."""
    return x509.Certificate.load(pem.unarmor((folder / f"{name}.pem").read_bytes())[2])


if __name__ == "__main__":
    sys.stdout.buffer.write(answer(Path(sys.argv[1]), sys.stdin.buffer.read()))
