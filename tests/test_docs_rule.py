"""What rule authors read: the rule of the guide holds, its commands are there, and the reference names every field."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from rules.loader import load_rules
from rules.reader import RULE_KEYS, SIGNAL_KEYS
from sandi.cli import main

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "rule-language.md"
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


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line.removeprefix(".venv/bin/sandi ") for line in lines if line.startswith(".venv/bin/sandi ")]


@pytest.mark.parametrize("line", commands())
def test_every_command_of_the_guide_is_there(line: str) -> None:
    words = shlex.split(line.partition(" >")[0], comments=True)
    command: click.Command = main
    while isinstance(command, click.Group):
        found = command.get_command(click.Context(command), words.pop(0))
        assert found is not None, line
        command = found
    options = {name for option in command.params for name in option.opts}
    assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize(
    "verb", ["new", "explain", "list", "lint", "test", "hunt", "backtest", "gate", "schema", "rejudge"]
)
def test_the_guide_names_every_verb_of_rule_authors(verb: str) -> None:
    assert f"sandi rules {verb}" in PAGE.read_text()


@pytest.mark.parametrize("page", [PAGE, REFERENCE])
def test_the_likeness_that_an_alert_needs_is_told_as_it_is(page: Path) -> None:
    classifier = load_rules().classifier
    assert classifier is not None
    assert re.search(rf"needs \(?{classifier.doubt}\b", page.read_text())


def documented(head: str) -> set[str]:
    """The keys in the first column of the table that follows `head`."""
    table = REFERENCE.read_text().partition(head)[2].partition("| key |")[2].partition("\n\n")[0]
    cells = [line.split("|")[1] for line in table.splitlines()[2:]]
    return {key.split(".")[0] for cell in cells for key in re.findall(r"`([^`]+)`", cell)}


def test_the_reference_has_a_row_for_every_field_and_none_for_another() -> None:
    assert documented("## Signals") == SIGNAL_KEYS
    assert documented("## Rules") - {"condition", "filter_*"} == RULE_KEYS
