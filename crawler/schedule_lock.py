"""The locks of the scheduler: one file per source, held for exactly as long as its crawl lives.

A lock is an `flock` on an open file that the crawl inherits, so it outlives the scheduler, dies with the crawl and is
never stale. The file's content, written by the scheduler, says which run and which process it started.
"""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from sandi.folders import private

FOLDER = "locks"
SCHEDULER = "scheduler.lock"


@dataclass(frozen=True, slots=True)
class Note:
    """What stands in a lock file: the run, and the process that leads its group."""

    run: str
    pid: int


def lock_path(data: Path, source: str) -> Path:
    """The lock file of a source."""
    return data / FOLDER / f"{source}.lock"


def scheduler_path(data: Path) -> Path:
    """The lock file of the scheduler itself, beside the folder, so that no source can be called like it."""
    return data / SCHEDULER


class Taken:
    """A lock that this process holds. A context: at its end the lock is let go, here; an heir may go on holding it."""

    def __init__(self, handle: int, path: Path) -> None:
        self.handle = handle
        self.path = path

    def write(self, note: Note | None) -> None:
        """Write into the lock file who holds it; None empties it."""
        os.ftruncate(self.handle, 0)
        if note is not None:
            os.pwrite(self.handle, f"{note.run} {note.pid}\n".encode(), 0)

    def close(self) -> None:
        os.close(self.handle)

    def __enter__(self) -> Taken:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def take(path: Path) -> Taken | None:
    """The lock, or None when somebody else holds it. Raises OSError when the file cannot be opened."""
    private(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    except BaseException:
        os.close(handle)
        raise
    return Taken(handle, path)


def is_held(path: Path) -> bool:
    """Whether a process holds the lock."""
    if not path.exists():
        return False
    taken = take(path)
    if taken is not None:
        taken.close()
    return taken is None


def read_note(path: Path) -> Note | None:
    """What stands in a lock file; None when there is nothing that can be read."""
    try:
        run, pid = path.read_text("utf-8").split()
        return Note(run, int(pid)) if int(pid) > 1 else None
    except (OSError, ValueError):
        return None
