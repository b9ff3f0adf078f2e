"""Listings: kept in batches, each batch in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sandi.listing import Listing
from storage.database import Store
from storage.records import Counts, Judged, RuleText, StoredListing, Version

__all__ = [
    "Counts",
    "Judged",
    "RuleText",
    "StoredListing",
    "Version",
    "get",
    "iter_listings",
    "known",
    "mark_gone",
    "original",
    "save_batch",
    "versions",
]


def save_batch(store: Store, run: str, batch: Sequence[Judged], *, rules: Sequence[RuleText] = ()) -> Counts:
    raise NotImplementedError


def mark_gone(store: Store, source: str, run: str) -> int:
    raise NotImplementedError


def get(store: Store, listing_id: int) -> StoredListing | None:
    raise NotImplementedError


def versions(store: Store, listing_id: int) -> list[Version]:
    raise NotImplementedError


def iter_listings(store: Store, *, source: str | None = None, after: int = 0) -> Iterator[StoredListing]:
    raise NotImplementedError


def original(store: Store, listing_id: int, version: int | None = None, *, actor: str, reason: str) -> Listing:
    raise NotImplementedError


def known(store: Store, source: str) -> Mapping[str, str]:
    raise NotImplementedError
