"""Clusters as rows: which listings are one, how a cluster came to be, and what became of it. All in a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from storage.times import now


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster's row. `component`: the smallest listing of all that hang together; `units`: its texts and keys.

    `ended_at` is set when it went into another (`merged_into`) or fell apart into singles.
    """

    id: int
    component: int
    units: int
    version: int
    opened_at: str
    updated_at: str
    ended_at: str | None
    merged_into: int | None
    came_from: int | None


def get(conn: sqlite3.Connection, cluster_id: int) -> Cluster | None:
    """A cluster, also one that has ended."""
    row = conn.execute("SELECT * FROM clusters WHERE id = ?", (cluster_id,)).fetchone()
    return Cluster(*row) if row else None


def current(conn: sqlite3.Connection, cluster_id: int) -> Cluster | None:
    """The cluster that a number stands for now: itself, or what it was merged into."""
    found = get(conn, cluster_id)
    while found is not None and found.merged_into is not None:
        found = get(conn, found.merged_into)
    return found


def members(conn: sqlite3.Connection, cluster_id: int, limit: int = -1) -> list[int]:
    """Listings of a cluster, rising."""
    rows = conn.execute(
        "SELECT listing_id FROM link_listings WHERE cluster_id = ? ORDER BY 1 LIMIT ?", (cluster_id, limit)
    )
    return [row[0] for row in rows]


def size(conn: sqlite3.Connection, cluster_id: int) -> int:
    """How many listings a cluster has."""
    return int(conn.execute("SELECT count(*) FROM link_listings WHERE cluster_id = ?", (cluster_id,)).fetchone()[0])


def of_listing(conn: sqlite3.Connection, listing_id: int) -> int | None:
    """The cluster of a listing; None for a single."""
    row = conn.execute("SELECT cluster_id FROM link_listings WHERE listing_id = ?", (listing_id,)).fetchone()
    return row[0] if row else None


def of_component(conn: sqlite3.Connection, component: int, limit: int = -1) -> list[int]:
    """The clusters of now into which one component was split, or the one that it is; `limit` of them if given."""
    rows = conn.execute("SELECT id FROM clusters WHERE component = ? AND ended_at IS NULL LIMIT ?", (component, limit))
    return [row[0] for row in rows]


def beside(conn: sqlite3.Connection, cluster_ids: Iterable[int]) -> set[int]:
    """Some clusters, and those into which the components they are of were split."""
    found = set(cluster_ids)
    for number in list(found):
        row = get(conn, number)
        found.update(of_component(conn, row.component) if row else ())
    return found


def largest(conn: sqlite3.Connection, limit: int) -> list[tuple[int, int]]:
    """The clusters with most listings: number and size."""
    rows = conn.execute(
        "SELECT cluster_id, count(*) FROM link_listings WHERE cluster_id IS NOT NULL"
        " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
        (limit,),
    )
    return [(row[0], row[1]) for row in rows]


def add(conn: sqlite3.Connection, component: int, units: int, *, came_from: int | None = None) -> int:
    """Open a cluster; its number."""
    at = now()
    done = conn.execute(
        "INSERT INTO clusters (component, units, opened_at, updated_at, came_from) VALUES (?, ?, ?, ?, ?)",
        (component, units, at, at, came_from),
    )
    return int(done.lastrowid or 0)


def renew(conn: sqlite3.Connection, cluster_id: int, component: int, units: int) -> None:
    """A cluster has other listings than before; one that had ended is there again."""
    conn.execute(
        "UPDATE clusters SET component = ?, units = ?, updated_at = ?, version = version + 1, ended_at = NULL,"
        " merged_into = NULL WHERE id = ?",
        (component, units, now(), cluster_id),
    )


def grown(conn: sqlite3.Connection, cluster_id: int) -> None:
    """A cluster has a listing more; what hangs together is counted later."""
    conn.execute("UPDATE clusters SET updated_at = ?, version = version + 1 WHERE id = ?", (now(), cluster_id))


def end(conn: sqlite3.Connection, cluster_id: int, merged_into: int | None = None) -> None:
    """A cluster is no more: it went into another, or fell apart."""
    conn.execute(
        "UPDATE clusters SET ended_at = ?, merged_into = ?, version = version + 1 WHERE id = ?",
        (now(), merged_into, cluster_id),
    )


def assign(conn: sqlite3.Connection, clusters: Mapping[int, int | None]) -> None:
    """Set the cluster of listings."""
    conn.executemany(
        "UPDATE link_listings SET cluster_id = ? WHERE listing_id = ?",
        [(cluster, listing) for listing, cluster in sorted(clusters.items())],
    )


def move(conn: sqlite3.Connection, cluster_ids: Iterable[int], target: int) -> None:
    """All listings of some clusters into another, which these end in."""
    for number in cluster_ids:
        conn.execute("UPDATE link_listings SET cluster_id = ? WHERE cluster_id = ?", (target, number))
        end(conn, number, target)


def end_all_but(conn: sqlite3.Connection, kept: Sequence[int]) -> None:
    """End every cluster that a rebuilding did not keep."""
    alive = [row[0] for row in conn.execute("SELECT id FROM clusters WHERE ended_at IS NULL")]
    for number in sorted(set(alive) - set(kept)):
        end(conn, number)
