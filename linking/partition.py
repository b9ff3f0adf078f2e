"""Clusters as a pure function of what joins: the same members, keys and alike texts give the same clusters.

Hard keys join first, then texts. What hangs together by too long a chain is split: alike texts must be more alike, and
at last the parts are found in which more hangs together than between them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linking.near import Edge

if TYPE_CHECKING:
    import networkx as nx

LARGEST = 400
"""Texts and keys of one cluster; more is a chain through strangers unless it cannot be cut."""
_STEPS = (0.6, 0.7, 0.8, 0.9)
_CUT = 0.4
"""Modularity from which on parts are apart."""

Node = tuple[str, Hashable]
_Link = tuple[Node, Node, float, bool]
Within = Callable[[Collection[int]], Iterable[Edge]]


@dataclass(frozen=True, slots=True)
class Member:
    """A listing in the graph: its text, if it has one that is compared, and the keys that join it."""

    listing: int
    text: int | None
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """Listings of one cluster, rising; `component` is the smallest listing of all that hang together with it."""

    listings: tuple[int, ...]
    component: int
    units: int


def partition(
    members: Iterable[Member], edges: Iterable[Edge], within: Within | None = None, *, largest: int | None = None
) -> list[Part]:
    """All clusters of two and more listings, by their smallest listing.

    `edges` are enough that what is alike hangs together. Which they are may depend on the order in which texts came, so
    a giant is split by the edges that `within` gives for its texts alone; without it by those there are.
    """
    import networkx as nx  # late: most listings are placed without it

    most = LARGEST if largest is None else largest
    all_members = sorted(members, key=lambda one: one.listing)
    listings_of: dict[Node, list[int]] = defaultdict(list)
    joined = nx.utils.UnionFind()
    links: list[_Link] = []
    for member in all_members:
        nodes = nodes_of(member)
        if nodes:
            listings_of[nodes[0]].append(member.listing)
            links += [(nodes[0], node, 1.0, True) for node in nodes[1:]]
    for one, other, weight in edges:
        links.append((("text", one), ("text", other), weight, False))
    for one_node, other_node, *_ in links:
        joined.union(one_node, other_node)
    components: dict[Node, set[Node]] = defaultdict(set)
    for node in {node for link in links for node in link[:2]}:
        components[joined[node]].add(node)
    alone = [{node} for node, listings in listings_of.items() if len(listings) > 1 and node not in joined.parents]
    found = []
    for nodes_here in [*components.values(), *alone]:
        holders = [node for node in nodes_here if node in listings_of]
        if not holders:
            continue
        component = min(listings_of[node][0] for node in holders)
        small = len(nodes_here) <= most
        for part in [nodes_here] if small else _split(_graph(nodes_here, _weighed(nodes_here, links, within)), most):
            listings = sorted(number for node in part for number in listings_of.get(node, ()))
            if len(listings) > 1:
                found.append(Part(tuple(listings), component, len(part)))
    return sorted(found, key=lambda part: part.listings)


def _weighed(nodes: set[Node], links: Sequence[_Link], within: Within | None) -> Sequence[_Link]:
    """The links of a giant."""
    inside = [link for link in links if link[0] in nodes]
    if within is None:
        return inside
    texts = [value for kind, value in nodes if kind == "text" and isinstance(value, int)]
    found = [(("text", one), ("text", other), weight, False) for one, other, weight in within(texts)]
    return [*(link for link in inside if link[3]), *found]


def _graph(nodes: set[Node], links: Iterable[_Link]) -> nx.Graph:
    """The graph of one component; nodes and edges in a fixed order, so that it is split in one way only."""
    import networkx as nx

    here = list(links)
    order = _ranks(nodes, here)
    graph = nx.Graph()
    graph.add_nodes_from(sorted(nodes, key=order.__getitem__))
    for one, other, weight, hard in sorted(here, key=lambda link: (order[link[0]], order[link[1]])):
        graph.add_edge(one, other, weight=weight, hard=hard)
    return graph


def _ranks(nodes: Iterable[Node], links: Iterable[_Link]) -> dict[Node, tuple[str, Sequence[Hashable], str]]:
    """By what nodes are ordered: texts by their number, which comes of what they say; keys by the texts they stand
    under, since their own number comes of when they were first seen.
    """
    texts: dict[Node, set[Hashable]] = defaultdict(set)
    for one, other, _, hard in links:
        if hard:
            texts[other].add(one[1] if one[0] == "text" else -1)
    return {
        node: (node[0], [node[1]], "") if node[0] == "text" else (node[0], _rising(texts[node]), str(node[1]))
        for node in nodes
    }


def _rising(values: Iterable[Hashable]) -> Sequence[Hashable]:
    return sorted(values)  # type: ignore[type-var]


def nodes_of(member: Member) -> list[Node]:
    """The text of a listing and its keys; a listing that has none of them is a single."""
    text: list[Node] = [("text", member.text)] if member.text is not None else []
    return [*text, *(("key", key) for key in sorted(member.keys))]


def _split(graph: nx.Graph, largest: int) -> list[set[Node]]:
    """The parts of one component."""
    waiting: list[set[Node]] = [set(graph)]
    done: list[set[Node]] = []
    for step in _STEPS:
        done += [part for part in waiting if len(part) <= largest]
        waiting = [less for part in waiting if len(part) > largest for less in _without_weak(graph, part, step)]
    for part in waiting:
        done += _communities(graph, part) if len(part) > largest else [part]
    return done


def _without_weak(graph: nx.Graph, nodes: set[Node], bound: float) -> list[set[Node]]:
    import networkx as nx

    kept = nx.Graph()
    kept.add_nodes_from(nodes)
    kept.add_edges_from(
        (a, b) for a, b, data in graph.subgraph(nodes).edges(data=True) if data["hard"] or data["weight"] >= bound
    )
    return list(nx.connected_components(kept))


def _communities(graph: nx.Graph, nodes: set[Node]) -> list[set[Node]]:
    """Parts by modularity, if they are clearly apart; one phone under a thousand texts stays whole."""
    import networkx as nx

    here = nx.Graph()
    here.add_nodes_from(node for node in graph if node in nodes)
    here.add_edges_from((a, b, data) for a, b, data in graph.edges(data=True) if a in nodes and b in nodes)
    parts: list[set[Node]] = nx.community.louvain_communities(here, weight="weight", seed=1)
    apart = nx.community.modularity(here, parts, weight="weight") if len(parts) > 1 else 0.0
    return parts if apart >= _CUT else [nodes]
