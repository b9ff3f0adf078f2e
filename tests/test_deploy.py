"""The services that come with it run without root and with few rights, and their commands are right."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import zipfile
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


STEPS = [
    (word, rest)
    for word, rest in re.findall(
        r"^([A-Z]+) (.+)$", (DEPLOY / "Containerfile").read_text("utf-8").replace("\\\n", " "), re.MULTILINE
    )
]
PACKAGES = ("sandi", "crawler", "rules", "storage", "linking", "review", "demo")


def test_the_container_has_no_root_and_no_secret() -> None:
    users = [rest for word, rest in STEPS if word == "USER"]
    assert users == ["10001:10001"]
    after = [word for word, _ in STEPS[STEPS.index(("USER", "10001:10001")) :]]
    assert set(after) <= {"USER", "VOLUME", "ENTRYPOINT", "CMD"}, "nothing is done as root once the user is set"
    assert "ADD" not in [word for word, _ in STEPS]
    assert all(
        re.fullmatch(r"docker\.io/library/python:3\.\d+-slim-\w+( AS \w+)?", rest)
        for word, rest in STEPS
        if word == "FROM"
    )
    installs = [rest for word, rest in STEPS if word == "RUN" and "pip install" in rest]
    assert "--require-hashes -r requirements/runtime.txt" in installs[0]
    assert not re.search(r"(?i)(password|secret|token|key)\s*=\s*\w", " ".join(rest for _, rest in STEPS))


def test_what_the_container_copies_is_there_and_nothing_of_an_installation_is() -> None:
    root = DEPLOY.parent
    for word, rest in STEPS:
        if word == "COPY" and not rest.startswith("--from"):
            assert (root / rest.split()[0]).exists(), rest
    lines = [line for line in (root / ".dockerignore").read_text("utf-8").splitlines() if line and line[0] != "#"]
    assert lines[0] == "*", "only what is named gets in"
    named = {line[1:] for line in lines if line[0] == "!"}
    assert named == {"pyproject.toml", "README.md", "LICENSE", "requirements/runtime.txt", *PACKAGES}
    (last,) = (rest for word, rest in STEPS if word == "COPY" and rest.startswith("--from"))
    assert last.split()[1:] == ["/opt/sandi/.venv"] * 2, "the image holds what was installed, not the sources"


def test_an_installed_program_has_all_its_files(tmp_path: Path) -> None:
    """As the container installs it: a wheel from what `.dockerignore` lets in."""
    root = DEPLOY.parent
    source, wheels = tmp_path / "source", tmp_path / "wheels"
    for name in PACKAGES:
        shutil.copytree(root / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(root / name, source / name)
    words = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    subprocess.run([*words, "--disable-pip-version-check", "--wheel-dir", str(wheels), str(source)], check=True)
    (wheel,) = wheels.iterdir()
    inside = set(zipfile.ZipFile(wheel).namelist())
    ours = {str(path.relative_to(source)) for name in PACKAGES for path in (source / name).rglob("*") if path.is_file()}
    left = {
        name for name in ours - inside if not name.endswith((".md", ".sha256", "babel.cfg")) and "/build/" not in name
    }
    assert left == set()


def test_every_setting_of_the_example_is_explained() -> None:
    explained = (DEPLOY.parent / "docs" / "operators.md").read_text("utf-8")
    named = re.findall(r"^#? ?(SANDI_\w+)=", (DEPLOY / "environment.example").read_text("utf-8"), re.MULTILINE)
    own = {"SANDI_BACKUPS", "SANDI_WITNESS", "SANDI_PUBLIC_URL"}  # only the units read them
    assert [name for name in named if name not in own and name not in explained] == []
