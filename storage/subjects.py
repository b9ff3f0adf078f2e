"""Requests of people about their own contact: what is kept of it, leave it alone for now, forget it.

GDPR articles 15, 17 and 18; UU 27/2022 articles 6, 8 and 11. A restriction keeps everything and lets nobody open it.
"""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from sandi.errors import SandiError
from storage import audit, contacts, retention, tracing
from storage.database import Store
from storage.masking import scrubbed
from storage.retention import Purged
from storage.times import now


class SubjectError(SandiError):
    """Nothing is kept of a contact, or there is no restriction to lift."""


@dataclass(frozen=True, slots=True)
class Held:
    """One listing in which the contact was seen, texts masked; `lead` is the state of its lead, None without one."""

    listing: int
    source: str
    url: str
    title: str
    first_seen: str
    last_seen: str
    versions: int
    lead: str | None
    on_hold: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What is kept of one contact. `unmasked` counts how often somebody opened it; `watched` whether it is followed.

    `contact` is None where no rule read it as one; it may stand in `listings` all the same.
    """

    contact: int | None
    masked: str
    first_seen: str
    restricted_since: str | None
    unmasked: int
    watched: bool
    listings: tuple[Held, ...]


def find(store: Store, kind: str, value: str, *, actor: str, reason: str) -> Report:
    """All that is kept of a contact, also where no rule read it as one: opens every original in memory. Writes an audit
    row. Raises ReasonMissing, WrongContact.
    """
    audit.need_reason(reason, "a look for one person's data")
    value = contacts.as_kept(kind, value)
    number, code = contacts.find(store, kind, value), contacts.key(store, kind, value)
    with store.writer() as conn:
        watched = conn.execute("SELECT 1 FROM watches WHERE fits = ? AND removed_at IS NULL", (code,)).fetchone()
        object = f"contact/{number}" if number else "contact"
        audit.record(conn, actor=actor, action="subject.find", object=object, reason=reason)
    ids = {*(contacts.listings_of(store, number) if number else ()), *tracing.listings(store, kind, value)}
    with store.reader() as conn:
        held = conn.execute(
            """
            SELECT l.id AS listing, l.source, l.url, l.title, l.first_seen, l.last_seen, l.version AS versions,
                leads.state AS lead, l.id IN (SELECT listing_id FROM holds) AS on_hold
            FROM listings AS l LEFT JOIN leads ON leads.listing_id = l.id
            WHERE l.id IN (SELECT value FROM json_each(?)) ORDER BY l.id""",
            (orjson.dumps(sorted(ids)).decode(),),
        ).fetchall()
        kept = tuple(Held(**{**dict(one), "on_hold": bool(one["on_hold"])}) for one in held)
        if number is None:
            return Report(None, "", "", None, 0, watched is not None, kept)
        row = conn.execute("SELECT masked, first_seen FROM contacts WHERE id = ?", (number,)).fetchone()
        since = conn.execute("SELECT at FROM restrictions WHERE contact_id = ?", (number,)).fetchone()
        opened = conn.execute(
            "SELECT count(*) FROM audit WHERE object = ? AND action = 'contact.unmask'", (f"contact/{number}",)
        ).fetchone()[0]
    return Report(number, row["masked"], row["first_seen"], since and since["at"], opened, watched is not None, kept)


def restrict(store: Store, kind: str, value: str, *, actor: str, reason: str) -> None:
    """Let nobody open the contact or the originals it stands in. Raises ReasonMissing, SubjectError."""
    audit.need_reason(reason, "a restriction")
    number = _known(store, kind, value)
    with store.writer() as conn:
        conn.execute(
            "INSERT INTO restrictions (contact_id, reason, actor, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (number, scrubbed(reason), actor, now()),
        )
        audit.record(conn, actor=actor, action="subject.restrict", object=f"contact/{number}", reason=reason)


def lift(store: Store, kind: str, value: str, *, actor: str, reason: str) -> None:
    """End a restriction. Raises ReasonMissing, SubjectError."""
    audit.need_reason(reason, "lifting a restriction")
    number = _known(store, kind, value)
    with store.writer() as conn:
        if not conn.execute("DELETE FROM restrictions WHERE contact_id = ?", (number,)).rowcount:
            raise SubjectError(f"contact {number} is not restricted")
        audit.record(conn, actor=actor, action="subject.lift", object=f"contact/{number}", reason=reason)


def erase(store: Store, kind: str, value: str, *, actor: str, reason: str) -> Purged:
    """Forget the contact and every listing in which it stands, but for those on hold; end what follows it.

    Raises ReasonMissing, WrongContact.
    """
    audit.need_reason(reason, "an erasure")
    value = contacts.as_kept(kind, value)
    planned, code = retention.plan_contact(store, kind, value), contacts.key(store, kind, value)
    with store.writer() as conn:
        conn.execute(
            "UPDATE watches SET shown = '', fits = '', reason = '', removed_at = coalesce(removed_at, ?)"
            " WHERE kind = 'contact' AND fits = ?",
            (now(), code),
        )
    return retention.purge(store, planned, actor=actor, reason=reason)


def _known(store: Store, kind: str, value: str) -> int:
    value = contacts.as_kept(kind, value)
    number = contacts.find(store, kind, value)
    if number is None:
        unread = len(tracing.listings(store, kind, value))
        if unread:
            raise SubjectError(
                f"no rule read it as a contact in the {unread} listings where it stands, so nothing of it can be "
                "restricted: answer by erasing it, or keep it by sandi db hold"
            )
        raise SubjectError("nothing is kept of this contact; look at its spelling and --kind")
    return number
