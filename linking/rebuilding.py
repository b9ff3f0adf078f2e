"""Builds all links and clusters anew from what is stored, learns what sites write themselves, and keeps the clusters'
numbers.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

from linking.boilerplate import Boilerplate, Learner
from linking.bulk import Texts, edges_within
from linking.families import ties
from linking.near import Edge
from linking.partition import Member, partition
from linking.placing import holder_of, linked_of, renew
from linking.spread import MOST_LOOKED_AT, State, aside, common, is_contact
from linking.texts import body_of, key_of, lines_of
from storage import clusters, correlation_hits, link_texts, linking
from storage.database import Store
from storage.linking import Linked


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuilding found: listings, different texts, pairs of alike ones, clusters, keys that do not join."""

    listings: int
    texts: int
    alike: int
    clusters: int
    silent: int


def rebuild(store: Store, *, learn: bool = True) -> Rebuilt:
    """Build all anew; with `learn` also what sites write themselves. Best while no crawl runs: crawls wait for it.

    Raises StoreBusy, StoreError; nothing is changed then.
    """
    with store.reader() as conn:
        last = linking.last_judgement(conn)
        learned = _learned(conn) if learn else Boilerplate(linking.site_lines(conn), linking.site_keys(conn))
        made = _Made(conn, learned)
    with store.writer() as conn:
        made.write(conn)
        linking.placed_to(conn, last)
        correlation_hits.looked_to(conn, last)  # of all that is kept, the night looks
        linking.note_built(conn, made.figures().listings)
    return made.figures()


def _learned(conn: sqlite3.Connection) -> Boilerplate:
    learner = Learner()
    for source in linking.sources(conn):
        lines = lines_of(source.title, source.text)
        learner.add(source.source, key_of("\n".join(lines)), map(key_of, lines), source.keys)
    return learner.learned()


class _Made:
    """Everything in memory, before it is written."""

    def __init__(self, conn: sqlite3.Connection, learned: Boilerplate) -> None:
        self._learned = learned
        self._texts = Texts()
        self._rows: dict[int, Linked] = {}
        holders: dict[str, list[int]] = defaultdict(list)
        for source in linking.sources(conn):
            body = body_of(source.title, source.text, learned.of(source.source))
            text = self._texts.add(body)
            self._rows[source.id] = linked_of(source, text, None)
            for key in source.keys:
                holders[key].append(source.id)
        self._edges, self._banded = self._texts.edges()
        self._states = self._silent(holders)
        self._parts = partition(map(self._member, self._rows.values()), self._edges, self._within)

    def _member(self, row: Linked) -> Member:
        return Member(row.listing, row.text, frozenset(key for key in row.keys if key not in self._states))

    def _within(self, texts: Collection[int]) -> list[Edge]:
        return edges_within(self._texts.bodies, texts)

    def _silent(self, holders: dict[str, list[int]]) -> dict[str, State]:
        found = {}
        for key, ids in holders.items():
            rows = [self._rows[number] for number in ids]
            of_source = self._learned.keys.get(key, "")
            state = common(len({row.seller for row in rows if row.seller}), of_source=of_source)
            if state is None and is_contact(key) and 1 < len(ids) <= MOST_LOOKED_AT:
                state = aside(key, [holder_of(row, key) for row in rows], partial(self._ties, rows))
            if state is not None:
                found[key] = state
        return found

    def _ties(self, rows: Sequence[Linked]) -> dict[int, list[int]]:
        return ties({row.text: self._texts.bodies[row.text] for row in rows if row.text is not None})

    def write(self, conn: sqlite3.Connection) -> None:
        """In place of what was there."""
        old = linking.clear(conn)
        banded = self._banded
        link_texts.put_all(conn, self._texts.bodies, banded.texts(), banded.rows(), self._edges)
        linking.put_all(
            conn,
            listings=self._rows.values(),
            states={key: (state.state, state.reason) for key, state in self._states.items()},
            lines=self._learned.lines,
            keys=self._learned.keys,
        )
        known = {listing: number for listing, number in old.items() if listing in self._rows}
        renew(conn, self._parts, known, all_of_it=True)
        clusters.end_all_but(conn, [number for number, _ in clusters.largest(conn, -1)])

    def figures(self) -> Rebuilt:
        return Rebuilt(len(self._rows), len(self._texts.bodies), len(self._edges), len(self._parts), len(self._states))
