"""How fast `sandi scan --workers 1` is as a whole, beside yara-python merely matching phrases. Run by `make bench`.

sandi is a process of its own: it starts, reads the harmless corpora from ../shared/corpora (gzipped JSON Lines), judges
every listing by the packs that come with it and writes what is not quiet. yara-python is handed the same text, already
folded, with 1,000 rules of phrases drawn from the packs, and says which match: nothing is read, written, judged or
located. Times are CPU time, the least of several passes. Quote ratios, for machines differ.
"""

from __future__ import annotations

import glob
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rules.bench import folded_text  # noqa: E402
from rules.loader import RuleSet, load_rules  # noqa: E402
from rules.matchers import normal  # noqa: E402
from rules.scan import Source  # noqa: E402
from sandi.listing import listing_from_line  # noqa: E402

PASSES = 3
RULES = 1_000


def main() -> int:
    """Print both rates and their ratio. Without corpora nothing is measured."""
    corpora = sorted(glob.glob(str(ROOT.parent / "shared" / "corpora" / "*.jsonl.gz")))
    if not corpora:
        print("no ../shared/corpora beside this checkout; nothing was measured")
        return 0
    listings = [listing_from_line(line) for path in corpora for _, _, line in Source(path).lines()]
    size = sum(len(one.title) + len(one.text) for one in listings) / len(listings)
    print(f"{len(listings):,} listings of {size:.0f} characters in {len(corpora)} files; CPU time")
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder) / "one.jsonl"
        one.write_text('{"url": "one:", "text": "selamat pagi"}\n')
        start = min(_scanned([str(one)], folder) for _ in range(PASSES))
        whole = min(_scanned(corpora, folder) for _ in range(PASSES))
    ours = len(listings) / whole
    print(f"sandi scan --workers 1, all of it  {ours:>10,.0f}/s  (start-up {start:.2f} s)")
    print(f"  without start-up                 {len(listings) / (whole - start):>10,.0f}/s")
    texts = [folded_text(one).encode() for one in listings]
    for phrases in (1, 7):
        match = _yara(load_rules(), phrases)
        if match is None:
            print("yara-python is not installed and was left out")
            break
        theirs = len(texts) / min(_timed(match, texts) for _ in range(PASSES))
        name = f"yara-python, {RULES:,} rules of {phrases} phrase{'s'[: phrases > 1]}"
        print(f"{name:35}{theirs:>10,.0f}/s  sandi is {ours / theirs:.2f} x")
    return 0


def _scanned(files: Sequence[str], folder: str) -> float:
    """CPU seconds of one `sandi scan`, from its start to its end."""
    command = [sys.executable, "-m", "sandi.cli", "--data", folder, "scan", "--workers", "1", *files]
    with (Path(folder) / "verdicts.jsonl").open("wb") as out:
        process = subprocess.Popen(command, stdout=out, cwd=ROOT)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"sandi scan ended with exit status {process.returncode}")
    return used.ru_utime + used.ru_stime


def _yara(rules: RuleSet, phrases: int) -> Callable[[bytes], object] | None:
    """yara-python with RULES rules, each of so many phrases of the packs; None when it is not installed."""
    try:
        import yara
    except ImportError:
        return None
    words = _phrases(rules)
    random.Random(1).shuffle(words)
    source = []
    for number in range(RULES):
        mine = (words[(number * phrases + i) % len(words)] for i in range(phrases))
        strings = " ".join(f'$p{i} = "{phrase}" fullword' for i, phrase in enumerate(mine))
        source.append(f"rule r{number} {{ strings: {strings} condition: any of them }}")
    compiled = yara.compile(source="\n".join(source))
    return lambda text: compiled.match(data=text, fast=True)


def _phrases(rules: RuleSet) -> list[str]:
    """The words and phrases of all signals, as they are read."""
    found = {
        normal(phrase)
        for signal in rules.signals.values()
        for clause in signal.match
        for test in clause.tests
        if test.modifier == "word"
        for phrase in test.value
    }
    return sorted(phrase for phrase in found if len(phrase) > 2)


def _timed(match: Callable[[bytes], object], texts: Sequence[bytes]) -> float:
    begin = time.process_time()
    for text in texts:
        match(text)
    return time.process_time() - begin


if __name__ == "__main__":
    sys.exit(main())
