"""Opening the page that a listing was read from, as it was received: with a reason, and on record."""

from __future__ import annotations

from storage import audit, captures, restrictions
from storage.captures import NoCapture
from storage.database import Store


def opened(store: Store, listing_id: int, capture: str | None, *, actor: str, reason: str, lead: int) -> bytes:
    """The WARC record `capture`, opened for a lead of `listing_id`. Writes an audit row.

    Raises ReasonMissing, Restricted, SealBroken, NoCapture: there is none, or it was erased.
    """
    audit.need_reason(reason, "opening a page as received")
    if not capture:
        raise NoCapture(f"listing {listing_id} has no capture")
    with store.reader() as conn:
        restrictions.listing_is_free(conn, listing_id)
    record = captures.read(store, capture)
    with store.writer() as conn:
        audit.record(
            conn,
            actor=actor,
            action="capture.open",
            object=f"listing/{listing_id}",
            reason=reason,
            detail={"capture": capture, "lead": lead},
        )
    return record
