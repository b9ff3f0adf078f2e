"""One crawl of a source at a time: a lock on a file, held by an open descriptor, so it never outlives its crawl.

The scheduler may take the lock first and hand the descriptor down (`SANDI_LOCK_FD`); a crawl then keeps it although
the scheduler dies.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.schedule_lock import lock_path
from sandi.config import Config
from sandi.errors import SandiError
from sandi.folders import private

ENV = "SANDI_LOCK_FD"


class AlreadyRunning(SandiError):
    """Another crawl of this source holds the lock."""


@contextmanager
def source_lock(config: Config, source: str) -> Iterator[None]:
    """Holds the lock of `source`. Raises AlreadyRunning, or SandiError when the data folder cannot be written."""
    path = lock_path(config.data, source)
    try:
        private(path.parent)
        handle = _inherited(path)
        if handle is None:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        mend = "let yourself write there, or name another folder with --data"
        raise SandiError(f"{path} cannot be made: {error.strerror}; {mend}") from None
    os.set_inheritable(handle, False)  # a browser that outlives its crawl must not hold the lock
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"{source} is being crawled already; `sandi schedule status` shows it") from None
        yield
    finally:
        os.close(handle)


def _inherited(path: Path) -> int | None:
    """The descriptor in SANDI_LOCK_FD, if it really is this lock file."""
    text = os.environ.get(ENV, "")
    if not text.isdigit():
        return None
    try:
        given, own = os.fstat(int(text)), path.stat()
    except OSError:
        return None
    return int(text) if (given.st_dev, given.st_ino) == (own.st_dev, own.st_ino) else None
