"""The gate before the readers: one pass of one RE2 set says which of them have anything to read at all."""

from __future__ import annotations

import re2

from rules.contacts.handles import NAMED as PLATFORMS
from rules.contacts.phones import EIGHT, LABELLED, NAMED, START
from rules.contacts.rearranged import GATES
from rules.contacts.shapes import TLDS

EMAIL, PLATFORM, PAGE, PHONE, HANDLE, REARRANGED = range(6)

_HIDDEN_DOT = r"(?:\.|\s?[\[({<]\s?(?:\.|dot|titik|ttk)\s?[\])}>]\s*|\s(?:dot|titik|ttk)\s|\s\.\s?|\.\s)"
_PATTERNS = (
    (EMAIL, r"[a-z0-9_][^a-z0-9]{0,3}(?:@|\b(?:at|et|a)[\])}>]|\s(?:at|et)\s)[^a-z0-9]{0,3}[a-z0-9]"),
    (
        PLATFORM,
        r"(?:whatsapp|telegram|instagram|instagr|\bw[a4]|\bt|\bline?|\big|\bwasap)[^a-z0-9]{1,5}"
        r"(?:(?:dot|titik|ttk)[^a-z0-9]{1,3})?(?:com|me|dog|org|ee|am|my|at|link)[^a-z0-9]{0,3}(?:/|slash|gar|miring)",
    ),
    (PLATFORM, r"(?:whatsapp|tg)://|\b(?:w\sa|t)[^a-z0-9]{1,4}m\se[^a-z0-9]{0,3}/|\bapi\s{1,2}whatsapp\s{1,2}com\s?/"),
    (PAGE, r"h[tx]{2}ps?\s?[\[(]?:|\bwww\b"),
    (PAGE, rf"[a-z0-9]{_HIDDEN_DOT}(?:{TLDS})\b"),
    (PHONE, START),
    (PHONE, LABELLED),
    (PHONE, EIGHT),
    (PHONE, NAMED),
    *((REARRANGED, pattern) for pattern in GATES),
    (HANDLE, rf"\b(?:id)?(?:{PLATFORMS})(?:ku|nya|mu|id)?\b"),
    (HANDLE, r"\btl\s?[:=]?\s?@"),
)


def _compiled() -> re2.Set:
    options = re2.Options()
    options.max_mem = 64 << 20
    made = re2.Set.SearchSet(options)
    for _, pattern in _PATTERNS:
        made.Add(pattern)
    made.Compile()
    return made


_SET = _compiled()
_READER = tuple(reader for reader, _ in _PATTERNS)


def passed(data: bytes) -> frozenset[int]:
    """The readers (EMAIL to REARRANGED) that folded text, as bytes, gives something to do."""
    hits = _SET.Match(data)
    return frozenset([_READER[hit] for hit in hits]) if hits else frozenset()
