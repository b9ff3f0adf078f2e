"""Captures: what a server answered, sealed, one file each, named by the hash of its content.

The file is on the disk (fsync of file and folder) before its row is committed, so a row promises a readable file.
Its key lies in the row, wrapped by the key file: deleting the row's key erases the capture in every copy of the file.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import sqlite3
from pathlib import Path

from sandi.errors import SandiError
from storage.database import Store
from storage.keys import SealBroken, Sealed, sync_folder
from storage.masking import host_of, scrubbed_url
from storage.times import now
from storage.veil import url_key

_NAME = re.compile(r"[0-9a-f]{64}\Z")


class NoCapture(SandiError):
    """There is no such capture, or it was erased."""


def seal(store: Store, record: bytes, *, url: str, run: str, content_type: str = "", status: int = 0) -> str:
    """Keep `record` sealed; the sha256 of its content, which names it. The same content twice is one file.

    Of `url` only the site stays readable; the whole address belongs in the record.
    """
    sha256 = hashlib.sha256(record).hexdigest()
    target = path_of(store, sha256)
    with store.reader() as conn:
        if _kept(conn, sha256) and target.exists():
            return sha256
    sealed = store.keys.seal(record, f"capture/{sha256}")
    store.config.captures.mkdir(exist_ok=True, mode=0o700)
    aside = _write_aside(target, sealed.body)
    try:
        with store.writer() as conn:
            if not (_kept(conn, sha256) and target.exists()):
                aside.replace(target)
                sync_folder(target.parent)
                _note(conn, store, sha256, sealed, len(record), url, run, content_type, status)
    finally:
        aside.unlink(missing_ok=True)
    return sha256


def read(store: Store, sha256: str) -> bytes:
    """The record. Raises NoCapture, SealBroken when the file is torn or changed."""
    with store.reader() as conn:
        row = conn.execute("SELECT nonce, wrapped_key FROM captures WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None:
        raise NoCapture(f"there is no capture {sha256}")
    if row["wrapped_key"] is None:
        raise NoCapture(f"capture {sha256} was erased")
    path = path_of(store, sha256)
    try:
        body = path.read_bytes()
    except OSError as error:
        raise SealBroken(f"the capture {path} cannot be read: {error.strerror}. Restore it from a backup") from None
    return store.keys.unseal(Sealed(row["nonce"], body, row["wrapped_key"]), f"capture/{sha256}")


def path_of(store: Store, sha256: str) -> Path:
    """The file of a capture. Raises NoCapture for a text that is no sha256."""
    if not _NAME.match(sha256):
        raise NoCapture("a capture is named by the 64 hexadecimal digits of its sha256")
    return store.config.captures / sha256[:2] / f"{sha256}.sealed"


def names(store: Store, *, after: str = "", limit: int = 500) -> list[str]:
    """The sha256 of captures that can be read, in order, from after one of them."""
    with store.reader() as conn:
        rows = conn.execute(
            "SELECT sha256 FROM captures WHERE sha256 > ? AND wrapped_key IS NOT NULL ORDER BY sha256 LIMIT ?",
            (after, limit),
        )
        return [row["sha256"] for row in rows]


def _kept(conn: sqlite3.Connection, sha256: str) -> bool:
    row = conn.execute("SELECT 1 FROM captures WHERE sha256 = ? AND wrapped_key IS NOT NULL", (sha256,)).fetchone()
    return row is not None


def _write_aside(target: Path, body: bytes) -> Path:
    target.parent.mkdir(exist_ok=True, mode=0o700)
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(body)
        stream.flush()
        os.fsync(stream.fileno())
    return aside


def _note(
    conn: sqlite3.Connection,
    store: Store,
    sha256: str,
    sealed: Sealed,
    size: int,
    url: str,
    run: str,
    content_type: str,
    status: int,
) -> None:
    site = scrubbed_url(host_of(url))
    conn.execute(
        """
        INSERT INTO captures (sha256, site, url_key, run, content_type, status, bytes, stored_at, nonce, wrapped_key)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (sha256) DO UPDATE SET nonce = excluded.nonce, wrapped_key = excluded.wrapped_key,
            stored_at = excluded.stored_at, run = excluded.run""",
        (
            sha256,
            site,
            url_key(store.keys, url),
            run,
            content_type,
            status,
            size,
            now(),
            sealed.nonce,
            sealed.wrapped_key,
        ),
    )
