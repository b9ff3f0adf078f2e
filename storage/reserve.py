"""The reserve of the disk: room that collecting leaves free, so that people can go on deciding, backing up, purging."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

RESERVE_BYTES = 1_000_000_000
RESERVE_SHARE = 0.05
RESERVE_MOST = 50_000_000_000
"""Five per cent of a very large disk would be more than anybody needs."""


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes of the disk on which a folder lies, free to this user and in all."""

    free: int
    total: int

    @property
    def short(self) -> bool:
        """Whether so little is left that collecting must wait: below 1 GB or 5 %."""
        return self.free < max(RESERVE_BYTES, min(self.total * RESERVE_SHARE, RESERVE_MOST))

    def __str__(self) -> str:
        return f"{self.free / 1e9:.1f} GB of {self.total / 1e9:.1f} GB free"


def room(folder: Path) -> Room:
    """The room on the disk of `folder`, or of its nearest parent that exists. Raises OSError."""
    place = next(path for path in (folder.resolve(), *folder.resolve().parents) if path.exists())
    usage = shutil.disk_usage(place)
    return Room(usage.free, usage.total)
