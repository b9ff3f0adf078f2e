"""What hangs together with some listings, read in rounds, to be worked out anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from linking import partition
from linking.bulk import edges_within
from linking.near import Edge
from linking.partition import Member, Part
from storage import clusters, link_texts, linking
from storage.linking import Linked


class Region:
    """Listings that hang together with `seeds`, by what joins now and by the clusters of before.

    `whole` is False when they are more than `most`; then not all were read. Read in a transaction; `parts` needs none.
    """

    def __init__(self, conn: sqlite3.Connection, seeds: Iterable[int], most: int | None = None) -> None:
        self.rows: dict[int, Linked] = {}
        self.whole = True
        self._clusters: set[int] = set()
        self._joining: dict[str, bool] = {}
        self._edges: dict[tuple[int, int], float] = {}
        self._texts: set[int] = set()
        waiting = set(seeds)
        while waiting and self.whole:
            waiting = self._round(conn, waiting)
            self.whole = most is None or len(self.rows) + len(waiting) <= most
        self._bodies = link_texts.bodies(conn, sorted(self._texts)) if self.whole and self.giant else {}

    @property
    def old(self) -> dict[int, int]:
        """The cluster of each listing that had one."""
        return {row.listing: row.cluster for row in self.rows.values() if row.cluster is not None}

    @property
    def giant(self) -> bool:
        """Whether it may have to be split."""
        return len(self._texts) + sum(self._joining.values()) > partition.LARGEST

    def parts(self) -> list[Part]:
        """The clusters that it should be."""
        edges = [(one, other, similarity) for (one, other), similarity in sorted(self._edges.items())]
        return partition.partition(map(self._member, self.rows.values()), edges, self._within)

    def unchanged(self, conn: sqlite3.Connection) -> bool:
        """Whether all of it is still as it was read."""
        here = linking.with_any(conn, clusters=clusters.beside(conn, self._clusters))
        return here <= self.rows.keys() and linking.linked_many(conn, list(self.rows)) == self.rows

    def _round(self, conn: sqlite3.Connection, waiting: set[int]) -> set[int]:
        """Read some listings; those beside them that were not read yet."""
        fresh = linking.linked_many(conn, sorted(waiting))
        self.rows |= fresh
        keys = {key for row in fresh.values() for key in row.keys} - self._joining.keys()
        silent = linking.key_states(conn, sorted(keys))
        self._joining |= {key: key not in silent for key in keys}
        texts = {row.text for row in fresh.values() if row.text is not None} - self._texts
        alike = link_texts.alike_among(conn, sorted(texts))
        self._edges |= {(one, other): similarity for one, other, similarity in alike}
        beside = {text for one, other, _ in alike for text in (one, other)} - self._texts
        self._texts |= texts
        numbers = {row.cluster for row in fresh.values() if row.cluster is not None} - self._clusters
        inside = clusters.beside(conn, numbers) - self._clusters
        self._clusters |= inside
        found = linking.with_any(conn, keys=keys - silent.keys(), texts=texts | beside, clusters=inside)
        return found - self.rows.keys()

    def _member(self, row: Linked) -> Member:
        return Member(row.listing, row.text, frozenset(key for key in row.keys if self._joining[key]))

    def _within(self, texts: Iterable[int]) -> list[Edge]:
        return edges_within(self._bodies, list(texts))
