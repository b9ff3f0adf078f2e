"""The command line: every verb helps with an example, loads late, and no traceback reaches a user."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from sandi.cli import VERBS, main


def commands(group: click.Group, name: str = "sandi") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for verb in group.list_commands(context):
        command = group.get_command(context, verb)
        assert command is not None, verb
        yield f"{name} {verb}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {verb}")


ALL = dict(commands(main))


@pytest.mark.parametrize("name", ALL)
def test_every_command_helps_with_an_example(name: str) -> None:
    command = ALL[name]
    text = f"{command.help or ''}\n{command.epilog or ''}"
    assert "Example" in text or isinstance(command, click.Group), text


@pytest.mark.parametrize(
    "verb",
    [
        "scan", "crawl", "sources list", "sources check", "schedule run", "schedule status", "schedule pause",
        "schedule resume", "rules list", "rules lint", "rules test", "rules explain", "rules gate", "review",
        "leads list", "leads show", "leads decide", "leads export", "db doctor", "db backup", "db search",
    ],
)  # fmt: skip
def test_the_verbs_of_the_contract_are_there(verb: str) -> None:
    assert f"sandi {verb}" in ALL


def test_help_loads_no_package() -> None:
    code = "import sys\nfrom sandi.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\nprint(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1]
    for heavy in ("'scrapy'", "'pydantic'", "'rules'", "'storage'", "'crawler'", "'review'", "'sqlite_utils'"):
        assert heavy not in loaded
    assert all(verb in done.stdout for verb in VERBS)


@pytest.mark.parametrize(
    "words",
    [
        ["leads", "list"],
        ["crawl", "no-such-source"],
        ["rules", "test", "no-such-rule"],
        ["schedule", "pause", "no-such-source", "--reason", "x"],
        ["db", "search", "x"],
        ["--data", "/dev/null", "leads", "list"],
        ["nothing"],
    ],
)
def test_what_cannot_be_done_is_told_in_words(words: list[str], tmp_path: object) -> None:
    command = [sys.executable, "-m", "sandi.cli", "--data", f"{tmp_path}/none", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
