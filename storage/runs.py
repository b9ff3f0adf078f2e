"""Runs: one crawl of one source, leased by the process that does it."""

from __future__ import annotations

from datetime import datetime

from storage.database import Store
from storage.records import Figures, Run

__all__ = ["Figures", "Run", "find_lost", "finish", "heartbeat", "latest", "plan", "progress", "recent", "start"]


def plan(store: Store, source: str, trigger: str) -> str:
    raise NotImplementedError


def start(store: Store, run: str, *, owner: str, pid: int, deadline_s: float) -> None:
    raise NotImplementedError


def heartbeat(store: Store, run: str) -> bool:
    raise NotImplementedError


def progress(store: Store, run: str, **figures: int) -> None:
    raise NotImplementedError


def finish(
    store: Store, run: str, *, state: str, reason: str = "", figures: Figures | None = None, message: str = ""
) -> None:
    raise NotImplementedError


def find_lost(store: Store, *, now: datetime, stale_s: float = 90) -> list[Run]:
    raise NotImplementedError


def latest(store: Store, source: str) -> Run | None:
    raise NotImplementedError


def recent(store: Store, source: str | None = None, limit: int = 20) -> list[Run]:
    raise NotImplementedError
