"""A server for the built site, a browser, and pages that fail their test on any trouble."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.browser.look import go
from tests.browser.pages import WIDE


def pytest_addoption(parser):
    parser.addoption("--screenshots", type=Path, metavar="DIR", help="write a picture of every kind of page into DIR")


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder as a host of static sites does: an unknown address gets the page 404.html."""

    protocol_version = "HTTP/1.1"
    index = {"config": {"lang": ["en"], "separator": "\\s+", "pipeline": [], "fields": {}}, "docs": []}  # noqa: RUF012
    """What is served for the index of the search: the theme builds it anew on each page, longer than a test takes."""

    def do_GET(self):
        """Answer with a file, and for the index of the search with an empty one."""
        if self.index is None or not self.path.endswith("/search/search_index.json"):
            super().do_GET()
        else:
            self._answer(HTTPStatus.OK, "application/json", json.dumps(self.index).encode())

    def log_message(self, *_):
        """Say nothing: the tests tell what went wrong."""

    def send_error(self, code, message=None, explain=None):
        missing = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not missing.is_file():
            super().send_error(code, message, explain)
            return
        self._answer(code, "text/html; charset=utf-8", missing.read_bytes())

    def _answer(self, code, kind, body):
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Searched(Handler):
    """Serves the index of the search as it is."""

    index = None


class Server(ThreadingHTTPServer):
    """Does not complain of a browser that leaves a page before it has all of it."""

    def handle_error(self, *_):
        """Say nothing: the tests tell what went wrong."""


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """Serve a folder on this machine, and return its address; by a `Searched` handler where its search is tried."""
    with ExitStack() as open_ones:

        def begin(folder: Path, handler: type[Handler] = Handler) -> str:
            listening = open_ones.enter_context(Server(("127.0.0.1", 0), partial(handler, directory=folder)))
            threading.Thread(target=listening.serve_forever, daemon=True).start()
            open_ones.callback(listening.shutdown)
            return f"http://127.0.0.1:{listening.server_port}/"

        yield begin


@pytest.fixture(scope="session")
def server(reference_site, serve) -> str:
    """The address of the reference playbook on this machine."""
    assert reference_site.ended.code == 0, reference_site.ended.said
    return serve(reference_site.folder)


@dataclass(frozen=True)
class Visitors:
    """Visitors by what they want, and the tabs they have no use for: to reuse them halves the time of the tests."""

    browser: Browser
    server: str
    known: dict[str, BrowserContext] = field(default_factory=dict)
    idle: dict[BrowserContext, list[Page]] = field(default_factory=dict)

    def get(self, scheme: str, scripts: bool, **more) -> BrowserContext:
        """Return the visitor who wants these colours, with scripts or without, and has these other habits."""
        habits = repr((scheme, scripts, more))
        if habits not in self.known:
            self.known[habits] = self.new(scheme, scripts, **more)
        return self.known[habits]

    def new(self, scheme: str, scripts: bool, **more) -> BrowserContext:
        """Return a visitor who remembers nothing."""
        return self.browser.new_context(
            base_url=self.server, color_scheme=scheme, java_script_enabled=scripts, reduced_motion="reduce", **more
        )

    def tab(self, context: BrowserContext) -> Page:
        """Return an empty tab of a visitor."""
        idle = self.idle.get(context)
        return idle.pop() if idle else context.new_page()

    def give_back(self, page: Page) -> None:
        """Empty a tab that a test is done with, or close it with all that its visitor would remember."""
        if page.context not in self.known.values():
            page.context.close()
            return
        page.emulate_media(media="null")
        page.goto("about:blank")
        self.idle.setdefault(page.context, []).append(page)


@pytest.fixture(scope="session")
def visitors(browser, server) -> Visitors:
    """The visitors whom tests share that leave nothing behind in the browser."""
    return Visitors(browser, server)


@dataclass
class Visitor:
    """Opens pages of the site, and notes what went wrong in any of them."""

    visitors: Visitors
    server: str
    troubles: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    def page(
        self, size: tuple[int, int] = WIDE, scheme: str = "light", scripts: bool = True, new: bool = False, **more
    ) -> Page:
        """Return an empty tab of this size; `new` is for tests that make the browser remember something."""
        get = self.visitors.new if new else self.visitors.get
        page = self.visitors.tab(get(scheme, scripts, **more))
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for event, note in self._notes():
            page.on(event, note)
        self.pages.append(page)
        return page

    def leave(self) -> None:
        """Give all tabs back."""
        for page in self.pages:
            for event, note in self._notes():
                page.remove_listener(event, note)
            self.visitors.give_back(page)

    def _notes(self) -> list[tuple[str, Callable[..., None]]]:
        return [
            ("console", self._said),
            ("pageerror", self._erred),
            ("request", self._asked),
            ("requestfailed", self._failed),
            ("response", self._answered),
        ]

    def _erred(self, error: Exception) -> None:
        self.troubles.append(f"uncaught: {error}")

    def open(self, address: str, **how) -> Page:
        """Return a tab with this address of the site open."""
        page = self.page(**how)
        if how.get("scripts", True):
            go(page, address)
        else:
            page.goto(address)
        return page

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"console: {message.text} ({message.location.get('url')})")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.server, "data:", "blob:", "file:")):
            self.troubles.append(f"another host: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # which is a page being left before it was there
            self.troubles.append(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= HTTPStatus.BAD_REQUEST:
            self.troubles.append(f"{response.status}: {response.url}")


@pytest.fixture
def visitor(visitors) -> Iterator[Visitor]:
    """Opens any number of pages; the test fails on any error, failed request or request to another host."""
    visiting = Visitor(visitors, visitors.server)
    yield visiting
    visiting.leave()
    assert visiting.troubles == []


@pytest.fixture
def picture(request):
    """Write a picture of a page where `--screenshots` asks for them."""
    folder = request.config.getoption("screenshots", default=None)

    def take(page: Page, name: str) -> None:
        if folder:
            page.screenshot(path=folder / f"{name}.png", full_page=True, animations="disabled")

    return take
