"""Verification: whether everything that is kept is whole - pages, search index, audit chain, seals, captures."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storage import audit, captures, checkpoints, readonly, sealed, verifying_rows
from storage.database import Store, StoreError
from storage.keys import SealBroken

CHUNK = 500
SHOWN = 20

Found = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of verification: `problems` is empty when it found all well; `counted` says how much it read."""

    name: str
    counted: int
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.problems


def verify(store: Store, witness: Path | None = None) -> list[Check]:
    """Check everything; no check is skipped because another failed, or because it broke off itself. `witness` is the
    folder of checkpoints, `checkpoints/` in the data folder when None.

    Damage in the database puts the store into read-only mode, and finding none ends it. A capture that is torn is only
    named: its page can be fetched again, and what else there is stays sound.
    """
    folder = witness or store.config.data / "checkpoints"
    parts = _PARTS | {"checkpoints": lambda store: checkpoints.compare(store, folder)}
    checks = [_check(name, read, store) for name, read in parts.items()]
    damaged = [check for check in checks if not check.ok and check.name != "captures"]
    if damaged:
        readonly.begin(store.config, "; ".join(f"{check.name}: {check.problems[0]}" for check in damaged))
    else:
        readonly.end(store.config)
    return checks


def rebuild_search(store: Store) -> None:
    """Make the search index anew from the listings, also in read-only mode. Raises StoreError."""
    with store.writer(mending=True) as conn:
        conn.execute("INSERT INTO listings_fts (listings_fts) VALUES ('rebuild')")


def _check(name: str, read: Callable[[Store], Found], store: Store) -> Check:
    try:
        count, problems = read(store)
    except (StoreError, sqlite3.DatabaseError) as error:
        return Check(name, 0, (str(error),))
    return Check(name, count, tuple(problems[:SHOWN]))


def _pages(store: Store) -> Found:
    with store.reader() as conn:
        count = conn.execute("PRAGMA page_count").fetchone()[0]
        found = [row[0] for row in conn.execute("PRAGMA integrity_check")]
        foreign = [
            f"{row[0]} row {row[1]} points to a missing row of {row[2]}"
            for row in conn.execute("PRAGMA foreign_key_check")
        ]
    return count, [text for text in found if text != "ok"] + foreign


def _search(store: Store) -> Found:
    """FTS5's own check against the listings; SQL calls it an insert, so it needs the writer, but it changes nothing."""
    try:
        with store.writer(mending=True) as conn:
            count = conn.execute("SELECT count(*) FROM listings").fetchone()[0]
            conn.execute("INSERT INTO listings_fts (listings_fts, rank) VALUES ('integrity-check', 1)")
    except (StoreError, sqlite3.DatabaseError) as error:
        return 0, [f"it does not fit the listings ({error}); if all else is well: sandi db verify --rebuild-search"]
    return count, []


def _audit(store: Store) -> Found:
    with store.reader() as conn:
        count = conn.execute("SELECT count(*) FROM audit").fetchone()[0]
    return count, audit.verify(store)


def _seals(store: Store) -> Found:
    problems: list[str] = []
    count = last = 0
    while True:
        with store.reader() as conn:
            rows = conn.execute(
                "SELECT id, record_kind, about FROM sealed WHERE id > ? ORDER BY id LIMIT ?", (last, CHUNK)
            ).fetchall()
            ids = [row["id"] for row in rows]
            odd = [row["id"] for row in rows if not str(row["about"]).startswith(f"{row['record_kind']}/")]
            problems += [f"sealed record {number} is of no known kind" for number in odd]
            for number in ids:
                try:
                    sealed.open_row(conn, store.keys, number)
                except SealBroken as error:
                    problems.append(str(error))
        if not ids:
            return count, problems
        count, last = count + len(ids), ids[-1]


def _captures(store: Store) -> Found:
    problems: list[str] = []
    count, last = 0, ""
    while found := captures.names(store, after=last, limit=CHUNK):
        for name in found:
            try:
                captures.read(store, name)
            except SealBroken as error:
                problems.append(str(error))
        count, last = count + len(found), found[-1]
    return count, problems


_PARTS: dict[str, Callable[[Store], Found]] = {
    "database pages": _pages,
    "search index": _search,
    "audit chain": _audit,
    "sealed records": _seals,
    "listings": verifying_rows.listings,
    "contacts": verifying_rows.contacts,
    "judgements": verifying_rows.judgements,
    "leads": verifying_rows.leads,
    "shapes": verifying_rows.shapes,
    "captures": _captures,
}
