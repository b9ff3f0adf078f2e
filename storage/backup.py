"""Backups: a consistent copy of the database in one file, checked before it counts, encrypted where that is wanted.

Not in it: the captures folder and the key file. Keep the key file apart from the backups, or they open each other.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sandi.errors import SandiError
from sandi.folders import private
from storage import age, audit
from storage.database import Store
from storage.keys import sync_folder
from storage.readonly import StoreReadOnly

OURS = re.compile(r"sandi-\d{8}T\d{6}Z\.db(\.age)?\Z")
"""Names that `backup` gives; others in the same folder are never touched."""
ENCRYPTED = ".age"


class BackupError(SandiError):
    """A backup that was not made; nothing is left behind."""


def backup(store: Store, target: Path | None = None, *, recipients: Sequence[str] = ()) -> Path:
    """Copy the database to `target`: a file when its name ends in `.db` or `.age`, else a folder, made where it is
    missing, that gets a file named by the time; `backups/` in the data folder when None.

    With `recipients` (`age1…`) only they can open it, and the copy in clear that is checked lies in the data folder
    until it is encrypted. Raises BackupError; an existing file is never overwritten. ConfigError for a wrong recipient.
    """
    known = [age.recipient(one) for one in recipients]
    path = _target(store, target, ENCRYPTED if known else "")
    if path.exists():
        raise BackupError(f"{path} exists, and a backup is never overwritten; name another file")
    folder = store.config.data if known else path.parent
    aside = folder / f".{path.name}.{secrets.token_hex(4)}"
    sealed = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        private(path.parent)
        _new(aside)
        try:
            _copy(store.path, aside)
            if known:
                _seal(aside, sealed, known)
            os.link(sealed if known else aside, path)
        finally:
            aside.unlink()
            sealed.unlink(missing_ok=True)
        sync_folder(path.parent)
        _note(store, path, bool(known))
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"no backup at {path}: {error}. Check the folder and its free space") from None
    return path


def _note(store: Store, path: Path, encrypted: bool) -> None:
    """A row of the audit log, for a copy of everything was made; in read-only mode nothing can be noted."""
    about = path.stat()
    detail = {"name": path.name, "bytes": about.st_size, "encrypted": encrypted, "disk": about.st_dev}
    with contextlib.suppress(StoreReadOnly), store.writer() as conn:
        audit.record(conn, actor=store.config.user, action="db.backup", object="database", detail=detail)


def backups_in(folder: Path) -> list[Path]:
    """The backups that `backup` made in a folder, oldest first."""
    return sorted(path for path in folder.glob("sandi-*") if OURS.match(path.name)) if folder.is_dir() else []


def rotate(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest `keep` backups of a folder; those that went. The newest always stays."""
    gone = backups_in(folder)[: -max(keep, 1)]
    for path in gone:
        path.unlink()
    return gone


def _target(store: Store, target: Path | None, ending: str) -> Path:
    name = f"sandi-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.db{ending}"
    if target is None:
        return store.config.data / "backups" / name
    return target if target.suffix in (".db", ENCRYPTED) and not target.is_dir() else target / name


def _new(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _seal(plain: Path, sealed: Path, recipients: Sequence[age.Recipient]) -> None:
    _new(sealed)
    with plain.open("rb") as source, sealed.open("wb") as target:
        age.encrypt(source, target, recipients)
        target.flush()
        os.fsync(target.fileno())


def _copy(source: Path, aside: Path) -> None:
    """VACUUM INTO reads one moment and never waits for writers; the stepped backup never ends under them."""
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as conn:
        conn.execute("VACUUM INTO ?", (str(aside),))
    handle = os.open(aside, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    with closing(sqlite3.connect(f"{aside.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        answer = copy.execute("PRAGMA quick_check").fetchone()[0]
    if answer != "ok":
        raise sqlite3.DatabaseError(f"the copy does not verify ({answer}); run: sandi db verify")
