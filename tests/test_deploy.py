"""The services that come with it run without root and with few rights, and their commands are right."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from sandi.cli import main

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
NEEDED = (
    "User=sandi", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes",
    "RestrictSUIDSGID=yes", "SystemCallFilter=@system-service", "UMask=0077",
)  # fmt: skip
MOST_EXPOSED = 3.0


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_service_has_few_rights(unit: Path) -> None:
    lines = unit.read_text("utf-8").splitlines()
    assert [need for need in NEEDED if need not in lines] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_its_command_is_one_of_sandi_with_options_that_it_has(unit: Path) -> None:
    told = re.search(r"^ExecStart=/opt/sandi/\.venv/bin/sandi (.+)$", unit.read_text("utf-8"), re.MULTILINE)
    assert told
    words = shlex.split(told[1])
    verbs = [word for word in words[:2] if re.fullmatch(r"[a-z]+", word)]
    help_text = CliRunner().invoke(main, [*verbs, "--help"]).output
    assert "Usage" in help_text
    assert [word for word in words if word.startswith("--") and word not in help_text] == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_counts_little_exposure(unit: Path) -> None:
    words = ["systemd-analyze", "security", "--offline=yes", "--no-pager", str(unit)]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    found = re.search(r"exposure level for \S+: ([\d.]+)", told.stdout)
    if found is None:
        pytest.skip("this systemd cannot say")
    assert float(found[1]) < MOST_EXPOSED, told.stdout[-400:]


def test_the_container_has_no_root_and_no_secret() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    assert re.search(r"^USER 10001:10001$", text, re.MULTILINE)
    assert "--require-hashes" in text
    assert not re.search(r"(?i)(password|secret|token)\s*=", text)


def test_every_setting_of_the_example_is_explained() -> None:
    explained = (DEPLOY.parent / "docs" / "operators.md").read_text("utf-8")
    named = re.findall(r"^#? ?(SANDI_\w+)=", (DEPLOY / "environment.example").read_text("utf-8"), re.MULTILINE)
    own = {"SANDI_BACKUPS", "SANDI_WITNESS", "SANDI_PUBLIC_URL"}  # only the units read them
    assert [name for name in named if name not in own and name not in explained] == []
