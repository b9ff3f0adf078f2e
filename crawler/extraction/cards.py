"""What stands in a repeated card: title, price, date, place, text and picture, read without selectors."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extraction import prices
from crawler.extraction.found import Found
from crawler.extraction.names import DATE, HEADINGS, PERSON, TITLE
from crawler.extraction.outline import TEXT, Node, Outline, pieces, up
from crawler.extraction.ownlink import BUTTON
from crawler.extraction.records import Record

_NO_TITLE = re.compile(r"user|author|seller|member|sub-?title|brand|manufacturer|store-?name|shop-?name|avatar|price")
_STRUCK = frozenset({"del", "s", "strike"})
_PRICE_NAMES = re.compile(r"price|preis|prix|precio|harga|prezzo|cena|amount|cost|gaji|salary")
_BESIDE = re.compile(r"\s+[·|•–—/]\s+")
_CENTS = re.compile(r"\d\d")
_FRACTION = re.compile(r"fraction|cents?(?:[\W_]|$)|decimal|superscript")
_LINE_THROUGH = re.compile(r"line-through", re.IGNORECASE)
_PLACE_NAMES = re.compile(
    r"location|(?:^|[\W_])loc(?:[\W_]|$)|place|lokasi|city|kota|region|area|alamat|address|ort(?:[\W_]|$)"
)
_SELLER_NAMES = re.compile(r"author|user-?name|seller|poster|member|penjual|company|perusahaan|employer|starter|toko")
_LABEL = re.compile(
    r"\A(?:sticky|wichtig|important|announcement|ank[uü]ndigung|pinned|moved|poll|umfrage|penting)\s*:\s*", re.I
)
BREAK = "\x01"
_EDGE = " \t\n-–—|:·•,"
_APART = re.compile(r"\w.*[-–—|:·•,(]\s*\Z", re.DOTALL)
_MAX_TITLE = 300


def read_card(outline: Outline, record: Record, *, titled: bool = True, common: frozenset[str] = frozenset()) -> Found:
    """The listing that a card shows, in published words; `url` is absolute. Posts of a thread have no title."""
    return Found(
        url=record.href,
        title=title_of(outline, record, common) if titled else "",
        text=outline.lines(record.nodes),
        price=price_of_nodes(outline, record.nodes),
        location=_named(outline, record.nodes, _PLACE_NAMES),
        seller=_named(outline, record.nodes, _SELLER_NAMES),
        posted_at=date_of(record.nodes),
        images=_images(record.nodes),
    )


def title_of(outline: Outline, record: Record, common: frozenset[str] = frozenset()) -> str:
    """The name of the listing: its heading, what is named a title, its link's words, else its picture's description.

    `common` are words that stand in most cards ("to the product") and name none of them.
    """
    candidates: list[tuple[float, str]] = []
    for node in record.nodes:
        if node.tag == TEXT or node.hidden:
            continue
        rank = _title_rank(node, record)
        if rank <= 0:
            continue
        text = outline.text(node) if node.tag in HEADINGS else _first_line(outline, node)
        if text and len(text) <= _MAX_TITLE and not BUTTON.match(text):
            candidates.append((rank - 4 * (text in common), text))
    if candidates and max(candidates)[0] > 0:
        best = max(candidates, key=lambda one: one[0])[1]
        return _whole(_bare_title(best), record)
    return _from_picture(record) or _first_named(outline.lines(record.nodes).split("\n"), common)


def _first_named(lines: Sequence[str], common: frozenset[str] = frozenset()) -> str:
    """The first line that is more than a button, a price or a date."""
    named = (
        one
        for one in lines
        if sum(char.isalpha() for char in one) >= 3
        and one not in common
        and not BUTTON.match(one)
        and not _only_figures(one)
    )
    return next((one for one in named if len(one) <= _MAX_TITLE), "")


def _first_line(outline: Outline, node: Node) -> str:
    """The words of an element; of one that holds several lines (a card that is one link) the first that names it."""
    lines = outline.lines(outline.inside(node)).split("\n")
    found = prices.spans(lines[0])
    if len(lines) == 1 and found and found[0][0] == 0:  # a card of inline elements that begins with its price
        lines = [one.text.strip() for one in outline.inside(node) if one.tag == TEXT and not one.hidden]
    return lines[0] if len(lines) == 1 else _first_named(lines)


def _only_figures(text: str) -> bool:
    """Whether a line is but a price or a date."""
    for start, end in prices.spans(text)[:1]:
        text = text[:start] + text[end:]
    return sum(char.isalpha() for char in DATE.sub("", text)) < 3


def _title_rank(node: Node, record: Record) -> float:
    """How likely this element is the title; 0 when it cannot be."""
    own = node.tag == "a" and (node is record.link or node.attr("href") == record.link.attr("href"))
    rank = 0.0
    if PERSON.search(node.names):
        return 0.0
    if node.tag in HEADINGS:
        rank = 6 - 0.2 * int(node.tag[1])
    elif TITLE.search(node.names) and not _NO_TITLE.search(node.names):
        rank = 4.0
    elif own:
        rank = 3.0
    elif node.tag in ("strong", "b"):
        rank = 1.0
    if not rank:
        return 0.0
    if own or any(one.tag == "a" and one.attr("href") == record.link.attr("href") for one in up(node)):
        rank += 2.5
    if own and TITLE.search(node.names):
        rank += 0.5
    return rank


def _bare_title(text: str) -> str:
    """A title without the price that stands at its end and without a forum's label before it."""
    text = _LABEL.sub("", text)
    found = prices.spans(text)
    if found and not text[found[-1][1] :].strip(_EDGE + "()") and _APART.search(text[: found[-1][0]]):
        return text[: found[-1][0]].strip(_EDGE + "(")
    return text.strip(_EDGE)


def _whole(text: str, record: Record) -> str:
    """The full title where the page shows it cut: the link's own `title` goes on where the dots begin."""
    cut = text.rstrip(" .…")
    if cut == text or not cut:
        return text
    for node in record.nodes:
        full = node.attr("title") if node.tag == "a" else ""
        if len(full) > len(cut) and full.startswith(cut):
            return full
    return text


def _from_picture(record: Record) -> str:
    for name in ("alt", "title"):
        for node in record.nodes:
            if node.tag in ("img", "a") and (text := node.attr(name)) and not BUTTON.match(text):
                return _bare_title(text)
    return ""


def price_of_nodes(outline: Outline, nodes: Sequence[Node], *, bare: bool = True) -> str:
    """The price to pay among those that these nodes show, as published; `bare`: also a number in what is named so."""
    text, holders = _spread(nodes)
    found = []
    for start, end in prices.spans(text):
        around = _around(holders[start], nodes[0])
        rank = prices.rank(text, start, end, struck=_is_struck(around), names=[one.names for one in around[:3]])
        found.append(prices.Priced(text[start:end].strip(), rank))
    return prices.to_pay(found or (_bare_prices(outline, nodes) if bare else []))


def _bare_prices(outline: Outline, nodes: Sequence[Node]) -> list[prices.Priced]:
    found = []
    for node in nodes:
        if node.tag != TEXT and not node.hidden and _PRICE_NAMES.search(node.names):
            around = _around(node, nodes[0])
            names = [one.names for one in around[:3]]
            found += prices.bare(outline.text(node), struck=_is_struck(around), names=names)
    return found


def _spread(nodes: Sequence[Node]) -> tuple[str, list[Node]]:
    """The visible text of these nodes, and for each of its characters the text node that holds it."""
    parts: list[str] = []
    holders: list[Node] = []
    for node, piece in pieces(nodes, BREAK):
        if parts and piece[:1].isdigit() and parts[-1][-1:].isdigit():  # two numbers, or the cents that stand raised
            parts.append("." if _CENTS.fullmatch(piece.strip()) and _is_raised(node) else " ")
            holders.append(node)
        parts.append(piece)
        holders += [node] * len(piece)
    return "".join(parts), holders


def _is_raised(node: Node) -> bool:
    return any(one.tag == "sup" or _FRACTION.search(one.names) for one in up(node) if node.depth - one.depth <= 2)


def _around(node: Node, top: Node) -> list[Node]:
    """`node` and what is around it within the record, from the inside out, texts left out."""
    return [one for one in up(node) if one.at >= top.at and one.depth >= top.depth and one.tag != TEXT]


def _is_struck(around: Sequence[Node]) -> bool:
    return any(one.tag in _STRUCK or _LINE_THROUGH.search(one.attr("style")) for one in around)


def date_of(nodes: Sequence[Node]) -> str:
    """The date a card shows: a `time` element first, else what reads like one."""
    for node in nodes:
        if node.tag == "time" and (stamp := node.attr("datetime")):
            return stamp
    for node in nodes:
        if node.tag == TEXT and not node.hidden and len(node.text) < 80 and (match := DATE.search(node.text)):
            parts = _BESIDE.split(node.text.strip())  # "Tangerang · 17 November 2026"
            text = next((part for part in parts if DATE.search(part)), match[0])
            return text if len(text) <= 40 else match[0]
    return ""


def _named(outline: Outline, nodes: Sequence[Node], names: re.Pattern[str]) -> str:
    for node in nodes[1:]:
        if node.tag != TEXT and not node.hidden and names.search(node.names):
            text = outline.text(node)
            if text and len(text) <= 80:
                return text.strip(_EDGE)
    return ""


def _images(nodes: Sequence[Node]) -> tuple[str, ...]:
    found = (node.attr("data-src") or node.attr("src") for node in nodes if node.tag == "img")
    return tuple(dict.fromkeys(source for source in found if source and not source.startswith("data:")))
