"""A published tree on a host, asked for file by file over connections that are kept open.

1. Nothing is asked for twice, but where the host had closed a connection that was kept.
2. An answer that leads on is followed on the same host, by the same scheme or from http to https, a few times.
3. An answer has bounds of bytes, and all of them have bounds of time and number: see `time_limits`.
"""

from __future__ import annotations

import hashlib
import ssl
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import urllib3
from urllib3.exceptions import HTTPError, MaxRetryError, ProtocolError

from playbook.publish.tree.time_limits import EACH, Late, TimeLimit
from playbook.publish.tree.untrusted_input import FILE_BYTES, Unsound, bounded

STEPS = 5
"""The most times that an answer may lead on."""
_THROWN_AWAY = 2**20
"""The most bytes of an answer that nobody reads which are read so that its connection can be used again."""
_AT_A_TIME = 2**16
_ONCE = urllib3.Retry(total=None, connect=False, read=False, other=False, status=0)
_GONE = (404, 410)


@dataclass(frozen=True)
class Host:
    """A tree on a host, by the address of its root."""

    root: str
    time_limit: TimeLimit = field(default_factory=TimeLimit, compare=False)

    def read(self, name: str, most: int = FILE_BYTES) -> bytes:
        """Return what the host answers; raise as every reader does."""
        address = self.root + urllib.parse.quote(name)
        try:
            return self.time_limit.waited(lambda came: self._answer(address, name, most, came))
        except (HTTPError, OSError, ValueError, Late) as error:
            if isinstance(error, (FileNotFoundError, ConnectionError, Unsound)):
                raise
            raise ConnectionError(f"{address}: {_said(error)}") from None

    def hashed(self, name: str) -> str:
        """Return the SHA-256 of what the host answers."""
        return hashlib.sha256(self.read(name)).hexdigest()

    def names(self, folder: str) -> tuple[str, ...] | None:  # noqa: ARG002  # a host does not tell
        """Return nothing: a host does not tell."""
        return None

    def folders(self) -> tuple[str, ...]:
        """Return nothing: a host does not tell."""
        return ()

    def described(self, *folders: str, record: str) -> None:
        """Return nothing: what a host says of its files proves nothing."""

    def _answer(self, address: str, name: str, most: int, came: Callable[[int], None]) -> bytes:
        answer = self._followed(address)
        try:
            found = 200 <= answer.status < 300
            held = _held(answer, most if found else _THROWN_AWAY, came if found else lambda _: None)
            if answer.status in _GONE:
                raise FileNotFoundError(name)
            if not found:
                raise ConnectionError(f"{address} answers {answer.status}")
            return bounded(held, most)
        finally:
            _left(answer)

    def _followed(self, address: str) -> urllib3.BaseHTTPResponse:
        """Ask, and follow an answer that leads on."""
        for _ in range(STEPS + 1):
            answer = self._asked(address)
            location = answer.get_redirect_location()
            if not location:
                return answer
            _held(answer, _THROWN_AWAY, lambda _: None)
            _left(answer)
            address = onward(address, location)
        raise ConnectionError(f"{address}: answers lead on more than {STEPS} times")

    def _asked(self, address: str) -> urllib3.BaseHTTPResponse:
        """Ask once, and once more where the host had closed the connection that was kept."""
        try:
            return self._open(address)
        except ProtocolError:
            return self._open(address)

    def _open(self, address: str) -> urllib3.BaseHTTPResponse:
        seconds = self.time_limit.seconds + 2 * EACH  # whoever waits has given up before
        return self._pool.request("GET", address, timeout=seconds, retries=_ONCE, redirect=False, preload_content=False)

    @cached_property
    def _pool(self) -> urllib3.PoolManager:
        """What keeps the connections: to the host, or to the proxy that the system says leads there."""
        parts = urllib.parse.urlsplit(self.root)
        bypassed = urllib.request.proxy_bypass(parts.hostname or "")
        proxy = "" if bypassed else urllib.request.getproxies().get(parts.scheme.lower(), "")
        trusted = ssl.create_default_context()
        return urllib3.ProxyManager(proxy, ssl_context=trusted) if proxy else urllib3.PoolManager(ssl_context=trusted)


def onward(address: str, location: str) -> str:
    """Return where an answer leads; raise `ConnectionError` where that is no place on the same host, as safe as this.

    Raise `ValueError` where it is no address.
    """
    found = urllib.parse.urljoin(address, location)
    here, there = urllib.parse.urlsplit(address), urllib.parse.urlsplit(found)
    same = there.scheme == here.scheme and there.port == here.port
    if there.hostname != here.hostname or not (same or (here.scheme, there.scheme) == ("http", "https")):
        raise ConnectionError(f"{address} leads on to {found}, which is not followed: give that address")
    return found


def _held(answer: urllib3.BaseHTTPResponse, most: int, came: Callable[[int], None]) -> bytes:
    """Return what an answer holds, or the beginning that shows that it is more than `most` bytes."""
    held = bytearray()
    while len(held) <= most and (part := answer.read(min(_AT_A_TIME, most + 1 - len(held)))):
        held += part
        came(len(part))
    return bytes(held)


def _left(answer: urllib3.BaseHTTPResponse) -> None:
    if not answer.closed:  # there is more of it than is read, and what comes next would be that
        answer.close()
    answer.release_conn()


def _said(error: Exception) -> str:
    """Return why nobody answered, without what the library says of itself."""
    if isinstance(error, MaxRetryError) and error.reason is not None:
        error = error.reason
    return str(error.__cause__ or error)
