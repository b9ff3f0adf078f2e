"""Listings that are kept as events for correlation rules: sightings and vanishings, with what they say."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime

from linking.correlation import Event
from linking.correlation_files import as_compared
from linking.facts import ages_in, provinces_in
from linking.roles import roles_in
from storage import cluster_listings, clusters, linking
from storage.cluster_listings import ClusterListing


def events_of(conn: sqlite3.Connection) -> Iterator[Event]:
    """All listings that are placed, by rising id; contacts that do not join are left out."""
    for number in linking.placed(conn):
        for row in cluster_listings.listings(conn, [number]):
            values = _values(conn, row)
            yield Event(row.id, _time(row.posted_at or row.first_seen), values | {"event": frozenset({"seen"})})
            if row.gone_at:
                yield Event(row.id, _time(row.gone_at), values | {"event": frozenset({"gone"})})


def _values(conn: sqlite3.Connection, row: ClusterListing) -> dict[str, frozenset[str]]:
    text = f"{row.title}\n{row.text}\n{row.location}"
    placed = linking.linked(conn, row.id)
    keys = placed.keys if placed else frozenset()
    silent = linking.key_states(conn, keys)
    cluster = clusters.of_listing(conn, row.id)
    several = {
        "contact": {key for key in keys - silent.keys() if not key.startswith("image")},
        "province": {as_compared(name) for name in provinces_in(text)},
        "age": {f"{age:g}" for age in ages_in(text)},
        "tactic": set(row.tactics),
        "slot": set(row.slots),
        "role": set(roles_in(text)),
        "template": {str(placed.text)} if placed and placed.text is not None else set(),
        "cluster": {str(cluster)} if cluster is not None else set(),
    }
    single = {"seller": row.seller, "source": row.source, "kind": row.kind, "category": row.category}
    found = {name: frozenset(values) for name, values in several.items()}
    found |= {name: frozenset({as_compared(value)}) for name, value in single.items() if value.strip()}
    return found | {"verdict": frozenset({row.verdict})}


def _time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
