"""Keeps texts as they come, each tied to the family of texts that it hangs together with.

A family does not depend on the order in which its texts came: whatever is alike and shares a band is tied, unless it
is tied already. So a flood costs a look at its family, not at each of its texts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np

from linking.near import Edge, Marks, alike, marks_of, may_be_alike
from linking.pairs import MOST_IN_BAND
from linking.texts import Body, Runs, body_from
from storage import link_texts

_AT_ONCE = 256


def keep(conn: sqlite3.Connection, body: Body) -> int | None:
    """The number of a body's text, kept with what it is alike to; None when it is too short to have a template."""
    if not body:
        return None
    if not link_texts.is_kept(conn, body.key):
        runs = body.runs
        marks = marks_of(runs)
        search = _Search(conn, body.key, runs, marks)
        search.open_bands()
        search.crowded_bands()
        family = _one_of(conn, search.families) or link_texts.new_family(conn)
        link_texts.put(conn, body.key, body.text, marks.sketch.tobytes(), family, marks.bands)
        link_texts.put_edges(conn, search.edges)
    return body.key


def drop(conn: sqlite3.Connection, text: int) -> None:
    """Forget a text that no listing has any more; what hung together by it alone is apart then."""
    found = link_texts.bodies(conn, [text])
    if text not in found:  # of a store that was not linked anew yet
        return
    beside = [other for other, _ in link_texts.alike(conn, text)]
    link_texts.drop(conn, text, marks_of(body_from(found[text]).runs).bands)
    parts = sorted(_parts(conn, beside), key=len)
    for part in parts[:-1]:
        family = link_texts.new_family(conn)
        for one in part:
            _move(conn, one, family)
    for part in parts[:-1]:
        for one in part:
            if link_texts.family_of(conn, one) == link_texts.family_of(conn, parts[-1][0]):
                break
            _tie_again(conn, one)


def ties(bodies: dict[int, str]) -> dict[int, list[int]]:
    """Which of a few texts are alike to which; `bodies` as they are kept."""
    runs = {text: body_from(bodies[text]).runs for text in sorted(bodies)}
    found: dict[int, list[int]] = {text: [] for text in runs}
    order = np.array(list(runs), np.int64)
    sketches = np.array([marks_of(one).sketch for one in runs.values()])
    for at, one in enumerate(runs):
        for other in order[at + 1 :][may_be_alike(sketches[at], sketches[at + 1 :])].tolist():
            if alike(runs[one], runs[other]) is not None:
                found[one].append(other)
                found[other].append(one)
    return found


class _Search:
    """What a text is alike to. `families` are those that were found, `edges` the pairs that show it."""

    def __init__(self, conn: sqlite3.Connection, text: int, runs: Runs, marks: Marks, family: int = 0) -> None:
        self._conn = conn
        self._text = text
        self._runs = runs
        self._marks = marks
        self._crowded: list[int] = []
        self.families = {family} if family else set[int]()
        self.edges: list[Edge] = []

    def open_bands(self) -> None:
        """All texts of the bands that are not crowded; this one is in none of them yet."""
        beside: set[int] = set()
        for band, here in link_texts.in_bands(self._conn, self._marks.bands, MOST_IN_BAND).items():
            if len(here) < MOST_IN_BAND:
                beside.update(here)
            else:
                self._crowded.append(band)
        for other in self._alike(sorted(beside)):
            self.families.add(link_texts.family_of(self._conn, other))

    def crowded_bands(self) -> None:
        """Of crowded bands a text of every other family, if one is alike."""
        self.bands(self._crowded)

    def bands(self, bands: Iterable[int]) -> None:
        """Of any bands a text of every other family, if one is alike."""
        seen: set[int] = {self._text}
        for band in bands:
            rows = list(link_texts.of_others(self._conn, band, next(iter(self.families), 0)))
            for family, some in groupby(rows, key=itemgetter(0)):
                if family not in self.families:
                    texts = [text for _, text in some if text not in seen]
                    seen.update(texts)
                    if self._alike(texts, one_only=True):
                        self.families.add(family)

    def _alike(self, texts: Sequence[int], *, one_only: bool = False) -> list[int]:
        """Those of some texts that are alike, noted as pairs; the first of them when that is enough."""
        found = []
        for start in range(0, len(texts), _AT_ONCE):
            some = texts[start : start + _AT_ONCE]
            for other, runs in self._worth(some):
                similarity = alike(self._runs, runs)
                if similarity is not None:
                    self.edges.append((min(self._text, other), max(self._text, other), similarity))
                    found.append(other)
                    if one_only:
                        return found
        return found

    def _worth(self, texts: Sequence[int]) -> Iterable[tuple[int, Runs]]:
        rows = link_texts.sketches(self._conn, texts)
        if rows:
            sketches = np.frombuffer(b"".join(rows.values()), np.uint8).reshape(len(rows), -1)
            worth = may_be_alike(self._marks.sketch, sketches)
            here = sorted(text for text, good in zip(rows, worth.tolist(), strict=True) if good)
            bodies = link_texts.bodies(self._conn, here)
            yield from ((text, body_from(bodies[text]).runs) for text in here)


def _tie_again(conn: sqlite3.Connection, text: int) -> None:
    runs = body_from(link_texts.bodies(conn, [text])[text]).runs
    marks = marks_of(runs)
    search = _Search(conn, text, runs, marks, link_texts.family_of(conn, text))
    search.bands(marks.bands)
    link_texts.put_edges(conn, search.edges)
    _one_of(conn, search.families)


def _one_of(conn: sqlite3.Connection, families: set[int]) -> int | None:
    """The largest of some families, into which the others went; None when there are none."""
    if not families:
        return None
    target = max(families, key=lambda family: (link_texts.size(conn, family), -family))
    for family in sorted(families - {target}):
        for text in link_texts.of_family(conn, family):
            _move(conn, text, target)
    return target


def _move(conn: sqlite3.Connection, text: int, family: int) -> None:
    body = link_texts.bodies(conn, [text])[text]
    link_texts.move(conn, text, marks_of(body_from(body).runs).bands, family)


def _parts(conn: sqlite3.Connection, texts: Sequence[int]) -> list[list[int]]:
    """What hangs together with some texts by pairs, as parts that do not."""
    found: list[list[int]] = []
    seen: set[int] = set()
    for text in texts:
        if text in seen:
            continue
        part = [text]
        seen.add(text)
        for one in part:  # grows while it is read
            fresh = [other for other, _ in link_texts.alike(conn, one) if other not in seen]
            seen.update(fresh)
            part += fresh
        found.append(part)
    return found
