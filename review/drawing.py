"""A small graph and a timeline as places on a canvas, worked out here so that pages draw them without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from linking.network import Edge, Network, Node

MOST_NODES = 300
WIDTH, HEIGHT, EDGE = 960, 560, 24


@dataclass(frozen=True, slots=True)
class Dot:
    """A node at a place; `own`: it is of the cluster itself."""

    node: Node
    x: float
    y: float
    own: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An edge from place to place."""

    edge: Edge
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Graph:
    """What is drawn; `left_out` nodes are not, because nobody reads more than MOST_NODES."""

    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A listing on the timeline: `x` and `width` in percent of it."""

    listing: int
    lead: int | None
    first: str
    last: str
    gone: bool
    x: float
    width: float


def graph_of(network: Network, own: frozenset[int]) -> Graph:
    """The nearest MOST_NODES nodes of a network, laid out; `own` are the listings of the cluster."""
    import networkx as nx

    nodes = sorted(network.nodes, key=lambda node: (node.hops, node.kind != "listing", node.id))[:MOST_NODES]
    kept = {node.id for node in nodes}
    edges = [edge for edge in network.edges if edge.one in kept and edge.other in kept]
    graph = nx.Graph()
    graph.add_nodes_from(node.id for node in nodes)
    graph.add_edges_from((edge.one, edge.other) for edge in edges)
    laid = nx.spring_layout(graph, seed=7, iterations=40) if len(nodes) > 1 else {node.id: (0, 0) for node in nodes}
    places = _onto_canvas({name: (float(x), float(y)) for name, (x, y) in laid.items()})
    mine = {f"listing/{number}" for number in own}
    dots = tuple(Dot(node, *places[node.id], node.id in mine) for node in nodes)
    lines = tuple(Line(edge, *places[edge.one], *places[edge.other]) for edge in edges)
    return Graph(dots, lines, len(network.nodes) - len(nodes))


def _onto_canvas(laid: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    if not laid:
        return {}
    xs, ys = [x for x, _ in laid.values()], [y for _, y in laid.values()]
    wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    return {
        name: (
            round(EDGE + (x - min(xs)) / wide * (WIDTH - 2 * EDGE), 1),
            round(EDGE + (y - min(ys)) / high * (HEIGHT - 2 * EDGE), 1),
        )
        for name, (x, y) in laid.items()
    }


def bars_of(sightings: Sequence[Bar]) -> tuple[Bar, ...]:
    """Sightings laid on one line of time, from the first to the last of all."""
    if not sightings:
        return ()
    times = [(datetime.fromisoformat(bar.first), datetime.fromisoformat(bar.last)) for bar in sightings]
    start, end = min(first for first, _ in times), max(last for _, last in times)
    whole = (end - start).total_seconds() or 1.0
    return tuple(
        replace(
            bar,
            x=round((first - start).total_seconds() / whole * 98, 2),
            width=round(max((last - first).total_seconds() / whole * 98, 1.2), 2),
        )
        for bar, (first, last) in zip(sightings, times, strict=True)
    )
