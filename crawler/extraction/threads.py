"""Tells posts from listings: messages of people have text and no name of their own. And where each post is found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import SplitResult, urljoin, urlsplit

from crawler.extraction import prices
from crawler.extraction.names import DATE, HEADINGS, MEMBER, PERSON, TITLE
from crawler.extraction.outline import TEXT, Node, line, up
from crawler.extraction.ownlink import has_below, is_action, own_text
from crawler.extraction.records import Record, said
from crawler.extraction.titles import is_name

_PERMALINK = re.compile(r"permalink|post-?counter|postnum|post-?count|post-?link|post-?number|anchor|bookmark")
_POST = re.compile(r"/(?:posts?|comments?|status(?:es)?)[-/]\d+/?\Z|/\d+/?\Z")
_OF_A_PERSON = re.compile(r"/(?:users?|profiles?|members?|authors?|u)/[^/]+/?\Z", re.IGNORECASE)
_ASKED = re.compile(r"(?:^|&)(?:p|pid|post_?id|comment_?id|mid)=\d|(?:^|&)story_fbid=")
_COUNTED = re.compile(r"\s*#\s*\d+\s*\Z")
_WHOLE = re.compile(r"\W*(?:full story|berita lengkap|cerita lengkap|permalink|tautan permanen)\W*\Z", re.IGNORECASE)
_RE = re.compile(r"\A(?:re|aw|bls|balas(?:an)?)\s*:\s*", re.IGNORECASE)
_TOLD = re.compile(r"[#@]\w|https?:|www\.|\w+\.\w+/")
_TEXT = 60
"""Characters outside of links that posts have on average, and rows of a forum's index have not."""
_FEWEST = 4
"""Posts below which a page with no address for each is no thread."""
_MOST_NAMED = 0.3
_MOST_PRICED = 0.5
_LONGEST_NAME = 150
_DATE_CHARS = 40
_BEFORE = 15
"""Characters in front of a link from which on it stands in a sentence."""
_NAME_LETTERS = 3
_LETTERS = 12
"""Letters from which on the words of a link that is marked by nothing are a name rather than its author."""


def as_posts(records: Sequence[Record], base: str) -> list[Record]:
    """The posts of a thread or timeline, each known by its own address; empty when these records are no posts."""
    if not records or sum(said(record.nodes) - _linked(record) for record in records) < _TEXT * len(records):
        return []
    links = _permalinks(records, base)
    if not all(
        link is not None and _COUNTED.match(own_text(link[1], record))
        for link, record in zip(links, records, strict=True)
    ):
        priced = sum(bool(prices.priced(line(record.nodes))) for record in records)
        bold = priced > _MOST_PRICED * len(records)  # an advert in a line of its own is named by what is bold in it
        acted = [
            link[1] if link is not None and has_below(link[1], record) else None
            for link, record in zip(links, records, strict=True)
        ]
        if _named(records, acted, bold=bold) > _MOST_NAMED:
            return []
    hrefs = [link[2] for link in links if link is not None]
    if len(set(hrefs)) == len(records):
        return [
            replace(record, link=link[1], href=link[2]) for record, link in zip(records, links, strict=True) if link
        ]
    anchors = [_anchor(record, base) for record in records]
    if len(records) < _FEWEST and not all(anchors):
        return []
    return [replace(record, href=anchor) for record, anchor in zip(records, anchors, strict=True)]


def _linked(record: Record) -> int:
    return sum(len(node.text.strip()) for node in record.nodes if node.tag == TEXT and node.linked and not node.hidden)


def _anchor(record: Record, base: str) -> str:
    """The address of a post that has no link of its own: the page's, and the post's id; empty without one."""
    name = next((one for node in record.nodes[:4] if any(map(str.isdigit, one := node.attr("id")))), "")
    return urljoin(base, f"#{name}") if name else ""


def _named(records: Sequence[Record], acted: Sequence[Node | None], *, bold: bool) -> float:
    """The share of records that have a name: a heading, a title or the words of a link (with `bold`: also bold
    ones), found in no other record. Where a post's own link is known by what is done to it (`acted`), no other link
    names it.
    """
    told = [_names(record, own, bold=bold) for record, own in zip(records, acted, strict=True)]
    count = Counter(name for names in told for name in names)
    return sum(any(count[name] <= max(1, len(records) // 4) for name in names) for names in told) / len(records)


def _names(record: Record, own: Node | None, *, bold: bool) -> set[str]:
    found = set()
    for node in record.nodes[1:] if record.nodes[0].tag not in HEADINGS else record.nodes:
        if node.tag == TEXT or node.hidden or PERSON.search(node.names):
            continue
        if (
            (bold and node.tag in ("b", "strong"))
            or node.tag in HEADINGS
            or (TITLE.search(node.names) and not _is_person(node, record))
        ):
            text, least = _without_people(node, record, record.link if bold else None), _NAME_LETTERS
        elif (
            node.tag == "a"
            and own in (None, node)
            and not _is_person(node, record)
            and not _told(node, own_text(node, record), record)
        ):
            text, least = own_text(node, record), _NAME_LETTERS if node is record.link else _LETTERS
        else:
            continue
        text = _RE.sub("", text)
        if sum(map(str.isalpha, text)) >= least and len(text) <= _LONGEST_NAME and is_name(text) and not _is_date(text):
            found.add(text)
    return found


def _is_date(text: str) -> bool:
    """Whether words are those of a date ("Kemarin pukul 10.02")."""
    return len(text) <= _DATE_CHARS and DATE.search(text) is not None


def _without_people(node: Node, record: Record, kept: Node | None) -> str:
    """The words of a heading, those of its links to people left out ("Ani ▸ Pasar Kudus" names nothing)."""
    inside = [one for one in record.nodes if node.at <= one.at < node.end]
    people = [one for one in inside if one.tag == "a" and one is not kept and _is_person(one, record)]
    return line([one for one in inside if not any(link.at <= one.at < link.end for link in people)])


def _is_person(node: Node, record: Record) -> bool:
    """Whether a link leads to a person: it says so, or is `/ani` where the post's own address is `/ani/…/7`."""
    href = node.attr("href")
    if MEMBER.search(href) or any(PERSON.search(one.names) for one in [node, *list(up(node))[1:3]]):
        return True
    path = urlsplit(href).path.rstrip("/")
    below = (urlsplit(one.attr("href")).path for one in record.nodes if one.tag == "a" and one is not node)
    if path.count("/") != 1:
        return False
    if any("story_fbid=" in one.attr("href") for one in record.nodes if one.tag == "a"):
        return True  # people and pages of Facebook have the short addresses there
    return any(other.startswith(f"{path}/") and _POST.search(other) for other in below)


def _told(node: Node, text: str, record: Record) -> bool:
    """Whether a link stands in running text or is a hashtag, a mention or an address."""
    before = said([one for one in record.nodes if one.parent is node.parent and one.at < node.at])
    return bool(_TOLD.match(text)) or before > _BEFORE or bool(urlsplit(node.attr("href")).fragment)


def _permalinks(records: Sequence[Record], base: str) -> list[tuple[int, Node, str] | None]:
    """For each post the link that is most likely its own; what many posts link to belongs to none."""
    places = Counter(place for one in records for place in {urljoin(base, n.attr("href")) for n in one.nodes})
    shared = {place for place, count in places.items() if count > max(1, len(records) // 4)}
    return [_permalink(record, base, shared) for record in records]


def _permalink(record: Record, base: str, shared: set[str]) -> tuple[int, Node, str] | None:
    best: tuple[int, Node, str] | None = None
    for node in record.nodes:
        address = urljoin(base, node.attr("href")) if node.tag == "a" and node.attr("href") not in ("", "#") else ""
        if not address.startswith("http") or address in shared or is_action(address, base):
            continue
        rank = _rank(node, record, urlsplit(address))
        if rank >= 2 and (best is None or rank > best[0]):
            best = (rank, node, address)
    return best


def _rank(node: Node, record: Record, parts: SplitResult) -> int:
    """How likely a link is the post's own: 4 by its number (`#7`), 3 by its name, 2 by its address."""
    text = own_text(node, record)
    numbered = any(map(str.isdigit, parts.fragment))
    own = _POST.search(parts.path) or _ASKED.search(parts.query)
    rank = 4 if _COUNTED.match(text) else 3 if _PERMALINK.search(f"{node.names} {node.attr('rel')}") else 0
    rank += 3 if own and numbered else 2 if own or numbered else 0
    rank += has_below(node, record) and any(map(str.isdigit, parts.path))
    rank += 1 if DATE.search(text) else 2 if _WHOLE.match(text) else 0
    rank -= 1 if parts.fragment and not numbered else 0
    if _OF_A_PERSON.search(parts.path):
        return rank - 3
    return rank - 3 if MEMBER.search(parts.path) and not own and not numbered else rank
