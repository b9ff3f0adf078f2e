"""The store protects itself: read-only after damage, a short log, and room left on the disk."""

from __future__ import annotations

import logging
import sqlite3

import pytest
from store_house import config, judged

from storage import audit, doctor, leads, listings, readonly, reserve, restoring, wal
from storage.backup import backup
from storage.database import Store
from storage.verifying import rebuild_search, verify

SPOILS = {
    "audit chain": "UPDATE audit SET actor = 'x' WHERE id = 1",
    "sealed records": "UPDATE sealed SET body = x'00' WHERE id = 1",
    "search index": "",
}


def spoil(store: Store, part: str) -> None:
    """What a failing disk or a foreign program may do."""
    with store.writer() as conn:
        conn.execute("DROP TRIGGER audit_no_update")
        if part == "search index":
            conn.execute("DROP TRIGGER listings_fts_update")
            conn.execute("UPDATE listings SET text = 'other words' WHERE id = 1")
        else:
            conn.execute(SPOILS[part])


@pytest.mark.gauntlet(36)
@pytest.mark.parametrize("part", SPOILS)
def test_damage_makes_the_store_read_only_until_it_is_mended(store: Store, part: str) -> None:
    listings.save_batch(store, "r1", [judged(1)])
    kept = backup(store)
    spoil(store, part)
    found = [check.name for check in verify(store) if not check.ok]
    assert part in found
    assert part in store.read_only
    with pytest.raises(readonly.StoreReadOnly, match="sandi db restore"):
        listings.save_batch(store, "r1", [judged(2)])
    assert len(leads.queue(store).rows) == 1, "reading goes on"
    finding = next(one for one in doctor.check(store.config) if one.name == "read-only")
    assert (finding.state, part in finding.found) == ("fail", True)
    store.close()
    restoring.restore(store.config, kept, actor="ani")
    with Store.open(store.config) as again:
        assert again.read_only == ""
        assert listings.save_batch(again, "r1", [judged(2)]).new == 1


def test_a_search_index_is_made_anew_and_ends_the_read_only_mode(store: Store) -> None:
    listings.save_batch(store, "r1", [judged(1)])
    spoil(store, "search index")
    with store.writer() as conn:
        conn.execute("DELETE FROM listings_fts_docsize")
    assert not all(check.ok for check in verify(store))
    assert store.read_only
    rebuild_search(store)
    assert "search index" not in [check.name for check in verify(store) if not check.ok]


def test_the_reason_of_the_first_stays(store: Store) -> None:
    readonly.begin(store.config, "first")
    readonly.begin(store.config, "second")
    assert store.read_only.endswith("first")
    (store.config.data / readonly.NAME).write_text("no json")
    assert store.read_only


@pytest.mark.gauntlet(38)
def test_a_reader_that_stays_raises_the_alarm_and_the_log_is_cut_when_it_leaves(
    store: Store, monkeypatch, caplog
) -> None:
    monkeypatch.setattr(wal, "LIMIT", 300_000)
    monkeypatch.setattr(wal, "STEP", 100_000)
    reader = sqlite3.connect(store.path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM listings").fetchone()
    number = 0
    with caplog.at_level(logging.WARNING):
        while wal.size(store.path) < 600_000:
            number += 1
            listings.save_batch(store, "r1", [judged(number)])
    told = [record.getMessage() for record in caplog.records if "has been reading for long" in record.getMessage()]
    assert 1 <= len(told) <= 4, "told again only when it has grown by another step"
    assert next(one for one in doctor.check(store.config) if one.name == "log").state == "warn"
    reader.close()
    number += 1
    while wal.size(store.path) >= 600_000:
        listings.save_batch(store, "r1", [judged(number)])
        number += 1
        assert number < 200
    listings.save_batch(store, "r1", [judged(1)])
    assert next(one for one in doctor.check(store.config) if one.name == "log").state == "ok"
    assert audit.verify(store) == []


@pytest.mark.parametrize(
    ("free", "total", "short"),
    [
        (2_000_000_000, 10_000_000_000, False),
        (900_000_000, 10_000_000_000, True),
        (1_500_000_000, 100_000_000_000, True),
        (60_000_000_000, 4_000_000_000_000, False),
        (40_000_000_000, 4_000_000_000_000, True),
    ],
)
def test_the_reserve_is_a_gigabyte_or_five_per_cent(free: int, total: int, short: bool) -> None:
    assert reserve.Room(free, total).short is short


def test_room_is_that_of_the_nearest_folder_there_is(tmp_path) -> None:
    assert reserve.room(tmp_path / "not" / "yet").total == reserve.room(tmp_path).total
    assert config(tmp_path)
