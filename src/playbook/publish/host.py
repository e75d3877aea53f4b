"""A published tree on a host, asked for file by file over connections that are kept open."""

from __future__ import annotations

import ssl
import urllib.parse
import urllib.request
from dataclasses import dataclass
from functools import cached_property

import urllib3
from urllib3.exceptions import HTTPError, MaxRetryError, ProtocolError, TimeoutError

PATIENCE = 20
"""The seconds that a host may take to answer."""
MOST = 512 * 2**20
"""The most bytes that a host may answer with: more than any file of a version has."""
_THROWN_AWAY = 2**20
"""The most bytes of an answer that nobody reads which are read so that its connection can be used again."""
_STEPS = urllib3.Retry(total=None, connect=False, read=False, other=False, redirect=10, status=0)
"""Nothing is asked for twice, and an answer that leads elsewhere is followed ten times at most."""
_GONE = (404, 410)


@dataclass(frozen=True)
class Host:
    """A tree on a host, by the address of its root."""

    root: str

    def read(self, name: str) -> bytes:
        """Return what the host answers; raise as every door does."""
        address = self.root + urllib.parse.quote(name)
        try:
            return self._answer(address, name)
        except (HTTPError, OSError, ValueError) as error:
            if isinstance(error, (FileNotFoundError, ConnectionError)):
                raise
            raise ConnectionError(f"{address}: {_said(error)}") from None

    def names(self, folder: str) -> tuple[str, ...] | None:  # noqa: ARG002  # a host does not tell
        """Return nothing: a host does not tell."""
        return None

    def folders(self) -> tuple[str, ...]:
        """Return nothing: a host does not tell."""
        return ()

    def _answer(self, address: str, name: str) -> bytes:
        answer = self._asked(address)
        try:
            held = bytes(answer.read((MOST if 200 <= answer.status < 300 else _THROWN_AWAY) + 1))
            if answer.status in _GONE:
                raise FileNotFoundError(name)
            if not 200 <= answer.status < 300:
                raise ConnectionError(f"{address} answers {answer.status}")
            if len(held) > MOST:
                raise ConnectionError(f"{address} answers with more than {MOST:,} bytes")
            return held
        finally:
            if not answer.closed:  # there is more of it than is read, and what comes next would be that
                answer.close()
            answer.release_conn()

    def _asked(self, address: str) -> urllib3.BaseHTTPResponse:
        """Ask once, and once more where the host had closed the connection that was kept."""
        try:
            return self._open(address)
        except ProtocolError:
            return self._open(address)

    def _open(self, address: str) -> urllib3.BaseHTTPResponse:
        return self._pool.request("GET", address, timeout=PATIENCE, retries=_STEPS, preload_content=False)

    @cached_property
    def _pool(self) -> urllib3.PoolManager:
        """What keeps the connections: to the host, or to the proxy that the system says leads there."""
        parts = urllib.parse.urlsplit(self.root)
        bypassed = urllib.request.proxy_bypass(parts.hostname or "")
        proxy = "" if bypassed else urllib.request.getproxies().get(parts.scheme.lower(), "")
        trusted = ssl.create_default_context()
        return urllib3.ProxyManager(proxy, ssl_context=trusted) if proxy else urllib3.PoolManager(ssl_context=trusted)


def _said(error: Exception) -> str:
    """Return why nobody answered, without what the library says of itself."""
    if isinstance(error, MaxRetryError) and error.reason is not None:
        error = error.reason
    if isinstance(error, TimeoutError):
        return f"no answer within {PATIENCE} seconds"
    return str(error.__cause__ or error)
