"""Which stored listings a look back reads first when it may not read them all: leads, newest first, then the rest.

Like `storage.originals`, with its rule: what is yielded is published text for judging in memory, noted once in the
audit log; what people are shown is masked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from storage import audit, restrictions
from storage.database import Store
from storage.originals import EXCERPT, Original, original_of

CHUNK = 50


def weighty_first(store: Store, *, actor: str, reason: str, most: int) -> Iterator[Original]:
    """The newest versions of up to `most` listings: leads first, then the rest, the newest first in both. Writes one
    audit row when the first is asked for. Raises ReasonMissing, SealBroken.
    """
    audit.need_reason(reason, "opening originals")
    with store.reader() as conn:
        ids = _ids(conn, most)
    with store.writer() as conn:
        detail = {"listings": len(ids), "since": None}
        audit.record(conn, actor=actor, action="listings.originals", object="listings", reason=reason, detail=detail)
    for at in range(0, len(ids), CHUNK):
        some = ids[at : at + CHUNK]
        with store.reader() as conn:
            rows = {row["listing_id"]: row for row in _newest(conn, some)}
        yield from (original_of(store, rows[one]) for one in some if one in rows)


def count(store: Store) -> int:
    """How many listings are stored."""
    with store.reader() as conn:
        return int(conn.execute("SELECT count(*) FROM listings").fetchone()[0])


def _ids(conn: sqlite3.Connection, most: int) -> list[int]:
    leads = conn.execute(
        f"SELECT listing_id FROM leads WHERE listing_id NOT IN ({restrictions.LISTINGS})"
        " ORDER BY listing_id DESC LIMIT ?",
        (most,),
    ).fetchall()
    rest = conn.execute(
        f"""
        SELECT id FROM listings WHERE id NOT IN (SELECT listing_id FROM leads) AND id NOT IN ({restrictions.LISTINGS})
        ORDER BY id DESC LIMIT ?""",
        (most - len(leads),),
    ).fetchall()
    return [row[0] for row in (*leads, *rest)]


def _newest(conn: sqlite3.Connection, ids: list[int]) -> list[sqlite3.Row]:
    marks = ", ".join("?" * len(ids))
    return conn.execute(
        f"""
        SELECT l.id AS listing_id, l.version AS number, l.title, substr(l.text, 1, {EXCERPT}) AS excerpt, l.url,
            l.source, l.version_seen AS seen_at, leads.id AS lead, leads.state, s.about, s.nonce, s.wrapped_key, s.body
        FROM listings AS l JOIN sealed AS s ON s.id = l.sealed_id LEFT JOIN leads ON leads.listing_id = l.id
        WHERE l.id IN ({marks})""",
        ids,
    ).fetchall()
