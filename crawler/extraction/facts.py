"""What a page of one listing says beside its text: place, seller, date and price, by a label ("Lokasi: Kudus"), by what
its author called the element, and whom its buttons call.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from crawler.extraction.calls import contacts_in
from crawler.extraction.names import DATE, HEADINGS, MEMBER, says_menu
from crawler.extraction.outline import TEXT, Node, Outline, up

_LABELS = {
    "location": r"lokasi(?: (?:kerja|barang|penempatan|iklan))?|kota(?:/kab\w*)?|daerah|wilayah|alamat|penempatan"
    r"|domisili|negara(?: tujuan)?|location|city|place|area|address|based in|country|地址|地[點点區区]|工作地[點点]",
    "seller": r"(?:informasi |info |profil )?penjual|(?:di)?post(?:ing)? oleh"
    r"|pengiklan|pemasang(?: iklan)?|perusahaan|nama (?:penjual|pengiklan|perusahaan|toko)"
    r"|dari|oleh"
    r"|seller|company|employer|posted by|listed by|advertiser|agency|agen|toko"
    r"|屋主|房東|聯[絡繫]人|联系人|雇主|公司|[賣卖]家|刊登者",
    "posted_at": r"tanggal(?: (?:posting|tayang|pasang|iklan))?|tgl\.?|diposting(?:kan)?|diiklankan|dipasang|tayang"
    r"|diterbitkan|terbit|posted(?: on)?|date(?: posted)?|published|listed(?: on)?|diperbarui|updated"
    r"|(?:刊登|更新|發[佈布]|发布)(?:日期|時間|时间)?",
    "price": r"harga(?: sewa)?|hrg|gaji|upah|tarif|biaya|price|salary|rent|pay|月?薪[資资水]?|租金|[價价](?:格|錢|钱)",
}
_LABEL = {name: re.compile(rf"\W*(?:{words})\s*[:：]?\s*\Z", re.IGNORECASE) for name, words in _LABELS.items()}
_LINE = {name: re.compile(rf"\W*(?:{words})\s*[:：]\s*(\S.*)\Z", re.IGNORECASE) for name, words in _LABELS.items()}
_IN = re.compile(r"(?:.{0,30}\s)?(?:di|in)\Z", re.IGNORECASE)
"""Before the link to a place: "Ditawarkan 2 hari lalu di Sleman"."""
_OWN_FOOT = re.compile(r"(?:post|entry|article|card|message|item|ad)[-_]+foot\w*(?:[-_]\w+)*")
"""What is called the foot of a post says who wrote it when; it is none of the page."""
_LONGEST = 80
_PLACE = re.compile(
    r"location|(?:^|[\W_])loc(?:[\W_]|$)|lokasi|city|kota|addr|alamat|(?:^|[\W_])(?:geo|map-?)?pin(?:[\W_]|$)"
)
_SELLER = re.compile(
    r"author|user-?name|seller|penjual|pengiklan|advertiser|agent|company|perusahaan|employer|toko|vendor|owner|poster"
)
_NAMED = re.compile(r"name|nama|title")
_SAYS_WHEN = re.compile(
    r"\b(?:ago|lalu|kemarin|hari ini|yesterday|today|baru saja|just now|wingi|post|posted|dipost\w*|diiklan\w*|tayang"
    r"|terbit|published|dipasang|diperbarui|updated)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s+[·|•–—]\s+")
_MOSTLY = 12
"""Characters that may stand beside a date that is a text of its own."""
_MOST_NAMED = 50
_MOST_CONTACTS = 3
"""More contacts on a page belong to several people; whose the listing is cannot be told."""


def scope(outline: Outline, taken: Sequence[tuple[int, int]]) -> list[Node]:
    """What of a page may speak of its one listing: no menus, side boxes, footers and cards of others (`taken`)."""
    kept: list[Node] = []
    end = 0
    for node in outline.nodes:
        if node.at < end:
            continue
        if node.hidden or _is_frame(outline, node) or any(first <= node.at <= last for first, last in taken):
            end = node.end
            continue
        kept.append(node)
    return kept


def _is_frame(outline: Outline, node: Node) -> bool:
    if node.tag in ("nav", "footer", "aside"):
        return True
    return (
        node.tag not in (TEXT, "body", "a") and says_menu(_OWN_FOOT.sub("", node.names)) and not outline.is_layout(node)
    )


def labelled(nodes: Sequence[Node]) -> dict[str, str]:
    """The value beside each label: in the same text ("Lokasi : Kudus"), or in the next one (`dt`/`dd`, two cells)."""
    texts = [(node, said) for node in nodes if node.tag == TEXT and (said := node.text.strip())]
    found: dict[str, str] = {}
    for number, (_, text) in enumerate(texts):
        if len(text) > 2 * _LONGEST:
            continue
        for name in _LABELS:
            value = ""
            if match := _LINE[name].match(text):
                value = match[1]
            elif _LABEL[name].match(text) or (name == "location" and _IN.match(text) and _links_next(texts, number)):
                value = _beside(texts, number)
            if value and len(value) <= _LONGEST:
                found.setdefault(name, value.strip(" \t\n:.,"))
    return found


def _links_next(texts: Sequence[tuple[Node, str]], number: int) -> bool:
    """Whether the text after this one is a link beside it."""
    label, following = texts[number][0], texts[number + 1][0] if number + 1 < len(texts) else None
    return (
        following is not None
        and following.linked
        and following.parent is not None
        and (following.parent.parent is label.parent)
    )


def _beside(texts: Sequence[tuple[Node, str]], number: int) -> str:
    """The text after a label, when it stands in the same row or in the next element, and is no label itself."""
    label, said = texts[number]
    after = [text for _, text in texts[number + 1 : number + 3]]
    value = next((text for text in after if text.strip(" :：")), "")
    if not value or any(pattern.match(value) for pattern in _LABEL.values()):
        return ""
    pair = next((node for node, text in texts[number + 1 : number + 3] if text == value), label)
    near = said.rstrip().endswith((":", "：")) or value.startswith(":")
    return value.lstrip(" :：") if near or _common_depth(label, pair) >= label.depth - 3 else ""


def _common_depth(one: Node, other: Node) -> int:
    around = {node.at for node in up(one)}
    return next(node.depth for node in up(other) if node.at in around)


def place_of(outline: Outline, nodes: Sequence[Node]) -> str:
    """The words of the element that is called a place."""
    return next(_called(outline, nodes, _PLACE), "")


def seller_of(outline: Outline, nodes: Sequence[Node]) -> str:
    """The words of the element that is called a seller or author: of what is named so inside it, the link to a person,
    else its first line.
    """
    return next(_called(outline, nodes, _SELLER), "")


def _called(outline: Outline, nodes: Sequence[Node], names: re.Pattern[str]) -> Iterator[str]:
    silent = (TEXT, "body", "form", "input", "button", "h1")
    named = (node for node in nodes if node.tag not in silent and names.search(node.names))
    for node in islice(named, _MOST_NAMED):
        inside = [one for one in outline.inside(node)[1:] if one.tag != TEXT and not one.hidden]
        person = [
            one for one in inside if _NAMED.search(one.names) or (one.tag == "a" and MEMBER.search(one.attr("href")))
        ]
        text = outline.text(person[0]) if person else outline.lines(outline.inside(node)).partition("\n")[0]
        if text and len(text) <= _LONGEST and any(map(str.isalpha, text)):
            yield text.strip(" \t\n-–—|:·•,")


def date_in(nodes: Sequence[Node]) -> str:
    """The date that most likely is that of the listing: a `time`, then what says that it was posted, then a date that
    stands alone; empty when dates stand in sentences only.
    """
    for node in nodes:
        if node.tag == "time" and (stamp := node.attr("datetime")):
            return stamp
    alone = ""
    for node in nodes:
        if node.tag != TEXT or len(node.text) > _LONGEST:
            continue
        for part in _BESIDE.split(node.text.strip()):
            match = DATE.search(part)
            if match is None:
                continue
            short = len(part) <= len(match[0]) + _MOSTLY
            if _SAYS_WHEN.search(part):
                return part if short else match[0]
            alone = alone or (part if short else "")
    return alone


def contact_in(outline: Outline, nodes: Sequence[Node]) -> dict[str, str]:
    """Whom the links of the listing call, as `contact`; nothing when they call more people than one listing has. What
    stands before the first heading is the site's own.
    """
    first = next((number for number, node in enumerate(nodes) if node.tag in HEADINGS), 0)
    told = contacts_in(outline, nodes[first:])
    return {"contact": told} if told and told.count("\n") < _MOST_CONTACTS else {}
