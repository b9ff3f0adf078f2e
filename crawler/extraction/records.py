"""Records: around each link of a group the element that stands for it, with what follows where the list is flat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawler.extraction.outline import TEXT, Node, Outline, up

Link = tuple[Node, str]
"""A link and its absolute address."""


@dataclass(frozen=True, slots=True)
class Record:
    """One repeated card: its nodes in document order, the link that identifies it, and the elements it begins with."""

    nodes: Sequence[Node]
    link: Node
    href: str


def spans_of(records: Sequence[Record]) -> list[tuple[int, int]]:
    """Where the records begin and end: the numbers of their first and last nodes."""
    return [(record.nodes[0].at, record.nodes[-1].at) for record in records]


def records_of(outline: Outline, group: Sequence[Link]) -> list[Record]:
    """The record of each link of a group; neighbours that lead to the same place are one."""
    return _around(outline, _once(group))


def _once(group: Sequence[Link]) -> list[Link]:
    """Neighbours that lead to the same place are one: the picture and the name of a card."""
    kept: list[Link] = []
    for node, address in group:
        if not kept or kept[-1][1] != address:
            kept.append((node, address))
    return kept


def _around(outline: Outline, group: Sequence[Link]) -> list[Record]:
    """Around each link the element at the height where most of them stand alone; flat lists take what follows."""
    alone = []
    for number, (node, _) in enumerate(group):
        before = group[number - 1][0].at if number else -1
        after = group[number + 1][0].at if number + 1 < len(group) else len(outline.nodes)
        holding = (one for one in up(node) if one.at <= before or one.end > after)
        outside = next(holding, None)
        alone.append(outside.depth + 1 if outside is not None else 0)
    inner = alone[1:-1] if len(alone) > 3 else alone
    depth = Counter(inner).most_common(1)[0][0]
    if len(alone) <= 3:
        depth = max(alone)
    heads: list[tuple[Node, Link]] = []
    for node, address in group:
        head = next((one for one in up(node) if one.depth <= depth), node)
        if not heads or heads[-1][0] is not head:
            heads.append((head, (node, address)))
    return _with_followers(outline, heads)


def _with_followers(outline: Outline, heads: list[tuple[Node, Link]]) -> list[Record]:
    """Records, each with the siblings up to the next one where the list is flat (`dt`/`dd`, rows in pairs)."""
    gaps = []
    for (head, _), (following, _) in pairwise(heads):
        if head.parent is following.parent:
            gaps.append(said(outline.nodes[head.end : following.at]))
    flat = bool(gaps) and sum(gap > 0 for gap in gaps) >= 0.7 * len(gaps) and len(gaps) >= 0.5 * len(heads)
    records = []
    for number, (head, (link, address)) in enumerate(heads):
        end = head.end
        if flat and head.parent is not None:
            after = heads[number + 1][0] if number + 1 < len(heads) else None
            if after is not None and after.parent is head.parent:
                end = after.at
            else:
                end = _tail(
                    outline,
                    head,
                    Counter(_siblings(outline, a[0], b[0]) for a, b in pairwise(heads)),
                )
        records.append(Record(outline.nodes[head.at : end], link, address))
    return records


def _siblings(outline: Outline, head: Node, following: Node) -> int:
    count, at = 0, head.end
    while at < following.at:
        at = outline.nodes[at].end
        count += 1
    return count


def _tail(outline: Outline, head: Node, counts: Counter[int]) -> int:
    """Where the last record of a flat list ends: as many siblings on as the others have."""
    at, most = head.end, head.parent.end if head.parent else head.end
    for _ in range(counts.most_common(1)[0][0] if counts else 0):
        if at >= most:
            break
        at = outline.nodes[at].end
    return at


def said(nodes: Sequence[Node]) -> int:
    return sum(len(node.text.strip()) for node in nodes if node.tag == TEXT and not node.hidden)
