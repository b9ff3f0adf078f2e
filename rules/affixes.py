"""Indonesian affixes, put on when rules are compiled, so that reading a listing needs no stemmer.

Allomorphs of meN- and peN- after the standard grammar (Tata Bahasa Baku Bahasa Indonesia).
"""

from __future__ import annotations

from collections.abc import Iterator

_SUFFIXES = ("", "nya", "an", "kan", "i", "annya", "kannya")


def affixed(word: str) -> Iterator[str]:
    """`word` and its forms with di-, meN-, ber-, peN-, ke-, ter-, -kan, -i, -an, -nya."""
    stems = dict.fromkeys(
        (word, f"di{word}", f"ter{word}", f"ber{word}", f"ke{word}", _nasal("me", word), _nasal("pe", word))
    )
    for stem in stems:
        for suffix in _SUFFIXES:
            yield stem + suffix


def _nasal(prefix: str, word: str) -> str:
    """`prefix` with the nasal that the first letter of `word` asks for."""
    first, rest = word[0], word[1:]
    if first in "aeiouhg":
        return f"{prefix}ng{word}"
    if first == "k":
        return f"{prefix}ng{rest}"
    if first in "bf":
        return f"{prefix}m{word}"
    if first == "p":
        return f"{prefix}m{rest}"
    if first in "cdjz":
        return f"{prefix}n{word}"
    if first == "t":
        return f"{prefix}n{rest}"
    if first == "s":
        return f"{prefix}ny{rest}"
    return prefix + word
