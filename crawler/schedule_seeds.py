"""The source files the scheduler goes by: read at the start, and again when one of them changed.

A file with a mistake leaves the active set as it was; the mistakes are logged, once for each state of the files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

from crawler import sources
from crawler.schedule_plan import Schedule
from sandi.config import Config
from sandi.errors import InputError

log: Any = structlog.get_logger("sandi.schedule")

Signature = tuple[tuple[str, int, int, int], ...]


@dataclass(slots=True)
class Seeds:
    """The active sources and their schedules. `load` reads all sources and raises InputError."""

    config: Config
    load: Callable[[Config], list[sources.Source]] = sources.load_all
    active: dict[str, sources.Source] = field(default_factory=dict)
    schedules: dict[str, Schedule] = field(default_factory=dict)
    _seen: Signature | None = None

    def read(self) -> None:
        """Read all files. Raises InputError and then changes nothing."""
        self._seen = self._signature()
        found = self.load(self.config)
        self.schedules = {source.id: source.schedule for source in found if source.schedule is not None}
        self.active = {source.id: source for source in found}

    def reload(self) -> bool:
        """Read again if a file changed; whether there is a new set."""
        if self._signature() == self._seen:
            return False
        try:
            self.read()
        except InputError as error:
            for problem in error.problems:
                log.error("seeds_refused", problem=str(problem), goes_on_with=len(self.active))
            return False
        log.info("seeds_read", sources=len(self.active), scheduled=len(self.schedules))
        return True

    def _signature(self) -> Signature:
        stats = []
        for path in sources.source_files(self.config):
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue  # deleted between listing and looking; the next tick sees the rest
            stats.append((str(path), stat.st_mtime_ns, stat.st_size, stat.st_ino))
        return tuple(stats)
