"""Trusted time: a token by which an authority says that something was there at a moment, asked for and read (RFC 3161).

A token is kept as the whole response of the authority, as `openssl ts -verify -in` reads it:

1. It is a response of at most `LARGEST` bytes, in DER, by which the authority granted a time stamp.
2. It names the content by its SHA-256, SHA-384 or SHA-512.
3. It is signed with the key of a certificate that is in it, and that is for time stamps alone: see `token_signature`.
4. It is trusted where that certificate leads to a root that the reader trusts, and all between were valid at its
   moment. Whether one of them was revoked is not asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from asn1crypto import cms, core, tsp
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import NameOID
from rfc3161_client import (
    Accuracy,
    HashAlgorithm,
    MessageImprint,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from playbook.problems import quoted, safe
from playbook.publish.tree.sealing import NotStamped
from playbook.publish.tree.time_authority import LARGEST, NoAnswer, answer, named
from playbook.publish.tree.token_signature import DIGESTS, NotSigned, signer

_OF_CERTIFICATES = (x509.DuplicateExtension, x509.InvalidVersion, x509.UnsupportedGeneralNameType, UnsupportedAlgorithm)
_DAMAGE = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError, *_OF_CERTIFICATES)
"""What the readers of DER raise where it does not say what it should."""


class _Response(core.Sequence):  # type: ignore[misc]  # what it is made of is told by no types
    """The response of RFC 3161, which holds no time stamp where the authority refused: asn1crypto's demands one."""

    _fields: ClassVar = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]


class NoStamp(Exception):
    """Raised where a token proves nothing about a content; the text says why, of an "it" that the caller names."""


class NoRoots(Exception):
    """Raised where what should be root certificates is none."""


@dataclass(frozen=True)
class Stamp:
    """What a token says, and whether it is believed.

    `moment` is in UTC and in whole seconds, `accuracy` how far off it may be, None where the authority does not say.
    `authority` is the name in its certificate, `serial` the number of this time stamp with it, and `policy` the object
    identifier of the rules that it stamps by. `trusted` is None where no roots were given.
    """

    moment: datetime
    accuracy: timedelta | None
    authority: str
    serial: int
    policy: str
    trusted: bool | None


def stamp(content: bytes, source: str) -> bytes:
    """Return a token for a content, checked but for whom to trust; raise `NotStamped` where there is none to be had.

    `source` is the http(s) address of an authority, or a command that reads a request and writes a response.
    """
    request = TimestampRequestBuilder(content, HashAlgorithm.SHA256).build()
    try:
        token = answer(source, request.as_bytes())
        response, certificate = _opened(token, content)
    except (NoAnswer, NoStamp) as error:
        raise NotStamped(f"{named(source)}: {error}") from None
    if response.tst_info.nonce != request.nonce:
        raise NotStamped(f"{named(source)}: it answers another request than the one that was sent")
    if not certificate.not_valid_before_utc <= response.tst_info.gen_time <= certificate.not_valid_after_utc:
        raise NotStamped(f"{named(source)}: its certificate is not valid at the moment that it stamps")
    return token


def read(token: bytes, content: bytes, roots: bytes | None = None) -> Stamp:
    """Return what a token says of a content; raise `NoStamp` where it proves nothing about it.

    `roots` are the certificates of the authorities that are trusted, in PEM; raise `NoRoots` where they are none. Those
    between them and the authority may stand among them, where the token does not bring them along.
    """
    trusted = None if roots is None else _certificates(roots)
    response, certificate = _opened(token, content)
    told = response.tst_info
    with _damaged():
        accuracy, policy = _accuracy(told.accuracy), told.policy.dotted_string
    believed = None if trusted is None else _leads_to(trusted, response)
    return Stamp(told.gen_time, accuracy, _name(certificate), told.serial_number, policy, believed)


@contextmanager
def _damaged() -> Iterator[None]:
    try:
        yield
    except _DAMAGE:
        raise NoStamp("it is no time stamp of RFC 3161, or a damaged one") from None


def _opened(token: bytes, content: bytes) -> tuple[TimeStampResponse, x509.Certificate]:
    """Return the response that a token is, and the certificate of who signed it, with everything checked but trust."""
    response = _granted(token)
    with _damaged():
        if response.tst_info.version != 1:
            raise ValueError(token)
        _names(response.tst_info.message_imprint, content)
        try:
            return response, signer(response.time_stamp_token())
        except NotSigned as error:
            raise NoStamp(str(error)) from None


def _granted(token: bytes) -> TimeStampResponse:
    if len(token) > LARGEST:
        raise NoStamp(f"it has more than {LARGEST:,} bytes, the most that are read")
    with _damaged():
        said = _Response.load(token, strict=True)
        if said["status"]["status"].native not in ("granted", "granted_with_mods"):
            raise NoStamp(f"the authority refused: {_refusal(said['status'])}")
        return decode_timestamp_response(_plain(said["time_stamp_token"]))


def _refusal(status: tsp.PKIStatusInfo) -> str:
    """Return why an authority refused: its own words, and the field's word for the reason."""
    words = status["status_string"].native or [status["status"].native]
    reasons = sorted(status["fail_info"].native or ())
    return ", ".join([quoted(" ".join(words)), *(reason.replace("_", " ") for reason in reasons)])


def _plain(token: cms.ContentInfo) -> bytes:
    """Return a time stamp as a response that a reader of strict DER takes.

    Certificates stand in any order in what many authorities answer, and DER orders them; lists of those revoked, and
    what was added to a signature, are not signed and not needed. Nothing that is signed is touched.
    """
    signed = token["content"]
    kept = [each.chosen for each in signed["certificates"] if each.name == "certificate"]
    plain = {name: signed[name] for name in ("version", "digest_algorithms", "encap_content_info", "signer_infos")}
    content = cms.SignedData({**plain, "certificates": kept})
    granted = {"status": {"status": "granted"}, "time_stamp_token": {"content_type": "signed_data", "content": content}}
    return bytes(_Response(granted).dump())


def _names(imprint: MessageImprint, content: bytes) -> None:
    """Raise `NoStamp` where a token is not of a content."""
    digest = DIGESTS.get(imprint.hash_algorithm.dotted_string)
    if digest is None:
        raise NoStamp("it names its content by a digest that is not trusted here; SHA-256 is")
    if hashlib.new(digest, content).digest() != imprint.message:
        raise NoStamp("it is of other content")


def _accuracy(told: Accuracy | None) -> timedelta | None:
    if told is None:
        return None
    return timedelta(seconds=told.seconds or 0, milliseconds=told.millis or 0, microseconds=told.micros or 0)


def _name(certificate: x509.Certificate) -> str:
    """Return how a certificate names whom it is of: the name, and the organisation."""
    parts = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
    found = [str(part.value) for oid in parts for part in certificate.subject.get_attributes_for_oid(oid)]
    return safe(", ".join(dict.fromkeys(found)) or certificate.subject.rfc4514_string())


def _certificates(roots: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(roots)
    except (ValueError, *_OF_CERTIFICATES):
        raise NoRoots("no certificates in PEM stand in it") from None


def _leads_to(roots: list[x509.Certificate], response: TimeStampResponse) -> bool:
    """Tell whether the certificate of a token leads to one of the roots, and all were valid when it was made."""
    try:
        return VerifierBuilder(roots=roots).build().verify(response, response.tst_info.message_imprint.message)
    except VerificationError:
        return False
