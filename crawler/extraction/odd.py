"""Cards of another build among those of a list: the one that is shown large before the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from crawler.extraction import prices
from crawler.extraction.names import HEADINGS, MENU_TAGS, says_menu
from crawler.extraction.outline import TEXT, Node, Outline
from crawler.extraction.records import Link, Record

_FEWEST = 3
_MOST = 20
_NEARLY_ALL = 0.8
_NAME = 5
"""Letters that the words of a card's heading or link have at least."""


def with_odd_ones(outline: Outline, records: Sequence[Record], links: Sequence[Link]) -> tuple[Record, ...]:
    """The records, and what stands in the same list or before it, leads to one place of its own, and has a name, a
    picture and, like nearly all of them, a price.
    """
    parents = Counter(record.nodes[0].parent.at for record in records if record.nodes[0].parent is not None)
    if len(records) < _FEWEST or not parents:
        return tuple(records)
    at, count = parents.most_common(1)[0]
    priced = sum(bool(prices.priced(outline.text(record.nodes[0]))) for record in records)
    if count < _NEARLY_ALL * len(records) or priced < _NEARLY_ALL * len(records) or not _are_elements(records):
        return tuple(records)
    known = {record.href for record in records}
    odd = [one for one in _beside(outline, at, records, links) if one.href not in known]
    return tuple(sorted([*records, *odd], key=lambda record: record.nodes[0].at)) if odd else tuple(records)


def _are_elements(records: Sequence[Record]) -> bool:
    """Whether each record is one element, so that what lies between them belongs to none."""
    return all(len(record.nodes) == record.nodes[0].end - record.nodes[0].at for record in records)


def _beside(outline: Outline, at: int, records: Sequence[Record], links: Sequence[Link]) -> Iterator[Record]:
    parent = outline.nodes[at]
    heads = {record.nodes[0].at for record in records}
    places = [outline.children(parent)]
    if parent.parent is not None:
        before = [one for one in outline.children(parent.parent) if one.end <= parent.at]
        places.append(iter(before[-1:]))
    others = (
        one
        for place in places
        for one in place
        if one.at not in heads and one.tag not in (TEXT, *MENU_TAGS) and not says_menu(one.names)
    )
    for node in islice(others, _MOST):
        inside = [link for link in links if node.at <= link[0].at < node.end]
        if len({address for _, address in inside}) == 1 and _is_card(outline, node, inside):
            named = next((link for link in inside if _letters(outline.text(link[0]))), inside[0])
            yield Record(outline.inside(node), *named)


def _is_card(outline: Outline, node: Node, inside: Sequence[Link]) -> bool:
    """Whether an element has a price, a picture and a name."""
    within = outline.inside(node)
    named = [one for one in within if one.tag in HEADINGS] + [link for link, _ in inside]
    return (
        any(one.tag == "img" for one in within)
        and any(_letters(outline.text(one)) for one in named)
        and bool(prices.priced(outline.text(node)))
    )


def _letters(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= _NAME
