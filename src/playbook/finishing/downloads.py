"""The files that a reader takes away from the site, made from the facts alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from playbook.export.ics import calendar_files
from playbook.export.spreadsheets import spreadsheets
from playbook.model import Playbook
from playbook.rendering.addresses import Addresses
from playbook.views.home import home
from playbook.views.words import Words

MEETINGS = "meetings.json"
"""The file that tells other editions when each forum meets."""


def downloads(playbook: Playbook, words: Words) -> Mapping[str, bytes]:
    """Return every file to take away, by its path below the root of the site."""
    return {**calendar_files(playbook, words), **spreadsheets(playbook, words)}


def meetings(playbook: Playbook, words: Words, addresses: Addresses) -> bytes:
    """Return when each forum meets, and where its page is, for the pages of other editions."""
    held = {
        forum.id: {
            "name": forum.text,
            "page": "#".join(filter(None, addresses.of("forum", forum.id) or ())),
            "times": times,
        }
        for forum, times in home(playbook, words).meetings
    }
    return f"{json.dumps(held, ensure_ascii=False)}\n".encode()


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files into a folder, which need not be there yet."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
