"""How much repeated records look like listings, and how little like a menu or a side box."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from urllib.parse import urlsplit

from crawler.extraction import prices
from crawler.extraction.names import (
    DATE,
    FOOTER,
    HEADINGS,
    MEMBER,
    MENU_TAGS,
    PERSON,
    TITLE,
    cleaned,
    says_listing,
    says_menu,
)
from crawler.extraction.outline import TEXT, Node, Outline, up
from crawler.extraction.records import Record, said

_WEAK = 0.4
"""A record worth so much less than the others is a stranger among them."""
_AROUND = 6
_OF_A_FOOTER = 0.2


def score(outline: Outline, records: Sequence[Record], base: str) -> float:
    """How much these records look like listings: what each shows, less what marks menus, summed with damping."""
    worths = [_quality(outline, record, base) for record in records]
    titles = Counter(_words(record) for record in records)
    distinct = len(titles) / len(records)
    places = len({record.href for record in records}) / len(records)
    strong = [value for value in worths if value >= _WEAK * sorted(worths)[len(worths) // 2]]
    mean = sum(strong) / len(worths)
    if distinct < 0.3 and places < 0.5:
        return 0.0
    count = len({record.href for record in records})
    like = _alike(records) * _together(records)
    return mean * math.pow(min(count, 60), 0.8) * (0.3 + 0.7 * distinct) * places**2 * like


def _together(records: Sequence[Record]) -> float:
    """How many of the records stand in places of one kind: a list and a side box built alike are two lists. Lists one
    below the other (pinned threads and the rest) are one.
    """
    around = Counter(
        tuple((one.tag, cleaned(one)) for one in islice(up(record.nodes[0]), 2, _AROUND)) for record in records
    )
    most = around.most_common(1)[0][0]
    return sum(count for way, count in around.items() if _of_a_kind(way, most)) / len(records)


def _of_a_kind(way: tuple[tuple[str, str], ...], other: tuple[tuple[str, str], ...]) -> bool:
    """Whether two ways lead through the same elements, each pair with a class in common or without any."""
    if len(way) != len(other):
        return False
    pairs = [(a, b, set(x.split(".")), set(y.split("."))) for (a, x), (b, y) in zip(way, other, strict=True)]
    return all(a == b and (x == y or bool(x & y)) for a, b, x, y in pairs)


def _words(record: Record) -> str:
    return " ".join(node.text.strip() for node in record.nodes if node.tag == TEXT)[:200]


def _alike(records: Sequence[Record]) -> float:
    """Records of one kind are of about one size and build; a link beside a whole page is no list."""
    sizes = sorted(len(record.nodes) for record in records)
    middle = sizes[len(sizes) // 2]
    even = 1.0 if sizes[-1] <= 8 * middle + 20 else 0.6
    shapes = [_shape(record) for record in records[:40]]
    pairs = list(pairwise(shapes))
    like = sum(len(a & b) / len(a | b) for a, b in pairs) / len(pairs)
    return even * (0.2 + 0.8 * like)


def _shape(record: Record) -> frozenset[tuple[int, str]]:
    """The tags of a record by their depth in it."""
    top = record.nodes[0].depth
    return frozenset((node.depth - top, node.tag) for node in record.nodes)


def _quality(outline: Outline, record: Record, base: str) -> float:
    """What one record shows that a listing has."""
    shown = shown_by(outline, record)
    own = " ".join(node.text for node in outline.inside(record.link) if node.tag == TEXT).strip()
    letters = sum(char.isalpha() for char in own)
    described = not own and shown.described
    value = 0.6 if letters >= 12 else 0.4 if letters >= 5 else 0.1 if letters else 0.3 if described else 0.0
    value += shown.worth + _own_link(outline, record, own) + surroundings(outline, record)
    if urlsplit(record.href)[:3] == urlsplit(base)[:3] and not urlsplit(record.href).query:
        value -= 0.5
    return max(value, 0.02) * (_OF_A_FOOTER if _in_footer(record) else 1.0)


def _in_footer(record: Record) -> bool:
    """Whether a record stands at the foot of the page: towns and kinds of goods there look like listings."""
    around = (one for one in up(record.nodes[0]) if one.depth < record.nodes[0].depth)
    return any(one.tag == "footer" or any(map(FOOTER.match, (*one.classes, one.attr("id")))) for one in around)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the nodes of a record are worth, whichever link it is known by."""

    worth: float
    described: bool


def shown_by(outline: Outline, record: Record) -> _Shown:
    """Price, picture, date, heading and running text of a record; remembered, for many groups share their records."""
    key = (record.nodes[0].at, record.nodes[-1].at)
    known = outline.memo.get(key)
    if isinstance(known, _Shown):
        return known
    texts = [node for node in record.nodes if node.tag == TEXT]
    text = " ".join(node.text.strip() for node in texts)[:4000]
    plain = len(text) - sum(len(node.text.strip()) for node in texts if node.linked)
    worth = 1.5 if prices.priced(text) else 0.0
    worth += 0.5 if any(node.tag == "img" for node in record.nodes) else 0.0
    worth += 0.5 if DATE.search(text) else 0.0
    worth += 0.4 if any(node.tag in HEADINGS for node in record.nodes) else 0.0
    worth += 0.5 * min(1.0, max(0, plain) / 60) + (0.5 * min(5.0, math.log2(plain / 60)) if plain > 60 else 0.0)
    shown = _Shown(worth, any(len(node.attr("alt")) > 8 for node in record.nodes if node.tag == "img"))
    outline.memo[key] = shown
    return shown


def _own_link(outline: Outline, record: Record, own: str) -> float:
    """Whether the link is the listing's own rather than that of its last answer or its author."""
    value = 0.4 if any(one.tag in HEADINGS or TITLE.search(one.names) for one in _close(record.link)) else 0.0
    if urlsplit(record.href).fragment or DATE.search(own):
        value -= 0.4
    if any(PERSON.search(one.names) for one in _close(record.link)) or MEMBER.search(record.href):
        value -= 0.6
    if _in_sentence(outline, record.link, len(own)):
        value -= 1.5
    return value


def _in_sentence(outline: Outline, link: Node, length: int) -> bool:
    """Whether the link stands inside running text: such links explain words, they name no listing."""
    if link.parent is None or link.parent.tag not in ("p", "span", "font", "em", "i", "blockquote"):
        return False
    before = said(outline.nodes[link.parent.at : link.at])
    return before > 15 and link.parent.said > max(60, 2 * length)


def _close(link: Node) -> list[Node]:
    """A link, and the two elements around it."""
    return [one for one in (link, link.parent, link.parent.parent if link.parent else None) if one is not None]


def surroundings(outline: Outline, record: Record) -> float:
    """Menus, side boxes and footers count against a record; what calls itself a product or a thread, for it.

    What holds most of the page is named after its layout (`has-sidebar`), so its name says nothing.
    """
    against = favour = 0.0
    for one in up(record.link):
        names = "" if outline.is_layout(one) else one.names
        if says_listing(names):
            favour = 0.4
        if one.depth >= record.nodes[0].depth:
            continue
        if one.tag in MENU_TAGS or says_menu(names) or one.attr("role") == "navigation":
            against = 2.2
    return favour - against
