"""Prices without any sign: where each card of a list with pictures has a number in thousands on a line of its own, at
one place, that number is the price.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from crawler.extraction.found import Found
from crawler.extraction.outline import Node
from crawler.extraction.records import Record
from crawler.extraction.titles import lines_of

_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,-|,00)?|\d{1,3}(?:,\d{3})+(?:\.00)?")
_FEWEST = 4
_NEARLY_ALL = 0.8
_DIFFERENT = 0.5


def with_unsigned(records: Sequence[Record], found: Sequence[Found]) -> list[Found]:
    """The listings, priced by such numbers where none of them has a price."""
    pictured = sum(any(node.tag in ("img", "picture", "amp-img") for node in record.nodes) for record in records)
    rows = any(record.nodes[0].tag == "tr" for record in records)  # what numbers mean there, headings say
    if rows or len(records) < _FEWEST or pictured < _NEARLY_ALL * len(records) or any(one.price for one in found):
        return list(found)
    places: dict[str, dict[int, str]] = defaultdict(dict)
    for number, record in enumerate(records):
        for way, text in lines_of(_seen(record)):
            if _THOUSANDS.fullmatch(text):
                places[way].setdefault(number, text)
    told = max(places.values(), key=len, default={})
    if len(told) < _NEARLY_ALL * len(records) or len(set(told.values())) < _DIFFERENT * len(told):
        return list(found)
    return [replace(one, price=told.get(number, "")) for number, one in enumerate(found)]


def _seen(record: Record) -> list[Node]:
    return [record.nodes[0], *(node for node in record.nodes[1:] if not node.hidden)]
