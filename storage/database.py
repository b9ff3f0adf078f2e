"""The one SQLite file: who may open it, who may write, and that only one writes at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from sandi.config import Config


class Store:
    """An open database."""

    config: Config
    path: Path

    @classmethod
    def open(cls, config: Config, *, create: bool = True) -> Store:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def reader(self) -> Iterator[sqlite3.Connection]:
        raise NotImplementedError

    @contextmanager
    def writer(self) -> Iterator[sqlite3.Connection]:
        raise NotImplementedError
