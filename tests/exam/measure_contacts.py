"""Measures the contact readers on `contacts.jsonl`: precision, recall and F1 over kind and value, and exact spans.

Run `python tests/exam/measure_contacts.py [--misses] [FILE...]`. A line is a `text` with its true `contacts` (`kind`,
`value`, `start`, `end`); one marked `optional` may be read or not. Schemes of addresses are not compared.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rules.contacts import read_contacts
from rules.fold import fold

sys.path.insert(0, str(Path(__file__).resolve().parent))
from tally import Figures, rows_of

CONTACTS = Path(__file__).resolve().parent / "contacts.jsonl"

Pair = tuple[str, str]
Place = tuple[int, int]


@dataclass
class Marked(Figures):
    """Counts over listings; of `places` that were asked for `marked` were found to the character."""

    marked: int = 0
    places: int = 0


def measured(rows: Iterable[dict[str, Any]]) -> Marked:
    figures = Marked()
    for row in rows:
        wanted = [
            (_pair(c["kind"], c["value"]), (c["start"], c["end"])) for c in row["contacts"] if "optional" not in c
        ]
        allowed = {_pair(c["kind"], c["value"]) for c in row["contacts"]}
        got = [(_pair(c.kind, c.value), (c.start, c.end)) for c in read_contacts("text", fold(row["text"]))]
        figures.count(row["text"], {pair for pair, _ in got}, {pair for pair, _ in wanted}, allowed)
        figures.places += len(wanted)
        figures.marked += sum(one in got for one in wanted)
    return figures


def _pair(kind: str, value: str) -> Pair:
    return kind, re.sub(r"^https?://", "", value).rstrip("/")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="show what was read wrongly")
    parser.add_argument("files", nargs="*", type=Path, default=[CONTACTS])
    given = parser.parse_args()
    for path in given.files:
        figures = measured(rows_of(path))
        if given.misses:
            print("\n".join(figures.misses))
        print(f"{path.name}: {figures}; spans exact {figures.marked}/{figures.places}")


if __name__ == "__main__":
    main()
