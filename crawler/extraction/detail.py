"""Whether a page is about one listing, and that listing: its heading, the price beside it and the longest text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from crawler.extraction import facts, prices
from crawler.extraction.cards import date_of, price_of_nodes
from crawler.extraction.found import Found
from crawler.extraction.names import HEADINGS, MENU
from crawler.extraction.outline import TEXT, Node, Outline, up
from crawler.extraction.records import Record, spans_of

_LONGEST_TITLE = 300
_CLIMB = 12
_RUNNING = 40
"""Characters from which on a text is running text."""
_ESSAY = 600
_OF_SITES = frozenset(
    {"WebPage", "WebSite", "WPHeader", "WPFooter", "SiteNavigationElement", "BreadcrumbList", "SearchAction"}
)
"""Types of microdata that speak of pages, not of what they are about."""
_FIRST_PAGE = re.compile(r"(?:https?://[^/?#]+)?/\Z|https?://[^/?#]+\Z", re.IGNORECASE)
_PARTED = re.compile(r"\s+[-–—|»·]\s+")
_BUY = re.compile(
    r"add to (?:cart|basket|bag)|buy now|in den \w*warenkorb|beli sekarang|keranjang|hubungi penjual"
    r"|contact (?:the )?seller|ajouter au panier|a[nñ]adir al carrito|do koszyka|aggiungi al carrello|comprar",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"related|similar|recommend|also|upsell|cross-?sell|more (?:from|like)|other|serupa|terkait|lain|rekomendasi"
    r"|mungkin|[aä]hnlich|weitere|kunden|passend|similaires|aussi|relacionad|tambi[eé]n|podobne|simili",
    re.IGNORECASE,
)
_REVIEWS = re.compile(r"\bcustomer reviews\b|\b(?:reviews|ulasan|testimoni|kundenrezensionen)\W*\Z", re.IGNORECASE)
"""A page with such a title is about what people say of the thing that it names."""
_PRODUCT = ("product", "product.item", "og:product")


def read_detail(outline: Outline, tree: LexborHTMLParser, records: Sequence[Record]) -> Found | None:
    """The one listing of a page beside whose heading a price stands, apart from any cards; None if there is none.

    On an index the first element that holds both the heading and a price holds the cards as well; there the page must
    say itself that it sells one thing (`og:type`, a marked price, a button to buy it before the cards begin).
    """
    taken = spans_of(records)
    if records and _REVIEWS.search(_page_title(tree)):
        return None
    for heading in _headings(outline, tree):
        title = outline.text(heading)
        if not title or len(title) > _LONGEST_TITLE or _aside(heading, taken):
            continue
        for around in list(up(heading))[:_CLIMB]:
            holds = any(around.at <= first and last < around.end for first, last in taken[:1] + taken[-1:])
            if holds and not _sells_one(outline, tree, heading, taken):
                break
            nodes = [node for node in outline.inside(around) if not _inside(node, taken)]
            if price := price_of_nodes(outline, nodes, bare=False):
                return Found(title=title, text=_text(outline, taken), price=price, posted_at=date_of(nodes))
            if holds:
                break
    return None


def _aside(heading: Node, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether the heading stands among or behind the cards, or in a side box: then it names no listing."""
    if taken and heading.at >= min(first for first, _ in taken):
        return True
    return any(one.tag in ("footer", "aside", "nav") for one in up(heading))


def _inside(node: Node, taken: Sequence[tuple[int, int]]) -> bool:
    return any(first <= node.at <= last for first, last in taken)


def _sells_one(outline: Outline, tree: LexborHTMLParser, heading: Node, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether the page says that it offers the one thing its heading names."""
    if is_product(tree):
        return True
    begin = min(first for first, _ in taken)
    between = outline.nodes[heading.at : begin] if heading.at < begin else []
    if _announced(outline, begin) and price_of_nodes(outline, _unlinked(between), bare=False):
        return True
    return any(
        node.attr("itemprop") in ("price", "lowPrice")
        or (node.tag in ("button", "input", "a") and _BUY.search(_says(outline, node)))
        for node in between
        if node.tag != TEXT
    )


def _announced(outline: Outline, begin: int) -> bool:
    """Whether the cards are said to be others than the one above: by a name around them or the heading before them."""
    around = [one for one in up(outline.nodes[begin]) if not outline.is_layout(one)]
    headings = [one for one in outline.nodes[max(0, begin - 60) : begin] if one.tag in HEADINGS and one.tag != "h1"]
    said = [one.names for one in around] + [outline.text(one) for one in headings[-1:]]
    return any(_OTHERS.search(text) for text in said)


def _unlinked(nodes: Sequence[Node]) -> list[Node]:
    return [node for node in nodes if not node.linked and not any(one.tag in ("form", "a") for one in up(node))]


def _says(outline: Outline, node: Node) -> str:
    return f"{outline.text(node)} {node.attr('value')}"[:60]


def read_essay(outline: Outline, tree: LexborHTMLParser, records: Sequence[Record]) -> Found | None:
    """The article of a page whose heading is followed by more running text than all its cards hold; else None."""
    taken = spans_of(records)
    main = _main(outline, taken)
    if main is None:
        return None
    text = outline.lines(outline.inside(main))
    beside = sum(len(node.text) for record in records for node in record.nodes if node.tag == TEXT)
    headings = [one for one in _headings(outline, tree)[:1] if one.at < main.end]
    if len(text) < _ESSAY or len(text) < 2 * beside or not headings:
        return None
    return Found(
        title=outline.text(headings[0]), text=text, posted_at=date_of(outline.nodes[headings[0].at : main.end])
    )


def read_marked(outline: Outline, tree: LexborHTMLParser) -> Found | None:
    """The one thing of a page on which nothing repeats and whose microdata names one thing; else None."""
    things = [
        one for one in outline.nodes if "itemscope" in one.attrs and "itemprop" not in one.attrs and not one.hidden
    ]
    kinds = [one.attr("itemtype").rpartition("/")[2] for one in things]
    if len(things) != 1 or not kinds[0] or kinds[0] in _OF_SITES:
        return None
    named = any(one.attr("itemprop") == "name" and outline.text(one) for one in outline.inside(things[0]))
    return read_whole(outline, tree) if named else None


def read_whole(outline: Outline, tree: LexborHTMLParser, records: Sequence[Record] = ()) -> Found:
    """What the page says when it is known to be about one listing: the heading and the main text, priced or not."""
    taken = spans_of(records)
    found = read_detail(outline, tree, records)
    if found is None:
        main = _main(outline, taken) or _main(outline, [])
        nodes = outline.inside(main) if main else []
        titles = (outline.text(heading) for heading in (*_headings(outline, tree), *_above(outline, main)))
        named = next((text for text in titles if text and len(text) <= _LONGEST_TITLE), "")
        title = named or _without_site(outline, _page_title(tree))
        price = price_of_nodes(outline, nodes)
        found = Found(title=title, text=outline.lines(nodes), price=price, posted_at=date_of(nodes))
    return with_facts(outline, found, records)


def with_facts(outline: Outline, found: Found, records: Sequence[Record]) -> Found:
    """The one listing of a page with what the page says beside its text; `records` are the cards of others."""
    nodes = facts.scope(outline, spans_of(records))
    told = facts.labelled(nodes)
    return replace(
        found,
        price=found.price or prices.priced(told.get("price", "")),
        posted_at=told.get("posted_at") or facts.date_in(nodes) or found.posted_at,
        location=found.location or told.get("location") or facts.place_of(outline, nodes),
        seller=found.seller or told.get("seller") or facts.seller_of(outline, nodes),
        extra={**found.extra, **facts.contact_in(outline, nodes)},
    )


def _above(outline: Outline, main: Node | None) -> list[Node]:
    """The headings that stand over the main text or begin it, the nearest first."""
    if main is None:
        return []
    around = list(up(main))[:3][-1]
    first = next(
        (one.at for one in outline.inside(main) if one.tag == TEXT and len(one.text.strip()) >= _RUNNING), main.end
    )
    over = [one for one in outline.nodes[around.at : first] if one.tag in HEADINGS and not one.hidden]
    return over[::-1]


def _headings(outline: Outline, tree: LexborHTMLParser) -> list[Node]:
    """The elements that may name the listing, best first: `h1`, then a named or a second heading."""
    named = [node for node in outline.nodes if node.attr("itemprop") == "name" and not node.hidden]
    first = [node for node in outline.nodes if node.tag == "h1" and not node.hidden and not _names_site(outline, node)]
    page = _page_title(tree).casefold()
    second = [
        n for n in outline.nodes if n.tag in ("h2", "h3") and len(t := outline.text(n)) > 8 and t.casefold() in page
    ]
    return [*first, *named[:1], *second]


def _names_site(outline: Outline, heading: Node) -> bool:
    """Whether a heading is the name of the site: a link to its first page."""
    links = [one for one in outline.inside(heading) if one.tag == "a"]
    return len(links) == 1 and _FIRST_PAGE.match(links[0].attr("href")) is not None


def _without_site(outline: Outline, title: str) -> str:
    """The part of the page's title that the page itself shows, where the site's name stands behind it."""
    first = _PARTED.split(title, maxsplit=1)[0].strip()
    shown = any(node.tag == TEXT and node.text.strip() == first for node in outline.nodes)
    return first if shown else title


def _page_title(tree: LexborHTMLParser) -> str:
    meta = tree.css_first('meta[property="og:title"]')
    if meta is not None and (said := meta.attributes.get("content")):
        return said.strip()
    node = tree.css_first("title")
    return node.text(strip=True) if node is not None else ""


def _text(outline: Outline, taken: Sequence[tuple[int, int]]) -> str:
    main = _main(outline, taken)
    return outline.lines(outline.inside(main)) if main else ""


def _main(outline: Outline, taken: Sequence[tuple[int, int]]) -> Node | None:
    """The element whose own texts (and those of its paragraphs) say the most, links and menus left out."""
    weights: dict[Node, float] = {}
    for node in outline.nodes:
        if node.tag != TEXT or node.hidden or _inside(node, taken):
            continue
        length = len(node.text.strip())
        ancestors = list(islice(up(node), 1, 5))
        if length < 20 or any(
            one.tag in ("a", "nav", "footer", "button", "form") or MENU.search(one.names) for one in ancestors
        ):
            continue
        share = 1.0
        for one in ancestors:
            weights[one] = weights.get(one, 0.0) + length * share
            share *= 0.7
    return max(weights, key=lambda one: weights[one]) if weights else None


def is_product(tree: LexborHTMLParser) -> bool:
    """Whether the page itself says that it is about one thing (`og:type`)."""
    node = tree.css_first('meta[property="og:type"]')
    return node is not None and (node.attributes.get("content") or "").strip().lower() in _PRODUCT
