"""What a writer says of a handle behind it: "tanpa titik", "tanpa spasi", "(0=o)"."""

from __future__ import annotations

import re

_WITHOUT = r"(?:tanpa|tnp|no|without|hapus|buang|remove|hilangkan)\s(?:tanda\s)?"
_NO_DOTS = re.compile(rf"[\s,(\[*-]{{0,4}}{_WITHOUT}(?:titik|dots?)\b")
_NO_BLANKS = re.compile(rf"[\s,(\[*-]{{0,4}}(?:{_WITHOUT}(?:spasi|spaces?)\b|(?:di)?(?:sambung|gabung)(?:kan)?\b)")
_READ_AS = re.compile(
    r"[\s,(\[*-]{0,4}(?:angka\s|huruf\s)?([a-z0-9])\s?(?:=|jadi|itu|is)\s?(?:angka\s|huruf\s)?([a-z0-9])\b(?![a-z0-9])"
)
MARKS = (b"spasi", b"space", b"ambung", b"gabung")
"""One of them stands where the blanks of a handle are taken away."""


def without_blanks(text: str, end: int) -> bool:
    """Whether the name that ends at folded `end` is said to have no blanks."""
    return _NO_BLANKS.match(text, end) is not None


def as_told(value: str, text: str, end: int) -> str:
    """A handle that ends at folded `end`, as what stands behind it says: without dots, or with a figure as a letter."""
    if _NO_DOTS.match(text, end):
        return value.replace(".", "")
    told = _READ_AS.match(text, end)
    if told and told[1] in value and told[1].isdigit() != told[2].isdigit():
        return value.replace(told[1], told[2])
    return value
