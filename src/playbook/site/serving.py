"""While serving: a broken edit keeps the last good site, and the problem is shown over the page."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, FileSystemLoader
from mkdocs.livereload import LiveReloadServer

from playbook.problems import Problem, Problems, report, safe
from playbook.render import TEMPLATES
from playbook.views.words import Words

log = logging.getLogger("mkdocs.playbook")

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


@dataclass
class Standing:
    """What the last rebuild came to: nothing where it succeeded."""

    problems: tuple[Problem, ...] = ()
    message: str = ""

    @property
    def broken(self) -> bool:
        """Whether the site that is served is older than the files."""
        return bool(self.problems or self.message)


def guard(server: LiveReloadServer, words: Words) -> None:
    """Make a server go on serving when a rebuild fails, and say over each page what is wrong."""
    standing = Standing()
    server.builder = _guarded(server.builder, standing)
    server.set_app(_overlaid(server.get_app(), standing, words))  # type: ignore[arg-type]


def _guarded(build: Callable[..., None], standing: Standing) -> Callable[..., None]:
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


def _overlaid(application: Application, standing: Standing, words: Words) -> Application:
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
