"""The key file is changed, escrowed and recovered: nothing is lost by it, and the old key opens nothing afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from store_house import PHONE_E164, TEXT, config, judged, plain
from test_store_age import IDENTITY, RECIPIENT

from sandi.cli import main
from sandi.errors import ConfigError
from storage import (
    audit,
    backup,
    captures,
    checkpoints,
    contacts,
    escrow,
    keys,
    leads,
    listings,
    restoring,
    rotation,
    watches,
)
from storage.database import Store
from storage.keys import SealBroken, Sealed
from storage.verifying import verify


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Store:
    """Leads, a listing with a past, one that was erased, a capture, watches, a checkpoint."""
    name = captures.seal(store, b"a page with it", url="https://pasar.example/1", run="r1")
    listings.save_batch(store, "r1", [judged(1, capture=name), judged(2), plain(3)])
    listings.save_batch(store, "r2", [judged(1, listing_more={"seller": "lain"}, capture=name)])
    for value in (PHONE_E164, "+6281200009999"):
        watches.add(store, "contact", "x", [contacts.key(store, "phone", value)], owner="ani", reason="r")
    with store.writer() as conn:
        conn.execute("UPDATE sealed SET wrapped_key = NULL, body = x'' WHERE id = 3")
    checkpoints.write(store, tmp_path / "w")
    return store


def keyed(store: Store) -> set[str]:
    """Every keyed hash there is, as text."""
    with store.reader() as conn:
        return {
            row[0]
            for statement in (
                "SELECT url_key FROM listings",
                "SELECT content_hash FROM all_versions WHERE content_hash <> ''",
                "SELECT key FROM contacts",
                "SELECT fits FROM watches WHERE fits <> ''",
                "SELECT url_key FROM captures",
                "SELECT payload_key FROM captures WHERE payload_key IS NOT NULL",
            )
            for row in conn.execute(statement)
        }


def test_after_a_rotation_all_opens_with_the_new_key_and_nothing_with_the_old(filled: Store, tmp_path: Path) -> None:
    settings, before, hashes = filled.config, filled.keys, keyed(filled)
    key_text = settings.key_file.read_text()
    filled.close()
    done = rotation.rotate(settings, actor="ani", reason="seen by others")
    assert (done.watches, done.captures, Path(done.old_key).read_text()) == (1, 1, key_text)
    raw = settings.database.read_bytes()
    assert [one for one in hashes if one.encode() in raw] == [], (
        "no keyed hash of before is left, not even in free pages"
    )
    with Store.open(settings, create=False) as again:
        assert again.keys.check != before.check
        assert [check for check in verify(again, tmp_path / "w") if not check.ok] == []
        assert contacts.unmask(again, 1, actor="ani", reason="r") == PHONE_E164
        assert captures.read(again, captures.names(again)[0]) == b"a page with it"
        with again.reader() as conn:
            rows = conn.execute("SELECT about, nonce, wrapped_key, body FROM sealed WHERE wrapped_key IS NOT NULL")
            for row in rows.fetchall():
                with pytest.raises(SealBroken):
                    before.unseal(Sealed(row["nonce"], row["body"], row["wrapped_key"]), row["about"])
        assert listings.save_batch(again, "r3", [judged(2)]).unchanged == 1, "the same advert is known again"
        assert len(leads.queue(again).rows) == 2
        assert TEXT in listings.original(again, 2, actor="ani", reason="r").text
        assert [row.action for row in audit.entries(again, after=0, limit=500)][-3:] == [
            "keys.rotate",
            "contact.unmask",
            "listing.original",
        ]


def test_what_follows_a_contact_follows_it_still(filled: Store) -> None:
    settings = filled.config
    filled.close()
    rotation.rotate(settings, actor="ani", reason="r")
    with Store.open(settings, create=False) as again, again.reader() as conn:
        (watch,) = watches.followed(conn)
        assert watch.fits == contacts.key(again, "phone", PHONE_E164)


def test_a_rotation_waits_for_nobody_and_changes_nothing_while_others_are_there(filled: Store) -> None:
    before = filled.config.key_file.read_text()
    with filled.reader(), pytest.raises(rotation.RotationError, match="stop the schedule"):
        rotation.rotate(filled.config, actor="ani", reason="r")
    assert filled.config.key_file.read_text() == before
    assert [path.suffix for path in filled.config.keys.iterdir()] == [".key"]
    with pytest.raises(audit.ReasonMissing):
        rotation.rotate(filled.config, actor="ani", reason=" ")


def test_a_rotation_that_breaks_off_leaves_the_old_key(filled: Store, monkeypatch) -> None:
    settings = filled.config
    filled.close()
    monkeypatch.setattr(rotation.key_history, "add", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        rotation.rotate(settings, actor="ani", reason="r")
    with Store.open(settings, create=False) as again:
        assert [check for check in verify(again) if not check.ok] == []
        assert len(list(settings.keys.iterdir())) == 1


def test_a_backup_of_before_comes_back_with_the_old_key(filled: Store) -> None:
    settings = filled.config
    made = backup.backup(filled)
    filled.close()
    done = rotation.rotate(settings, actor="ani", reason="r")
    with pytest.raises(ConfigError, match="fits") as caught:
        restoring.restore(settings, made, actor="ani")
    assert f"cp '{done.old_key}'" in str(caught.value)


def test_a_lost_key_comes_back_from_its_escrow(filled: Store, tmp_path: Path) -> None:
    own, target = tmp_path / "identity.txt", tmp_path / "key.age"
    own.write_text(IDENTITY)
    assert escrow.of(filled) is None
    escrow.write(filled, target, [RECIPIENT], actor="ani")
    assert escrow.of(filled).recipients == 1
    text = filled.config.key_file.read_text()
    assert text.encode() not in target.read_bytes()
    filled.close()
    with pytest.raises(escrow.EscrowError, match="there already"):
        escrow.recover(filled.config, target, own)
    filled.config.key_file.unlink()
    escrow.recover(filled.config, target, own)
    assert filled.config.key_file.read_text() == text
    assert (filled.config.key_file.stat().st_mode & 0o777) == 0o600
    with Store.open(filled.config, create=False) as again:
        assert contacts.unmask(again, 1, actor="ani", reason="r") == PHONE_E164
        assert listings.original(again, 1, actor="ani", reason="r").text == TEXT
        assert captures.read(again, listings.get(again, 1).capture) == b"a page with it"
        assert contacts.find(again, "phone", PHONE_E164) == 1, "new sightings join the old ones"


def test_an_escrow_of_another_database_is_refused(filled: Store, tmp_path: Path) -> None:
    own, target = tmp_path / "identity.txt", tmp_path / "key.age"
    own.write_text(IDENTITY)
    escrow.write(filled, target, [RECIPIENT], actor="ani")
    with pytest.raises(escrow.EscrowError, match="Name a new file"):
        escrow.write(filled, target, [RECIPIENT], actor="ani")
    other = config(tmp_path / "other")
    Store.open(other).close()
    other.key_file.unlink()
    with pytest.raises(escrow.EscrowError, match="another database"):
        escrow.recover(other, target, own)
    assert not other.key_file.exists()
    with pytest.raises(ConfigError, match="damaged"):
        keys.place(tmp_path / "x.key", "no key")


def test_the_commands(filled: Store, tmp_path: Path, monkeypatch) -> None:
    own = tmp_path / "identity.txt"
    own.write_text(IDENTITY)
    settings = filled.config
    filled.close()
    monkeypatch.setenv("SANDI_KEYS", str(settings.keys))

    def run(*words: str):
        return CliRunner().invoke(main, ["--data", str(settings.data), "db", *words])

    assert "captures were sealed anew" in run("rotate-key", "--reason", "drill").output
    assert run("escrow", str(tmp_path / "k.age"), "--recipient", RECIPIENT).exit_code == 0
    settings.key_file.unlink()
    lost = run("search", "kamboja")
    assert lost.exit_code == 2
    assert "sandi db recover-key" in lost.output
    assert run("recover-key", str(tmp_path / "k.age"), "--identity", str(own)).exit_code == 0
    assert run("verify").exit_code == 0
    assert run("search", "kamboja").exit_code == 0
