"""Build and serve, as the `playbook` command does: MkDocs without its banners, reports without its prefixes."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from playbook.folders.outputs import NoTarget, Taken, never
from playbook.problems import Place, PlaybookError, Problem, Problems
from playbook.reporting.unforeseen import is_ours, of_owner


class HostError(Exception):
    """The host could not build or serve; where it holds neither a text nor problems, its report has been printed."""

    code = 1

    def __init__(self, message: str = "", problems: Problems | None = None) -> None:
        """Keep what stopped it: problems, which the command tells as a report, or a text."""
        super().__init__(message)
        self.problems = problems


class WrongCallError(HostError):
    """A command was given what is not there."""

    code = 2


class _Bare(logging.Formatter):
    """Prints messages from their first character on."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).lstrip("\n")


@contextmanager
def plain_log(verbose: bool) -> Iterator[None]:
    """Print what MkDocs reports as it is, from warnings up, or from information up where `verbose`."""
    from playbook.site.engine import LOGS

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Bare())
    for log in LOGS:
        log.addHandler(handler)
        log.setLevel(logging.INFO if verbose else logging.WARNING)
    logging.getLogger("mkdocs.plugins.mkdocs_macros.util").setLevel(logging.WARNING)  # its inventory helps nobody here
    try:
        yield
    finally:
        for log in LOGS:
            log.removeHandler(handler)


def build(
    config_file: Path, *, site_dir: Path | None, strict: bool, verbose: bool, take_over: bool = False
) -> tuple[Path, int]:
    """Build the site; return its folder and the number of its pages. Raise `HostError` where that fails.

    With `take_over` the site may take the place of what was not made here.
    """
    from playbook.site.engine import build as host_build
    from playbook.site.staging import sources

    with plain_log(verbose):
        if site_dir is not None:  # MkDocs would tell it of the settings
            with asking():
                never(site_dir, [config_file], whole=True)
        config, plugin = plugin_of(config_file, site_dir=str(site_dir) if site_dir else None, strict=strict or None)
        plugin.take_over = take_over
        with asking():
            never(Path(config.site_dir), sources(config, plugin.config.data_dir), whole=True)
        try:
            config.plugins.on_startup(command="build", dirty=False)
            host_build(config)
            config.plugins.on_shutdown()
        except (Exception, SystemExit) as error:
            raise _reported(error, config_file) from error
    target = Path(config.site_dir)
    return target, sum(1 for _ in target.rglob("index.html"))


def host_built(
    config_file: Path, folder: Path, extra: dict[str, Any], since: str | None, strict: bool = False, below: str = ""
) -> tuple[Any, Any]:
    """Build into `folder` with `extra` settings of the theme; return the settings and our plugin.

    `below` is the folder in which the site will stand below its address, as a version to be published: warnings stop
    it where the playbook says so. Raise `HostError` where the build fails.
    """
    from playbook.site.engine import build as host_build

    with plain_log(verbose=False):
        config, plugin = plugin_of(config_file, site_dir=str(folder), strict=strict or None)
        config.extra.update(extra)
        plugin.config.since = since or plugin.config.since
        plugin.publishing = bool(below)
        if config.site_url and below:
            config.site_url += f"{below}/"
        try:
            host_build(config)
        except (Exception, SystemExit) as error:
            raise _reported(error, config_file) from error
    return config, plugin


def serve(config_file: Path, *, address: str | None, strict: bool, open_in_browser: bool) -> None:
    """Serve the site and rebuild it on each save, until interrupted. Raise `HostError` where the first build fails."""
    from playbook.site.engine import serve as host_serve

    with plain_log(verbose=True):
        _config(config_file)  # a rebuild reads the settings by itself, and says less of them
        try:
            host_serve(str(config_file), dev_addr=address, strict=strict or None, open_in_browser=open_in_browser)
        except (Exception, SystemExit) as error:
            raise _reported(error, config_file) from error


def examine(config_file: Path, today: date) -> tuple[Problems, bool, bool]:
    """Return every problem that would stop a build or a publication, and what else checks ask. Writes nothing.

    The further parts tell whether the settings say that warnings stop a build, and whether the playbook says that they
    stop a publication. `today` is the day that dates are held against.
    """
    with plain_log(verbose=False):
        try:
            config, plugin = plugin_of(config_file)
        except HostError as error:
            return error.problems or _by_word(error, config_file), False, False
        stopped = _rehearse(config, plugin, config_file, today)
        published = plugin.build.playbook.about.publish if plugin.build else None
        return stopped.problems or _by_word(stopped, config_file), bool(config.strict), published == "strict"


def rehearsed(config_file: Path) -> tuple[Any, Any]:
    """Return the settings and our plugin after a build that was ended before its first file was written.

    All pages are converted. Raise `HostError` where the playbook has problems that stop a build.
    """
    with plain_log(verbose=False):
        config, plugin = plugin_of(config_file)
        stopped = _rehearse(config, plugin, config_file, date.today())
        if stopped.problems is None or stopped.problems.stop():
            raise stopped
    return config, plugin


def _rehearse(config: Any, plugin: Any, config_file: Path, today: date) -> HostError:
    """Build, and end before the first page is written; return what the build ended with."""
    from playbook.site.engine import build as host_build

    plugin.rehearsed_on = today
    try:
        host_build(config)
    except (Exception, SystemExit) as error:
        return _reported(error, config_file)
    raise HostError("the build was not ended where it should have been")


def _by_word(error: HostError, config_file: Path) -> Problems:
    """Return what ended a build as problems; where the problems are known there may be none."""
    if error.problems is not None:
        return error.problems
    message = str(error) or "the site cannot be built"
    return Problems(
        [Problem(Place(config_file.name), "settings", message, "`playbook build -v` shows how far it comes")]
    )


def opened(config_file: Path) -> tuple[Any, str]:
    """Return what a build begins with, and the address of the site, empty where `mkdocs.yml` does not say it.

    Raise `HostError` where the playbook has problems.
    """
    from playbook.site.build_context import BuildContext

    with plain_log(verbose=False):
        config, plugin = plugin_of(config_file)
    root, data, own = config_file.resolve().parent, plugin.config.data_dir, config.theme.custom_dir
    overrides = Path(own) / plugin.config.templates_dir if own else None
    try:
        found = BuildContext.opened(root, data, Path(config.docs_dir), overrides)
    except PlaybookError as error:
        raise HostError(problems=error.problems) from None
    return found, str(config.site_url or "")


def look(config_file: Path) -> tuple[tuple[Path, ...], str]:
    """Return the folders of a playbook's own templates, and the address of its site, empty where it is not said.

    Raise `HostError` where `mkdocs.yml` cannot be read.
    """
    with plain_log(verbose=False):
        config, plugin = plugin_of(config_file)
    own = config.theme.custom_dir
    return ((Path(own) / plugin.config.templates_dir,) if own else ()), str(config.site_url or "")


def plugin_of(config_file: Path, **options: Any) -> tuple[Any, Any]:
    """Return the settings, with `options` over them, and our plugin; raise `HostError` where they cannot be read."""
    config = _config(config_file, **options)
    return config, config.plugins["playbook"]


@contextmanager
def asking() -> Iterator[None]:
    """Raise `HostError` where something asks meanwhile for a target that it must not write to."""
    try:
        yield
    except NoTarget as error:
        raise WrongCallError(problems=error.problems) from None
    except Taken as error:
        raise HostError(problems=error.problems) from None


@contextmanager
def prepared(config: Any, plugin: Any) -> Iterator[Any]:
    """Bring the plugins to the point at which pages are rendered; what was loaded is handed out."""
    from playbook.site.engine import LOGS

    for log in LOGS:
        log.setLevel(logging.ERROR)  # whoever called reports the problems
    try:
        config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        yield plugin.build
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
        raise HostError(problems=error.problems) from error


def _reported(error: BaseException, config_file: Path) -> HostError:
    """Return the error to end with, which holds problems wherever they are known."""
    from playbook.site import settings
    from playbook.site.engine import FOLDER, Abort, BuildError

    if isinstance(problems := getattr(error, "problems", None), Problems):
        return HostError(problems=problems)
    if isinstance(error, Abort):
        return HostError()
    if isinstance(error, BuildError):
        return HostError(str(error).lstrip("\n"))
    if isinstance(error, Exception) and (owned := of_owner(error, config_file.resolve().parent)):
        return HostError(problems=Problems([owned]))
    if isinstance(error, Exception) and is_ours(error, FOLDER):
        raise error
    return HostError(problems=Problems([settings.unreadable(error, config_file)]))
