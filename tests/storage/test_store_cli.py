from __future__ import annotations

import json
import sqlite3

import pytest
from click.testing import CliRunner
from store_house import config, judged

from sandi import priority
from sandi.cli import main
from storage import captures, doctor, keys, listings
from storage.backup import BackupError, backup
from storage.database import Store
from storage.doctor import sqlite_finding


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("SANDI_KEYS", str(tmp_path / "keys"))
    monkeypatch.delenv("SANDI_CONTACT_URL", raising=False)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments):
        return CliRunner().invoke(main, ["--data", str(tmp_path / "data"), "db", *arguments])

    return call


@pytest.fixture
def filled(tmp_path, run):
    with Store.open(config(tmp_path)) as store:
        hostile = judged(2, listing_more={"title": "\x1b[31m[red]Kaos[/red]\u202e\nbaru"})
        listings.save_batch(store, "r1", [judged(1), hostile])
        captures.seal(store, b"page", url="https://pasar.example/", run="r1")
    return config(tmp_path)


@pytest.mark.parametrize("verb", ["search x", "verify", "backup"])
def test_without_a_database_nothing_is_made_and_the_mend_is_told(tmp_path, run, verb):
    result = run(*verb.split())
    assert result.exit_code == 2
    assert "run sandi crawl first" in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.gauntlet(37)
@pytest.mark.parametrize(
    "words", [["db", "backup"], ["db", "verify"], ["db", "nightly"], ["leads", "export"]], ids=" ".join
)
def test_what_takes_long_and_nobody_waits_for_gives_way_to_people(filled, run, monkeypatch, words):
    asked = []
    monkeypatch.setattr(priority, "give_way", lambda: asked.append(True))
    assert CliRunner().invoke(main, ["--data", str(filled.data), *words]).exit_code == 0
    assert asked == [True]


@pytest.mark.parametrize("verb", ["doctor", "backup", "verify", "search", "purge", "restore"])
def test_every_verb_has_help_with_an_example_and_exit_status(run, verb):
    text = run(verb, "--help").output
    assert "Example: sandi db" in text
    assert "Exit status" in text
    assert "--json" in text


def test_search_shows_hostile_text_harmless(filled, run):
    result = run("search", "baru")
    assert result.exit_code == 0
    assert "\\u001b[31m[red]Kaos[/red]\\u202e baru" in result.output
    assert all(char == "\n" or ord(char) >= 32 for char in result.output)
    found = json.loads(run("search", "kambo*", "--json").output)
    assert [one["id"] for one in found] == [2, 1]
    assert run("search", "nothing-like-it").exit_code == 0


def test_search_pages(filled, run):
    first = run("search", "kamboja", "--limit", "1").output
    assert "More: --cursor 2" in first
    assert json.loads(run("search", "kamboja", "--cursor", "2", "--json").output)[0]["id"] == 1
    assert run("search", "kamboja", "--cursor", "zwei").exit_code == 2


def test_verify_is_whole(filled, run):
    result = run("verify", "--json")
    assert result.exit_code == 0
    parts = {part["name"]: part for part in json.loads(result.output)}
    assert {
        "database pages",
        "search index",
        "audit chain",
        "sealed records",
        "listings",
        "contacts",
        "judgements",
    } <= set(parts)
    assert {"shapes", "captures", "checkpoints"} <= set(parts)
    assert all(part["ok"] for part in parts.values())
    assert (parts["captures"]["counted"], parts["audit chain"]["counted"]) == (1, 1)


@pytest.mark.parametrize(
    ("part", "statements"),
    [
        ("search index", ["INSERT INTO listings_fts (listings_fts) VALUES ('delete-all')"]),
        ("audit chain", ["DROP TRIGGER audit_no_update", "UPDATE audit SET actor = 'x'"]),
        ("sealed records", ["UPDATE sealed SET body = zeroblob(40) WHERE id = 2"]),
        ("sealed records", ["UPDATE sealed SET about = 'listing/other/1' WHERE id = 2"]),
        ("database pages", ["PRAGMA foreign_keys = 0", "DELETE FROM judgements"]),
    ],
)
def test_verify_names_the_part_that_is_not_whole(filled, run, part, statements):
    conn = sqlite3.connect(filled.database)
    for statement in statements:
        conn.execute(statement)
    conn.commit()
    conn.close()
    result = run("verify", "--json")
    assert result.exit_code == 1
    assert [one["name"] for one in json.loads(result.output) if not one["ok"]] == [part]
    assert "fail" in run("verify").output


def test_verify_finds_a_torn_capture(filled, run):
    (path,) = filled.captures.rglob("*.sealed")
    path.write_bytes(path.read_bytes()[:-1])
    result = run("verify", "--json")
    assert result.exit_code == 1
    assert path.stem in next(one for one in json.loads(result.output) if one["name"] == "captures")["problems"][0]


def test_backup_is_a_whole_copy_and_never_overwrites(tmp_path, filled, run):
    target = tmp_path / "copies" / "one.db"
    result = run("backup", str(target), "--json")
    assert result.exit_code == 0
    assert json.loads(result.output)["path"] == str(target)
    assert target.stat().st_mode & 0o077 == 0
    conn = sqlite3.connect(target)
    assert conn.execute("SELECT count(*) FROM listings").fetchone()[0] == 2
    assert conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    conn.close()
    again = run("backup", str(target))
    assert again.exit_code == 2
    assert "never overwritten" in again.output
    assert [path.name for path in target.parent.iterdir()] == ["one.db"]
    assert run("backup").exit_code == 0
    assert len(list((filled.data / "backups").glob("sandi-*.db"))) == 1


def test_a_backup_opens_as_a_store(tmp_path, filled):
    with Store.open(filled) as store:
        path = backup(store, tmp_path / "other" / "sandi.db")
    restored = filled.model_copy(update={"data": path.parent})
    restored.key_file.write_bytes(filled.key_file.read_bytes())
    with Store.open(restored, create=False) as store:
        assert listings.original(store, 1, actor="a", reason="drill").url == "https://pasar.example/iklan/1"


def test_a_folder_that_is_not_there_yet_takes_every_backup(tmp_path, filled):
    with Store.open(filled) as store:
        path = backup(store, tmp_path / "safe")
    assert (path.parent, path.suffix) == (tmp_path / "safe", ".db")


def test_a_backup_that_cannot_be_made_leaves_nothing(tmp_path, filled):
    (tmp_path / "file").write_text("")
    with Store.open(filled) as store, pytest.raises(BackupError, match="Check the folder"):
        backup(store, tmp_path / "file" / "x.db")


def foreign_key(settings):
    other = settings.key_file.with_name("other.key")
    keys.create(other)
    other.replace(settings.key_file)


def newer(settings):
    with sqlite3.connect(settings.database) as conn:
        conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('sandi', 'm999_later', '2030-01-01')"
        )
    conn.close()


def findings(settings):
    return {finding.name: finding for finding in doctor.check(settings)}


def test_doctor_is_content_with_a_fresh_store(filled, run):
    found = findings(filled)
    for name in ("full-text search", "database", "durability", "file system", "permissions", "key file", "clock"):
        assert (found[name].state, found[name].mend) == ("ok", ""), name
    result = run("doctor", "--json")
    assert result.exit_code == 0
    assert {one["name"] for one in json.loads(result.output)} == set(found)


def test_every_finding_that_is_not_ok_has_a_mend(tmp_path, run):
    for finding in doctor.check(config(tmp_path)):
        assert bool(finding.mend) == (finding.state != "ok"), finding
    assert list(tmp_path.iterdir()) == [], "doctor changes nothing"


@pytest.mark.parametrize(
    ("name", "state", "spoil"),
    [
        ("key file", "fail", lambda c: c.key_file.chmod(0o644)),
        ("key file", "fail", lambda c: c.key_file.parent.chmod(0o755)),
        ("key file", "fail", lambda c: c.key_file.unlink()),
        ("key file", "fail", lambda c: c.key_file.write_text("x")),
        ("fit", "fail", lambda c: foreign_key(c)),
        ("fit", "fail", lambda c: newer(c)),
        ("permissions", "warn", lambda c: c.data.chmod(0o755)),
        ("permissions", "warn", lambda c: c.database.chmod(0o644)),
        ("database", "fail", lambda c: c.database.write_bytes(b"x" * 5000)),
    ],
)
def test_doctor_names_what_is_wrong(filled, run, name, state, spoil):
    spoil(filled)
    found = findings(filled)[name]
    assert found.state == state
    assert found.mend
    result = run("doctor")
    assert result.exit_code == (1 if state == "fail" else 0)
    assert "→" in result.output


def test_doctor_finds_a_key_inside_the_data_folder(tmp_path):
    settings = config(tmp_path).model_copy(update={"keys": tmp_path / "data" / "keys"})
    Store.open(settings).close()
    assert findings(settings)["key place"].state == "fail"


def test_doctor_finds_a_clock_behind_the_audit_log(filled):
    conn = sqlite3.connect(filled.database)
    conn.execute("DROP TRIGGER audit_no_update")
    conn.execute("UPDATE audit SET at = '2999-01-01T00:00:00.000Z'")
    conn.commit()
    conn.close()
    assert "2999" in findings(filled)["clock"].found


def test_doctor_finds_a_network_file_system(tmp_path):
    table = {tmp_path.parent: "ext4", tmp_path: "nfs4"}
    assert doctor._file_system(tmp_path / "data", table).state == "fail"
    assert doctor._file_system(tmp_path.parent, table).state == "ok"


@pytest.mark.gauntlet(42)
@pytest.mark.parametrize(
    ("version", "state"),
    [
        ((3, 34, 1), "fail"),
        ((3, 40, 1), "warn"),
        ((3, 44, 5), "warn"),
        ((3, 44, 6), "ok"),
        ((3, 45, 0), "warn"),
        ((3, 50, 6), "warn"),
        ((3, 50, 7), "ok"),
        ((3, 51, 0), "warn"),
        ((3, 51, 2), "warn"),
        ((3, 51, 3), "ok"),
        ((3, 52, 0), "ok"),
    ],
)
def test_doctor_knows_which_sqlite_can_damage_a_wal_database(version, state):
    assert sqlite_finding(version).state == state


def test_contact_address(filled):
    assert findings(filled)["user agent"].state == "warn"
    named = filled.model_copy(update={"contact_url": "https://contoh.example/sandi"})
    assert findings(named)["user agent"].state == "ok"


def test_verify_reads_on_when_a_table_is_torn(filled, run):
    """A page of the sealed records is overwritten; what lies in other tables is still checked and told."""
    path = filled.database
    conn = sqlite3.connect(path)
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    root = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sealed'").fetchone()[0]
    size = conn.execute("PRAGMA page_size").fetchone()[0]
    conn.close()
    with path.open("r+b") as stream:
        stream.seek((root - 1) * size)
        stream.write(b"\xff" * size)
    result = run("verify", "--json")
    parts = {part["name"]: part["ok"] for part in json.loads(result.output)}
    assert result.exit_code == 1
    assert (parts["sealed records"], parts["audit chain"], parts["captures"]) == (False, True, True)
