"""The name of the listing that a card shows: told by headings and marks, else by where the names of all cards stand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.extraction import prices
from crawler.extraction.calls import calls
from crawler.extraction.names import DATE, HEADINGS, PERSON, TITLE, cleaned
from crawler.extraction.outline import TEXT, Node, Outline, pieces, up
from crawler.extraction.ownlink import BUTTON, common_texts
from crawler.extraction.records import Record

_NO_TITLE = re.compile(r"user|author|seller|member|sub-?title|brand|manufacturer|store-?name|shop-?name|avatar|price")
_LABEL = re.compile(
    r"\A(?:sticky|wichtig|important|announcement|ank[uü]ndigung|pinned|moved|poll|umfrage|penting)\s*:\s*", re.I
)
_BADGE = re.compile(
    r"\W*(?:free|gratis|nego(?:tiable|siasi)?|cod|sold(?: out)?|terjual|habis|baru|bekas|new|used|sale|hot|top|ads?"
    r"|iklan|featured|unggulan|disorot|premium|promo(?:ted)?|sponsor(?:ed)?|urgent|terlaris|best ?seller|verified"
    r"|terverifikasi|popul(?:a|e)r|gratis ongkir|free shipping|call for price|price on request|make offer)\W*\Z",
    re.IGNORECASE,
)
"""Words of stickers and of what stands in a price's place: no listing is called so."""
_WEEKDAYS = re.compile(
    r"\b(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b,?",
    re.IGNORECASE,
)
_EDGE = " \t\n-–—|:·•,"
_APART = re.compile(r"\w.*[-–—|:·•,(]\s*\Z", re.DOTALL)
_MAX_TITLE = 300
_OFTEN = 0.4
"""The share of cards in which a line stands that names none of them."""
_NEARLY_ALL = 0.8
_FEW = 4
_LONG = 100
_FULL = 50
"""Characters of a name from which on more of them say no more, and from which on it rather is a description."""


@dataclass(frozen=True, slots=True)
class Alike:
    """What the cards of a list share: `texts` that stand in many of them, the `place` of their names, and `prices` that
    stand in nearly all.
    """

    texts: frozenset[str] = frozenset()
    place: str = ""
    prices: frozenset[str] = frozenset()


def alike(outline: Outline, records: Sequence[Record]) -> Alike:
    """What these cards share."""
    lines = [list(lines_of(record.nodes)) for record in records]
    count = Counter(text for one in lines for text in {text for _, text in one})
    often = {text for text, times in count.items() if len(records) >= _FEW and times > _OFTEN * len(records)}
    common = common_texts(records) | often
    amounts = Counter(price for one in lines for price in {t[a:b].strip() for _, t in one for a, b in prices.spans(t)})
    often = {price for price, times in amounts.items() if len(records) >= _FEW and times >= _NEARLY_ALL * len(records)}
    return Alike(common, _place(lines, common), frozenset(often))


def lines_of(nodes: Sequence[Node]) -> Iterator[tuple[str, str]]:
    """The lines of a card, each with the way of elements to its first word."""
    first: Node | None = None
    text = ""
    for node, piece in [*pieces(nodes, "\n"), (nodes[0], "\n")]:
        if piece == "\n":
            if first is not None and (said := " ".join(text.split())):
                yield _way(first, nodes[0]), said
            first, text = None, ""
        else:
            text += piece
            first = first or (node if piece.strip() else None)


def _way(node: Node, top: Node) -> str:
    return "/".join(f"{one.tag}.{cleaned(one)}" for one in up(node) if one.depth > top.depth and one.tag != TEXT)


def _place(lines: Sequence[Sequence[tuple[str, str]]], common: frozenset[str]) -> str:
    """Where the lines stand that most look like names: in most cards, each another, neither short nor descriptions."""
    found: dict[str, list[str]] = defaultdict(list)
    for card in lines:
        seen: set[str] = set()
        for way, text in card:
            if way not in seen:
                seen.add(way)
                found[way].append(text)
    best, place = 0.0, ""
    for way, texts in found.items():
        names = [text for text in texts if is_name(text) and text not in common]
        long = sum(min(len(text), _FULL) - 0.5 * max(0, len(text) - _LONG) for text in names) / (len(names) or 1)
        worth = len(names) / len(lines) * len(set(names)) / len(texts) * long
        if worth > best:
            best, place = worth, way
    return place


def is_name(text: str) -> bool:
    """Whether a line may name a listing: no button, sticker, price or date."""
    if BUTTON.match(text) or _BADGE.match(text):
        return False
    for start, end in prices.spans(text)[:1]:
        text = text[:start] + text[end:]
    return sum(char.isalpha() for char in _WEEKDAYS.sub("", DATE.sub("", text))) >= 3


def title_of(outline: Outline, record: Record, shared: Alike) -> str:
    """The name of the listing: its heading, what is named a title, its link's words, else its picture's description."""
    candidates: list[tuple[float, str]] = []
    for node in record.nodes:
        if node.tag == TEXT or node.hidden:
            continue
        rank = _title_rank(node, record)
        if rank <= 0:
            continue
        text = outline.text(node) if node.tag in HEADINGS else _first_line(outline, node, record, shared)
        if len(text) <= _MAX_TITLE and (is_name(text) or (text and rank >= 3 and not BUTTON.match(text))):
            rank -= 4 * (text in shared.texts) + 4 * (not is_name(text))
            candidates.append((rank, text))
    if candidates and max(candidates)[0] > 0:
        best = max(candidates, key=lambda one: one[0])[1]
        return _whole(_bare_title(best), record)
    return _from_picture(record) or _named_by(list(lines_of(record.nodes)), shared)


def _named_by(lines: Sequence[tuple[str, str]], shared: Alike) -> str:
    """The line that stands where the names stand, else the first that may be one."""
    names = [(way, text) for way, text in lines if is_name(text) and len(text) <= _MAX_TITLE]
    own = [(way, text) for way, text in names if text not in shared.texts] or names
    return next((text for way, text in own if way == shared.place), own[0][1] if own else "")


def _first_line(outline: Outline, node: Node, record: Record, shared: Alike) -> str:
    """The words of an element; of one that holds several lines (a card that is one link) the line that names it."""
    inside = outline.inside(node)
    lines = outline.lines(inside).split("\n")
    if len(lines) == 1:  # of inline elements, one of which is the price, the others are read apart
        texts = [text for one in inside if one.tag == TEXT and not one.hidden and (text := one.text.strip())]
        if any(_is_price(text) for text in (lines[0][:_LONG], *texts) if len(texts) > 1):
            return _named_by([("", text) for text in texts], shared)
        return lines[0]
    top = record.nodes[0]
    own = [(way, text) for way, text in lines_of([top, *inside] if node is not top else inside)]
    return _named_by(own, shared)


def _is_price(text: str) -> bool:
    """Whether a text is a price, or begins with one where the price's sign stands in an element of its own."""
    found = prices.spans(text)
    return bool(found) and found[0][0] == 0


def _title_rank(node: Node, record: Record) -> float:
    """How likely this element is the title; 0 when it cannot be."""
    own = (
        node.tag == "a"
        and not calls(node.attr("href"))
        and (node is record.link or node.attr("href") == record.link.attr("href"))
    )
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
