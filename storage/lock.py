"""The lock beside the database: whoever writes holds it, so that two never write or checkpoint at once.

SQLite 3.7.0 to 3.51.2 can damage a WAL database when two connections write or checkpoint at the same moment
(fixed in 3.51.3, 3.50.7 and 3.44.6); one writer at a time closes that door on every version.

Who waits stands at a second lock first, one at a time. So whoever has just written goes behind those who wait, and a
person's decision is not passed over by crawls that write again and again.
"""

from __future__ import annotations

import fcntl
import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
        deadline = time.monotonic() + patience_s
        turnstile = _opened(turnstile_of(path))
        try:
            _take(turnstile, path, deadline, patience_s)
            _take(handle, path, deadline, patience_s)
        finally:
            os.close(turnstile)
        mine.add(path)
        try:
            yield
        finally:
            mine.discard(path)
    finally:
        os.close(handle)


def turnstile_of(path: Path) -> Path:
    """The lock file at which those stand who wait for the one at `path`."""
    return path.with_name(f"{path.name}.next")


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        mend = "Give this user the right to write the file and its folder"
        raise ConfigError(f"{path} cannot be opened: {error.strerror}. {mend}") from None


def _take(handle: int, path: Path, deadline: float, patience_s: float) -> None:
    """Polls instead of blocking, so that a writer that hangs is named and not waited for until the end of days."""
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise StoreBusy(
                    f"another process has been writing for {patience_s:.0f} s and holds {path}. "
                    f"See who: fuser -v {path}"
                ) from None
            time.sleep(random.uniform(0.001, 0.008))  # noqa: S311  # spreads the waiting, nothing secret
