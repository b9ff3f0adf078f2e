"""A soak of the scheduler: many sources at a high tick rate, crawls and schedulers killed at random.

    python -m tests.crawler_schedule.soak --minutes 30

Crawls are scripts that lease and end their runs in the real store and fetch nothing; forking and killing them, and
killing the scheduler, is real. At the end: no run is lost that was not killed, none is doubled, no process is left, memory is flat. The short
form of it is a test.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil

from crawler.forking import NAME
from crawler.schedule_lock import FOLDER, Note, read_note

HERE = Path(__file__).parent
HANGS_S = 240.0


@dataclass
class Figures:
    """What the soak came to."""

    seconds: float = 0.0
    runs: int = 0
    done: int = 0
    lost: int = 0
    retried: int = 0
    killed_crawls: int = 0
    killed_schedulers: int = 0
    doubled: int = 0
    unexplained: int = 0
    open_runs: int = 0
    orphans: int = 0
    silent_sources: int = 0
    rss_mb: list[float] = field(default_factory=list)


def furnish(folder: Path, sources: int) -> None:
    for name in ("seeds", "behaviour"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number in range(sources):
        name = f"toko-{number:02}"
        (folder / "behaviour" / name).write_text("busy")
        (folder / "seeds" / f"{name}.yaml").write_text(
            f"id: {name}\ntitle: T\npurpose: a soak\nadapter: feed\nstart: http://127.0.0.1:9/\nloopback: true\n"
            "schedule: {every: 60s}\ndeadline: 60s\n"
        )


def start_scheduler(folder: Path, every_s: float) -> subprocess.Popen[bytes]:
    log = open(folder / "scheduler.log", "ab")  # noqa: SIM115  (the scheduler's own from now on)
    environment = os.environ | {"SOAK_EVERY_S": str(every_s)}
    with log:
        return subprocess.Popen(
            [sys.executable, str(HERE / "soak_driver.py"), str(folder)], stderr=log, env=environment
        )


def crawls_of(folder: Path) -> list[Note]:
    """The crawls that live, by what stands in their locks."""
    notes = (read_note(path) for path in sorted((folder / "data" / FOLDER).glob("*.lock")))
    return [note for note in notes if note is not None and _is_crawl(note.pid)]


def _is_crawl(pid: int) -> bool:
    try:
        process = psutil.Process(pid)
        return process.name() == NAME and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def soak(
    folder: Path, seconds: float, *, sources: int = 20, every_s: float = 2.0, seed: int = 1, runs: int = 0
) -> Figures:
    """Run it for so long, with a source due every `every_s` seconds; the figures.

    On a busy machine longer, until `runs` have ended well, and a crawl and a scheduler have been killed.
    """
    furnish(folder, sources)
    chance, told = random.Random(seed), Figures(seconds=seconds)
    scheduler = start_scheduler(folder, every_s)
    killed: set[str] = set()
    begun = time.monotonic()
    next_scheduler = begun + seconds / 4
    sampled = begun
    try:
        while (passed := time.monotonic() - begun) < seconds or (passed < HANGS_S and not _enough(folder, told, runs)):
            time.sleep(chance.uniform(0.2, 1.0))  # the soak is the one thing here whose subject is time
            live = crawls_of(folder)
            if live and chance.random() < 0.5:
                victim = chance.choice(live)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(victim.pid, signal.SIGKILL)
                    killed.add(victim.run)
                    told.killed_crawls += 1
            if time.monotonic() >= next_scheduler:
                scheduler.kill()
                scheduler.wait()
                told.killed_schedulers += 1
                next_scheduler = time.monotonic() + chance.uniform(0.2, 0.4) * max(seconds, 60)
                scheduler = start_scheduler(folder, every_s)
            if time.monotonic() - sampled > max(seconds / 20, 1):
                sampled = time.monotonic()
                with contextlib.suppress(psutil.Error):
                    told.rss_mb.append(round(psutil.Process(scheduler.pid).memory_info().rss / 1e6, 1))
    finally:
        listens(scheduler)
        scheduler.send_signal(signal.SIGTERM)
        ended(scheduler)
    told.orphans = sum(map(_is_crawl, _pids(folder / "diary")))
    return _counted(folder, told, killed, sources)


def listens(process: subprocess.Popen[bytes]) -> None:
    """Until a process that has just begun heeds SIGTERM: before that it would die of it, and its crawls live on."""
    while process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text()
        if int(status.split("SigCgt:")[1].split()[0], 16) & 1 << (signal.SIGTERM - 1):
            return
        time.sleep(0.05)


def ended(scheduler: subprocess.Popen[bytes]) -> None:
    """Wait for its end; if it does not come, let it write into its log what it is at, and end it."""
    try:
        scheduler.wait(HANGS_S)
    except subprocess.TimeoutExpired:
        scheduler.send_signal(signal.SIGUSR1)
        with contextlib.suppress(subprocess.TimeoutExpired):
            scheduler.wait(2)
        scheduler.kill()
        raise


def _enough(folder: Path, told: Figures, runs: int) -> bool:
    return not runs or bool(told.killed_crawls and told.killed_schedulers and _ended(folder) >= runs)


def _pids(diary: Path) -> set[int]:
    return {int(line.split()[3]) for line in diary.read_text().splitlines()}


def _ended(folder: Path) -> int:
    path = folder / "data" / "sandi.db"
    if not path.exists():
        return 0
    conn = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return int(conn.execute("SELECT count(*) FROM runs WHERE state = 'done'").fetchone()[0])
    except sqlite3.Error:
        return 0
    finally:
        conn.close()


def _counted(folder: Path, told: Figures, killed: set[str], sources: int) -> Figures:
    """Read the runs table and what each crawl wrote into its diary."""
    conn = sqlite3.connect(f"file:{folder / 'data' / 'sandi.db'}?mode=ro", uri=True)
    runs = conn.execute("SELECT id, source, trigger, state, reason FROM runs").fetchall()
    conn.close()
    told.runs = len(runs)
    told.done = sum(state == "done" for _, _, _, state, _ in runs)
    told.lost = sum(state == "lost" for _, _, _, state, _ in runs)
    told.retried = sum(trigger == "retry" for _, _, trigger, _, _ in runs)
    told.open_runs = sum(state == "leased" for _, _, _, state, _ in runs)
    told.unexplained = sum(state in ("lost", "failed") and id not in killed and reason != "stopped"
                           for id, _, _, state, reason in runs)  # fmt: skip
    told.silent_sources = sources - len({source for _, source, _, _, _ in runs})
    told.doubled = _doubled(folder / "diary")
    return told


def _doubled(diary: Path) -> int:
    """How often a crawl of a source began while another had neither ended nor died."""
    doubled = 0
    for line in diary.read_text().splitlines():
        doubled += line.startswith("doubled ")
    return doubled


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--sources", type=int, default=20)
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two runs of a source")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--folder", type=Path, help="where logs and database stay; else all goes when it has ended well"
    )
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="soak-"))
    print(f"all of it lies in {folder}", file=sys.stderr)
    told = soak(folder, given.minutes * 60, sources=given.sources, every_s=given.every, seed=given.seed)
    if given.folder is None:
        shutil.rmtree(folder)
    print(json.dumps(asdict(told), indent=2))
    sys.exit(bool(told.doubled or told.orphans or told.unexplained or told.open_runs or told.silent_sources))


if __name__ == "__main__":
    main()
