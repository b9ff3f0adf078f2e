"""Search over the masked titles and texts, newest first."""

from __future__ import annotations

from storage.database import Store
from storage.paging import Page
from storage.records import StoredListing


def search(store: Store, words: str, *, cursor: str | None = None, limit: int = 50) -> Page[StoredListing]:
    raise NotImplementedError
