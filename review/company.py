"""What stands beside a lead in its cluster: the other leads that one decision would cover, and what changes in them."""

from __future__ import annotations

from dataclasses import dataclass

from storage import cluster_listings, clusters
from storage.cluster_listings import ClusterListing
from storage.database import Store
from storage.records import Lead

SHOWN = 50
"""Members that a page lists one by one; of a larger cluster the rest is counted."""


@dataclass(frozen=True, slots=True)
class Company:
    """The cluster of a lead. `others`: further open leads of its lane; `shown`: the first of them."""

    number: int
    version: int
    listings: int
    others: tuple[int, ...]
    shown: tuple[ClusterListing, ...]

    @property
    def decided(self) -> int:
        """How many leads a decision on all of them covers."""
        return len(self.others) + 1


def company_of(store: Store, lead: Lead) -> Company | None:
    """The cluster around a lead; None for a lead of no cluster."""
    if lead.cluster is None:
        return None
    with store.reader() as conn:
        row = clusters.get(conn, lead.cluster)
        if row is None:
            return None
        mine = (lead.lane, lead.verdict == "help")
        found = [
            one
            for one in cluster_listings.leads_of(conn, row.id)
            if one["state"] == "open" and one["id"] != lead.id and (one["lane"], one["verdict"] == "help") == mine
        ]
        shown = cluster_listings.listings(conn, [one["listing_id"] for one in found[:SHOWN]])
        size = clusters.size(conn, row.id)
    return Company(row.id, row.version, size, tuple(one["id"] for one in found), tuple(shown))
