"""The restore drill, as an operator does it: back up while others write, carry it elsewhere, restore, check all."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from store_house import RULE, config, judged

from review import pack
from review.tlp import Shared
from sandi.cli import main
from sandi.config import Config
from storage import captures, decisions, listings, runs
from storage.database import Store

WRITER = Path(__file__).resolve().parents[1] / "storage" / "writer_script.py"
ROOT = WRITER.parents[2]


def db(settings: Config, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    monkeypatch.setenv("SANDI_KEYS", str(settings.keys))
    monkeypatch.setenv("COLUMNS", "200")
    return CliRunner().invoke(main, ["--data", str(settings.data), "db", *words])


def packed(settings: Config) -> bytes:
    """The evidence pack of lead 1."""
    with Store.open(settings, create=False) as store:
        return pack.build(store, 1, Shared(), actor="rani", reason="for the police, unit PPA").body


def verifies(body: bytes, folder: Path) -> bool:
    """Whether the two commands that the pack's own README names say that all is well."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        archive.extractall(folder)
    told = [line.strip() for line in (folder / "README.txt").read_text().splitlines()]
    commands = [line for line in told if re.match(r"(sha256sum|openssl) ", line)]
    assert len(commands) == 2
    return all(subprocess.run(c, shell=True, cwd=folder, capture_output=True).returncode == 0 for c in commands)


@pytest.mark.gauntlet(39)
def test_a_backup_under_load_comes_back_elsewhere_with_all_that_was_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = config(tmp_path / "here"), config(tmp_path / "there")
    with Store.open(here) as store:
        page = captures.seal(store, b"WARC/1.1\r\n\r\nthe page", url="https://pasar.example/iklan/1", run="r1")
        listings.save_batch(store, runs.plan(store, "pasar", "manual"), [judged(1, capture=page)], rules=[RULE])
        decisions.decide(store, 1, decision="keep", reason="other", note="x", actor="rani", via="cli", seen_version=1)
    before = packed(here)
    words = [sys.executable, str(WRITER), str(here.data), str(here.keys), "100", "1000000", "0"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        try:
            assert writer.stdout
            said = [writer.stdout.readline().strip() for _ in range(6)]
            done = db(here, monkeypatch, "backup", str(tmp_path / "safe"))
            copy = Path(shutil.copy(here.database, tmp_path / "copy.db"))
            assert writer.poll() is None, "it wrote all the while"
        finally:
            writer.kill()
    assert done.exit_code == 0, done.output
    (backup,) = (tmp_path / "safe").iterdir()

    shutil.copytree(here.data / "captures", there.data / "captures")
    shutil.copytree(here.keys, there.keys)
    there.key_file.parent.mkdir(exist_ok=True)
    shutil.copy2(here.key_file, there.key_file)
    refused = db(there, monkeypatch, "restore", str(copy), "--yes")
    assert (refused.exit_code, "copy of a database in use" in refused.output) == (2, True), refused.output
    restored = db(there, monkeypatch, "restore", str(backup), "--yes")
    assert restored.exit_code == 0, restored.output
    checked = db(there, monkeypatch, "verify")
    assert checked.exit_code == 0, checked.output
    with Store.open(there, create=False) as store, store.reader() as conn:
        kept = {int(row[0].rpartition("/")[2]) for row in conn.execute("SELECT url FROM listings")}
    assert {1, *(int(word) for word in said if word.isdigit())} <= kept
    assert packed(there) == before, "the same pack, byte for byte"
    assert verifies(before, tmp_path / "pack")
