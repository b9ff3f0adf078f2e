"""The house: arrows point one way, SQL and HTML stay where they belong, the two texts that bind are true."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("sandi", "rules", "storage", "linking", "crawler", "review", "demo")
SOURCES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def test_arrows_point_one_way() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    text = path.read_text()
    assert not text or text.startswith('"""'), "the first docstring is missing"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_sql_stays_in_storage(path: Path) -> None:
    if path.is_relative_to(ROOT / "storage"):
        return
    found = re.findall(r"\b(?:SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)\b", path.read_text())
    assert not found, f"SQL outside storage/: {found}"


def test_no_file_names_a_package_index() -> None:
    named = re.compile(
        r"--(?:extra-)?index-url|--find-links|(?:pypi\.org|pythonhosted)/|registry\.npmjs", re.IGNORECASE
    )
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    guilty = [
        name
        for name in tracked
        if name.endswith((".txt", ".toml", ".lock", ".json", ".cfg")) and named.search((ROOT / name).read_text())
    ]
    assert not guilty
