"""Whether the pages of a version say what its fingerprints prove: each cited page, and each page of its site.

Hashes of files tell that a page is not the one that was published. They tell it no more where whoever altered the page
has written the lists anew; the words of the page do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from playbook.problems import quoted
from playbook.publish.text.canonical import fingerprint, plain
from playbook.publish.tree.published_pages import Known, Texts, Unmarked, Unread, file_of, own_file
from playbook.publish.tree.record import Release
from playbook.publish.tree.untrusted_input import PAGE_BYTES, Unsound, bounded

AROUND = 2
"""The words that are shown before the first that differ."""
SHOWN = 8
"""The most words that are shown, those included."""
LONGEST = 120
"""The most letters of them."""


@dataclass(frozen=True)
class Finding:
    """What is seen on a page: where, and what; a `fault` unless it is only worth a word."""

    where: str
    message: str
    fault: bool = True

    @property
    def told(self) -> str:
        """The finding as a sentence."""
        return f"{self.where}: {self.message}"


def pages_proved(
    release: Release, read: Callable[[str], bytes], ids: Iterable[str] = (), known: Known | None = None
) -> Iterator[Finding]:
    """Iterate over what the pages of a version say otherwise than its fingerprints prove.

    `read` opens a file of the tree, or raises `FileNotFoundError`; `ids` are the sections that are asked about, all of
    them where it is empty; `known` is what is known from other versions of the tree. Of a version that was published
    before pages were marked nothing is proved: that is said. There was no log then either, so in a version that has
    followed one it is a fault.
    """
    proof = _Pages(release, read, tuple(ids) or tuple(release.sections), known or Known())
    findings = tuple(proof.findings())
    if proof.marked:
        yield from findings
    elif proof.unmarked:
        told = "its pages do not mark their content, so it is not proved that they say what was published"
        yield Finding(release.version, told, fault=release.log is not None)


class _Pages:
    """Looks at the pages of one version; `marked` and `unmarked` tell which sorts of them it has met."""

    def __init__(self, release: Release, read: Callable[[str], bytes], ids: tuple[str, ...], known: Known) -> None:
        self.release, self.read, self.ids = release, read, ids
        self.texts = Texts(release.sections, self._file, known)
        self.marked = self.unmarked = False

    def findings(self) -> Iterator[Finding]:
        """Look at the page of each section, and at the page of the site on which it stands."""
        for id in self.ids:
            yield from self._looked(self._alone, id)
            yield from self._looked(self._on_page, id)

    def _looked(self, look: Callable[[str], Iterator[Finding]], id: str) -> Iterator[Finding]:
        try:
            yield from look(id)
            self.marked = True
        except Unread as error:
            self.unmarked |= isinstance(error, Unmarked)
            yield self._finding(error.file, str(error))
        except RecursionError:
            yield self._finding(own_file(id), "elements stand too deep inside each other there")

    def _alone(self, id: str) -> Iterator[Finding]:
        found = self.texts.alone(id)
        yield from self._compared(own_file(id), id, found.text)
        if found.uncounted:
            yield self._finding(
                own_file(id), f"its content shows what no fingerprint counts: “{short(found.uncounted)}”"
            )

    def _on_page(self, id: str) -> Iterator[Finding]:
        page = file_of(self.release.sections[id].page.partition("#")[0])
        yield from self._compared(page, id, self.texts.on_page(id))

    def _compared(self, file: str, id: str, text: str) -> Iterator[Finding]:
        expected = self.release.sections[id].fingerprint
        if fingerprint(text) == expected:
            return
        held = self._file(f"s/{id}/text.txt") or b""
        published = held.decode("utf-8", "replace")
        if fingerprint(published) != expected:
            yield self._finding(file, f"section {quoted(id)} has another fingerprint here than in the record")
            return
        here, there = first_difference(text, published)
        yield self._finding(file, f"section {quoted(id)} says “{here}” here, and “{there}” was published")

    def _finding(self, file: str, message: str) -> Finding:
        return Finding(f"{self.release.version}/{file}", message)

    def _file(self, name: str) -> bytes | None:
        try:
            return bounded(self.read(f"{self.release.version}/{name}"), PAGE_BYTES)
        except FileNotFoundError:
            return None
        except Unsound as error:
            raise Unread(str(error), name) from None


def first_difference(one: str, other: str) -> tuple[str, str]:
    """Return the first words that differ of two canonical texts, with a few before them, and where a text ends, “…”.

    Where the words are the same, it is the lines with their marks.
    """
    both = [plain(text).split() for text in (one, other)]
    if both[0] == both[1]:
        both = [text.split() for text in (one, other)]
    pairs = enumerate(zip_longest(*both))
    at = max(0, next((place for place, (mine, theirs) in pairs if mine != theirs), 0) - AROUND)
    mine, theirs = (short(" ".join(words[at : at + SHOWN])) or "nothing more" for words in both)
    return mine, theirs


def short(words: str) -> str:
    """Return words as a message shows them."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
