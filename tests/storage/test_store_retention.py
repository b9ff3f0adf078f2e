"""What is past its time is forgotten whole, what is under a hold or still open is not, and no byte stays behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from store_house import PHONE_E164, judged, plain
from test_store_age import RECIPIENT

from sandi.cli import main
from storage import audit, captures, contacts, decisions, leads, listings, retention, times
from storage.audit import ReasonMissing
from storage.backup import backup
from storage.database import Store
from storage.verifying import verify

LATER = times.before(times.now(), -100 * 86_400)
WORD = "Kucingbiruzeta"


def decide(store: Store, lead: int, decision: str = "dismiss", reason: str = "other") -> None:
    found = leads.get(store, lead)
    decisions.decide(
        store, lead, decision=decision, reason=reason, note="x", actor="ani", via="cli", seen_version=found.version
    )


def ids(store: Store, table: str = "listings") -> list[int]:
    with store.reader() as conn:
        return [row[0] for row in conn.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]


def seen_anywhere(folder: Path, word: str) -> list[str]:
    """Files with the word's end in any case: the search index keeps small letters, without what a neighbour shares."""
    small = word.lower()[-9:].encode()
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and small in path.read_bytes().lower())


@pytest.fixture
def filled(store: Store) -> Store:
    """Listings 1 and 2 are leads, 3 and 4 raised nothing; 2 and 4 are dismissed and quiet under the planted word."""
    listings.save_batch(
        store,
        "r1",
        [
            judged(1),
            judged(2, listing_more={"title": f"{WORD} lowongan", "seller": f"toko {WORD}"}, contacts=()),
            plain(3),
            plain(4, f"Kaos {WORD}"),
        ],
    )
    decide(store, 2)
    return store


def test_nothing_is_past_its_time_at_once(filled: Store) -> None:
    planned = retention.plan(filled)
    assert (planned.listings, planned.leads, planned.held, planned.due) == ((), (), 0, ())


def test_what_raised_nothing_goes_whole_and_what_was_dismissed_keeps_its_decision(filled: Store) -> None:
    planned = retention.plan(filled, at=LATER)
    assert (planned.listings, planned.leads) == ((3, 4), (2,))
    done = retention.purge(filled, planned, actor="ani", reason="time is over")
    assert (done.listings, done.leads, done.whole) == (2, 1, True)
    assert ids(filled) == [1, 2]
    lead = leads.get(filled, 2)
    assert (lead.listing.title, lead.listing.text, lead.listing.seller, lead.listing.url) == ("", "", "", "")
    assert lead.decision.decision == "dismiss"
    assert [hit.rule for hit in lead.hits] == ["job-bait"]
    assert leads.get(filled, 1).listing.text, "an open lead stays"
    assert retention.plan(filled, at=LATER).leads == (), "once is enough"
    assert [check.problems for check in verify(filled)] == [()] * len(verify(filled))


@pytest.mark.gauntlet(46)
def test_no_byte_stays_in_database_log_captures_or_new_backups(filled: Store) -> None:
    folder = filled.config.data
    assert "sandi.db-wal" in seen_anywhere(folder, WORD) or "sandi.db" in seen_anywhere(folder, WORD)
    retention.purge(filled, retention.plan(filled, at=LATER), actor="ani", reason="time is over")
    assert seen_anywhere(folder, WORD) == []
    backup(filled)
    assert seen_anywhere(folder, WORD) == []
    with filled.reader() as conn:
        assert conn.execute("SELECT count(*) FROM listings_fts WHERE listings_fts MATCH ?", (WORD,)).fetchone()[0] == 0


def test_an_emptied_listing_leaves_no_name_of_a_group_it_was_in(filled: Store) -> None:
    with filled.writer() as conn:
        conn.executemany(
            "INSERT INTO correlation_hits VALUES ('r', ?, ?, ?)", [(f"toko {WORD}", one, times.now()) for one in (1, 2)]
        )
    retention.purge(filled, retention.plan(filled, at=LATER), actor="ani", reason="time is over")
    with filled.reader() as conn:
        assert [row[0] for row in conn.execute("SELECT listing_id FROM correlation_hits")] == [1]


@pytest.mark.gauntlet(46)
def test_a_hold_stops_the_clock_until_it_is_lifted(filled: Store) -> None:
    retention.hold(filled, 2, actor="ani", reason="case 7")
    planned = retention.plan(filled, at=LATER)
    assert (planned.leads, planned.held) == ((), 1)
    retention.lift(filled, 2, actor="ani", reason="case closed")
    assert retention.plan(filled, at=LATER).leads == (2,)
    assert [row.action for row in audit.entries(filled) if "hold" in row.action] == ["hold", "hold.lift"]
    with pytest.raises(retention.HoldError, match="not on hold"):
        retention.lift(filled, 2, actor="ani", reason="again")
    with pytest.raises(retention.HoldError, match="no lead 99"):
        retention.hold(filled, 99, actor="ani", reason="x")


@pytest.mark.parametrize("decision", ["keep", "unsure", "escalate"])
def test_other_decisions_do_not_expire(filled: Store, decision: str) -> None:
    decide(filled, 1, decision)
    assert retention.plan(filled, at=times.before(times.now(), -2000 * 86_400)).leads == (2,)


def test_a_lead_that_is_open_for_a_year_is_named(filled: Store) -> None:
    assert retention.plan(filled, at=times.before(times.now(), -400 * 86_400)).due == (1,)


def test_everything_about_a_contact_can_be_forgotten(filled: Store) -> None:
    number = contacts.find(filled, "phone", PHONE_E164)
    planned = retention.plan_contact(filled, "whatsapp", PHONE_E164)
    assert (planned.listings, planned.leads) == ((), (1, 2)), "in listing 2 no rule read it as a contact"
    done = retention.purge(filled, planned, actor="ani", reason="asked by the person")
    assert done.contacts == 3
    assert contacts.find(filled, "phone", PHONE_E164) is None
    with pytest.raises(contacts.NoContact):
        contacts.unmask(filled, number, actor="ani", reason="x")
    assert leads.get(filled, 1).listing.text == ""
    assert retention.plan_contact(filled, "phone", "+6281200009999").leads == ()


def test_captures_go_with_the_last_listing_that_came_from_them(store: Store) -> None:
    mine = captures.seal(store, b"only of three", url="https://pasar.example/3", run="r1")
    shared = captures.seal(store, b"of one and three", url="https://pasar.example/", run="r1")
    lone = captures.seal(store, b"an index page", url="https://pasar.example/i", run="r1")
    batch = [judged(1, capture=shared), judged(2, capture=shared)]
    listings.save_batch(store, "r1", [*batch, plain_from(3, mine)])
    planned = retention.plan(store, at=LATER)
    assert set(planned.captures) == {mine, lone}
    retention.purge(store, planned, actor="ani", reason="time is over")
    assert captures.names(store) == [shared]
    assert not captures.path_of(store, mine).exists()
    assert captures.path_of(store, shared).exists()


def plain_from(number: int, capture: str):
    one = plain(number)
    return type(one)(one.listing, one.verdict, capture)


def test_the_same_advert_is_known_again_and_raises_no_second_lead(filled: Store) -> None:
    retention.purge(filled, retention.plan(filled, at=LATER), actor="ani", reason="time is over")
    again = judged(2, listing_more={"title": f"{WORD} lowongan", "seller": f"toko {WORD}"}, contacts=())
    listings.save_batch(filled, "r2", [again])
    assert ids(filled, "leads") == [1, 2]
    assert leads.get(filled, 2).state == "dismissed"


def test_a_purge_needs_a_reason_and_leaves_one_audit_row(filled: Store) -> None:
    with pytest.raises(ReasonMissing):
        retention.purge(filled, retention.plan(filled, at=LATER), actor="ani", reason=" ")
    assert ids(filled) == [1, 2, 3, 4]
    retention.purge(filled, retention.plan(filled, at=LATER), actor="ani", reason="time is over")
    rows = [row for row in audit.entries(filled) if row.action == "purge"]
    assert [(row.actor, row.reason, row.detail["listings"]) for row in rows] == [("ani", "time is over", 2)]
    assert audit.verify(filled) == []


def test_every_table_that_names_a_listing_is_deleted_with_it(store: Store) -> None:
    """A table added later must either go in cascade or be taught to the purge."""
    with store.reader() as conn:
        tables = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        loose = {
            table
            for table in tables
            for key in conn.execute(f"PRAGMA foreign_key_list('{table}')")
            if key["table"] in ("listings", "judgements", "hits") and key["on_delete"] != "CASCADE"
        }
    assert loose - set(retention.OWNED) == {"leads", "holds"}


def test_the_command_shows_first_and_purges_when_told(filled: Store, monkeypatch) -> None:
    monkeypatch.setenv("SANDI_KEYS", str(filled.config.keys))

    def run(*arguments: str):
        return CliRunner().invoke(main, ["--data", str(filled.config.data), "db", *arguments])

    shown = run("purge", "--contact", PHONE_E164)
    assert (shown.exit_code, "Nothing was changed" in shown.output) == (0, True)
    assert "2 leads would be emptied" in shown.output
    assert run("purge", "--contact", PHONE_E164, "--yes").exit_code == 2, "a reason is needed"
    assert run("hold", "1", "--reason", "case 7").exit_code == 0
    assert "1 are on hold and stay." in run("purge", "--contact", PHONE_E164).output
    assert run("hold", "1", "--lift", "--reason", "closed").exit_code == 0
    pack = filled.config.data / "exports" / "sandi-lead-1.zip"
    pack.parent.mkdir()
    pack.write_bytes(b"")
    aside = filled.config.data / "sandi.db.before-20260101T000000Z"
    aside.write_bytes(b"")
    sealed = backup(filled, filled.config.data / "backups", recipients=[RECIPIENT])
    done = run("purge", "--contact", PHONE_E164, "--yes", "--reason", "asked by the person")
    assert (done.exit_code, "2 leads were emptied" in done.output) == (0, True)
    assert f"Packs from before may hold them too: {pack}" in done.output
    assert f"Backups from before still hold them: {sealed}, {aside}" in done.output
    assert run("hold", "99", "--reason", "x").exit_code == 2
