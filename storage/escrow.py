"""Escrow: the key file, encrypted for somebody who keeps the identity elsewhere, so that a lost key is not the end.

Only where the installation wants it: whoever has the identity *and* the escrow can open what is sealed.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from sandi.config import Config
from sandi.errors import SandiError
from storage import age, audit
from storage import keys as key_files
from storage.database import Store, must_fit
from storage.keys import sync_folder
from storage.times import now

NAME = "escrow"
SMALL = 4096


class EscrowError(SandiError):
    """An escrow that cannot be written or opened; no key file was changed."""


@dataclass(frozen=True, slots=True)
class Escrowed:
    """When the present key file was escrowed last, and for how many."""

    at: str
    recipients: int


def write(store: Store, target: Path, recipients: Sequence[str], *, actor: str) -> None:
    """Encrypt the key file to `recipients` as the new file `target`. Raises EscrowError, ConfigError."""
    known = [age.recipient(one) for one in recipients]
    if not known:
        raise EscrowError("name at least one age recipient; age-keygen makes one")
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            age.encrypt(io.BytesIO(store.config.key_file.read_bytes()), stream, known)
            stream.flush()
            os.fsync(stream.fileno())
        sync_folder(target.parent)
    except OSError as error:
        raise EscrowError(f"{target} cannot be written: {error.strerror}. Name a new file in a folder") from None
    told = orjson.dumps({"check": store.keys.check, "at": now(), "recipients": len(known)}).decode()
    with store.writer() as conn:
        conn.execute(
            "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (NAME, told)
        )
        detail = {"recipients": len(known), "key": store.keys.check}
        audit.record(conn, actor=actor, action="keys.escrow", object="key", reason="escrow", detail=detail)


def of(store: Store) -> Escrowed | None:
    """The last escrow of the present key file; None when there is none."""
    with store.reader() as conn:
        row = conn.execute("SELECT value FROM settings WHERE name = ?", (NAME,)).fetchone()
    told = orjson.loads(row[0]) if row else {}
    return Escrowed(told["at"], told["recipients"]) if told.get("check") == store.keys.check else None


def recover(config: Config, source: Path, identity: Path) -> Path:
    """Put the key file of an escrow in its place; where it lies. Raises EscrowError when one is there or none fits."""
    path = config.key_file
    if path.exists():
        raise EscrowError(f"{path} is there already; move it away if it is not the right one")
    plain = io.BytesIO()
    try:
        with source.open("rb") as stream:
            age.decrypt(stream, plain, age.identity(identity))
    except (age.AgeError, OSError) as error:
        raise EscrowError(f"{source} cannot be opened: {error}") from None
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key_files.place(path, plain.getvalue()[:SMALL].decode("ascii", "replace"))
    if config.database.exists():
        try:
            must_fit(config)
        except SandiError:
            path.unlink()
            raise EscrowError(f"{source} holds the key file of another database, or of before a rotation") from None
    return path
