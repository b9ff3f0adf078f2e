"""Finds the repeated cards of a page: the listings of an index or the posts of a thread, without any selector.

The way: links are grouped by the path of elements that leads to them; around each link of a group the largest element
that holds no other link of the group is its record; the group whose records look most like listings (own titles,
prices, pictures, dates, text) and least like a menu wins. Nothing here knows any site.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from urllib.parse import urljoin, urlsplit

from crawler.extraction import prices
from crawler.extraction.outline import TEXT, Node, Outline, up

MAX_RECORDS = 500
_FEWEST = 2
_WEAK = 0.4
"""A record worth so much less than the others is a stranger among them."""
_AROUND = 6
_LEAST = 0.5
"""The score below which a region is a menu or a side box."""
_STATE = re.compile(
    r"\A(?:first|last|odd|even|alt|alternate|active|selected|current|hot|new|unread|read|sticky|pinned|closed|locked"
    r"|hover|open|opened|visible|clear|clearfix|left|right|middle|sale|sold|featured|item-?\d*)\Z",
    re.IGNORECASE,
)
MENU = re.compile(
    r"(?:^|[\W_])(?:nav\w*|menu\w*|sub-?menu|foot\w*|breadcrumbs?|sidebar\w*|side|aside|pag(?:er|ination|enav\w*|e-?numbers?|elinks)|toolbar"
    r"|filter\w*|facets?|layered|social|share\w*|sharing|lang\w*|login|signin|search-?form|cookie\w*|consent|widgets?"
    r"|tag-?cloud|cart|basket|minicart|account|crumbs?|banner\w*|ads?|advert\w*|sponsor\w*|recent\w*|related|similar"
    r"|recommend\w*|upsell\w*|cross-?sell\w*|viewed|bestsell\w*|ticker|legend|rss|skip|topbar|top-?links|blogroll"
    r"|partners?|promo\w*|teaser-?box|online|statistics|stats|who|jump\w*|quick-?links|sitemap|categor(?:y|ies)-?list)(?:[\W_]|$)"
)
_LISTING = re.compile(
    r"product|listing|(?:^|[\W_])items?(?:[\W_]|$)|result|offer|thread|topic|discussion|post(?:[\W_s]|$)|article|entry"
    r"|card|(?:^|[\W_])ads?-?list|iklan|lowongan|job|vacanc|message|forum"
)
_MENU_TAGS = frozenset({"nav", "footer", "aside", "header"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TITLE = re.compile(r"title|(?:^|[\W_])name|headline|subject|judul|caption|betreff|titre|titulo|product-?link|topic")
PERSON = re.compile(r"user|author|member|(?:^|[\W_])by(?:[\W_]|$)|avatar|last-?post")
MEMBER = re.compile(r"member(?:list)?\b|[/?&;=](?:user|profile|author|u)s?(?:[/=.]|\.php)", re.IGNORECASE)
"""What addresses of people's pages hold."""
DATE = re.compile(
    r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b|\b\d{1,2}:\d{2}\b|\b\d+\s+\w+\s+(?:ago|lalu)\b"
    r"|\b(?:kemarin|yesterday|gestern|hier|hari ini|today|heute|baru saja)\b|\d+年\d+月"
    r"|\b(?:\d{1,2}\.?\s+)?(?:jan|feb|mar|m[aä]r|apr|may|mei|mai|jun|jul|aug|agt|agu|sep|oct|okt|nov|dec|des|dez)[a-zéû]*\.?"
    r"\s+\d{1,4}\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Record:
    """One repeated card: its nodes in document order, the link that identifies it, and the elements it begins with."""

    nodes: Sequence[Node]
    link: Node
    href: str


@dataclass(frozen=True, slots=True)
class Region:
    """The records of one repeated structure, and how much they look like listings."""

    records: tuple[Record, ...]
    score: float


def find_region(outline: Outline, base: str) -> Region | None:
    """The region that looks most like listings; None when nothing on the page repeats."""
    links = _links(outline, base)
    best: Region | None = None
    done: set[tuple[int, ...]] = set()
    for key in _Paths().ways():
        for group in _grouped(links, key):
            identity = tuple(node.at for node, _ in group)
            if len(group) < _FEWEST or identity in done:
                continue
            done.add(identity)
            region = _region(outline, group, base)
            if region is not None and (best is None or region.score > best.score):
                best = region
    return best if best is not None and best.score >= _LEAST else None


_Link = tuple[Node, str]


def _links(outline: Outline, base: str) -> list[_Link]:
    """Every link to another place, with its absolute address."""
    found = []
    for node in outline.nodes:
        if node.tag != "a" or node.hidden:
            continue
        raw = node.attr("href")
        if (
            not raw
            or raw.startswith("#")
            or raw.lower().startswith(("javascript:", "mailto:", "tel:", "data:", "whatsapp:"))
        ):
            continue
        try:
            address = urljoin(base, raw)
            scheme = urlsplit(address).scheme
        except ValueError:
            continue
        if scheme in ("http", "https") and not _is_home(address):
            found.append((node, address))
    return found


def _is_home(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query and not parts.fragment.startswith(("/", "!"))


def _grouped(links: Iterable[_Link], key: Callable[[Node], tuple[object, ...]]) -> list[list[_Link]]:
    groups: dict[tuple[object, ...], list[_Link]] = defaultdict(list)
    for node, address in links:
        groups[key(node)].append((node, address))
    return [group for group in groups.values() if len(group) >= _FEWEST]


def _cleaned(node: Node) -> str:
    return ".".join(sorted({name for name in node.classes if not _STATE.match(name) and not _DIGITS.search(name)}))


def _column(node: Node) -> str:
    return str(node.order) if node.tag in ("td", "th", "dd") else ""


class _Paths:
    """The ways in which links are alike: by the elements that lead to them, with or without classes and place.

    A path is a number: that of the parent's path and the element's own label.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, str], int] = {}
        self._exact: dict[int, int] = {}
        self._bare: dict[int, int] = {}
        self._grid: dict[int, int] = {}

    def ways(self) -> list[Callable[[Node], tuple[object, ...]]]:
        """Each way as a function from a link to what alike links share."""
        return [
            lambda node: (self._path(node, self._exact, classes=True),),
            lambda node: (_cleaned(node), self._path(node, self._bare, classes=False)),
            lambda node: (node.order, self._path(node, self._exact, classes=True)),
            lambda node: (node.order, self._path(node, self._bare, classes=False)),
            lambda node: (self._path(node, self._grid, classes=True, columns=False),),
            lambda node: (node.order, self._path(node, self._grid, classes=True, columns=False)),
        ]

    def _path(self, node: Node, known: dict[int, int], *, classes: bool, columns: bool = True) -> int:
        way = []
        for one in up(node):
            if one.at in known:
                break
            way.append(one)
        for one in reversed(way):
            label = f"{one.tag}{_column(one) if columns else ''}.{_cleaned(one) if classes else ''}"
            before = known[one.parent.at] if one.parent is not None else -1
            known[one.at] = self._numbers.setdefault((before, label), len(self._numbers))
        return known[node.at]


def _region(outline: Outline, group: list[_Link], base: str) -> Region | None:
    records = _records(outline, _once(group))
    if len(records) < _FEWEST:
        return None
    records = _without_side_boxes(outline, records[:MAX_RECORDS])
    return Region(tuple(records), _score(outline, records, base))


def _without_side_boxes(outline: Outline, records: list[Record]) -> list[Record]:
    """The same cards in a side box ("recently viewed") are left out when the others stand in the main column."""
    main = [record for record in records if _surroundings(outline, record) >= 0]
    return main if _FEWEST <= len(main) < len(records) <= 2 * len(main) else records


def _once(group: list[_Link]) -> list[_Link]:
    """Neighbours that lead to the same place are one: the picture and the name of a card."""
    kept: list[_Link] = []
    for node, address in group:
        if not kept or kept[-1][1] != address:
            kept.append((node, address))
    return kept


def _records(outline: Outline, group: list[_Link]) -> list[Record]:
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
    heads: list[tuple[Node, _Link]] = []
    for node, address in group:
        head = next((one for one in up(node) if one.depth <= depth), node)
        if not heads or heads[-1][0] is not head:
            heads.append((head, (node, address)))
    return _with_followers(outline, heads)


def _with_followers(outline: Outline, heads: list[tuple[Node, _Link]]) -> list[Record]:
    """Records, each with the siblings up to the next one where the list is flat (`dt`/`dd`, rows in pairs)."""
    gaps = []
    for (head, _), (following, _) in pairwise(heads):
        if head.parent is following.parent:
            gaps.append(_said(outline.nodes[head.end : following.at]))
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


def _said(nodes: Sequence[Node]) -> int:
    return sum(len(node.text.strip()) for node in nodes if node.tag == TEXT and not node.hidden)


def _score(outline: Outline, records: Sequence[Record], base: str) -> float:
    """How much these records look like listings: what each shows, less what marks menus, summed with damping."""
    shown = [_quality(outline, record, base) for record in records]
    titles = Counter(_words(record) for record in records)
    distinct = len(titles) / len(records)
    places = len({record.href for record in records}) / len(records)
    strong = [value for value in shown if value >= _WEAK * sorted(shown)[len(shown) // 2]]
    mean = sum(strong) / len(shown)
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
        tuple(f"{one.tag}.{_cleaned(one)}" for one in islice(up(record.nodes[0]), 2, _AROUND)) for record in records
    )
    return max(around.values()) / len(records)


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
    shown = _shown(outline, record)
    own = " ".join(node.text for node in outline.inside(record.link) if node.tag == TEXT).strip()
    letters = sum(char.isalpha() for char in own)
    described = not own and shown.described
    value = 0.6 if letters >= 12 else 0.4 if letters >= 5 else 0.1 if letters else 0.3 if described else 0.0
    value += shown.worth + _own_link(outline, record, own) + _surroundings(outline, record)
    if urlsplit(record.href)[:3] == urlsplit(base)[:3] and not urlsplit(record.href).query:
        value -= 0.5
    return max(value, 0.02)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the nodes of a record are worth, whichever link it is known by."""

    worth: float
    described: bool


def _shown(outline: Outline, record: Record) -> _Shown:
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
    before = _said(outline.nodes[link.parent.at : link.at])
    return before > 15 and link.parent.said > max(60, 2 * length)


def _close(link: Node) -> list[Node]:
    """A link, and the two elements around it."""
    return [one for one in (link, link.parent, link.parent.parent if link.parent else None) if one is not None]


def _surroundings(outline: Outline, record: Record) -> float:
    """Menus, side boxes and footers count against a record; what calls itself a product or a thread, for it.

    What holds most of the page is named after its layout (`has-sidebar`), so its name says nothing.
    """
    against = favour = 0.0
    for one in up(record.link):
        names = "" if outline.is_layout(one) else one.names
        if _says_listing(names):
            favour = 0.4
        if one.depth >= record.nodes[0].depth:
            continue
        if one.tag in _MENU_TAGS or _says_menu(names) or one.attr("role") == "navigation":
            against = 2.2
    return favour - against


@lru_cache(maxsize=8192)
def _says_menu(names: str) -> bool:
    return MENU.search(names) is not None


@lru_cache(maxsize=8192)
def _says_listing(names: str) -> bool:
    return _LISTING.search(names) is not None
