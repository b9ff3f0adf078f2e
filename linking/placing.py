"""Puts listings where they belong as they arrive: in milliseconds, and with the same result as building all anew.

A listing that only adds joins is merged in; where a join falls away (another text, a contact found to be common), what
hung together is worked out again from its rows. Of a giant, or of more than MOST_AGAIN listings, only the newcomer is
placed, where its strongest join leads; the whole is marked, and `linking.settling` splits it again.
"""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass, replace

from linking import families, partition
from linking.boilerplate import Boilerplate
from linking.correlating import raise_waiting
from linking.identity import carry_over
from linking.partition import Member, Node, Part, nodes_of
from linking.region import Region
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
from storage import clusters, correlation_hits, floods, link_texts, linking, unsettled
from storage.database import Store
from storage.linking import Beside, Linked, Source

BATCH = 25
"""Listings of one transaction: nobody else can write meanwhile."""
STEP = 5
"""After so many it is asked whether somebody waits in front of the workbench."""
TURN_S = 0.01
"""Who waits to write looks again after 8 ms at most (storage/lock.py); between transactions they get their turn."""
MOST_AGAIN = 400
"""Listings of what is worked out again at once, while a crawl waits: some hundredths of a second."""


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
            ids, touched = _place_some(store, conn)
            raised = raise_watched(conn, ids)
            floods.note(conn, touched)
        if not ids:
            return replace(total, raised=total.raised + raise_waiting(store))
        total = Placed((*total.listings, *ids), total.clusters | touched, total.raised + raised)
        if len(ids) >= BATCH:
            time.sleep(TURN_S)


def _place_some(store: Store, conn: sqlite3.Connection) -> tuple[list[int], set[int]]:
    """Place BATCH of the listings that wait, or STEP and more until a person waits to write; the clusters touched."""
    correlation_hits.begin(conn)
    placing = _Placing(conn, Boilerplate(linking.site_lines(conn), linking.site_keys(conn)))
    ids: dict[int, None] = {}
    while len(ids) < BATCH and not (ids and store.awaited):
        some, last = linking.waiting(conn, STEP)
        if not some:
            break
        for source in linking.sources(conn, some):
            placing.place(source)
        linking.placed_to(conn, last)
        ids |= dict.fromkeys(some)
    return list(ids), placing.touched


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
    rows = linking.linked_many(conn, ids).values()
    holders = [holder_of(row, key) for row in rows]
    texts = {row.text for row in rows if row.text is not None}
    return aside(key, holders, lambda: families.ties(link_texts.bodies(conn, sorted(texts))))


def holder_of(row: Linked, key: str) -> Holder:
    """A listing as one of those that have a key."""
    others = frozenset(other for other in row.keys if other != key and is_contact(other))
    return Holder(row.listing, row.seller, row.text, others, key in row.services)


class _Placing:
    """What one transaction places; `touched` are the clusters that have other listings then."""

    def __init__(self, conn: sqlite3.Connection, learned: Boilerplate) -> None:
        self._conn = conn
        self._learned = learned
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
            self._again(new, turned)
        else:
            self._join(new, old)

    def _turned(self, keys: frozenset[str]) -> list[str]:
        """Keys that joined and no longer do, or the other way round."""
        found = []
        known = linking.key_states(self._conn, keys)
        for key in sorted(keys):
            before = known.get(key)
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

    def _nodes(self, row: Linked) -> list[Node]:
        silent = linking.key_states(self._conn, row.keys)
        return nodes_of(Member(row.listing, row.text, row.keys - silent.keys()))

    def _beside(self, new: Linked, nodes: list[Node]) -> dict[Node, Beside]:
        """Of everything that the listing hangs together with one listing each, the strongest join first."""
        conn, listing = self._conn, new.listing
        found: list[tuple[Node, Beside | None]] = [
            (node, linking.other_with_key(conn, str(node[1]), listing)) for node in nodes if node[0] == "key"
        ]
        if new.text is not None:
            found.append((("text", new.text), linking.other_with_text(conn, new.text, listing)))
            found += [(("alike", one[0]), one) for one in linking.alike_to(conn, new.text)]
        return {node: one for node, one in found if one is not None}

    def _join(self, new: Linked, old: Linked | None) -> None:
        """Merge what the listing joins; nothing that hung together falls apart by it."""
        nodes = self._nodes(new)
        beside = self._beside(new, nodes)
        if not beside:
            return
        own = [(new.listing, new.cluster)]
        of_listing = dict([*own, *beside.values()])
        numbers = dict.fromkeys(number for number in of_listing.values() if number is not None)
        known = [row for row in (clusters.get(self._conn, number) for number in numbers) if row is not None]
        singles = [listing for listing, number in of_listing.items() if number is None]
        giant = any(
            row.units > partition.LARGEST or len(clusters.of_component(self._conn, row.component, 2)) > 1
            for row in known
        )
        units = sum(row.units for row in known) + self._fresh(new, old, beside, nodes, singles)
        if giant or units > partition.LARGEST:
            self._leave(new, beside)
        elif not known:
            self._open(min(singles), units, singles)
        else:
            target = max(known, key=lambda row: (clusters.size(self._conn, row.id), -row.id))
            clusters.move(self._conn, [row.id for row in known if row.id != target.id], target.id)
            clusters.assign(self._conn, dict.fromkeys(singles, target.id))
            component = min([*of_listing, *(row.component for row in known)])
            clusters.renew(self._conn, target.id, component, units)
            self.touched.add(target.id)

    def _fresh(
        self,
        new: Linked,
        old: Linked | None,
        beside: dict[Node, Beside],
        nodes: list[Node],
        singles: list[int],
    ) -> int:
        """How many texts and keys of the listing, and of singles that it joins, are in none of the clusters yet."""
        found = {node for node in nodes if beside.get(node, (0, None))[1] is None}
        if old is not None and old.cluster is not None:
            found -= set(self._nodes(old))
        others = linking.linked_many(self._conn, [number for number in singles if number != new.listing])
        return len(found.union(*(self._nodes(row) for row in others.values())))

    def _open(self, component: int, units: int, singles: list[int]) -> None:
        number = clusters.add(self._conn, component, units)
        clusters.assign(self._conn, dict.fromkeys(singles, number))
        self.touched.add(number)

    def _again(self, new: Linked, turned: list[str]) -> None:
        """Work out anew everything that hangs, or hung, together with a listing and the keys that turned."""
        seeds = {new.listing, *linking.with_any(self._conn, keys=turned)}
        if not self._large(new, seeds):
            region = Region(self._conn, seeds, MOST_AGAIN)
            if region.whole and not region.giant:
                self.touched |= renew(self._conn, region.parts(), region.old)
                return
        of_before = [] if new.cluster is None else clusters.members(self._conn, new.cluster, 2)
        unsettled.mark(self._conn, [*sorted(seeds)[:MOST_AGAIN], *of_before])
        self._leave(new, self._beside(new, self._nodes(new)))

    def _large(self, new: Linked, seeds: set[int]) -> bool:
        """Whether so much hangs together that it need not be read to know."""
        row = clusters.get(self._conn, new.cluster) if new.cluster is not None else None
        return len(seeds) > MOST_AGAIN or (
            row is not None
            and (
                row.units > partition.LARGEST
                or unsettled.size_of(self._conn, row.component, MOST_AGAIN + 1) > MOST_AGAIN
            )
        )

    def _leave(self, new: Linked, beside: dict[Node, Beside]) -> None:
        """Of what is too large to be worked out now, the listing goes where its strongest join leads."""
        unsettled.mark(self._conn, [new.listing])
        found = list(dict.fromkeys(number for _, number in beside.values() if number is not None))
        if new.cluster in found or (new.cluster is None and not found):
            return
        number = found[0] if found else None
        clusters.assign(self._conn, {new.listing: number})
        if number is not None:
            clusters.grown(self._conn, number)
            self.touched.add(number)


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
