"""Comments on pages that accept a finding at its place: what they stand for, and what is told of those that do not."""

from pathlib import Path

import pytest

from playbook.pages.accepted_comments import accepted_on
from tests.support import replace, run, small

IGNORE = "<!-- playbook: ignore[heading-no-id] because the words of it never change -->"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"# A {IGNORE}\n\ntext\n\n## B\n\n# C\n", [(1, 6)]),
        (f"{IGNORE}\n\n## A\n\ntext\n\n## B\n", [(3, 6)]),
        (f"one\n{IGNORE}\ntwo\nthree\n\nfour\n", [(3, 4)]),
        ("<!-- playbook: ignore[heading-no-id]\n  because it never changes -->\n## A\n", [(3, 4)]),
        (f"```html\n{IGNORE}\n```\n\n    {IGNORE}\n\n`{IGNORE}`\n", []),
        ("<!-- playbook: the content begins -->\n<!-- a note -->\n", []),
    ],
)
def test_a_comment_stands_for_the_heading_or_block_that_it_is_at(text, lines):
    accepted, problems = accepted_on(text, "docs/a.md")
    assert [(each.first, each.last) for each in accepted] == lines
    assert problems == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!-- playbook: ignore[heading-no-id] -->\n## A\n", "this comment to the playbook cannot be read"),
        (f"## A {{: #a }}\n\n{IGNORE}\n\n", "this comment accepts nothing"),
    ],
)
def test_a_comment_that_accepts_nothing_is_told(text, said):
    accepted, (problem,) = accepted_on(text, "docs/a.md", 4)
    assert (accepted, problem.message, problem.id, problem.severity) == ((), said, "ignore-comment", "warning")


def test_a_page_accepts_what_is_found_on_it_and_says_when_it_is_idle(tmp_path: Path):
    playbook = small(tmp_path / "shop")
    page = playbook / "docs/index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\n\n## Without an id\n{IGNORE}\n\nA text.\n", encoding="utf-8")
    assert "waived: the words" not in run("check", cwd=playbook).out
    page.write_text(f"{text}\n\n{IGNORE}\n## Without an id\n", encoding="utf-8")
    assert "waived: the words of it never change" in run("check", cwd=playbook).out
    page.write_text(f"{text}\n\n{IGNORE}\n## With one {{: #with-one }}\n", encoding="utf-8")
    idle = "`heading-no-id` finds nothing any more where this comment accepts it [waiver-stale]"
    assert idle in run("check", cwd=playbook).out
    replace(page, "heading-no-id", "no-such-check")
    assert "there is no check `no-such-check` [unknown-check]" in run("check", cwd=playbook).out
