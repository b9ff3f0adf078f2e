"""Floods of one advert: the queue shows a cluster as one line, and the audit log says what that line stands for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import orjson

from storage import audit

FLOOD = 50
"""So many leads of one cluster are a flood; it is noted again at each tenfold."""
ACTION = "cluster.flood"


def note(conn: sqlite3.Connection, clusters: Iterable[int]) -> int:
    """Write down which of `clusters` have become floods, inside the writer that placed their listings; how many."""
    return sum(_note(conn, cluster) for cluster in sorted(clusters))


def _note(conn: sqlite3.Connection, cluster: int) -> bool:
    about = f"cluster/{cluster}"
    most = max(FLOOD, 10 * _told(conn, about))
    found = conn.execute(
        "SELECT count(*) FROM (SELECT 1 FROM link_listings AS k JOIN leads ON leads.listing_id = k.listing_id"
        " WHERE k.cluster_id = ? LIMIT ?)",
        (cluster, most),
    ).fetchone()[0]
    if found < most:
        return False
    audit.record(
        conn, actor=audit.PROGRAM, action=ACTION, object=about, detail={"leads": found, "lines_in_the_queue": 1}
    )
    return True


def _told(conn: sqlite3.Connection, about: str) -> int:
    """The number of leads at which it was noted last; 0 if it never was."""
    row = conn.execute(
        "SELECT detail FROM audit WHERE object = ? AND action = ? ORDER BY id DESC LIMIT 1", (about, ACTION)
    ).fetchone()
    return int(orjson.loads(row["detail"])["leads"]) if row else 0
