"""Build and serve, as the `playbook` command does: MkDocs without its banners, reports without its prefixes."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playbook.problems import PlaybookError, Problems, as_text, did_you_mean, line_of, quoted

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # before the theme is imported: its banner is not about playbooks

NO_PANGO = (
    "a PDF needs Pango, which is not on this machine: install it, such as the packages libpango-1.0-0, "
    "libpangoft2-1.0-0 and libharfbuzz-subset0 of Debian and Ubuntu, or `brew install pango` on a Mac"
)


class HostError(Exception):
    """The host could not build or serve; its own report has been printed already."""

    code = 1


class WrongCallError(HostError):
    """A command was given what is not there."""

    code = 2


class _Bare(logging.Formatter):
    """Prints messages from their first character on."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).lstrip("\n")


@contextmanager
def _plain_log(verbose: bool) -> Iterator[None]:
    """Print what MkDocs reports as it is, from warnings up, or from information up where `verbose`."""
    logger = logging.getLogger("mkdocs")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Bare())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO if verbose else logging.WARNING)
    logging.getLogger("mkdocs.plugins.mkdocs_macros.util").setLevel(logging.WARNING)  # its inventory helps nobody here
    try:
        yield
    finally:
        logger.removeHandler(handler)


def build(config_file: Path, *, site_dir: Path | None, strict: bool, verbose: bool) -> tuple[Path, int]:
    """Build the site; return its folder and the number of its pages. Raise `HostError` where that fails."""
    from mkdocs.commands.build import build as host_build

    with _plain_log(verbose):
        config = _config(config_file, site_dir=str(site_dir) if site_dir else None, strict=strict or None)
        try:
            config.plugins.on_startup(command="build", dirty=False)
            host_build(config)
            config.plugins.on_shutdown()
        except (Exception, SystemExit) as error:
            raise _reported(error, config_file) from error
    target = Path(config.site_dir)
    return target, sum(1 for _ in target.rglob("index.html"))


def host_built(
    config_file: Path, folder: Path, extra: dict[str, Any], since: str | None, strict: bool = True, below: str = ""
) -> tuple[Any, Any]:
    """Build into `folder` with `extra` settings of the theme; return the settings and our plugin.

    `below` is the folder in which the site will stand below its address. Raise `HostError` where the build fails.
    """
    from mkdocs.commands.build import build as host_build

    with _plain_log(verbose=False):
        config, plugin = _plugin(config_file, site_dir=str(folder), strict=strict or None)
        config.extra.update(extra)
        plugin.config.since = since or plugin.config.since
        if config.site_url and below:
            config.site_url += f"{below}/"
        try:
            host_build(config)
        except (Exception, SystemExit) as error:
            raise _reported(error, config_file) from error
    return config, plugin


def serve(config_file: Path, *, address: str | None, strict: bool, open_in_browser: bool) -> None:
    """Serve the site and rebuild it on each save, until interrupted. Raise `HostError` where the first build fails."""
    from mkdocs.commands.serve import serve as host_serve

    with _plain_log(verbose=True):
        _config(config_file)  # a rebuild reads the settings by itself, and says less of them
        try:
            host_serve(str(config_file), dev_addr=address, strict=strict or None, open_in_browser=open_in_browser)
        except (Exception, SystemExit) as error:
            raise _reported(error, config_file) from error


def examine(config_file: Path, today: date) -> Problems:
    """Load, check and read everything, call the macros of every page, and return all problems. Writes nothing.

    Raise `HostError` where the settings cannot be read.
    """
    from playbook.site.workshop import examined

    with _plain_log(verbose=False):
        config, plugin = _plugin(config_file)
        root, data, since = config_file.resolve().parent, plugin.config.data_dir, plugin.config.since
        ready, problems = examined(root, data, Path(config.docs_dir), today, since)
        if ready and not problems.stop():
            with _prepared(config, plugin) as workshop:
                problems.extend(workshop.rehearse())
    return problems


def expand(config_file: Path, folder: Path) -> int:
    """Write every page without macros, and the files beside them, into `folder`; return how many pages.

    Raise `HostError` where a page cannot be made; nothing is written then.
    """
    from playbook.expand import expanded
    from playbook.site.downloads import add

    with _plain_log(verbose=False):
        config, plugin = _plugin(config_file)
        with _prepared(config, plugin) as workshop:
            pages = dict(expanded(workshop.pages, workshop.text_of, workshop.stash))
            if workshop.found.stop():
                raise HostError(as_text(workshop.found))
            files = workshop.downloads()
        shutil.copytree(config.docs_dir, folder, ignore=shutil.ignore_patterns("*.md", ".*"), dirs_exist_ok=True)
        add(files, folder)
        for path, text in pages.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8", newline="\n")
    return len(pages)


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
    try:
        write(dict(zip([str(target)], found.values(), strict=True)) if single else found, Path() if single else target)
    except OSError as error:
        raise HostError(f"{error.filename}: cannot be written: {error.strerror}") from None
    return len(found)


def export_pdf(config_file: Path, target: Path) -> tuple[int, tuple[str, ...]]:
    """Write the print edition as a PDF; return the number of its pages, and the addresses it had to leave out.

    The site itself stays as it is. Raise `HostError` where the site or the PDF cannot be made or written.
    """
    from playbook.site.edition import printed

    try:
        from playbook.export import pdf  # noqa: F401  # it is not there where Pango is not
    except (ImportError, OSError):
        raise HostError(NO_PANGO) from None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HostError(f"{target}: cannot be written: {error.strerror}") from None
    with TemporaryDirectory(prefix="playbook-") as folder:
        config, plugin = host_built(config_file, Path(folder) / "site", {}, None, strict=False)
        try:
            made = printed(plugin.workshop, Path(config.site_dir), config.site_url or "")
        except Exception as error:
            raise HostError(f"the PDF cannot be made: {type(error).__name__}: {quoted(error)}") from error
    try:
        _replace(target, made.content)
    except OSError as error:
        raise HostError(f"{target}: cannot be written: {error.strerror}") from None
    return made.pages, made.refused


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


def workshop(config_file: Path) -> tuple[Any, str]:
    """Return the opened workshop, and the address of the site, empty where `mkdocs.yml` does not say it.

    Raise `HostError` where the playbook has problems.
    """
    from playbook.site.workshop import Workshop

    with _plain_log(verbose=False):
        config, plugin = _plugin(config_file)
    root, data, own = config_file.resolve().parent, plugin.config.data_dir, config.theme.custom_dir
    overrides = Path(own) / plugin.config.templates_dir if own else None
    try:
        found = Workshop.opened(root, data, Path(config.docs_dir), overrides, strict=False)
    except PlaybookError as error:
        raise HostError(as_text(error.problems)) from None
    return found, str(config.site_url or "")


def write_schemas(config_file: Path, folder: Path | None) -> list[Path]:
    """Write the schema of each file of facts into `folder`, or among the facts; return their paths.

    Raise `HostError` where there is no playbook to take ids from, or the folder cannot be written.
    """
    from playbook import schema
    from playbook.load import load

    with _plain_log(verbose=False):
        _, plugin = _plugin(config_file)
    name = plugin.config.data_dir
    data = config_file.resolve().parent / name
    loaded = load(data, name)
    if loaded.playbook is None:
        raise HostError(as_text(loaded.problems))
    try:
        return schema.write(loaded, data, folder or data / schema.FOLDER)
    except OSError as error:
        raise HostError(f"{error.filename}: cannot be written: {error.strerror}") from None


def _plugin(config_file: Path, **options: Any) -> tuple[Any, Any]:
    config = _config(config_file, **options)
    return config, config.plugins["playbook"]


@contextmanager
def _prepared(config: Any, plugin: Any) -> Iterator[Any]:
    """Bring the plugins to the point at which pages are rendered; what was loaded is handed out."""
    logging.getLogger("mkdocs").setLevel(logging.ERROR)  # whoever called reports the problems
    try:
        config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        yield plugin.workshop
    except HostError:
        raise
    except (Exception, SystemExit) as error:
        raise _reported(error, Path(config.config_file_path or "mkdocs.yml")) from error
    finally:
        plugin.on_build_error(error=HostError())


def _config(config_file: Path, **options: Any) -> Any:
    from playbook.site import settings

    try:
        return settings.read(config_file, **options)
    except PlaybookError as error:
        raise HostError(as_text(error.problems)) from error


def _reported(error: BaseException, config_file: Path) -> HostError:
    """Return the error to end with; its text says what MkDocs has not said itself."""
    from mkdocs.exceptions import Abort, BuildError

    from playbook.site import settings

    said = isinstance(error, Abort)
    if isinstance(error, BuildError):
        return HostError(str(error).lstrip("\n"))
    return HostError("" if said else line_of(settings.unreadable(error, config_file)))
