"""Published originals by the thousand, for rules that look back: read in short steps, named once in the audit log.

What is yielded is the text as published. It is for judging in memory; what people are shown is `title` and `url`, which
are masked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from sandi.listing import Listing
from storage import audit, restrictions
from storage.database import Store
from storage.keys import Sealed
from storage.veil import unpack

CHUNK = 200
EXCERPT = 90


@dataclass(frozen=True, slots=True)
class Original:
    """One version of a listing as published; `listing` is None when it was erased. `title` and `url` are masked.

    `lead` and `state` are those of the listing's lead, None when it has none. `seen_at` is UTC ISO 8601.
    """

    listing_id: int
    version: int
    title: str
    url: str
    source: str
    seen_at: str
    lead: int | None
    state: str | None
    listing: Listing | None


def originals(store: Store, *, actor: str, reason: str, since: str | None = None) -> Iterator[Original]:
    """Every version of every listing, by rising id and version; with `since` (UTC ISO 8601) only of listings seen at
    or after it. Writes one audit row when the first is asked for. Raises ReasonMissing, SealBroken.
    """
    audit.need_reason(reason, "opening originals")
    with store.writer() as conn:
        detail = {"listings": _count(conn, since), "since": since}
        audit.record(conn, actor=actor, action="listings.originals", object="listings", reason=reason, detail=detail)
    after = 0
    while True:
        with store.reader() as conn:
            last = conn.execute(
                "SELECT max(id) FROM (SELECT id FROM listings WHERE id > ? ORDER BY id LIMIT ?)", (after, CHUNK)
            ).fetchone()[0]
            rows = _versions(conn, after, last, since) if last is not None else []
        if last is None:
            return
        yield from (original_of(store, row) for row in rows)
        after = last


def _count(conn: sqlite3.Connection, since: str | None) -> int:
    row = conn.execute("SELECT count(*) FROM listings WHERE ? IS NULL OR last_seen >= ?", (since, since)).fetchone()
    return int(row[0])


def _versions(conn: sqlite3.Connection, after: int, last: int, since: str | None) -> list[sqlite3.Row]:
    wanted = (
        "l.id > :after AND l.id <= :last AND (:since IS NULL OR l.last_seen >= :since)"
        f" AND l.id NOT IN ({restrictions.LISTINGS})"
    )
    return conn.execute(
        f"""
        SELECT l.id AS listing_id, l.version AS number, l.title, substr(l.text, 1, {EXCERPT}) AS excerpt, l.url,
            l.source, l.version_seen AS seen_at, leads.id AS lead, leads.state, s.about, s.nonce, s.wrapped_key, s.body
        FROM listings AS l JOIN sealed AS s ON s.id = l.sealed_id LEFT JOIN leads ON leads.listing_id = l.id
        WHERE {wanted}
        UNION ALL
        SELECT l.id, v.number, v.title, substr(v.text, 1, {EXCERPT}), l.url,
            l.source, v.seen_at, leads.id, leads.state, s.about, s.nonce, s.wrapped_key, s.body
        FROM listings AS l JOIN listing_versions AS v ON v.listing_id = l.id JOIN sealed AS s ON s.id = v.sealed_id
            LEFT JOIN leads ON leads.listing_id = l.id
        WHERE {wanted}
        ORDER BY 1, 2""",
        {"after": after, "last": last, "since": since},
    ).fetchall()


def original_of(store: Store, row: sqlite3.Row) -> Original:
    """A row with the columns that `originals` reads, its text unsealed. Raises SealBroken."""
    listing = None
    if row["wrapped_key"] is not None:
        listing = unpack(store.keys.unseal(Sealed(row["nonce"], row["body"], row["wrapped_key"]), row["about"]))
    return Original(
        listing_id=row["listing_id"],
        version=row["number"],
        title=row["title"] or row["excerpt"],
        url=row["url"],
        source=row["source"],
        seen_at=row["seen_at"],
        lead=row["lead"],
        state=row["state"],
        listing=listing,
    )
