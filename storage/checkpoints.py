"""Signed checkpoints of the audit log: how far it went and with which hash, to be kept where the database is not.

A chain alone cannot show that its end was cut off or that all of it was written anew: a checkpoint of before can. It is
signed by the key file, so nobody without it can make one up.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from sandi.errors import SandiError
from sandi.folders import private
from storage import audit, key_history
from storage.database import Store
from storage.keys import sync_folder
from storage.times import now

KIND = "sandi audit checkpoint 1"


class NoCheckpoint(SandiError):
    """A checkpoint that cannot be written."""


def write(store: Store, folder: Path | None = None) -> Path:
    """A new checkpoint in `folder`, `checkpoints/` in the data folder when None. Raises NoCheckpoint."""
    place = folder or store.config.data / "checkpoints"
    with store.reader() as conn:
        last = conn.execute("SELECT id, at, hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    made_at, row = now(), last["id"] if last else 0
    body = {
        "kind": KIND,
        "installation": store.keys.check,
        "made_at": made_at,
        "row": row,
        "row_at": last["at"] if last else "",
        "hash": last["hash"] if last else "",
    }
    signed = body | {"signature": base64.b64encode(store.keys.signature(_canonical(body))).decode()}
    path = place / f"checkpoint-{row:012}-{made_at[:19].replace(':', '').replace('-', '')}Z.json"
    try:
        private(place)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(orjson.dumps(signed, option=orjson.OPT_INDENT_2) + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        sync_folder(place)
    except OSError as error:
        raise NoCheckpoint(f"{path} cannot be written: {error.strerror}. Name another folder") from None
    with store.writer() as conn:
        detail = {"row": row, "name": path.name}
        audit.record(conn, actor=store.config.user, action="audit.checkpoint", object="audit", detail=detail)
    return path


def compare(store: Store, folder: Path) -> tuple[int, list[str]]:
    """How many checkpoints `folder` holds, and what is wrong: with them, or with the audit log by them."""
    files = sorted(folder.glob("checkpoint-*.json")) if folder.is_dir() else []
    problems = [problem for path in files if (problem := _problem(store, path))]
    return len(files), problems


def _problem(store: Store, path: Path) -> str:
    try:
        told = orjson.loads(path.read_bytes())
        body = {name: value for name, value in told.items() if name != "signature"}
        signature = base64.b64decode(told["signature"], validate=True)
        row, wanted = int(body["row"]), str(body["hash"])
    except (OSError, orjson.JSONDecodeError, binascii.Error, AttributeError, KeyError, TypeError, ValueError):
        return f"{path} is no checkpoint, or damaged"
    with store.reader() as conn:
        signers = key_history.earlier(conn) | {store.keys.check: store.keys.public_key().decode()}
    signer = signers.get(str(body.get("installation")))
    if signer is None:
        return f"{path} is of another installation"
    if not key_history.signed_by(signer, signature, _canonical(body)):
        return f"{path} was changed after it was signed"
    if not row:
        return ""
    with store.reader() as conn:
        found = conn.execute("SELECT hash FROM audit WHERE id = ?", (row,)).fetchone()
    if found is None:
        return f"audit row {row} is missing, which {path} saw: the log was cut off"
    if found["hash"] != wanted:
        return f"audit row {row} is not the one that {path} saw: the log was rewritten"
    return ""


def _canonical(body: Mapping[str, Any]) -> bytes:
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
