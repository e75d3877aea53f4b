"""The playbook in other forms, as the `playbook` command writes them: pages, calendars, a PDF, schemas."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playbook.folders.generated import fill
from playbook.folders.leftovers import copied, ignored
from playbook.folders.outputs import file, never, replacing
from playbook.problems import Problems, did_you_mean, quoted
from playbook.site import collisions
from playbook.site.build import HostError, WrongCallError, asking, host_built, opened, plain_log, plugin_of, prepared
from playbook.site.staging import sources

NO_PANGO = (
    "a PDF needs Pango, which is not on this machine: install it, such as the packages libpango-1.0-0, "
    "libpangoft2-1.0-0 and libharfbuzz-subset0 of Debian and Ubuntu, or `brew install pango` on a Mac"
)


def expand(config_file: Path, folder: Path, *, take_over: bool = False) -> tuple[int, tuple[str, ...]]:
    """Write every page without macros, and the files beside them, into `folder`.

    Return how many pages, and which files of others stay in the folder; with `take_over` these are written over where
    they stand in the way. Raise `HostError` where a page cannot be made, and nothing is written then; or where it
    cannot be written.
    """
    from playbook.pages.expanded import expanded

    with plain_log(verbose=False):
        config, plugin = plugin_of(config_file)
        _ask(config, plugin, folder)
        with prepared(config, plugin) as build:
            pages = dict(expanded(build.pages, build.text_of, build.placeholders))
            files, downloads = dict(_beside(Path(config.docs_dir))), build.downloads()
            build.found.extend(collisions.problems(files, build.pages, config, downloads, plugin.config.extra_files))
            if build.found.stop():
                raise HostError(problems=build.found)
            files |= downloads
        with _writing(folder):
            kept = fill(folder, {**files, **{path: text.encode() for path, text in pages.items()}}, take_over=take_over)
    return len(pages), kept


def _ask(config: Any, plugin: Any, target: Path) -> None:
    """Raise `HostError` where nothing may ever be written at a path."""
    with asking():
        never(target, sources(config, plugin.config.data_dir))


def _beside(docs: Path) -> Iterator[tuple[str, bytes]]:
    """Iterate over the files beside the pages."""
    with TemporaryDirectory(prefix="playbook-") as name:
        copied(docs, Path(name), _not_copied)
        for path in sorted(Path(name).rglob("*")):
            if path.is_file():
                yield path.relative_to(name).as_posix(), path.read_bytes()


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """Raise `HostError` where what is written meanwhile cannot or must not be."""
    try:
        with asking():
            yield
    except OSError as error:
        raise HostError(f"{target}: cannot be written: {error.strerror}") from None


def _not_copied(folder: str, names: list[str]) -> set[str]:
    """Return what of a folder of pages no other generator is given as it is: the pages, and what nobody wrote."""
    return {*shutil.ignore_patterns("*.md", ".*")(folder, names), *ignored(folder, names)}


def export_calendars(
    config_file: Path, target: Path, forum: str | None, role: str | None, *, take_over: bool = False
) -> tuple[int, tuple[str, ...]]:
    """Write calendar files, those of one forum or one role where given; return how many, and what else stays there.

    A `target` that ends in `.ics` is one file, of all meetings where neither is given; any other is a folder, which
    gets the files as the site has them. Raise `HostError` where there are none, or they cannot be written.
    """
    from playbook.export.ics import calendar_files, is_ours
    from playbook.views.cadence import ALL, forum_file, role_file

    with plain_log(verbose=False):
        _ask(*plugin_of(config_file), target)
    playbook, words = _facts(config_file)
    _known("forum", forum, playbook)
    _known("role", role, playbook)
    asked = [*([forum_file(forum)] if forum else []), *([role_file(role)] if role else [])]
    single = target.suffix == ".ics"
    if single and len(asked) > 1:
        raise WrongCallError("a file is of one forum or of one role: name one of them, or a folder")
    files = calendar_files(playbook, words)
    found = {path: files[path] for path in asked or ([ALL] if single else files) if path in files}
    if not found:
        raise HostError("there is no such meeting in this cycle")
    with _writing(target):
        if not single:
            return len(found), fill(target, found, take_over=take_over, more=bool(asked))
        file(target, is_ours, "a calendar of this program", take_over=take_over)
        with replacing(target) as made:
            made.write_bytes(next(iter(found.values())))
    return len(found), ()


def export_pdf(
    config_file: Path, target: Path, *, strict: bool, take_over: bool = False
) -> tuple[int, tuple[str, ...], Problems]:
    """Write the print edition as a PDF; return the number of its pages, the addresses it left out, and warnings.

    The site itself stays as it is. Raise `HostError` where the site or the PDF cannot be made or written, and where
    `strict` and letters have no font.
    """
    from playbook.finishing.missing_glyphs import missing_glyph_warnings
    from playbook.site.print_edition import printed

    try:
        from playbook.export.pdf import is_ours  # it is not there where Pango is not
    except (ImportError, OSError):
        raise HostError(NO_PANGO) from None
    with plain_log(verbose=False):
        _ask(*plugin_of(config_file), target)
    with _writing(target):
        file(target, is_ours, "a PDF of a playbook", take_over=take_over)
        target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="playbook-") as folder:
        config, plugin = host_built(config_file, Path(folder) / "site", {}, None, strict=strict)
        try:
            made = printed(plugin.build, Path(config.site_dir), config.site_url or "")
        except Exception as error:
            raise HostError(f"the PDF cannot be made: {type(error).__name__}: {quoted(error)}") from error
    settings = config_file.resolve()
    parts = settings.parent / plugin.config.data_dir, Path(config.docs_dir)
    problems = Problems(missing_glyph_warnings(made.boxes, settings, *parts))
    if problems.stop(strict):
        raise HostError(problems=problems)
    with _writing(target), replacing(target) as beside:
        beside.write_bytes(made.content)
    return made.pages, made.refused, problems


def _known(kind: str, id: str | None, playbook: Any) -> None:
    """Refuse an id that the playbook does not have."""
    if id is not None and id not in (known := playbook.of_kind(kind).ids):
        hint = did_you_mean(id, known)
        raise WrongCallError(f"there is no {kind} {quoted(id)}" + (f"\n    hint: {hint}" if hint else ""))


def _facts(config_file: Path) -> tuple[Any, Any]:
    """Return the playbook, loaded and checked, and its words. Raise `HostError` where it has problems."""
    found, _ = opened(config_file)
    return found.playbook, found.renderer.words


def write_schemas(config_file: Path, folder: Path | None) -> list[Path]:
    """Write the schema of each file of facts into `folder`, or among the facts; return their paths.

    Raise `HostError` where there is no playbook to take ids from, or the folder cannot be written. The folder among the
    facts is the one place in what people write that is written to.
    """
    from playbook import schema
    from playbook.checks.team_checks import checks_of
    from playbook.loading.load import load

    with plain_log(verbose=False):
        config, plugin = plugin_of(config_file)
    name = plugin.config.data_dir
    data = config_file.resolve().parent / name
    if folder is not None and os.path.realpath(folder) != os.path.realpath(data / schema.FOLDER):
        _ask(config, plugin, folder)
    loaded = load(data, name)
    if loaded.playbook is None:
        raise HostError(problems=loaded.problems)
    asked = checks_of(config_file.resolve().parent)
    if asked.problems:
        raise HostError(problems=Problems(asked.problems))
    with _writing(folder or data):
        return schema.write(loaded, data, folder or data / schema.FOLDER, asked)
