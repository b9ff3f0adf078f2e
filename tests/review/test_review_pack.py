"""The evidence pack: whole, the same when built again, verified by sha256sum and openssl, harmless to open."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from review_house import PHONE, Bench, job, keep

from review import pack
from review.tlp import Shared
from sandi.cli import main
from storage import audit, captures, contacts, decisions, readonly, retention
from storage.audit import ReasonMissing
from storage.database import Store

WHY = "for the police, unit PPA"


def built(store: Store, lead: int = 1) -> pack.Pack:
    return pack.build(store, lead, Shared(), actor="rani", reason=WHY)


def unpacked(made: pack.Pack, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(made.body)) as archive:
        archive.extractall(folder)
    return folder


def verified(folder: Path) -> bool:
    """Whether the two commands of the pack's README say that all is well."""
    commands = [line.strip() for line in pack._README.splitlines() if re.match(r"\s+(sha256sum|openssl) ", line)]
    assert len(commands) == 2
    return all(subprocess.run(c, shell=True, cwd=folder, capture_output=True).returncode == 0 for c in commands)


@pytest.fixture
def decided(store: Store) -> Store:
    """Lead 1 with a capture, a decision and an opened contact."""
    name = captures.seal(store, b"WARC/1.1\r\n\r\nthe page", url="https://pasar.example/iklan/1", run="r1")
    with store.writer() as conn:  # what the first crawl of a listing keeps; a later one of the same text does not
        conn.execute("UPDATE listings SET capture = ? WHERE id = 1", (name,))
    decisions.decide(store, 1, decision="keep", reason="other", note="x", actor="rani", via="cli", seen_version=1)
    contacts.unmask(store, 1, actor="rani", reason="a call", lead=1)
    return store


def test_it_holds_what_was_published_and_what_was_done(decided: Store, tmp_path: Path) -> None:
    folder = unpacked(built(decided), tmp_path / "pack")
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {"report.id.html", "report.en.html", "listing.json", "rules/job-bait@3.yaml", "README.txt"} <= files
    assert PHONE in json.loads((folder / "listing.json").read_text())["versions"]["1"]["text"]
    assert PHONE in (folder / "report.id.html").read_text()
    (page,) = folder.glob("captures/*.warc")
    assert page.read_bytes() == b"WARC/1.1\r\n\r\nthe page"
    assert json.loads((folder / "decisions.json").read_text())[0]["decision"] == "keep"
    assert json.loads((folder / "judgement.json").read_text())["hits"][0]["rule"] == "job-bait"
    assert "not an accusation" in (folder / "judgement.json").read_text()


@pytest.mark.gauntlet(44)
def test_it_verifies_with_two_commands_and_any_changed_byte_fails(decided: Store, tmp_path: Path) -> None:
    made = built(decided)
    assert verified(unpacked(made, tmp_path / "whole"))
    for name in made.files:
        folder = unpacked(made, tmp_path / name.replace("/", "-"))
        body = bytearray((folder / name).read_bytes())
        body[len(body) // 2] ^= 1
        (folder / name).write_bytes(body)
        assert not verified(folder), name


@pytest.mark.gauntlet(44)
def test_who_changes_a_file_and_its_sum_is_found_out_by_the_signature(decided: Store, tmp_path: Path) -> None:
    folder = unpacked(built(decided), tmp_path / "pack")
    (folder / "decisions.json").write_text("[]\n")
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    names = [name for name in names if not name.startswith("SHA256SUMS")]
    sums = subprocess.run(["sha256sum", *names], cwd=folder, capture_output=True, check=True).stdout
    (folder / "SHA256SUMS").write_bytes(sums)
    assert not verified(folder)


@pytest.mark.gauntlet(44)
def test_built_again_it_is_the_same_to_the_byte(decided: Store) -> None:
    first = built(decided)
    assert built(decided).body == first.body
    decisions.undo(decided, 1, actor="rani", via="cli")
    assert built(decided).body != first.body


def test_the_report_is_alone_and_runs_nothing(bench: Bench, tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)> tanpa pengalaman " + PHONE
    keep(bench.store, job(7, text=hostile))
    with bench.store.reader() as conn:
        lead = conn.execute("SELECT max(id) FROM leads").fetchone()[0]
    for language in ("id", "en"):
        page = (unpacked(built(bench.store, lead), tmp_path / language) / f"report.{language}.html").read_text()
        assert "<script" not in page
        assert "<img" not in page
        assert not re.findall(r"(?:src|href)=\"(?!#)", page)
        assert "default-src 'none'" in page


def test_it_needs_a_reason_a_lead_and_something_left(decided: Store) -> None:
    with pytest.raises(ReasonMissing):
        pack.build(decided, 1, Shared(), actor="rani", reason=" ")
    with pytest.raises(pack.PackError, match="no lead 99"):
        built(decided, 99)
    retention.purge(decided, retention.plan_contact(decided, "phone", "+6281200004321"), actor="rani", reason="x")
    with pytest.raises(pack.PackError, match="erased"):
        built(decided)


@pytest.mark.gauntlet(36)
def test_it_is_refused_while_the_store_is_read_only(decided: Store) -> None:
    readonly.begin(decided.config, "audit chain: row 3 was changed")
    with pytest.raises(readonly.StoreReadOnly, match="row 3 was changed"):
        built(decided)


def test_it_leaves_one_row_in_the_audit_log(decided: Store) -> None:
    before = len(audit.entries(decided))
    built(decided)
    rows = audit.entries(decided)[before:]
    assert [(row.action, row.object, row.reason) for row in rows] == [("pack.build", "lead/1", WHY)]


def test_rules_above_the_level_stay_out(decided: Store, tmp_path: Path) -> None:
    made = pack.build(decided, 1, Shared("clear", {"job-bait": "red"}), actor="rani", reason=WHY)
    folder = unpacked(made, tmp_path / "pack")
    assert not (folder / "rules").exists()
    told = [path.name for path in folder.rglob("*") if path.is_file() and b"job-bait" in path.read_bytes()]
    assert told == []


def test_the_command_writes_a_file_once(decided: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDI_KEYS", str(decided.config.keys))
    target = tmp_path / "out.zip"

    def run(*more: str):
        arguments = ["--data", str(decided.config.data), "leads", "pack", "1", "-o", str(target), "--reason", WHY]
        return CliRunner().invoke(main, [*arguments, *more])

    assert run().exit_code == 0
    assert zipfile.is_zipfile(target)
    assert target.stat().st_mode & 0o777 == 0o600
    assert run().exit_code == 2


def test_a_pack_without_a_name_goes_into_the_data_folder(
    decided: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANDI_KEYS", str(decided.config.keys))
    monkeypatch.chdir(tmp_path)
    data = decided.config.data.relative_to(tmp_path)
    result = CliRunner().invoke(main, ["--data", str(data), "leads", "pack", "1", "--reason", WHY])
    target = decided.config.data / "exports" / "sandi-lead-1.zip"
    assert result.stdout.startswith(f"{target}  ")
    assert zipfile.is_zipfile(target)
    assert target.parent.stat().st_mode & 0o777 == 0o700
    assert not list(tmp_path.glob("*.zip"))


def test_the_page_gives_the_pack_to_those_who_may_and_say_why(bench: Bench) -> None:
    def ask(reason: str):
        return bench.client.post("/leads/1/pack", data={"csrf": bench.token(), "reason": reason})

    assert ask("").status_code == 400
    reply = ask(WHY)
    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/zip")
    assert 'filename="sandi-lead-1.zip"' in reply.headers["content-disposition"]
    assert reply.content == built(bench.store).body
    assert [row.reason for row in audit.entries(bench.store) if row.action == "pack.build"] == [WHY, WHY]
