"""The listings of a cluster with what facts are drawn from: masked texts, sightings, verdicts, leads."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from storage.judgements import read_names
from storage.rows import value_of

CHUNK = 500


@dataclass(frozen=True, slots=True)
class ClusterListing:
    """A listing, masked. `lane`, `slots`, `tactics`: of its newest judgement. `lead`, `state`: None without a lead."""

    id: int
    url: str
    source: str
    kind: str
    title: str
    text: str
    category: str
    seller: str
    location: str
    price: float | None
    currency: str | None
    posted_at: str | None
    first_seen: str
    last_seen: str
    gone_at: str | None
    verdict: str
    score: int
    lane: str
    slots: tuple[str, ...]
    tactics: tuple[str, ...]
    lead: int | None
    state: str | None
    lead_version: int | None


def listings(conn: sqlite3.Connection, ids: Sequence[int]) -> list[ClusterListing]:
    """Some listings, rising; those there are not are left out."""
    found = []
    for start in range(0, len(ids), CHUNK):
        some = sorted(ids)[start : start + CHUNK]
        marks = ",".join("?" * len(some))
        rows = conn.execute(
            f"""
            SELECT l.id, l.url, l.source, l.kind, l.title, l.text, l.category, l.seller, l.location, l.price,
                l.currency, l.posted_at, l.first_seen, l.last_seen, l.gone_at, l.verdict, l.score,
                coalesce(leads.lane, j.lane, 'adult') AS lane, j.slots, j.tactics,
                leads.id AS lead, leads.state, leads.version AS lead_version
            FROM listings AS l
            LEFT JOIN judgements AS j ON j.id = (SELECT max(id) FROM judgements WHERE listing_id = l.id)
            LEFT JOIN leads ON leads.listing_id = l.id
            WHERE l.id IN ({marks}) ORDER BY l.id""",
            some,
        )
        found += [
            value_of(
                ClusterListing, row, slots=read_names(row["slots"] or "[]"), tactics=read_names(row["tactics"] or "[]")
            )
            for row in rows
        ]
    return found


def by_address(conn: sqlite3.Connection, url_key: str) -> int | None:
    """The listing of an address, by its keyed hash."""
    row = conn.execute("SELECT id FROM listings WHERE url_key = ?", (url_key,)).fetchone()
    return row["id"] if row else None


def contact_by_ref(conn: sqlite3.Connection, ref: str) -> list[int]:
    """The contacts of a short name."""
    return [row["id"] for row in conn.execute("SELECT id FROM contacts WHERE ref = ? ORDER BY id", (ref,))]


def leads_of(conn: sqlite3.Connection, cluster_id: int, limit: int = -1) -> list[sqlite3.Row]:
    """Lead, state, version, lane, verdict and listing of the leads of a cluster, highest score first."""
    return conn.execute(
        "SELECT leads.id, leads.state, leads.version, leads.lane, leads.verdict, leads.listing_id, leads.score"
        " FROM link_listings AS k"
        " JOIN leads ON leads.listing_id = k.listing_id WHERE k.cluster_id = ?"
        " ORDER BY leads.score DESC, leads.id LIMIT ?",
        (cluster_id, limit),
    ).fetchall()
