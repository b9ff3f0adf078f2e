from __future__ import annotations

import fcntl
import sqlite3
import stat
import threading

import orjson
import pytest
import sqlite_utils
from store_house import config, judged

from crawler.schedule_lock import take
from sandi import priority
from sandi.errors import ConfigError
from sandi.folders import private
from storage import leads, listings
from storage.database import Store, StoreError, lock_path
from storage.lock import StoreBusy, people_at, turnstile_of, writing

GUARD_S = 600


def test_key_file_is_only_for_its_owner_and_outside_the_data_folder(tmp_path):
    settings = config(tmp_path)
    Store.open(settings).close()
    assert stat.S_IMODE(settings.key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.key_file.parent.stat().st_mode) == 0o700
    assert settings.data not in settings.key_file.parents
    assert stat.S_IMODE(settings.database.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.data.stat().st_mode) == 0o700


def test_reading_makes_nothing_when_there_is_no_database(tmp_path):
    settings = config(tmp_path)
    with pytest.raises(ConfigError, match=r"no database in .*data/: run sandi crawl first"):
        Store.open(settings, create=False)
    assert list(tmp_path.iterdir()) == []


def test_missing_key_file_is_named_with_its_mend(tmp_path):
    settings = config(tmp_path)
    Store.open(settings).close()
    settings.key_file.unlink()
    with pytest.raises(ConfigError, match="is missing") as caught:
        Store.open(settings)
    assert str(settings.key_file) in str(caught.value)
    assert "SANDI_KEYS" in str(caught.value)
    assert not settings.key_file.exists(), "a new key would hide that the old one is lost"


def test_a_moved_data_folder_is_told_which_key_file_fits(tmp_path):
    settings = config(tmp_path)
    Store.open(settings).close()
    settings.data.rename(tmp_path / "moved")
    moved = settings.model_copy(update={"data": tmp_path / "moved"})
    with pytest.raises(ConfigError, match="fits") as caught:
        Store.open(moved)
    assert f"cp '{settings.key_file}' '{moved.key_file}'" in str(caught.value)


def test_key_file_of_another_database_is_refused(tmp_path):
    one, two = config(tmp_path / "one"), config(tmp_path / "two")
    Store.open(one).close()
    Store.open(two).close()
    one.key_file.write_bytes(two.key_file.read_bytes())
    with pytest.raises(ConfigError, match="belongs to another database"):
        Store.open(one)


@pytest.mark.parametrize("content", [b"", b"sandi-key-1:kurz\n", b"\xff\xfe", b"sandi-key-1:!!!!"])
def test_damaged_key_file_is_named(tmp_path, content):
    settings = config(tmp_path)
    Store.open(settings).close()
    settings.key_file.write_bytes(content)
    with pytest.raises(ConfigError, match=str(settings.key_file)):
        Store.open(settings)


def test_database_of_a_newer_program_is_refused(tmp_path):
    settings = config(tmp_path)
    with Store.open(settings) as store, store.writer() as conn:
        conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('sandi', 'm999_future', 'x')"
        )
    with pytest.raises(ConfigError, match="newer sandi"):
        Store.open(settings)


def test_file_that_is_no_database(tmp_path):
    settings = config(tmp_path)
    Store.open(settings).close()
    settings.database.write_bytes(b"hello " * 1000)
    with pytest.raises(StoreError, match="no SQLite database"):
        Store.open(settings)


def test_a_failed_writer_leaves_nothing(store):
    def half() -> None:
        with store.writer() as conn:
            conn.execute("INSERT INTO settings VALUES ('half', 'done')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with store.reader() as conn:
        assert conn.execute("SELECT count(*) FROM settings WHERE name = 'half'").fetchone()[0] == 0
    with store.writer() as conn:
        conn.execute("INSERT INTO settings VALUES ('whole', 'done')")


@pytest.mark.parametrize("first", ["a lock", "the database", "a checkpoint"])
def test_whatever_makes_the_data_folder_makes_it_for_this_user_alone(tmp_path, first):
    settings = config(tmp_path / "srv" / "x")
    if first == "a lock":
        take(settings.data / "locks" / "pasar.lock")
    Store.open(settings).close()
    if first == "a checkpoint":
        private(settings.data / "checkpoints")
    made = [
        tmp_path / "srv",
        tmp_path / "srv" / "x",
        settings.data,
        *(one for one in settings.data.iterdir() if one.is_dir()),
    ]
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in made} == {path.name: 0o700 for path in made}


def test_a_writer_in_a_writer_is_refused_at_once(store):
    with store.writer(), pytest.raises(RuntimeError, match="inside a writer"), store.writer():
        pass


def test_a_reader_cannot_write(store):
    with store.reader() as conn, pytest.raises(sqlite3.OperationalError, match="readonly"):
        conn.execute("INSERT INTO settings VALUES ('a', 'b')")


def test_a_writer_that_never_ends_is_named(tmp_path):
    lock = tmp_path / "x.lock"
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with writing(lock):
            entered.set()
            leave.wait(GUARD_S)

    holder = threading.Thread(target=hold)
    holder.start()
    assert entered.wait(GUARD_S)
    with pytest.raises(StoreBusy, match=r"x\.lock"), writing(lock, patience_s=0.05):
        pass
    leave.set()
    holder.join()


def work_gives_way(monkeypatch):
    monkeypatch.setattr(priority, "gives_way", lambda: threading.current_thread().name.startswith("work"))


@pytest.mark.gauntlet(37)
def test_a_person_who_waits_to_write_goes_before_all_work(tmp_path, monkeypatch):
    work_gives_way(monkeypatch)
    lock, order = tmp_path / "x.lock", []

    def take_it() -> None:
        with writing(lock):
            order.append(threading.current_thread().name)

    works = [threading.Thread(target=take_it, name=f"work {i}") for i in range(3)]
    person = threading.Thread(target=take_it, name="person")
    with writing(lock):
        for one in works:
            one.start()
        stands_at(turnstile_of(lock))
        person.start()
        stands_at(people_at(lock))
    for one in (*works, person):
        one.join(GUARD_S)
    assert order[0] == "person"
    assert sorted(order[1:]) == ["work 0", "work 1", "work 2"]


def stands_at(lock) -> None:
    """Come back when somebody stands there, each time it is looked at: work looks there for a moment only."""
    with lock.open("ab") as seen:
        count = 0
        while count < 5:
            threading.Event().wait(0.001)
            count = count + 1 if is_taken(seen) else 0


@pytest.mark.gauntlet(37)
def test_who_waits_to_write_is_not_passed_over_by_who_comes_later(tmp_path, monkeypatch):
    work_gives_way(monkeypatch)
    lock, order = tmp_path / "x.lock", []

    def take_it(name: str) -> None:
        with writing(lock):
            order.append(name)

    waiting = [threading.Thread(target=take_it, args=(name,), name=f"work {name}") for name in ("first", "later")]
    with writing(lock):
        waiting[0].start()
        stands_at(turnstile_of(lock))
        waiting[1].start()
    for one in waiting:
        one.join(GUARD_S)
    assert order == ["first", "later"]


@pytest.mark.gauntlet(37)
def test_a_long_batch_lets_a_person_in_between_and_is_whole_in_the_end(store, monkeypatch):
    work_gives_way(monkeypatch)
    lock, batch, seen = lock_path(store.path), [judged(number) for number in range(5 * listings.STEP)], []
    save, counts = listings._Saving.save, []

    def slowly(self, part):
        counts.append(len(part))
        done = save(self, part)
        if len(counts) == 2:
            person.start()
            stands_at(people_at(lock))
        return done

    def look() -> None:
        with store.writer() as conn:
            seen.append(conn.execute("SELECT count(*) FROM listings").fetchone()[0])

    monkeypatch.setattr(listings._Saving, "save", slowly)
    person = threading.Thread(target=look, name="person")
    work = threading.Thread(target=lambda: seen.append(listings.save_batch(store, "r", batch).new), name="work")
    work.start()
    for one in (work, person):
        one.join(GUARD_S)
    assert seen == [2 * listings.STEP, 5 * listings.STEP], "the person wrote between two transactions of the batch"
    with store.reader() as conn:
        rows = conn.execute("SELECT detail FROM audit WHERE action = 'listings.save' ORDER BY id").fetchall()
        assert [orjson.loads(row[0])["new"] for row in rows] == [2 * listings.STEP, 3 * listings.STEP]


def is_taken(stream) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(stream, fcntl.LOCK_UN)
    return False


def test_a_reader_sees_one_moment_and_does_not_stop_the_writer(store):
    listings.save_batch(store, "r1", [judged(1)])
    with store.reader() as conn:
        assert conn.execute("SELECT count(*) FROM listings").fetchone()[0] == 1
        listings.save_batch(store, "r1", [judged(2)])
        assert conn.execute("SELECT count(*) FROM listings").fetchone()[0] == 1
    with store.reader() as conn:
        assert conn.execute("SELECT count(*) FROM listings").fetchone()[0] == 2


def test_durable_by_default(store):
    with store.writer() as conn:
        assert conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert conn.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert conn.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert conn.execute("PRAGMA secure_delete").fetchone()[0] == 1


def test_beside_a_crawl_it_is_the_crawl_that_brings_the_log_into_the_database(store, monkeypatch):
    listings.save_batch(store, "r1", [judged(1)])
    asked = []
    for waits_for in (False, True):
        monkeypatch.setattr(priority, "gives_way", lambda answer=waits_for: answer)
        with Store.open(store.config) as opened, opened.writer() as conn:
            asked.append(conn.execute("PRAGMA wal_autocheckpoint").fetchone()[0])
    assert asked == [4000, 1000]


@pytest.mark.gauntlet(35)
def test_full_disk_is_told_and_nothing_is_lost(store):
    listings.save_batch(store, "r1", [judged(1)])
    with store.writer() as conn:
        pages = conn.execute("PRAGMA page_count").fetchone()[0]
    store._writer.connection().execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(StoreError, match="Make room"):
        listings.save_batch(store, "r1", [judged(n) for n in range(2, 200)])
    store._writer.connection().execute("PRAGMA max_page_count = 1000000")
    assert listings.save_batch(store, "r1", [judged(n) for n in range(1, 4)]).new == 2


def test_opens_with_sqlite_utils_as_it_is(store):
    listings.save_batch(store, "r1", [judged(1), judged(2)])
    store.close()
    db = sqlite_utils.Database(store.path)
    assert {"listings", "leads", "decisions", "contacts", "hits", "runs", "audit"} <= set(db.table_names())
    assert "lead_list" in db.view_names()
    row = next(iter(db["lead_list"].rows))
    assert (row["state"], row["score"], row["verdict"]) == ("open", 70, "alert")
    assert db["listings"].detect_fts() == "listings_fts"
    assert [found["id"] for found in db["listings"].search("kamboja", order_by="rowid")] == [1, 2]
    assert db["leads"].foreign_keys
    db.close()


def test_closing_twice_is_harmless_and_a_closed_store_says_so(store):
    store.close()
    store.close()
    with pytest.raises(RuntimeError, match="closed"), store.writer():
        pass
    assert leads.counts(store)["state"]["open"] == 0


def test_a_lock_that_cannot_be_opened_is_told(store):
    lock = lock_path(store.path)
    lock.unlink()
    lock.mkdir()
    with pytest.raises(ConfigError, match=r"sandi\.db\.lock.*cannot be opened.*Give this user"), store.writer():
        pass
    lock.rmdir()
