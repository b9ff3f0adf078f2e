"""Which listings fit a watch: by a contact, by a phrase in any spelling, by a text alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from linking.near import alike
from linking.texts import Runs, body_from, body_of, plain
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
    templates = _templates(conn, followed)
    for source in linking.sources(conn, list(ids)):
        codes = watches.contact_codes(conn, source.id)
        words = "\n".join(body_of(source.title, source.text).lines)
        placed = linking.linked(conn, source.id)
        texts = _texts(conn, placed.text, templates) if placed is not None else frozenset()
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


def _templates(conn: sqlite3.Connection, followed: Iterable[Watch]) -> dict[str, Runs]:
    """The texts that are followed, by their number. They are compared here: of a flood not all pairs are kept."""
    wanted = [int(watch.fits) for watch in followed if watch.kind == "template"]
    return {str(text): body_from(body).runs for text, body in link_texts.bodies(conn, wanted).items()}


def _texts(conn: sqlite3.Connection, text: int | None, templates: Mapping[str, Runs]) -> frozenset[str]:
    """The number of a text, and those of the templates that it is alike to."""
    if text is None or not templates:
        return frozenset() if text is None else frozenset({str(text)})
    runs = body_from(link_texts.bodies(conn, [text])[text]).runs
    return frozenset({str(text), *(name for name, own in templates.items() if alike(runs, own) is not None)})
