"""Listings that are kept as events for correlation rules: sightings and vanishings, with what they say."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from linking.correlation import Correlation, Event
from linking.correlation_files import as_compared
from linking.facts import ages_in, provinces_in
from linking.roles import roles_in
from linking.spread import is_contact
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
            counting = [rule for rule in rules if may_count(row.kind, row.verdict, [rule])]
            if counting or not rules:
                yield from _events(
                    conn, row, frozenset(name for rule in counting for name in rule.fields) or frozenset(_READ)
                )


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


def shared_by(conn: sqlite3.Connection, listing: int) -> dict[str, frozenset[str]]:
    """By what a listing is in groups: contacts that join, seller, template, cluster."""
    placed = linking.linked(conn, listing)
    if placed is None:
        return dict.fromkeys(("contact", "seller", "template", "cluster"), frozenset())
    silent = linking.key_states(conn, placed.keys)
    return {
        "contact": frozenset(key for key in placed.keys - silent.keys() if is_contact(key)),
        "seller": frozenset({placed.seller} if placed.seller else ()),
        "template": frozenset({str(placed.text)} if placed.text is not None else ()),
        "cluster": frozenset({str(placed.cluster)} if placed.cluster is not None else ()),
    }


def _events(conn: sqlite3.Connection, row: ClusterListing, fields: frozenset[str]) -> Iterator[Event]:
    values = _values(conn, row, fields)
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


def _values(conn: sqlite3.Connection, row: ClusterListing, fields: frozenset[str]) -> dict[str, frozenset[str]]:
    """What it says; what must be read for it, only of the `fields` that are asked for."""
    text = f"{row.title}\n{row.text}\n{row.location}"
    single = {"source": row.source, "kind": row.kind, "category": row.category}
    found = shared_by(conn, row.id) | {
        name: frozenset({as_compared(value)}) for name, value in single.items() if value.strip()
    }
    found |= {"tactic": frozenset(row.tactics), "slot": frozenset(row.slots), "verdict": frozenset({row.verdict})}
    return found | {name: frozenset(_READ[name](text)) for name in fields & _READ.keys()}


_READ: dict[str, Callable[[str], Iterable[str]]] = {
    "province": lambda text: map(as_compared, provinces_in(text)),
    "age": lambda text: (f"{age:g}" for age in ages_in(text)),
    "role": roles_in,
}


def _time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
