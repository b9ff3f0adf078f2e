"""Read-only mode: when a verification found damage nothing is written any more, until one finds all well again.

The mark is a file of its own in the data folder, for a damaged database can keep no note of itself.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import orjson

from sandi.config import Config
from sandi.errors import SandiError
from storage.times import now

NAME = "READ-ONLY.json"
MEND = "Nothing is written until `sandi db verify` finds all well, or a backup is restored (`sandi db restore`)"


class StoreReadOnly(SandiError):
    """Something is to be written while the store is in read-only mode."""


def why(config: Config) -> str:
    """Since when and why nothing may be written; empty when all is well."""
    try:
        raw = _path(config).read_bytes()
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"{_path(config)} cannot be read: {error.strerror}"
    try:
        told = orjson.loads(raw)
        return f"{told['at']}: {told['found']}"
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return "a verification found damage"


def must_not_be(config: Config) -> None:
    """Raises StoreReadOnly in read-only mode. Costs one look at a file's name."""
    if os.path.exists(_path(config)):
        raise StoreReadOnly(f"this database is read-only since {why(config)}. {MEND}")


def begin(config: Config, found: str) -> None:
    """Enter read-only mode; why it was entered first stays."""
    with contextlib.suppress(FileExistsError):
        handle = os.open(_path(config), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(orjson.dumps({"at": now(), "found": found[:500]}))
            stream.flush()
            os.fsync(stream.fileno())


def end(config: Config) -> None:
    """Leave read-only mode."""
    _path(config).unlink(missing_ok=True)


def _path(config: Config) -> Path:
    return config.data / NAME
