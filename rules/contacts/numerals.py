"""Digits as people write them inside a telephone number: figures, number words, letters that look like figures.

Works on folded text at a given offset and never looks at more than a few dozen characters, so plain `re` is safe here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

WORDS: dict[str, str] = {
    word: digit
    for digit, words in {
        "0": "nol kosong kosng ksong nul zero sifar enol oh",
        "1": "satu stu one siji setunggal hiji sada ciek besik",
        "2": "dua duwa two loro kalih duo",
        "3": "tiga tga three telu tilu tolu tigo",
        "4": "empat mpat ampat pat four papat sekawan opat ampek",
        "5": "lima five limo gangsal",
        "6": "enam anam nam six enem genep onom",
        "7": "tujuh tuju tujuhh seven pitu tujuah",
        "8": "delapan lapan dlapan delapn dlpan dlpn eight wolu dalapan ualu kutus",
        "9": "sembilan smbilan sembilang sbilan nine songo sanga salapan sambilan",
    }.items()
    for word in words.split()
}
"""Indonesian, English, Javanese, Sundanese, Batak, Minangkabau and Balinese, as people misspell them too."""
_TIMES = {"dobel": 2, "double": 2, "doble": 2, "dbl": 2, "ganda": 2, "triple": 3, "tripel": 3, "tripple": 3}
_TIMES |= {"quadruple": 4, "kuadrupel": 4, "quad": 4}
_LOOKS = frozenset("oilszbgq")
_LETTERS = str.maketrans("oilszbgq", "01152899")

NUMBER_WORD = "(?:" + "|".join(sorted(WORDS, key=len, reverse=True)) + ")"
LEET_WORD = (
    "(?:n[0o]l|k[0o]s[0o]ng|s[4a]tu|du[4a]|t[1i]g[4a]|[3e]mp[4a]t|l[1i]m[4a]|[3e]n[4a]m|d?[3e]?l[4a]p[4a]n|"
    "s[3e]mb[1i]l[4a]n)"
)
"""The Indonesian words with figures for letters: "d3lapan"."""
_LEET = re.compile(rf"(?=[a-z0-9]*[0-9][a-z]|[a-z]+[0-9](?![a-z0-9])){LEET_WORD}(?![a-z0-9])")
_UNLEET = str.maketrans("01345", "oieas")
_AFTER_WORD = rf"(?=[^a-z]|$|(?:{NUMBER_WORD}|belas|puluh))"
_WORD = re.compile(NUMBER_WORD + _AFTER_WORD)
_TEN = re.compile(r"(sepuluh|sebelas)(?![a-z])")
_COUNTED = re.compile(r"\s?(belas|puluh)(?![a-z])")
_ONES = re.compile(rf"\s?({NUMBER_WORD})(?![a-z]|\s?(?:belas|puluh))")
_MULTIPLE = re.compile(r"(dobel|double|doble|dbl|ganda|tripp?le|tripel|quad(?:ruple)?|kuadrupel)[^a-z0-9]{0,3}")
_COUNT = r"(dua|tiga|empat|two|three|four|[2-4])"
_TIMES_BEFORE = re.compile(rf"{_COUNT}(?:\s?(?:kali|times)\s{{0,2}}(?:angka\s)?|x(?=[0-9a-z]))")
_TIMES_AFTER = re.compile(
    rf"\s?\(?(?:(?:sebanyak|se-?banyak)\s)?{_COUNT}\s?(?:kali|times|x(?![a-z0-9])\)?)(?![a-z0-9])|\ssebanyak\s{_COUNT}(?![a-z0-9])|\s?\(?x\s?{_COUNT}(?![a-z0-9])\)?"
)
_PLURAL = re.compile(rf"{_COUNT}\s(zeros|zeroes|ones|twos|threes|fours|fives|sixes|sevens|eights|nines)(?![a-z])")
_PLURALS = {"zeros": "0", "zeroes": "0", "ones": "1", "twos": "2", "threes": "3", "fours": "4", "fives": "5"}
_PLURALS |= {"sixes": "6", "sevens": "7", "eights": "8", "nines": "9"}
_ITS_COUNT = re.compile(rf"([0-9]|{NUMBER_WORD})\s?ny?a\s(?:ada\s)?{_COUNT}(?:x|\s?kali)?(?![a-z0-9])")
_COUNT_OF = re.compile(rf"{_COUNT}\s(?:angka\s)?({NUMBER_WORD})(?=[^a-z0-9]{{1,3}}[0-9]{{3}})")
_TIMES_WORDS = {"dua": 2, "two": 2, "2": 2, "tiga": 3, "three": 3, "3": 3, "empat": 4, "four": 4, "4": 4}
_MIXED = re.compile(r"[0-9oilszbgq]{1,20}(?![a-z0-9])")
_FIGURES = re.compile(r"[0-9]+")
_LOOKALIKE = re.compile(r"[oils]{1,6}(?![a-z0-9])")


class Token(NamedTuple):
    """Some digits of a number at folded `[start, end)`; `how` is figures, word or letters."""

    digits: str
    start: int
    end: int
    how: str


def token_at(text: str, at: int) -> Token | None:
    """The digits written at offset `at`, or None when something else stands there."""
    if at >= len(text):
        return None
    if (times := _TIMES_BEFORE.match(text, at)) is not None:
        inner = _token(text, times.end())
        if inner is not None and len(inner.digits) == 1:
            return Token(inner.digits * _TIMES_WORDS[times.group(1)], at, inner.end, "word")
    if (plural := _PLURAL.match(text, at)) is not None:
        return Token(_PLURALS[plural.group(2)] * _TIMES_WORDS[plural.group(1)], at, plural.end(), "word")
    if (counted := _ITS_COUNT.match(text, at)) is not None:
        digit = WORDS.get(counted.group(1), counted.group(1))
        return Token(digit * _TIMES_WORDS[counted.group(2)], at, counted.end(), "word")
    token = _token(text, at)
    if token is None or len(token.digits) != 1 or (after := _TIMES_AFTER.match(text, token.end)) is None:
        return token
    if token.how == "figures" and token.digits != "0":
        return token  # "2 x 3" is a size
    return Token(token.digits * _TIMES_WORDS[next(filter(None, after.groups()))], at, after.end(), "word")


def count_of(text: str, at: int) -> Token | None:
    """ "empat nol" between figures, as in "0812 empat nol 7230": so many noughts, where they could be said as two."""
    match = _COUNT_OF.match(text, at)
    if match is None:
        return None
    return Token(WORDS[match.group(2)] * _TIMES_WORDS[match.group(1)], at, match.end(), "word")


def _token(text: str, at: int) -> Token | None:
    if at < len(text) and "0" <= text[at] <= "9":
        return _figures(text, at)
    return _word(text, at) or _letters(text, at) if at < len(text) else None


def _figures(text: str, at: int) -> Token | None:
    figures = _FIGURES.match(text, at)
    end = figures.end() if figures else at
    if figures and (end == len(text) or text[end] not in _LOOKS):
        return Token(figures.group(), at, end, "figures")
    mixed = _MIXED.match(text, at)
    if mixed is not None:
        written = mixed.group()
        if _mostly_figures(written):
            return Token(written.translate(_LETTERS), at, mixed.end(), "letters")
    return Token(figures.group(), at, figures.end(), "figures") if figures else None


def _mostly_figures(written: str) -> bool:
    figures = sum(char.isdigit() for char in written)
    return figures * 2 >= len(written) or (figures > 0 and set(written) <= set("0123456789oils"))


def _word(text: str, at: int) -> Token | None:
    if multiple := _MULTIPLE.match(text, at):
        times = _TIMES.get(multiple.group(1), 2)
        inner = token_at(text, multiple.end()) if not _MULTIPLE.match(text, multiple.end()) else None
        if inner is None or len(inner.digits) != 1:
            return None
        return Token(inner.digits * times, at, inner.end, "word")
    if ten := _TEN.match(text, at):
        return Token("10" if ten.group(1) == "sepuluh" else "11", at, ten.end(), "word")
    if (word := _WORD.match(text, at)) is None:
        leet = _LEET.match(text, at)
        digit = WORDS.get(leet.group().translate(_UNLEET)) if leet else None
        return Token(digit, at, leet.end(), "word") if leet and digit else None
    digit, end = WORDS[word.group()], word.end()
    counted = _COUNTED.match(text, end)
    if counted is None:
        return Token(digit, at, end, "word")
    if counted.group(1) == "belas":
        return Token("1" + digit, at, counted.end(), "word")
    ones = _ONES.match(text, counted.end())
    if ones is None:
        return Token(digit + "0", at, counted.end(), "word")
    return Token(digit + WORDS[ones.group(1)], at, ones.end(), "word")


def _letters(text: str, at: int) -> Token | None:
    mixed = _MIXED.match(text, at)
    if mixed is None:
        return None
    written = mixed.group()
    if any(char.isdigit() for char in written):
        if _mostly_figures(written):
            return Token(written.translate(_LETTERS), at, mixed.end(), "letters")
        return None
    alike = _LOOKALIKE.match(text, at)
    if alike is not None:
        return Token(alike.group().translate(_LETTERS), at, alike.end(), "letters")
    return None
