"""`python -m demo` as a caller sees it: the line it waits for, how it stops, what it says when it cannot start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from demo.serving import open_socket

ROOT = Path(__file__).resolve().parents[2]


def start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "demo", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_once_it_has_printed_its_address_and_stops_when_told(stop: signal.Signals, listings: Path) -> None:
    with start("--port", "0", "--day", "2", "--listings", str(listings)) as running:
        assert running.stdout is not None
        line = running.stdout.readline()
        try:
            base = line.split()[-1]
            assert base.startswith("http://127.0.0.1:")
            with httpx2.Client() as client:  # a connection that stays open must not hold it back
                assert client.get(base + "pasar/p/pasar-026").status_code == 200, "the second day"
                os.kill(running.pid, stop)
                assert running.wait(timeout=240) == 0
            assert running.stderr is not None
            assert running.stderr.read() == ""
        finally:
            running.kill()


def test_a_taken_port_is_told() -> None:
    with open_socket() as taken:
        taken.listen()
        port = str(taken.getsockname()[1])
        with start("--port", port) as running:
            _, errors = running.communicate(timeout=240)
    assert running.returncode == 1
    assert f"127.0.0.1:{port} cannot be used" in errors
    assert "--port" in errors
    assert "Traceback" not in errors


def test_a_broken_listing_is_told(tmp_path: Path) -> None:
    (tmp_path / "pasar.jsonl").write_text("{}\n", encoding="utf-8")
    with start("--port", "0", "--listings", str(tmp_path)) as running:
        _, errors = running.communicate(timeout=240)
    assert running.returncode == 1
    assert "pasar.jsonl:1" in errors
    assert "Traceback" not in errors
