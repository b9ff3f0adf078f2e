"""Prices as published ("Rp 1.250.000", "1,2 jt", "$12.50") to a number and an ISO 4217 code."""

from __future__ import annotations

import math
import re
from typing import Any

from price_parser import Price

_UNITS = {
    "rb": 1e3,
    "ribu": 1e3,
    "k": 1e3,
    "jt": 1e6,
    "juta": 1e6,
    "mio": 1e6,
    "m": 1e9,
    "miliar": 1e9,
    "milyar": 1e9,
    "triệu": 1e6,
    "tỷ": 1e9,
    "万": 1e4,
    "萬": 1e4,
    "만": 1e4,
}
_SHORT = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(rb|ribu|k|jt|juta|mio|m|miliar|milyar|triệu|tỷ|[万萬만])(?:an)?(?-i:(?![a-zà-ỹ]))",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:-|–|—|~|s\.?/?d\.?|sampai|hingga|to)\s*\d+(?:[.,]\d+)?\s*"
    r"(rb|ribu|k|jt|juta|mio|m|miliar|milyar|triệu|tỷ|[万萬만])(?-i:(?![a-zà-ỹ]))",
    re.IGNORECASE,
)
"""A range that shares its unit ("1,9 - 2,3 juta"): its lower end counts, as of every range."""
_AND = re.compile(r"(\d{1,3})\s*(?:jt|juta)(?:\s*(\d{1,3})\s*(?:rb|ribu)|(\d{3})(?!\d))", re.IGNORECASE)
"""Millions and thousands: "2 juta 500 ribu", "3jt500"."""
_TRIEU = re.compile(r"(\d{1,4})tr(\d)?(?![\da-z])", re.IGNORECASE)
"""Millions of dong and a tenth of one: "3tr5"."""
_HALF = re.compile(r"(?:\b1/2|½)\s*(rb|ribu|jt|juta|miliar|milyar)\b", re.IGNORECASE)
_MASKED = re.compile(r"\dxx|\d[.,]?\*\*")
"""An amount whose digits the page holds back: "Rp 1xx.xxx"."""
_MILLION = re.compile(r"(?:[$€£]|USD|EUR|GBP|SGD|AUD|RM)[^a-z]*\dM\b", re.IGNORECASE)
"""Where an M means a million: with moneys other than rupiah."""
_DONG = re.compile(r"triệu|tỷ|\dtr\d?\b", re.IGNORECASE)
_RUPIAH = re.compile(rf"{_SHORT.pattern}|\d\.\d{{3}},[-–]", re.IGNORECASE)
_PLAIN = re.compile(r"\d{1,15}(?:\.\d{1,2})?\Z")
_SYMBOLS = {
    "rp": "IDR", "idr": "IDR", "rm": "MYR", "myr": "MYR", "s$": "SGD", "sgd": "SGD", "$": "USD", "us$": "USD",
    "usd": "USD", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "¥": "JPY", "฿": "THB", "thb": "THB",
    "₱": "PHP", "php": "PHP", "nt$": "TWD", "hk$": "HKD", "a$": "AUD", "zł": "PLN",
    "kč": "CZK", "円": "JPY", "元": "CNY", "sar": "SAR", "aed": "AED",
    "đ": "VND", "vnđ": "VND", "บาท": "THB", "៛": "KHR", "₭": "LAK", "৳": "BDT", "₦": "NGN", "د.إ": "AED", "د.ب": "BHD",
    "د.ك": "KWD", "ر.س": "SAR", "ر.ق": "QAR", "ر.ع": "OMR", "ج.م": "EGP", "د.أ": "JOD", "dh": "AED", "dhs": "AED",
}  # fmt: skip
_WORDS = re.compile(r"\b(rupiah|ringgit|perak|riyal|reyal|dirham|baht|yen|yuan|ntd|usdt)\b|([元円원₩₫])", re.IGNORECASE)
_NAMED = {
    "rupiah": "IDR", "ringgit": "MYR", "perak": "IDR", "元": "CNY", "円": "JPY", "원": "KRW", "₩": "KRW", "₫": "VND",
    "riyal": "SAR", "reyal": "SAR", "dirham": "AED", "baht": "THB", "yen": "JPY", "yuan": "CNY", "ntd": "TWD",
    "usdt": "USD",
}  # fmt: skip
_YUAN = {"TW": "TWD", "HK": "HKD"}
"""What is called 元 in these regions."""
_SPELLED = re.compile(r"[^\d]*\b(?:ratus|ribu|juta|mil[iy]ar)\b[^\d]*\Z", re.IGNORECASE)
_LONE_DOLLAR = re.compile(r"(?<![A-Za-z])\$")
_CODE = re.compile(r"[A-Z]{3}\Z")
_MAX_CHARS = 200
"""No price is longer; the price parser takes time by the square of what it reads, and thousands of digits overflow."""


def price_of(value: Any) -> float | None:
    """The number in a price; None when there is none. Numbers pass through."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return float(value) if math.isfinite(value) else None
    text = str(value).strip()
    if len(text) > _MAX_CHARS:
        return None
    if _PLAIN.match(text):
        return float(text)
    if m := _AND.search(text):
        return float(m[1]) * 1e6 + float(m[2] or m[3]) * 1e3
    if _MASKED.search(text):
        return None
    if m := _TRIEU.search(text):
        return float(m[1]) * 1e6 + float(m[2] or 0) * 1e5
    if m := _HALF.search(text):
        return _UNITS[m[1].lower()] / 2
    if m := _RANGE.search(text) or _SHORT.search(text):
        unit = 1e6 if _MILLION.search(text) else _UNITS[m[2].lower()]
        return round(float(m[1].replace(",", ".")) * unit, 2)
    if _SPELLED.match(text):
        return _spelled(text)
    amount = Price.fromstring(text).amount
    return None if amount is None else float(amount)


def _spelled(text: str) -> float | None:
    """An amount in words, as the rules read it: "dua juta lima ratus ribu"."""
    from rules.amounts import read_amounts
    from rules.fold import fold

    amounts = read_amounts(fold(f"harga {text}"))
    return amounts[0].low if amounts else None


_DOLLARS = {
    "AU": "AUD", "NZ": "NZD", "CA": "CAD", "SG": "SGD", "HK": "HKD", "TW": "TWD", "MX": "MXN", "CL": "CLP", "CO": "COP",
    "AR": "ARS", "UY": "UYU", "BN": "BND", "FJ": "FJD",
}  # fmt: skip
"""What a lone dollar or peso sign means in a country (Unicode CLDR)."""


def currency_of(value: str, region: str = "ID") -> str | None:
    """The ISO 4217 code of a code, a symbol or a price; Indonesian short forms ("1,2 jt") mean rupiah in Indonesia.

    A lone `$` means what it means in `region`.
    """
    text = value.strip()
    if region in _DOLLARS and _LONE_DOLLAR.search(text[:_MAX_CHARS]):
        return _DOLLARS[region]
    if _CODE.match(text):
        return text
    if known := _SYMBOLS.get(text.casefold()):
        return known
    if _DONG.search(text[:_MAX_CHARS]):
        return "VND"
    if word := _WORDS.search(text[:_MAX_CHARS]):
        name = (word[1] or word[2]).lower()
        return _YUAN.get(region, _NAMED[name]) if name == "元" else _NAMED[name]
    symbol = Price.fromstring(text[:_MAX_CHARS]).currency
    if symbol:
        return _SYMBOLS.get(symbol.casefold()) or (symbol if _CODE.match(symbol) else None)
    short = _RUPIAH.search(text[:_MAX_CHARS]) or _SPELLED.match(text[:_MAX_CHARS])
    return "IDR" if region == "ID" and short else None
