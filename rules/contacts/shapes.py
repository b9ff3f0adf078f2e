"""Shapes that links, e-mail addresses and handles share: dots and slashes as they are hidden, endings of domains."""

from __future__ import annotations

import re

from rules.fold import Folded

DOT = (
    r"(?:\.|\s{0,2}[\[({<]\s?(?:\.|dot|titik|ttk|,)\s?[\])}>]\s{0,2}|\s{1,2}(?:dot|titik|ttk)\s{1,2}"
    r"|\s{1,2}\.\s{0,2}|\.\s{1,2})"
)
TIGHT_DOT = r"(?:\.|\s{0,2}[\[({<]\s?(?:\.|dot|titik|ttk)\s?[\])}>]\s{0,2}|\s{1,2}(?:dot|titik|ttk)\s{1,2})"
SLASH = (
    r"(?:/|\s{1,2}/\s{0,2}|/\s{1,2}|\s{0,2}[\[({<]\s?(?:/|slash|garing|garis miring|miring)\s?[\])}>]\s{0,2}"
    r"|\s{1,2}(?:slash|garing|garis miring|miring)\s{1,2})"
)
TLDS = (
    "com|net|org|info|biz|online|site|website|store|shop|xyz|top|club|app|dev|tech|link|click|live|asia|mobi|vip|fun|"
    "space|cloud|bio|page|work|jobs|careers|agency|pro|news|me|ly|io|co|gg|ee|cc|tv|id|my|sg|hk|tw|kh|th|ph|vn|la|mm|ae|"
    "gle|pub|world|global|group|digital|center|chat|social|bet|casino|games?|life|one|cam|cyou|sbs|cfd|icu|"
    "sa|qa|kw|cn|jp|kr|us|uk|au|eu|de|nl|in|ru|gl|gy|tk|ml|ga|cf|gq|pw|to|am|at|be|ws|is|so|sh|im|re|st|si|do|ai|"
    "example|test|invalid"
)
PROVIDERS = "gmail|yahoo|ymail|hotmail|outlook|live|icloud|protonmail|proton|rocketmail|mail|googlemail|aol|gmx|zoho"

_ORDINARY = frozenset("\u2010\u2011\u2012\u2013\u2014\u2212\u00a0\u2002\u2003\u2009\u202f\u2022\u00b7")
_DOTS = re.compile(DOT)
_LOW_WORDS = "underscore|undrscore|underline|under score|garis bawah|garisbawah|grs bawah"
_DASH_WORDS = "strip|setrip|dash|minus|hyphen"
SIGN_WORDS = f"{_LOW_WORDS}|{_DASH_WORDS}"
NAME_JOINT = (
    rf"(?:\s(?:{_LOW_WORDS}|titik|ttk|dot|_)\s|\s?[\[({{<]\s?(?:{_LOW_WORDS}|titik|ttk|dot|_|\.)\s?[\])}}>]\s?)"
)
"""What stands for the dot or the underscore in the middle of a name: "contoh titik kebaya", "hr(underscore)contoh"."""
_LOWS = re.compile(rf"\s(?:{_LOW_WORDS})\s|\s?[\[({{<]\s?(?:{_LOW_WORDS}|_)\s?[\])}}>]\s?")
_DASHES = re.compile(rf"\s(?:{_DASH_WORDS})\s")


class Taken:
    """Which characters of a text already belong to a contact, so that none is read twice."""

    __slots__ = ("_mask",)

    def __init__(self, size: int) -> None:
        self._mask = bytearray(size)

    def take(self, start: int, end: int) -> None:
        self._mask[start:end] = b"\1" * (end - start)

    def has(self, start: int, end: int | None = None) -> bool:
        return self._mask.find(1, start, start + 1 if end is None else end) >= 0


def joined(written: str) -> str:
    """`written` with every hidden dot as '.', every hidden underscore and dash as itself, and no blanks."""
    return re.sub(r"\s", "", _DASHES.sub("-", _LOWS.sub("_", _DOTS.sub(".", written))))


def disguised(folded: Folded, start: int, end: int) -> bool:
    """Whether the published characters of folded `[start, end)` are others than the ASCII that is read from them."""
    if folded.plain:
        return False
    raw_start, raw_end = folded.span(start, end)
    raw = folded.raw[raw_start:raw_end]
    return not raw.isascii() and any(not char.isascii() and char not in _ORDINARY for char in raw)


def as_published(folded: Folded, start: int, end: int) -> str:
    """Folded `[start, end)` with the case of the published letters: invite codes mean another group in another case."""
    if folded.plain:
        return folded.raw[start:end]
    chars = []
    for offset in range(start, end):
        char, raw = folded.text[offset], folded.raw[folded.at(offset)]
        chars.append(raw if raw.lower() == char else char)
    return "".join(chars)
