"""Backups: a consistent copy of the database in one file, checked before it counts."""

from __future__ import annotations

from pathlib import Path

from storage.database import Store


def backup(store: Store, target: Path | None = None) -> Path:
    raise NotImplementedError
