"""What the rules miss: each day a few listings that raised nothing are drawn into the queue as leads like others.

Whoever decides them does not know which they are, so the share that is kept estimates the share that is missed. They
are in no export and in no list of leads until somebody keeps them.
"""

from __future__ import annotations

import random
import sqlite3
from dataclasses import dataclass

from storage import audit
from storage.database import Store
from storage.times import now

SETTING = "blind_drawn_on"
A_DAY = 3
"""Listings drawn a day: enough for an estimate within months, few enough to cost nobody an hour."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Of `looked_at` drawn listings `kept` were kept or escalated; `quiet` is how many listings raise nothing now."""

    looked_at: int
    kept: int
    waiting: int
    quiet: int


def draw_daily(store: Store) -> int:
    """Draw today's listings, if that was not done yet; how many came into the queue."""
    today = now()[:10]
    with store.reader() as conn:
        row = conn.execute("SELECT value FROM settings WHERE name = ?", (SETTING,)).fetchone()
    if row is not None and row["value"] == today:
        return 0
    with store.writer() as conn:
        conn.execute(
            "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (SETTING, today),
        )
        return draw(conn, A_DAY)


def draw(conn: sqlite3.Connection, most: int) -> int:
    """Draw up to `most` listings that raised nothing and have no lead, inside a writer; how many there were."""
    found = _some_quiet(conn, most)
    for listing, judgement, source in found:
        at = now()
        conn.execute(
            "INSERT INTO leads (listing_id, judgement_id, source, state, verdict, verdict_now, lane, score, tactics,"
            " slots, version, opened_at, updated_at, origin)"
            " VALUES (?, ?, ?, 'open', 'alert', 'alert', 'adult', ?, '[]', '[]', 1, ?, ?, 'sample')",
            (listing, judgement, source, _likely_score(conn), at, at),
        )
    if found:
        # Which ones is not told, for whoever reads the log may be the one who decides.
        audit.record(conn, actor=audit.PROGRAM, action="leads.sample", object="leads", detail={"drawn": len(found)})
    return len(found)


def lent(conn: sqlite3.Connection, lead: sqlite3.Row) -> tuple[str, str]:
    """The tactics and slots that a line of the queue shows, as JSON: its own, or for what was drawn and waits those of
    the next lead below it, since empty columns would tell it from the others before it is opened.
    """
    own = (lead["tactics"], lead["slots"])
    if lead["origin"] != "sample" or lead["state"] != "open":
        return own
    row = conn.execute(
        "SELECT tactics, slots FROM leads WHERE state = 'open' AND score <= ? AND origin = 'rules'"
        " AND verdict = 'alert' AND lane = 'adult' ORDER BY score DESC, id LIMIT 1",
        (lead["score"],),
    ).fetchone()
    return (row["tactics"], row["slots"]) if row is not None else own


def figures(store: Store) -> Missed:
    """What was drawn so far and what became of it."""
    with store.reader() as conn:
        row = conn.execute(
            "SELECT count(*) FILTER (WHERE state IN ('kept', 'escalated', 'dismissed')) AS looked_at,"
            " count(*) FILTER (WHERE state IN ('kept', 'escalated')) AS kept,"
            " count(*) FILTER (WHERE state IN ('open', 'unsure')) AS waiting FROM leads WHERE origin = 'sample'"
        ).fetchone()
        quiet = conn.execute("SELECT count(*) FROM listings WHERE verdict = 'quiet'").fetchone()[0]
    return Missed(row["looked_at"], row["kept"], row["waiting"], quiet)


def _some_quiet(conn: sqlite3.Connection, most: int) -> list[tuple[int, int, str]]:
    """Random listings, found from random places on: counting all of them would take long in a large file."""
    last = conn.execute("SELECT coalesce(max(id), 0) FROM listings").fetchone()[0]
    found: dict[int, tuple[int, int, str]] = {}
    for _ in range(most * 20):
        if len(found) == most or not last:
            break
        row = conn.execute(
            "SELECT l.id, l.source, (SELECT max(id) FROM judgements WHERE listing_id = l.id) AS judgement"
            " FROM listings AS l WHERE l.id = ? AND l.verdict = 'quiet' AND l.gone_at IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM leads WHERE listing_id = l.id)",
            (random.SystemRandom().randint(1, last),),
        ).fetchone()
        if row is not None and row["judgement"] is not None:
            found[row["id"]] = (row["id"], row["judgement"], row["source"])
    return list(found.values())


def _likely_score(conn: sqlite3.Connection) -> int:
    """The score of some open lead, so that a drawn listing stands anywhere among them."""
    row = conn.execute(
        "SELECT score FROM leads WHERE state = 'open' AND origin = 'rules' ORDER BY random() LIMIT 1"
    ).fetchone()
    return int(row["score"]) if row is not None else 50
