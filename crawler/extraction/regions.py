"""Finds the repeated cards of a page: the listings of an index or the posts of a thread, without any selector.

The way: links are grouped by the path of elements that leads to them; around each link of a group the largest element
that holds no other link of the group is its record; the group whose records look most like listings (own titles,
prices, pictures, dates, text) and least like a menu wins. Nothing here knows any site.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from crawler.extraction import prices
from crawler.extraction.names import HEADINGS, cleaned
from crawler.extraction.odd import with_odd_ones
from crawler.extraction.outline import Node, Outline, opens, up
from crawler.extraction.records import Link, Record, records_of
from crawler.extraction.scoring import score, surroundings

MAX_RECORDS = 500
_FEWEST = 2
_BEFORE = 40
_LESS = 0.2
_OTHERS = re.compile(
    r"serupa|sejenis|mirip|terkait|mungkin (?:juga )?(?:anda|kamu)|(?:anda|kamu) mungkin"
    r"|may (?:also )?like|also (?:like|viewed|bought)|similar|related|recently viewed"
    r"|(?:baru|terakhir) (?:saja )?(?:anda )?(?:di)?lihat|[aä]hnliche|similaires|relacionad",
    re.IGNORECASE,
)
"""What headings say over cards of others than the page is about."""
_LEAST = 0.5
"""The score below which a region is a menu or a side box."""


@dataclass(frozen=True, slots=True)
class Region:
    """The records of one repeated structure, and how much they look like listings."""

    records: tuple[Record, ...]
    score: float


def find_region(outline: Outline, base: str) -> Region | None:
    """The region that looks most like listings; None when nothing on the page repeats."""
    links = links_of(outline, base)
    regions: list[Region] = []
    done: set[tuple[int, ...]] = set()
    for key in _Paths().ways():
        for group in _grouped(links, key):
            identity = tuple(node.at for node, _ in group)
            if len(group) < _FEWEST or identity in done:
                continue
            done.add(identity)
            region = _region(outline, group, base)
            if region is not None and region.score >= _LEAST:
                regions.append(region)
    if not regions:
        return None
    best = max(regions, key=lambda one: one.score)
    if _of_others(outline, best.records[0].nodes[0]):
        best = _own(regions, best)
    return replace(best, records=with_odd_ones(outline, best.records, links))


def _of_others(outline: Outline, first: Node) -> bool:
    """Whether the heading over a list says that it shows others than the page is about."""
    before = outline.nodes[max(0, first.at - _BEFORE) : first.at]
    heading = next((one for one in reversed(before) if one.tag in HEADINGS), None)
    return heading is not None and _OTHERS.search(outline.text(heading)) is not None


def _own(regions: Sequence[Region], others: Region) -> Region:
    """The page's own list, which stands before that of others and shows prices as they do; else that."""
    begin = others.records[0].nodes[0].at
    before = [one for one in regions if one.records[-1].nodes[-1].at < begin and one.score >= _LESS * others.score]
    like = [one for one in before if _priced(one) >= _priced(others) > 0]
    return max(like, key=lambda one: one.score, default=others)


def _priced(region: Region) -> float:
    texts = (" ".join(node.text for node in record.nodes) for record in region.records)
    return sum(bool(prices.priced(text)) for text in texts) / len(region.records)


def links_of(outline: Outline, base: str) -> list[Link]:
    """Every link to another place, with its absolute address."""
    found = []
    for node in outline.nodes:
        if node.hidden:
            continue
        raw = node.attr("href") if node.tag == "a" else opens(node) if "onclick" in node.attrs else ""
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


def _grouped(links: Iterable[Link], key: Callable[[Node], tuple[object, ...]]) -> list[list[Link]]:
    groups: dict[tuple[object, ...], list[Link]] = defaultdict(list)
    for node, address in links:
        groups[key(node)].append((node, address))
    return [group for group in groups.values() if len(group) >= _FEWEST]


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
            lambda node: (cleaned(node), self._path(node, self._bare, classes=False)),
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
            label = f"{one.tag}{_column(one) if columns else ''}.{cleaned(one) if classes else ''}"
            before = known[one.parent.at] if one.parent is not None else -1
            known[one.at] = self._numbers.setdefault((before, label), len(self._numbers))
        return known[node.at]


def _region(outline: Outline, group: list[Link], base: str) -> Region | None:
    records = records_of(outline, group)
    if len(records) < _FEWEST:
        return None
    records = _without_side_boxes(outline, records[:MAX_RECORDS])
    return Region(tuple(records), score(outline, records, base))


def _without_side_boxes(outline: Outline, records: list[Record]) -> list[Record]:
    """The same cards in a side box ("recently viewed") are left out when the others stand in the main column."""
    main = [record for record in records if surroundings(outline, record) >= 0]
    return main if _FEWEST <= len(main) < len(records) <= 2 * len(main) else records
