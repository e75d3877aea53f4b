"""While serving: a broken edit keeps the last good site, and the problem is shown over the page."""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from jinja2 import Environment, FileSystemLoader

from playbook.problems import Problem, Problems, report, safe
from playbook.rendering.renderer import TEMPLATES
from playbook.site.engine import LiveReloadServer
from playbook.views.words import Words

log = logging.getLogger("mkdocs.playbook")

_NAME = 255
"""The most bytes that the name of a file has."""
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


@dataclass
class ServedState:
    """What the last rebuild came to: nothing where it succeeded."""

    problems: tuple[Problem, ...] = ()
    message: str = ""

    @property
    def broken(self) -> bool:
        """Whether the site that is served is older than the files."""
        return bool(self.problems or self.message)


def guard(server: LiveReloadServer, words: Words) -> None:
    """Make a server go on serving when a rebuild fails, and say over each page what is wrong."""
    standing = ServedState()
    server.builder = _guarded(server.builder, standing)
    application = _overlaid(server.get_app(), standing, words)  # type: ignore[arg-type]
    server.set_app(_own(application, str(server.server_address[0]).lower()))


def _own(application: Application, address: str) -> Application:
    """Return an application that answers for its own names alone: another's name may be led to this machine."""

    def serve(request: dict[str, Any], respond: Any) -> Iterable[bytes]:
        """Answer a request that names this machine and asks for what can be a file."""
        if not _names(str(request.get("HTTP_HOST", "")), address):
            return _refused(respond, "421 Misdirected Request", "This name is not one of this machine.")
        path = str(request.get("PATH_INFO", ""))
        if "\0" in path or any(len(part) > _NAME for part in path.split("/")):
            return _refused(respond, "400 Bad Request", "This is no address of a page.")
        return application(request, respond)

    return serve


def _names(host: str, address: str) -> bool:
    """Tell whether a host is a name of the machine that serves at an address; one that serves all has any number."""
    name = host.rpartition(":")[0] if re.search(r":[0-9]*\Z", host) and not host.endswith("]") else host
    name = name.strip("[]").lower()
    if name in ("localhost", "127.0.0.1", "::1", address, socket.gethostname().lower()):
        return True
    with suppress(ValueError):
        return bool(ip_address(name)) and ip_address(address).is_unspecified
    return False


def _refused(respond: Any, status: str, words: str) -> Iterable[bytes]:
    respond(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(words.encode())))])
    return [words.encode()]


def _guarded(build: Callable[..., None], standing: ServedState) -> Callable[..., None]:
    def rebuild(*arguments: Any) -> None:
        """Build, and note what came of it."""
        try:
            build(*arguments)
        except (Exception, SystemExit) as error:
            problems = _problems_of(error)
            if problems:
                log.error(report(problems, "nothing was built", strict=True, why="and `--strict`"))
            standing.problems = tuple(problems or ())
            standing.message = "" if problems else safe(str(error)) or type(error).__name__
            log.error("The last good site is still served; it follows when the problem is mended.")
        else:
            standing.problems, standing.message = (), ""

    return rebuild


def _problems_of(error: BaseException | None) -> Problems | None:
    """Return the problems an error carries, or one it arose from."""
    while error is not None:
        if isinstance(problems := getattr(error, "problems", None), Problems):
            return problems
        error = error.__cause__ or error.__context__
    return None


def _overlaid(application: Application, standing: ServedState, words: Words) -> Application:
    loader = FileSystemLoader(str(TEMPLATES))
    environment: Any = Environment(loader=loader, autoescape=True, extensions=["jinja2.ext.i18n"])
    environment.install_gettext_translations(words.translations, newstyle=True)

    def serve(request: dict[str, Any], respond: Any) -> Iterable[bytes]:
        """Answer a request, with the problem over the page while there is one."""
        if not standing.broken:
            return application(request, respond)
        head: list[Any] = []
        body = application(request, lambda *given: head.extend(given))
        headers = dict(head[1]) if len(head) > 1 else {}
        if not headers.get("Content-Type", "").startswith("text/html"):
            respond(*head)
            return body
        page = b"".join(body)
        overlay = environment.get_template("serving/overlay.html").render(standing=standing).encode()
        page = page.replace(b"</body>", overlay + b"</body>", 1) if b"</body>" in page else page + overlay
        headers["Content-Length"] = str(len(page))
        respond(head[0], list(headers.items()))
        return [page]

    return serve
