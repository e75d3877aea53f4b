"""The sample configurations of hosts: nginx is run, and every address of a published tree is asked for."""

from __future__ import annotations

import base64
import hashlib
import http.client
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, urljoin

import pytest
from lxml import html
from playwright.sync_api import Browser

from tests.browser.conftest import Handler
from tests.browser.look import STARTED
from tests.editions import FIRST, SECOND, Team, two_versions_once
from tests.needs import needs
from tests.nginx import find, types
from tests.support import ROOT, run

NGINX = find()
needs_nginx = needs(NGINX, "no nginx on this machine, and none could be fetched: run `python tests/nginx.py`")
KEPT, ASKED = "public, max-age=31536000, immutable", "no-cache"
FRAME = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors;
events {{ }}
http {{
    include {types}; default_type application/octet-stream; access_log off;
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    include {folder}/playbook.conf;
}}
"""


@dataclass(frozen=True)
class Answer:
    """What a host answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class Asker:
    """Asks one host, over one connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        self.connection.request(method, path, headers=headers)
        answer = self.connection.getresponse()
        return Answer(answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read())


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _sample(public: Path, port: int, digests: str) -> str:
    """Return the sample, with its lines marked CHANGE changed and no other."""
    text = (ROOT / "hosts/nginx.conf").read_text(encoding="utf-8")
    for line, instead in (
        (r"listen 80;", f"listen 127.0.0.1:{port};"),
        (r"listen \[::\]:80;", ""),
        (r"server_name playbook\.example\.org;", "server_name 127.0.0.1;"),
        (r"root /srv/playbook/public;", f'root "{public}";'),
        (r"include +/srv/playbook/digests\*\.map;", f'include "{digests}";'),
    ):
        text, times = re.subn(rf"{line}( +# CHANGE)", rf"{instead}\1", text)
        assert times == 1, line
    return text


@contextmanager
def _serving(public: Path, folder: Path, digests: str = "none*.map") -> Iterator[Asker]:
    assert NGINX is not None
    port = _free_port()
    (folder / "playbook.conf").write_text(_sample(public, port, digests), encoding="utf-8")
    (folder / "nginx.conf").write_text(FRAME.format(folder=folder, types=types(NGINX)), encoding="utf-8")
    command = [NGINX, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "errors"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as running:
        try:
            for _ in range(100):
                if running.poll() is not None or _answers(port):
                    break
                time.sleep(0.05)
            assert running.poll() is None, running.stderr and running.stderr.read()
            yield Asker(port)
        finally:
            running.terminate()


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """A team that has published two versions."""
    return two_versions_once(tmp_path_factory)


@pytest.fixture(scope="module")
def host(team: Team, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """nginx, with the sample configuration, serving what the team has published."""
    with _serving(team.public, tmp_path_factory.mktemp("nginx")) as asker:
        yield asker


def _files(public: Path) -> list[str]:
    return sorted(path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file())


def _folders(public: Path) -> list[str]:
    return sorted(path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_dir())


def _never_changes(name: str) -> bool:
    return name.startswith((f"{FIRST}/", f"{SECOND}/", f"releases/{FIRST}/", f"releases/{SECOND}/"))


def _is_not_there(answer: Answer, public: Path) -> bool:
    """Tell whether an answer is the page that says so, with its status, and is not kept."""
    page = (public / "404.html").read_bytes()
    return (answer.status, answer.body, answer.headers["cache-control"]) == (404, page, ASKED)


@needs_nginx
def test_every_file_is_served_and_kept_as_long_as_it_holds(host: Asker, team: Team):
    wrong = []
    for name in _files(team.public):
        answer = host.ask(f"/{quote(name)}")
        if name.startswith("."):
            fine = _is_not_there(answer, team.public)
        else:
            kept = KEPT if _never_changes(name) else ASKED
            whole = answer.body == (team.public / name).read_bytes()
            fine = (answer.status, whole, answer.headers["cache-control"]) == (200, True, kept)
        wrong += [] if fine else [(name, answer.status, answer.headers.get("cache-control"))]
    assert wrong == []


@needs_nginx
def test_every_folder_is_its_page_or_is_not_there(host: Asker, team: Team):
    wrong = []
    for name in ("", *(f"{folder}/" for folder in _folders(team.public))):
        answer = host.ask(f"/{quote(name)}")
        page = team.public / name / "index.html"
        if page.is_file():
            kept = KEPT if _never_changes(name) else ASKED
            fine = (answer.status, answer.body, answer.headers["cache-control"]) == (200, page.read_bytes(), kept)
        else:
            fine = _is_not_there(answer, team.public)
        wrong += [] if fine else [(name, answer.status)]
    assert wrong == []
    assert _is_not_there(host.ask("/releases/"), team.public), "a folder without a page is not listed"


@needs_nginx
def test_a_folder_without_its_slash_leads_there_by_a_path_alone(host: Asker, team: Team):
    wrong = []
    for name in _folders(team.public):
        answer = host.ask(f"/{quote(name)}")
        if (answer.status, answer.headers.get("location")) != (301, f"/{quote(name)}/"):
            wrong.append((name, answer.status, answer.headers.get("location")))
    assert wrong == []
    assert host.ask("/on?date=2030-05-01").headers["location"] == "/on/?date=2030-05-01"


@needs_nginx
@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/nowhere/at/all/",
        f"/{FIRST}/nowhere/",
        f"/{FIRST}/s/nowhere/text.txt",
        "/2040-1/",
        "/releases/2040-1/release.json",
        "/.git/config",
        f"/{FIRST}/.hidden",
        "/.lock",
    ],
)
def test_what_is_not_there_is_said_by_a_page_of_ours(host: Asker, team: Team, path: str):
    assert _is_not_there(host.ask(path), team.public)


@needs_nginx
def test_nothing_outside_of_the_tree_is_served(host: Asker):
    assert {host.ask(path).status for path in ("/../playbook/mkdocs.yml", "/%2e%2e/playbook/mkdocs.yml")} == {400}
    assert {host.ask("/", method).status for method in ("POST", "PUT", "DELETE")} == {405}


@needs_nginx
def test_texts_are_told_to_be_what_they_are(host: Asker, team: Team):
    calendar = next(name for name in _files(team.public) if name.endswith(".ics"))
    told = {
        "/": "text/html; charset=utf-8",
        "/versions.json": "application/json; charset=utf-8",
        f"/{FIRST}/s/role-bakery-head/text.txt": "text/plain; charset=utf-8",
        f"/releases/{FIRST}/SHA256SUMS": "text/plain; charset=utf-8",
        f"/{calendar}": "text/calendar; charset=utf-8",
    }
    assert {path: host.ask(path).headers["content-type"] for path in told} == told
    assert host.ask("/").headers["x-content-type-options"] == "nosniff"


@needs_nginx
def test_a_browser_that_has_a_file_is_told_so(host: Asker):
    path = f"/{FIRST}/s/role-bakery-head/text.txt"
    tag = host.ask(path).headers["etag"]
    again = host.ask(path, **{"If-None-Match": tag})
    assert (again.status, again.headers["cache-control"]) == (304, KEPT)


@needs_nginx
def test_what_leads_on_leads_to_what_is_there(host: Asker, team: Team):
    """Each link of the pages above the versions is followed, those of pages that are gone included."""
    seen: dict[str, int] = {}
    for name in _files(team.public):
        if name.endswith("index.html") and not _never_changes(name):
            page = html.fromstring((team.public / name).read_bytes())
            for link in page.xpath("//a/@href"):
                path = urljoin(f"/{name}", link)
                if path not in seen:
                    seen[path] = host.ask(quote(path)).status
    assert {path: status for path, status in seen.items() if status != 200} == {}
    assert {f"/{FIRST}/oven/", f"/{SECOND}/", f"/{FIRST}/s/oven-rules/", f"/{SECOND}/s/oven-rules/"} <= seen.keys()


@needs_nginx
def test_a_section_whose_page_is_gone_is_found_in_every_version(host: Asker):
    page = html.fromstring(host.ask("/s/oven-rules/").body)
    texts = [
        host.ask(urljoin("/s/oven-rules/", link) + "text.txt").body.decode() for link in page.xpath("//ol/li/a/@href")
    ]
    assert texts == ["\\h Rules\n\\p Nobody sleeps in the oven.\n"] * 2
    gone = host.ask("/current/lost/")
    assert (gone.status, f"../../{FIRST}/lost/" in gone.body.decode()) == (200, True)


@needs_nginx
def test_the_host_proves_what_was_published(host: Asker, team: Team):
    done = run("verify", host.root, "--since", team.public, cwd=team.folder)
    assert (done.code, done.out.splitlines()[-1].split(",")[0]) == (0, "unchanged"), done.said


@pytest.fixture(scope="module")
def digested(team: Team, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asker, Path]]:
    """nginx with the digests that the command in the sample writes, and the tree that it serves."""
    public = shutil.copytree(team.public, tmp_path_factory.mktemp("digested") / "public")
    [command] = re.findall(r"#   (cat SHA256SUMS .+)", (ROOT / "hosts/nginx.conf").read_text(encoding="utf-8"))
    subprocess.run(["sh", "-c", command], cwd=public, check=True)
    with _serving(public, tmp_path_factory.mktemp("nginx"), f"{public.parent}/digests*.map") as asker:
        yield asker, public


def _digest(content: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


@needs_nginx
def test_every_file_that_a_list_names_bears_its_digest(digested: tuple[Asker, Path]):
    host, public = digested
    lists = (public / name for name in ("SHA256SUMS", *(f"releases/{each}/SHA256SUMS" for each in (FIRST, SECOND))))
    names = {line.partition("  ")[2] for each in lists for line in each.read_text(encoding="utf-8").splitlines()}
    wrong = []
    for name in sorted(each for each in names if not each.startswith(".")):
        answer = host.ask(f"/{quote(name)}")
        wrong += [] if answer.headers.get("repr-digest") == _digest(answer.body) else [name]
    assert (wrong, len(names) > 100) == ([], True)
    assert host.ask("/").headers["repr-digest"] == _digest((public / "index.html").read_bytes())
    assert "repr-digest" not in host.ask("/nowhere").headers


@needs_nginx
def test_a_compressed_answer_bears_no_digest_and_an_altered_file_does_not_fit_its_own(digested: tuple[Asker, Path]):
    host, public = digested
    path = f"/{FIRST}/s/role-bakery-head/text.txt"
    assert "repr-digest" not in host.ask("/s/", **{"Accept-Encoding": "gzip, br"}).headers
    part = host.ask(path, Range="bytes=0-3")
    assert (part.status, part.headers["repr-digest"]) == (206, _digest((public / path[1:]).read_bytes()))
    (public / path[1:]).write_text("\\p Other words\n", encoding="utf-8")
    assert host.ask(path).headers["repr-digest"] != _digest(host.ask(path).body)


@needs_nginx
def test_without_a_file_of_digests_none_is_sent(host: Asker):
    assert "repr-digest" not in host.ask("/").headers


@contextmanager
def _below(public: Path) -> Iterator[str]:
    """Serve a tree in a folder of its host, as GitHub Pages does for a project, and give the address of the folder."""

    class Below(Handler):
        def __init__(self, *given, **named):
            super().__init__(*given, directory=str(public), **named)

        def translate_path(self, path):
            found = path.removeprefix(f"/{public.name}")
            return super().translate_path(found if found != path else "/nowhere/at/all")

    with ThreadingHTTPServer(("127.0.0.1", 0), Below) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{public.name}/"
        finally:
            server.shutdown()


def test_pages_above_the_versions_work_below_the_root_of_a_host(team: Team, browser: Browser):
    """Whoever does not say where the tree is served still gets links that lead on, and an answer for each day."""
    told, links = {}, {}
    with _below(team.public) as root:
        page = browser.new_page()
        for path in ("nowhere", f"{FIRST}/nowhere/at/all/"):
            page.goto(root + path)
            page.wait_for_selector(f"a[href='/{team.public.name}/on/']")
            links[path] = page.eval_on_selector_all("main a", "links => links.map(each => each.href)")
        for day in ("2029-12-31", "2030-12-31", "2031-01-01", "2032-01-01", "2030-02-30"):
            page.goto(f"{root}on/?date={day}")
            told[day] = page.inner_text("output")
        page.fill("#date", "2030-05-01")
        page.click("form button")
        told["asked"], address = page.inner_text("output"), page.url
        page.clock.set_fixed_time("2031-05-01T12:00:00Z")
        page.goto(root)
        page.wait_for_url(f"{root}{SECOND}/")
        page.close()
    assert set(map(tuple, links.values())) == {tuple(f"{root}{path}" for path in (f"{SECOND}/", f"{FIRST}/", "on/"))}
    assert (told.pop("asked"), address) == (f"Version {FIRST}", f"{root}on/?date=2030-05-01")
    assert told == {
        "2029-12-31": "No version was in force yet.",
        "2030-12-31": f"Version {FIRST}",
        "2031-01-01": f"Version {SECOND}",
        "2032-01-01": "No version in force.",
        "2030-02-30": "This is no day.",
    }


@needs_nginx
def test_a_browser_finds_nothing_that_the_policy_forbids(host: Asker, browser: Browser):
    """The pages work under the sample's Content-Security-Policy; a fragment and a query arrive where they lead."""
    said: list[str] = []
    page = browser.new_page()
    page.on(
        "console", lambda each: said.append(f"{each.text} {each.location['url']}") if each.type == "error" else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    page.clock.set_fixed_time("2031-05-01T12:00:00Z")
    page.goto(f"{host.root}current/roles/bakery-head/?from=mail#duties")
    page.wait_for_url(f"{host.root}{SECOND}/roles/bakery-head/?from=mail#duties")
    page.wait_for_function(STARTED)
    page.wait_for_selector(".md-version__link", state="attached")
    versions = page.eval_on_selector_all(".md-version__link", "links => links.map(each => each.href)")
    page.goto(f"{host.root}{SECOND}/?q=bakery")
    page.wait_for_selector(".md-search-result__link", state="attached")
    page.goto(f"{host.root}{FIRST}/s/oven-rules/")
    page.goto(f"{host.root}verify/")
    page.goto(f"{host.root}on/?date=2030-05-01")
    told = page.inner_text("output")
    page.close()
    assert [each for each in said if not each.endswith("/favicon.ico")] == []
    assert told == f"Version {FIRST}"
    assert {f"{host.root}{version}/" for version in (FIRST, SECOND)} <= {link.split("roles/")[0] for link in versions}
