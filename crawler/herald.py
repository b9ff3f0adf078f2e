"""The herald of a scheduler: tells people and Prometheus what changed, in a thread, so that no tick waits for it."""

from __future__ import annotations

import sqlite3
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from crawler import metrics, notify, sources
from crawler.schedule_status import status
from sandi.errors import SandiError
from storage import notices
from storage.database import Store

EVERY_S = 15.0

log: Any = structlog.get_logger("sandi.schedule")


class Herald:
    """`look` is called at every tick; every 15 seconds, and never twice at once, it does its work."""

    def __init__(self, store: Store, metrics_file: Path | None, *, every_s: float = EVERY_S) -> None:
        self._store = store
        self._file = metrics_file
        self._every_s = every_s
        self._next = 0.0
        self._thread: threading.Thread | None = None

    def look(self) -> None:
        busy = self._thread is not None and self._thread.is_alive()
        if busy or time.monotonic() < self._next or not (self._file or self._store.config.notify):
            return
        self._next = time.monotonic() + self._every_s
        self._thread = threading.Thread(target=self.work, name="herald", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """A last word, once what is under way is said."""
        if self._thread is not None:
            self._thread.join(20)
        if self._file or self._store.config.notify:
            self.work()

    def work(self) -> None:
        """Tell what is due and write the metrics. An error is logged, and it is tried again next time."""
        try:
            now, config = datetime.now(UTC), self._store.config
            sent = notify.tell(self._store, config, notify.due(self._store, config, now)) if config.notify else 0
            if sent:
                log.info("notified", notices=sent)
            if self._file is not None:
                found = sorted(sources.read_files(sources.source_files(config))[0], key=lambda source: source.id)
                metrics.write(self._file, status(self._store, found, now), notices.open_leads(self._store))
        except (SandiError, sqlite3.Error, OSError) as error:
            log.error("herald_failed", error=str(error))
