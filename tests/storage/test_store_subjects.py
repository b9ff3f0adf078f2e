"""People ask about their own contact: what is kept is shown masked, restricted, or forgotten to the last byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from store_house import HANDLE, PHONE, PHONE_E164, judged, plain
from test_store_privacy import leaks

from sandi.cli import main
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
