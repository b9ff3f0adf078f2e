"""Which link of a card is the listing's own: not its author's, not the cart's, not that of the last answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from crawler.extraction.names import DATE, HEADINGS, MEMBER, PERSON, TITLE
from crawler.extraction.outline import TEXT, Node, line, up
from crawler.extraction.records import Record

BUTTON = re.compile(
    r"\W*(?:details?|more|read more|view(?: \w+){0,2}|show|buy(?: now)?|add to \w+|zur detailseite|mehr"
    r"|in den warenkorb"
    r"|weiterlesen|kaufen|detail|lihat(?: \w+){0,2}|selengkapnya|baca \w+|beli|learn more|info|click \w+(?: \w+)?|order"
    r"|compare|wishlist|quick ?view|reply|voir|ver|leer m[aá]s|lire la suite|permalink|link|#?\d+)\W*\Z",
    re.IGNORECASE,
)
_ACTION = re.compile(
    r"action=|add-?to|addtocart|/cart|basket|warenkorb|compare|wish-?list|login|signin|register|reply|report|share|sendto"
    r"|mailto|print|logout|delete|react|edit=|do=new|quick-?view|/tag/|facebook\.|twitter\.|whatsapp\.|pinterest\.|\.(?:jpe?g|png|gif|webp)\Z",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"/(?:compan(?:y|ies)|perusahaan|employers?|brands?|merek|manufacturers?|toko|sellers?|penjual|vendors?|merchants?"
    r"|kategori|categor(?:y|ies)|tags?|city|kota|lokasi|locations?)/",
    re.IGNORECASE,
)
"""What addresses of companies, shops, places and kinds of goods hold, which a card names beside its own."""
_PERMALINK = re.compile(r"permalink|post-?counter|postnum|post-?link|post-?number|anchor|bookmark")
_POST = re.compile(r"/(?:posts?|comments?)[-/]\d+/?\Z")
_COUNTED = re.compile(r"\s*#\s*\d+\s*\Z")
_SURE = 4
_POST_TEXT = 100
"""Characters outside of links that posts of a thread have on average, and rows of a forum's index have not."""


def with_own_links(records: Sequence[Record], base: str) -> tuple[Record, ...]:
    """The records, each identified by its own link where those all differ, else by the link that made the group."""
    common = common_texts(records)
    ranked = [_ranked(record, base, common) for record in records]
    places = Counter(max(links, key=lambda link: link[0])[3] for links in ranked if links)
    chosen = [_chosen(record, links, places, len(records)) for record, links in zip(records, ranked, strict=True)]
    if len({record.href for record in chosen}) == len({record.href for record in records}):
        return tuple(chosen)
    return tuple(records)


def common_texts(records: Sequence[Record]) -> frozenset[str]:
    """What the links of most cards say: buttons, in whatever language."""
    count = Counter(text for record in records for text in {_own_text(n, record) for n in record.nodes if n.tag == "a"})
    return frozenset(text for text, often in count.items() if often > max(2, 0.75 * len(records)))


_Ranked = tuple[float, Node, str, str]
"""A link: its rank, itself, its address, and where in the card it stands."""


def _chosen(record: Record, links: Sequence[_Ranked], places: Counter[str], count: int) -> Record:
    """The card's best link; one that stands where those of the other cards stand is better."""
    if not links:
        return record
    best = max(links, key=lambda link: link[0] + 3 * places[link[3]] / count)
    return replace(record, link=best[1], href=best[2])


def _ranked(record: Record, base: str, common: frozenset[str]) -> list[_Ranked]:
    links = [(node, urljoin(base, node.attr("href"))) for node in record.nodes if _usable(node)]
    often = Counter(address for _, address in links)
    return [
        (_rank(node, address, often, record, common), node, address, _stands(node, record)) for node, address in links
    ]


def _stands(node: Node, record: Record) -> str:
    top = record.nodes[0].depth
    return "/".join(one.tag for one in up(node) if one.depth > top)


def _usable(node: Node) -> bool:
    raw = node.attr("href") if node.tag == "a" else ""
    return (
        bool(raw) and not raw.startswith("#") and raw.partition(":")[0].lower() not in ("javascript", "mailto", "tel")
    )


def _rank(node: Node, address: str, often: Counter[str], record: Record, common: frozenset[str]) -> float:
    text = _own_text(node, record)
    near = [one for one in up(node) if one.depth > record.nodes[0].depth or one is node][:3]
    rank = min(often[address], 3) * 1.0
    if any(one.tag in HEADINGS for one in near):
        rank += 3
    elif any(TITLE.search(one.names) and not PERSON.search(one.names) for one in near):
        rank += 2.5
    if sum(char.isalpha() for char in text) >= 5 and not BUTTON.match(text) and text not in common:
        rank += 1 + min(len(text), 60) / 60
    rank += 0.5 if node is record.link else 0.0
    rank -= 4 if _ACTION.search(address) else 0
    rank -= 2 if urlsplit(address).fragment or DATE.search(text) else 0
    rank -= 2.5 if MEMBER.search(address) else 2 if _OTHERS.search(address) else 0
    rank -= 2.5 if any(PERSON.search(one.names) for one in near[:2]) else 0
    return rank


def _own_text(node: Node, record: Record) -> str:
    top = record.nodes[0].at
    return line([one for one in record.nodes if node.at <= one.at < node.end and one.at >= top])


def permalinks(records: Sequence[Record], base: str) -> list[tuple[Node, str]]:
    """The address of each post of a thread; empty when these records are no posts."""
    said = [sum(len(n.text.strip()) for n in record.nodes if n.tag == TEXT and not n.linked) for record in records]
    if not records or sum(said) < _POST_TEXT * len(records):
        return []
    found = [_permalink(record, base) for record in records]
    known = [one for one in found if one is not None]
    if len(known) < len(records) or len({href for _, _, href in known}) < len(known):
        return []
    counted = all(rank >= _SURE for rank, _, _ in known)
    if not counted and sum(_titled(record) for record in records) > 0.3 * len(records):
        return []
    return [(node, href) for _, node, href in known]


def _titled(record: Record) -> bool:
    """Whether the record is named by a link to a page of its own."""
    own = _own_text(record.link, record)
    if urlsplit(record.href).fragment or sum(char.isalpha() for char in own) < 3 or DATE.search(own):
        return False
    near = [record.link, *([record.link.parent] if record.link.parent else [])]
    return not MEMBER.search(record.href) and not any(
        PERSON.search(one.names) or _PERMALINK.search(one.names) for one in near
    )


def _permalink(record: Record, base: str) -> tuple[int, Node, str] | None:
    best: tuple[int, Node, str] | None = None
    for node in record.nodes:
        address = urljoin(base, node.attr("href")) if node.tag == "a" and node.attr("href") not in ("", "#") else ""
        if not address.startswith("http") or _ACTION.search(address):
            continue
        text, parts = _own_text(node, record), urlsplit(address)
        rank = 4 if _COUNTED.match(text) else 3 if _PERMALINK.search(f"{node.names} {node.attr('rel')}") else 0
        rank += 2 if any(char.isdigit() for char in parts.fragment) or _POST.search(parts.path) else 0
        rank += 1 if DATE.search(text) and rank else 0
        if rank >= 2 and (best is None or rank > best[0]):
            best = (rank, node, address)
    return best
