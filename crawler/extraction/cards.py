"""What stands in a repeated card: title, price, date, place, text and picture, read without selectors."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extraction import prices
from crawler.extraction.calls import contacts_in
from crawler.extraction.found import Found
from crawler.extraction.names import DATE
from crawler.extraction.outline import TEXT, Node, Outline, pieces, up
from crawler.extraction.records import Record
from crawler.extraction.titles import Alike, title_of

_STRUCK = frozenset({"del", "s", "strike"})
_PRICE_NAMES = re.compile(r"price|preis|prix|precio|harga|prezzo|cena|amount|cost|gaji|salary|tarif|biaya|upah|ongkos")
_BESIDE = re.compile(r"\s+[·|•–—/]\s+")
_CENTS = re.compile(r"\d\d")
_FRACTION = re.compile(r"fraction|cents?(?:[\W_]|$)|decimal|superscript")
_LINE_THROUGH = re.compile(r"line-through", re.IGNORECASE)
_PLACE_NAMES = re.compile(
    r"location|(?:^|[\W_])loc(?:[\W_]|$)|place|lokasi|city|kota|region|area|alamat|address|ort(?:[\W_]|$)"
)
_SELLER_NAMES = re.compile(r"author|user-?name|seller|poster|member|penjual|company|perusahaan|employer|starter|toko")
_PRICE_DATA = re.compile(r"(?:data-)?(?:[\w-]+-)?(?:price|harga|amount)(?:-value|-amount)?")
_CODE = re.compile(r"[A-Z]{3}")
BREAK = "\x01"
_EDGE = " \t\n-–—|:·•,"


def read_card(outline: Outline, record: Record, *, shared: Alike | None = None) -> Found:
    """The listing that a card shows, in published words; `url` is absolute. `shared`: what the cards of its
    list have in common; without it, as for posts of a thread, no title is read.
    """
    return Found(
        url=record.href,
        title=title_of(outline, record, shared) if shared is not None else "",
        text=outline.lines(record.nodes),
        price=price_of_nodes(outline, record.nodes, common=shared.prices if shared is not None else frozenset()),
        location=_named(outline, record.nodes, _PLACE_NAMES),
        seller=_named(outline, record.nodes, _SELLER_NAMES),
        posted_at=date_of(record.nodes),
        images=_images(record.nodes),
        extra=told_beside(outline, record.nodes),
    )


def told_beside(outline: Outline, nodes: Sequence[Node]) -> dict[str, str]:
    """What links say that no reader of the page sees: whom its buttons call."""
    contact = contacts_in(outline, nodes)
    return {"contact": contact} if contact else {}


def price_of_nodes(
    outline: Outline, nodes: Sequence[Node], *, bare: bool = True, common: frozenset[str] = frozenset()
) -> str:
    """The price to pay among those that these nodes show, as published; `bare`: also a number in what is named so.

    `common` are prices that stand in nearly all cards of a list, as where bids begin; others are rather meant.
    """
    text, holders = _spread(nodes)
    found = []
    for start, end in prices.spans(text):
        around = _around(holders[start], nodes[0])
        rank = prices.rank(text, start, end, struck=_is_struck(around), names=[one.names for one in around[:3]])
        said = text[start:end].strip()
        found.append(prices.Priced(said, min(rank, 1) if said in common else rank))
    if not found and bare:
        found = _bare_prices(outline, nodes) or _carried_prices(nodes) or prices.worded(text)
    return prices.to_pay(found)


def _bare_prices(outline: Outline, nodes: Sequence[Node]) -> list[prices.Priced]:
    found = []
    for node in nodes:
        if node.tag != TEXT and not node.hidden and _PRICE_NAMES.search(node.names):
            around = _around(node, nodes[0])
            names = [one.names for one in around[:3]]
            found += prices.bare(outline.text(node), struck=_is_struck(around), names=names)
    return found


def _carried_prices(nodes: Sequence[Node]) -> list[prices.Priced]:
    """Amounts in attributes (`data-price="950000"`), which a script writes out."""
    found = []
    for node in nodes:
        for name, value in node.attrs.items() if not node.hidden else ():
            if value and _PRICE_DATA.fullmatch(name) and (amounts := prices.bare(value, names=[name])):
                sign = (node.attr("data-currency") or node.attr("currency")).strip()
                sign = f"{sign} " if _CODE.fullmatch(sign) else ""
                found.append(prices.Priced(sign + amounts[0].text, amounts[0].rank))
    return found


def _spread(nodes: Sequence[Node]) -> tuple[str, list[Node]]:
    """The visible text of these nodes, and for each of its characters the text node that holds it."""
    parts: list[str] = []
    holders: list[Node] = []
    for node, piece in pieces(nodes, BREAK):
        if parts and piece[:1].isdigit() and parts[-1][-1:].isdigit():  # two numbers, or the cents that stand raised
            parts.append("." if _CENTS.fullmatch(piece.strip()) and _is_raised(node) else " ")
            holders.append(node)
        elif parts and piece[:1].isalpha() and parts[-1][-1:].isalpha():  # words of two elements, side by side
            parts.append(" ")
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
