"""Where the time of a scan goes, module by module and function by function. Run by `make bench`.

Scans ../shared/corpora where it lies beside the checkout, else the town's listings many times over, in this process and
with everything that `sandi scan` does: read, judge, write what is not quiet. A clock that counts CPU time interrupts
every millisecond and notes which function of sandi is at work; what it calls in C or in libraries counts as its own.
"""

from __future__ import annotations

import glob
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import orjson  # noqa: E402

from rules.engine import Engine  # noqa: E402
from rules.loader import RuleSet, load_rules  # noqa: E402
from rules.scan import scan  # noqa: E402
from sandi.errors import Problem  # noqa: E402

PASSES = 3
EVERY = 0.001
FUNCTIONS = 15


def main() -> None:
    """Print start-up, listings a second, and two tables of shares."""
    begin = time.process_time()
    rules = load_rules()
    loaded = time.process_time()
    Engine(rules)
    built = time.process_time()
    print(f"{len(rules.rules)} rules read in {loaded - begin:.2f} s, engine built in {built - loaded:.2f} s of CPU")
    with tempfile.TemporaryDirectory() as folder:
        files = _files(Path(folder))
        count, least = min((_scanned(rules, files) for _ in range(PASSES)), key=lambda scanned: scanned[1])
        each = max(least - (built - loaded), 1e-9) / count
        print(f"{count:,} listings of {len(files)} files: {1 / each:,.0f}/s, {each * 1e6:,.0f} µs each\n")
        modules, functions = _sampled(rules, files)
    _print("module", modules, each, len(modules))
    _print("function", functions, each, FUNCTIONS)


def _files(folder: Path) -> list[str]:
    corpora = sorted(glob.glob(str(ROOT.parent / "shared" / "corpora" / "*.jsonl.gz")))
    if corpora:
        return corpora
    town = folder / "town.jsonl"
    listings = b"".join(path.read_bytes() for path in sorted((ROOT / "demo" / "listings").glob("*.jsonl")))
    town.write_bytes(listings.replace(b'"id":', b'"url":') * 20)
    return [str(town)]


def _scanned(rules: RuleSet, files: Sequence[str]) -> tuple[int, float]:
    """Listings, and CPU seconds for them with the engine built first."""
    begin, count = time.process_time(), 0
    for result in scan(rules, files, brief=True):
        count += 1
        if not isinstance(result, Problem) and result.verdict != "quiet":
            orjson.dumps(result.to_json())
    return count, time.process_time() - begin


def _sampled(rules: RuleSet, files: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    modules: Counter[str] = Counter()
    functions: Counter[str] = Counter()

    def note(number: int, frame: FrameType | None) -> None:
        frame = _ours(frame)
        if frame is not None and not _building(frame):
            module = str(frame.f_globals["__name__"])
            modules[module] += 1
            functions[f"{module}.{frame.f_code.co_qualname}"] += 1

    before = signal.signal(signal.SIGPROF, note)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        _scanned(rules, files)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return modules, functions


def _ours(frame: FrameType | None) -> FrameType | None:
    """The innermost function of sandi that is at work."""
    while frame is not None and not str(frame.f_globals.get("__name__", "")).startswith(("rules.", "sandi.")):
        frame = frame.f_back
    return frame


def _building(frame: FrameType | None) -> bool:
    """Whether the engine is being built, which belongs to start-up."""
    while frame is not None and frame.f_code is not Engine.__init__.__code__:
        frame = frame.f_back
    return frame is not None


def _print(title: str, counted: Counter[str], each: float, most: int) -> None:
    whole = counted.total()
    rows: Iterable[tuple[str, int]] = counted.most_common(most)
    print(f"{title:52}{'share':>8}{'µs a listing':>14}")
    for name, times in rows:
        print(f"{name:52}{times / whole:>8.1%}{times / whole * each * 1e6:>14.1f}")
    print()


if __name__ == "__main__":
    main()
