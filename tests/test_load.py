"""What bad files get: a place, a sentence and a hint, every time; and what good files are read as."""

import os
import socket
from datetime import date
from pathlib import Path

import pytest

from playbook.checks import checked
from playbook.loading.load import load
from playbook.model import Activity
from playbook.model.base import written_as
from playbook.model.schemes import OWN_KEYS
from playbook.pages.sandbox_limits import watched
from playbook.problems import PlaybookError, as_text
from tests import golden

CASES = sorted((golden.CASES / "load").glob("*.yml"))


def _written(folder, files, encoding="utf-8"):
    """Write the small playbook and over it the files given: `~` deletes one, a name that ends in / makes a folder."""
    data = golden.written(folder, {})
    for name, text in files.items():
        path = data / name
        if text == "~":
            path.unlink()
        elif name.endswith("/"):
            path.mkdir()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding=encoding, newline="")
    return data


def _said(folder, files, encoding="utf-8"):
    return as_text(checked(load(_written(folder, files, encoding))))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path, tmp_path, bless):
    case = golden.read(path)
    problems = checked(load(_written(tmp_path, case["files"], case.get("encoding", "utf-8"))))
    golden.held(path, problems, tmp_path, bless)
    assert len(problems)


def test_no_data_folder(tmp_path):
    loaded = load(tmp_path / "data")
    assert loaded.playbook is None
    assert as_text(loaded.problems) == (
        "data:1:1: error: there is no data folder [no-data]\n    hint: run where data/playbook.yml lies below"
    )


def test_a_file_that_cannot_be_read(tmp_path, monkeypatch):
    read_bytes = Path.read_bytes

    def refuse(path):
        if path.name == "glossary.yml":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    data = _written(tmp_path, {})
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert as_text(checked(load(data))).splitlines() == [
        "data/glossary.yml:1:1: error: the file cannot be read: Permission denied [yaml]",
        "    hint: check that it is there and yours",
    ]


GLOSSARY = "terms:\n  word: {name: Word, definition: What one says.}\n"
READ_ONLY_FOR_SOME = pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may read everything")


def _first(data):
    """Return the first line of the report; whatever is read must be read at once."""
    with watched(5):
        return as_text(checked(load(data))).splitlines()[:1]


@READ_ONLY_FOR_SOME
def test_a_file_and_a_folder_that_may_not_be_read(tmp_path):
    data = _written(tmp_path, {})
    (data / "glossary.yml").chmod(0)
    assert _first(data) == ["data/glossary.yml:1:1: error: the file cannot be read: Permission denied [yaml]"]
    data.chmod(0)
    try:
        assert _first(data) == ["data:1:1: error: the data folder cannot be read: Permission denied [no-data]"]
    finally:
        data.chmod(0o700)


def test_a_file_in_the_place_of_the_data_folder(tmp_path):
    (tmp_path / "data").write_text("terms:\n")
    assert _first(tmp_path / "data") == ["data:1:1: error: a file stands where the data folder is expected [no-data]"]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("../secret.yml", "this is a link that leads out of data/"),
        ("/etc/passwd", "this is a link that leads out of data/"),
        ("/dev/zero", "this is a link that leads out of data/"),
        ("..", "this is a link that leads out of data/"),
        ("glossary.yml", "this is a link to a file that is not there"),
        ("nowhere.yml", "this is a link to a file that is not there"),
        (".", "this is a link to a folder"),
    ],
)
@pytest.mark.parametrize("where", ["glossary.yml", "glossary/more.yml"])
def test_a_link_is_not_followed_out_of_the_folder(where, target, said, tmp_path):
    (tmp_path / "secret.yml").write_text("secret: words\n")
    data = _written(tmp_path, {"glossary.yml": "~", "glossary/word.yml": GLOSSARY} if "/" in where else {})
    (data / where).unlink(missing_ok=True)
    inner = "/" in where and not target.startswith("/") and target not in ("glossary.yml", ".")
    (data / where).symlink_to(f"../{target}" if inner else "more.yml" if "/" in where and "glos" in target else target)
    assert _first(data) == [f"data/{where}:1:1: error: {said} [yaml]"]
    assert "secret" not in as_text(checked(load(data)))


def test_a_folder_that_is_a_link_is_not_entered(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.yml").write_text(GLOSSARY)
    data = _written(tmp_path, {"glossary.yml": "~"})
    (data / "glossary").symlink_to(elsewhere)
    assert _first(data) == ["data/glossary:1:1: error: this is a link that leads out of data/ [yaml]"]
    (data / "glossary").unlink()
    (data / "glossary").mkdir()
    (data / "glossary" / "again").symlink_to("..")
    assert _first(data) == ["data/glossary/again:1:1: error: this is a link to a folder [yaml]"]


def test_a_link_within_the_folder_is_followed(tmp_path):
    data = _written(tmp_path, {"glossary.yml": "~", ".words": GLOSSARY})
    (data / "glossary.yml").symlink_to(".words")
    assert load(data).or_raise().terms.ids == ("word",)


@pytest.mark.parametrize("where", ["glossary.yml", "glossary/more.yml"])
def test_what_is_no_ordinary_file_is_not_opened(where, tmp_path):
    data = _written(tmp_path, {"glossary.yml": "~", "glossary/": ""} if "/" in where else {"glossary.yml": "~"})
    os.mkfifo(data / where)
    assert _first(data) == [f"data/{where}:1:1: error: this is no ordinary file [yaml]"]
    (data / where).unlink()
    with socket.socket(socket.AF_UNIX) as listening:
        try:
            listening.bind(os.path.relpath(data / where))
        except OSError:
            pytest.skip("the path is too long for a socket")
        assert _first(data) == [f"data/{where}:1:1: error: this is no ordinary file [yaml]"]


@pytest.mark.parametrize(
    ("name", "shown", "hint"),
    [
        ("glossary/word.yaml", "glossary/word.yaml", "rename it word.yml"),
        ("glossary/notes.md", "glossary/notes.md", "keep it somewhere else"),
        ("glossary.yaml", "glossary.yaml", "rename it glossary.yml"),
        ("Glossary.yml", "Glossary.yml", "did you mean `glossary`?"),
        ("roles", "roles", "rename it roles.yml"),
        ("rol\u0435s.yml", "rol\u0435s.yml", "did you mean `roles`"),
        ("ro\nles.yml", "ro\\u{000a}les.yml", "did you mean `roles`"),
        ("\u202eroles.yml", "\\u{202e}roles.yml", "did you mean `roles`"),
        ("ro\udcffles.yml", "ro\\u{dcff}les.yml", "did you mean `roles`"),
    ],
)
def test_a_file_with_a_name_that_is_not_read(name, shown, hint, tmp_path):
    parts = {"glossary.yml": "~", "glossary/word.yml": GLOSSARY} if "glossary/" in name else {}
    said = _said(tmp_path, {**parts, name: GLOSSARY})
    head, told = said.split("\n")[:2]
    assert head.startswith(f"data/{shown}:1:1: error: ")
    assert head.endswith("[unknown-file]")
    assert hint in told
    said.encode("utf-8")


def test_more_files_than_anyone_reads(tmp_path, monkeypatch):
    monkeypatch.setattr("playbook.loading.load.DATA_FILE_LIMIT", 3)
    parts = {f"glossary/{n}.yml": GLOSSARY.replace("word", f"word{n}") for n in range(4)}
    assert _said(tmp_path, {"glossary.yml": "~", **parts}).splitlines() == [
        "data/glossary:1:1: error: the folder holds more than 3 files [unknown-file]",
        "    hint: keep several entities in one file",
    ]


def test_names_that_begin_with_a_dot_are_left_alone(tmp_path):
    parts = {"glossary.yml": "~", "glossary/word.yml": GLOSSARY, "glossary/.#word.yml": "{", ".idea/x": "x"}
    assert load(_written(tmp_path, parts)).or_raise().terms.ids == ("word",)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"[", "1:2"),
        (b"terms:\n  a: {name: A, definition: B.}\n---", "3:1"),
        (b"\xef\xbb\xbf[", "1:2"),
        (b"terms:\r\xff", "2:1"),
        (b"\xef\xbb\xbfterms: \xff", "1:8"),
        (b"terms:\r\n\r\n  a: {nam: A}\r\n", "3:3"),
        (b"terms:\r\r  a: {nam: A}\r", "3:3"),
        (b"terms:\n  a: {name: A, definition: B.}\n  &x \n", "3:3"),
    ],
)
def test_places_lie_in_the_file_as_it_is(content, place, tmp_path):
    data = _written(tmp_path, {})
    (data / "glossary.yml").write_bytes(content)
    assert _first(data)[0].startswith(f"data/glossary.yml:{place}: error: ")


def test_a_file_that_is_too_large(tmp_path):
    said = _said(tmp_path, {"glossary.yml": "#" * 8_000_001})
    assert said.splitlines()[0] == "data/glossary.yml:1:1: error: the file is larger than 8,000,000 bytes [yaml]"


def test_a_number_of_five_thousand_digits(tmp_path):
    phases = f"phases:\n  run: {{name: Run, order: {'9' * 5_000}, entry: [a], exit: [b]}}\n"
    assert _said(tmp_path, {"phases.yml": phases}).splitlines() == [
        "data/phases.yml:2:27: error: `order`: a whole number is expected [schema]",
        "    hint: write digits only, without quotes, such as 3",
    ]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_nesting_without_end(tmp_path, opening):
    said = _said(tmp_path, {"glossary.yml": "terms: " + "\n" * (opening == "- ") + opening * 100_000})
    assert said.splitlines()[0].endswith("error: more than 40 levels are nested here [yaml]")


def test_a_long_text_is_cut_in_a_message(tmp_path):
    said = _said(tmp_path, {"glossary.yml": f"{'x' * 900}: {{name: X, definition: Y.}}\n"})
    assert max(map(len, said.splitlines())) < 300


def test_words_that_look_like_something_else_stay_text(tmp_path):
    words = ["NO", "on", "yes", "1.10", "012", "0x10", "1e3", "9:00", "2026-01-31", "=", ".inf", "1_000"]
    terms = "".join(f"  t{number}: {{name: {word}, definition: A word.}}\n" for number, word in enumerate(words))
    playbook = load(_written(tmp_path, {"glossary.yml": f"terms:\n{terms}"})).or_raise()
    assert [term.name for term in playbook.terms] == words


def test_what_is_written_without_a_value_is_left_out(tmp_path):
    glossary = "terms:\n  word: {name: Word, definition: What one says., acronym: , source: ~, since: null}\n"
    term = load(_written(tmp_path, {"glossary.yml": glossary})).or_raise().terms["word"]
    assert (term.acronym, term.source, term.since) == (None, None, None)


def test_values_are_read_as_their_fields_say(tmp_path):
    playbook = load(_written(tmp_path, {})).or_raise()
    assert playbook.about.cycle.effective_from == date(2026, 1, 1)
    assert playbook.priorities["high"].first_level == 1
    assert playbook.roles["client-manager"].relationship_manager is True
    assert str(playbook.forums["monthly"].papers_due) == "2 business days"


@pytest.mark.parametrize("start", ["", "\ufeff", "%YAML 1.2\n---\n", "# A comment.\n\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_editors_write_around_the_text_is_read(tmp_path, start, end):
    text = (start + "terms:\n  word: {name: Wörter, definition: Was man sagt.}\n").replace("\n", end)
    assert load(_written(tmp_path, {"glossary.yml": text})).or_raise().terms["word"].name == "Wörter"


def test_aliases_within_reason_are_read(tmp_path):
    glossary = "terms:\n  one: {name: One, definition: &it What counts.}\n  two: {name: Two, definition: *it}\n"
    terms = load(_written(tmp_path, {"glossary.yml": glossary})).or_raise().terms
    assert terms["one"].definition == terms["two"].definition == "What counts."


def test_a_folder_is_read_as_one_file(tmp_path):
    parts = {
        "glossary.yml": "~",
        "glossary/b.yml": "terms:\n  two: {name: Two, definition: More.}\n",
        "glossary/a.yml": "terms:\n  one: {name: One, definition: Less.}\n",
    }
    terms = load(_written(tmp_path, parts)).or_raise().terms
    assert terms.ids == ("one", "two")
    assert str(terms["two"].origin.key()) == "data/glossary/b.yml:2:3"


def test_a_subject_may_be_left_out(tmp_path):
    optional = [
        "phases",
        "responsibilities",
        "cadence",
        "documents",
        "escalation",
        "onboarding",
        "glossary",
        "coverage",
    ]
    playbook = load(_written(tmp_path, {f"{subject}.yml": "~" for subject in optional})).or_raise()
    assert len(playbook.roles) == 6
    assert len(playbook.forums) == len(playbook.terms) == 0


def test_a_scheme_of_ones_own(tmp_path):
    responsibilities = """
scheme:
  name: OARP
  codes:
    owner: {letter: O, word: Owner, meaning: Answers for it., sense: accountable, at_most: 1}
    participant: {letter: P, word: Participant, meaning: Does it., sense: responsible}
workstreams:
  service: {name: Service}
activities:
  plan: {name: Plan it, workstream: service, phase: run, owner: client-head, participant: [client-lead, supplier-lead]}
"""
    playbook = load(_written(tmp_path, {"responsibilities.yml": responsibilities})).or_raise()
    assert playbook.scheme.codes["owner"].letter == "O"
    assert playbook.activities["plan"].roles_with("participant") == ("client-lead", "supplier-lead")


def test_no_code_can_bear_the_name_of_another_key():
    keys = {key for name, field in Activity.model_fields.items() if (key := written_as(name, field))}
    assert OWN_KEYS - keys == {"id", "shared", "nobody", "because"}
    assert keys <= OWN_KEYS


def test_an_id_that_is_refused_is_named_where_it_is_missed(tmp_path):
    scheme = "workstreams: {service: {name: Service}}\nactivities:\n"
    one = "  plan: {name: Plan, workstream: Service, phase: run, accountable: client-head, responsible: client-lead}\n"
    said = _said(tmp_path, {"responsibilities.yml": scheme.replace("{service", "{SERVICE") + one.replace(": S", ": s")})
    assert "there is no workstream `service` [dangling-ref]\n    hint: correct `SERVICE` first" in said


def test_or_raise_tells_everything(tmp_path):
    loaded = load(_written(tmp_path, {"glossary.yml": "terms: [\n", "phases.yml": "phases: [\n"}))
    with pytest.raises(PlaybookError) as raised:
        loaded.or_raise()
    assert str(raised.value).count("[yaml]") == 2


HONEST = [
    ("entry", "[The contract is signed, The money is there]"),
    ("entry", "[Order entry, returns, refunds]"),
    ("entry", "[signed, sealed, delivered]"),
    ("entry", '["Approve a change above £250,000.", Sign it]'),
    ("entry", "[Before 2026, After 2027]"),
    ("entry", "\n      - Every invoice is paid\n      - and the client knows"),
    ("clauses", "[12,134, 5.1, Schedule 3, paragraph 2]"),
    ("tags", "[a, b, c d]"),
]


@pytest.mark.parametrize(("key", "written"), HONEST)
def test_an_honest_list_is_not_held_for_a_torn_text(key, written, tmp_path):
    phases = f"phases:\n  run:\n    name: Run\n    order: 1\n    entry: [a]\n    exit: [b]\n    {key}: {written}\n"
    if key == "entry":
        phases = phases.replace("    entry: [a]\n", "")
    assert "yaml-torn" not in _said(tmp_path, {"phases.yml": phases})
