"""Backups that only their recipient opens, checkpoints that show a rewritten log, and the night that makes both."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from store_house import PHONE, config, judged, plain
from test_store_age import IDENTITY, RECIPIENT, there

from sandi.cli import main
from sandi.errors import ConfigError
from storage import audit, backup, checkpoints, leads, listings, restoring, times
from storage.backup import backups_in, rotate
from storage.database import Store
from storage.nightly import tend
from storage.verifying import verify


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "identity.txt"
    path.write_text(IDENTITY + "\n")
    return path


def test_an_encrypted_backup_comes_back_by_its_identity_alone(store: Store, tmp_path: Path, own: Path) -> None:
    listings.save_batch(store, "r1", [judged(1), judged(2)])
    made = backup.backup(store, tmp_path / "safe", recipients=[RECIPIENT])
    assert made.name.endswith(".db.age")
    assert b"SQLite" not in made.read_bytes()
    assert (made.stat().st_mode & 0o777) == 0o600
    left = [path.name for folder in (store.config.data, made.parent) for path in folder.iterdir()]
    assert not [name for name in left if name.startswith(".")], "nothing in clear stays behind"
    listings.save_batch(store, "r2", [judged(3)])
    store.close()
    with (
        pytest.raises(restoring.RestoreError, match="name the age identity"),
        restoring.opened(store.config, made, None),
    ):
        pass
    with restoring.opened(store.config, made, own) as opened:
        assert restoring.check(store.config, opened).leads == 2
        restoring.restore(store.config, opened, actor="ani")
    assert not list(store.config.data.glob(".sandi-*"))
    with Store.open(store.config) as again:
        assert [row.id for row in leads.queue(again).rows] == [1, 2]
        assert [check for check in verify(again) if not check.ok] == []


@there
def test_the_age_program_opens_a_backup(store: Store, tmp_path: Path, own: Path) -> None:
    listings.save_batch(store, "r1", [judged(1)])
    made = backup.backup(store, tmp_path / "a.db.age", recipients=[RECIPIENT])
    plain_file = tmp_path / "plain.db"
    subprocess.run(["age", "-d", "-i", str(own), "-o", str(plain_file), str(made)], check=True)
    assert restoring.check(store.config, plain_file).leads == 1


def test_a_torn_encrypted_backup_is_refused(store: Store, tmp_path: Path, own: Path) -> None:
    made = backup.backup(store, tmp_path / "a.age", recipients=[RECIPIENT])
    made.write_bytes(made.read_bytes()[:-100])
    with pytest.raises(restoring.RestoreError, match="cut off"), restoring.opened(store.config, made, own):
        pass
    assert not list(store.config.data.glob("*.age.*"))


def test_a_wrong_recipient_makes_no_backup(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no age recipient"):
        backup.backup(store, tmp_path, recipients=["age1nobody"])
    assert backups_in(tmp_path) == []


def test_rotation_keeps_the_newest_and_touches_nothing_else(tmp_path: Path) -> None:
    names = [f"sandi-2026010{day}T000000Z.db" for day in range(1, 6)]
    for name in [*names, "sandi-20260106T000000Z.db.age", "sandi-notes.txt", "other.db"]:
        (tmp_path / name).touch()
    assert [path.name for path in rotate(tmp_path, 2)] == names[:4]
    assert rotate(tmp_path, 2) == []
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {names[4], "sandi-20260106T000000Z.db.age", "sandi-notes.txt", "other.db"}
    assert rotate(tmp_path / "none", 1) == []


@pytest.fixture
def witnessed(store: Store, tmp_path: Path) -> tuple[Store, Path]:
    """A log of five rows with a checkpoint at the third."""
    folder = tmp_path / "witness"
    for number in range(1, 6):
        with store.writer() as conn:
            audit.record(conn, actor="ani", action="test", object=f"lead/{number}")
        if number == 3:
            checkpoints.write(store, folder)
    assert checkpoints.compare(store, folder) == (1, [])
    return store, folder


def rewrite(store: Store, rows: int) -> None:
    """What somebody with the file could do: a new log whose chain is whole."""
    with store.writer() as conn:
        conn.execute("DROP TRIGGER audit_no_delete")
        conn.execute("DELETE FROM audit")
        conn.execute("DELETE FROM sqlite_sequence WHERE name = 'audit'")
        for number in range(1, rows + 1):
            audit.record(conn, actor="budi", action="test", object=f"lead/{number}")


@pytest.mark.gauntlet(45)
@pytest.mark.parametrize(("rows", "told"), [(5, "was rewritten"), (2, "was cut off"), (0, "was cut off")])
def test_a_log_written_anew_or_cut_off_is_found_by_a_checkpoint(witnessed, rows: int, told: str) -> None:
    store, folder = witnessed
    rewrite(store, rows)
    assert audit.verify(store) == [], "the chain alone does not show it"
    checks = {check.name: check for check in verify(store, folder)}
    assert told in checks["checkpoints"].problems[0]
    assert "checkpoints" in store.read_only


@pytest.mark.gauntlet(45)
@pytest.mark.parametrize(
    ("change", "told"),
    [({"row": 2}, "changed after"), ({"hash": "0"}, "changed after"), ({"installation": "x"}, "another installation")],
)
def test_a_checkpoint_that_was_changed_is_named(witnessed, change: dict[str, object], told: str) -> None:
    store, folder = witnessed
    (path,) = folder.iterdir()
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    assert told in checkpoints.compare(store, folder)[1][0]
    path.write_text("{}")
    assert "no checkpoint" in checkpoints.compare(store, folder)[1][0]


def test_a_night_verifies_forgets_signs_and_backs_up(store: Store, tmp_path: Path) -> None:
    listings.save_batch(store, "r1", [judged(1), plain(2)])
    with store.writer() as conn:
        conn.execute("UPDATE listings SET last_seen = ? WHERE id = 2", (times.before(times.now(), 40 * 86_400),))
    told = tend(
        store, tmp_path / "b", recipients=[], keep=2, witness=tmp_path / "w", purge=True, actor="night"
    )  # fmt: skip
    assert told.whole
    assert any("forgot 1 listings" in line for line in told.lines)
    assert restoring.check(store.config, Path(told.backup)).listings == 1
    assert Path(told.checkpoint).parent == tmp_path / "w"


def test_a_night_with_damage_makes_no_backup(store: Store, tmp_path: Path) -> None:
    listings.save_batch(store, "r1", [judged(1)])
    with store.writer() as conn:
        conn.execute("UPDATE sealed SET body = x'00'")
    told = tend(store, tmp_path / "b", recipients=[], keep=1, witness=None, purge=True, actor="night")
    assert (told.whole, told.backup) == (False, "")
    assert backups_in(tmp_path / "b") == []


def test_the_commands(store: Store, tmp_path: Path, own: Path, monkeypatch) -> None:
    listings.save_batch(store, "r1", [judged(1)])
    store.close()
    monkeypatch.setenv("SANDI_KEYS", str(store.config.keys))

    def run(*words: str):
        return CliRunner().invoke(main, ["--data", str(store.config.data), "db", *words])

    made = run("backup", str(tmp_path / "b"), "--recipient", RECIPIENT, "--keep", "1", "--json")
    told = json.loads(made.output)
    assert told["encrypted"]
    shown = run("restore", told["path"], "--identity", str(own))
    assert (shown.exit_code, "Nothing was changed" in shown.output) == (0, True), shown.output
    assert run("restore", told["path"]).exit_code == 2
    signed = run("checkpoint", str(tmp_path / "w"))
    assert signed.exit_code == 0
    night = run("nightly", str(tmp_path / "b"), "--checkpoints", str(tmp_path / "w"))
    assert (night.exit_code, "verified" in night.output) == (0, True), night.output
    assert run("verify", "--checkpoints", str(tmp_path / "w")).exit_code == 0
    with sqlite3.connect(store.config.database) as conn:
        conn.execute("DROP TRIGGER audit_no_update")
        conn.execute("UPDATE audit SET actor = 'x' WHERE id = 1")
    conn.close()
    assert run("nightly", str(tmp_path / "b")).exit_code == 1
    assert PHONE not in night.output + signed.output
    assert config(tmp_path)
