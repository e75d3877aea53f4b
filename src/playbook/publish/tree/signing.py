"""Signatures of records, made and checked by `ssh-keygen -Y`: whoever has it needs no other program."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAMESPACE = "playbook"
"""What a signature is for; one made for another purpose proves nothing here."""

_ARMOURED = re.compile(rb"-----BEGIN SSH SIGNATURE-----(.*?)-----END SSH SIGNATURE-----", re.DOTALL)
_BEGINS = b"SSHSIG\0\0\0\1"
"""What a signature begins with: its name and the number of its form. The public key follows, after its length."""


class NoProgram(Exception):
    """Raised where `ssh-keygen` is not on this machine."""


class NotSigned(Exception):
    """Raised where nothing could be signed; the text says why."""


def sign(written: bytes, key: Path) -> bytes:
    """Return the signature of something; raise `NotSigned` where the key makes none, `NoProgram` without ssh-keygen."""
    done = _asked("sign", "-q", "-f", str(key), "-n", NAMESPACE, given=written)
    if done.returncode or not done.stdout:
        raise NotSigned(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


def fingerprint_of(key: Path) -> str:
    """Return the fingerprint of a key, as ssh-keygen prints it: `SHA256:…`.

    Raise `NotSigned` where there is none in the file, `NoProgram` without ssh-keygen.
    """
    done = _run("-l", "-E", "sha256", "-f", str(key))
    found = re.search(r"SHA256:[A-Za-z0-9+/]{43}", done.stdout.decode("utf-8", "replace"))
    if done.returncode or found is None:
        raise NotSigned(done.stderr.decode("utf-8", "replace").strip() or "this is no key")
    return found[0]


def signer(signature: bytes) -> str:
    """Return the fingerprint of the key that a signature names, empty where it is none; nothing is proved by that."""
    found = _ARMOURED.search(signature)
    try:
        held = base64.b64decode(found[1] if found else b"")
    except ValueError:
        return ""
    at = len(_BEGINS) + 4
    size = int.from_bytes(held[len(_BEGINS) : at], "big")
    known = held.startswith(_BEGINS) and 0 < size <= len(held) - at
    return _named(held[at : at + size]) if known else ""


def fingerprint_of_line(public_key: str) -> str:
    """Return the fingerprint of a public key as its file has it, empty where it is none."""
    words = public_key.split()
    try:
        blob = base64.b64decode(words[1], validate=True) if len(words) > 1 else b""
    except ValueError:
        return ""
    name = words[0].encode() if blob else b""
    sound = blob[:4] == len(name).to_bytes(4, "big") and blob[4 : 4 + len(name)] == name
    return _named(blob) if blob and sound else ""


def _named(key: bytes) -> str:
    return f"SHA256:{base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip('=')}"


def fits(written: bytes, signature: bytes) -> bool:
    """Tell whether a signature is one of these bytes, whoever made it; raise `NoProgram` without ssh-keygen."""
    with _kept(signature) as held:
        return _asked("check-novalidate", "-n", NAMESPACE, "-s", held, given=written).returncode == 0


def principals(written: bytes, signature: bytes, signers: Path) -> tuple[str, ...]:
    """Return the names under which allowed signers have signed something; raise `NoProgram` without ssh-keygen."""
    with _kept(signature) as held:
        found = _asked("find-principals", "-f", str(signers), "-s", held).stdout.decode("utf-8", "replace")
        names = (name.strip() for line in found.splitlines() for name in line.split(","))
        return tuple(dict.fromkeys(name for name in names if name and _by(name, written, held, signers)))


def _by(name: str, written: bytes, signature: str, signers: Path) -> bool:
    words = ("-f", str(signers), "-I", name, "-n", NAMESPACE, "-s", signature)
    return _asked("verify", *words, given=written).returncode == 0


@contextmanager
def _kept(signature: bytes) -> Iterator[str]:
    with tempfile.NamedTemporaryFile(suffix=".sig") as held:
        held.write(signature)
        held.flush()
        yield held.name


def _asked(what: str, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return _run("-Y", what, *words, given=given)


def _run(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["ssh-keygen", *words], input=given, capture_output=True, check=False)  # noqa: S603, S607  # no shell
    except OSError as error:
        raise NoProgram(f"ssh-keygen cannot be run: {error.strerror}") from None
