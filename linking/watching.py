"""Which listings fit a watch: by a contact, by a phrase in any spelling, by a text alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from linking.texts import body_of, plain
from storage import link_texts, linking, watches
from storage.watches import Watch

SHORTEST_PHRASE = 6
"""Letters of the shortest phrase that is followed; a shorter one stands within too many words."""


def raise_watched(conn: sqlite3.Connection, ids: Iterable[int]) -> int:
    """Raise the leads of those listings that fit a watch; how many were raised now."""
    followed = watches.followed(conn)
    if not followed:
        return 0
    raised = set()
    for source in linking.sources(conn, list(ids)):
        codes = watches.contact_codes(conn, source.id)
        words = "\n".join(body_of(source.title, source.text).lines)
        placed = linking.linked(conn, source.id)
        texts = _texts(conn, placed.text) if placed is not None else frozenset()
        for watch in followed:
            if _fits(watch, codes, words, texts) and watches.hit(conn, watch, source.id):
                raised.add(source.id)
    return len(raised)


def phrase(words: str) -> str:
    """A phrase as it is compared: letters only, obscuring undone."""
    return plain(words)


def _fits(watch: Watch, codes: frozenset[str], words: str, texts: frozenset[str]) -> bool:
    if watch.kind == "contact":
        return watch.fits in codes
    return watch.fits in (words if watch.kind == "phrase" else texts)


def _texts(conn: sqlite3.Connection, text: int | None) -> frozenset[str]:
    if text is None:
        return frozenset()
    return frozenset(map(str, (text, *(other for other, _ in link_texts.alike(conn, text)))))
