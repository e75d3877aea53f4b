"""Publishing as the `playbook` command does it: build, cut the pages into sections, put the version into the tree."""

from __future__ import annotations

import posixpath
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html
from markupsafe import Markup

from playbook import __version__
from playbook.address import Here, relative
from playbook.model import KINDS
from playbook.problems import Place, PlaybookError, Problem, Problems, did_you_mean, quoted
from playbook.publish import roots
from playbook.publish.canonical import Outside, Part, fingerprint
from playbook.publish.reading import kept
from playbook.publish.record import Cited, Release
from playbook.publish.release import Step, publish, refused, sections_of
from playbook.publish.sections import Contents, Section, sections
from playbook.publish.targets import Living, Targets, living
from playbook.site.workshop import Workshop

GENERATOR = f"governance-playbook {__version__}"


@dataclass(frozen=True)
class Built:
    """A site that was built, and the sections of its pages by the address of the page."""

    site: Path
    workshop: Workshop
    contents: Mapping[str, Contents]
    data: Path
    docs: Path
    root: Path

    def cited(self) -> tuple[Cited, ...]:
        """Return every section that can be cited, in the order of the addresses of the pages."""
        targets = Targets(self.contents, self._read)
        return tuple(
            self._cited(page, each, targets.outside(page))
            for page, held in self.contents.items()
            for each in held.sections
        )

    def _cited(self, page: str, section: Section, outside: Outside) -> Cited:
        address = page + (f"#{section.anchor}" if section.anchor else "")
        written = "".join(_as_html(part, page, section.id) for part in section.parts)
        return Cited(section.id, section.kind, self._title(section), address, section.text(outside), written)

    def _title(self, section: Section) -> str:
        """Return the name of the entity that a section is, else its first words."""
        if section.kind in KINDS:
            entity = self.workshop.playbook.of_kind(section.kind).get(section.id.removeprefix(f"{section.kind}-"))
            return str(getattr(entity, "name", section.title))
        return section.title

    def _read(self, path: str) -> bytes | None:
        file = self.site / path
        return file.read_bytes() if file.is_file() else None


def _joined(page: str, path: str) -> str:
    """Return an address from the root of the site for a path that stands on a page."""
    if not path:
        return page
    whole = posixpath.normpath(posixpath.join("/", page, path)).lstrip("/")
    if path.endswith("index.html"):
        return whole.removesuffix("index.html")
    return f"{whole}/" if whole and path.endswith(("/", ".")) else whole


def _as_html(part: Part, page: str, id: str) -> str:
    """Return a piece of a section as the page of the section shows it: links lead from there, nothing runs."""
    if isinstance(part, str):
        return str(Markup.escape(part))
    copy = html.fromstring(etree.tostring(part, encoding="unicode", with_tail=False, method="html"))
    for each in list(copy.iter("script", "template", "button", "input", "select", "form", "dialog")):
        if each is not copy:
            each.drop_tree()
    for each in copy.iter():
        for name in ("href", "src"):
            if (address := each.get(name)) and not urlsplit(address).scheme:
                parts = urlsplit(address)
                to = relative(_joined(page, parts.path), f"s/{id}/")
                each.set(name, to + (f"#{parts.fragment}" if parts.fragment else ""))
    return str(html.tostring(copy, encoding="unicode"))


def gathered(plugin: Any, site: Path, data: Path, docs: Path, root: Path) -> Built:
    """Return the sections of a site that `plugin` has just built."""
    workshop: Workshop = plugin.workshop
    pages = sorted(plugin.pages(), key=lambda page: page.url)
    homes = living(workshop.addresses)
    found = {}
    for page in pages:
        here = homes.get(page.url, Living())
        found[page.url] = sections(page.content or "", here.page, here.entities)
    return Built(site, workshop, found, data, docs, root)


def put(built: Built, version: str, public: Path, step: Step = lambda _: None) -> bool:
    """Publish what was built as `version` below `public`; return whether it is new there."""
    about = built.workshop.playbook.about
    if version != about.cycle.version:
        hint = did_you_mean(version, [about.cycle.version], f"write `version: {version}` in data/playbook.yml first")
        raise refused(public, f"the playbook is version {quoted(about.cycle.version)}, not {quoted(version)}", hint)
    cited = built.cited()
    release = _release(built, sections_of(cited, fingerprint))
    page = renderer(built.workshop)

    def write(folder: Path) -> None:
        shutil.copytree(built.site, folder)
        (folder / "playbook.json").write_text(kept(built.data, built.docs, GENERATOR), encoding="utf-8")
        for each in cited:
            below = folder / "s" / each.id
            below.mkdir(parents=True)
            (below / "text.txt").write_text(each.text, encoding="utf-8", newline="\n")
            told = release.sections[each.id].fingerprint
            content = Markup(each.html)  # noqa: S704  # cut from a page that was built
            shown = page("publish/section.html", cited=each, release=release, fingerprint=told, content=content)
            (below / "index.html").write_text(shown, encoding="utf-8", newline="\n")

    return publish(public, release, write, lambda: roots.write(public, page), step)


def renderer(workshop: Workshop) -> Callable[..., str]:
    """Return what renders the pages that stand outside of the site."""
    nowhere = Here("", workshop.addresses)
    return lambda template, **context: str(workshop.renderer.block(template, nowhere, **context))


def _release(built: Built, found: Any) -> Release:
    about = built.workshop.playbook.about
    cycle = about.cycle
    given = [{"party": each.party, "role": each.role, "date": str(each.date)} for each in cycle.approvals if each.date]
    return Release(
        version=cycle.version,
        title=about.title,
        status=cycle.status,
        effective_from=cycle.effective_from.isoformat(),
        effective_to=cycle.effective_to.isoformat() if cycle.effective_to else None,
        approvals=tuple(given),
        commit=commit(built.root),
        generator=GENERATOR,
        sections=found,
        sums="",
    )


def commit(root: Path) -> str | None:
    """Return the commit that is checked out in a folder; None outside of git."""
    done = _git(root, "rev-parse", "HEAD")
    return done.strip() if done is not None else None


def dirty(root: Path) -> tuple[str, ...]:
    """Return the files below a folder that differ from its commit; none outside of git."""
    return tuple(line[3:] for line in (_git(root, "status", "--porcelain", "--", ".") or "").splitlines())


def _git(root: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False)  # noqa: S603, S607
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def refuse_dirty(root: Path, public: Path) -> None:
    """Raise `PlaybookError` where a file below `root` differs from its commit; the published tree does not count."""
    below = public.resolve()
    changed = [name for name in dirty(root) if not (root / name).resolve().is_relative_to(below)]
    if changed:
        hint = "commit or take back what was changed: a published version is a commit"
        problems = [Problem(Place(name), "dirty", "this differs from the commit", hint) for name in changed]
        raise PlaybookError(Problems(problems))


def built(config_file: Path, folder: Path, since: str | None = None) -> Built:
    """Build the site into `folder` as a published version, strictly; raise `HostError` where that fails.

    Unlike other builds it knows of the versions beside it, so that the theme can show its selector.
    """
    from playbook.site.build import host_built

    config, plugin = host_built(config_file, folder, {"version": {"provider": "mike", "default": "current"}}, since)
    root = config_file.resolve().parent
    return gathered(plugin, Path(config.site_dir), root / plugin.config.data_dir, Path(config.docs_dir), root)
