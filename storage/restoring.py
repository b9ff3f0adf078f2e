"""Restoring: a backup is put in place of the database only when it is one, is whole, and fits the key file."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from sandi.config import Config
from sandi.errors import SandiError
from sandi.folders import private
from storage import age, audit, readonly
from storage.backup import ENCRYPTED
from storage.database import Store, connect_to_write, lock_path, must_fit
from storage.keys import sync_folder
from storage.lock import writing

MAGIC = b"SQLite format 3\0"
_COUNTED = ("listings", "leads", "decisions")
_WAL_FORMAT = 2
"""Bytes 18 and 19 of a database in WAL mode; what VACUUM INTO writes has 1. https://sqlite.org/fileformat2.html"""


class RestoreError(SandiError):
    """A file that is not put in place; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a backup holds. `last_change` is the time of its last audit row, None when it has none."""

    listings: int
    leads: int
    decisions: int
    last_change: str | None


@contextmanager
def opened(config: Config, backup: Path, identity: Path | None) -> Iterator[Path]:
    """A backup in clear: itself, or, when it is encrypted, what `identity` makes of it, in the data folder meanwhile.

    Raises RestoreError, ConfigError for a wrong identity file.
    """
    if backup.suffix != ENCRYPTED:
        yield backup
        return
    if identity is None:
        raise RestoreError(f"{backup} is encrypted; name the age identity file that opens it with --identity")
    identities = age.identity(identity)
    private(config.data)
    plain = config.data / f".{backup.name}.{os.getpid()}.db"
    handle = os.open(plain, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as target, backup.open("rb") as source:
            age.decrypt(source, target, identities)
        yield plain
    except (age.AgeError, OSError) as error:
        raise RestoreError(f"{backup} cannot be opened: {error}") from None
    finally:
        plain.unlink()


def check(config: Config, backup: Path) -> Found:
    """What `backup` holds.

    Raises RestoreError when it is no whole backup, ConfigError when it is of another key file or of a newer sandi.
    """
    _must_be_a_backup(backup)
    try:
        with closing(sqlite3.connect(f"file:{quote(str(backup.absolute()))}?mode=ro&immutable=1", uri=True)) as conn:
            found = [row[0] for row in conn.execute("PRAGMA integrity_check(5)")]
            loose = conn.execute("PRAGMA foreign_key_check").fetchall()
            if found != ["ok"] or loose:
                raise RestoreError(f"{backup} is damaged: {'; '.join(found)}. Take another backup")
            counts = {table: conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTED}
            last = conn.execute("SELECT max(at) FROM audit").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise RestoreError(f"{backup} is no database of sandi, or damaged: {error}. Take another backup") from None
    must_fit(config, backup)
    return Found(**counts, last_change=last)


def restore(config: Config, backup: Path, *, actor: str) -> Path | None:
    """Put `backup` in place; where the database that was there is kept, None when there was none.

    Raises RestoreError, also while another program has the database open.
    """
    check(config, backup)
    path = config.database
    private(config.data)
    with writing(lock_path(path)):
        aside = _set_aside(path) if path.exists() else None
        fresh = path.with_name(f".{path.name}.restored")
        try:
            shutil.copyfile(backup, fresh)
            fresh.chmod(0o600)
            with fresh.open("rb+") as stream:
                os.fsync(stream.fileno())
            fresh.replace(path)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            if aside is not None:
                aside.replace(path)
            raise RestoreError(f"{path} could not be written: {error.strerror}. What was there is kept") from None
        sync_folder(path.parent)
        readonly.end(config)
    with Store.open(config, create=False) as store, store.writer() as conn:
        detail = {"backup": backup.name, "aside": aside.name if aside else None}
        audit.record(conn, actor=actor, action="db.restore", object="database", reason="restore", detail=detail)
    return aside


def _must_be_a_backup(backup: Path) -> None:
    """Tell a copy of a live file from a backup: what lay in the log beside it is missing in the copy."""
    try:
        with backup.open("rb") as stream:
            head = stream.read(20)
    except OSError as error:
        raise RestoreError(f"{backup} cannot be read: {error.strerror}") from None
    if not head.startswith(MAGIC):
        raise RestoreError(f"{backup} is no SQLite database; name a file that sandi db backup made")
    if head[18] == _WAL_FORMAT:
        raise RestoreError(
            f"{backup} is a copy of a database in use, and what lay in its log may be missing. "
            "Restore from a file that sandi db backup made"
        )


def _set_aside(path: Path) -> Path:
    """Move the database away, with all of its log in it. Who else has it open would go on writing it, so nobody may."""
    with closing(connect_to_write(path)) as conn:
        conn.execute("PRAGMA busy_timeout = 1000")
        try:
            mode = conn.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        except sqlite3.OperationalError:
            mode = "wal"
    if mode != "delete":
        raise RestoreError(f"{path} is in use; stop the schedule, the workbench and every crawl, then try again")
    aside = path.with_name(f"{path.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    path.rename(aside)
    return aside
