"""Measures the readers of facts on `facts.jsonl`: precision, recall and F1 of each fact.

Run `python tests/exam/measure_facts.py [--misses] [FILE...]`. A line is a `fact`, a `text`, the `values` that it holds
of that fact and those that it `may` be read to hold. Pay is in rupiah a month, prices in rupiah, as `low-high`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from rules.amounts import monthly, read_amounts
from rules.departures import read_departures
from rules.fold import Folded, fold
from rules.licences import read_licences
from rules.persons import read_persons
from rules.places import read_places
from rules.routes import roles

sys.path.insert(0, str(Path(__file__).resolve().parent))
from tally import Figures, rows_of

FACTS = Path(__file__).resolve().parent / "facts.jsonl"
POSTED = date(2025, 11, 23)
_NEAR = 0.03
"""How far an amount in another currency may lie off, as rates are rounded."""


def measured(rows: Iterable[dict[str, Any]]) -> dict[str, Figures]:
    figures: dict[str, Figures] = {}
    for row in rows:
        one = figures.setdefault(row["fact"], Figures())
        wanted, may = set(row["values"]), set(row["may"])
        got = {_nearest(value, wanted | may) for value in _read(row["fact"], fold(row["text"]))}
        one.count(row["text"], got, wanted, may)
    return figures


def _read(fact: str, folded: Folded) -> list[str]:
    return _READERS[fact](folded) if fact in _READERS else _of_persons(fact, folded)


def _of_persons(fact: str, folded: Folded) -> list[str]:
    found = [one for one in read_persons(folded) if one.kind == fact and not one.goods]
    return [one.text or _span(one.low, one.high) for one in found]


def _placed(role: str) -> Callable[[Folded], list[str]]:
    def read(folded: Folded) -> list[str]:
        places = read_places(folded)
        return [place.name for place, has in zip(places, roles(folded.text, places), strict=True) if has == role]

    return read


_READERS: dict[str, Callable[[Folded], list[str]]] = {
    "salary": lambda folded: [_span(*monthly(one)) for one in read_amounts(folded) if one.is_salary],
    "price": lambda folded: [_span(one.idr_low, one.idr_high) for one in read_amounts(folded) if not one.is_salary],
    "place": lambda folded: [one.name for one in read_places(folded)],
    "origin": _placed("origin"),
    "destination": _placed("destination"),
    "departure": lambda folded: [one.day or f"{one.low}..{one.high}" for one in read_departures(folded, POSTED)],
    "licence": lambda folded: [f"{one.kind} {one.number}" for one in read_licences(folded)],
}


def _span(low: float, high: float) -> str:
    return _figure(low) if low == high else f"{_figure(low)}-{_figure(high)}"


def _figure(value: float) -> str:
    return f"{value:.0f}" if abs(value - round(value)) < 0.01 else f"{value:.1f}"


def _nearest(value: str, known: set[str]) -> str:
    """The known value that is the same but for rounding, else `value`."""
    for other in known:
        pairs = list(zip(value.split("-"), other.split("-"), strict=False))
        if len(value.split("-")) == len(other.split("-")) and all(_close(a, b) for a, b in pairs):
            return other
    return value


def _close(one: str, other: str) -> bool:
    try:
        return float(other) > 1000 and abs(float(one) - float(other)) <= _NEAR * float(other)
    except ValueError:
        return one == other


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="show what was read wrongly")
    parser.add_argument("files", nargs="*", type=Path, default=[FACTS])
    given = parser.parse_args()
    for path in given.files:
        for fact, figures in measured(rows_of(path)).items():
            if given.misses:
                print("\n".join(figures.misses))
            print(f"{fact}: {figures}")


if __name__ == "__main__":
    main()
