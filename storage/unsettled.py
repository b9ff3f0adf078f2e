"""Listings of giants whose split waits: what they hang together with is worked out again when a crawl ends, or at
night. All in a transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """A listing that waits. `component`: of the giant it is in, None for a single. A listing marked again has a new
    `id`.
    """

    id: int
    listing: int
    component: int | None


def mark(conn: sqlite3.Connection, listings: Iterable[int]) -> None:
    """What these listings hang together with waits for its split."""
    conn.executemany(
        "INSERT OR REPLACE INTO link_unsettled (listing_id) VALUES (?)", [(number,) for number in sorted(listings)]
    )


def marks(conn: sqlite3.Connection) -> list[Mark]:
    """All that wait, the first marked first."""
    rows = conn.execute(
        "SELECT u.id, u.listing_id, clusters.component FROM link_unsettled AS u"
        " LEFT JOIN link_listings AS k ON k.listing_id = u.listing_id"
        " LEFT JOIN clusters ON clusters.id = k.cluster_id ORDER BY u.id"
    )
    return [Mark(*row) for row in rows]


def done(conn: sqlite3.Connection, marks: Iterable[Mark]) -> None:
    """These wait no longer; what was marked again meanwhile does."""
    conn.executemany("DELETE FROM link_unsettled WHERE id = ?", [(one.id,) for one in marks])


def size_of(conn: sqlite3.Connection, component: int, most: int) -> int:
    """How many listings the clusters of a component have, counted up to `most`."""
    row = conn.execute(
        "SELECT count(*) FROM (SELECT 1 FROM clusters JOIN link_listings AS k ON k.cluster_id = clusters.id"
        " WHERE clusters.component = ? AND clusters.ended_at IS NULL LIMIT ?)",
        (component, most),
    ).fetchone()
    return int(row[0])
