"""The gauntlet: 52 numbered faults, the outcome each must have, and a run of the tests that show it.

`make gauntlet` runs all of them at full figures and prints a table; `--quick` runs only what `make test` does not (the
files `long_*.py`), at small figures; `--only 33,34` some of them. A test says which faults it shows by the marker
`gauntlet(number)`. Any part above 60 s (but for the long ones) or 700 MB in one process is a failure of its own; of a
test that does one thing `times=` over, one time is such a part.
Exit status: 0 all hold, 1 one does not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
LONG = sorted(HERE.rglob("long_*.py"))
FULL = os.environ.get("SANDI_GAUNTLET") == "full"
"""Whether the tests run at their full figures (200 kills, 400 power cuts …)."""

MOST_S = 60.0
"""Seconds of one test, less the share of the processors that other programs had meanwhile."""
MOST_MB = 700.0

FAULTS: dict[int, tuple[str, str]] = {
    1: ("compressed bombs, 5 codings", "too_large, < 200 MB, < 5 s, crawl goes on"),
    2: ("body without an end", "cut at the cap, too_large"),
    3: ("Content-Length of 9 GB", "refused before the body"),
    4: ("body of 1 byte in 0.5 s", "ended at the time-out, 2 tries at most"),
    5: ("header of 1 byte in 0.5 s", "ended at the time-out, 2 tries at most"),
    6: ("400,000 headers", "closed at 64 KiB, < 200 MB"),
    7: ("302 in circles", "ends after 5, redirect_loop"),
    8: ("302, refresh and script to 127.0.0.2", "inner hits 0, egress_denied, nothing stored"),
    9: ("odd spellings of inner addresses", "0 connections"),
    10: ("DNS that answers twice differently", "inner hits 0"),
    11: ("302 to file, data, ftp, javascript", "not followed, nothing of a file kept"),
    12: ("browser: frames, sockets, workers to the inside", "0 inner hits, no media asked for"),
    13: ("browser: endless loop, huge DOM, download, alerts", "ended in time, no chromium left"),
    14: ("browser as root or without sandbox", "refused with a message"),
    15: ("robots.txt fails in any way", "source parked, page hits 0; 404 allows"),
    16: ("Crawl-delay 7, Retry-After 120", "gaps kept"),
    17: ("sitemap bombs, XXE, a million URLs", "within the page budget, < 300 MB"),
    18: ("parser bombs", "poison in 7 s, quarantined after 2"),
    19: ("binary as HTML, odd charsets", "not_text or decoded, no image kept"),
    20: ("truncated, reset, bad chunks", "retried once, fetch_error, no half listing"),
    21: ("login wall, captcha, consent", "source parked, no form posted"),
    22: ("wrong TLS certificate", "not fetched, finding recorded"),
    23: ("XSS in every field", "0 dialogs, 0 foreign requests, text as it was"),
    24: ("ESC, OSC, C1, bidi, zero width", "shown as escapes in terminal, logs, pages"),
    25: ("formulas in exports", "no cell evaluates, lossless"),
    26: ("nasty searches", "answered or refused in words, never 500"),
    27: ("SQL signs in every parameter", "same rows, schema unchanged"),
    28: ("10 MB text, 100,000 hits, one giant emoji", "bounded, cut with a mark"),
    29: ("flood of near copies", "1 cluster lead, queue not flooded, noted in the audit"),
    30: ("patterns that explode or look behind", "rejected with line, or linear"),
    31: ("hostile YAML", "refused with file:line, others stay, noted in the audit"),
    32: ("hostile archives", "refused, nothing written outside"),
    33: ("kill -9 of writer, crawl, workbench", "acknowledged and lost 0, doubled 0, chain whole"),
    34: ("400 power cuts", "lost acknowledgements 0, integrity ok"),
    35: ("disk full", "clear error, reads work, crawls pause and go on"),
    36: ("one flipped bit, 60 times", ">= 95 % found, service read-only, pack refused"),
    37: ("6 crawls, workbench, export, backup at once", "no 'locked', p95 < 300 ms, WAL < 64 MB"),
    38: ("a reader that stays", "WAL alarm, checkpoint later"),
    39: ("backup under load, restore elsewhere", "whole, audit and packs verify; cp refused"),
    40: ("scheduler killed in a run", "lost <= 90 s, one retry, one catch-up, one of two runs"),
    41: ("clock set back and forth, DST", "no run lost or doubled, clock_suspect"),
    42: ("SQLite that can damage a WAL", "doctor says so, one writer by lock"),
    43: ("layout changes", "alarm in the same run, replay restores"),
    44: ("pack: flipped bits, same inputs", "any flip fails; same bytes"),
    45: ("audit edited, cut, rewritten", "all detected with checkpoints"),
    46: ("purge of a planted number", "0 hits anywhere, audit verifies, hold survives"),
    47: ("database file stolen", "no contact in clear, index not reproducible"),
    48: ("passwords, sessions", "delay and lock, all rejected"),
    49: ("CSRF on every POST", "403 and no change"),
    50: ("every route, every role", "as the table says, else denied"),
    51: ("unmask, export, pack, rules, purge", "one audit row each; the auditor only reads"),
    52: ("ports during a crawl", "only ours, on loopback"),
}


@dataclass
class Seen:
    """What the tests of one fault came to."""

    passed: int = 0
    skipped: int = 0
    failed: list[str] = field(default_factory=list)
    seconds: float = 0.0
    memory_mb: float = 0.0

    @property
    def holds(self) -> bool:
        return self.passed > 0 and not self.failed

    @property
    def told(self) -> str:
        if self.failed:
            return f"FAILS: {self.failed[0]}"
        if not self.passed:
            return "not run" if not self.skipped else "skipped here"
        more = [f"{self.passed} tests"] if self.passed > 1 else []
        more += [f"{self.skipped} not judged here"] if self.skipped else []
        return "holds" + (f" ({', '.join(more)})" if more else "")


def main(arguments: list[str]) -> int:
    quick = "--quick" in arguments
    only = (
        {int(number) for number in arguments[arguments.index("--only") + 1].split(",")}
        if "--only" in arguments
        else set()
    )
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.jsonl"
        status = _run(report, quick, only)
        lines = [json.loads(line) for line in report.read_text().splitlines()] if report.exists() else []
    seen = _gather(lines)
    shown = [number for number, one in seen.items() if one.passed or one.failed]
    wanted = sorted(only or (shown if quick else FAULTS))
    print(f"{'no':>2}  {'fault':<48} {'expected':<58} {'seen':<40} {'s':>7} {'MB':>5}")
    for number in wanted:
        fault, expected = FAULTS[number]
        one = seen[number]
        print(
            f"{number:>2}  {fault:<48} {expected:<58} {one.told[:40]:<40} {one.seconds:>7.1f} {one.memory_mb:>5.0f}",
            flush=True,
        )
    for line in lines:
        if line.get("why"):
            print(f"{line['test']} {line['outcome']}: {line['why']}")
    held = sum(seen[number].holds for number in wanted)
    print(f"{held} of {len(wanted)} hold")
    return 0 if held == len(wanted) and status in (0, 5) else 1


def words(quick: bool) -> list[str]:
    """pytest over the marked tests in one process. A folder and a file in it are one place to pytest, so `long_*.py`
    are named by their pattern, beside the others or alone.
    """
    pattern = "long_*.py" if quick else "test_*.py long_*.py"
    run = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.gauntlet_plugin",
        "-m",
        "gauntlet",
        "-n",
        "0",
        "--timeout",
        "1800",
    ]
    return [*run, "-o", f"python_files={pattern}", str(HERE)]


def _run(report: Path, quick: bool, only: set[int]) -> int:
    """Run the tests; what each came to is in `report`."""
    figures = {} if quick else {"SANDI_GAUNTLET": "full"}
    numbers = {"SANDI_GAUNTLET_ONLY": ",".join(map(str, only))} if only else {}
    env = os.environ | {"SANDI_GAUNTLET_REPORT": str(report)} | figures | numbers
    done = subprocess.run(words(quick), cwd=HERE.parent, env=env, check=False)
    return done.returncode


def _gather(lines: list[dict[str, object]]) -> defaultdict[int, Seen]:
    seen: defaultdict[int, Seen] = defaultdict(Seen)
    for line in lines:
        for number in line["numbers"]:  # type: ignore[attr-defined]
            _add(seen[number], line)
    return seen


def _add(one: Seen, line: dict[str, object]) -> None:
    seconds, memory = float(str(line["seconds"])), float(str(line["mb"]))
    one.seconds += seconds
    one.memory_mb = max(one.memory_mb, memory)
    name, own = str(line["test"]), seconds * (1 - float(str(line.get("strangers", 0))))
    if line["outcome"] == "skipped":
        one.skipped += 1
    elif line["outcome"] != "passed":
        one.failed.append(name)
    elif (own / float(str(line.get("times", 1))) > MOST_S and "long_" not in name) or memory > MOST_MB:
        one.failed.append(f"{name}: {seconds:.0f} s, {memory:.0f} MB")
    else:
        one.passed += 1


def scaled(full: int, quick: int) -> int:
    """A figure of a long test: `full` by `make gauntlet`, `quick` otherwise."""
    return full if FULL else quick


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
