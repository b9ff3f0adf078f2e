"""The power goes at any moment: what was acknowledged is there, and nothing is broken."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gauntlet import scaled

SCRIPT = Path(__file__).with_name("power.py")


def cut(many: int, synchronous: str = "FULL") -> dict[str, int]:
    words = ["--cuts", str(many), "--synchronous", synchronous]
    done = subprocess.run([sys.executable, str(SCRIPT), *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.gauntlet(34, times=scaled(400, 40))
def test_no_power_cut_loses_what_was_acknowledged() -> None:
    figures = cut(scaled(400, 40))
    assert (figures["lost_acknowledgements"], figures["broken"]) == (0, 0), figures
    assert figures["checkpointed_pages"] > 100, "some cuts fall into the copying of the log"


def test_the_simulation_can_find_a_loss() -> None:
    assert cut(20, "NORMAL")["images_with_lost_acknowledgements"] > 10
