"""Finds adverts and messages that lead nowhere: repeated elements without a link, each with a price or a number."""

from __future__ import annotations

import re
from collections import defaultdict

from crawler.extraction import prices
from crawler.extraction.calls import calls
from crawler.extraction.names import cleaned
from crawler.extraction.outline import Node, Outline
from crawler.extraction.records import Record

MAX_RECORDS = 500
_FEWEST = 5
_SHORTEST = 40
_MOST_OF = 0.6
_TAGS = frozenset({"article", "blockquote", "dd", "div", "li", "p", "section", "table", "tr"})
_HEAD = 80
"""Characters within which a message says who wrote it when."""
_MESSAGE = re.compile(r"(?:^|[\W_])(?:message|post|comment|reply)(?:[\W_\d]|$)")
_CLOCK = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:20)?\d\d\W{1,4}(?:\w+ )?\d{1,2}[:.]\d\d\b")
"""Day and time, as before the messages of a guestbook."""
_CALL = re.compile(r"\b(?:\+62|62|0)8\d(?:[ .-]?\d){6,11}\b|\b0\d{2,3}[ -]\d{5,8}\b")


def find_plain(outline: Outline) -> tuple[Record, ...]:
    """The adverts of the longest such list of siblings; empty when there is none. Their addresses are empty."""
    lists: dict[tuple[int, str, str], list[Node]] = defaultdict(list)
    for node in outline.nodes:
        if node.tag in _TAGS and not node.hidden and node.parent is not None:
            lists[node.parent.at, node.tag, cleaned(node)].append(node)
    best = max((_adverts(outline, nodes) for nodes in lists.values() if len(nodes) >= _FEWEST), key=len, default=[])
    return tuple(Record(outline.inside(node), node, "") for node in best[:MAX_RECORDS])


def find_messages(outline: Outline) -> tuple[Record, ...]:
    """The messages of the longest list of siblings called so, whatever they link to. Their addresses are empty."""
    lists: dict[tuple[int, str], list[Node]] = defaultdict(list)
    for node in outline.nodes:
        if node.tag in _TAGS and not node.hidden and node.parent is not None and _is_message(outline, node):
            lists[node.parent.at, node.tag].append(node)
    best = max((nodes for nodes in lists.values() if len(nodes) >= _FEWEST), key=len, default=[])
    return tuple(Record(outline.inside(node), node, "") for node in best[:MAX_RECORDS])


def _adverts(outline: Outline, nodes: list[Node]) -> list[Node]:
    """Those of these siblings that say something and link to nothing, when most sell, can be called or are messages."""
    texts = [(node, outline.text(node)) for node in nodes]
    told = [
        (node, text)
        for node, text in texts
        if (len(text) >= _SHORTEST or _CLOCK.search(text[:_HEAD]))
        and not any(one.tag == "a" and _leads(one) for one in outline.inside(node))
    ]
    selling = sum(
        bool(prices.priced(text) or _CALL.search(text) or _CLOCK.search(text[:_HEAD]) or _is_message(outline, node))
        for node, text in told
    )
    saying = sum(any(map(str.isalpha, text)) for _, text in texts)
    return [node for node, _ in told] if len(told) >= _FEWEST and selling >= _MOST_OF * saying else []


def _leads(node: Node) -> bool:
    """Whether a link leads to another page: not to a place on this one, and not to a messenger or a telephone."""
    href = node.attr("href")
    return bool(href) and not href.startswith("#") and not calls(href)


def _is_message(outline: Outline, node: Node) -> bool:
    """Whether an element calls itself a message or post, and has a number, or what it begins with has."""
    numbered = any(any(map(str.isdigit, one.attr("id"))) for one in outline.inside(node)[:3])
    return numbered and _MESSAGE.search(node.names) is not None
