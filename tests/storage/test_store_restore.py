"""A restore drill: a backup made under load comes back whole, and what is no backup is refused and changes nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner
from store_house import PHONE, config, judged

from sandi.cli import main
from sandi.errors import SandiError
from storage import audit, contacts, leads, listings, restoring
from storage.backup import backup
from storage.database import Store
from storage.verifying import verify


@pytest.fixture
def made(store: Store) -> Path:
    """A backup of two leads; a third came after it."""
    listings.save_batch(store, "r1", [judged(1), judged(2)])
    path = backup(store)
    listings.save_batch(store, "r2", [judged(3)])
    store.close()
    return path


@pytest.mark.gauntlet(39)
def test_a_backup_comes_back_whole_and_what_was_there_is_kept(tmp_path: Path, made: Path) -> None:
    settings = config(tmp_path)
    assert restoring.check(settings, made).leads == 2
    aside = restoring.restore(settings, made, actor="ani")
    with Store.open(settings, create=False) as again:
        assert [row.id for row in leads.queue(again).rows] == [1, 2]
        assert contacts.unmask(again, 1, actor="ani", reason="drill") == "+62" + PHONE.replace("-", "")[1:]
        assert [check.problems for check in verify(again) if check.problems] == []
        assert [row.action for row in audit.entries(again)][-2:] == ["db.restore", "contact.unmask"]
    assert restoring.check(settings, aside).leads == 3
    assert (settings.database.stat().st_mode & 0o777) == 0o600


def test_it_comes_back_on_a_machine_that_has_only_backup_and_key_file(tmp_path: Path, made: Path) -> None:
    settings = config(tmp_path)
    kept = shutil.copy(made, tmp_path / "kept.db")
    shutil.rmtree(settings.data)
    assert restoring.restore(settings, Path(kept), actor="ani") is None
    with Store.open(settings, create=False) as again:
        assert len(leads.queue(again).rows) == 2


def _torn(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[4096 * 3 : 4096 * 4] = b"\xa5" * 4096
    path.write_bytes(body)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: path.write_bytes(b"PK\x03\x04 no database"), "no SQLite database"),
        (lambda path: path.write_bytes(path.read_bytes()[:20_000]), "damaged"),
        (_torn, "damaged"),
        (lambda path: path.write_bytes(b""), "no SQLite database"),
    ],
)
def test_what_does_not_verify_is_refused_and_changes_nothing(tmp_path: Path, made: Path, spoil, told: str) -> None:
    settings = config(tmp_path)
    before = settings.database.read_bytes()
    spoil(made)
    with pytest.raises(restoring.RestoreError, match=told):
        restoring.restore(settings, made, actor="ani")
    assert settings.database.read_bytes() == before


@pytest.mark.gauntlet(39)
def test_a_copy_of_the_live_file_is_refused(tmp_path: Path, made: Path) -> None:
    settings = config(tmp_path)
    copy = Path(shutil.copy(settings.database, tmp_path / "copy.db"))
    with pytest.raises(restoring.RestoreError, match="copy of a database in use"):
        restoring.restore(settings, copy, actor="ani")


def test_a_backup_of_another_key_file_is_refused(tmp_path: Path, made: Path) -> None:
    other = config(tmp_path / "other")
    with Store.open(other) as store:
        listings.save_batch(store, "r1", [judged(1)])
    with pytest.raises(SandiError, match="another database"):
        restoring.restore(other, made, actor="ani")
    with Store.open(other, create=False) as store:
        assert len(leads.queue(store).rows) == 1


def test_a_database_in_use_is_not_replaced(tmp_path: Path, made: Path) -> None:
    settings = config(tmp_path)
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('BEGIN'); c.execute('SELECT 1 FROM leads').fetchall();"
        " print('in', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(settings.database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "in\n"
        with pytest.raises(restoring.RestoreError, match="stop the schedule"):
            restoring.restore(settings, made, actor="ani")
        other.stdin.close()
    with Store.open(settings, create=False) as again:
        assert len(leads.queue(again).rows) == 3


@pytest.mark.gauntlet(39)
def test_a_backup_made_while_others_write_has_at_least_what_was_acknowledged(store: Store, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 10
        while not stop.is_set():
            listings.save_batch(store, "r1", [judged(number)])
            number += 1

    listings.save_batch(store, "r1", [judged(1), judged(2)])
    writer = threading.Thread(target=write)
    writer.start()
    try:
        path = backup(store)
    finally:
        stop.set()
        writer.join()
    assert restoring.check(config(tmp_path), path).leads >= 2


def test_the_command_shows_first_and_restores_when_told(tmp_path: Path, made: Path, monkeypatch) -> None:
    monkeypatch.setenv("SANDI_KEYS", str(tmp_path / "keys"))

    def run(*arguments: str):
        return CliRunner().invoke(main, ["--data", str(tmp_path / "data"), "db", "restore", str(made), *arguments])

    shown = run()
    assert (shown.exit_code, "Nothing was changed" in shown.output) == (0, True)
    done = run("--yes")
    assert (done.exit_code, "Restored." in done.output) == (0, True)
    with Store.open(config(tmp_path), create=False) as again:
        assert len(leads.queue(again).rows) == 2
