"""Signatures of records, made and checked by `ssh-keygen -Y`: whoever has it needs no other program."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAMESPACE = "playbook"
"""What a signature is for; one made for another purpose proves nothing here."""


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


def fits(written: bytes, signature: bytes) -> bool:
    """Tell whether a signature is one of these bytes, whoever made it; raise `NoProgram` without ssh-keygen."""
    with _kept(signature) as held:
        return _asked("check-novalidate", "-n", NAMESPACE, "-s", held, given=written).returncode == 0


def signed(written: bytes, signature: bytes, signers: Path) -> bool:
    """Tell whether one of the allowed signers has signed something; raise `NoProgram` without ssh-keygen."""
    with _kept(signature) as held:
        found = _asked("find-principals", "-f", str(signers), "-s", held).stdout.decode("utf-8", "replace")
        return any(_by(name, written, held, signers) for name in found.splitlines())


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
    try:
        return subprocess.run(["ssh-keygen", "-Y", what, *words], input=given, capture_output=True, check=False)  # noqa: S603, S607  # no shell
    except OSError as error:
        raise NoProgram(f"ssh-keygen cannot be run: {error.strerror}") from None
