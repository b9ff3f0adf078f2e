"""Retention: what may be forgotten, and forgetting it so that no byte of it stays in the data folder.

A listing that raised nothing is kept for 30 days after it was last seen, unless a lead of its cluster stands. A
dismissed lead keeps its decision and its rules, but its listing is emptied after 90 days. Other leads stay; those that
have been open for a year are named. A legal hold stops the clock. What was only drawn
(`storage.blind`) and nobody decided goes like what raised nothing. (UU 27/2022, article 16; GDPR, article 5 (1) (e).)
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import orjson

from sandi.errors import SandiError
from storage import audit, captures, contacts, linking, times, tracing
from storage.database import Store, connect_to_write, lock_path
from storage.lock import writing
from storage.masking import scrubbed

UNFLAGGED_DAYS = 30
DISMISSED_DAYS = 90
REVIEW_DAYS = 365
BATCH = 200
IN_LIST = "IN (SELECT value FROM json_each(?))"

_UNREAD = """(leads.origin = 'sample' AND NOT EXISTS (SELECT 1 FROM decisions WHERE lead_id = leads.id)
    AND NOT EXISTS (SELECT 1 FROM case_leads WHERE lead_id = leads.id))"""
"""A lead that was drawn from what raised nothing, and nobody did anything with it."""
OWNED = ("spans", "hits", "counters", "judgements", "listing_contacts", "listing_versions")
"""Tables whose rows belong to a listing and go before it; other tables that name listings delete in cascade."""

_OTHER_CAPTURES = f"""
    SELECT sha256 FROM captures WHERE wrapped_key IS NOT NULL
        AND (sha256 NOT IN (SELECT capture FROM all_versions WHERE capture IS NOT NULL)
            OR sha256 IN (SELECT capture FROM all_versions WHERE listing_id {IN_LIST}))
        AND sha256 NOT IN (SELECT value FROM json_each(?)) ORDER BY sha256"""
"""Captures from which no listing came, and those that listings about to go have in common with others."""
_NEEDED = f"""
    SELECT DISTINCT v.capture FROM all_versions AS v LEFT JOIN leads ON leads.listing_id = v.listing_id
    WHERE v.listing_id NOT {IN_LIST} AND v.capture {IN_LIST}
        AND (leads.state <> 'dismissed' OR v.listing_id IN (SELECT listing_id FROM holds)) ORDER BY v.capture"""
"""Those of some captures on which a lead that stands, or a hold, rests."""


class HoldError(SandiError):
    """There is no such lead, or nothing to lift."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a purge would forget, by id. `listings` go whole; of the listings of `leads` only a shell stays.

    `held` counts what a hold keeps; `due` are open leads that wait for their yearly review. `needed` are captures in
    which a contact stands and that stay, because a lead of somebody else rests on them.
    """

    listings: tuple[int, ...]
    leads: tuple[int, ...]
    captures: tuple[str, ...]
    held: int
    due: tuple[int, ...]
    needed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge forgot. `whole` is False when a reader held the log, whose old pages then go at the next write."""

    listings: int
    leads: int
    captures: int
    contacts: int
    whole: bool


def plan(store: Store, *, at: str | None = None) -> Plan:
    """What is past its time at `at` (UTC ISO 8601; now when None)."""
    unflagged, dismissed, review = (_before(at, days) for days in (UNFLAGGED_DAYS, DISMISSED_DAYS, REVIEW_DAYS))
    with store.reader() as conn:
        listings = _ids(
            conn,
            f"""
            SELECT id FROM listings WHERE last_seen < ?
                AND NOT EXISTS (SELECT 1 FROM leads WHERE leads.listing_id = listings.id AND NOT {_UNREAD})
                AND NOT EXISTS (SELECT 1 FROM link_listings AS mine JOIN link_listings AS theirs
                    ON theirs.cluster_id = mine.cluster_id JOIN leads ON leads.listing_id = theirs.listing_id
                    WHERE mine.listing_id = listings.id AND leads.state <> 'dismissed'
                    AND NOT {_UNREAD})
            ORDER BY id""",
            unflagged,
        )
        leads = _ids(
            conn,
            """
            SELECT leads.id FROM leads JOIN decisions ON decisions.id = leads.decision_id
                JOIN listings ON listings.id = leads.listing_id JOIN sealed ON sealed.id = listings.sealed_id
            WHERE leads.state = 'dismissed' AND decisions.at < ? AND sealed.wrapped_key IS NOT NULL
            ORDER BY leads.id""",
            dismissed,
        )
        due = _ids(conn, "SELECT id FROM leads WHERE state = 'open' AND opened_at < ? ORDER BY id", review)
        held = set(_ids(conn, "SELECT listing_id FROM holds"))
        of = _listing_of(conn, leads)
        free = tuple(number for number in listings if number not in held)
        open_leads = tuple(lead for lead in leads if of[lead] not in held)
        gone = {*free, *(of[lead] for lead in open_leads)}
        count = len(listings) + len(leads) - len(free) - len(open_leads)
        return Plan(free, open_leads, _loose_captures(conn, gone, unflagged), count, due)


def plan_contact(store: Store, kind: str, value: str) -> Plan:
    """All that is kept of the listings in which a contact was ever seen, whatever their age and state; of those in
    which nobody read it as one too, and of captures of other pages in which it stands. Opens every original. Raises
    WrongContact.
    """
    value = contacts.as_kept(kind, value)
    number = contacts.find(store, kind, value)
    known = contacts.listings_of(store, number) if number is not None else []
    ids = sorted({*known, *tracing.listings(store, kind, value)})
    with store.reader() as conn:
        held = {*_ids(conn, "SELECT listing_id FROM holds")} & {*ids}
        of = {row["listing_id"]: row["id"] for row in conn.execute("SELECT id, listing_id FROM leads")}
        free = [one for one in ids if one not in held]
        without = tuple(one for one in free if one not in of)
        alone = _loose_captures(conn, free, "")
        others = _names(conn, _OTHER_CAPTURES, _list(free), _list(alone))
    named = tuple(tracing.captures_with(store, others, kind, value))
    with store.reader() as conn:
        needed = _names(conn, _NEEDED, _list(free), _list(named))
    gone = (*alone, *(one for one in named if one not in needed))
    return Plan(without, tuple(of[one] for one in free if one in of), gone, len(held), (), needed)


def purge(store: Store, planned: Plan, *, actor: str, reason: str) -> Purged:
    """Forget what `planned` names, then clear index, free pages and log. Writes one audit row. Raises ReasonMissing."""
    audit.need_reason(reason, "a purge")
    for part in _parts(planned.listings):
        with store.writer() as conn:
            _forget(conn, part)
    for part in _parts(planned.leads):
        with store.writer() as conn:
            _empty(conn, [*_listing_of(conn, part).values()])
    if planned.captures:
        with store.writer() as conn:
            for table in ("listings", "listing_versions", "quarantine"):
                conn.execute(f"UPDATE {table} SET capture = NULL WHERE capture {IN_LIST}", (_list(planned.captures),))
    captures.erase(store, planned.captures)
    with store.writer() as conn:
        lost = _forget_orphans(conn)
        conn.execute("DELETE FROM page_tags")  # a cache of pages, in which anything may stand
        counts = {"listings": len(planned.listings), "leads": len(planned.leads), "captures": len(planned.captures)}
        audit.record(
            conn, actor=actor, action="purge", object="database", reason=reason, detail=counts | {"contacts": lost}
        )
    return Purged(**counts, contacts=lost, whole=_clear(store))


def hold(store: Store, lead_id: int, *, actor: str, reason: str) -> None:
    """Stop the clock for a lead's listing. Raises ReasonMissing, HoldError."""
    audit.need_reason(reason, "a legal hold")
    with store.writer() as conn:
        listing_id = _held_listing(conn, lead_id)
        conn.execute(
            "INSERT INTO holds (listing_id, reason, actor, at) VALUES (?, ?, ?, ?) ON CONFLICT (listing_id) DO UPDATE"
            " SET reason = excluded.reason, actor = excluded.actor, at = excluded.at",
            (listing_id, scrubbed(reason), actor, times.now()),
        )
        audit.record(conn, actor=actor, action="hold", object=f"lead/{lead_id}", reason=reason)


def lift(store: Store, lead_id: int, *, actor: str, reason: str) -> None:
    """Let the clock of a held lead run again. Raises ReasonMissing, HoldError."""
    audit.need_reason(reason, "lifting a legal hold")
    with store.writer() as conn:
        if not conn.execute("DELETE FROM holds WHERE listing_id = ?", (_held_listing(conn, lead_id),)).rowcount:
            raise HoldError(f"lead {lead_id} is not on hold")
        audit.record(conn, actor=actor, action="hold.lift", object=f"lead/{lead_id}", reason=reason)


def _held_listing(conn: sqlite3.Connection, lead_id: int) -> int:
    row = conn.execute("SELECT listing_id FROM leads WHERE id = ?", (lead_id,)).fetchone()
    if row is None:
        raise HoldError(f"there is no lead {lead_id}; sandi leads list shows those there are")
    return int(row["listing_id"])


def _forget(conn: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Delete listings and everything that belongs to them, from the leaves up."""
    these = (_list(ids),)
    sealed = _ids(conn, f"SELECT sealed_id FROM all_versions WHERE listing_id {IN_LIST} AND sealed_id > 0", *these)
    _forget_judged(conn, ids)
    conn.execute(f"DELETE FROM leads WHERE listing_id {IN_LIST} AND {_UNREAD}", these)
    conn.execute(f"DELETE FROM judgements WHERE listing_id {IN_LIST}", these)
    conn.execute(f"DELETE FROM listing_contacts WHERE listing_id {IN_LIST}", these)
    conn.execute(f"DELETE FROM listing_versions WHERE listing_id {IN_LIST}", these)
    conn.execute(f"DELETE FROM listings WHERE id {IN_LIST}", these)
    conn.execute(f"DELETE FROM sealed WHERE id {IN_LIST}", (_list(sealed),))


def _forget_judged(conn: sqlite3.Connection, ids: Sequence[int], *, keep_hits: bool = False) -> None:
    these = (_list(ids),)
    judged = f"SELECT id FROM judgements WHERE listing_id {IN_LIST}"
    conn.execute(f"DELETE FROM spans WHERE hit_id IN (SELECT id FROM hits WHERE judgement_id IN ({judged}))", these)
    conn.execute(f"DELETE FROM counters WHERE judgement_id IN ({judged})", these)
    if not keep_hits:
        conn.execute(f"DELETE FROM hits WHERE judgement_id IN ({judged})", these)


def _empty(conn: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Leave of listings only what says that they were judged and decided: rules, scores, dates, and keyed hashes, by
    which the same advert is known again.
    """
    these = (_list(ids),)
    older = _ids(conn, f"SELECT sealed_id FROM listing_versions WHERE listing_id {IN_LIST} AND sealed_id > 0", *these)
    _forget_judged(conn, ids, keep_hits=True)
    conn.execute(f"DELETE FROM listing_contacts WHERE listing_id {IN_LIST}", these)
    conn.execute(f"DELETE FROM listing_versions WHERE listing_id {IN_LIST}", these)
    conn.execute(f"DELETE FROM link_listings WHERE listing_id {IN_LIST}", these)
    conn.execute(f"DELETE FROM link_keys WHERE listing_id {IN_LIST}", these)
    conn.execute(
        f"DELETE FROM correlation_hits WHERE listing_id {IN_LIST}", these
    )  # a group is named by what they share
    conn.execute(
        f"""
        UPDATE listings SET title = '', text = '', category = '', seller = '', location = '', url = '', extra = '{{}}',
            images = '[]', changed = '[]', price = NULL, currency = NULL, posted_at = NULL, capture = NULL
        WHERE id {IN_LIST}""",
        these,
    )
    conn.execute(f"DELETE FROM sealed WHERE id {IN_LIST}", (_list(older),))
    conn.execute(
        f"UPDATE sealed SET wrapped_key = NULL, body = x''"
        f" WHERE id IN (SELECT sealed_id FROM listings WHERE id {IN_LIST})",
        these,
    )


def _forget_orphans(conn: sqlite3.Connection) -> int:
    """Contacts that no listing has any more, and texts that nothing links; how many contacts."""
    rows = conn.execute(
        "SELECT id, sealed_id FROM contacts WHERE id NOT IN (SELECT contact_id FROM listing_contacts)"
    ).fetchall()
    conn.executemany("DELETE FROM contacts WHERE id = ?", [(row["id"],) for row in rows])
    conn.executemany("DELETE FROM sealed WHERE id = ?", [(row["sealed_id"],) for row in rows])
    linking.forget_unheld(conn)
    return len(rows)


def _loose_captures(conn: sqlite3.Connection, gone: Iterable[int], before: str) -> tuple[str, ...]:
    """Captures that only listings about to go refer to; with `before`, of pages that no listing came from, old ones."""
    going = _list(gone)
    rows = conn.execute(
        f"""
        SELECT sha256 FROM captures WHERE wrapped_key IS NOT NULL
            AND sha256 NOT IN (SELECT capture FROM all_versions WHERE capture IS NOT NULL AND listing_id NOT {IN_LIST})
            AND sha256 NOT IN (SELECT capture FROM quarantine WHERE capture IS NOT NULL)
            AND (stored_at < ? OR sha256 IN (SELECT capture FROM all_versions WHERE listing_id {IN_LIST}))
        ORDER BY sha256""",
        (going, before, going),
    ).fetchall()
    return tuple(row["sha256"] for row in rows)


def _clear(store: Store) -> bool:
    """Rewrite search index and file without the traces of deleted rows, and empty the log."""
    with store.writer() as conn:
        conn.execute("INSERT INTO listings_fts (listings_fts) VALUES ('optimize')")
    with writing(lock_path(store.path)):
        conn = connect_to_write(store.path)
        try:
            conn.execute("VACUUM")
            busy = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            conn.close()
    return not busy


def _before(at: str | None, days: int) -> str:
    return times.before(at or times.now(), days * 86_400)


def _ids(conn: sqlite3.Connection, statement: str, *values: object) -> tuple[int, ...]:
    return tuple(row[0] for row in conn.execute(statement, values))


def _names(conn: sqlite3.Connection, statement: str, *values: object) -> tuple[str, ...]:
    return tuple(row[0] for row in conn.execute(statement, values))


def _listing_of(conn: sqlite3.Connection, leads: Sequence[int]) -> dict[int, int]:
    rows = conn.execute(f"SELECT id, listing_id FROM leads WHERE id {IN_LIST}", (_list(leads),))
    return {row["id"]: row["listing_id"] for row in rows}


def _list(values: Iterable[object]) -> str:
    """Values for `IN_LIST`."""
    return orjson.dumps(list(values)).decode()


def _parts(ids: Sequence[int]) -> Iterable[tuple[int, ...]]:
    return (tuple(ids[start : start + BATCH]) for start in range(0, len(ids), BATCH))
