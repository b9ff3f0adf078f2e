"""Checks everything an operator can get wrong, and says how to mend it: the store here, the machine in
`doctor_machine`, what has to be done again and again in `doctor_keeping`. Changes nothing.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sandi.config import Config, is_contact
from sandi.errors import ConfigError, SandiError
from storage import doctor_keeping, doctor_machine, keys, readonly, reserve, wal
from storage.checks import Finding
from storage.database import connect_to_write, lock_path, must_fit
from storage.lock import writing
from storage.times import stamp

NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse.rclone", "ceph", "glusterfs", "afs")

_SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}


def check(config: Config) -> list[Finding]:
    """All checks, in the order of a table. Never raises for what it finds."""
    return [
        sqlite_finding(sqlite3.sqlite_version_info),
        _features(),
        *_database(config),
        _file_system(config.data, mounts()),
        *_permissions(config),
        *_key_file(config),
        *_fit(config),
        *_whole(config),
        _space(config.data),
        _clock(config),
        *doctor_machine.check(),
        _contact(config),
        *doctor_keeping.check(config),
    ]


def sqlite_finding(version: tuple[int, ...]) -> Finding:
    """Whether this SQLite can damage a WAL database when two connections write or checkpoint at once.

    3.7.0 to 3.51.2 can, except 3.44.6 and 3.50.7 and what follows them in their series (robustness: one writer).
    """
    shown = ".".join(map(str, version[:3]))
    fixed = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    if version < (3, 35):
        mend = "use a Python with SQLite 3.35 or newer"
        return Finding("sqlite", "fail", f"{shown} lacks what sandi needs", mend)
    if fixed:
        return Finding("sqlite", "ok", shown)
    return Finding(
        "sqlite",
        "warn",
        f"{shown} can damage the file when two programs write at once; sandi writes through one lock and is safe",
        "let no other program write to sandi.db (Datasette: --immutable on a backup), or use SQLite 3.51.3 or newer",
    )


def mounts(table: Path = Path("/proc/self/mounts")) -> dict[Path, str]:
    """File system type by mount point; empty where the system does not tell."""
    try:
        lines = table.read_text("utf-8", "replace").splitlines()
    except OSError:
        return {}
    return {Path(parts[1].replace("\\040", " ")): parts[2] for parts in map(str.split, lines) if len(parts) > 2}


def _features() -> Finding:
    conn = sqlite3.connect(":memory:")
    try:
        options = {row[0] for row in conn.execute("PRAGMA compile_options")}
    finally:
        conn.close()
    if "ENABLE_FTS5" in options:
        return Finding("full-text search", "ok", "FTS5 is built in")
    return Finding("full-text search", "fail", "this SQLite has no FTS5", "use a Python whose SQLite has FTS5")


def _database(config: Config) -> Iterator[Finding]:
    path = config.database
    if not path.exists():
        yield Finding("database", "warn", f"none in {config.data}/ yet", "run sandi crawl, which makes it")
        return
    try:
        with writing(lock_path(path), patience_s=5):
            conn = connect_to_write(path)
            try:
                mode = conn.execute("PRAGMA journal_mode").fetchone()[0]
                level = _SYNCHRONOUS[conn.execute("PRAGMA synchronous").fetchone()[0]]
            finally:
                conn.close()
    except (SandiError, sqlite3.Error, OSError) as error:
        yield Finding("database", "fail", f"{path}: {error}", "stop what holds it, or restore the last backup")
        return
    yield Finding("database", "ok", f"{path}, {path.stat().st_size / 1e6:.1f} MB")
    if mode == "wal" and level == "FULL":
        yield Finding("durability", "ok", "WAL, synchronous FULL")
    else:
        mend = "move the data folder to a local file system that allows shared memory files"
        yield Finding("durability", "fail", f"journal mode {mode}, synchronous {level}", mend)


def _file_system(folder: Path, table: dict[Path, str]) -> Finding:
    place = folder.resolve()
    above = [point for point in table if point == place or point in place.parents]
    kind = table[max(above, key=lambda point: len(point.parts))] if above else "unknown"
    if kind in NETWORK:
        mend = "move the data folder to a local disk: locks and shared memory do not hold over a network"
        return Finding("file system", "fail", f"{folder} lies on {kind}", mend)
    return Finding("file system", "ok", kind)


def _permissions(config: Config) -> Iterator[Finding]:
    found = [path for path in (config.data, config.database, config.captures) if path.exists()]
    if not found:
        yield Finding("permissions", "ok", "nothing is kept yet")
        return
    wide = [path for path in found if path.stat().st_mode & 0o077]
    closed = [path for path in found if not os.access(path, os.W_OK)]
    if closed:
        mend = f"chown -R $USER {config.data}"
        yield Finding("permissions", "fail", f"this user may not write {closed[0]}", mend)
    elif wide:
        mend = f"chmod -R go-rwx {config.data}"
        yield Finding("permissions", "warn", f"others on this machine may read {wide[0]}", mend)
    else:
        yield Finding("permissions", "ok", "only this user may read and write")


def _key_file(config: Config) -> Iterator[Finding]:
    path = config.key_file
    if not path.exists():
        state = "fail" if config.database.exists() else "ok"
        mend = "put it back from your backup, or name its folder in SANDI_KEYS" if state == "fail" else ""
        yield Finding(
            "key file", state, f"{path} does not exist" + ("" if mend else " yet; it is made with the database"), mend
        )
        return
    try:
        keys.load(path)
    except SandiError as error:
        yield Finding("key file", "fail", str(error), "restore it from your backup")
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    folder = stat.S_IMODE(path.parent.stat().st_mode)
    if mode & 0o077 or folder & 0o077:
        mend = f"chmod 700 '{path.parent}' && chmod 600 '{path}'"
        yield Finding("key file", "fail", f"{path} has mode {mode:04o} in a folder of mode {folder:04o}", mend)
    else:
        yield Finding("key file", "ok", f"{path}, mode {mode:04o}")
    if config.data.resolve() in path.resolve().parents:
        mend = "move it out and name its new folder in SANDI_KEYS: a copied data folder must open nothing"
        yield Finding("key place", "fail", "the key file lies in the data folder", mend)


def _fit(config: Config) -> Iterator[Finding]:
    """Whether database, key file and program belong together; that each is whole is told by the checks before."""
    if not (config.database.exists() and config.key_file.exists()):
        return
    try:
        must_fit(config)
    except ConfigError as error:
        found, _, mend = str(error).partition(". ")
        yield Finding("fit", "fail", found, mend or "install the newest sandi; the database stays as it is until then")
    except (SandiError, sqlite3.Error, OSError):
        return


def _whole(config: Config) -> Iterator[Finding]:
    if not config.database.exists():
        return
    closed = readonly.why(config)
    if closed:
        yield Finding("read-only", "fail", f"nothing is written since {closed}", readonly.MEND)
    grown = wal.alarm(config.database)
    if grown:
        yield Finding("log", "warn", grown, f"end what reads it: fuser -v '{config.database}'")
    else:
        yield Finding("log", "ok", f"{wal.size(config.database) / 1e6:.1f} MB")


def _space(folder: Path) -> Finding:
    left = reserve.room(folder)
    if left.short:
        return Finding(
            "free space", "fail", str(left), "make room; below 1 GB or 5 % crawls rest, and go on by themselves"
        )
    return Finding("free space", "ok", str(left))


def _clock(config: Config) -> Finding:
    present = datetime.now(UTC)
    built = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    mend = "set the clock (timedatectl set-ntp true); evidence carries its times"
    if present < built - timedelta(days=2):
        return Finding("clock", "fail", f"{stamp(present)} is before this program was installed", mend)
    newest = _newest_entry(config.database)
    if newest and newest > stamp(present + timedelta(minutes=5)):
        return Finding("clock", "fail", f"{stamp(present)}, but the audit log already has {newest}", mend)
    return Finding("clock", "ok", stamp(present))


def _newest_entry(path: Path) -> str | None:
    if not path.exists():
        return None
    try:
        conn = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            row = conn.execute("SELECT at FROM audit ORDER BY id DESC LIMIT 1").fetchone()
        finally:
            conn.close()
    except sqlite3.Error:
        return None
    return row[0] if row else None


def _contact(config: Config) -> Finding:
    if is_contact(config.contact_url):
        return Finding("user agent", "ok", f"says {config.contact_url}")
    if config.contact_url:
        mend = "set SANDI_CONTACT_URL to a page that says who collects and why, such as https://example.org/crawler"
        return Finding("user agent", "fail", f"SANDI_CONTACT_URL is {config.contact_url!r}, no address of a page", mend)
    mend = "set SANDI_CONTACT_URL to a page that says who collects and why"
    return Finding("user agent", "warn", "names no contact address", mend)
