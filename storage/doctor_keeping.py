"""Checks of what has to be done again and again: backups, checkpoints, forgetting, an escrow. Changes nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import orjson

from sandi.config import Config
from sandi.errors import ConfigError
from storage import controller, retention, times
from storage.checks import Finding
from storage.times import now

BACKUP_DAYS = 7
CHECKPOINT_DAYS = 30
SLACK_DAYS = 7
"""What is past its time by so many days should have been forgotten."""
NIGHTLY = "let a night do it: sandi db nightly, from cron or deploy/sandi-night.timer"


def check(config: Config) -> Iterator[Finding]:
    """Findings about the database of `config`; none where there is none yet or it cannot be read."""
    yield _controller(config)
    if not config.database.exists():
        return
    try:
        with closing(sqlite3.connect(f"{config.database.absolute().as_uri()}?mode=ro", uri=True)) as conn:
            conn.row_factory = sqlite3.Row
            kept = conn.execute("SELECT count(*) FROM listings").fetchone()[0]
            found = [
                _backup(conn, config, kept),
                _checkpoint(conn, config, kept),
                _forgetting(conn),
                _escrow(conn, kept),
                _packs(config),
            ]
    except sqlite3.Error:
        return  # told by the checks of the database itself
    yield from found


def _controller(config: Config) -> Finding:
    try:
        found = controller.settled(config)
    except ConfigError as error:
        said, _, mend = str(error).partition(": ")
        return Finding("controller", "warn", f"{said}; only test sites are crawled", mend)
    return Finding("controller", "ok", f"{found.controller}: {found.purpose}")


def _backup(conn: sqlite3.Connection, config: Config, kept: int) -> Finding:
    row = conn.execute("SELECT at, detail FROM audit WHERE action = 'db.backup' ORDER BY id DESC LIMIT 1").fetchone()
    if row is None:
        if not kept:
            return Finding("backups", "ok", "nothing to back up yet")
        return Finding("backups", "warn", "none was ever made", f"sandi db backup /mnt/safe/, or {NIGHTLY}")
    detail = orjson.loads(row["detail"])
    said = f"the last one was made {row['at'][:10]}" + (", encrypted" if detail["encrypted"] else "")
    if row["at"] < times.before(now(), BACKUP_DAYS * 86_400):
        return Finding("backups", "warn", said, NIGHTLY)
    if detail["disk"] == os.stat(config.data).st_dev:
        return Finding("backups", "warn", f"{said}, on the same disk", "name a folder on another disk or machine")
    return Finding("backups", "ok", said)


def _checkpoint(conn: sqlite3.Connection, config: Config, kept: int) -> Finding:
    row = conn.execute("SELECT at FROM audit WHERE action = 'audit.checkpoint' ORDER BY id DESC LIMIT 1").fetchone()
    if row is None:
        if not kept:
            return Finding("checkpoints", "ok", "nothing to witness yet")
        mend = f"sandi db checkpoint DIR, where the database is not, or {NIGHTLY}"
        return Finding("checkpoints", "warn", "none was ever written: a log that is cut off would not show", mend)
    if row["at"] < times.before(now(), CHECKPOINT_DAYS * 86_400):
        return Finding("checkpoints", "warn", f"the last one was written {row['at'][:10]}", NIGHTLY)
    return Finding("checkpoints", "ok", f"the last one was written {row['at'][:10]}")


def _forgetting(conn: sqlite3.Connection) -> Finding:
    late = conn.execute(
        """
        SELECT count(*) FROM listings WHERE last_seen < ? AND id NOT IN (SELECT listing_id FROM leads)
            AND id NOT IN (SELECT listing_id FROM holds)
            AND NOT EXISTS (SELECT 1 FROM link_listings AS mine JOIN link_listings AS theirs
                ON theirs.cluster_id = mine.cluster_id JOIN leads ON leads.listing_id = theirs.listing_id
                WHERE mine.listing_id = listings.id AND leads.state <> 'dismissed')""",
        (times.before(now(), (retention.UNFLAGGED_DAYS + SLACK_DAYS) * 86_400),),
    ).fetchone()[0]
    due = conn.execute(
        "SELECT count(*) FROM leads WHERE state = 'open' AND opened_at < ?",
        (times.before(now(), retention.REVIEW_DAYS * 86_400),),
    ).fetchone()[0]
    if late:
        return Finding("forgetting", "warn", f"{late:,} listings are past their time", NIGHTLY)
    if due:
        mend = "look at them again and decide: sandi db purge names them"
        return Finding("forgetting", "warn", f"{due:,} leads have been open for a year", mend)
    return Finding("forgetting", "ok", "nothing is past its time")


def _escrow(conn: sqlite3.Connection, kept: int) -> Finding:
    rows = dict(conn.execute("SELECT name, value FROM settings WHERE name IN ('escrow', 'key_mark')").fetchall())
    told = orjson.loads(rows["escrow"]) if "escrow" in rows else {}
    if told.get("check") == rows.get("key_mark"):
        return Finding("escrow", "ok", f"the key file was escrowed {told['at'][:10]}")
    if told:
        return Finding("escrow", "warn", "the escrow is of a key file before its rotation", "sandi db escrow, again")
    return Finding("escrow", "ok", "none, so keep a copy of the key file elsewhere" if kept else "none")


def _packs(config: Config) -> Finding:
    """Packs hold contacts in clear; who takes the data folder away has them."""
    lying = sorted((config.data / "exports").glob("*.zip"))
    if not lying:
        return Finding("packs", "ok", "none lies in clear in the data folder")
    told = f"{len(lying):,} with contacts in clear in {config.data / 'exports'}"
    return Finding("packs", "warn", told, "hand them over and delete them; a lead's pack can be made again at any time")
