"""Reads a page without selectors: the listings of an index, the posts of a thread, or the one listing it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from crawler.extraction import prices
from crawler.extraction.cards import read_card
from crawler.extraction.columns import is_headed, with_columns
from crawler.extraction.detail import read_detail, read_essay, read_marked, read_whole, with_facts
from crawler.extraction.facts import contact_in, scope
from crawler.extraction.found import Found
from crawler.extraction.nested import find_nested
from crawler.extraction.nextpage import next_page
from crawler.extraction.outline import Outline, line
from crawler.extraction.ownlink import with_own_links
from crawler.extraction.plain import find_messages, find_plain
from crawler.extraction.records import Record, spans_of
from crawler.extraction.regions import find_region, links_of
from crawler.extraction.threads import as_posts
from crawler.extraction.titles import alike
from crawler.extraction.unsigned import with_unsigned

Kind = Literal["index", "thread", "detail", "nothing"]
_MOST_UNPRICED = 0.25
_FEW = 4
"""Priced records up to which something else on the page may rather be its list."""


@dataclass(frozen=True, slots=True)
class Read:
    """What detection saw: the kind of page, its listings in page order, and the address of the next page or empty."""

    kind: Kind
    found: list[Found]
    next_page: str = ""


def read_page(tree: LexborHTMLParser, url: str) -> Read:
    """What a person sees on the page at `url`: cards, posts or one listing."""
    outline = Outline(tree)
    base = base_of(tree, url)
    records, posts = _repeated(outline, base)
    detail = read_detail(outline, tree, records)
    if detail is None and not posts:
        detail = read_essay(outline, tree, records) or (read_marked(outline, tree) if not records else None)
    if detail is not None:
        detail = with_facts(outline, detail, records)
        return Read("detail", [replace(detail, url=_canonical(tree, base) or url)])
    following = next_page(outline, base, url, _head_next(tree, base))
    if posts:
        return Read("thread", [read_card(outline, record) for record in posts], following)
    if records:
        return Read("index", _cards(outline, records), following)
    return Read("nothing", [])


def _repeated(outline: Outline, base: str) -> tuple[Sequence[Record], Sequence[Record]]:
    """What repeats on the page, and the same as posts, none when it is no posts."""
    region = find_region(outline, base)
    rows = region is not None and is_headed(outline, region.records)
    posts = as_posts(region.records, base) if region is not None and not rows else []
    records = with_own_links(region.records, base) if region is not None else ()
    if rows or (len(records) > _FEW and _priced(records)):
        return records, posts
    if (plain := find_plain(outline)) and (len(plain) >= 2 * len(records) or not _priced(records)):
        return plain, as_posts(plain, base)
    if _priced(records):
        return records, posts
    nested = _answers(outline, base)
    messages = as_posts(find_messages(outline), base)
    most: Sequence[Record] = max(nested, messages, key=len)
    return (most, most) if len(most) > len(posts) and len(most) >= len(records) else (records, posts)


def _priced(records: Sequence[Record]) -> bool:
    return any(prices.priced(line(record.nodes)) for record in records)


def _answers(outline: Outline, base: str) -> list[Record]:
    """The posts of a tree of comments."""
    nested = find_nested(outline, {node.at: address for node, address in links_of(outline, base)})
    return as_posts(nested, base) if nested else []


def read_one(tree: LexborHTMLParser, url: str) -> Found:
    """The listing of a page that is known to be about one; the cards of similar ones are left out."""
    outline = Outline(tree)
    return read_whole(outline, tree, _others(outline, tree, url))


def called_on(tree: LexborHTMLParser, url: str) -> dict[str, str]:
    """Whom the page of one listing calls by its links, as `contact`; those of other listings' cards are left out."""
    outline = Outline(tree)
    return contact_in(outline, scope(outline, spans_of(_others(outline, tree, url))))


def _others(outline: Outline, tree: LexborHTMLParser, url: str) -> Sequence[Record]:
    """The cards of other listings on the page of one; posts are its own text."""
    records, posts = _repeated(outline, base_of(tree, url))
    return () if posts else records


def base_of(tree: LexborHTMLParser, url: str) -> str:
    """The address that links of the page are relative to."""
    node = tree.css_first("base[href]")
    return urljoin(url, node.attributes.get("href") or "") if node else url


def _cards(outline: Outline, records: Sequence[Record]) -> list[Found]:
    """The listings of cards. An amount that only a few of them name, and in running text, is talk and no price."""
    shared = alike(outline, records)
    found = with_columns(outline, records, [read_card(outline, record, shared=shared) for record in records])
    found = with_unsigned(records, found)
    priced = sum(bool(one.price) for one in found)
    if priced <= _MOST_UNPRICED * len(found):
        return [replace(one, price="") for one in found]
    return found


def _head_next(tree: LexborHTMLParser, base: str) -> str:
    node = tree.css_first("link[rel=next][href]")
    return urljoin(base, node.attributes.get("href") or "") if node else ""


def _canonical(tree: LexborHTMLParser, base: str) -> str:
    node = tree.css_first("link[rel=canonical][href]")
    return urljoin(base, node.attributes.get("href") or "") if node else ""
