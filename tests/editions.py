"""A team that publishes editions of the small playbook, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.published import git, registered
from tests.shared import once
from tests.support import Ended, few, run, searched

FIRST, SECOND = "2030-1", "2031-1"

Pages = Callable[[Path], Path]
"""Makes a folder a copy of the small playbook, or of a part of it."""


@dataclass(frozen=True)
class Team:
    """A playbook in a git repository; what is published goes into the folder `public` beside it."""

    folder: Path

    @classmethod
    def begin(cls, folder: Path, address: str = "", pages: Pages = few) -> Team:
        """Begin with pages of the small playbook, which says that it is served at `address` where that is given."""
        team = cls(pages(folder / "playbook"))
        team.git("init", "--quiet", "--initial-branch", "main")
        if address:
            team.edit("mkdocs.yml", "site_name:", f"site_url: {address}\nsite_name:")
        team.commit()
        return team

    @property
    def public(self) -> Path:
        """The published tree."""
        return self.folder.parent / "public"

    def git(self, *words: str) -> None:
        """Run git as the team."""
        git(self.folder, *words)

    def commit(self) -> None:
        """Commit everything, once new ids stand in the ledger."""
        registered(self.folder)

    def edit(self, file: str, old: str, new: str) -> None:
        """Put one text in the place of another."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, (file, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def begin_cycle(self, year: int) -> None:
        """Begin the cycle of a year, agreed in the year before; what would have ended with that one goes on."""
        last = year - 1
        for path in sorted((self.folder / "data").glob("*.yml")):
            if path.name not in ("playbook.yml", "register.yml"):
                text = path.read_text(encoding="utf-8")
                for key, day in (("until", "12-31"), ("to", "06-30"), ("from", "07-01")):
                    text = text.replace(f" {key}: {last}-{day}", f" {key}: {year}-{day}")
                for day in ("01-01", "12-25"):  # the holidays of the year
                    text = text.replace(f"{last}-{day}", f"{year}-{day}") if path.name == "parties.yml" else text
                path.write_text(text, encoding="utf-8")
        for old, new in (
            (f'version: "{last}-1"', f'version: "{year}-1"'),
            (f"effective_from: {last}-01-01", f"effective_from: {year}-01-01"),
            (f"effective_to: {last}-12-31", f"effective_to: {year}-12-31"),
            (f"next_review: {last}-11-01", f"next_review: {year}-11-01"),
        ):
            self.edit("data/playbook.yml", old, new)

    def publish(self, version: str, *options: str, public: Path | None = None) -> Ended:
        """Publish a version."""
        return run("publish", version, "--to", public or self.public, *options, cwd=self.folder)

    def published(self, version: str, *options: str) -> None:
        """Publish a version, which must succeed."""
        done = self.publish(version, *options)
        assert done.code == 0, done.said


def two_versions_once(factory: pytest.TempPathFactory) -> Team:
    """Return a team that has published two versions, with the pages of meetings; read it only."""
    return once(factory, "two-versions", lambda where: two_versions(where, pages=_with_meetings))


def _with_meetings(folder: Path) -> Path:
    return few(folder, "cadence/index.md", "cadence/[forum].md")


def two_versions(folder: Path, address: str = "", pages: Pages = few) -> Team:
    """Return a team that has published two versions.

    The second has no page `oven/` any more, whose section `oven-rules` has moved to another page, and no page
    `lost/`, which has no section.
    """
    team = Team.begin(folder, address, pages)
    searched(team.folder)
    team.edit("mkdocs.yml", "extra:\n", "extra_javascript:\n  - path: playbook/playbook.js\n    type: module\nextra:\n")
    section = "## Rules {: #oven-rules }\n\nNobody sleeps in the oven.\n"
    (team.folder / "docs/oven.md").write_text(f"# Oven {{: #oven }}\n\nIt is hot.\n\n{section}", encoding="utf-8")
    (team.folder / "docs/lost.md").write_text("---\ntitle: Lost\n---\n\nA page without headings.\n", encoding="utf-8")
    (team.folder / "docs/start.md").write_text("# Start {: #start }\n\n{{ reader() }}\n", encoding="utf-8")
    team.commit()
    team.published(FIRST)
    team.begin_cycle(2031)
    oven = (team.folder / "docs/oven.md").read_text(encoding="utf-8")
    for name in ("oven", "lost"):
        (team.folder / f"docs/{name}.md").unlink()
    with (team.folder / "docs/about.md").open("a", encoding="utf-8") as page:
        page.write("\n" + oven.replace("# Oven", "## Oven"))
    team.commit()
    team.published(SECOND)
    return team
