"""What changed in the prose of two editions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from playbook.loading.load import load
from playbook.pages.prose import changed, passages
from tests.support import SMALL

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
    assert found["the-page"].source == "It begins."
    assert found["third"].source == "Last words."
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
    assert _told(old, new) == [("other", "moved", ("address",))]


def test_links_of_a_page_that_moved_still_lead_where_they_led():
    old = {"page.md": PAGE, "other.md": OTHER}
    new = {"deep/page.md": PAGE.replace("(other.md", "(../other.md"), "other.md": OTHER}
    assert _told(old, new) == [("the-page", "moved", ("address",))]


def test_a_link_that_leads_elsewhere_is_told():
    old = {"page.md": PAGE, "other.md": OTHER}
    assert _told(old, {**old, "page.md": PAGE.replace("(other.md)", "(page.md)")}) == [("first", "changed", ("links",))]


def test_pages_that_stand_for_many_may_share_a_heading():
    page = "# {{ this.name }} {: #{{ this.id }} }\n\n## Who {: #who }\n\nWords.\n"
    found = passages({"roles/[role].md": page, "cadence/[forum].md": page})
    assert {*found} == {"role--page", "role--who", "forum--page", "forum--who"}
    assert found["role--who"].address == ""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Words **here**.", "Words here.", "form"),
        ("A [link](one.md) here.", "A [link](two.md) here.", "links"),
        ("{{ raci('a') }}", "{{ raci('b') }}", "shown"),
        ("It costs {{ price() }} today.", "It costs {{ price() }} now.", "text"),
        ("{# a note #}Words.", "{# another note #}Words.", "form"),
        ("!!! note\n\n    Words.", "??? note\n\n    Other words.", "text"),
    ],
)
def test_what_changed_of_a_text_is_told_once(old: str, new: str, told: str):
    page = "# The page {{: #the-page }}\n\n{}\n"
    assert _told({"page.md": page.format(old)}, {"page.md": page.format(new)}) == [("the-page", "changed", (told,))]


def test_words_are_told_and_no_source():
    page = "# The page {{: #the-page }}\n\n{}\n"
    new = "Some **bold** `code` & a [link](one.md){: .x } <br> {{ raci('a') }} end.\n\n| a | b |\n|---|---|\n| c | d |"
    change, shown = changed(passages({"page.md": page.format("Old.")}), passages({"page.md": page.format(new)}))
    assert shown.path == ("shown",)
    assert (change.old, change.new) == ("Old.", "Some bold code & a link … end. a b c d")
    assert change.sort == "prose"


def test_a_macro_says_the_name_of_what_it_names_and_another_name_is_told_where_it_is_written():
    small = load(SMALL / "data").or_raise()
    page = "# The page {{: #the-page }}\n\nAsk the {}.\n"
    old, new = (passages({"page.md": page.format(call)}) for call in ('{{ role("cashier") }}', "Mechanic"))
    (change,) = changed(old, new, (small,))
    assert (change.old, change.new) == ("Ask the Cashier.", "Ask the Mechanic.")
    renamed = replace(small, roles=small.roles.mapped(lambda role: role.model_copy(update={"name": "X"})))
    assert list(changed(old, old, (renamed, small))) == []


def test_a_section_that_moved_and_was_reworded_is_told_as_both():
    old = {"a.md": "# A {: #a }\n\n## One {: #one }\n\nThese words.\n", "b.md": "# B {: #b }\n"}
    new = {"a.md": "# A {: #a }\n", "b.md": "# B {: #b }\n\n## One {: #one }\n\nOther words.\n"}
    assert _told(old, new) == [("one", "moved", ("page",)), ("one", "changed", ("text",))]
    same = {"a.md": "# A {: #a }\n", "b.md": "# B {: #b }\n\n### One {: #one }\n\nThese\nwords.\n"}
    assert _told(old, same) == [("one", "moved", ("page",))]


def test_sections_in_another_order_and_another_id_are_told():
    page = "# A {: #a }\n\n## One {: #one }\n\nFirst.\n\n## Two {: #two }\n\nSecond.\n"
    turned = "# A {: #a }\n\n## Two {: #two }\n\nSecond.\n\n## One {: #one }\n\nFirst.\n"
    assert _told({"a.md": page}, {"a.md": turned}) == [("a", "reordered", ("order",))]
    assert _told({"a.md": page}, {"a.md": page.replace("#two", "#second")}) == [("second", "renamed", ())]


def test_what_stands_above_the_first_heading_and_below_one_without_an_id_is_told():
    page = "---\ntitle: T\n---\n\nAbove.\n\n# A {: #a }\n\nIn.\n\n## Bare\n\nBelow.\n"
    for old, new, path in (
        ("Above.", "Over.", "text"),
        ("Below.", "Under.", "text"),
        ("title: T", "title: U", "front"),
    ):
        assert _told({"a.md": page}, {"a.md": page.replace(old, new)}) == [("a", "changed", (path,))]
