"""Twenty versions of the reference playbook in one tree: how it grows, and what publishing and verifying them costs.

    python -m tests.bench.versions [VERSIONS]

Each version changes one sentence and the days of nothing else. Times are those of the processor, of this and of what it
starts; the hash is that of `sha256sum` over every file of the tree.
"""

from __future__ import annotations

import gzip
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.published import committed
from tests.support import ROOT

VERSIONS = 20
PLAYBOOK = (str(Path(sys.executable).with_name("playbook")),)
LOOKED_AT = ("data", "docs", "macros", "overrides", "mkdocs.yml")
"""What of the repository makes the playbook."""


def spent(command: Sequence[str | Path], folder: Path) -> float:
    """Run a command and return the seconds of processor that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([str(word) for word in command], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {done.stdout}{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def size(folder: Path) -> tuple[int, int]:
    """Return the bytes of a folder, as they are and as a host sends them: each file compressed."""
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return sum(map(len, files)), sum(len(gzip.compress(held, 6)) for held in files)


def begun(folder: Path) -> Path:
    """Return a copy of the reference playbook in a repository of its own."""
    folder.mkdir()
    for name in LOOKED_AT:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    return committed(folder)


def changed(folder: Path, number: int) -> str:
    """Begin the next version of a playbook, with one other sentence; return its name."""
    settings, page = folder / "data" / "playbook.yml", folder / "docs" / "cadence" / "index.md"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(f'"2027-{number - 1}"', f'"2027-{number}"', 1), encoding="utf-8")
    told = page.read_text(encoding="utf-8").partition("\n\nThis is note ")[0]
    page.write_text(f"{told.rstrip()}\n\nThis is note {number} on how we meet.\n", encoding="utf-8")
    committed(folder)
    return f"2027-{number}"


def main(versions: int) -> None:
    """Publish, and say what it cost."""
    with tempfile.TemporaryDirectory() as made:
        folder, public = begun(Path(made) / "playbook"), Path(made) / "public"
        builds, published, first = [], [], (0, 0)
        for number in range(1, versions + 1):
            version = changed(folder, number) if number > 1 else "2027-1"
            if number in (1, 2, versions):
                builds.append(spent([*PLAYBOOK, "build", "--strict", "-d", Path(made) / "site"], folder))
            published.append(spent([*PLAYBOOK, "publish", version, "--to", public, "--limit", "0"], folder))
            first = size(public) if number == 1 else first
            sys.stderr.write(f"{version}: {published[-1]:.1f} s\n")
        verified = spent([*PLAYBOOK, "verify", public], folder)
        listed = ["bash", "-c", f"find {public} -type f -print0 | xargs -0 sha256sum"]
        hashed = statistics.median(spent(listed, folder) for _ in range(5))
        last, one = size(public), size(public / "2027-1")
        for told, value in (
            ("a version, MB", one[0] / 1e6),
            ("a version, MB as a host sends it", one[1] / 1e6),
            ("the tree grows with a version, MB", (last[0] - first[0]) / (versions - 1) / 1e6),
            ("the same as a host sends it", (last[1] - first[1]) / (versions - 1) / 1e6),
            ("publish ÷ build", published[0] / statistics.median(builds)),
            ("the last publish ÷ the first", published[-1] / published[0]),
            (f"verify of {versions} versions ÷ hash", verified / hashed),
            (f"verify of {versions} versions ÷ build", verified / statistics.median(builds)),
        ):
            sys.stdout.write(f"{told}: {value:.2f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else VERSIONS)
