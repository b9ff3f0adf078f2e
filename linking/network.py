"""What hangs together with a contact, a listing or a cluster, through which edges and over what time, as a graph.

Contacts are shown masked. A key that does not join is shown with its reason, and nothing is followed through it.
"""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from linking.facts import provinces_in
from linking.spread import is_contact
from sandi.text import sheet_cell
from storage import cluster_listings, link_texts, linking
from storage.cluster_listings import ClusterListing

MOST_LISTINGS = 500
"""Listings of one graph; more is a hairball that nobody reads."""
CLOSED = "(child lane)"
"""Instead of what a listing of that lane says."""


@dataclass(frozen=True, slots=True)
class Node:
    """`listing/12` or a key's name; `hops` from where one began; times are UTC ISO 8601, empty for what has none.

    Of a key: `listings` and `sellers` are counted over all that have it; `source` and `places` (provinces), with commas
    between, and the times are of those that were reached. `note`: why it does not join.
    """

    id: str
    kind: str
    label: str
    hops: int
    source: str = ""
    verdict: str = ""
    lead: int | None = None
    first_seen: str = ""
    last_seen: str = ""
    note: str = ""
    listings: int = 1
    sellers: int = 1
    places: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """Why two nodes hang together: `kind` (contact, image, template), `weight` from 0 to 1, and the `reason` in words.

    `weight` is 0 when the key does not join.
    """

    one: str
    other: str
    kind: str
    weight: float
    reason: str
    first_seen: str
    last_seen: str


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges; `cut` says that there is more than MOST_LISTINGS."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    cut: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "nodes": [asdict(node) for node in self.nodes],
            "edges": [asdict(edge) for edge in self.edges],
            "cut": self.cut,
        }


def around(
    conn: sqlite3.Connection, seeds: Sequence[int], hops: int, *, opened: bool = False, every: bool = False
) -> Network:
    """The listings up to `hops` joins away from some, with everything that joins them, in a reader; with `every` also
    the contacts that one of them alone has. What listings of the child lane say is left out unless it was asked for
    (`opened`).
    """
    found = _reached(conn, seeds, hops)
    rows = {row.id: row for row in cluster_listings.listings(conn, list(found))}
    keys: dict[str, list[int]] = {}
    texts: dict[int, list[int]] = {}
    for number in rows:
        for key in linking.keys_of(conn, number):
            keys.setdefault(key, []).append(number)
        placed = linking.linked(conn, number)
        if placed is not None and placed.text is not None:
            texts.setdefault(placed.text, []).append(number)
    silent = linking.key_states(conn, keys)
    shared = {key: some for key, some in keys.items() if len(some) > 1 or key in silent or (every and is_contact(key))}
    names = {key: linking.shown(conn, key) for key in shared}
    places = {number: _places(row) for number, row in rows.items()}
    nodes = [_listing_node(row, found[number], opened, places[number]) for number, row in sorted(rows.items())]
    for key, some in sorted(shared.items()):
        nodes.append(
            _key_node(conn, key, names[key], [rows[n] for n in some], min(found[n] for n in some), silent, places)
        )
    edges = [_key_edge(rows[n], key, names[key], silent.get(key)) for key, some in sorted(shared.items()) for n in some]
    return Network(tuple(nodes), (*edges, *_text_edges(conn, texts, rows)), len(found) >= MOST_LISTINGS)


def graphml(network: Network) -> str:
    """The graph for Gephi, yEd and the like."""
    import networkx as nx

    graph = nx.Graph()
    for node in network.nodes:
        values = asdict(node) | {"lead": node.lead or 0}
        graph.add_node(values.pop("id"), **{name: _xml(value) for name, value in values.items()})
    for edge in network.edges:
        values = asdict(edge)
        graph.add_edge(values.pop("one"), values.pop("other"), **{name: _xml(value) for name, value in values.items()})
    return "\n".join(nx.generate_graphml(graph)) + "\n"


def csv_edges(network: Network) -> str:
    """One edge a line, for tools that draw links from tables; cells that a spreadsheet would run are guarded by `'`."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(Edge.__dataclass_fields__)
    for edge in network.edges:
        writer.writerow([sheet_cell(value) for value in asdict(edge).values()])
    return out.getvalue()


def _reached(conn: sqlite3.Connection, seeds: Sequence[int], hops: int) -> dict[int, int]:
    """Listings and how many joins away each is, MOST_LISTINGS at most."""
    found = dict.fromkeys(seeds[:MOST_LISTINGS], 0)
    done: set[object] = set()
    edge: Iterable[int] = list(found)
    for step in range(1, hops + 1):
        fresh: list[int] = []
        for number in edge:
            for other in _beside(conn, number, done):
                if other not in found and len(found) < MOST_LISTINGS:
                    found[other] = step
                    fresh.append(other)
        edge = fresh
    return found


def _beside(conn: sqlite3.Connection, number: int, done: set[object]) -> list[int]:
    placed = linking.linked(conn, number)
    if placed is None:
        return []
    found: list[int] = []
    silent = linking.key_states(conn, placed.keys)
    for key in sorted(placed.keys - silent.keys() - done):
        done.add(key)
        found += linking.with_key(conn, key, MOST_LISTINGS)
    if placed.text is not None and placed.text not in done:
        done.add(placed.text)
        found += linking.with_text(conn, placed.text, MOST_LISTINGS)
        for other, _ in link_texts.alike(conn, placed.text):
            found += linking.with_text(conn, other, MOST_LISTINGS)
    return found


def _listing_node(row: ClusterListing, hops: int, opened: bool, places: frozenset[str]) -> Node:
    label = (row.title or row.text)[:80] if opened or row.lane != "child" else CLOSED
    last = row.gone_at or row.last_seen
    return Node(
        f"listing/{row.id}",
        "listing",
        label,
        hops,
        row.source,
        row.verdict,
        row.lead,
        row.first_seen,
        last,
        sellers=int(bool(row.seller)),
        places=", ".join(sorted(places)),
    )


def _key_node(
    conn: sqlite3.Connection,
    key: str,
    name: str,
    some: Sequence[ClusterListing],
    hops: int,
    silent: Mapping[str, tuple[str, str]],
    places: Mapping[int, frozenset[str]],
) -> Node:
    """A contact or image, with where and when it was seen."""
    return Node(
        name,
        key.partition(":")[0],
        name,
        hops,
        source=", ".join(sorted({row.source for row in some})),
        first_seen=min(row.first_seen for row in some),
        last_seen=max(row.gone_at or row.last_seen for row in some),
        note=": ".join(silent[key]) if key in silent else "",
        listings=linking.count_with_key(conn, key),
        sellers=linking.sellers(conn, key, MOST_LISTINGS),
        places=", ".join(sorted(frozenset().union(*(places[row.id] for row in some)))),
    )


def _places(row: ClusterListing) -> frozenset[str]:
    return provinces_in(f"{row.title}\n{row.text}\n{row.location}")


def _key_edge(row: ClusterListing, key: str, name: str, silent: tuple[str, str] | None) -> Edge:
    kind = "image" if key.startswith("image") else "contact"
    reason = f"does not join: {silent[1]}" if silent else f"has {name}"
    return Edge(f"listing/{row.id}", name, kind, 0.0 if silent else 1.0, reason, row.first_seen, row.last_seen)


def _text_edges(conn: sqlite3.Connection, texts: dict[int, list[int]], rows: dict[int, ClusterListing]) -> list[Edge]:
    """One edge for each pair of alike texts, between their first listings; listings of the same text as a chain."""
    found = []
    for text, some in sorted(texts.items()):
        found += [_text_edge(rows[a], rows[b], 1.0) for a, b in pairwise(some)]
        for other, similarity in link_texts.alike(conn, text):
            if other > text and other in texts:
                found.append(_text_edge(rows[some[0]], rows[texts[other][0]], similarity))
    return found


def _text_edge(one: ClusterListing, other: ClusterListing, similarity: float) -> Edge:
    reason = "the same text" if similarity == 1.0 else f"texts {similarity:.0%} alike"
    first, last = min(one.first_seen, other.first_seen), max(one.last_seen, other.last_seen)
    return Edge(f"listing/{one.id}", f"listing/{other.id}", "template", round(similarity, 3), reason, first, last)


def _xml(value: Any) -> Any:
    """What XML may hold."""
    if not isinstance(value, str):
        return value
    return "".join(char if char.isprintable() else " " for char in value)
