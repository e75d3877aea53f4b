"""Asking a time-stamping authority: at an address by HTTP, or by a command that knows the way."""

from __future__ import annotations

import re
import shlex
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from typing import IO, Any, cast

from playbook.problems import quoted, safe
from playbook.publish.tree.time_limits import Late, in_time

PATIENCE = 20.0
"""The seconds that an authority may take to answer, from the first byte that is sent to the last one that comes."""
LARGEST = 64 * 2**10
"""The most bytes of an answer that are read; with its certificates one has some thousands."""
_ASKED, _ANSWERED = "application/timestamp-query", "application/timestamp-reply"


class NoAnswer(Exception):
    """Raised where an authority does not answer; the text says why."""


def answer(source: str, request: bytes) -> bytes:
    """Return what an authority answers to a request in DER; raise `NoAnswer` where it does not.

    `source` is an http(s) address, or a command that reads the request from its standard input and writes the answer to
    its standard output.
    """
    found = _of_host(source, request) if _is_address(source) else _of_command(source, request)
    if len(found) > LARGEST:
        raise NoAnswer(f"it answers with more than {LARGEST:,} bytes, the most that are read")
    return found


def named(source: str) -> str:
    """Return how a message names an authority: by address or program, without what may be a secret."""
    if not _is_address(source):
        return safe(source.split(maxsplit=1)[0] if source.strip() else "the empty command", 120)
    return safe(re.split(r"[?#]", re.sub(r"(?<=//).*@", "", source))[0], 120)


def _is_address(source: str) -> bool:
    return re.match(r"https?://", source, re.IGNORECASE) is not None


class _Stays(urllib.request.HTTPRedirectHandler):
    """Follows nothing: what was posted would be lost on the way."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Return nothing, so that the answer counts as the error that it is."""


def _of_host(address: str, request: bytes) -> bytes:
    if "@" in address:
        raise NoAnswer("an address must not hold a password; name a command that asks, such as curl")
    return _waited(lambda: _posted(address, request))


def _posted(address: str, request: bytes) -> bytes:
    try:
        told = {"Content-Type": _ASKED, "Accept": _ANSWERED}
        asked = urllib.request.Request(address, request, told)  # noqa: S310  # http(s) only: see `_is_address`
        with urllib.request.build_opener(_Stays).open(asked, timeout=PATIENCE) as found:
            return bytes(found.read(LARGEST + 1))
    except urllib.error.HTTPError as error:
        error.close()
        raise NoAnswer(_told(error)) from None
    except (OSError, ValueError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise NoAnswer(f"nobody answers: {safe(str(reason) or type(error).__name__, 120)}") from None


def _told(error: urllib.error.HTTPError) -> str:
    """Return what an answer says that is no time stamp."""
    if error.code // 100 == 3 and (leads := error.headers.get("Location")):
        return f"it leads on to {named(urllib.parse.urljoin(error.url, leads))}: name that address"
    return f"it answers {error.code} {safe(error.reason, 120)}".rstrip()


def _of_command(command: str, request: bytes) -> bytes:
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise NoAnswer(f"the command cannot be read: {error}") from None
    with tempfile.TemporaryFile() as told:
        process = _started(words, told)
        try:
            found = _waited(lambda: _exchanged(process, request))
            failed = process.wait(PATIENCE) if len(found) <= LARGEST else 0
        except subprocess.TimeoutExpired:
            raise NoAnswer(f"it does not end within {PATIENCE:g} seconds") from None
        finally:
            process.kill()
            process.wait()
        if failed:
            raise NoAnswer(f"it ended with {failed}{_last_line(told)}")
    return found


def _started(words: list[str], told: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=told)  # noqa: S603  # no shell
    except (OSError, ValueError, IndexError) as error:
        raise NoAnswer(f"it cannot be run: {getattr(error, 'strerror', None) or 'there is no command'}") from None


def _exchanged(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    """Write a request to a process and return what it writes."""
    asked, answered = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    with answered:
        with suppress(BrokenPipeError), asked:  # one that does not listen may speak nevertheless, and says why
            asked.write(request)
        return answered.read(LARGEST + 1)


def _last_line(told: IO[bytes]) -> str:
    told.seek(0)
    lines = told.read(LARGEST).decode("utf-8", "replace").split("\n")
    said = [line.strip() for line in lines if line.strip()]
    return f" and says {quoted(said[-1])}" if said else ""


def _waited(work: Callable[[], bytes]) -> bytes:
    """Return what comes of some work; raise `NoAnswer` where it takes too long."""
    try:
        return in_time(work, PATIENCE)
    except Late as error:
        raise NoAnswer(str(error)) from None
