"""What the workbench asks of the crawler, by running `sandi` as a person would: review and crawler know nothing of each
other. Commands get this installation's settings, a deadline, and never a shell.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from sandi.config import Config
from sandi.folders import private

STATUS_S = 30.0
CHECK_S = 60.0
PREVIEW_S = 120.0
FRESH_S = 20.0
MOST_SHOWN = 20
MOST_TOLD = 4_000
_lock = threading.Lock()
_seen: dict[str, tuple[float, Mapping[str, Mapping[str, Any]]]] = {}
_begun: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said: `value` is its JSON (None when it printed none), `told` its lines for people."""

    status: int
    value: Any
    told: str

    @property
    def lines(self) -> list[str]:
        return [line for line in self.told.splitlines() if line.strip()]


def schedule_status(config: Config) -> Mapping[str, Mapping[str, Any]]:
    """The rows of `sandi schedule status --json` by source, at most `FRESH_S` seconds old; empty when it fails."""
    key = str(config.data.resolve())
    with _lock:
        at, rows = _seen.get(key, (float("-inf"), {}))
        if time.monotonic() - at > FRESH_S:
            said = run(config, ["schedule", "status", "--json"], timeout_s=STATUS_S)
            rows = {str(row["source"]): row for row in said.value} if isinstance(said.value, list) else {}
            _seen[key] = (time.monotonic(), rows)
        return rows


def forget_status(config: Config) -> None:
    """Ask anew at the next look, because something was changed."""
    _seen.pop(str(config.data.resolve()), None)


def preview(config: Config, text: str) -> Said:
    """What a source file that says `text` would bring; nothing is kept."""
    with _AsFile(text) as path:
        return _without(
            path,
            run(config, ["sources", "preview", str(path), "--json", "--limit", str(MOST_SHOWN)], timeout_s=PREVIEW_S),
        )


def check(config: Config, text: str) -> Said:
    """The mistakes of a source file that says `text`; status 0 when there is none."""
    with _AsFile(text) as path:
        return _without(path, run(config, ["sources", "check", str(path)], timeout_s=CHECK_S))


def crawl(config: Config, source: str, *, actor: str, replay: str = "") -> subprocess.Popen[bytes]:
    """Begin a crawl of `source` (or read the run `replay` again) in a process of its own, which outlives the workbench.

    It takes the lock of the source, as every crawl does; what it says goes to logs/SOURCE.log in the data folder.
    """
    _begun[:] = [one for one in _begun if one.poll() is None]
    logs = config.data / "logs"
    private(logs)
    words = ["crawl", source, *(["--replay", replay] if replay else [])]
    with (logs / f"{source}.log").open("ab") as log:
        begun = subprocess.Popen(
            _command(words),
            env=_environment(config, actor),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _begun.append(begun)
    forget_status(config)
    return begun


def run(config: Config, words: Sequence[str], *, timeout_s: float) -> Said:
    """Run `sandi` with `words` and wait. A command that takes too long is ended, and that is what it said."""
    try:
        done = subprocess.run(
            _command(words),
            env=_environment(config, config.user),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Said(-1, None, f"it took longer than {timeout_s:.0f} s and was ended")
    told = done.stderr.decode("utf-8", "replace")[-MOST_TOLD:]
    try:
        value = orjson.loads(done.stdout)
    except orjson.JSONDecodeError:
        value, told = None, told + done.stdout.decode("utf-8", "replace")[:MOST_TOLD]
    return Said(done.returncode, value, told)


def _command(words: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "sandi.cli", *words]


def _environment(config: Config, user: str) -> dict[str, str]:
    ours = {
        "SANDI_DATA": str(config.data.resolve()),
        "SANDI_KEYS": str(config.keys.resolve()),
        "SANDI_SEEDS": str(config.seeds.resolve()),
        "SANDI_PACKS": orjson.dumps([str(pack.resolve()) for pack in config.packs]).decode(),
        "SANDI_USER": user,
    }
    return {**os.environ, **ours}


class _AsFile:
    """`text` as a file of a source, for as long as a command reads it."""

    def __init__(self, text: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="sandi-source-")
        self._path = Path(self._folder.name) / "source.yaml"
        self._path.write_text(text, "utf-8", "replace")

    def __enter__(self) -> Path:
        return self._path

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()


def _without(path: Path, said: Said) -> Said:
    """What was said, without the name of the passing file."""
    return Said(said.status, said.value, said.told.replace(f"{path}:", "").replace(str(path), path.name))
