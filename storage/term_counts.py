"""How often words stand in what is stored: in listings that raised nothing, and in leads by what people decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from storage.database import Store
from storage.search import match_query

NEWEST = 2_000
"""Listings with a phrase that are looked at, the newest first: a common word stands in too many to count."""


@dataclass(frozen=True, slots=True)
class TermCount:
    """A phrase among the newest listings that hold it; with `more` there are older ones that were not counted."""

    text: str
    harmless: int
    kept: int
    dismissed: int
    undecided: int
    more: bool


def how_often(store: Store, phrases: Iterable[str]) -> list[TermCount]:
    """A count for each phrase, in order. `harmless`: listings that raised no lead."""
    found = []
    with store.reader() as conn:
        for phrase in phrases:
            query = match_query(phrase)
            rows = conn.execute(
                """
                SELECT leads.state, count(*) AS listings FROM (
                    SELECT rowid AS id FROM listings_fts WHERE listings_fts MATCH ? ORDER BY rowid DESC LIMIT ?
                ) AS held LEFT JOIN leads ON leads.listing_id = held.id GROUP BY leads.state""",
                (f'"{phrase}"' if query and '"' not in phrase else query or '""', NEWEST),
            ).fetchall()
            by = {row["state"]: row["listings"] for row in rows}
            found.append(
                TermCount(
                    phrase,
                    harmless=by.get(None, 0),
                    kept=by.get("kept", 0) + by.get("escalated", 0),
                    dismissed=by.get("dismissed", 0),
                    undecided=by.get("open", 0) + by.get("unsure", 0),
                    more=sum(by.values()) >= NEWEST,
                )
            )
    return found
