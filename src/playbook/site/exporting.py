"""The playbook in other forms, as the `playbook` command writes them: pages, calendars, a PDF, schemas."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playbook.leftovers import copied, ignored
from playbook.problems import Problems, did_you_mean, quoted
from playbook.site.build import HostError, WrongCallError, host_built, plain_log, plugin_of, prepared, workshop

NO_PANGO = (
    "a PDF needs Pango, which is not on this machine: install it, such as the packages libpango-1.0-0, "
    "libpangoft2-1.0-0 and libharfbuzz-subset0 of Debian and Ubuntu, or `brew install pango` on a Mac"
)


def expand(config_file: Path, folder: Path) -> int:
    """Write every page without macros, and the files beside them, into `folder`; return how many pages.

    Raise `HostError` where a page cannot be made, and nothing is written then; or where it cannot be written.
    """
    from playbook.expand import expanded
    from playbook.site.downloads import add, write

    with plain_log(verbose=False):
        config, plugin = plugin_of(config_file)
        with prepared(config, plugin) as workshop:
            pages = dict(expanded(workshop.pages, workshop.text_of, workshop.stash))
            if workshop.found.stop():
                raise HostError(problems=workshop.found)
            files = workshop.downloads()
        with _writing(folder):
            copied(Path(config.docs_dir), folder, _not_copied)
            add(files, folder)
            write({path: text.encode() for path, text in pages.items()}, folder)
    return len(pages)


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """Raise `HostError` where what is written meanwhile cannot be."""
    try:
        yield
    except OSError as error:
        raise HostError(f"{error.filename or target}: cannot be written: {error.strerror}") from None


def _not_copied(folder: str, names: list[str]) -> set[str]:
    """Return what of a folder of pages no other generator is given as it is: the pages, and what nobody wrote."""
    return {*shutil.ignore_patterns("*.md", ".*")(folder, names), *ignored(folder, names)}


def export_calendars(config_file: Path, target: Path, forum: str | None, role: str | None) -> int:
    """Write calendar files, those of one forum or one role where given; return how many.

    A `target` that ends in `.ics` is one file, of all meetings where neither is given; any other is a folder, which
    gets the files as the site has them. Raise `HostError` where there are none, or they cannot be written.
    """
    from playbook.export.ics import calendar_files
    from playbook.site.downloads import write
    from playbook.views.cadence import ALL, forum_file, role_file

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
        write(dict(zip([str(target)], found.values(), strict=True)) if single else found, Path() if single else target)
    return len(found)


def export_pdf(config_file: Path, target: Path, *, strict: bool) -> tuple[int, tuple[str, ...], Problems]:
    """Write the print edition as a PDF; return the number of its pages, the addresses it left out, and warnings.

    The site itself stays as it is. Raise `HostError` where the site or the PDF cannot be made or written, and where
    `strict` and letters have no font.
    """
    from playbook.site.edition import printed
    from playbook.site.lettering import unset

    try:
        from playbook.export import pdf  # noqa: F401  # it is not there where Pango is not
    except (ImportError, OSError):
        raise HostError(NO_PANGO) from None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HostError(f"{target}: cannot be written: {error.strerror}") from None
    with TemporaryDirectory(prefix="playbook-") as folder:
        config, plugin = host_built(config_file, Path(folder) / "site", {}, None, strict=strict)
        try:
            made = printed(plugin.workshop, Path(config.site_dir), config.site_url or "")
        except Exception as error:
            raise HostError(f"the PDF cannot be made: {type(error).__name__}: {quoted(error)}") from error
    settings = config_file.resolve()
    parts = settings.parent / plugin.config.data_dir, Path(config.docs_dir)
    problems = Problems(unset(made.boxes, settings, *parts))
    if problems.stop(strict):
        raise HostError(problems=problems)
    try:
        _replace(target, made.content)
    except OSError as error:
        raise HostError(f"{target}: cannot be written: {error.strerror}") from None
    return made.pages, made.refused, problems


def _replace(target: Path, content: bytes) -> None:
    """Write a file whole: whoever looks finds the last one or this one."""
    made = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        made.write_bytes(content)
        made.replace(target)
    finally:
        made.unlink(missing_ok=True)


def _known(kind: str, id: str | None, playbook: Any) -> None:
    """Refuse an id that the playbook does not have."""
    if id is not None and id not in (known := playbook.of_kind(kind).ids):
        hint = did_you_mean(id, known)
        raise WrongCallError(f"there is no {kind} {quoted(id)}" + (f"\n    hint: {hint}" if hint else ""))


def _facts(config_file: Path) -> tuple[Any, Any]:
    """Return the playbook, loaded and checked, and its words. Raise `HostError` where it has problems."""
    found, _ = workshop(config_file)
    return found.playbook, found.renderer.words


def write_schemas(config_file: Path, folder: Path | None) -> list[Path]:
    """Write the schema of each file of facts into `folder`, or among the facts; return their paths.

    Raise `HostError` where there is no playbook to take ids from, or the folder cannot be written.
    """
    from playbook import schema
    from playbook.load import load

    with plain_log(verbose=False):
        _, plugin = plugin_of(config_file)
    name = plugin.config.data_dir
    data = config_file.resolve().parent / name
    loaded = load(data, name)
    if loaded.playbook is None:
        raise HostError(problems=loaded.problems)
    with _writing(data):
        return schema.write(loaded, data, folder or data / schema.FOLDER)
