"""Who signed a time stamp: the signature in it, checked with the certificate that it brings along.

1. One signs it, with attributes that are signed (RFC 5652); the certificate that these name is in it.
2. The attributes hold the digest of what the time stamp says, and the hash of the certificate (RFC 2634, RFC 5035): so
   another certificate of the same key cannot take its place.
3. The certificate is for time stamps and nothing else, and says that this is critical (RFC 3161, 2.3).
4. The signature of the attributes is one by the key of the certificate: RSA (PKCS #1 v1.5) or ECDSA.

Where the certificate comes from is not asked here.
"""

from __future__ import annotations

import hashlib
from typing import Any

from asn1crypto import tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

DIGESTS = {"2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512"}
"""The names of the digests that are trusted, by object identifier."""
_HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}


class NotSigned(Exception):
    """Raised where a time stamp is not signed as it must be; the text says why, of an "it" that the caller names."""


def signer(token: bytes) -> x509.Certificate:
    """Return the certificate of who signed a time stamp token in DER; raise `NotSigned` where nobody did.

    Raise `ValueError`, `TypeError` or `LookupError` where it is no such token.
    """
    signed = tsp.ContentInfo.load(token, strict=True)["content"]
    if len(signed["signer_infos"]) != 1:
        raise NotSigned("it is signed by several, or by nobody")
    info = signed["signer_infos"][0]
    written = _certificate(signed, info)
    certificate = x509.load_der_x509_certificate(written)
    attributes = _attributes(info)
    _holds_digest(attributes, info, bytes(signed["encap_content_info"]["content"]))
    _names_certificate(attributes, written)
    _for_time_stamps(certificate)
    _holds(certificate, info)
    return certificate


def _certificate(signed: Any, info: Any) -> bytes:
    """Return the certificate that the signature names, in DER."""
    wanted = info["sid"].chosen
    for each in signed["certificates"]:
        found = each.chosen
        if found.serial_number == wanted["serial_number"].native and found.issuer == wanted["issuer"]:
            return bytes(found.dump())
    raise NotSigned("the certificate that it was signed with is not in it")


def _attributes(info: Any) -> dict[str, Any]:
    """Return the attributes that are signed, by name; each is there once, with one value."""
    listed = [(each["type"].native, each["values"]) for each in info["signed_attrs"]]
    if len(dict(listed)) != len(listed) or any(len(values) != 1 for _, values in listed):
        raise ValueError(listed)
    return {name: values[0] for name, values in listed}


def _trusted(algorithm: Any) -> str:
    """Return the name of a digest; raise `NotSigned` where it is not trusted."""
    name = str(algorithm["algorithm"].native)
    if name not in _HASHES:
        raise NotSigned("it is signed with a digest that is not trusted here; SHA-256 is")
    return name


def _holds_digest(attributes: dict[str, Any], info: Any, said: bytes) -> None:
    kind, digest = attributes["content_type"].native, attributes["message_digest"].native
    if kind != "tst_info" or digest != hashlib.new(_trusted(info["digest_algorithm"]), said).digest():
        raise NotSigned("its signature does not hold")


def _names_certificate(attributes: dict[str, Any], written: bytes) -> None:
    """Raise `NotSigned` where the attributes name no certificate, or another."""
    if "signing_certificate_v2" in attributes:
        named = attributes["signing_certificate_v2"]["certs"][0]
        found = hashlib.new(_trusted(named["hash_algorithm"]), written)
    elif "signing_certificate" in attributes:
        named = attributes["signing_certificate"]["certs"][0]
        found = hashlib.sha1(written, usedforsecurity=False)  # the one that this older attribute has
    else:
        raise NotSigned("its signature does not say with which certificate it was made")
    if found.digest() != named["cert_hash"].native:
        raise NotSigned("its certificate is not the one that it was signed with")


def _for_time_stamps(certificate: x509.Certificate) -> None:
    """Raise `NotSigned` where a certificate is not for time stamps alone."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        raise NotSigned("its certificate is not one for time stamps") from None
    if not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise NotSigned("its certificate is not one for time stamps alone")


def _holds(certificate: x509.Certificate, info: Any) -> None:
    """Raise `NotSigned` where the signature is not one by the key of a certificate."""
    attributes, signature = info["signed_attrs"].untag().dump(), info["signature"].native
    key, way, digest = (
        certificate.public_key(),
        info["signature_algorithm"].signature_algo,
        _HASHES[_trusted(info["digest_algorithm"])],
    )
    try:
        if isinstance(key, rsa.RSAPublicKey) and way == "rsassa_pkcs1v15":
            key.verify(signature, attributes, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey) and way == "ecdsa":
            key.verify(signature, attributes, ec.ECDSA(digest))
        else:
            raise NotSigned("it is signed in a way that cannot be checked here; RSA (PKCS #1 v1.5) and ECDSA can")
    except (InvalidSignature, UnsupportedAlgorithm):
        raise NotSigned("its signature does not hold") from None
