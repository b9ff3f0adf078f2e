"""People ask about their own contact: what is kept is shown masked, restricted, or forgotten to the last byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from store_house import HANDLE, PHONE, PHONE_E164, judged, plain
from test_store_privacy import leaks

from sandi.cli import main
from sandi.verdict import Contact
from storage import audit, backup, captures, contacts, leads, listings, retention, subjects, watches
from storage.database import Store
from storage.originals import originals
from storage.restrictions import Restricted
from storage.verifying import verify


@pytest.fixture
def filled(store: Store) -> Store:
    page = f"<p>{PHONE}</p>".encode()
    name = captures.seal(store, page, url=f"https://pasar.example/{PHONE}", run="r1")
    listings.save_batch(store, "r1", [judged(1, capture=name), judged(2, capture=name), plain(3)])
    return store


def test_what_is_kept_is_shown_masked_and_written_down(filled: Store) -> None:
    contacts.unmask(filled, 1, actor="ani", reason="to call")
    found = subjects.find(filled, "whatsapp", PHONE_E164, actor="ani", reason="letter 1")
    assert [(one.listing, one.lead, one.on_hold) for one in found.listings] == [(1, "open", False), (2, "open", False)]
    assert (found.unmasked, found.watched, found.restricted_since) == (1, False, None)
    assert PHONE not in repr(found)
    assert audit.entries(filled, object="contact/1")[-1].action == "subject.find"
    assert subjects.find(filled, "phone", "+6281200009999", actor="ani", reason="r").contact is None
    with pytest.raises(audit.ReasonMissing):
        subjects.find(filled, "phone", PHONE_E164, actor="ani", reason="")


@pytest.mark.gauntlet(46)
@pytest.mark.parametrize(
    "written", [PHONE, "0812 0000 7341", "6281200007341", "+62 812-0000-7341", " (0812) 00007341 "]
)
def test_a_number_is_found_and_forgotten_however_the_person_who_asks_writes_it(store: Store, written: str) -> None:
    """One of its listings has it in words, so only the contact that the rules read leads there."""
    said = "Kamboja, tanpa pengalaman, WA nol delapan satu dua nol nol nol nol tujuh tiga empat satu"
    one = judged(2, listing_more={"text": said}, contacts=(Contact("phone", PHONE_E164, "text", 30, len(said), True),))
    listings.save_batch(store, "r1", [judged(1), one])
    found = subjects.find(store, "phone", written, actor="ani", reason="r")
    assert [held.listing for held in found.listings] == [1, 2]
    subjects.restrict(store, "whatsapp", written, actor="ani", reason="r")
    subjects.lift(store, "phone", written, actor="ani", reason="r")
    assert subjects.erase(store, "phone", written, actor="ani", reason="r").leads == 2
    assert subjects.find(store, "phone", written, actor="ani", reason="r").listings == ()
    assert leaks(store.config.data) == []


@pytest.mark.parametrize("written", ["bunga_x", "12", "", "nol delapan satu dua"])
def test_what_is_no_number_is_refused_instead_of_not_found(filled: Store, written: str) -> None:
    for ask in (subjects.find, subjects.restrict, subjects.erase):
        with pytest.raises(contacts.WrongContact, match="--kind"):
            ask(filled, "phone", written, actor="ani", reason="r")


def test_a_restricted_contact_and_its_texts_are_opened_by_nobody_until_it_is_lifted(filled: Store) -> None:
    subjects.restrict(filled, "phone", PHONE_E164, actor="ani", reason="disputed")
    with pytest.raises(Restricted, match="subject lift"):
        contacts.unmask(filled, 1, actor="ani", reason="r")
    with pytest.raises(Restricted):
        listings.original(filled, 1, actor="ani", reason="r")
    with pytest.raises(Restricted):
        listings.published(filled, 2)
    assert [one.listing_id for one in originals(filled, actor="ani", reason="r")] == [3]
    assert listings.original(filled, 3, actor="ani", reason="r").text
    found = subjects.find(filled, "phone", PHONE_E164, actor="ani", reason="r")
    assert found.restricted_since
    subjects.lift(filled, "phone", PHONE_E164, actor="ani", reason="settled")
    assert contacts.unmask(filled, 1, actor="ani", reason="r") == PHONE_E164
    with pytest.raises(subjects.SubjectError, match="not restricted"):
        subjects.lift(filled, "phone", PHONE_E164, actor="ani", reason="again")
    with pytest.raises(subjects.SubjectError, match="nothing is kept"):
        subjects.restrict(filled, "phone", "+6281200009999", actor="ani", reason="r")


@pytest.mark.gauntlet(46)
def test_an_erased_number_is_found_nowhere_and_a_hold_survives(filled: Store, tmp_path: Path) -> None:
    code = contacts.key(filled, "phone", PHONE_E164)
    watches.add(filled, "contact", "+62…41", [code], owner="ani", reason="r")
    text = filled.keys
    logs = filled.config.data / "logs"
    logs.mkdir()
    done = subjects.erase(filled, "phone", PHONE_E164, actor="ani", reason="letter 1")
    assert (done.leads, done.captures) == (2, 1)
    assert [check for check in verify(filled) if not check.ok] == []
    made = backup.backup(filled)
    raw = b"".join(path.read_bytes() for path in filled.config.data.rglob("*") if path.is_file()) + made.read_bytes()
    assert code.encode() not in raw, "not even its keyed hash, by which somebody with the key file could find it"
    assert leaks(filled.config.data) == []
    assert text is filled.keys
    assert subjects.find(filled, "phone", PHONE_E164, actor="ani", reason="r").watched is False
    assert leads.get(filled, 1).listing.text == ""


@pytest.mark.gauntlet(46)
def test_what_is_on_hold_is_not_erased(filled: Store) -> None:
    retention.hold(filled, 1, actor="ani", reason="case 7")
    subjects.erase(filled, "phone", PHONE_E164, actor="ani", reason="letter 1")
    assert leads.get(filled, 1).listing.text
    assert leads.get(filled, 2).listing.text == ""
    assert audit.verify(filled) == []


def test_the_commands(filled: Store, monkeypatch) -> None:
    monkeypatch.setenv("SANDI_KEYS", str(filled.config.keys))

    def run(*words: str):
        return CliRunner().invoke(main, ["--data", str(filled.config.data), "db", "subject", *words])

    shown = run("find", PHONE_E164, "--reason", "letter")
    assert (shown.exit_code, "opened 0 times" in shown.output, PHONE in shown.output) == (0, True, False)
    assert "Nothing is kept" in run("find", "siapa", "--kind", "telegram", "--reason", "x").output
    assert run("restrict", HANDLE, "--kind", "telegram", "--reason", "x").exit_code == 0
    assert "restricted since" in run("find", HANDLE, "--kind", "telegram", "--reason", "x").output
    assert run("lift", HANDLE, "--kind", "telegram", "--reason", "x").exit_code == 0
    assert "Nothing was changed" in run("erase", PHONE_E164, "--reason", "x").output
    assert "2 leads were emptied" in run("erase", PHONE_E164, "--reason", "x", "--yes").output
    assert run("find", PHONE_E164).exit_code == 2, "a reason is needed"


@pytest.mark.gauntlet(46)
@pytest.mark.parametrize(
    "more",
    [
        {"url": "https://pasar.example/iklan/62-812-0000-7341-lemari"},
        {"text": "Kaos polos. 0812\u00a00000 7341"},
        {"seller": "０８１２００００７３４１"},
        {"price": 81200007341.0},
        {"images": ("https://gambar.example/0812%200000%207341.jpg",)},
        {"extra": {"a": "(0812) 0000-7341"}},
    ],
    ids=lambda more: next(iter(more)),
)
def test_what_no_rule_read_as_a_contact_is_found_and_forgotten_too(store: Store, more: dict) -> None:
    listings.save_batch(store, "r1", [judged(1, contacts=(), listing_more={"text": "Kaos", **more}), plain(2)])
    found = subjects.find(store, "phone", PHONE_E164, actor="ani", reason="letter 1")
    assert (found.contact, [one.listing for one in found.listings]) == (None, [1])
    with pytest.raises(subjects.SubjectError, match="in the 1 listings where it stands"):
        subjects.restrict(store, "phone", PHONE_E164, actor="ani", reason="r")
    done = subjects.erase(store, "phone", PHONE_E164, actor="ani", reason="letter 1")
    assert (done.listings, done.leads) == (0, 1)
    assert subjects.find(store, "phone", PHONE_E164, actor="ani", reason="again").listings == ()
    assert [check for check in verify(store) if not check.ok] == []


@pytest.mark.parametrize(
    ("said", "found"), [(f"tele @{HANDLE}", [1]), (f"t.me/{HANDLE}", [1]), (f"batik {HANDLE} asli", [])]
)
def test_a_plain_word_like_a_handle_is_nobodys(store: Store, said: str, found: list[int]) -> None:
    listings.save_batch(store, "r1", [judged(1, contacts=(), listing_more={"text": said})])
    held = subjects.find(store, "telegram", HANDLE, actor="ani", reason="letter 1").listings
    assert [one.listing for one in held] == found


@pytest.mark.gauntlet(46)
def test_captures_of_others_in_which_the_contact_stands_go_unless_a_lead_rests_on_them(store: Store) -> None:
    """An index page shows several adverts: that of the person, and those of others."""
    quiet = captures.seal(store, f"<p>{PHONE}</p><p>Kaos</p>".encode(), url="https://pasar.example/?p=1", run="r1")
    resting = captures.seal(store, f"<p>{PHONE}</p><p>Loker</p>".encode(), url="https://pasar.example/?p=2", run="r1")
    lone = captures.seal(store, b"<p>&#48;812 0000 7341</p>", url="https://pasar.example/?p=3", run="r1")
    other = captures.seal(store, b"<p>nobody</p>", url="https://pasar.example/?p=4", run="r1")
    own = judged(2, contacts=(), capture=resting, listing_more={"text": "Loker"})
    beside = judged(3, contacts=(), kind="quiet", capture=quiet, listing_more={"text": "Kaos"})
    mine = [judged(number, capture=name) for number, name in ((1, quiet), (4, resting))]
    listings.save_batch(store, "r1", [*mine, own, beside])
    planned = retention.plan_contact(store, "phone", PHONE_E164)
    assert (set(planned.captures), planned.needed) == ({quiet, lone}, (resting,))
    subjects.erase(store, "phone", PHONE_E164, actor="ani", reason="letter 1")
    assert set(captures.names(store)) == {resting, other}
    assert not captures.path_of(store, quiet).exists()
    assert [check for check in verify(store) if not check.ok] == []
    assert leads.get(store, 3).listing.text == "Loker", "what is of others stays"
