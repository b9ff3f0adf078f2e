"""Measures the contact readers on `contacts.jsonl`: precision, recall and F1 over kind and value, and exact spans.

Run `python tests/exam/measure_contacts.py [--misses] [FILE...]`. A line is a `text` with its true `contacts` (`kind`,
`value`, `start`, `end`); one marked `optional` may be read or not. Schemes of addresses are not compared.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rules.contacts import read_contacts
from rules.fold import fold

CONTACTS = Path(__file__).resolve().parent / "contacts.jsonl"

Pair = tuple[str, str]
Place = tuple[int, int]


@dataclass
class Figures:
    """Counts over listings; `misses` tells each listing that was read wrongly."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    marked: int = 0
    places: int = 0
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


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").splitlines())


def measured(rows: Iterable[dict[str, Any]]) -> Figures:
    figures = Figures()
    for row in rows:
        wanted = [
            (_pair(c["kind"], c["value"]), (c["start"], c["end"])) for c in row["contacts"] if "optional" not in c
        ]
        allowed = {_pair(c["kind"], c["value"]) for c in row["contacts"]}
        got = [(_pair(c.kind, c.value), (c.start, c.end)) for c in read_contacts("text", fold(row["text"]))]
        _count(figures, row, wanted, allowed, got)
    return figures


def _pair(kind: str, value: str) -> Pair:
    return kind, re.sub(r"^https?://", "", value).rstrip("/")


def _count(
    figures: Figures,
    row: dict[str, Any],
    wanted: list[tuple[Pair, Place]],
    allowed: set[Pair],
    got: list[tuple[Pair, Place]],
) -> None:
    read, true = {pair for pair, _ in got}, {pair for pair, _ in wanted}
    figures.right += len(read & true)
    figures.wrong += len(read - allowed)
    figures.missed += len(true - read)
    figures.places += len(wanted)
    figures.marked += sum(one in got for one in wanted)
    if read - allowed or true - read:
        figures.misses.append(f"{row['text']!r}\n    extra {sorted(read - allowed)} missed {sorted(true - read)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="show what was read wrongly")
    parser.add_argument("files", nargs="*", type=Path, default=[CONTACTS])
    given = parser.parse_args()
    for path in given.files:
        figures = measured(rows_of(path))
        if given.misses:
            print("\n".join(figures.misses))
        print(
            f"{path.name}: {figures.right} right, {figures.wrong} wrong, {figures.missed} missed; "
            f"precision {figures.precision:.3f}, recall {figures.recall:.3f}, F1 {figures.f1:.3f}; "
            f"spans exact {figures.marked}/{figures.places}"
        )


if __name__ == "__main__":
    main()
