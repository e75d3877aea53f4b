"""What changed in the prose of two editions."""

from __future__ import annotations

import pytest

from playbook.prose import changed, differing, passages

PAGE = """---
title: The page
---

# The page {: #the-page }

It begins.

## First {: #first .wide }

One two three four five six seven eight nine ten. See [the other](other.md) and [its end](other.md#the-end).

```text
# not a heading
```

Second
------

Third {: #third }
=====

Last words.
"""
OTHER = "# Other {: #other }\n\nWords.\n\n## The end {: #the-end }\n\nMore words.\n"


def _told(old: dict[str, str], new: dict[str, str]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.id, each.what, each.path) for each in changed(passages(old), passages(new))]


def test_a_page_without_headings_has_no_passages():
    assert passages({"page.md": "Words.\n"}) == {}


def test_a_passage_ends_at_the_next_heading():
    found = passages({"page.md": PAGE, "other.md": OTHER})
    assert found["the-page"].text == "It begins."
    assert found["third"].text == "Last words."
    assert found["third"].address == "page/#third"


def test_nothing_changed():
    assert _told({"page.md": PAGE}, {"page.md": PAGE.replace("It begins.", "It\nbegins.")}) == []


def test_a_word_a_title_a_passage():
    new = PAGE.replace("Last words.", "Last word.").replace("Third {:", "The third {:").replace("## First", "## First")
    new += "\n## Fourth {: #fourth }\n\nNew.\n"
    assert _told({"page.md": PAGE}, {"page.md": new}) == [
        ("third", "changed", ("title",)),
        ("third", "changed", ("text",)),
        ("fourth", "added", ()),
    ]
    assert _told({"page.md": new}, {"page.md": PAGE})[-1] == ("fourth", "removed", ())


def test_a_page_that_moved_is_one_change():
    old = {"page.md": PAGE, "other.md": OTHER}
    new = {
        "page.md": PAGE.replace("(other.md", "(deep/er/moved.md"),
        "deep/er/moved.md": OTHER,
    }
    assert _told(old, new) == [("other", "moved", ("page",))]


def test_links_of_a_page_that_moved_still_lead_where_they_led():
    old = {"page.md": PAGE, "other.md": OTHER}
    new = {"deep/page.md": PAGE.replace("(other.md", "(../other.md"), "other.md": OTHER}
    assert _told(old, new) == [("the-page", "moved", ("page",))]


def test_a_link_that_leads_elsewhere_is_told():
    old = {"page.md": PAGE, "other.md": OTHER}
    assert _told(old, {**old, "page.md": PAGE.replace("(other.md)", "(page.md)")}) == [("first", "changed", ("text",))]


def test_pages_that_stand_for_many_may_share_a_heading():
    page = "# {{ this.name }} {: #{{ this.id }} }\n\n## Who {: #who }\n\nWords.\n"
    found = passages({"roles/[role].md": page, "cadence/[forum].md": page})
    assert {*found} == {"role--page", "role--who", "forum--page", "forum--who"}
    assert found["role--who"].address == ""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("a b c d e f g", "a b c x e f g", ("a b c d e f g", "a b c x e f g")),
        ("a b c d e f g h i j", "a b c d e f X h i j", ("… c d e f g h i j", "… c d e f X h i j")),
        ("X b c d e f g", "b c d e f g", ("X b c d e …", "b c d e …")),
        ("", "a", ("", "a")),
        ("a a", "a a a", ("a a", "a a a")),
    ],
)
def test_the_words_that_differ_are_told_with_those_around_them(old: str, new: str, told: tuple[str, str]):
    assert differing(old, new) == told
