"""Amounts of money in folded text: how much, in which currency, for which period, and whether it is pay or a price.

Rates are fixed on purpose: a verdict must be the same on every day and machine. They are rounded to what is enough to
tell an ordinary wage from a bait.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import re2

from rules.amount_words import (
    CONTEXT,
    NOT_MONEY_AFTER,
    PAYING,
    PEOPLE,
    PRICE_AFTER,
    SALARY_AFTER,
    SERVICE,
    WORK,
)
from rules.fold import OTHER, Folded

RATES: dict[str, float] = {
    "IDR": 1, "USD": 16_500, "MYR": 3_900, "SGD": 12_500, "HKD": 2_100, "TWD": 520, "SAR": 4_400, "AED": 4_500,
    "QAR": 4_500, "KWD": 53_500, "BND": 12_500, "THB": 500, "PHP": 285, "JPY": 110, "KRW": 12, "CNY": 2_300,
    "EUR": 18_500, "GBP": 21_500, "AUD": 10_700, "VND": 0.63, "KHR": 4, "LAK": 0.75, "MMK": 8, "INR": 190,
    "PLN": 4_400, "TRY": 400,
}  # fmt: skip
"""Rupiah for one unit, mid-market of 2026 rounded."""

PERIODS = ("hour", "day", "week", "month", "year", "once")
MONTHLY: dict[str, float] = {"hour": 208, "day": 26, "week": 52 / 12, "month": 1, "year": 1 / 12}
"""How many of a period a working month holds: 26 days of 8 hours, the divisor of Indonesian wage rules."""


@dataclass(frozen=True, slots=True)
class Amount:
    """`low` to `high` in `currency` (ISO 4217), at folded `[start, end)`; `idr_low`, `idr_high` the same in rupiah.

    `period` is one of PERIODS or None when none is given. At most one of `is_salary` and `is_price` is true.
    """

    start: int
    end: int
    low: float
    high: float
    currency: str
    period: str | None
    idr_low: float
    idr_high: float
    is_salary: bool
    is_price: bool

    def raw_span(self, folded: Folded) -> tuple[int, int]:
        """The published characters."""
        return folded.span(self.start, self.end)


_BEFORE = {
    "rp": "IDR", "idr": "IDR", "usd": "USD", "usdt": "USD", "us$": "USD", "$": "USD", "u$": "USD", "rm": "MYR",
    "myr": "MYR", "sgd": "SGD", "s$": "SGD", "hkd": "HKD", "hk$": "HKD", "nt$": "TWD", "ntd": "TWD", "nt":
    "TWD", "twd": "TWD", "sar": "SAR", "sr": "SAR", "aed": "AED", "qar": "QAR", "kwd": "KWD", "kd": "KWD",
    "bnd": "BND", "thb": "THB", "php": "PHP", "jpy": "JPY", "krw": "KRW", "cny": "CNY", "rmb": "CNY", "eur":
    "EUR", "gbp": "GBP", "aud": "AUD", "a$": "AUD", "vnd": "VND", "inr": "INR", "pln": "PLN", "euro": "EUR",
}  # fmt: skip
_AFTER = {
    "rupiah": "IDR", "idr": "IDR", "perak": "IDR", "usd": "USD", "usdt": "USD", "dolar": "USD", "dollar": "USD",
    "dollars": "USD", "$": "USD", "ringgit": "MYR", "rm": "MYR", "myr": "MYR", "sgd": "SGD", "hkd": "HKD",
    "ntd": "TWD", "nt": "TWD", "twd": "TWD", "sar": "SAR", "riyal": "SAR", "reyal": "SAR", "real": "SAR", "aed":
    "AED", "dirham": "AED", "dinar": "KWD", "kwd": "KWD", "qar": "QAR", "bnd": "BND", "baht": "THB", "bath":
    "THB", "thb": "THB", "peso": "PHP", "php": "PHP", "yen": "JPY", "jpy": "JPY", "won": "KRW", "krw": "KRW",
    "yuan": "CNY", "rmb": "CNY", "cny": "CNY", "euro": "EUR", "eur": "EUR", "gbp": "GBP", "inr": "INR", "aud":
    "AUD", "dong": "VND", "zloty": "PLN", "pln": "PLN",
}  # fmt: skip
_DOLLARS = (("singap", "SGD"), ("hong", "HKD"), ("hk", "HKD"), ("taiwan", "TWD"), ("brunei", "BND"), ("austr", "AUD"))
_SIGNS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₩": "KRW", "₱": "PHP", "฿": "THB", "₫": "VND", "₹": "INR"}
_SIGN_LETTERS = frozenset("elywpbd" + OTHER)
_SCALES = {
    "jt": 1e6, "jta": 1e6, "juta": 1e6, "jutaan": 1e6, "jtan": 1e6, "jtaan": 1e6,
    "rban": 1e3, "ribuan": 1e3, "jeti": 1e6, "million": 1e6, "mio": 1e6, "rb": 1e3,
    "rbu": 1e3, "ribu": 1e3, "k": 1e3, "thousand": 1e3, "m": 1e9, "miliar": 1e9, "milyar": 1e9, "ratus": 1e2,
}  # fmt: skip

_NUMBER = r"[0-9]{1,3}(?: \. [0-9]{3})+|[0-9]{1,3}(?:[.,][0-9]{3})+(?:[.,][0-9]{1,2})?|[0-9]+(?:[.,][0-9]{1,2})?"
_SCALE = r"jutaan|jtaan|jtan|ribuan|rban|juta|jta|jt|jeti|million|mio|ribu|rbu|rb|thousand|miliar|milyar|ratus|k|m"
_RANGE = r"(?:,-)?\s?(?:-+|s/d|s\.d\.?|sd|sampai(?: dengan)?|smp|hingga|to|~|\+?/-)\s?"


def _either(names: dict[str, str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_FIGURES = re2.compile(
    rf"(?:^|[^a-z0-9.,]|(?:^|[^a-z])[elywpbd])(?:({_either(_BEFORE)})\s?\.?,?\s?)?({_NUMBER})(?:\s?({_SCALE})\b)?"
    rf"(?:{_RANGE}(?:(?:{_either(_BEFORE)})\s?\.?\s?)?({_NUMBER})(?:\s?({_SCALE})\b)?)?"
    rf"(?:,?-)?(?:\s?({_either(_AFTER)})(?:$|[^a-z0-9]))?".encode()
)

_SPLIT = re2.compile(
    rb"(?:^|[^a-z0-9.,])((?:(?:rp|idr)\s?\.?\s?)?([0-9]{1,3})\s?(jt|juta)(?:([0-9]{1,3})|\s?([0-9]{1,3})\s?(?:rb|ribu|k)))(?:$|[^a-z0-9.,]|[.,](?:$|[^0-9]))"
)
"""Millions and what is over: "2jt5", "4 juta 250 ribu"."""
_UNITS = {
    "satu": 1, "se": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "lapan": 8, "sembilan": 9, "sepuluh": 10, "sebelas": 11, "seratus": 100, "setengah": 0.5,
}  # fmt: skip
_VAGUE = {"belasan": (10, 19), "puluhan": (20, 99), "ratusan": (100, 999), "beberapa": (2, 9), "": (1, 9)}
_WORD = "|".join([*sorted(_UNITS, key=len, reverse=True), "puluh", "belas", "ratus"])
_SPELLED = re2.compile(
    rf"(?:^|[^a-z0-9])(?:(?:(belasan|puluhan|ratusan|beberapa) )?(juta|ribu|miliar|milyar)(an)?"
    rf"|((?:(?:{_WORD})\s?)+)(juta|ribu|miliar|milyar)((?: (?:{_WORD}))+(?: ribu)?)?( setengah)?"
    rf"|(se(?:juta|ribu|miliar))( (?:lima ratus|setengah|dua ratus|tujuh ratus lima puluh)(?: ribu)?)?)"
    rf"(?:\s?({_either(_AFTER)}))?(?:$|[^a-z0-9])".encode()
)

_PERIOD_WORDS = (
    ("month", "bulannya|bulan|bln|bl|months?|mth|mo"),
    ("week", "minggu|mgg|weeks?|wk|pekan"),
    ("hour", "jam|hours?"),
    ("day", "hari|hr|harinya|days?|shift|malam"),
    ("year", "tahun|thn|th|years?|annum"),
    (
        "once",
        "sekali|kepala|orang|org|anak|unit|pcs|buah|ekor|head|person|tugas|task|kali|"
        "trip|rit|sesi|session|pertemuan|event|acara|halaman|artikel|foto|video|kg|kilo|ton|box|dus|karung|lusin|meter|m2",
    ),
)
_PERIOD_AFTER = re.compile(
    r"[\s,.-]{0,3}(?:(?:/|per|se|tiap|setiap|a|each|every|dlm|dalam|dalam se|untuk se)\s?\.?\s?(?:1\s)?|p/)"
    r"(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _PERIOD_WORDS) + r")(?![a-z])"
)
_PERIOD_BEFORE = re.compile(
    r"(?P<month>bulanan|per ?bulan|sebulan|monthly|tiap bulan)|(?P<week>mingguan|per ?minggu|weekly|seminggu)|"
    r"(?P<day>harian|per ?hari|daily|sehari)|(?P<hour>per ?jam|hourly|sejam)|(?P<year>per ?tahun|tahunan|yearly|"
    r"setahun)"
)
_MONTHLY_AFTER = re.compile(
    r"[\s(]{0,2}(?:(?P<month>monthly|bulanan)|(?P<day>harian|daily)|(?P<week>mingguan|weekly))(?![a-z])"
)

_CLAUSE = re.compile(r"[\n;!?]|\.\s|\.(?=[a-z])")
_JOINED = re.compile(r"[0-9][/ -]$|[-+]$")
_ALONE = re.compile(r"\s?(?:$|[^a-z\s]|/|per|se(?:bulan|hari|minggu)|saja|aja|nego|\n)")
_NEAR = 46
MOST_NUMBERS = 5000
"""A text with more numbers than this is no listing; the rest of it is not read."""


def read_amounts(folded: Folded, currency_hint: str | None = None) -> tuple[Amount, ...]:
    """All amounts, in the order of the text. `currency_hint` (ISO 4217, from the listing) settles a bare '$'."""
    found = [*_in_figures(folded, currency_hint), *_split(folded), *_spelled(folded)]
    found.sort(key=lambda amount: (amount.start, -amount.end))
    kept: list[Amount] = []
    for amount in found:
        if not kept or amount.start >= kept[-1].end:
            kept.append(amount)
    return tuple(kept)


def salary_month_idr(amounts: Sequence[Amount]) -> tuple[float, float] | None:
    """The least and the greatest pay in rupiah a month, or None when no pay is named.

    Pay without a period is read as monthly, below 400,000 rupiah as daily.
    """
    months = [monthly(amount) for amount in amounts if amount.is_salary and amount.period != "once"]
    if not months:
        return None
    return min(low for low, _ in months), max(high for _, high in months)


def monthly(amount: Amount) -> tuple[float, float]:
    """Pay in rupiah a month; what is paid once stays as it is."""
    period = amount.period or ("month" if amount.idr_high >= 400_000 else "day")
    times = MONTHLY.get(period, 1)
    return amount.idr_low * times, amount.idr_high * times


def _in_figures(folded: Folded, hint: str | None) -> Iterator[Amount]:
    text = folded.text
    for match in islice(_FIGURES.finditer(text.encode()), MOST_NUMBERS):
        before, low, scale, high, high_scale, after = (part.decode() if part else "" for part in match.groups())
        low, high = low.replace(" ", ""), high.replace(" ", "")
        start = match.start(1) if before else match.start(2)
        end = max(match.end(i) for i in range(1, 7))
        currency = _currency(folded, before, after, start, end, hint)
        context = _context(text, start, end)
        if not _is_money(text, match, currency, context):
            continue
        numbers = _range(low, scale, high, high_scale)
        if numbers is None:
            continue
        yield _amount(text, start, end, *numbers, currency or "IDR", context)


def _split(folded: Folded) -> Iterator[Amount]:
    text = folded.text
    for match in islice(_SPLIT.finditer(text.encode()), MOST_NUMBERS):
        start, end = match.span(1)
        over = (match.group(4) or b"").decode()
        rest = float((over + "000000")[:6]) if len(over) < 3 and over else float(over or match.group(5).decode()) * 1e3
        low = float(match.group(2)) * 1e6 + rest
        yield _amount(text, start, end, low, low, "IDR", _context(text, start, end))


def _is_money(text: str, match: re.Match[bytes], currency: str | None, context: str) -> bool:
    """Whether a number is an amount: it has a currency, a scale, the shape of thousands, or a word for pay or price."""
    low, scale, high, high_scale = (match.group(i) or b"" for i in (2, 3, 4, 5))
    end = max(match.end(i) for i in (2, 3, 4, 5))
    if currency is None and text[max(0, match.start(2) - 1) : match.start(2)].isalpha():
        return False
    if low.startswith(b"0") and not low.startswith((b"0,", b"0.")):
        return False
    if currency is not None:
        return not (match.group(6) in (b"nt", b"real", b"won") and not high and len(low) < 3)
    unit = (high_scale or scale).decode()
    if unit in ("m", "ratus"):
        return unit == "m" and context != "" and not NOT_MONEY_AFTER.match(text, end)
    if unit == "k":
        figures = (high or low).replace(b".", b"").replace(b",", b"")
        return (context != "" or 10 <= int(figures) <= 2000) and not re.match(
            r"\s?(?:gold|emas|run)", text[end : end + 24]
        )
    if unit:
        return not re.match(PEOPLE, text[end : end + 24])
    if NOT_MONEY_AFTER.match(text, end) or _JOINED.search(text[max(0, match.start(2) - 2) : match.start(2)]):
        return False
    thousands = re.fullmatch(rb"[0-9]{1,3}(?:[.,][0-9]{3})+(?:,[0-9]{2})?", low) is not None
    if thousands:
        return (
            (len(low) >= 9 and low.endswith((b"000", b"500"))) or context != "" or text.startswith(",-", match.end(2))
        )
    return context != "" and 5 <= len(low) <= 9 and low.isdigit() and not low.startswith(b"62")


def _currency(folded: Folded, before: str, after: str, start: int, end: int, hint: str | None) -> str | None:
    if before:
        return _dollar(_BEFORE[before], before, folded.text[end : end + 14], hint)
    if after:
        return _dollar(_AFTER[after], after, folded.text[end : end + 14], hint)
    for offset in (start - 1, start - 2):  # fold reads € as a letter that looks like it
        if offset >= 0 and not folded.plain and folded.text[offset] in _SIGN_LETTERS:
            return _SIGNS.get(folded.raw[folded.at(offset)])
    return None


def _dollar(currency: str, written: str, following: str, hint: str | None) -> str:
    if written not in ("$", "dolar", "dollar", "dollars"):
        return currency
    for word, named in _DOLLARS:
        if following.lstrip(" (").startswith(word):
            return named
    return hint if hint in ("SGD", "HKD", "TWD", "BND", "AUD") else currency


def _range(low: str, scale: str, high: str, high_scale: str) -> tuple[float, float] | None:
    least = _value(low, scale or high_scale)
    if not high:
        return (least, least) if least > 0 else None
    most = _value(high, high_scale or scale)
    if least > most and not scale:
        least = _value(low, "rb") if high_scale in ("jt", "jta", "juta") else _value(low, "")
    if not 0 < least <= most:
        return None
    return least, most


def _value(written: str, scale: str) -> float:
    factor = _SCALES.get(scale, 1.0)
    grouped = re.fullmatch(r"([0-9]{1,3}(?:[.,][0-9]{3})+)(?:[.,]([0-9]{1,2}))?", written)
    if grouped is None:
        return float(written.replace(",", ".")) * factor
    whole = float(re.sub(r"[.,]", "", grouped.group(1)))
    if factor >= 1e6 and whole >= 1000:
        return whole / 1000 * factor
    return (whole + float(f"0.{grouped.group(2) or 0}")) * factor


def _spelled(folded: Folded) -> Iterator[Amount]:
    text = folded.text
    for match in islice(_SPELLED.finditer(text.encode()), MOST_NUMBERS):
        parts = [part.decode() if part else "" for part in match.groups()]
        vague, vague_scale, suffix, words, scale, rest, half, one, one_rest, after = parts
        first = next(i for i in range(1, 10) if match.start(i) >= 0)
        start, end = match.start(first), max(match.end(i) for i in range(1, 11))
        if vague_scale:
            if not (vague or suffix) or re.search(r"[0-9]\s?$", text[max(0, start - 2) : start]):
                continue
            low, high = (bound * _SCALES[vague_scale] for bound in _VAGUE[vague])
        elif one:
            low = high = _SCALES[one[2:]] * (1 + _part(one_rest, _SCALES[one[2:]]))
        else:
            factor = _SCALES[scale]
            low = high = number_of_words(words) * factor + _part(rest, factor) * factor + (factor / 2 if half else 0)
        currency = _dollar(_AFTER[after], after, text[end : end + 14], None) if after else "IDR"
        context = _context(text, start, end)
        if (one or words.strip() == "se") and not (after or context or _ALONE.match(text, end)):
            continue
        if low > 0 and (after or context or low >= 1e5) and not re.match(PEOPLE, text[end : end + 24]):
            yield _amount(text, start, end, low, high, currency, context)


def number_of_words(words: str) -> float:
    """'dua puluh lima', 'tiga ratus', 'sebelas', 'satu setengah' as a number; other words count as nothing."""
    total = current = 0.0
    for word in re.findall(_WORD, words):
        if word == "belas":
            total, current = total + current + 10, 0
        elif word in ("puluh", "ratus"):
            total, current = total + (current or 1) * (10 if word == "puluh" else 100), 0
        else:
            total, current = total + current, _UNITS[word]
    return total + current


def _part(words: str, factor: float) -> float:
    """What 'lima ratus (ribu)' adds to 'dua juta', in units of the scale before it."""
    if not words.strip():
        return 0.0
    if "setengah" in words:
        return 0.5
    value = number_of_words(words)
    return value * 1000 / factor if factor >= 1e6 else value / factor


def _amount(text: str, start: int, end: int, low: float, high: float, currency: str, context: str) -> Amount:
    rate = RATES[currency]
    period = _period(text, start, end)
    paid = period in MONTHLY
    if paid and _says_pay(text, start, context):
        context = "salary"
    if period is None and context == "price":
        period = "once"
    return Amount(
        start, end, low, high, currency, period, low * rate, high * rate, context == "salary", context == "price"
    )


def _says_pay(text: str, start: int, context: str) -> bool:
    """Whether an amount by the hour or month is pay although no word says so: it is not for a room, a car, a course."""
    before = text[max(0, start - 60) : start]
    if context:
        return context == "price" and PAYING.search(before) is not None
    return not re.search(r"(?:sewa|kos|kost)\b", before) and (
        SERVICE.search(before) is None or WORK.search(before) is not None
    )


def _period(text: str, start: int, end: int) -> str | None:
    for pattern in (_PERIOD_AFTER, _MONTHLY_AFTER):
        if match := pattern.match(text, end):
            return match.lastgroup
    window = text[max(0, start - 28) : start]
    last = None
    for match in _PERIOD_BEFORE.finditer(_clause_before(window)):
        last = match.lastgroup
    return last


def _context(text: str, start: int, end: int) -> str:
    """'salary', 'price', 'other' (a bonus, a debt) or '': the nearest such word in the clause, or one right behind."""
    if SALARY_AFTER.match(text, end):
        return "salary"
    last = ""
    for match in CONTEXT.finditer(_clause_before(text[max(0, start - _NEAR) : start])):
        last = match.lastgroup or ""
    if last:
        return last
    return "price" if PRICE_AFTER.match(text, end) else ""


def _clause_before(window: str) -> str:
    return _CLAUSE.split(window)[-1]
