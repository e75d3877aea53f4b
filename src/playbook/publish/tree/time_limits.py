"""How long whoever is asked may keep us waiting: hosts, and authorities that stamp time.

Whatever is waited for runs beside, and is left to itself when time is over: so it counts for nothing what it is that
takes so long, a name that is looked up, a handshake, a head or a body that comes a byte at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

SECONDS = 20.0
"""The seconds that the answers of hosts may take, all together, beyond what each may take anyway."""
EACH = 1.0
"""The seconds that each answer may take anyway."""
PACE = 250_000
"""The bytes that an answer brings in a second; one that has so many may take so much longer."""
ANSWERS = 200_000
"""The most answers that one command asks for."""


class Late(Exception):
    """Raised where something takes too long, or was asked too much; the text says so, of an "it"."""


class TimeLimit:
    """What is left of the time that hosts may take beyond their due, and of the answers that may be asked for."""

    def __init__(self, seconds: float = SECONDS) -> None:
        """Begin with so many seconds."""
        self.seconds = self.left = seconds
        self.answers = ANSWERS

    def waited(self, work: Callable[[Callable[[int], None]], bytes]) -> bytes:
        """Return what comes of some work, which is given what it tells the number of bytes that have come.

        Raise `Late` where it takes longer than is left, and whatever the work raises.
        """
        if self.left <= 0 or self.answers <= 0:
            raise Late(self._told())
        self.answers -= 1
        came: list[int] = []
        begun = monotonic()
        found = _beside(lambda: work(came.append))
        while True:
            due = begun + EACH + sum(came) / PACE
            try:
                outcome = found.get(timeout=max(0.0, due + self.left - monotonic()))
                break
            except Empty:
                if begun + EACH + sum(came) / PACE + self.left <= monotonic():
                    self.left = 0
                    raise Late(self._told()) from None
        self.left -= max(0.0, monotonic() - begun - EACH - sum(came) / PACE)
        return _given(outcome)

    def _told(self) -> str:
        if self.answers <= 0:
            return f"no more than {ANSWERS:,} files are asked for"
        return f"no answer within {self.seconds:g} seconds, beyond what its answers may take: see --patience"


def in_time(work: Callable[[], bytes], seconds: float) -> bytes:
    """Return what comes of some work; raise `Late` where it takes longer, and whatever the work raises."""
    try:
        return _given(_beside(work).get(timeout=seconds))
    except Empty:
        raise Late(f"it does not answer within {seconds:g} seconds") from None


def _beside(work: Callable[[], bytes]) -> SimpleQueue[bytes | Exception]:
    found: SimpleQueue[bytes | Exception] = SimpleQueue()
    Thread(target=lambda: found.put(_outcome(work)), daemon=True).start()
    return found


def _outcome(work: Callable[[], bytes]) -> bytes | Exception:
    try:
        return work()
    except Exception as error:  # told by whoever waits
        return error


def _given(outcome: bytes | Exception) -> bytes:
    if isinstance(outcome, Exception):
        raise outcome
    return outcome
