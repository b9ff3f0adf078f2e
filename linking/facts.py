"""What is known of a cluster as a whole: how many, where, since when, how often, what is asked and paid, which roles.

Sellers are counted, not named. Slots are those that all listings fill together: five adverts that each lack one can
be an alert as one operation.
"""

from __future__ import annotations

import sqlite3
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from linking.roles import ROLES, roles_in
from linking.slots import Piece, template_of
from rules.amounts import RATES
from rules.fold import fold
from rules.persons import read_persons
from rules.places import read_places
from rules.whereabouts import province_of
from sandi.verdict import SLOTS
from storage import cluster_listings, link_texts, linking
from storage.cluster_listings import ClusterListing

MOST_READ = 500
"""Listings of a cluster whose texts are read; its counts are of all."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of a cluster. Times are UTC ISO 8601, prices rupiah, ages years; a range is (lowest, highest) or None.

    `rhythm_days`: the median of days between one posting and the next. `together`: the slots that make an alert are
    filled by all listings together, though no listing alerts alone.
    """

    listings: int
    sources: dict[str, int]
    sellers: int
    provinces: dict[str, int]
    first_seen: str | None
    last_seen: str | None
    gone: int
    rhythm_days: float | None
    price_idr: tuple[float, float] | None
    ages: tuple[float, float] | None
    roles: dict[str, int]
    slots: tuple[str, ...]
    tactics: tuple[str, ...]
    verdicts: dict[str, int]
    leads: dict[str, int]
    together: bool
    template: tuple[Piece, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def facts_of(conn: sqlite3.Connection, listing_ids: Sequence[int], *, opened: bool = False) -> Facts:
    """The facts of some listings, in a reader. The template is of the lane of adults unless all are asked for
    (`opened`).
    """
    rows = cluster_listings.listings(conn, listing_ids)
    read = rows[:MOST_READ]
    texts = [f"{row.title}\n{row.text}\n{row.location}" for row in read]
    roles = Counter(role for text in texts for role in roles_in(text))
    slots = {slot for row in rows for slot in row.slots}
    verdicts = Counter(row.verdict for row in rows)
    return Facts(
        listings=len(rows),
        sources=dict(Counter(row.source for row in rows).most_common()),
        sellers=len({fold(row.seller).text.strip() for row in rows if row.seller.strip()}),
        provinces=dict(Counter(name for text in texts for name in provinces_in(text)).most_common(12)),
        first_seen=min((row.first_seen for row in rows), default=None),
        last_seen=max((row.last_seen for row in rows), default=None),
        gone=sum(row.gone_at is not None for row in rows),
        rhythm_days=_rhythm(rows),
        price_idr=_range([row.price * RATES.get(row.currency or "IDR", 0) for row in rows if row.price]),
        ages=_range([age for text in texts for age in ages_in(text)]),
        roles={role: roles[role] for role in ROLES if roles[role]},
        slots=tuple(slot for slot in SLOTS if slot in slots),
        tactics=tuple(name for name, _ in Counter(name for row in rows for name in row.tactics).most_common()),
        verdicts=dict(verdicts.most_common()),
        leads=dict(Counter(row.state for row in rows if row.state).most_common()),
        together=len(rows) > 1 and {"act", "means"} <= slots and not verdicts["alert"],
        template=template_of(_alike(conn, [row for row in read if opened or row.lane != "child"])),
    )


def provinces_in(text: str) -> frozenset[str]:
    """The provinces that a text names, by their names or those of their regencies and towns."""
    found = (province_of(place.name) for place in read_places(fold(text)))
    return frozenset(name for name in found if name)


def _alike(conn: sqlite3.Connection, rows: Sequence[ClusterListing]) -> list[str]:
    """The texts of the listings that are alike to one of them, of that with most of them; none when all differ."""
    texts: dict[int, list[str]] = {}
    for row in rows:
        placed = linking.linked(conn, row.id)
        if placed is not None and placed.text is not None:
            texts.setdefault(placed.text, []).append(f"{row.title}\n{row.text}")
    groups = [[text, *(other for other, _ in link_texts.alike(conn, text))] for text in texts]
    found = [[written for text in group for written in texts.get(text, ())] for group in groups]
    largest = max(found, key=len, default=[])
    return largest if len(largest) > 1 else []


def ages_in(text: str) -> list[float]:
    """The ages of persons that a text names."""
    found = [fact for fact in read_persons(fold(text)) if fact.kind == "age" and not fact.goods]
    return [age for fact in found for age in (fact.low, fact.high) if age]


def _rhythm(rows: Sequence[ClusterListing]) -> float | None:
    days = sorted(datetime.fromisoformat(row.posted_at or row.first_seen).timestamp() / 86_400 for row in rows)
    gaps = [later - earlier for earlier, later in pairwise(days)]
    return round(statistics.median(gaps), 2) if gaps else None


def _range(values: Sequence[float]) -> tuple[float, float] | None:
    return (min(values), max(values)) if values else None
