"""Publishing as the `playbook` command does it: build, cut the pages into sections, put the version into the tree."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from playbook import __version__
from playbook.checks.register import farewell
from playbook.folders import git
from playbook.folders.generated import NAME as MARK
from playbook.folders.leftovers import left_over
from playbook.problems import Place, PlaybookError, Problem, Problems, did_you_mean, quoted
from playbook.publish.release import calendars, root_pages
from playbook.publish.release.editions import edition_json
from playbook.publish.release.release import Publication, Step, publish, refused, sections_of
from playbook.publish.text.blocks import Blocks
from playbook.publish.text.canonical import fingerprint
from playbook.publish.text.link_targets import PageEntities, Targets, page_entities
from playbook.publish.text.sections import Contents, Section, sections
from playbook.publish.tree import register
from playbook.publish.tree.record import NAME, PERMANENCE, Cited, Release, before
from playbook.publish.tree.sealing import UNSEALED, Seal
from playbook.reporting.reports import as_json
from playbook.site import citation_chrome, engine
from playbook.site.build_context import BuildContext
from playbook.site.section_excerpts import Excerpts, look_of, named
from playbook.views.playbook import approvals

NOWHERE = "https://playbook.invalid/"
"""Stands for the address of a site that does not know its own: the theme asks a version which pages it has."""
AS_WRITTEN: dict[str, str] = {"encoding": "utf-8", "newline": "\n"}
"""How texts are written: the same bytes on every system, without a byte order mark."""
STYLE = "s/style.css"
"""The style sheet that the pages of all sections of a version share; no id has a dot."""
GENERATOR = f"governance-playbook {__version__}"


@dataclass(frozen=True)
class Built:
    """A site that was built, and the sections of its pages by the address of the page."""

    site: Path
    build: BuildContext
    contents: Mapping[str, Contents]
    data: Path
    docs: Path
    root: Path
    address: str = ""

    def cited(self) -> tuple[Cited, ...]:
        """Return every section that can be cited, in the order of the addresses of the pages."""
        targets, look = Targets(self.contents, self._read), look_of(self.style)
        return tuple(
            each
            for page, held in self.contents.items()
            for each in self._cited(page, held, Blocks(targets.outside(page)), Excerpts(page, look))
        )

    @property
    def style(self) -> str:
        """The look of the page of a section."""
        sheet = self.build.renderer.sheet
        return sheet("publish/frame.css") + sheet("publish/section.css")

    @property
    def ledger(self) -> Path:
        """The file that new ids are entered into; where the ledger is a folder, the one of this version."""
        folder = self.data / "register"
        version = self.build.playbook.about.cycle.version
        return folder / f"{version}.yml" if folder.is_dir() else self.data / "register.yml"

    def shown(self, path: Path) -> str:
        """Return the name that messages use for a file of the playbook."""
        return path.relative_to(self.root).as_posix()

    def _cited(self, page: str, held: Contents, blocks: Blocks, excerpts: Excerpts) -> Iterator[Cited]:
        for each in held.sections:
            address = page + (f"#{each.anchor}" if each.anchor else "")
            text, html = blocks.text(each.parts), excerpts.of(each.parts)
            yield Cited(each.id, each.kind, self._title(each), address, text, html)

    def _title(self, section: Section) -> str:
        """Return the name of the entity that a section is, else its first words."""
        found = self.build.playbook.cited(section.id)
        return str(getattr(found[1], "name", section.title)) if found else section.title

    def _read(self, path: str) -> bytes | None:
        file = self.site / path
        return file.read_bytes() if file.is_file() else None


def built_sections(plugin: Any, site: Path, data: Path, docs: Path, root: Path) -> Built:
    """Return the sections of a site that `plugin` has just built."""
    build: BuildContext = plugin.build
    pages = sorted(plugin.pages(), key=lambda page: page.url)
    homes = page_entities(build.addresses)
    found = {}
    for page in pages:
        here = homes.get(page.url, PageEntities())
        found[page.url] = sections(page.content or "", here.page, here.entities)
    return Built(site, build, found, data, docs, root)


def publish_built(
    built: Built,
    version: str,
    public: Path,
    step: Step = lambda _: None,
    *,
    seal: Seal = UNSEALED,
    signers: Path | None = None,
) -> bool:
    """Publish what was built as `version` below `public`, sealed; return whether it is new there.

    Raise as `release.publish` does, `NotSigned` and `NotStamped` where it cannot be sealed.
    """
    cited = built.cited()
    refuse(built, cited, version, public)
    release = _release(built, sections_of(cited, fingerprint))
    page = root_pages.page_by(built.build.renderer)

    def write(folder: Path, beside: Path) -> None:
        shutil.copytree(built.site, folder, ignore=shutil.ignore_patterns(MARK))  # a version has a list of its own
        last = before(public, version)
        if last is not None:
            calendars.continue_calendars(folder, public / last.version)
        (beside / register.NAME).write_text(register.as_json(built.build.playbook.ledger), encoding="utf-8")
        (folder / "playbook.json").write_text(edition_json(built.data, built.docs, GENERATOR), encoding="utf-8")
        (folder / "checks.json").write_text(as_json(built.build.all_problems()) + "\n", **AS_WRITTEN)
        citation_chrome.add(folder, built.contents, release, built.build)
        if not built.address:
            addresses = [NOWHERE + each for each in built.contents]
            (folder / "sitemap.xml").write_text(page("publish/sitemap.xml", addresses=addresses), encoding="utf-8")
            (folder / "sitemap.xml.gz").unlink(missing_ok=True)
        (folder / "s").mkdir()
        (folder / STYLE).write_text(built.style, **AS_WRITTEN)
        for each in cited:
            below = folder / "s" / each.id
            below.mkdir()
            (below / "text.txt").write_text(each.text, **AS_WRITTEN)
            if not each.text.isascii():  # a host that does not say that it is in UTF-8 cannot spoil any other
                (below / "text.html").write_text(page("publish/text.html", cited=each, release=release), **AS_WRITTEN)
            (below / "index.html").write_text(_leaf(built, each, (last, release), page), **AS_WRITTEN)

    write_root = partial(root_pages.write, public, page, built.address)
    return publish(public, Publication(release, write, write_root, seal, signers, step))


def refuse(built: Built, cited: tuple[Cited, ...], version: str, public: Path) -> None:
    """Raise `PlaybookError` where what was built cannot be published as `version` below `public`."""
    about = built.build.playbook.about
    if version != about.cycle.version:
        hint = did_you_mean(version, [about.cycle.version], f"write `version: {version}` in data/playbook.yml first")
        raise refused(public, f"the playbook is version {quoted(about.cycle.version)}, not {quoted(version)}", hint)
    refuse_early(version, public)
    _refuse_ledger(built, cited, public)


def _refuse_ledger(built: Built, cited: tuple[Cited, ...], public: Path) -> None:
    """Raise `PlaybookError` where the ledger does not fit the edition, or the version published before it."""
    playbook, file = built.build.playbook, built.shown(built.ledger)
    version = playbook.about.cycle.version
    problems = Problems(register.misfitting_entries({each.id for each in cited}, playbook.ledger, farewell(version)))
    last = before(public, version)
    if last is not None:
        problems.extend(
            register.forgotten_entries(
                register.published_register(public, last.version), playbook.ledger, last.version, file
            )
        )
    if last is not None or len(playbook.ledger):
        problems.extend(register.unregistered_problems(cited, playbook.ledger, file))
    if problems.stop():
        raise PlaybookError(problems)


def _leaf(built: Built, cited: Cited, releases: tuple[Release | None, Release], page: Callable[..., str]) -> str:
    """Return the page of one section of the second of two releases: the address that a contract cites."""
    about = built.build.playbook.about
    last, release = releases
    return page(
        "publish/section.html",
        cited=cited,
        release=release,
        fingerprint=release.sections[cited.id].fingerprint,
        content=Markup(cited.html),  # noqa: S704  # cut from a page that was built
        approvals=approvals(built.build.playbook),
        since=about.cycle.effective_from,
        until=about.cycle.effective_to,
        page=named(cited.page),
        headed=cited.kind == "heading" or "#" not in cited.page,
        address=built.address,
        before=last.version if last and cited.id in last.sections else "",
        promised=PERMANENCE if PERMANENCE in release.sections and cited.id != PERMANENCE else "",
    )


def _release(built: Built, found: Any) -> Release:
    about = built.build.playbook.about
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
        engine=engine.NAME,
        sections=found,
        sums="",
        locale=about.locale,
    )


def commit(root: Path) -> str | None:
    """Return the commit that is checked out in a folder; None outside of git."""
    try:
        return git.asked(root, "rev-parse", "HEAD").decode().strip()
    except git.GitSaysNothing:
        return None


def dirty(root: Path) -> tuple[str, ...]:
    """Return the files below a folder that differ from its commit; none outside of git.

    Raise `GitSaysNothing` where the folder is in a repository that git cannot read.
    """
    if not git.repository(root):
        return ()
    top = Path(os.fsdecode(git.asked(root, "rev-parse", "--show-prefix").strip()))
    listed = git.asked(root, "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", ".")
    names = [Path(os.fsdecode(line[3:])) for line in listed.split(b"\0") if line]
    return tuple(str(name.relative_to(top)) for name in names if not left_over(name.relative_to(top)))


def refuse_dirty(root: Path, public: Path) -> None:
    """Raise `PlaybookError` where a file below `root` differs from its commit; the published tree does not count."""
    below = public.resolve()
    try:
        differing = dirty(root)
    except git.GitSaysNothing as why:
        message = f"nobody can tell whether this is a commit: {why}"
        raise PlaybookError(Problems([Problem(Place(".git"), "dirty", message, why.hint)])) from None
    changed = [name for name in differing if not (root / name).resolve().is_relative_to(below)]
    if changed:
        hint = "commit or take back what was changed: a published version is a commit"
        problems = [Problem(Place(name), "dirty", "this differs from the commit", hint) for name in changed]
        raise PlaybookError(Problems(problems))


def refuse_early(version: str, public: Path) -> None:
    """Raise `PlaybookError` where a version cannot be published, whatever it consists of."""
    if not NAME.fullmatch(version):
        hint = "name it by its year and a number, such as 2026-1: small letters, digits and hyphens, a digit first"
        raise refused(public, f"{quoted(version)} cannot be part of an address", hint)


def built(config_file: Path, folder: Path, since: str | None = None, version: str = "") -> Built:
    """Build the site into `folder` as a published version; raise `HostError` where that fails.

    Unlike other builds it knows of the versions beside it, so that the theme can show its selector, and that it stands
    below the address of the site.
    """
    from playbook.site.build import host_built

    extra = {"version": {"provider": "mike", "default": "current"}}
    config, plugin = host_built(config_file, folder, extra, since, below=version)
    root = config_file.resolve().parent
    data, docs = root / plugin.config.data_dir, Path(config.docs_dir)
    found = built_sections(plugin, Path(config.site_dir), data, docs, root)
    return replace(found, address=(config.site_url or "").removesuffix(f"{version}/"))
