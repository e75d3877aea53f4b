"""The workflows and the configurations of hosts that cannot be run here: read as their hosts read them, or played."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from playwright.sync_api import Browser

from playbook.commands.cli import main
from tests import small_tree
from tests.editions import FIRST, SECOND, Team
from tests.support import ROOT, SCRIPTS, environment, run, tree

GITHUB, GITLAB = ROOT / "hosts/github.yml", ROOT / "hosts/gitlab.yml"
OWN = [ROOT / ".github/workflows/playbook.yml", ROOT / ".gitlab-ci.yml"]
KEPT = "public, max-age=31536000, immutable"


def _read(path: Path) -> dict[str, Any]:
    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(held, dict)
    return {"on" if key is True else key: value for key, value in held.items()}  # YAML 1.1 reads `on` as true


def _scripts(held: Any) -> Iterator[str]:
    """Iterate over every script in a workflow of either forge."""
    if isinstance(held, dict):
        for key, value in held.items():
            if key in ("run", "script", "before_script") and value:
                yield from [value] if isinstance(value, str) else value
            else:
                yield from _scripts(value)
    elif isinstance(held, list):
        for each in held:
            yield from _scripts(each)


@pytest.mark.parametrize("path", [GITHUB, GITLAB, *OWN], ids=lambda path: path.name)
def test_what_a_workflow_calls_is_there(path: Path):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    called = 0
    for script in _scripts(_read(path)):
        for line in re.split(r"\n|&&", script):
            words = line.split("#")[0].split()
            if words[:1] == ["playbook"]:
                called += 1
                command = main.get_command(click.Context(main), words[1])
                assert command is not None, line
                known = {word for item in command.params for word in item.opts}
                assert {word for word in words if word.startswith("--")} <= known, line
            if words[:1] == ["make"]:
                called += 1
                assert words[1] in targets, line
    assert called >= 2


@pytest.mark.parametrize("path", [GITHUB, OWN[0]], ids=["sample", "own"])
def test_actions_are_pinned_to_a_commit(path: Path):
    used = re.findall(r"uses: (\S+)(.*)", path.read_text(encoding="utf-8"))
    assert used
    for action, note in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", note), action


def test_the_workflow_of_github_lets_one_publisher_in_and_gives_no_more_rights_than_needed():
    held = _read(GITHUB)
    jobs = held["jobs"]
    assert held["permissions"] == {"contents": "read"}
    assert {name: job.get("permissions") for name, job in jobs.items()} == {
        "check": None,
        "publish": {"contents": "write"},
        "pages": {"pages": "write", "id-token": "write"},
    }
    assert jobs["publish"]["concurrency"] == {"group": "publish", "cancel-in-progress": False}
    assert (jobs["publish"]["if"], jobs["publish"]["needs"]) == ("github.ref_type == 'tag'", "check")
    assert jobs["pages"]["needs"] == "publish"
    clones = [
        step["with"] for job in jobs.values() for step in job["steps"] if "actions/checkout" in step.get("uses", "")
    ]
    assert [clone["fetch-depth"] for clone in clones] == [0, 0]


def test_the_workflow_of_gitlab_lets_one_publisher_in():
    held = _read(GITLAB)
    job = held["pages"]
    assert (job["resource_group"], job["interruptible"], held["variables"]["GIT_DEPTH"]) == ("publish", False, "0")
    assert job["rules"] == [{"if": "$CI_COMMIT_TAG =~ /^[0-9]/"}]
    assert job["artifacts"] == {"paths": ["public"], "exclude": ["public/.git"]}
    assert job["stage"] in held["stages"]


class Forge:
    """A repository as a forge keeps it, and its workflow played on this machine for a tag."""

    def __init__(self, folder: Path, team: Team, of: str) -> None:
        self.folder, self.team, self.of = folder, team, of
        self.key: Path | None = None
        self.said = ""
        self.origin = folder / "origin.git"
        self._git("init", "--quiet", "--bare", "--initial-branch", "main", self.origin, cwd=folder)

    def _git(self, *words: str | Path, cwd: Path) -> str:
        done = subprocess.run(["git", *words], cwd=cwd, check=True, capture_output=True, text=True)
        return done.stdout

    def tag(self, version: str) -> subprocess.CompletedProcess[str]:
        """Push the team's work with a tag, and play the workflow."""
        self.team.git("tag", "--force", version)
        self.team.git("push", "--quiet", "--force", str(self.origin), "main", version)
        work = self.folder / f"job-{version}" / "playbook"
        shutil.rmtree(work.parent, ignore_errors=True)
        work.parent.mkdir()
        self._git("clone", "--quiet", "--branch", version, self.origin, work, cwd=self.folder)
        done = subprocess.CompletedProcess[str]([], 0, "", "")
        for script, where, more in self._steps(version):
            settings = environment(**more, PATH=f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}")
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
            done = subprocess.run(command, cwd=work / where, env=settings, capture_output=True, text=True)
            self.said += done.stdout
            if done.returncode:
                break
        return done

    def _steps(self, version: str) -> Iterator[tuple[str, str, dict[str, str]]]:
        if self.of == "github":
            for step in _read(GITHUB)["jobs"]["publish"]["steps"]:
                if "run" in step and "pip install" not in step["run"]:
                    settings = {name: self._setting(text) for name, text in step.get("env", {}).items()}
                    more = {"GITHUB_REF_NAME": version, **settings}
                    yield step["run"], step.get("working-directory", "."), more
        else:
            job = _read(GITLAB)["pages"]
            more = {**job["variables"], "CI_COMMIT_TAG": version, "PUBLISHED": str(self.origin)}
            more |= {"PLAYBOOK_KEY": str(self.key)} if self.key else {}
            yield "\n".join(job["script"]), ".", more

    def _setting(self, text: str) -> str:
        """Return what the forge puts into the place of one of its expressions: only the key is set."""
        if not text.startswith("${{"):
            return text
        return self.key.read_text(encoding="utf-8") if self.key and "secrets.PLAYBOOK_KEY" in text else ""

    def published(self, folder: Path) -> Path:
        """Return what stands on the branch `published`."""
        self._git("clone", "--quiet", "--branch", "published", self.origin, folder, cwd=self.folder)
        return folder

    def tamper(self, folder: Path) -> None:
        """Push a change of what was published."""
        held = self.published(folder)
        page = next(held.glob(f"{FIRST}/s/*/text.txt"))
        page.write_text("Something else.\n", encoding="utf-8")
        identity = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false")
        self._git(*identity, "commit", "--quiet", "--all", "--message", "Mend", cwd=held)
        self._git("push", "--quiet", "origin", "published", cwd=held)


@pytest.mark.parametrize("of", ["github", "gitlab"])
def test_a_workflow_publishes_on_a_tag_and_keeps_every_version(of: str, tmp_path: Path):
    team = Team.begin(tmp_path)
    forge = Forge(tmp_path, team, of)
    done = forge.tag(FIRST)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nobody signs what is published" in forge.said
    first = tree(forge.published(tmp_path / "first") / FIRST)
    team.begin_cycle(2031)
    team.commit()
    assert forge.tag(SECOND).returncode == 0
    again = forge.tag(SECOND)
    assert again.returncode == 0, again.stdout + again.stderr
    second = forge.published(tmp_path / "second")
    assert run("verify", second, "--since", tmp_path / "first", cwd=tmp_path).code == 0
    assert tree(second / FIRST) == first
    assert {path.name for path in second.iterdir() if path.name.startswith(".")} == {
        ".git",
        ".gitattributes",
        ".gitignore",
        ".nojekyll",
    }
    wrong = forge.tag("2040-1")
    assert (wrong.returncode, "the playbook is version `2031-1`, not `2040-1`" in wrong.stderr) == (1, True)
    forge.tamper(tmp_path / "tampered")
    team.begin_cycle(2032)
    team.commit()
    refused = forge.tag("2032-1")
    assert (refused.returncode, "the file is not what was published" in refused.stderr) == (1, True)
    assert not (forge.published(tmp_path / "third") / "2032-1").exists()


@pytest.mark.parametrize("of", ["github", "gitlab"])
def test_a_workflow_signs_with_the_key_that_it_is_given(of: str, tmp_path: Path):
    team = Team.begin(tmp_path)
    forge = Forge(tmp_path, team, of)
    forge.key = small_tree.key(tmp_path, "client")
    done = forge.tag(FIRST)
    assert done.returncode == 0, done.stdout + done.stderr
    published = forge.published(tmp_path / "published")
    signers = small_tree.signers(tmp_path, client=forge.key)
    assert run("verify", published, "--signers", signers, "--threshold", "client: 1", cwd=tmp_path).code == 0
    assert not list(tmp_path.rglob("key")), "the key is gone"


def test_azure_keeps_versions_and_asks_for_the_rest():
    held = json.loads((ROOT / "hosts/staticwebapp.config.json").read_text(encoding="utf-8"))
    assert {route["route"]: route["headers"]["Cache-Control"] for route in held["routes"]} == {
        "/2026-1/*": KEPT,
        "/releases/2026-1/*": KEPT,
    }
    assert held["globalHeaders"]["Cache-Control"] == "no-cache"
    assert held["responseOverrides"]["404"] == {"rewrite": "/404.html", "statusCode": 404}


def test_every_host_is_given_the_same_policy():
    nginx = (ROOT / "hosts/nginx.conf").read_text(encoding="utf-8")
    azure = json.loads((ROOT / "hosts/staticwebapp.config.json").read_text(encoding="utf-8"))["globalHeaders"]
    amazon = _cloudfront("Headers")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]["ContentSecurityPolicy"]
    policy = re.findall(r'Content-Security-Policy "([^"]+)"', nginx)
    assert policy == [azure["Content-Security-Policy"]] == [amazon["ContentSecurityPolicy"]]


def test_every_host_is_told_that_texts_are_in_utf_8():
    """Where none is said, browsers guess; `test_hosts.py` asks nginx, and the free hosts say it by themselves."""
    azure = json.loads((ROOT / "hosts/staticwebapp.config.json").read_text(encoding="utf-8"))["mimeTypes"]
    assert azure[".txt"] == "text/plain; charset=utf-8"
    commands = re.findall(r"#   (.+)", (ROOT / "hosts/cloudfront.yml").read_text(encoding="utf-8"))
    named = next(found[1] for each in commands if (found := re.search(r'text="(.+?)"', each)))
    sent = [each for each in commands if "s3 sync" in each and "2026-1/*" in each]
    texts = [each for each in sent if '--content-type "$text"' in each and '--include "2026-1/*.txt"' in each]
    assert (named, len(texts)) == ("text/plain; charset=utf-8", 1)
    assert all('--exclude "*.txt"' in each for each in sent if each not in texts)


def _cloudfront(name: str) -> dict[str, Any]:
    found = _read(ROOT / "hosts/cloudfront.yml")["Resources"][name]["Properties"]
    assert isinstance(found, dict)
    return found


def test_the_template_of_amazon_names_only_what_it_holds():
    held = _read(ROOT / "hosts/cloudfront.yml")
    text = json.dumps(held)
    named = set(re.findall(r'"Ref": "(\w+)"|"Fn::GetAtt": \["(\w+)"|\$\{(\w+)[.}]', text))
    assert {word for words in named for word in words if word} <= held["Resources"].keys() | held["Parameters"].keys()
    shown = _cloudfront("Distribution")["DistributionConfig"]
    assert {each["ResponseCode"] for each in shown["CustomErrorResponses"]} == {404}
    assert shown["DefaultCacheBehavior"]["TargetOriginId"] in {each["Id"] for each in shown["Origins"]}
    allowed = _cloudfront("BucketPolicy")["PolicyDocument"]["Statement"]
    assert [(each["Effect"], each["Action"]) for each in allowed] == [("Allow", "s3:GetObject")], "nothing is listed"


def test_what_was_sent_to_amazon_is_locked_for_as_long_as_is_promised():
    bucket, given = _cloudfront("Bucket"), _read(ROOT / "hosts/cloudfront.yml")["Parameters"]
    lock = bucket["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert (bucket["ObjectLockEnabled"], bucket["VersioningConfiguration"]) == (True, {"Status": "Enabled"})
    assert lock == {"Mode": {"Ref": "LockMode"}, "Years": {"Ref": "LockYears"}}
    assert (given["LockMode"]["Default"], given["LockMode"]["AllowedValues"]) == (
        "GOVERNANCE",
        ["GOVERNANCE", "COMPLIANCE"],
    )
    promised = re.search(r"kept_for: (\d+) years", (ROOT / "data/playbook.yml").read_text(encoding="utf-8"))
    assert promised
    assert given["LockYears"]["Default"] == int(promised[1])


def test_the_function_of_cloudfront_finds_pages_as_nginx_does(browser: Browser):
    asked = {
        "/": "/index.html",
        "/on/": "/on/index.html",
        "/2026-1/s/role-buyer/": "/2026-1/s/role-buyer/index.html",
        "/2026-1/s/role-buyer/text.txt": "/2026-1/s/role-buyer/text.txt",
        "/releases/2026-1/SHA256SUMS": "/releases/2026-1/SHA256SUMS",
        "/2026-1": "301 /2026-1/",
        "/on?date=2026-05-01&more": "301 /on/?date=2026-05-01&more",
        "//example.org/on": "301 /example.org/on/",
    }
    play = """([code, path]) => {
      const [uri, query] = path.split("?");
      const parts = (query || "").split("&").filter(Boolean).map(each => each.split("="));
      const querystring = Object.fromEntries(parts.map(([key, value]) => [key, { value: value || "" }]));
      const answer = new Function(`${code}; return handler`)()({ request: { uri, querystring } });
      return answer.statusCode ? `${answer.statusCode} ${answer.headers.location.value}` : answer.uri;
    }"""
    code = _cloudfront("Addresses")["FunctionCode"]
    page = browser.new_page()
    found = {path: page.evaluate(play, [code, path]) for path in asked}
    page.close()
    assert found == asked


def test_a_new_playbook_has_its_workflows_where_forges_look(tmp_path: Path):
    assert run("new", "ours", cwd=tmp_path).code == 0
    ours = tmp_path / "ours"
    assert (ours / ".github/workflows/playbook.yml").read_bytes() == GITHUB.read_bytes()
    assert (ours / ".gitlab-ci.yml").read_bytes() == GITLAB.read_bytes()
    assert {path.name for path in (ours / "hosts").iterdir()} == {
        "cloudfront.yml",
        "nginx.conf",
        "staticwebapp.config.json",
    }
    version = run("--version", cwd=tmp_path).out.split()[-1]
    assert (ours / "requirements.txt").read_text(encoding="utf-8").splitlines()[-1] == f"governance-playbook=={version}"
