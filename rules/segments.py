"""Cuts a post that lists several adverts into segments, so that signs of one advert never add to another's.

An advert ends where its contact stands. A text with a single contact, or none, is one segment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sandi.verdict import Contact

_BREAK = re.compile(r"\n[ \t]*\n\s*|\n[ \t]*(?=\d{1,2}[.)]\s)|\n[ \t]*[-=_*~•]{3,}[ \t]*\n")
MAX_SEGMENTS = 200


@dataclass(frozen=True, slots=True)
class Segment:
    """Published `[start, end)` of the text; the title and the other fields belong to every segment."""

    start: int
    end: int

    def holds(self, field: str, start: int, end: int) -> bool:
        """Whether `[start, end)` of `field` belongs to this segment."""
        return field != "text" or (start >= self.start and end <= self.end)


def several(text: str) -> bool:
    """Whether a published text may have more than one segment."""
    return _BREAK.search(text) is not None


def segments(text: str, contacts: Sequence[Contact]) -> list[Segment]:
    """The segments of a published text, given the contacts read in it; at least one."""
    places = sorted({contact.start for contact in contacts if contact.field == "text" and contact.kind != "url"})
    if len(places) < 2:
        return [Segment(0, len(text))]
    cuts = [match.end() for match in _BREAK.finditer(text)]
    ends: list[int] = []
    start = 0
    for cut in cuts:
        advert_ended = any(start <= place < cut for place in places)
        another_follows = any(place >= cut for place in places)
        if advert_ended and another_follows and len(ends) < MAX_SEGMENTS:
            ends.append(cut)
            start = cut
    return [Segment(a, b) for a, b in pairwise([0, *ends, len(text)])]
