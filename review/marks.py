"""Where the evidence lies in a text: cuts a field into plain and marked pieces, each mark numbered for its evidence.

Offsets are code points into the stored field, which has the length of the published one. Spans that overlap share a
mark, so that a mark is always one unbroken slice.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sandi.text import visible

MAX_SHOWN = 20_000
WEIGHTS = ("means", "act", "purpose", "person", "deal", "counter", "context", "contact")
"""Which slot colours a mark that several signals share."""


@dataclass(frozen=True, slots=True)
class Region:
    """One unbroken slice that is marked: `slots` of the spans in it, the weightiest first."""

    field: str
    start: int
    end: int
    slots: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text to show; `region` is None for what carries no mark."""

    text: str
    region: Region | None


@dataclass(frozen=True, slots=True)
class Place:
    """Characters `[start, end)` of `field` that speak for `slot`."""

    field: str
    start: int
    end: int
    slot: str


def regions(places: Iterable[Place], fields: Sequence[str] = ("title", "text")) -> list[Region]:
    """Places joined where they overlap, numbered from 1 in reading order. Empty and foreign places are left out."""
    rank = {name: i for i, name in enumerate(fields)}
    real = [place for place in places if place.field in rank and 0 <= place.start < place.end]
    real.sort(key=lambda place: (rank[place.field], place.start, place.end))
    joined: list[list[Place]] = []
    reach = 0
    for place in real:
        if joined and joined[-1][0].field == place.field and place.start < reach:
            joined[-1].append(place)
            reach = max(reach, place.end)
        else:
            joined.append([place])
            reach = place.end
    return [_region(group, number) for number, group in enumerate(joined, 1)]


def _region(group: list[Place], number: int) -> Region:
    slots = tuple(sorted({place.slot for place in group}, key=_weight))
    return Region(group[0].field, group[0].start, max(place.end for place in group), slots, number)


def _weight(slot: str) -> tuple[int, str]:
    return (WEIGHTS.index(slot) if slot in WEIGHTS else len(WEIGHTS), slot)


def pieces(text: str, field: str, marked: Iterable[Region], limit: int = MAX_SHOWN) -> list[Piece]:
    """`text` cut at the regions of `field`. Joined again, the pieces are the first `limit` characters of `text`."""
    text = text[:limit]
    result: list[Piece] = []
    at = 0
    for region in sorted((r for r in marked if r.field == field), key=lambda r: r.start):
        if region.start >= len(text):
            break
        if region.start > at:
            result.append(Piece(text[at : region.start], None))
        result.append(Piece(text[region.start : region.end], region))
        at = min(region.end, len(text))
    if at < len(text):
        result.append(Piece(text[at:], None))
    return result


def number_of(found: Iterable[Region], field: str, start: int, end: int) -> int:
    """The number of the region that holds `[start, end)` of `field`; 0 when none does, or when it is empty."""
    if start >= end:
        return 0
    return next((r.number for r in found if r.field == field and r.start <= start and end <= r.end), 0)


def legible(text: str) -> str:
    """`text` with its line breaks, and every control, bidirectional or zero-width character as a `\\u…` escape."""
    return "\n".join(visible(line) for line in text.replace("\r\n", "\n").split("\n"))


_JOINERS = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Characters without width that only tear words apart; what turns or steers text is not among them."""


def readable(text: str, *, limit: int | None = None) -> str:
    """`text` on one line for lists of leads, without the signs of no width by which words are hidden.

    The lead's own page shows them. Everything else that cannot be seen stays a `\\u…` escape.
    """
    return visible(text.translate(_JOINERS), limit=limit)


def hides(text: str) -> bool:
    """Whether `legible` shows escapes: the text holds characters that cannot be seen."""
    return any(unicodedata.category(char) in ("Cc", "Cf") and char not in "\n\r\t" for char in text)
