"""Power cuts, simulated: what SQLite wrote and synced is recorded, and disks are made as a cut may leave them.

Beneath SQLite lies a layer that records each write, truncation and sync. A disk after a cut holds all that was synced,
and of what was written since any part: whole writes lost, others torn at a sector. Every acknowledged batch must be
there, and nothing may be broken.

    python tests/storage/power.py --cuts 400                         # figures as one JSON object
    python tests/storage/power.py --cuts 400 --synchronous NORMAL    # what it would be otherwise
"""

from __future__ import annotations

import argparse
import ctypes
import ctypes.util
import json
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[2])]

from store_house import RULE, judged  # noqa: E402

from sandi.config import Config  # noqa: E402
from storage import audit, database, listings, wal  # noqa: E402
from storage.database import Store  # noqa: E402

SECTOR = 512
MEMORY = Path("/dev/shm")
"""No real disk is needed, and none is waited for."""
POINTERS = 18
"""Methods of a file since version 3 of sqlite3_io_methods. https://sqlite.org/c3ref/io_methods.html"""

_P, _I, _L = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64


class _Vfs(ctypes.Structure):
    """The head of sqlite3_vfs. https://sqlite.org/c3ref/vfs.html"""

    _fields_ = (
        ("version", _I),
        ("file_size", _I),
        ("path_size", _I),
        ("next", _P),
        ("name", ctypes.c_char_p),
        ("data", _P),
        ("open", _P),
        ("rest", _P * 16),
    )


class _Methods(ctypes.Structure):
    _fields_ = (("version", _I), ("calls", _P * POINTERS))


_OPEN = ctypes.CFUNCTYPE(_I, _P, _P, _P, _I, _P)  # the name as a pointer: SQLite keeps more behind it
_WRITE = ctypes.CFUNCTYPE(_I, _P, _P, _I, _L)
_TRUNCATE = ctypes.CFUNCTYPE(_I, _P, _L)
_SYNC = ctypes.CFUNCTYPE(_I, _P, _I)

_INSTALLED: list[Any] = []
"""Recorders beneath SQLite. It calls them as long as the program runs, so they must never be collected as garbage."""


@dataclass
class Recorder:
    """Everything that happened to the database and its log, in order; `("ack", n)` when a batch was acknowledged."""

    events: list[tuple[Any, ...]] = field(default_factory=list)
    on: bool = False
    _names: dict[int, str] = field(default_factory=dict)
    _kept: list[Any] = field(default_factory=list)

    def note(self, *event: Any) -> None:
        if self.on:
            self.events.append(event)

    def install(self) -> None:
        """Lie beneath every connection that is opened from now on."""
        lib = ctypes.CDLL(ctypes.util.find_library("sqlite3"))
        lib.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        base = lib.sqlite3_vfs_find(None)
        own = _Vfs.from_buffer_copy(base.contents)
        real_open = _OPEN(base.contents.open)

        def opened(_vfs: Any, name: int | None, file: int, flags: int, out: Any) -> int:
            code = real_open(ctypes.addressof(base.contents), name, file, flags, out)
            if code == 0 and name:
                self._names[file] = Path(ctypes.string_at(name).decode()).name
                self._listen(file)
            return code

        callback = _OPEN(opened)
        own.open = ctypes.cast(callback, _P)
        own.name = b"recorded"
        own.next = None
        self._kept += [lib, base, own, callback, real_open]
        _INSTALLED.append(self)
        assert lib.sqlite3_vfs_register(ctypes.byref(own), 1) == 0

    def _listen(self, file: int) -> None:
        """Put our methods before those of an open file."""
        at = ctypes.cast(file, ctypes.POINTER(_P))
        real = ctypes.cast(at[0], ctypes.POINTER(_Methods)).contents
        own = _Methods.from_buffer_copy(real)
        name = self._names[file]

        def write(this: Any, data: Any, count: int, offset: int) -> int:
            self.note("write", name, offset, ctypes.string_at(data, count))
            return int(real_write(this, data, count, offset))

        def truncate(this: Any, size: int) -> int:
            self.note("truncate", name, size)
            return int(real_truncate(this, size))

        def sync(this: Any, flags: int) -> int:
            code = int(real_sync(this, flags))
            self.note("sync", name)
            return code

        real_write, real_truncate, real_sync = _WRITE(real.calls[2]), _TRUNCATE(real.calls[3]), _SYNC(real.calls[4])
        ours = (_WRITE(write), _TRUNCATE(truncate), _SYNC(sync))
        for place, call in enumerate(ours, 2):
            own.calls[place] = ctypes.cast(call, _P)
        self._kept += [own, ours, (real_write, real_truncate, real_sync)]
        at[0] = ctypes.addressof(own)


def apply(event: tuple[Any, ...], body: bytearray, rng: random.Random | None = None) -> None:
    """Do a write or truncation to `body`; with `rng` a write may be torn at a sector."""
    if event[0] == "truncate":
        del body[event[2] :]
        return
    offset, data = event[2], event[3]
    if rng is not None and rng.random() < 0.3:
        data = data[: rng.randrange(0, len(data) + 1) // SECTOR * SECTOR]
    if len(body) < offset:
        body.extend(bytes(offset - len(body)))
    body[offset : offset + len(data)] = data


class Disk:
    """The files as synced, and what was written since; plays the events forward."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.synced = {name: bytearray(body) for name, body in files.items()}
        self.since: dict[str, list[tuple[Any, ...]]] = {}

    def play(self, event: tuple[Any, ...]) -> None:
        kind, name = event[0], event[1]
        if kind == "sync":
            body = self.synced.setdefault(name, bytearray())
            for late in self.since.pop(name, []):
                apply(late, body)
        elif kind != "ack":
            self.since.setdefault(name, []).append(event)

    def cut(self, rng: random.Random) -> dict[str, bytes]:
        """The files after a cut now."""
        found = {}
        share = rng.choice((0.0, 0.5, 0.9, 1.0))
        for name in {*self.synced, *self.since}:
            body = bytearray(self.synced.get(name, b""))
            for event in self.since.get(name, []):
                if rng.random() < share:
                    apply(event, body, rng)
            found[name] = bytes(body)
        return found


def recorded(config: Config, batches: int) -> tuple[dict[str, bytes], list[tuple[Any, ...]]]:
    """The files before, and what happened while `batches` were kept."""
    with Store.open(config) as store:
        listings.save_batch(store, "before", [judged(0)], rules=[RULE])
    before = {config.database.name: config.database.read_bytes()}
    recorder = Recorder()
    recorder.install()
    recorder.on = True
    with Store.open(config) as store:
        store._writer.connection().execute(f"PRAGMA wal_autocheckpoint = {wal.PAGES}")  # as often as beside crawls
        for number in range(1, batches + 1):
            listings.save_batch(store, f"run-{number}", [judged(number)], rules=[RULE])
            recorder.note("ack", number)
        recorder.on = False
    return before, recorder.events


def simulate(cuts: int, seed: int, batches: int, *, tell: Callable[[str], None] = lambda text: None) -> dict[str, int]:
    """Cut the power `cuts` times at random moments; what came of it."""
    rng = random.Random(seed)
    counts = {"cuts": cuts, "images_with_lost_acknowledgements": 0, "lost_acknowledgements": 0, "broken": 0}
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        config = Config(data=Path(folder) / "data", keys=Path(folder) / "keys")
        before, events = recorded(config, batches)
        counts |= {"events": len(events), "syncs": sum(event[0] == "sync" for event in events)}
        counts["checkpointed_pages"] = sum(e[0] == "write" and e[1] == config.database.name for e in events)
        copying = [at for at, e in enumerate(events) if e[0] != "ack" and e[1] == config.database.name]
        moments = sorted(rng.choice(copying) if cut % 4 == 0 else rng.randrange(len(events)) for cut in range(cuts))
        disk, acknowledged, at = Disk(before), 0, 0
        for moment in moments:
            while at <= moment:
                disk.play(events[at])
                acknowledged = events[at][1] if events[at][0] == "ack" else acknowledged
                at += 1
            lost, broken = check(config, disk.cut(rng), acknowledged)
            counts["images_with_lost_acknowledgements"] += lost > 0
            counts["lost_acknowledgements"] += lost
            counts["broken"] += bool(broken)
            if broken:
                tell(f"event {moment}: {broken}")
    return counts


def check(config: Config, files: dict[str, bytes], acknowledged: int) -> tuple[int, str]:
    """How many acknowledged listings a disk lacks, and what is broken on it."""
    shutil.rmtree(config.data)
    config.data.mkdir()
    for name, body in files.items():
        (config.data / name).write_bytes(body)
    with closing(sqlite3.connect(config.database)) as conn:
        pages = conn.execute("PRAGMA integrity_check").fetchone()[0]
    with Store.open(config, create=False) as store:
        with store.reader() as conn:
            numbers = {int(row[0].rpartition("/")[2]) for row in conn.execute("SELECT url FROM listings")}
            halves = conn.execute(
                "SELECT count(*) FROM listings WHERE id NOT IN (SELECT listing_id FROM judgements)"
                " OR id NOT IN (SELECT id FROM listings_fts_docsize)"
            ).fetchone()[0]
        chain = audit.verify(store)
    broken = "" if pages == "ok" and not chain and not halves else f"{pages}, {chain}, {halves} halves"
    return len({*range(acknowledged + 1)} - numbers), broken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--batches", type=int, default=150)
    parser.add_argument("--synchronous", default="FULL", choices=("FULL", "NORMAL", "OFF"))
    words = parser.parse_args()
    database._WRITER_PRAGMAS = tuple(
        f"PRAGMA synchronous = {words.synchronous}" if "synchronous" in pragma else pragma
        for pragma in database._WRITER_PRAGMAS
    )
    counts = simulate(words.cuts, words.seed, words.batches, tell=lambda text: print(text, file=sys.stderr))
    print(json.dumps({"synchronous": words.synchronous, **counts}))


if __name__ == "__main__":
    main()
