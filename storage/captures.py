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
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sandi.errors import SandiError
from storage import audit
from storage.database import Store
from storage.keys import SealBroken, Sealed, sync_folder
from storage.masking import host_of, scrubbed_url
from storage.rows import value_of
from storage.times import now
from storage.veil import url_key

_AT_ONCE = 8
_ERASED_AT_ONCE = 100
_NAMED_AT_ONCE = 32
_ASIDE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
_NAME = re.compile(r"[0-9a-f]{64}\Z")


class NoCapture(SandiError):
    """There is no such capture, or it was erased."""


@dataclass(frozen=True, slots=True)
class Received:
    """What is to be kept of one answer. `record` is a WARC record or a function that makes it.

    With `payload`, the body in the record, a page that answered the very same before is not kept again: the capture of
    then is noted for this run too, and the record is not even made. `reader` and `role` say how the page was read, for
    a replay. Of `url` only the site stays readable; the whole address belongs in the record.
    """

    url: str
    record: bytes | Callable[[], bytes]
    content_type: str = ""
    status: int = 0
    payload: bytes | None = None
    reader: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class _New:
    """A capture whose file lies aside, not yet named."""

    received: Received
    sha256: str
    payload_key: str | None
    sealed: Sealed
    size: int
    aside: Path
    target: Path


def seal(store: Store, record: bytes, *, url: str, run: str, content_type: str = "", status: int = 0) -> str:
    """Keep `record` sealed; the sha256 of its content, which names it. The same content twice is one file."""
    return seal_all(store, run, [Received(url, record, content_type, status)])[0]


def seal_all(store: Store, run: str, received: Sequence[Received]) -> list[str]:
    """Keep answers sealed, each in its file, all rows in one transaction; the sha256 of each, in order."""
    keys = [_payload_key(store, one) for one in received]
    known = _of_payloads(store, [key for key in keys if key])
    new: dict[str, _New] = {}
    names = []
    try:
        for one, key in zip(received, keys, strict=True):
            sha256 = known.get(key or "")
            if sha256 is None:
                sha256 = _prepare(store, one, key, new)
                if key:
                    known[key] = sha256
            names.append(sha256)
        _sync(made.aside for made in new.values())
        noted = [(run, sha256, one.reader, one.role) for sha256, one in zip(names, received, strict=True) if one.reader]
        if new or noted:
            _commit(store, run, new, noted)
    finally:
        for made in new.values():
            if os.path.lexists(made.aside):
                made.aside.unlink(missing_ok=True)
    return names


def _prepare(store: Store, one: Received, payload_key: str | None, new: dict[str, _New]) -> str:
    """Seal a record into a file aside, unless it is kept already or was just prepared; its name."""
    record = one.record() if callable(one.record) else one.record
    sha256 = hashlib.sha256(record).hexdigest()
    if sha256 in new:
        return sha256
    target = path_of(store, sha256)
    if os.path.exists(target):  # that of a Path takes several times as long, and here it is asked for every page
        with store.reader() as conn:
            if _kept(conn, sha256):
                return sha256
    sealed = store.keys.seal(record, f"capture/{sha256}")
    aside = _write_aside(target, sealed.body)
    new[sha256] = _New(one, sha256, payload_key, sealed, len(record), aside, target)
    return sha256


def _sync(paths: Iterable[Path]) -> None:
    """Bring files or folders to the disk, several at a time: those that wait for the journal together wait once."""
    some = list(paths)
    if len(some) < 2:
        for path in some:
            sync_folder(path)
        return
    with ThreadPoolExecutor(min(_AT_ONCE, len(some))) as pool:
        for _ in pool.map(sync_folder, some):
            """A failure is raised here."""


def _commit(store: Store, run: str, new: Mapping[str, _New], noted: Sequence[tuple[str, str, str, str]]) -> None:
    """Name the files, bring their folders to the disk, and only then commit the rows that promise them: in one
    transaction, or in several where people wait to write meanwhile.
    """
    left = deque(new.values())
    while True:
        with store.writer() as conn:
            moment = now()
            _name(store, conn, left, run, moment)
            while left and not store.awaited:
                _name(store, conn, left, run, moment)
            if left:
                continue
            conn.executemany(
                "INSERT INTO run_captures (run, capture, reader, role, seen_at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (run, capture) DO NOTHING",
                [(*row, moment) for row in noted],
            )
        return


def _name(store: Store, conn: sqlite3.Connection, left: deque[_New], run: str, moment: str) -> None:
    """Name some of the files that are left, and write their rows."""
    some = [left.popleft() for _ in range(min(_NAMED_AT_ONCE, len(left)))]
    fresh = [made for made in some if not (os.path.exists(made.target) and _kept(conn, made.sha256))]
    for made in fresh:
        os.replace(made.aside, made.target)
    _sync({made.target.parent for made in fresh})
    _note(conn, store, fresh, run, moment)


def _payload_key(store: Store, one: Received) -> str | None:
    if one.payload is None:
        return None
    head = f"{one.url}\0{one.status}\0".encode("utf-8", "replace")
    return store.keys.content_key(head + one.payload)


def _of_payloads(store: Store, keys: Sequence[str]) -> dict[str, str]:
    """The captures of these very answers, as far as they can be read."""
    found = {}
    with store.reader() as conn:
        for key in keys:
            row = conn.execute(
                "SELECT sha256 FROM captures WHERE payload_key = ? AND wrapped_key IS NOT NULL", (key,)
            ).fetchone()
            if row is not None and path_of(store, row["sha256"]).exists():
                found[key] = str(row["sha256"])
    return found


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


@dataclass(frozen=True, slots=True)
class RunCapture:
    """A page that a run received, and how it was read."""

    capture: str
    reader: str
    role: str
    seen_at: str


def of_run(store: Store, run: str) -> list[RunCapture]:
    """The captures of a run in the order in which they were received, robots.txt left out."""
    with store.reader() as conn:
        rows = conn.execute(
            "SELECT capture, reader, role, seen_at FROM run_captures WHERE run = ? AND reader <> 'robots'"
            " ORDER BY seen_at, capture",
            (run,),
        )
        return [value_of(RunCapture, row) for row in rows]


def superseded(store: Store, urls: Sequence[str], capture: str, seen_at: str) -> frozenset[str]:
    """Which of these listings a newer capture describes, or have gone since; an old page says nothing about them."""
    found = set()
    with store.reader() as conn:
        for url in urls:
            row = conn.execute(
                "SELECT 1 FROM listings WHERE url_key = ? AND (gone_at > ? OR (capture <> ? AND version_seen > ?))",
                (url_key(store.keys, url), seen_at, capture, seen_at),
            ).fetchone()
            if row is not None:
                found.add(url)
    return frozenset(found)


def expire(store: Store, source: str, *, before: str) -> int:
    """Erase the captures that runs of `source` received before a moment and no listing refers to; how many."""
    with store.reader() as conn:
        rows = conn.execute(
            "SELECT sha256 FROM captures WHERE stored_at < ? AND wrapped_key IS NOT NULL"
            " AND run IN (SELECT id FROM runs WHERE source = ?)"
            " AND sha256 NOT IN (SELECT capture FROM all_versions WHERE capture IS NOT NULL)"
            " AND sha256 NOT IN (SELECT capture FROM run_captures WHERE seen_at >= ?)"
            " AND sha256 NOT IN (SELECT capture FROM quarantine WHERE capture IS NOT NULL)",
            (before, source, before),
        ).fetchall()
    erase(store, [row["sha256"] for row in rows], "UPDATE captures SET wrapped_key = NULL WHERE sha256 = ?")
    if rows:
        with store.writer() as conn:
            detail = {"captures": len(rows), "before": before}
            audit.record(conn, actor=audit.PROGRAM, action="captures.expire", object=f"source/{source}", detail=detail)
    return len(rows)


def erase(store: Store, names: Sequence[str], how: str = "DELETE FROM captures WHERE sha256 = ?") -> None:
    """Erase captures, which nothing refers to: first their keys, or rows, then the files that no row promises by then,
    for the same page may have been received once more in between.
    """
    for start in range(0, len(names), _ERASED_AT_ONCE):
        part = names[start : start + _ERASED_AT_ONCE]
        with store.writer() as conn:
            for statement in (how, "DELETE FROM run_captures WHERE capture = ?"):
                conn.executemany(statement, [(name,) for name in part])
        with store.writer() as conn:
            for name in part:
                if not _kept(conn, name):
                    path_of(store, name).unlink(missing_ok=True)


def _kept(conn: sqlite3.Connection, sha256: str) -> bool:
    row = conn.execute("SELECT 1 FROM captures WHERE sha256 = ? AND wrapped_key IS NOT NULL", (sha256,)).fetchone()
    return row is not None


def _write_aside(target: Path, body: bytes) -> Path:
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(aside, _ASIDE, 0o600)
    except FileNotFoundError:
        for folder in (target.parent.parent, target.parent):
            folder.mkdir(exist_ok=True, mode=0o700)
        handle = os.open(aside, _ASIDE, 0o600)
    with open(handle, "wb", buffering=0) as stream:
        left = memoryview(body)
        while left:
            left = left[stream.write(left) :]
    return aside


def _note(conn: sqlite3.Connection, store: Store, fresh: Sequence[_New], run: str, moment: str) -> None:
    """The rows of new captures; a run's pages come from few sites, so what of a site may be shown is found once."""
    hosts = {made.received.url: host_of(made.received.url) for made in fresh}
    sites = {host: scrubbed_url(host) for host in set(hosts.values())}
    conn.executemany(
        """
        INSERT INTO captures
            (sha256, site, url_key, run, content_type, status, bytes, stored_at, nonce, wrapped_key, payload_key)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (sha256) DO UPDATE SET nonce = excluded.nonce, wrapped_key = excluded.wrapped_key,
            stored_at = excluded.stored_at, run = excluded.run""",
        (
            (
                made.sha256,
                sites[hosts[made.received.url]],
                url_key(store.keys, made.received.url),
                run,
                made.received.content_type,
                made.received.status,
                made.size,
                moment,
                made.sealed.nonce,
                made.sealed.wrapped_key,
                made.payload_key,
            )
            for made in fresh
        ),
    )
