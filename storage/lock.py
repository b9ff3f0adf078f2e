"""The lock beside the database: whoever writes holds it, so that two never write or checkpoint at once.

SQLite 3.7.0 to 3.51.2 can damage a WAL database when two connections write or checkpoint at the same moment
(fixed in 3.51.3, 3.50.7 and 3.44.6); one writer at a time closes that door on every version.

Work that nobody sits in front of (`sandi.priority`) stands at a second lock first, one at a time, so that whoever has
just written goes behind those who wait. People do not stand there: they show at a third lock that they wait, and no
such work begins to write while one of them does. So a page waits for the batch that is being written, and no other.
"""

from __future__ import annotations

import fcntl
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sandi import priority
from sandi.errors import ConfigError, SandiError

PATIENCE_S = 60.0

_held = threading.local()


class StoreBusy(SandiError):
    """Somebody else kept writing for longer than we wait."""


@contextmanager
def writing(path: Path, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the lock file at `path`.

    Raises StoreBusy after `patience_s`, ConfigError when it cannot be opened, RuntimeError when this thread holds it.
    """
    mine: set[Path] = _held.__dict__.setdefault("paths", set())
    if path in mine:
        raise RuntimeError("a writer was opened inside a writer; pass the connection on instead")
    handle = _opened(path)
    try:
        _take_turn(handle, path, time.monotonic() + patience_s, patience_s)
        mine.add(path)
        try:
            yield
        finally:
            mine.discard(path)
    finally:
        os.close(handle)


def people_wait(path: Path) -> bool:
    """Whether somebody waits for the lock file at `path` whom this process lets go first. Who has written a part of
    something long asks this, and goes on in a further transaction.
    """
    if not priority.gives_way():
        return False
    people = _opened(people_at(path))
    try:
        return not _taken(people, fcntl.LOCK_EX)
    finally:
        os.close(people)


def turnstile_of(path: Path) -> Path:
    """The lock file at which work stands that waits for the one at `path`."""
    return path.with_name(f"{path.name}.next")


def people_at(path: Path) -> Path:
    """The lock file that people share while they wait for the one at `path`."""
    return path.with_name(f"{path.name}.people")


def _take_turn(handle: int, path: Path, deadline: float, patience_s: float) -> None:
    beside: list[int] = []
    try:
        beside.append(people := _opened(people_at(path)))
        if priority.gives_way():
            beside.append(turnstile := _opened(turnstile_of(path)))
            _until(lambda: _taken(turnstile, fcntl.LOCK_EX), path, deadline, patience_s)
            _until(lambda: _taken_if_none(handle, people), path, deadline, patience_s)
        else:
            _until(lambda: _taken(people, fcntl.LOCK_SH), path, deadline, patience_s)
            _until(lambda: _taken(handle, fcntl.LOCK_EX), path, deadline, patience_s)
    finally:
        for one in beside:
            os.close(one)


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        mend = "Give this user the right to write the file and its folder"
        raise ConfigError(f"{path} cannot be opened: {error.strerror}. {mend}") from None


def _taken(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _taken_if_none(handle: int, people: int) -> bool:
    """Whether the lock was taken, as it only is while no person waits."""
    if not _taken(people, fcntl.LOCK_EX):
        return False
    try:
        return _taken(handle, fcntl.LOCK_EX)
    finally:
        fcntl.flock(people, fcntl.LOCK_UN)


def _until(taken: Callable[[], bool], path: Path, deadline: float, patience_s: float) -> None:
    """Polls instead of blocking, so that a writer that hangs is named and not waited for until the end of days."""
    while not taken():
        if time.monotonic() > deadline:
            raise StoreBusy(
                f"another process has been writing for {patience_s:.0f} s and holds {path}. See who: fuser -v {path}"
            )
        time.sleep(random.uniform(0.001, 0.008))  # noqa: S311  # spreads the waiting, nothing secret
