"""The doctor names what an operator can get wrong beside the store itself, and how to mend it."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from store_house import config, judged, plain
from test_store_age import RECIPIENT

from storage import backup, checkpoints, doctor, doctor_machine, escrow, listings, times
from storage.database import Store

LONG_AGO = times.before(times.now(), 400 * 86_400)


def found(store: Store) -> dict[str, doctor.Finding]:
    return {one.name: one for one in doctor.check(store.config)}


def state(store: Store, name: str) -> tuple[str, str]:
    one = found(store)[name]
    assert bool(one.mend) is (one.state != "ok"), one
    return one.state, one.found


def age_rows(store: Store) -> None:
    with store.writer() as conn:
        conn.execute("DROP TRIGGER audit_no_update")
        conn.execute("UPDATE audit SET at = ?", (LONG_AGO,))
        conn.execute("UPDATE listings SET last_seen = ?", (LONG_AGO,))
        conn.execute("UPDATE leads SET opened_at = ?", (LONG_AGO,))


def test_backups_and_checkpoints_that_are_missing_old_or_too_near_are_named(store: Store, tmp_path: Path) -> None:
    assert state(store, "backups")[0] == state(store, "checkpoints")[0] == "ok", "nothing is kept yet"
    listings.save_batch(store, "r1", [judged(1)])
    assert state(store, "backups") == ("warn", "none was ever made")
    assert "none was ever written" in state(store, "checkpoints")[1]
    backup.backup(store, tmp_path / "b", recipients=[RECIPIENT])
    checkpoints.write(store, tmp_path / "w")
    assert "encrypted, on the same disk" in state(store, "backups")[1]
    assert state(store, "checkpoints")[0] == "ok"
    memory = Path("/dev/shm")
    if memory.is_dir() and memory.stat().st_dev != tmp_path.stat().st_dev:
        made = backup.backup(store, memory)
        made.unlink()
        assert state(store, "backups")[0] == "ok"
    age_rows(store)
    assert state(store, "backups")[0] == state(store, "checkpoints")[0] == "warn"


def test_packs_in_clear_are_named(store: Store) -> None:
    assert state(store, "packs")[0] == "ok"
    pack = store.config.data / "exports" / "sandi-lead-1.zip"
    pack.parent.mkdir()
    pack.write_bytes(b"")
    assert state(store, "packs") == ("warn", f"1 with contacts in clear in {pack.parent}")
    pack.unlink()
    assert state(store, "packs")[0] == "ok"


def test_what_should_have_been_forgotten_or_looked_at_again_is_named(store: Store) -> None:
    listings.save_batch(store, "r1", [judged(1), plain(2)])
    assert state(store, "forgetting")[0] == "ok"
    age_rows(store)
    assert state(store, "forgetting") == ("warn", "1 listings are past their time")
    with store.writer() as conn:
        conn.execute("UPDATE listings SET last_seen = ?", (times.now(),))
    assert state(store, "forgetting") == ("warn", "1 leads have been open for a year")


def test_an_escrow_of_an_earlier_key_is_named(store: Store, tmp_path: Path) -> None:
    assert state(store, "escrow")[0] == "ok"
    escrow.write(store, tmp_path / "k.age", [RECIPIENT], actor="ani")
    assert "was escrowed" in state(store, "escrow")[1]
    with store.writer() as conn:
        conn.execute(
            "UPDATE settings SET value = replace(value, ?, 'before')  WHERE name = 'escrow'", (store.keys.check,)
        )
    assert "before its rotation" in state(store, "escrow")[1]


def test_who_answers_for_it_is_asked(tmp_path: Path) -> None:
    one = next(one for one in doctor.check(config(tmp_path)) if one.name == "controller")
    assert (one.state, "SANDI_CONTROLLER" in one.mend) == ("warn", True)


@pytest.mark.parametrize(
    ("path", "user", "limits", "told"),
    [
        (None, 1000, {}, "not found"),
        ("/usr/bin/chromium", 0, {}, "as root it has no sandbox"),
        ("/usr/bin/chromium", 1000, {"kernel/unprivileged_userns_clone": "0"}, "allows it no sandbox"),
        ("/usr/bin/chromium", 1000, {"user/max_user_namespaces": "0"}, "allows it no sandbox"),
        ("/usr/bin/chromium", 1000, {"kernel/apparmor_restrict_unprivileged_userns": "1"}, "allows it no sandbox"),
        ("/usr/bin/chromium", 1000, {"kernel/unprivileged_userns_clone": "1"}, "with its sandbox"),
    ],
)
def test_chromium_and_its_sandbox(
    tmp_path: Path, path: str | None, user: int, limits: dict[str, str], told: str
) -> None:
    for name, value in limits.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(value + "\n")
    one = doctor_machine.browser(path, user, tmp_path)
    assert told in one.found
    assert bool(one.mend) is (one.state != "ok")


def test_a_port_that_others_can_reach_is_named() -> None:
    assert doctor_machine.ports([]).state == "ok"
    assert "127.0.0.1:8765" in doctor_machine.ports([("sandi review", "127.0.0.1", 8765), ("x", "::1", 2)]).found
    one = doctor_machine.ports([("sandi review", "127.0.0.1", 8765), ("sandi review", "0.0.0.0", 80)])
    assert (one.state, "0.0.0.0:80" in one.found) == ("fail", True)


def test_what_listens_is_seen() -> None:
    code = "import socket, sys; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "sandi.cli"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        port = int(process.stdout.readline())
        assert ("127.0.0.1", port) in [(ip, number) for _, ip, number in doctor_machine.listening()]
        process.stdin.close()
    assert isinstance(socket.gethostname(), str)
