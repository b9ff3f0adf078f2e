"""Puts listings where they belong as they arrive: in milliseconds, and with the same result as building all anew.

A listing that only adds joins is merged in; where a join falls away (another text, a contact found to be common), what
hung together is worked out again from its rows. A giant is split again when the batch is done; in one of more than
MOST_AGAIN listings a newcomer goes where its strongest join leads, until the next rebuilding.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from linking import families
from linking.boilerplate import Boilerplate
from linking.bulk import edges_within
from linking.correlating import raise_fresh
from linking.identity import carry_over
from linking.near import Edge
from linking.partition import LARGEST, Member, Part, partition
from linking.spread import (
    MOST_LOOKED_AT,
    MOST_SELLERS,
    NUMBER,
    Holder,
    State,
    aside,
    common,
    is_contact,
    is_service,
    kind_of,
)
from linking.texts import body_of
from linking.watching import raise_watched
from rules.fold import fold
from storage import clusters, floods, link_texts, linking
from storage.database import Store
from storage.linking import Linked, Source

BATCH = 25
"""Listings of one transaction: nobody else can write meanwhile, and somebody may wait in front of the workbench."""
TURN_S = 0.01
"""Who waits to write looks again after 8 ms at most (storage/lock.py); between transactions they get their turn."""
MOST_AGAIN = 800
"""Listings of what is worked out again at once, while a crawl waits: a second or two."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The listings that were placed, the clusters that have others now, and how many leads watchlists and
    correlation rules raised."""

    listings: tuple[int, ...] = ()
    clusters: frozenset[int] = frozenset()
    raised: int = 0


def place_waiting(store: Store) -> Placed:
    """Place every listing judged since the last call; what a crawl calls after it stored a batch. Raises StoreBusy."""
    total = Placed()
    while True:
        with store.writer() as conn:
            ids, last = linking.waiting(conn, BATCH)
            if not ids:
                return total
            touched = place(conn, ids)
            raised = raise_watched(conn, ids) + raise_fresh(conn, store.config.packs, ids)
            floods.note(conn, touched)
            linking.placed_to(conn, last)
        total = Placed((*total.listings, *ids), total.clusters | touched, total.raised + raised)
        if len(ids) == BATCH:
            time.sleep(TURN_S)


def place(conn: sqlite3.Connection, ids: Iterable[int]) -> frozenset[int]:
    """Place some listings; the clusters that have other listings now."""
    learned = Boilerplate(linking.site_lines(conn), linking.site_keys(conn))
    placing = _Placing(conn, learned)
    for source in linking.sources(conn, list(ids)):
        placing.place(source)
    placing.settle()
    return frozenset(placing.touched)


def seller_of(source: Source) -> str:
    """A seller's name as it is compared."""
    return " ".join(fold(source.seller).text.split())


def linked_of(source: Source, text: int | None, cluster: int | None) -> Linked:
    """A listing with its seller, text and keys as they are compared."""
    services = frozenset(key for key, before in source.before if is_service(before))
    return Linked(source.id, seller_of(source), text, cluster, source.keys, services)


def state_of(conn: sqlite3.Connection, key: str, learned: Boilerplate) -> State | None:
    """Why a key does not join; None when it does."""
    found = common(linking.sellers(conn, key, MOST_SELLERS + 1), of_source=learned.keys.get(key, ""))
    if found is not None or kind_of(key) != NUMBER:
        return found
    ids = linking.with_key(conn, key, MOST_LOOKED_AT + 1)
    if len(ids) < 2 or len(ids) > MOST_LOOKED_AT:
        return None
    rows = [row for row in (linking.linked(conn, number) for number in ids) if row is not None]
    holders = [holder_of(row, key) for row in rows]
    texts = {row.text for row in rows if row.text is not None}
    return aside(key, holders, lambda: families.ties(link_texts.bodies(conn, sorted(texts))))


def holder_of(row: Linked, key: str) -> Holder:
    """A listing as one of those that have a key."""
    others = frozenset(other for other in row.keys if other != key and is_contact(other))
    return Holder(row.listing, row.seller, row.text, others, key in row.services)


class _Placing:
    """One transaction of `place`."""

    def __init__(self, conn: sqlite3.Connection, learned: Boilerplate) -> None:
        self._conn = conn
        self._learned = learned
        self._giants: dict[int, None] = {}
        self.touched: set[int] = set()

    def place(self, source: Source) -> None:
        """Place one listing."""
        old = linking.linked(self._conn, source.id)
        text = families.keep(self._conn, body_of(source.title, source.text, self._learned.of(source.source)))
        new = linked_of(source, text, old.cluster if old else None)
        if new == old:
            return
        linking.put(self._conn, new)
        fewer = old is not None and (old.text != text or bool(old.keys - new.keys))
        turned = self._turned(new.keys | (old.keys if old else frozenset()))
        if old is not None and old.text is not None and old.text != text:
            self._forget(old.text)
        if fewer or turned:
            self._again([source.id, *(number for key in turned for number in linking.with_key(self._conn, key))])
        else:
            self._join(new)

    def _turned(self, keys: Iterable[str]) -> list[str]:
        """Keys that joined and no longer do, or the other way round."""
        found = []
        for key in sorted(keys):
            before = linking.key_states(self._conn, [key]).get(key)
            state = state_of(self._conn, key, self._learned)
            after = (state.state, state.reason) if state else None
            if before != after:
                linking.set_key_state(self._conn, key, after)
            if (before is None) != (after is None):
                found.append(key)
        return found

    def _forget(self, text: int) -> None:
        if not linking.with_text(self._conn, text, 1):
            families.drop(self._conn, text)

    def _joining(self, keys: Iterable[str]) -> list[str]:
        silent = linking.key_states(self._conn, keys)
        return sorted(key for key in keys if key not in silent)

    def _neighbours(self, new: Linked) -> list[int]:
        """Of everything that the listing hangs together with one listing each, the strongest join first."""
        conn = self._conn
        found = [linking.with_key(conn, key, 2) for key in self._joining(new.keys)]
        if new.text is not None:
            texts = [new.text, *(other for other, _ in link_texts.alike(conn, new.text))]
            found += [linking.with_text(conn, text, 2) for text in texts]
        others = [[number for number in some if number != new.listing] for some in found]
        return list(dict.fromkeys(some[0] for some in others if some))

    def _join(self, new: Linked) -> None:
        """Merge what the listing joins; nothing that hung together falls apart by it."""
        neighbours = self._neighbours(new)
        if not neighbours:
            return
        numbers = [clusters.of_listing(self._conn, number) for number in (new.listing, *neighbours)]
        rows = [clusters.get(self._conn, number) for number in dict.fromkeys(numbers) if number is not None]
        known = [row for row in rows if row is not None]
        singles = [n for n, cluster in zip((new.listing, *neighbours), numbers, strict=True) if cluster is None]
        giant = any(row.units > LARGEST or len(clusters.of_component(self._conn, row.component)) > 1 for row in known)
        units = sum(row.units for row in known) + len(singles) + len(new.keys)
        if giant or units > LARGEST:
            self._giants[new.listing] = None
            self._join_giant(new, [number for number in numbers[1:] if number is not None])
        elif not known:
            self._open(min(new.listing, *neighbours), units, singles)
        else:
            target = max(known, key=lambda row: (clusters.size(self._conn, row.id), -row.id))
            clusters.move(self._conn, [row.id for row in known if row.id != target.id], target.id)
            clusters.assign(self._conn, dict.fromkeys(singles, target.id))
            component = min([new.listing, *neighbours, *(row.component for row in known)])
            clusters.renew(self._conn, target.id, component, units)
            self.touched.add(target.id)

    def _join_giant(self, new: Linked, numbers: list[int]) -> None:
        if new.cluster is None and numbers:
            clusters.assign(self._conn, {new.listing: numbers[0]})
            self.touched.add(numbers[0])

    def _open(self, component: int, units: int, singles: list[int]) -> None:
        number = clusters.add(self._conn, component, units)
        clusters.assign(self._conn, dict.fromkeys(singles, number))
        self.touched.add(number)

    def settle(self) -> None:
        """Split again the giants that listings joined."""
        large: dict[int, bool] = {}
        while self._giants:
            number = next(iter(self._giants))
            done = frozenset({number}) if self._too_large(number, large) else self._again([number])
            self._giants = {one: None for one in self._giants if one not in done}

    def _too_large(self, number: int, known: dict[int, bool]) -> bool:
        """Whether what a listing hangs together with is too much to be worked out now; `known` by component."""
        cluster = clusters.of_listing(self._conn, number)
        row = clusters.get(self._conn, cluster) if cluster is not None else None
        if row is None:
            return False
        if row.component not in known:
            together = clusters.of_component(self._conn, row.component)
            known[row.component] = sum(clusters.size(self._conn, one) for one in together) > MOST_AGAIN
        return known[row.component]

    def _again(self, seeds: list[int]) -> frozenset[int]:
        """Work out anew everything that hangs, or hung, together with some listings: what was looked at."""
        region = _Region(self._conn)
        if not region.gather(seeds):
            for number in seeds:
                self._leave(number)
            return frozenset(region.members)
        parts = partition(region.members.values(), region.edges(), self._within)
        self.touched |= renew(self._conn, parts, region.old)
        return frozenset(region.members)

    def _leave(self, number: int) -> None:
        """In what is too large to be worked out now, a listing that changed goes where its strongest join leads."""
        row = linking.linked(self._conn, number)
        if row is not None:
            beside = [clusters.of_listing(self._conn, other) for other in self._neighbours(row)]
            if row.cluster not in beside:
                found = next((cluster for cluster in beside if cluster is not None), None)
                clusters.assign(self._conn, {number: found})
                self.touched |= {found} if found is not None else set()

    def _within(self, texts: Collection[int]) -> list[Edge]:
        return edges_within(link_texts.bodies(self._conn, sorted(texts)), texts)


class _Region:
    """Listings that hang together with some, by what joins now and by the clusters of before."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self.members: dict[int, Member] = {}
        self.old: dict[int, int] = {}
        self._edges: dict[tuple[int, int], float] = {}
        self._done: set[tuple[str, object]] = set()

    def edges(self) -> list[tuple[int, int, float]]:
        return [(one, other, similarity) for (one, other), similarity in sorted(self._edges.items())]

    def gather(self, seeds: list[int]) -> bool:
        """Everything that hangs together with these; False when that is more than MOST_AGAIN, and not all."""
        waiting = list(seeds)
        while waiting:
            number = waiting.pop()
            if number in self.members:
                continue
            row = linking.linked(self._conn, number)
            if row is None:
                continue
            silent = linking.key_states(self._conn, row.keys)
            member = Member(number, row.text, frozenset(key for key in row.keys if key not in silent))
            self.members[number] = member
            if row.cluster is not None:
                self.old[number] = row.cluster
            if len(self.members) > MOST_AGAIN:
                return False
            waiting += self._beside(member, row.cluster)
        return True

    def _beside(self, member: Member, cluster: int | None) -> list[int]:
        found: list[int] = []
        if cluster is not None and self._first("cluster", cluster):
            row = clusters.get(self._conn, cluster)
            together = clusters.of_component(self._conn, row.component) if row else []
            for number in {cluster, *together}:
                self._first("cluster", number)
                found += clusters.members(self._conn, number)
        for key in member.keys:
            if self._first("key", key):
                found += linking.with_key(self._conn, key)
        if member.text is not None and self._first("text", member.text):
            found += linking.with_text(self._conn, member.text)
            for other, similarity in link_texts.alike(self._conn, member.text):
                self._edges[min(member.text, other), max(member.text, other)] = similarity
                found += linking.with_text(self._conn, other)
        return found

    def _first(self, kind: str, what: object) -> bool:
        fresh = (kind, what) not in self._done
        self._done.add((kind, what))
        return fresh


def renew(conn: sqlite3.Connection, parts: list[Part], old: dict[int, int], *, all_of_it: bool = False) -> set[int]:
    """Write the clusters of a region, or of everything, each under the number it had; those that changed.

    `old`: the cluster of each listing of the region before.
    """
    same = carry_over([part.listings for part in parts], old)
    numbers, touched, assigned = [], set(), {}
    before: dict[int, set[int]] = {}
    for listing, number in old.items():
        before.setdefault(number, set()).add(listing)
    for place_, part in enumerate(parts):
        kept = same.kept[place_]
        if kept is None:
            number = clusters.add(conn, part.component, part.units, came_from=same.came_from.get(place_))
        else:
            number = kept
            if before[number] != set(part.listings) or _differs(conn, number, part):
                clusters.renew(conn, number, part.component, part.units)
        if before.get(number) != set(part.listings):
            touched.add(number)
        numbers.append(number)
        assigned.update(dict.fromkeys(part.listings, number))
    gone: dict[int, int | None] = {listing: None for listing in old if listing not in assigned}
    changed = {listing: number for listing, number in assigned.items() if all_of_it or old.get(listing) != number}
    clusters.assign(conn, gone | changed)
    for number in sorted(set(old.values()) - set(numbers)):
        clusters.end(conn, number, numbers[same.merged[number]] if number in same.merged else None)
    return touched


def _differs(conn: sqlite3.Connection, number: int, part: Part) -> bool:
    row = clusters.get(conn, number)
    return row is None or (row.component, row.units, row.ended_at) != (part.component, part.units, None)
