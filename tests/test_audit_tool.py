"""The look for known weaknesses fails for one that is known, and never because nobody could be asked."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

PATH = Path(__file__).resolve().parent.parent / "tools" / "audit.py"
SPEC = importlib.util.spec_from_file_location("sandi_tools_audit", PATH)
assert SPEC
assert SPEC.loader
audit: Any = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(audit)

SOUND = {"name": "a", "version": "1", "vulns": []}
WEAK = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-0", "fix_versions": ["3"]}]}
UNKNOWN = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "status", "said"),
    [
        ([], 0, "give sbom.json"),
        ([UNKNOWN], 0, "nothing was asked"),
        ([SOUND, UNKNOWN], 0, "1 of 2 packages looked up, 0 with"),
        ([SOUND, WEAK], 1, "b 2: PYSEC-0, mended in 3"),
    ],
)
def test_what_it_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], packages: list[Any], status: int, said: str
) -> None:
    monkeypatch.setattr(audit, "asked", lambda lock: packages)
    assert audit.main(["x.txt"]) == status
    assert said in capsys.readouterr().out


def test_without_the_program_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit.sys, "executable", "/nowhere/python")
    assert audit.asked("x.txt") == []
