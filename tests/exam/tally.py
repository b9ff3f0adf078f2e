"""Counts of what a reader found in texts with known answers: precision, recall, F1, and what went wrong."""

from __future__ import annotations

import json
from collections.abc import Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Figures:
    """Counts of answers; `misses` tells each text that was read wrongly."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def count(self, text: str, got: Set[Any], wanted: Set[Any], may: Set[Any]) -> None:
        """Adds one text: what was read of it, what it holds, and what it may be read to hold."""
        extra, missed = got - wanted - may, wanted - got
        self.right += len(got & wanted)
        self.wrong += len(extra)
        self.missed += len(missed)
        if extra or missed:
            self.misses.append(f"{text!r}\n    extra {sorted(extra)} missed {sorted(missed)}")

    def __str__(self) -> str:
        return (
            f"{self.right} right, {self.wrong} wrong, {self.missed} missed; "
            f"precision {self.precision:.3f}, recall {self.recall:.3f}, F1 {self.f1:.3f}"
        )


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The lines of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
