"""How fast sandi judges: listings a second on one core, and where the time goes. Run by `make bench`.

Reads ../shared/corpora where it lies beside the checkout, else the town's listings many times over. Times are process
CPU time, the least of several passes over the same listings; quote ratios, for machines differ.
"""

from __future__ import annotations

import glob
import gzip
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rules.amounts import read_amounts  # noqa: E402
from rules.contacts import read_contacts  # noqa: E402
from rules.engine import Engine  # noqa: E402
from rules.fold import fold  # noqa: E402
from rules.loader import load_rules  # noqa: E402
from rules.matchers import FieldText  # noqa: E402
from rules.persons import read_persons  # noqa: E402
from rules.places import read_places  # noqa: E402
from sandi.listing import Listing, listing_from_line  # noqa: E402

PASSES = 3
MOST = 6_000


def main() -> None:
    """Print a table: step, listings a second, microseconds a listing, share of the whole."""
    listings, name = _listings()
    begin = time.process_time()
    rules = load_rules()
    loaded = time.process_time() - begin
    engine = Engine(rules)
    built = time.process_time() - begin - loaded
    print(f"{len(listings):,} listings of {name}; {len(rules.rules)} rules, {len(rules.signals)} signals")
    print(f"rules read in {loaded:.2f} s, engine built in {built:.2f} s of CPU\n")
    folded = [fold(f"{one.title}\n{one.text}") for one in listings]
    steps: list[tuple[str, Callable[[], object]]] = [
        ("judge, all of it", lambda: [engine.judge(one) for one in listings]),
        ("  fold", lambda: [fold(one.text) for one in listings]),
        ("  fold and views", lambda: [FieldText("text", one.text) for one in listings]),
        ("  contacts", lambda: [read_contacts("text", one) for one in folded]),
        ("  amounts (candidates only)", lambda: [read_amounts(one) for one in folded]),
        ("  persons (candidates only)", lambda: [read_persons(one) for one in folded]),
        ("  places (candidates only)", lambda: [read_places(one) for one in folded]),
    ]
    whole = 0.0
    for step, run in steps:
        seconds = min(_timed(run) for _ in range(PASSES))
        whole = whole or seconds
        each = seconds / len(listings)
        print(f"{step:30}{1 / each:>12,.0f}/s {each * 1e6:>9,.1f} µs {seconds / whole:>7.0%}")


def _timed(run: Callable[[], object]) -> float:
    begin = time.process_time()
    run()
    return time.process_time() - begin


def _listings() -> tuple[list[Listing], str]:
    found: list[Listing] = []
    corpora = sorted(glob.glob(str(ROOT.parent / "shared" / "corpora" / "*.jsonl.gz")))
    for path in corpora:
        with gzip.open(path) as lines:
            found += [listing_from_line(line) for line, _ in zip(lines, range(MOST // len(corpora)), strict=False)]
    if found:
        return found, "the harmless corpora"
    town = [
        line for path in sorted((ROOT / "demo" / "listings").glob("*.jsonl")) for line in path.read_bytes().splitlines()
    ]
    return [listing_from_line(line.replace(b'"id":', b'"url":', 1)) for line in town * 20][:MOST], "market town"


if __name__ == "__main__":
    main()
