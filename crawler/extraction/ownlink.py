"""Which link of a card is the listing's own: not its author's, not the cart's, not that of the last answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from crawler.extraction.calls import calls
from crawler.extraction.names import DATE, HEADINGS, MEMBER, PERSON, TITLE
from crawler.extraction.outline import Node, line, up
from crawler.extraction.records import Record

BUTTON = re.compile(
    r"\W*(?:details?|more|read more|view(?: \w+){0,2}|show|buy(?: now)?|add to \w+|zur detailseite|mehr"
    r"|in den warenkorb"
    r"|weiterlesen|kaufen|detail|lihat(?: \w+){0,2}|selengkapnya|baca \w+|beli|learn more|info|click \w+(?: \w+)?|order"
    r"|\d+ (?:comments?|komentar|repl(?:y|ies)|balasan|likes?|suka|views?|answers?|tanggapan|reviews?|ulasan)"
    r"|compare|wishlist|quick ?view|reply|voir|ver|leer m[aá]s|lire la suite|permalink|link|#?\d+)\W*\Z",
    re.IGNORECASE,
)
ACTION = re.compile(
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


_FOR_OTHERS = re.compile(rf"{PERSON.pattern}|company|sub-?title|perusahaan|employer|brand|seller")
_BY_NAME = 1.5


def with_own_links(records: Sequence[Record], base: str) -> tuple[Record, ...]:
    """The records, each identified by its own link where those all differ, else by the link that made the group."""
    common = common_texts(records)
    ranked = [_ranked(record, base, common) for record in records]
    places = Counter(max(links, key=lambda link: link[0])[3] for links in ranked if links)
    chosen = [_chosen(record, links, places, len(records)) for record, links in zip(records, ranked, strict=True)]
    if len({record.href for record in chosen}) == len({record.href for record in records}):
        return tuple(_without_calls(chosen))
    return tuple(_without_calls(records))


def _without_calls(records: Sequence[Record]) -> Iterator[Record]:
    """A link that calls somebody is no address of the listing."""
    return (replace(record, href="") if calls(record.href) else record for record in records)


def common_texts(records: Sequence[Record]) -> frozenset[str]:
    """What the links of most cards say: buttons, in whatever language."""
    count = Counter(text for record in records for text in {own_text(n, record) for n in record.nodes if n.tag == "a"})
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
    named = _named(record)
    return [
        (
            _rank(node, address, often, record, common, base) + _BY_NAME * (own_text(node, record) in named),
            node,
            address,
            _stands(node, record),
        )
        for node, address in links
    ]


def _named(record: Record) -> set[str]:
    """The words of headings and titles: a link over the whole card that says the same is the card's own."""
    return {text for node in record.nodes if _is_title(node) and (text := own_text(node, record))}


def _is_title(node: Node) -> bool:
    return (node.tag in HEADINGS or TITLE.search(node.names) is not None) and not _FOR_OTHERS.search(node.names)


def _stands(node: Node, record: Record) -> str:
    top = record.nodes[0].depth
    return "/".join(one.tag for one in up(node) if one.depth > top)


def _usable(node: Node) -> bool:
    raw = node.attr("href") if node.tag == "a" else ""
    return (
        bool(raw) and not raw.startswith("#") and raw.partition(":")[0].lower() not in ("javascript", "mailto", "tel")
    )


def _rank(node: Node, address: str, often: Counter[str], record: Record, common: frozenset[str], base: str) -> float:
    text = own_text(node, record)
    near = [one for one in up(node) if one.depth > record.nodes[0].depth or one is node][:3]
    rank = min(often[address], 3) * 1.0
    if any(one.tag in HEADINGS and _is_title(one) for one in near):
        rank += 3
    elif any(_is_title(one) for one in near):
        rank += 2.5
    named = " " in text or "." not in text  # `toko.example` beside a title says where that leads
    if sum(char.isalpha() for char in text) >= 5 and named and not BUTTON.match(text) and text not in common:
        rank += 1 + min(len(text), 60) / 60
    rank += 0.5 if node is record.link else 0.0
    rank += 1 if has_below(node, record) else 0
    rank -= 4 if is_action(address, base) else 0
    rank -= 2 if urlsplit(address).fragment or DATE.search(text) else 0
    rank -= 2.5 if MEMBER.search(address) else 3 if _OTHERS.search(address) else 0
    rank -= 2.5 if any(PERSON.search(one.names) for one in near[:2]) else 0
    return rank


def has_below(node: Node, record: Record) -> bool:
    """Whether other links of a card lead to places below this one's (`/kabar/7/reply`): it is what they are done to."""
    own = urlsplit(node.attr("href")).path.rstrip("/") + "/"
    return len(own) > 1 and any(
        one.tag == "a" and one is not node and urlsplit(one.attr("href")).path.startswith(own) for one in record.nodes
    )


def is_action(address: str, base: str) -> bool:
    """Whether an address does something (cart, login, share) rather than show a listing. On the page's own host its
    name says nothing: what leads to Facebook shares, unless the page is one of Facebook.
    """
    return ACTION.search(address.removeprefix(urljoin(base, "/"))) is not None


def own_text(node: Node, record: Record) -> str:
    """The words of a link."""
    top = record.nodes[0].at
    return line([one for one in record.nodes if node.at <= one.at < node.end and one.at >= top])
