"""Which leads stand before and after a lead in the queue it was opened from."""

from __future__ import annotations

from dataclasses import dataclass

from review.filters import Filters
from storage import leads
from storage.database import Store

PAGE = 50


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Lead ids; None at the ends of the queue."""

    before: int | None
    after: int | None


def neighbours(store: Store, filters: Filters, lead_id: int) -> Neighbours:
    """The neighbours of `lead_id` on the page of the queue that `filters` names.

    A lead that is not on it (decided meanwhile, or opened by its address) goes on to the first of the page.
    """
    arguments = filters.arguments()
    page = leads.queue(store, **arguments, limit=PAGE)
    ids = [row.id for row in page.rows]
    if lead_id not in ids:
        return Neighbours(None, ids[0] if ids else None)
    at = ids.index(lead_id)
    before = ids[at - 1] if at else None
    if at + 1 < len(ids):
        return Neighbours(before, ids[at + 1])
    if page.cursor is None:
        return Neighbours(before, None)
    following = leads.queue(store, **(arguments | {"cursor": page.cursor}), limit=1)
    return Neighbours(before, following.rows[0].id if following.rows else None)
