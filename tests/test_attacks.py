"""A published tree under attack: every kind of file altered, taken away, exchanged and slipped in, plainly or cleverly.

The tree has four versions, one of which is withdrawn, with errata. It stands there twice: once as nobody has signed it,
and once with keys of both parties in its log. What an attacker cannot be kept from without a key, an older copy shows.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from playbook.problems import PlaybookError
from playbook.publish.tree.log import Event
from playbook.publish.tree.readers import Folder
from playbook.publish.tree.sealing import UNSEALED, Seal
from playbook.publish.tree.version_status import AS_SCRIPT
from playbook.publish.verify import earlier_state
from playbook.publish.verify.soundness import sound_citation
from tests import small_tree
from tests.attacked import FIRST, LAST, SECOND, THIRD, VERSIONS, Tree, proved
from tests.forger import Forger
from tests.small_tree import IDS
from tests.support import tree


@pytest.fixture(scope="module")
def unsigned(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A tree that nobody has signed."""
    return Tree(tmp_path_factory.mktemp("unsigned"), signed=False)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A tree with keys."""
    return Tree(tmp_path_factory.mktemp("signed"), signed=True)


def _refuses(public: Path, seal: Seal = UNSEALED) -> bool:
    """Tell whether neither a version nor an event can be added, and nothing is written."""
    before = tree(public)
    for add in (
        lambda: small_tree.published(public, "2033-1", seal=seal),
        lambda: small_tree.entered(public, "erratum", seal, version=FIRST, text="Read on."),
    ):
        with pytest.raises(PlaybookError) as refused:
            add()
        assert all(problem.hint for problem in refused.value.problems)
    return tree(public) == before


@pytest.mark.parametrize("signed_", [False, True], ids=["unsigned", "signed"])
def test_an_untouched_tree_is_proved_and_takes_more(unsigned: Tree, signed: Tree, signed_: bool, tmp_path: Path):
    there = signed if signed_ else unsigned
    public = shutil.copytree(there.public, tmp_path / "public")
    assert proved(public).faults == ()
    assert (proved(public, there.signers).faults == ()) == signed_
    small_tree.published(public, "2033-1", seal=Seal(there.keys[1] if signed_ else None))
    assert proved(public).faults == ()
    assert list(earlier_state.losses(there.older, Folder(public))) == []


# One file ----------------------------------------------------------------------------------------------------------

KINDS = {
    "record": f"releases/{SECOND}/release.json",
    "list of files": f"releases/{SECOND}/SHA256SUMS",
    "ledger": f"releases/{SECOND}/register.json",
    "text": f"{SECOND}/s/{IDS[0]}/text.txt",
    "cited page": f"{SECOND}/s/{IDS[0]}/index.html",
    "page of the site": f"{SECOND}/index.html",
    "data": f"{SECOND}/playbook.json",
    "newest record": f"releases/{LAST}/release.json",
    "first event": "log/0001.json",
    "event between": "log/0003.json",
    "state": "status.json",
    "state as a script": "status.js",
    "versions": "versions.json",
    "list above": "SHA256SUMS",
    "root": "index.html",
    "page of days": "on/index.html",
    "history of a section": f"s/{IDS[0]}/index.html",
    "way on": "current/index.html",
    "page of the log": "log/index.html",
}


def _altered(file: Path) -> None:
    held = bytearray(file.read_bytes())
    held[len(held) // 2] ^= 1
    file.write_bytes(bytes(held))


def _exchanged(file: Path) -> None:
    """Put the same file of another version, or another event, into its place; else something empty."""
    for one, other in ((SECOND, THIRD), (LAST, THIRD), ("0001", "0003"), ("0003", "0001")):
        twin = Path(file.as_posix().replace(one, other))
        if twin != file and twin.is_file():
            file.write_bytes(twin.read_bytes())
            return
    file.write_bytes(b"{}\n")


HARMS: dict[str, Callable[[Path], object]] = {
    "altered": _altered,
    "emptied": lambda file: file.write_bytes(b""),
    "taken away": lambda file: file.unlink(),
    "renamed": lambda file: file.rename(file.with_name(f"{file.name}1")),
    "exchanged": _exchanged,
}


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_done_to_a_file_is_told_and_stops_whoever_adds(
    unsigned: Tree, kind: str, harm: str, tmp_path: Path
):
    public = shutil.copytree(unsigned.public, tmp_path / "public")
    HARMS[harm](public / KINDS[kind])
    verdict = proved(public)
    assert verdict.code in (1, 3), verdict
    named = {KINDS[kind], "log", "SHA256SUMS"}
    assert kind == "list above" or kind.endswith("event") or named & {fault.where for fault in verdict.faults}
    assert _refuses(public)
    with pytest.raises(PlaybookError):
        sound_citation(public, IDS[0], SECOND, None, small_tree.TODAY)


# More than was published -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        f"{FIRST}/more.html",
        f"{FIRST}/s/{IDS[0]}/index.htm",
        f"releases/{FIRST}/more.json",
        "releases/2040-1/release.json",
        "2040-1/index.html",
        "log/0042.json",
        "log/0001.txt",
        "log/9.json",
        "s/role-forged/index.html",
        "on/more.js",
        "verify/index.htm",
        "current/more/index.html",
    ],
)
def test_what_was_slipped_in_is_told(unsigned: Tree, name: str, tmp_path: Path):
    public = shutil.copytree(unsigned.public, tmp_path / "public")
    (public / name).parent.mkdir(parents=True, exist_ok=True)
    (public / name).write_text("{}", encoding="utf-8")
    assert proved(public).code in (1, 3)
    assert _refuses(public)


@pytest.mark.parametrize("name", [f"{FIRST}/Thumbs.db", "log/.DS_Store", f"releases/{FIRST}/desktop.ini"])
def test_what_systems_leave_is_no_attack(unsigned: Tree, name: str, tmp_path: Path):
    public = shutil.copytree(unsigned.public, tmp_path / "public")
    (public / name).write_text("x", encoding="utf-8")
    assert proved(public).faults == ()


# Lists and chains rewritten to fit ---------------------------------------------------------------------------------


def _lost(forger: Forger) -> None:
    """The newest version is lost, with all that tells of it but the log."""
    shutil.rmtree(forger.public / LAST)
    shutil.rmtree(forger.public / "releases" / LAST)
    for name in ("versions.json", "status.json"):
        held = json.loads((forger.public / name).read_text(encoding="utf-8"))
        kept = [each for each in held if each["version"] != LAST] if isinstance(held, list) else held
        kept = {key: value for key, value in held.items() if key != LAST} if isinstance(held, dict) else kept
        (forger.public / name).write_text(json.dumps(kept), encoding="utf-8")
    forger.sums()


def _reads_otherwise(name: str, change: Callable[[dict], object]) -> Callable[[Forger], None]:  # type: ignore[type-arg]
    def attack(forger: Forger) -> None:
        file = forger.public / name
        before = AS_SCRIPT if name.endswith(".js") else ""
        held = json.loads(file.read_text(encoding="utf-8").removeprefix(before))
        change(held)
        file.write_text(before + json.dumps(held), encoding="utf-8")
        forger.sums()

    return attack


def _told_nothing(forger: Forger, of: str) -> None:
    """What a cited page reads of its section hides something."""
    file = forger.public / "s" / IDS[0] / "state.js"
    before, sign, told = file.read_text(encoding="utf-8").partition(" = ")
    held = {**json.loads(told), of: dict.fromkeys(VERSIONS, 1) if of == "texts" else {}}
    assert json.loads(told) != held
    file.write_text(f"{before}{sign}{json.dumps(held)}\n", encoding="utf-8")
    forger.sums()


def _without(kind: str) -> Callable[[Forger], None]:
    """Take the events of a kind out, and chain the others anew."""

    def attack(forger: Forger) -> None:
        forger.log(*(each for each in forger.events() if each.event != kind))
        forger.above()

    return attack


def _gap(forger: Forger) -> None:
    (forger.public / "log" / "0003.json").unlink()
    forger.sums()


def _staged(forger: Forger) -> None:
    """A folder that looks like work that was broken off hides a changed state."""
    (forger.public / ".staging-2040-1" / "log").mkdir(parents=True)
    _reads_otherwise("status.json", lambda held: held[SECOND].update(withdrawn=None))(forger)


def _older_root(forger: Forger) -> None:
    """What stands above the versions is put back to what it was before the last events."""
    events = forger.events()
    content = {each.name: (forger.public / each.name).read_bytes() for each in events[-3:]}
    for each in events[-3:]:
        (forger.public / each.name).unlink()
    forger.above()
    for name, held in content.items():
        (forger.public / name).write_bytes(held)


def _contradicting(forger: Forger) -> None:
    events = forger.events()
    forger.log(*events, next(each for each in events if each.event == "published"))
    forger.above()


def _no_log(forger: Forger) -> None:
    shutil.rmtree(forger.public / "log")
    forger.sums()


def _other_dates(forger: Forger) -> None:
    """The event says otherwise than the record for which days a version was agreed."""
    events = forger.events()
    place = next(number for number, each in enumerate(events) if each.facts.get("version") == LAST)
    told = events[place]
    events[place] = Event(0, None, told.day, told.event, told.key, {**told.facts, "effective_from": "2029-01-01"})
    forger.log(*events)
    forger.above()


CLEVER: dict[str, Callable[[Forger], None]] = {
    "the newest version is lost": _lost,
    "the state hides a withdrawal": _reads_otherwise("status.json", lambda held: held[SECOND].update(withdrawn=None)),
    "the state as a script hides a withdrawal": _reads_otherwise(
        "status.js", lambda held: held[SECOND].update(withdrawn=None, withdrawals=[])
    ),
    "the state hides an erratum": _reads_otherwise("status.json", lambda held: held[THIRD].update(errata=[])),
    "the state tells other days": _reads_otherwise(
        "status.json", lambda held: held[LAST].update(effective_to="2032-02-01")
    ),
    "the state hides a version": _reads_otherwise("status.json", lambda held: held.pop(FIRST)),
    "the selector shows what is withdrawn": _reads_otherwise(
        "versions.json", lambda held: [each.update(properties={"hidden": False}) for each in held]
    ),
    "a cited page is told of no erratum": lambda forger: _told_nothing(forger, "errata"),
    "a cited page is told of no later text": lambda forger: _told_nothing(forger, "texts"),
    "the selector hides a version": _reads_otherwise("versions.json", lambda held: held.pop(0)),
    "an event is gone": _gap,
    "withdrawals never were": _without("withdrawn"),
    "errata never were": _without("erratum"),
    "a folder pretends that a publication was broken off": _staged,
    "readers see an older state": _older_root,
    "a version is published twice": _contradicting,
    "the log is gone": _no_log,
    "the log tells other days than the record": _other_dates,
}


@pytest.mark.parametrize("attack", CLEVER)
@pytest.mark.parametrize("by", ["unsigned", "signed"])
def test_a_forgery_whose_lists_fit_is_told(by: str, attack: str, tmp_path: Path, request: pytest.FixtureRequest):
    there: Tree = request.getfixturevalue(by)
    public = shutil.copytree(there.public, tmp_path / "public")
    CLEVER[attack](Forger(public))
    verdict = proved(public)
    assert verdict.code in (1, 3), verdict
    seal = Seal(there.keys[0] if by == "signed" else None)
    if attack.startswith("a folder pretends"):  # whoever finishes it writes what follows from the log
        small_tree.published(public, "2033-1", seal=seal)
        assert proved(public).faults == ()
    else:
        assert _refuses(public, seal)


# What only a key or an older copy shows ----------------------------------------------------------------------------


def _text(forger: Forger) -> None:
    said = f"{IDS[0]}, as {FIRST} says"
    for name in (f"s/{IDS[0]}/text.txt", f"s/{IDS[0]}/index.html", "roles/index.html"):
        file = forger.public / FIRST / name
        written = file.read_text(encoding="utf-8")
        assert said in written
        file.write_text(written.replace(said, "Whatever suits us"), encoding="utf-8")
    forger.records()
    forger.above()


def _cut(forger: Forger) -> None:
    """The last events never were."""
    forger.log(*forger.events()[:-2])
    forger.above()


def _reworded(forger: Forger) -> None:
    *events, last = forger.events()
    forger.log(*events, Event(0, None, last.day, last.event, last.key, {**last.facts, "reason": "Nothing."}))
    forger.above()


ANEW: dict[str, Callable[[Forger], None]] = {
    "a text, and everything after it": _text,
    "the last events are cut off": _cut,
    "the last event is worded anew": _reworded,
}


@pytest.mark.parametrize("attack", ANEW)
def test_what_is_written_anew_whole_an_older_copy_shows(unsigned: Tree, attack: str, tmp_path: Path):
    public = shutil.copytree(unsigned.public, tmp_path / "public")
    ANEW[attack](Forger(public))
    assert proved(public).faults == (), "nothing in the tree can tell"
    assert list(earlier_state.losses(unsigned.older, Folder(public)))


@pytest.mark.parametrize("attack", ANEW)
def test_what_is_written_anew_whole_a_key_shows(signed: Tree, attack: str, tmp_path: Path):
    public = shutil.copytree(signed.public, tmp_path / "public")
    ANEW[attack](Forger(public))
    assert proved(public).code == 3
    assert proved(public, signed.signers).code == 3
    assert _refuses(public, Seal(signed.keys[0]))


def _forged(public: Path, seal: Seal, event: str, **facts: str) -> None:
    """Enter an event without asking the log who may."""
    forger = Forger(public)
    last = forger.events()[-1]
    made = Event(last.number + 1, last.sha256, last.day, event, seal.signer, facts)  # type: ignore[arg-type]
    (public / made.name).write_bytes(made.as_json())
    seal.put(public / made.name)
    forger.above()


def test_an_event_by_nobody_is_told_where_the_log_has_keys(signed: Tree, tmp_path: Path):
    public = shutil.copytree(signed.public, tmp_path / "public")
    _forged(public, Seal(), "withdrawn", version=LAST, reason="It suits me.")
    assert [fault.message for fault in proved(public).faults] == ["it is signed by nobody, and the log has keys"]


def test_an_event_by_a_stranger_is_told(signed: Tree, tmp_path: Path):
    public = shutil.copytree(signed.public, tmp_path / "public")
    _forged(public, Seal(signed.stranger), "withdrawn", version=LAST, reason="It suits me.")
    (fault,) = proved(public).faults
    assert "which is no key of the log at that time" in fault.message
    with pytest.raises(PlaybookError):
        small_tree.entered(public, "reinstated", Seal(signed.keys[0]), version=LAST)


def test_a_key_that_ended_signs_nothing_more(signed: Tree, tmp_path: Path):
    public = shutil.copytree(signed.public, tmp_path / "public")
    thief, owner = Seal(signed.keys[0]), Seal(signed.keys[1])
    small_tree.entered(public, "key-ended", owner, fingerprint=str(thief.signer), reason="It was stolen.")
    assert proved(public).faults == ()
    before = tree(public)
    with pytest.raises(Exception, match="signed with one of them"):
        small_tree.entered(public, "withdrawn", thief, version=LAST, reason="It suits me.")
    with pytest.raises(PlaybookError, match="signed with one of them"):
        small_tree.published(public, "2033-1", seal=thief)
    assert tree(public) == before
    _forged(public, thief, "withdrawn", version=LAST, reason="It suits me.")
    assert proved(public).code == 3


def test_the_last_key_does_not_end(signed: Tree, tmp_path: Path):
    public = shutil.copytree(signed.public, tmp_path / "public")
    one, other = Seal(signed.keys[0]), Seal(signed.keys[1])
    small_tree.entered(public, "key-ended", other, fingerprint=str(one.signer), reason="It was lost.")
    with pytest.raises(Exception, match="it is the last key"):
        small_tree.entered(public, "key-ended", other, fingerprint=str(other.signer), reason="It was lost.")


@pytest.mark.parametrize("name", [f"releases/{SECOND}/release.json.sig", "log/0003.json.sig"])
@pytest.mark.parametrize("harm", ["taken away", "altered", "another's", "for another purpose"])
def test_a_signature_that_is_gone_or_another_s_is_told(signed: Tree, name: str, harm: str, tmp_path: Path):
    public = shutil.copytree(signed.public, tmp_path / "public")
    file = public / name
    written = file.with_suffix("").read_bytes()
    if harm == "taken away":
        file.unlink()
    elif harm == "altered":
        _altered(file)
    elif harm == "another's":
        Seal(signed.stranger).put(file.with_suffix(""))
    else:
        file.write_bytes((public / "log" / "0004.json.sig").read_bytes())
    assert file.with_suffix("").read_bytes() == written
    verdict = proved(public)
    assert 3 in {fault.code for fault in verdict.faults}
    assert name in {fault.where for fault in verdict.faults}
    assert _refuses(public, Seal(signed.keys[0]))
