"""Verification: whether everything that is kept is whole - pages, search index, audit chain, seals, captures."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from storage import audit, captures, sealed
from storage.database import Store, StoreError
from storage.keys import SealBroken

CHUNK = 500
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of verification: `problems` is empty when it found all well; `counted` says how much it read."""

    name: str
    counted: int
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.problems


def verify(store: Store) -> list[Check]:
    """Check everything; no check is skipped because another failed."""
    return [_pages(store), _search(store), _audit(store), _seals(store), _captures(store)]


def _pages(store: Store) -> Check:
    try:
        with store.reader() as conn:
            count = conn.execute("PRAGMA page_count").fetchone()[0]
            found = [row[0] for row in conn.execute("PRAGMA integrity_check")]
            foreign = [
                f"{row[0]} row {row[1]} points to a missing row of {row[2]}"
                for row in conn.execute("PRAGMA foreign_key_check")
            ]
    except (StoreError, sqlite3.DatabaseError) as error:
        return Check("database pages", 0, (str(error),))
    return Check("database pages", count, tuple([text for text in found if text != "ok"] + foreign))


def _search(store: Store) -> Check:
    """FTS5's own check against the listings; SQL calls it an insert, so it needs the writer, but it changes nothing."""
    try:
        with store.writer() as conn:
            count = conn.execute("SELECT count(*) FROM listings").fetchone()[0]
            conn.execute("INSERT INTO listings_fts (listings_fts, rank) VALUES ('integrity-check', 1)")
    except (StoreError, sqlite3.DatabaseError) as error:
        mend = "rebuild it: INSERT INTO listings_fts (listings_fts) VALUES ('rebuild')"
        return Check("search index", 0, (f"it does not fit the listings ({error}); {mend}",))
    return Check("search index", count, ())


def _audit(store: Store) -> Check:
    with store.reader() as conn:
        count = conn.execute("SELECT count(*) FROM audit").fetchone()[0]
    return Check("audit chain", count, tuple(audit.verify(store)[:SHOWN]))


def _seals(store: Store) -> Check:
    problems: list[str] = []
    count = last = 0
    while True:
        with store.reader() as conn:
            ids = [row[0] for row in conn.execute("SELECT id FROM sealed WHERE id > ? LIMIT ?", (last, CHUNK))]
            for number in ids:
                try:
                    sealed.open_row(conn, store.keys, number)
                except SealBroken as error:
                    problems.append(str(error))
        if not ids:
            return Check("sealed records", count, tuple(problems[:SHOWN]))
        count, last = count + len(ids), ids[-1]


def _captures(store: Store) -> Check:
    problems: list[str] = []
    count, last = 0, ""
    while found := captures.names(store, after=last, limit=CHUNK):
        for name in found:
            try:
                captures.read(store, name)
            except SealBroken as error:
                problems.append(str(error))
        count, last = count + len(found), found[-1]
    return Check("captures", count, tuple(problems[:SHOWN]))
