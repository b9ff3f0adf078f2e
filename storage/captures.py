"""Captures: what a server answered, sealed, one file each, named by the hash of its content."""

from __future__ import annotations

from storage.database import Store


def seal(store: Store, record: bytes, *, url: str, run: str, content_type: str = "", status: int = 0) -> str:
    raise NotImplementedError


def read(store: Store, sha256: str) -> bytes:
    raise NotImplementedError
