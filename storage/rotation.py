"""A new key file: everything sealed is sealed anew and every keyed hash made anew, so that the old key opens nothing.

It is for the day on which somebody may have seen the key file. The old one is kept beside the new one under another
name, because backups of before need it: move it to them, or delete it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sandi.config import Config
from sandi.errors import SandiError
from storage import audit, contacts, key_history, sealed
from storage import keys as key_files
from storage.database import connect_to_write, lock_path, must_fit
from storage.keys import Keys, rewrapped, sync_folder
from storage.lock import writing
from storage.times import now
from storage.veil import content_hash, unpack, url_key

CHUNK = 500


class RotationError(SandiError):
    """The keys were not changed; nothing was."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """What was sealed anew. `old_key` is where the old key file lies now; `watches` of contacts that no listing has
    could not be carried over and ended.
    """

    records: int
    captures: int
    watches: int
    old_key: str


def rotate(config: Config, *, actor: str, reason: str) -> Rotated:
    """Change the keys. Nobody else may have the database open. Raises ReasonMissing, RotationError, ConfigError."""
    audit.need_reason(reason, "a rotation of the keys")
    must_fit(config)
    path = config.key_file
    old = key_files.load(path)
    aside = path.with_name(f"{path.stem}.next.key")
    aside.unlink(missing_ok=True)
    with writing(lock_path(config.database)), closing(connect_to_write(config.database)) as conn:
        _alone(conn, config.database)
        new = key_files.create(aside)
        try:
            conn.execute("BEGIN EXCLUSIVE")
            records, captures, watches = _Rotation(conn, old, new).run()
            key_history.add(conn, old)
            conn.execute("UPDATE settings SET value = ? WHERE name = 'key_mark'", (new.check,))
            detail = {"records": records, "captures": captures, "watches": watches, "from": old.check, "to": new.check}
            audit.record(conn, actor=actor, action="keys.rotate", object="database", reason=reason, detail=detail)
            conn.execute("COMMIT")
        except BaseException:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            aside.unlink()
            raise
        kept = path.with_name(f"{path.stem}.until-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.key")
        os.link(path, kept)
        aside.replace(path)
        sync_folder(path.parent)
        conn.execute("VACUUM")
        conn.execute("PRAGMA journal_mode = WAL")
    return Rotated(records, captures, watches, str(kept))


def _alone(conn: sqlite3.Connection, path: Path) -> None:
    """Whoever has the database open holds the old keys and would go on sealing with them, so nobody may."""
    conn.execute("PRAGMA busy_timeout = 1000")
    try:
        mode = conn.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        mode = "wal"
    if mode != "delete":
        raise RotationError(f"{path} is in use; stop the schedule, the workbench and every crawl, then try again")


class _Rotation:
    """One transaction that leads from the old keys to the new ones."""

    def __init__(self, conn: sqlite3.Connection, old: Keys, new: Keys) -> None:
        self._conn = conn
        self._old = old
        self._new = new
        self._codes: dict[str, str] = {}

    def run(self) -> tuple[int, int, int]:
        watched = {row[0] for row in self._conn.execute("SELECT fits FROM watches WHERE kind = 'contact'")}
        records = self._listings() + self._versions() + self._contacts()
        captures = self._captures()
        self._forget_caches()
        return records, captures, self._watches(watched)

    def _reseal(self, sealed_id: int, about: str) -> bytes | None:
        """Seal a record anew under the name `about`; what it holds, None when it was erased."""
        plain = sealed.open_row(self._conn, self._old, sealed_id)
        if plain is not None:
            fresh = self._new.seal(plain, about)
            self._conn.execute(
                "UPDATE sealed SET about = ?, nonce = ?, wrapped_key = ?, body = ? WHERE id = ?",
                (about, fresh.nonce, fresh.wrapped_key, fresh.body, sealed_id),
            )
        else:
            self._conn.execute("UPDATE sealed SET about = ? WHERE id = ?", (about, sealed_id))
        return plain

    def _rows(self, table: str, columns: str) -> Iterator[sqlite3.Row]:
        last = 0
        while rows := self._conn.execute(
            f"SELECT id, {columns} FROM {table} WHERE id > ? ORDER BY id LIMIT ?", (last, CHUNK)
        ).fetchall():
            yield from rows
            last = rows[-1]["id"]

    def _listings(self) -> int:
        count = 0
        for row in self._rows("listings", "url_key, version, sealed_id"):
            plain = sealed.open_row(self._conn, self._old, row["sealed_id"])
            # Of what was erased the address is gone; a hash of the old hash keeps two of them apart.
            listing = unpack(plain) if plain is not None else None
            code = url_key(self._new, listing.url) if listing else self._new.content_key(row["url_key"].encode())
            mark = content_hash(self._new, listing) if listing else ""
            self._codes[row["url_key"]] = code
            self._reseal(row["sealed_id"], f"listing/{code}/{row['version']}")
            self._conn.execute(
                "UPDATE listings SET url_key = ?, content_hash = ?, verdict_hash = '' WHERE id = ?",
                (code, mark, row["id"]),
            )
            count += 1
        return count

    def _versions(self) -> int:
        count = 0
        for row in self._rows("listing_versions", "listing_id, number, sealed_id"):
            code = self._conn.execute("SELECT url_key FROM listings WHERE id = ?", (row["listing_id"],)).fetchone()[0]
            plain = self._reseal(row["sealed_id"], f"listing/{code}/{row['number']}")
            mark = content_hash(self._new, unpack(plain)) if plain is not None else ""
            self._conn.execute("UPDATE listing_versions SET content_hash = ? WHERE id = ?", (mark, row["id"]))
            count += 1
        return count

    def _contacts(self) -> int:
        count = 0
        for row in self._rows("contacts", "kind, key, sealed_id"):
            plain = sealed.open_row(self._conn, self._old, row["sealed_id"])
            if plain is None:
                code = self._new.contact_key(row["key"])
            else:
                code = contacts.key_of(self._new, row["kind"], plain.decode())
            self._codes[row["key"]] = code
            self._reseal(row["sealed_id"], f"contact/{code}")
            self._conn.execute("UPDATE contacts SET key = ?, ref = ? WHERE id = ?", (code, code[:8], row["id"]))
            count += 1
        return count

    def _captures(self) -> int:
        rows = self._conn.execute(
            "SELECT sha256, url_key, nonce, wrapped_key FROM captures WHERE wrapped_key IS NOT NULL"
        ).fetchall()
        for row in rows:
            wrapped = rewrapped(self._old, self._new, row["wrapped_key"], f"capture/{row['sha256']}")
            self._conn.execute(
                "UPDATE captures SET wrapped_key = ?, url_key = ?, payload_key = NULL WHERE sha256 = ?",
                (wrapped, self._new.content_key(row["url_key"].encode()), row["sha256"]),
            )
        return len(rows)

    def _forget_caches(self) -> None:
        """Keyed sums whose texts nobody keeps: they are learned again."""
        for table in ("quarantine", "page_tags", "login_tries"):
            self._conn.execute(f"DELETE FROM {table}")

    def _watches(self, watched: set[str]) -> int:
        """Watches of contacts take the new keys; those of a contact that nobody ever used end here."""
        ended = 0
        for code in watched:
            if code in self._codes:
                self._conn.execute("UPDATE watches SET fits = ? WHERE fits = ?", (self._codes[code], code))
            else:
                ended += self._conn.execute(
                    "UPDATE watches SET fits = '', removed_at = coalesce(removed_at, ?) WHERE fits = ?",
                    (now(), code),
                ).rowcount
        return ended
