"""Prices in running text: where they stand, and which of several is the one to pay now.

Currency signs and codes as in Unicode CLDR and ISO 4217; the words beside old and unit prices are the ones shops use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MARKS = r"[$€£¥₹₩₱฿₫₽₺₴₪﷼៛₭৳₦₵₾₸]|円|元|원|บาท|د\.إ|د\.ب|د\.ك|ر\.س|ر\.ق|ر\.ع|ج\.م|د\.أ|درهم|ريال|دينار"
_SIGNS = (
    r"US\$|S\$|A\$|C\$|R\$|HK\$|NT\$|NZ\$|MX\$|Rp\.?|RM|IDR|USD|EUR|GBP|CHF|AUD|CAD|SGD|MYR|THB|PHP|VND|JPY|CNY|HKD|TWD"
    r"|rupiah|ringgit|ri?yal|reyal|baht|yuan|USDT|NTD|INR|KRW|PLN|CZK|HUF|RON|SEK|NOK|DKK|TRY|RUB|UAH|BRL|MXN|CLP|ARS|ZAR|AED|SAR|QAR|KWD|BHD|OMR|JOD|EGP|MMK|KHR|LAK|BDT|PKR|LKR|NPR|NGN|KES|GHS|dirham|Dhs?\.?|Rs\.?|KSh|Euro|Fr\.|Kč|zł|lei|лв|руб\.?|грн|kr\.?|đ|vnđ"
    rf"|{_MARKS}"
)
_AMOUNT = (
    r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+(?:[.,]\d{1,2}|,-|\.-)?(?!\d)"
    r"|\d+(?:[.,]\d{1,2})?(?:,-|\.-|,–)?(?!\d|xx|[.,]?\*\*)"
)
_BEFORE = r"Rp|RM|S\$|(?:[$£¥₹₱]|USD|IDR|MYR|SGD|PHP|GBP)\s*\d"
"""Signs that stand before a number: "2 Rp 5.000" are two things and five thousand rupiah."""
_UNIT = (
    r"(?:\s*(?:jt|juta)\s*\d{1,3}\s*(?:rb|ribu)(?-i:(?![a-zà-ỹ]))|(?:jt|juta)\d{3}(?!\d)"
    r"|\s*(?:rb|ribu|jt|juta|mio|miliar|milyar|triệu|tỷ)(?:an)?(?-i:(?![a-zà-ỹ]))|(?<=\d\d)\s?perak\b|tr\d?\b)"
)
"""Small letters that follow make another word of it; a capital one begins what stands beside it."""
_SHORT = r"(?-i:[KkM])(?![\w²])"
"""Thousands and thousands of thousands behind an amount that has its sign: "Rp 15K", "IDR 1.2M"."""
_UP_TO = rf"(?:\s*(?:-|–|—|~|s\.?/?d\.?|sampai|hingga|to)\s*(?:{_AMOUNT})(?={_UNIT}))"
"""The upper end of a range that shares its unit: "1,9 - 2,3 juta"."""
_FROM = (
    r"(?:(?:\d{3}(?=.\d{3,4}(?!\d))|\d{4}(?=.\d{4,5}(?!\d))|\d{5}(?=.\d{5,6}(?!\d))|\d{1,3}(?:[.,]\d{3})+)[-–—~～至]"
    r"|\d{1,3}(?:[.,]\d{3})+ [-–—~] )"
)
"""The lower end of a range whose sign stands behind its upper one: "6000-8000元"."""
_TENS = r"\s?[万萬만]?"
"""Tens of thousands, as counted in East Asia: "1.2万元"."""
_LABEL = r"\b(?:harga|hrg|price|gaji|salary|tarif|biaya|upah|fee)\b\s*[:=]\s*"
_LARGE = r"\d{1,3}(?:[.,]\d{3})+(?!\d)(?:,-)?|\d{4,9}(?![\d.,:-]|/\d)"
_ROUND = r"(?<![\d.,])\d{1,3}(?:\.\d{3})+,[-–](?!\d)"
"""An amount that ends as prices do where rupiah and euro are written: "640.000,-"."""
_PRICE = re.compile(
    rf"(?P<before>(?<![A-Za-z])(?:{_SIGNS})|{_MARKS})\s*(?P<a>{_AMOUNT})(?P<ua>{_UP_TO}?{_UNIT}|{_SHORT}|)"
    rf"|(?P<b>(?<![\d.,])(?:{_FROM})?(?:{_AMOUNT}))(?:{_TENS}\s*(?P<after>(?!{_BEFORE})(?:{_SIGNS})(?![A-Za-z]))|(?P<ub>{_UP_TO}?{_UNIT}))"
    rf"|{_LABEL}(?P<told>{_LARGE})|(?P<round>{_ROUND})",
    re.IGNORECASE,
)
_BY_LABEL = "told"
_DIGIT = re.compile(r"\d")
_DIGITS = "se|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan"
_WORDED = re.compile(
    rf"(?:{_LABEL}|(?:^|[\n\x01])\s*(?:hanya|cuma|cukup)?\s*)"
    rf"((?:(?:{_DIGITS}|setengah|puluh|belas|ratus|ribu|juta|miliar|milyar|koma)\s*){{2,12}}"
    r"(?:rupiah)?)(?=\s*(?:[\n\x01(/,.]|nego|net|pas|saja|\Z))",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?<![\d.,])(?:{_AMOUNT})")
_OLD = re.compile(
    r"\b(?:statt|was|rrp|msrp|uvp|list price|regular price|retail price|before|old price|alter preis|bisher|ehemals"
    r"|au lieu de|prix conseill\w*|antes|precio anterior|prezzo di listino|zamiast|harga (?:normal|lama|awal|asli)"
    r"|sebelumnya|coret|save|you save|hemat|discount|diskon|potongan|rabat|sie sparen|ersparnis)\b[^\d]{0,20}\Z",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:now|jetzt|nur|sale price|special price|your price|our price|sonderangebot|angebotspreis|aktion|kini|sekarang"
    r"|jadi|cuma|hanya|tunai|kontan|cash|ahora|maintenant|adesso|teraz|promo)\b[^\d]{0,20}\Z",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:cashback|voucher|kupon|cicilan|angsuran|kredit mulai|bonus"
    r"|versand\w*|shipping|delivery|ongkir|ongkos kirim|livraison|env[ií]o|porto|kaution|deposit|uang muka|dp"
    r"|grundpreis|entspricht|unit price|per unit|ex(?:cl)?\.? ?(?:tax|vat)|netto|sin iva|sans taxe|ab \d+ \w+)"
    r"\b[^\d]{0,20}\Z",
    re.IGNORECASE,
)
_PER = re.compile(
    r"\s*(?:/|pro|per|je|par|por)\s*(?:\d+\s*)?(?:kg|g|gr|l|ml|liter|litre|m|m²|m2|meter|stk|100\s?\w+)\b", re.I
)
_TIMES = re.compile(
    r"\s*[x×]\s*(?:\d{1,3}\s*(?:bln|bulan|kali|mo|months?|minggu|weeks?)\b|(?:6|10|12|18|24|36|48|60)(?![\d.,]))",
    re.IGNORECASE,
)
"""How often an instalment is paid: "Rp 250.000 x 12 bln"."""
_OLD_NAMES = re.compile(
    r"(?:^|[\W_])(?:old|was|regular|list-?price|strike\w*|before|original|cross(?:ed)?|msrp|rrp|retail)(?:[\W_]|$)"
    r"|pseudo|coret|streich"
)
_NOW_NAMES = re.compile(
    r"(?:^|[\W_])(?:special|sale|new|now|current|final|actual|discount(?:ed)?|promo|offer|cart)(?:[\W_]|$)"
)


@dataclass(frozen=True, slots=True)
class Priced:
    """A price as published, and how well it fits the price to pay (more is better)."""

    text: str
    rank: int


def priced(text: str) -> str:
    """The first price in a text, as published with its currency; empty when there is none.

    >>> priced("Lemari - Rp 1.250.000 (nego)"), priced("29 posts"), priced("12,50 € / kg")
    ('Rp 1.250.000', '', '12,50 €')
    """
    found = next(iter(_found(text)), None)
    return text[found[0] : found[1]].strip() if found else ""


def _found(text: str) -> Iterator[tuple[int, int]]:
    """Where prices stand; the word that says so ("Harga: 640.000") is no part of them."""
    if _DIGIT.search(text) is None:
        return iter(())
    return (match.span(_BY_LABEL if match[_BY_LABEL] else 0) for match in _PRICE.finditer(text))


def spans(text: str) -> list[tuple[int, int]]:
    """Where prices stand in a text."""
    return list(_found(text))


def in_text(text: str, *, struck: bool = False, names: Sequence[str] = ()) -> list[Priced]:
    """All prices in a text; `names` are those of the elements around it, from the inside out."""
    return [
        Priced(text[start:end].strip(), rank(text, start, end, struck=struck, names=names))
        for start, end in _found(text)
    ]


def rank(text: str, start: int, end: int, *, struck: bool, names: Sequence[str]) -> int:
    """How well the price at `start` to `end` fits the price to pay: -1 postage and instalments, which are
    no price of it at all, 0 struck, 1 a unit price, 5 "now".
    """
    before = text[max(0, start - 40) : start]
    if struck or _OLD.search(before):
        return 0
    if _BESIDE.search(before) or _TIMES.match(text, end):
        return -1
    if _PER.match(text, end):
        return 1
    if _NOW.search(before):
        return 5
    for name in names:
        if _OLD_NAMES.search(name):
            return 2
        if _NOW_NAMES.search(name):
            return 5
    return 4


def worded(text: str) -> list[Priced]:
    """An amount that is written in words alone, behind a label or on a line of its own ("Harga: tiga ratus ribu")."""
    return [Priced(match[1].strip(), 4) for match in _WORDED.finditer(text)]


def bare(text: str, *, struck: bool = False, names: Sequence[str] = ()) -> list[Priced]:
    """A number without currency where the page itself says that it is a price (a class named `price`)."""
    match = _BARE.search(text)
    if match is None or len(text) > 40:
        return []
    old = any(_OLD_NAMES.search(name) for name in names)
    return [Priced(match[0], 0 if struck else 1 if old else 3)]


def to_pay(found: Sequence[Priced]) -> str:
    """The price to pay now: not the struck one, not the one per kilogram; the first of those that fit best."""
    best = max(found, key=lambda one: one.rank, default=None)
    return best.text if best is not None and best.rank > -1 else ""
