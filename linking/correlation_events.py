"""Listings that are kept as events for correlation rules: sightings and vanishings, with what they say."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from linking.correlation import Correlation, Event
from linking.correlation_files import as_compared
from linking.facts import ages_in, provinces_in
from linking.roles import roles_in
from storage import cluster_listings, clusters, linking
from storage.cluster_listings import ClusterListing


def events_of(
    conn: sqlite3.Connection, ids: Sequence[int] | None = None, rules: Sequence[Correlation] = ()
) -> Iterator[Event]:
    """Listings that are placed (all, or `ids`), by rising id; contacts that do not join are left out. Of those that
    none of the `rules` can take nothing is read but their row.
    """
    numbers = linking.placed(conn) if ids is None else sorted(ids)
    for start in range(0, len(numbers), cluster_listings.CHUNK):
        for row in cluster_listings.listings(conn, numbers[start : start + cluster_listings.CHUNK]):
            if not rules or may_count(row.kind, row.verdict, rules):
                yield from _events(conn, row)


def of_group(conn: sqlite3.Connection, name: str, value: str, most: int) -> list[int]:
    """The newest `most` listings of a contact, seller, template or cluster, rising."""
    if name == "contact":
        found = linking.with_key(conn, value)
    elif name == "seller":
        found = linking.of_seller(conn, value)
    elif name == "template":
        found = linking.with_text(conn, int(value))
    else:
        found = clusters.members(conn, int(value))
    return sorted(found)[-most:]


def _events(conn: sqlite3.Connection, row: ClusterListing) -> Iterator[Event]:
    values = _values(conn, row)
    yield Event(row.id, _time(row.posted_at or row.first_seen), values | {"event": frozenset({"seen"})})
    if row.gone_at:
        yield Event(row.id, _time(row.gone_at), values | {"event": frozenset({"gone"})})


def may_count(kind: str, verdict: str, rules: Sequence[Correlation]) -> bool:
    """Whether kind and verdict of a listing, which are there without reading it, fit a filter of a rule."""
    cheap = {"kind": kind, "verdict": verdict}
    return any(
        all(cheap[name] in wanted for name, wanted in one.equal.items() if name in cheap)
        for rule in rules
        for one in rule.events.values()
    )


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
    single = {
        "seller": placed.seller if placed else row.seller,
        "source": row.source,
        "kind": row.kind,
        "category": row.category,
    }
    found = {name: frozenset(values) for name, values in several.items()}
    found |= {name: frozenset({as_compared(value)}) for name, value in single.items() if value.strip()}
    return found | {"verdict": frozenset({row.verdict})}


def _time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
