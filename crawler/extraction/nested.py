"""Finds comments that lie in each other: elements of one kind, each a message, with the answers to it inside."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from crawler.extraction.names import cleaned
from crawler.extraction.outline import TEXT, Node, Outline
from crawler.extraction.records import Record, said

_FEWEST = 4
_MAX_RECORDS = 500
_MOST_KINDS = 5
"""Kinds of elements that are looked into; a page of many more wants to keep its reader busy."""
_SAYING = 0.8
_TAGS = frozenset({"article", "details", "div", "dd", "li", "section"})


def find_nested(outline: Outline, hrefs: dict[int, str]) -> tuple[Record, ...]:
    """The comments of a tree of answers, each without those inside it; empty when the page has no such tree. `hrefs`
    are the absolute addresses of links by where they stand.
    """
    kinds: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in outline.nodes:
        if node.tag in _TAGS and not node.hidden and (names := cleaned(node)):
            kinds[node.tag, names].append(node)
    trees = [nodes for nodes in kinds.values() if _FEWEST <= len(nodes) <= _MAX_RECORDS and _is_tree(nodes)]
    best: list[Record] = []
    for nodes in sorted(trees, key=len, reverse=True)[:_MOST_KINDS]:
        records = _records(outline, nodes, hrefs)
        if len(records) >= max(_FEWEST, _SAYING * len(nodes)) and len(records) > len(best):
            best = records
    return tuple(best)


def _is_tree(nodes: list[Node]) -> bool:
    return any(after.at < before.end for before, after in pairwise(nodes))


def _records(outline: Outline, nodes: list[Node], hrefs: dict[int, str]) -> list[Record]:
    """Those that have a link and running text of their own."""
    starts = {node.at for node in nodes}
    own: dict[int, list[Node]] = {node.at: [] for node in nodes}
    holders: dict[int, int] = {}
    for node in outline.nodes[nodes[0].at : max(node.end for node in nodes)]:
        holder = node.at if node.at in starts else holders.get(node.parent.at, -1) if node.parent else -1
        if holder >= 0:
            holders[node.at] = holder
            own[holder].append(node)
    records = []
    for parts in own.values():
        link = next((one for one in parts if one.at in hrefs), None)
        spoken = said([one for one in parts if one.tag == TEXT and not one.linked])
        if link is not None and spoken:
            records.append(Record(parts, link, hrefs[link.at]))
    return records
