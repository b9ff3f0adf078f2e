"""Backups: a consistent copy of the database in one file, checked before it counts.

Not in it: the captures folder and the key file. Keep the key file apart from the backups, or they open each other.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sandi.errors import SandiError
from storage.database import Store
from storage.keys import sync_folder


class BackupError(SandiError):
    """A backup that was not made; nothing is left behind."""


def backup(store: Store, target: Path | None = None) -> Path:
    """Copy the database to `target`: a file when its name ends in `.db`, else a folder, made where it is missing, that
    gets a file named by the time; `backups/` in the data folder when None. Raises BackupError; an existing file is
    never overwritten.
    """
    path = _target(store, target)
    if path.exists():
        raise BackupError(f"{path} exists, and a backup is never overwritten; name another file")
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            _copy(store.path, aside)
            os.link(aside, path)
        finally:
            aside.unlink()
        sync_folder(path.parent)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"no backup at {path}: {error}. Check the folder and its free space") from None
    return path


def _target(store: Store, target: Path | None) -> Path:
    name = f"sandi-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.db"
    if target is None:
        return store.config.data / "backups" / name
    return target if target.suffix == ".db" and not target.is_dir() else target / name


def _copy(source: Path, aside: Path) -> None:
    """VACUUM INTO reads one moment and never waits for writers; the stepped backup never ends under them."""
    conn = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        conn.execute("VACUUM INTO ?", (str(aside),))
    finally:
        conn.close()
    handle = os.open(aside, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    copy = sqlite3.connect(f"{aside.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        answer = copy.execute("PRAGMA quick_check").fetchone()[0]
    finally:
        copy.close()
    if answer != "ok":
        raise sqlite3.DatabaseError(f"the copy does not verify ({answer}); run: sandi db verify")
