"""Opens leads for what a hunt found in listings that nobody was shown: with all rules of today, and on record.

A listing that has a lead already keeps it as it is, whatever was decided of it. What all rules together do not call an
alert opens nothing.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sandi.verdict import RuleText
from storage import audit, contacts, judgements, opening, sealed
from storage.database import Store
from storage.opening import LEADING
from storage.records import Judged
from storage.rejudging import Judge, mask_again
from storage.times import now
from storage.veil import Veil, unpack

BATCH = 50
FOUND_BY = "found looking back with rule "


@dataclass(frozen=True, slots=True)
class Hunt:
    """Which rule looked back and who asked; `rules` is the hash of all rules, `texts` are they."""

    rule: str
    revision: int
    actor: str
    rules: str
    texts: Sequence[RuleText]


@dataclass
class Opened:
    """Listings found, those that have a lead, those that do not alert, those erased; and the leads that were opened, or
    would be, by lane.
    """

    found: int = 0
    known: int = 0
    quieter: int = 0
    erased: int = 0
    lanes: Counter[str] = field(default_factory=Counter)
    leads: list[int] = field(default_factory=list)


def open_leads(store: Store, found: Sequence[tuple[int, int]], judge: Judge, hunt: Hunt, *, dry: bool) -> Opened:
    """Open a lead for every (listing, version) of `found` that `judge` calls an alert and that has none; with `dry`
    only count. One audit row says so. Raises SealBroken, StoreBusy.
    """
    done = Opened(found=len(found))
    for at in range(0, len(found), BATCH):
        judged = _judged(store, found[at : at + BATCH], judge, done)
        if dry:
            done.lanes.update(one.verdict.lane for _, one in judged)
            continue
        with store.writer() as conn:
            for row, one in judged:
                _open(conn, store, row, one, hunt, done)
    if not dry:
        with store.writer() as conn:
            figures = {"revision": hunt.revision, "rules": hunt.rules, "found": done.found, "opened": len(done.leads)}
            audit.record(conn, actor=hunt.actor, action="leads.hunt", object=f"rule/{hunt.rule}", detail=figures)
    return done


def _judged(
    store: Store, some: Sequence[tuple[int, int]], judge: Judge, done: Opened
) -> list[tuple[sqlite3.Row, Judged]]:
    """The versions that alert by all rules and whose listings have no lead."""
    kept = []
    with store.reader() as conn:
        rows = [row for listing_id, version in some if (row := _version(conn, listing_id, version)) is not None]
        plain = [None if row["lead"] else sealed.open_row(conn, store.keys, row["sealed_id"]) for row in rows]
    for row, one in zip(rows, plain, strict=True):
        if row["lead"]:
            done.known += 1
        elif one is None:
            done.erased += 1
        else:
            listing = unpack(one)
            verdict = judge(listing)
            if verdict.verdict in LEADING:
                kept.append((row, Judged(listing, verdict, row["capture"])))
            else:
                done.quieter += 1
    return kept


def _version(conn: sqlite3.Connection, listing_id: int, version: int) -> sqlite3.Row | None:
    row: sqlite3.Row | None = conn.execute(
        """
        SELECT v.listing_id, v.number AS version, v.sealed_id, v.capture, v.current, l.verdict AS verdict_now,
            l.source, leads.id AS lead
        FROM all_versions AS v JOIN listings AS l ON l.id = v.listing_id
            LEFT JOIN leads ON leads.listing_id = l.id
        WHERE v.listing_id = ? AND v.number = ?""",
        (listing_id, version),
    ).fetchone()
    return row


def _open(conn: sqlite3.Connection, store: Store, row: sqlite3.Row, judged: Judged, hunt: Hunt, done: Opened) -> None:
    listing_id, verdict, at = row["listing_id"], judged.verdict, now()
    if conn.execute("SELECT 1 FROM leads WHERE listing_id = ?", (listing_id,)).fetchone():
        done.known += 1  # a crawl opened one in the meantime
        return
    fired = {(hit.rule, hit.revision) for hit in verdict.hits}
    rule_ids = judgements.keep_rules(conn, [text for text in hunt.texts if (text.rule, text.revision) in fired])
    veil, run = Veil(judged), f"hunt/{hunt.rule}@{hunt.revision}"
    judgement = judgements.keep(conn, listing_id, row["version"], run, at, verdict, veil, rule_ids)
    contacts.keep(conn, store.keys, listing_id, row["version"], verdict.contacts, at)
    mask_again(conn, store.keys, row, judged, veil)
    opening.follow(conn, listing_id, judgement, row["source"], verdict, at, run)
    now_is = verdict.verdict if row["current"] else row["verdict_now"]
    lead = conn.execute(
        "UPDATE leads SET change = ?, verdict_now = ? WHERE listing_id = ? RETURNING id",
        (FOUND_BY + hunt.rule, now_is, listing_id),
    ).fetchone()
    done.lanes[verdict.lane] += 1
    done.leads.append(lead["id"])
