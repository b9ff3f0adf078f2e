"""Sources as the store knows them: what they were when last crawled, and whether they are paused."""

from __future__ import annotations

from storage.database import Store
from storage.records import SourceState

__all__ = ["SourceState", "all_states", "pause", "register", "resume", "state"]


def register(store: Store, id: str, title: str, adapter: str, url: str, definition: str) -> None:
    raise NotImplementedError


def pause(store: Store, id: str, reason: str, actor: str) -> None:
    raise NotImplementedError


def resume(store: Store, id: str, reason: str, actor: str) -> None:
    raise NotImplementedError


def state(store: Store, id: str) -> SourceState:
    raise NotImplementedError


def all_states(store: Store) -> list[SourceState]:
    raise NotImplementedError
