"""How contacts look where no rule has read them: shapes by which text and addresses are masked before they are kept.

It errs on the side of masking. What is masked by mistake is not lost: the sealed original is whole, and rules
judge that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate
from urllib.parse import unquote

EMAIL = r"(?<![\w.+\-])[\w.+\-]+(?:@|%40)[\w\-]+(?:\.[\w\-]+)+"
MOBILE = r"(?<!\d)(?:(?:\+|%2B)?\s?62[\s.\-]?|0)8\d{1,2}[\s.\-]?\d{3,4}[\s.\-]?\d{3,5}(?!\d)"
ABROAD = r"\+\d{1,3}(?:[\s.\-]?\d){7,12}(?!\d)"
_BARE_MOBILE = r"(?<![\d.,])8[1-9]\d(?:\d{7,9}|[ \-](?:\d{4}[ \-]\d{3,5}|\d{3}[ \-]\d{4,5}))(?![\d.,]?\d)"
"""A mobile number without its 0. Thousands of a price are parted by dots or have three figures each."""
_GROUPED = r"(?<![\w.,\-])\(?0\d{1,3}\)?[ \-]\d{3,4}[ \-]?\d{3,4}(?![\d\-])"
_IDENTITY = r"(?<![\d.,])\d{16}(?![\d.,]?\d)"
"""An identity or family card, or a bank card."""
_ACCOUNT = r"@(?<![\w@.]@)(?!\d|rp\.?\s?\d|idr)\w[\w.\-]+"
""""@25rb" and "@Rp5.000" are prices of one piece."""
_HOUSE = (
    r"(?:wa|whatsapp|tele|telegram|tg|ig|instagram|line|michat|wechat|weixin|signal|fb|facebook|tiktok|discord|bbm|kakao"
    r"|kakaotalk|snapchat|viber|zalo|skype|threema)"
)
_NAME = r"(?:(?=[\w.]{0,40}\d)[^\W\d][\w.]{4,40}|[^\W\d][\w.]{2,40}#\d{4})"
"""A name with a figure in it; without one it may be any word."""
_INTRODUCED = rf"\b(?:id\s)?{_HOUSE}(?:\s?id)?(?:\s?[:=]\s?|\s)@?{_NAME}|\bbbm(?:\s?pin)?\s?:?\s?[0-9a-f]{{8}}\b"
_BANK = r"\b(?:bca|bri|bni|bsi|btn|mandiri|cimb|norek|rek|rekening)\b[\s:.]{1,3}(?:\d[ \-]?){9,17}(?![\d.,]\d)"
_MAILBOX = r"(?<![\w.\-])(?=[a-z_.\-]{0,40}\d)[\w.\-]{4,60}\s{1,2}[gy]mail\b"

_MAIL = re.compile(EMAIL)
_ACCOUNTS = re.compile(_ACCOUNT, re.IGNORECASE)
_NUMBERS = re.compile(rf"(?=[\d+%(])(?:{MOBILE}|{ABROAD}|{_BARE_MOBILE}|{_GROUPED}|{_IDENTITY})")
_LOOSE_NUMBERS = re.compile(
    rf"(?=[\d+%])(?:{MOBILE}|{ABROAD}|\d{{8,}}|(?<!\w)0\d(?:[\s.\-()]{{0,2}}\d){{7,13}}|{_BARE_MOBILE})"
)
_NAMES = re.compile(rf"(?<!\w)(?=[bcdfiklmnrstvwz])(?:{_INTRODUCED}|{_BANK})", re.IGNORECASE)
_MAILBOXES = re.compile(_MAILBOX, re.IGNORECASE)
_HANDLES = re.compile(r"@\w[\w.\-]+")
_FIGURE = re.compile(r"\d")


def in_text(text: str) -> Iterator[tuple[int, int]]:
    """Places in a title or text, where figures may be prices, sizes or dates."""
    yield from _in(text, _NUMBERS, _ACCOUNTS)


def in_field(text: str) -> Iterator[tuple[int, int]]:
    """Places in any other field and in what people write, where a run of figures is no price, nor one in words."""
    yield from _in(text, _LOOSE_NUMBERS, _HANDLES)
    for match in _SPOKEN.finditer(text):
        words = [word for word in re.split(r"[\W_]+", match[0]) if word]
        if sum(len(word) if word.isdigit() else 1 for word in words) >= _LEAST:
            yield match.span()
    for match in _LIKE_FIGURES.finditer(text):
        figures, letters = (sum(map(test, match[0])) for test in (str.isdigit, str.isalpha))
        if letters and figures > _LEAST // 2:
            yield match.span()
    for match in _PARTED.finditer(text):
        yield match.span()


def _in(text: str, numbers: re.Pattern[str], accounts: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    wanted: list[re.Pattern[str]] = []
    if "@" in text or "%40" in text:
        wanted += [_MAIL, accounts]
    if _FIGURE.search(text):
        wanted += [numbers, _NAMES]
        wanted += [_MAILBOXES] if "mail" in text.lower() else []
    for pattern in wanted:
        for match in pattern.finditer(text):
            yield match.span()


_URL_SHAPES = re.compile(rf"{EMAIL}|{MOBILE}|(?<=/)@\w[\w.\-]*", re.IGNORECASE)
_PART = re.compile(r"[^/?&=#;]+")
_WORD_FIGURE = (
    r"(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan|zero|one|two|three|four|five|six|seven"
    r"|eight|nine)"
)
_SPOKEN = re.compile(
    rf"(?<!\w)(?:\d{{1,4}}[\W_]{{1,4}}){{0,5}}{_WORD_FIGURE}(?:[\W_]{{1,4}}(?:{_WORD_FIGURE}|\d{{1,4}})){{2,}}(?!\w)",
    re.IGNORECASE,
)
"""A number of which one figure at least is a word; its figures are counted."""
_LIKE_FIGURES = re.compile(r"(?<!\w)[\doil](?:[\s.\-_]{0,2}[\doil]){8,13}(?!\w)", re.IGNORECASE)
_PARTED = re.compile(
    r"(?<![\w.,])(?!\d{1,3}(?:\.\d{3})+(?!\d)|\d{1,2}[./\-]\d{1,2}[./\-](?:20)?\d\d(?!\d))"  # thousands, or a date
    r"(?:\+|0|62|8)(?:[^\w,]{0,3}\d){8,13}(?!\w)"
)
"""A number with any signs between its figures."""
_NAMED = re.compile(rf"{EMAIL}|(?:^|(?<=\W))@\w|^\+\d{{1,3}}(?:\s?\d){{7,12}}(?!\d)|{_INTRODUCED}", re.IGNORECASE)
_SLUG = re.compile(
    rf"{MOBILE}|(?<!\w)(?:0[1-9]|62\s?[28]|8[1-9])\d*(?:\s\d+)*(?!\d)"  # its figures are counted
    rf"|(?<!\w)0(?:\s\d){{8,}}(?!\d)"
    rf"|(?:\b(?:{_WORD_FIGURE}|\d{{1,4}})(?:\s|\b)){{5,}}"
    rf"|\b(?:t|wa|line|lin)\s(?:me|ee)\s\w+"
    r"|\b\w+\s(?:at\s)?(?:gmail|ymail|hotmail|rocketmail|(?:yahoo|outlook|icloud|protonmail|proton)\s(?:com?|me))(?:\scom?|\b)",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:20\d\d\s[01]?\d\s[0-3]?\d|[0-3]?\d\s[01]?\d\s20\d\d)\b")
_LEAST, _MOST = 9, 14
"""Figures of a number that is written in groups."""


def in_address(url: str) -> Iterator[tuple[int, int]]:
    """Places of an address where a contact stands as it is: a mobile number, a mail address, an account after `/`."""
    for match in _URL_SHAPES.finditer(url):
        yield match.span()


def in_slugs(url: str) -> Iterator[tuple[int, int]]:
    """Places of an address that read as a contact once escapes, `-` and look-alikes are undone; the whole part between
    two of `/?&=#;` where that moves its letters. The host stays.
    """
    begin = url.find("/", url.find("//") + 2) if "//" in url else 0
    for part in _PART.finditer(url, begin) if begin >= 0 else ():
        if not (part[0].isascii() and part[0].isdigit()):  # the number of a page
            for start, end in _slug_spans(part[0]):
                yield part.start() + start, part.start() + end


def _slug_spans(part: str) -> Iterator[tuple[int, int]]:
    text = unicodedata.normalize("NFKC", unquote(part))
    text = "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in text)
    named, bare = re.sub(r"-+", " ", text), re.sub(r"[\W_]+", " ", text)
    for read, pattern in ((named, _NAMED), (bare, _SLUG)):
        for match in pattern.finditer(read):
            if pattern is _NAMED or _is_contact(match[0]):
                yield match.span() if len(read) == len(part) else (0, len(part))


def _is_contact(found: str) -> bool:
    """What consists of figures, in digits or words, must have as many as a number, in groups, and be no date."""
    if re.fullmatch(MOBILE, found):
        return True
    words = found.split()
    sizes = [*accumulate(len(word) if word.isdigit() else 1 for word in words)]
    if found.replace(" ", "").isdigit():
        return found[0] in "068" and not _DATE.match(found) and any(_LEAST <= size <= _MOST for size in sizes[1:])
    if all(word.isdigit() or re.fullmatch(_WORD_FIGURE, word, re.IGNORECASE) for word in words):
        return sizes[-1] > _LEAST
    return True
