"""The rule that docs/rule-authors.md lets a newcomer write: it lints and its examples hold, whatever other rules say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from sandi.cli import main

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rule-authors.md"


@pytest.fixture
def rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (text,) = [
        block for block in re.findall(r"```yaml\n(.*?)```", PAGE.read_text(), re.DOTALL) if "detection:" in block
    ]
    found = re.search(r"^id: (\S+)$", text, re.MULTILINE)
    assert found is not None
    path = tmp_path / "fake-job" / f"{found[1]}.yaml"
    path.parent.mkdir()
    path.write_text(text)
    monkeypatch.setenv("SANDI_PACKS", json.dumps([str(tmp_path)]))
    return found[1]


def test_the_rule_of_the_page_is_right(rule: str) -> None:
    done = CliRunner().invoke(main, ["rules", "lint"])
    assert f"{rule}.yaml" not in done.output
    tested = CliRunner().invoke(main, ["rules", "test", rule])
    assert tested.exit_code == 0, tested.output


def test_packs_that_are_no_list_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDI_PACKS", "/srv/our-packs")
    done = CliRunner().invoke(main, ["rules", "lint"])
    assert done.exit_code == 2
    assert '["/srv/our-packs"]' in done.output
