"""The small named steps that a field's text may go through (`then: [after_colon, first_line]`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote

_SPACES = re.compile(r"\s+")
_NOT_DIGITS = re.compile(r"\D+")
_CODED = re.compile(r"%[0-9A-Fa-f]{2}|\+")


def _after_colon(text: str) -> str:
    return text.partition(":")[2].strip() if ":" in text else text


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()] or [""]


TRANSFORMS: dict[str, Callable[[str], str]] = {
    "after_colon": _after_colon,
    "digits": lambda text: _NOT_DIGITS.sub("", text),
    "first_line": lambda text: _lines(text)[0],
    "last_line": lambda text: _lines(text)[-1],
    "lower": str.lower,
    "one_line": lambda text: _SPACES.sub(" ", text).strip(),
    "unquote": lambda text: unquote(text.replace("+", " ")) if _CODED.search(text) else text,
}


def transformed(texts: Iterable[str], names: Iterable[str]) -> list[str]:
    """The texts after each named step, in order.

    >>> transformed(["Harga:  Rp 5\\nnego"], ("first_line", "after_colon"))
    ['Rp 5']
    """
    result = list(texts)
    for name in names:
        result = [TRANSFORMS[name](text) for text in result]
    return result
