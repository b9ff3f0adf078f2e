"""Splits giants again that listings joined since: when a crawl ends, and at night those that are very large.

Until then a newcomer stands where its strongest join leads (`linking.placing`). After it clusters are what building all
anew gives. Working out is done outside of the writing lock; what changed meanwhile waits for the next time.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass

from linking.placing import renew
from linking.region import Region
from storage import floods, unsettled
from storage.database import Store
from storage.lock import StoreBusy
from storage.unsettled import Mark

AT_ONCE = 2_000
"""Listings of a giant that is split as a crawl ends: some seconds. A larger one waits for the night."""
ALTOGETHER = 5 * AT_ONCE
"""Listings of all giants that are split as a crawl ends; the others wait for the next one."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The clusters that have other listings now; how many listings wait, their giants being too many or too large."""

    clusters: frozenset[int] = frozenset()
    waiting: int = 0


def settle(store: Store, most: int | None = AT_ONCE) -> Settled:
    """Split again what was marked, giants of more than `most` listings excepted; None: all. While others keep writing
    it waits, marked.
    """
    touched: set[int] = set()
    tried: set[int] = set()
    left = ALTOGETHER
    large: dict[int, bool] = {}
    while True:
        with store.reader() as conn:
            waiting = unsettled.marks(conn)
            fresh = next((one for one in waiting if one.id not in tried and not _large(conn, one, most, large)), None)
            if fresh is None or (most is not None and left <= 0):
                return Settled(frozenset(touched), len(waiting))
            region = Region(conn, [fresh.listing], most)
        tried.add(fresh.id)
        left -= len(region.rows)
        if region.whole:
            with suppress(StoreBusy):
                touched |= _write(store, region, [one for one in waiting if one.listing in region.rows] or [fresh])
        elif fresh.component is not None:
            large[fresh.component] = True


def _large(conn: sqlite3.Connection, one: Mark, most: int | None, known: dict[int, bool]) -> bool:
    """Whether a listing is of a giant that is too large, told by its size; `known` by component."""
    if one.component is None or most is None:
        return False
    if one.component not in known:
        known[one.component] = unsettled.size_of(conn, one.component, most + 1) > most
    return known[one.component]


def _write(store: Store, region: Region, inside: list[Mark]) -> set[int]:
    """The parts of a region in place of what it was, its marks `inside` done; nothing if it changed meanwhile."""
    parts = region.parts()
    with store.writer() as conn:
        if not region.unchanged(conn):
            return set()
        touched = renew(conn, parts, region.old)
        floods.note(conn, touched)
        unsettled.done(conn, inside)
    return touched
