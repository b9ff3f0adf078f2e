"""Which listings fit a watch: by a contact, by a phrase in any spelling, by a text alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from linking.near import Sketch, alike, marks_of, seems_alike
from linking.texts import Runs, body_from, body_of, plain
from storage import link_texts, linking, watches
from storage.watches import Watch

SHORTEST_PHRASE = 6
"""Letters of the shortest phrase that is followed; a shorter one stands within too many words."""


@dataclass(frozen=True, slots=True, eq=False)
class _Template:
    """A text that is followed: its runs, or its outline when no listing has it any more."""

    text: str
    runs: Runs | None
    sketch: Sketch | None = None
    count: int = 0

    def is_of(self, runs: Runs) -> bool:
        """Whether a text is of this template."""
        if self.runs is not None:
            return alike(runs, self.runs) is not None
        return self.sketch is not None and seems_alike(marks_of(runs).sketch, len(runs), self.sketch, self.count)


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


def _templates(conn: sqlite3.Connection, watches_: Iterable[Watch]) -> list[_Template]:
    """The texts that are followed. They are compared here: of a flood not all pairs are kept."""
    followed = [watch for watch in watches_ if watch.kind == "template"]
    bodies = link_texts.bodies(conn, [int(watch.fits) for watch in followed])
    found = []
    for watch in followed:
        body = bodies.get(int(watch.fits))
        if body is not None:
            runs = body_from(body).runs
            if watch.sketch is None:
                watches.outline(conn, watch, marks_of(runs).sketch.tobytes(), len(runs))
            found.append(_Template(watch.fits, runs))
        elif watch.sketch is not None and watch.runs:
            found.append(_Template(watch.fits, None, np.frombuffer(watch.sketch, np.uint8), watch.runs))
    return found


def _texts(conn: sqlite3.Connection, text: int | None, templates: Iterable[_Template]) -> frozenset[str]:
    """The number of a text, and those of the templates that it is alike to."""
    if text is None or not templates:
        return frozenset() if text is None else frozenset({str(text)})
    runs = body_from(link_texts.bodies(conn, [text])[text]).runs
    return frozenset({str(text), *(one.text for one in templates if one.is_of(runs))})
