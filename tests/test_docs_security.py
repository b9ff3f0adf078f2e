"""The threat model names tests; each of them exists."""

from __future__ import annotations

import re
from pathlib import Path

from tests.gauntlet import LONG

ROOT = Path(__file__).resolve().parent.parent


def test_every_test_that_the_threat_model_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "security.md").read_text("utf-8")))
    there: set[str] = set()
    for file in [*(ROOT / "tests").rglob("test_*.py"), *LONG]:
        there.update(re.findall(r"^(?:async )?def (test_\w+)", file.read_text("utf-8"), re.MULTILINE))
    assert len(named) > 20
    assert sorted(named - there) == []
