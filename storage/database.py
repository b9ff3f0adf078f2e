"""The one SQLite file: who may open it, who may write, and that only one writes at a time.

Every write of the program goes through `Store.writer`; everything else reads through `Store.reader`, which cannot
write and cannot checkpoint. Never keep either open across a web request or a long export.
"""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from sqlite_utils import Database

from sandi.config import Config
from sandi.errors import ConfigError, SandiError
from sandi.folders import private
from storage import keys as key_files
from storage import readonly, wal
from storage.keys import Keys
from storage.lock import people_wait, writing
from storage.migrations_3 import migrations
from storage.times import now

BUSY_MS = 15_000

_WRITER_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # NORMAL lost acknowledged rows in most simulated power cuts
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",  # nothing of a query ever lies in a temporary file
    f"PRAGMA journal_size_limit = {wal.LIMIT}",
)
_READER_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA query_only = 1",
    "PRAGMA wal_autocheckpoint = 0",
    "PRAGMA temp_store = MEMORY",
)


class StoreError(SandiError):
    """SQLite could not do its work: the disk is full, the file is damaged or may not be written."""


class Store:
    """An open database. Safe to use from several threads; each writer takes the lock in turn."""

    def __init__(self, config: Config, keys: Keys) -> None:
        self.config = config
        self.path = config.database
        self.keys = keys
        self._writer = _Writer(self.path)
        self._tender = wal.Tender(self.path)
        self._finalizer = weakref.finalize(self, self._writer.close)

    @classmethod
    def open(cls, config: Config, *, create: bool = True) -> Store:
        """Open the database of `config`, bringing it up to date. With `create`, make folder, key file and database
        when there is none. Raises ConfigError: no database, no fitting key file, or written by a newer sandi.
        """
        path = config.database
        if not path.exists():
            if not create:
                raise ConfigError(f"no database in {config.data}/: run sandi crawl first")
            _make_folder(config.data)
        with _told(path):
            if _up_to_date(path):
                return cls(config, _fitting_keys(config))
            return _prepare(cls, config)

    @property
    def read_only(self) -> str:
        """Why nothing may be written, with the time since when; empty when all is well."""
        return readonly.why(self.config)

    @property
    def awaited(self) -> bool:
        """Whether a person waits to write, and this process lets people go first: end the transaction soon."""
        return people_wait(lock_path(self.path))

    def close(self) -> None:
        """Close the writing connection, if there is one. Readers close themselves."""
        self._finalizer()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def reader(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one moment of the database and cannot write. Rows are sqlite3.Row."""
        with _told(self.path), _reading(self.path) as conn:
            conn.execute("BEGIN")
            yield conn

    @contextmanager
    def writer(self, *, mending: bool = False) -> Iterator[sqlite3.Connection]:
        """The one writing transaction: committed when the block ends, rolled back when it raises.

        Raises StoreReadOnly in read-only mode (unless `mending`), StoreBusy when others keep writing, StoreError when
        SQLite cannot write, ConfigError when the lock beside the file cannot be opened, RuntimeError inside a writer.
        """
        if not mending:
            readonly.must_not_be(self.config)
        with _told(self.path), writing(lock_path(self.path)):
            conn = self._writer.connection()
            conn.execute("BEGIN IMMEDIATE")
            try:
                yield conn
                conn.execute("COMMIT")
                self._tender.tend(conn, BUSY_MS)
            except BaseException:
                if conn.in_transaction:
                    conn.execute("ROLLBACK")
                raise


class _Writer:
    """The writing connection: opened at first use, closed under the lock because closing may checkpoint."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pid = os.getpid()
        self._conn: sqlite3.Connection | None = None
        self._inherited: list[sqlite3.Connection] = []
        self._closed = False

    def connection(self) -> sqlite3.Connection:
        if self._closed:
            raise RuntimeError("this store is closed")
        if self._conn is not None and self._pid != os.getpid():
            self._inherited.append(self._conn)  # a forked child may neither use nor close it
            self._conn = None
        if self._conn is None:
            self._pid = os.getpid()
            self._conn = connect_to_write(self._path)
        return self._conn

    def close(self) -> None:
        self._closed = True
        if self._conn is None or self._pid != os.getpid():
            return
        conn, self._conn = self._conn, None
        if self._path.exists():
            with writing(lock_path(self._path)):
                conn.close()
        else:
            conn.close()


def must_fit(config: Config, database: Path | None = None) -> None:
    """Raises ConfigError when a newer sandi wrote the database, or the file `database`, or the key file is another's.

    Changes nothing.
    """
    path = database or config.database
    _up_to_date(path)
    _fitting_keys(config, path)


def lock_path(database: Path) -> Path:
    """The lock file beside a database."""
    return database.with_name(database.name + ".lock").absolute()


def connect_to_write(path: Path) -> sqlite3.Connection:
    """A writing connection. The caller holds the lock."""
    conn = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    conn.row_factory = sqlite3.Row
    for pragma in _WRITER_PRAGMAS:
        conn.execute(pragma)
    conn.execute(f"PRAGMA wal_autocheckpoint = {wal.pages()}")
    return conn


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    uri = f"file:{quote(str(path.absolute()))}?mode=ro"
    conn = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        conn.row_factory = sqlite3.Row
        for pragma in _READER_PRAGMAS:
            conn.execute(pragma)
        yield conn
    finally:
        conn.close()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """SQLite's own errors, told to the person who can mend them."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code not in _MENDS:
            raise
        raise StoreError(f"{path}: {error}. {_MENDS[code]}") from error


_MENDS = {
    sqlite3.SQLITE_FULL: "Make room on this disk; what was acknowledged before is kept",
    sqlite3.SQLITE_READONLY: "Give this user the right to write the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "Check that the file and its folder can be read by this user",
    sqlite3.SQLITE_PERM: "Give this user the right to write the file and its folder",
    sqlite3.SQLITE_IOERR: "Check the disk, then run: sandi db verify",
    sqlite3.SQLITE_CORRUPT: "Restore the last backup; keep this file aside",
    sqlite3.SQLITE_NOTADB: "This is no SQLite database; move it away or name another folder with --data",
    sqlite3.SQLITE_BUSY: "A program outside sandi holds the database; close it and try again",
    sqlite3.SQLITE_LOCKED: "A program outside sandi holds the database; close it and try again",
}


def _make_folder(folder: Path) -> None:
    try:
        private(folder)
    except OSError as error:
        raise ConfigError(f"{folder} cannot be made: {error.strerror}. Name another folder with --data") from None


def _up_to_date(path: Path) -> bool:
    """Whether the file has every migration and its key mark. Raises ConfigError when it has more than we know."""
    if not path.exists() or not path.stat().st_size:
        return False
    with _reading(path) as conn:
        db = Database(conn, execute_plugins=False, recursive_triggers=False)
        ours = {migration.name for migration in migrations.pending(db)}
        applied = {migration.name for migration in migrations.applied(db)}
        unknown = applied - ours - {migration.name for migration in migrations._migrations}
        if unknown:
            raise ConfigError(f"{path} was written by a newer sandi ({', '.join(sorted(unknown))}); update sandi")
        return not ours and _key_mark(conn) is not None


def _key_mark(conn: sqlite3.Connection) -> str | None:
    if not conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'settings'").fetchone():
        return None
    row = conn.execute("SELECT value FROM settings WHERE name = 'key_mark'").fetchone()
    return row[0] if row else None


def _prepare(cls: type[Store], config: Config) -> Store:
    """Under the lock: key file, database, migrations and the mark of the key, each only if it is not there yet."""
    path = config.database
    with writing(lock_path(path)):
        fresh = not path.exists()
        if fresh:
            keys = _load_or_create(config.key_file)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
        else:
            keys = _fitting_keys(config)
        conn = connect_to_write(path)
        try:
            migrations.apply(Database(conn, execute_plugins=False, recursive_triggers=False))
            conn.execute("INSERT INTO settings VALUES ('key_mark', ?) ON CONFLICT DO NOTHING", (keys.check,))
            conn.execute("INSERT INTO settings VALUES ('created_at', ?) ON CONFLICT DO NOTHING", (now(),))
        finally:
            conn.close()
    return cls(config, keys)


def _load_or_create(path: Path) -> Keys:
    return key_files.load(path) if path.exists() else key_files.create(path)


def _fitting_keys(config: Config, database: Path | None = None) -> Keys:
    """The keys of this database, or of `database`.

    A missing or foreign key file is named, with the file that fits if one is near.
    """
    path = config.key_file
    file = database or config.database
    mark = None
    if file.stat().st_size:
        with _reading(file) as conn:
            mark = _key_mark(conn)
    if path.exists():
        keys = key_files.load(path)
        if mark in (None, keys.check):
            return keys
        found = f"the key file {path} belongs to another database than {file}"
    else:
        found = f"the key file {path} of {file} is missing, and without it what is sealed cannot be opened"
    raise ConfigError(f"{found}. {_key_mend(path, mark)}")


def _key_mend(path: Path, mark: str | None) -> str:
    for other in sorted(path.parent.glob("*.key")):
        try:
            fits = other != path and key_files.load(other).check == mark
        except ConfigError:
            continue
        if fits:
            return f"{other} fits (was the data folder moved?): cp '{other}' '{path}'"
    return (
        "Put the right one back from your backup, or from its escrow (sandi db recover-key), or name its folder in"
        " SANDI_KEYS"
    )
