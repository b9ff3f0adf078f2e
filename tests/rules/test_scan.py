"""`sandi scan` as in the contract: streams, skips what cannot be read, keeps the order, exits as documented."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from click import unstyle
from click.testing import CliRunner
from rules_house import project_engine, project_rules

from rules.scan import QUIET, scan
from rules.scan_cli import scan_files
from rules.scan_told import MOST_WORDS, Table, words_of
from sandi.errors import Problem
from sandi.listing import Listing
from sandi.verdict import Hit, Span, Verdict

TEXTS = [
    "CS Kamboja, tanpa ijazah, 18 jt, SIP3MI 123/2024, tele @contoh_x",
    "Jual lemari jati, 2 pintu",
    "Lemari 'Rini', umur 22, tinggi 158, penurut, bisa masak, 25 jt, antar malam ini",
]


def sandi(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "sandi.cli", *words]
    return subprocess.run(command, input=stdin, capture_output=True, check=False)


def lines(texts: list[str]) -> bytes:
    return b"\n".join(orjson.dumps({"url": f"https://example.org/{i}", "text": text}) for i, text in enumerate(texts))


def test_writes_what_is_not_quiet_and_with_all_everything(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_bytes(lines(TEXTS))
    done = sandi("scan", str(path), "--workers", "1")
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["url"][-1] for line in done.stdout.splitlines()] == ["0", "2"]
    everything = sandi("scan", str(path), "--all", "--workers", "1")
    verdicts = [json.loads(line) for line in everything.stdout.splitlines()]
    assert [verdict["url"][-1] for verdict in verdicts] == ["0", "1", "2"]
    assert verdicts[1]["verdict"] == "quiet"
    keys = {"url", "verdict", "lane", "score", "tactics", "slots", "hits", "contacts", "counter"}
    assert all(set(verdict) == keys for verdict in verdicts)
    assert set(verdicts[0]["hits"][0]) == {"rule", "revision", "tactic", "score", "spans"}
    assert set(verdicts[0]["hits"][0]["spans"][0]) == {"field", "start", "end", "slot", "signal", "raw", "read_as"}
    assert set(verdicts[0]["contacts"][0]) == {"kind", "value", "field", "start", "end", "obscured"}


def test_gzip_and_standard_input_and_several_files_keep_the_order(tmp_path: Path) -> None:
    packed = tmp_path / "a.jsonl.gz"
    packed.write_bytes(gzip.compress(lines(TEXTS[:1])))
    done = sandi("scan", str(packed), "-", "--all", stdin=lines(TEXTS[1:]))
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 3


MANY = [*TEXTS, *["Jual lemari jati, 2 pintu"] * 1_194, *TEXTS]
"""More than a worker is handed at once."""


@pytest.mark.parametrize("workers", ["1", "3"])
def test_worker_count_changes_nothing(tmp_path: Path, workers: str) -> None:
    path = tmp_path / "many.jsonl"
    path.write_bytes(lines(MANY))
    done = sandi("scan", str(path), "--all", "--workers", workers)
    urls = [json.loads(line)["url"] for line in done.stdout.splitlines()]
    assert urls == [f"https://example.org/{i}" for i in range(1200)]
    first = [json.loads(line)["score"] for line in done.stdout.splitlines()[:3]]
    assert first == [json.loads(line)["score"] for line in done.stdout.splitlines()[-3:]]
    assert any(first)


def test_what_cannot_be_read_is_told_and_skipped(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    rows = [b"{not json", b'{"title": "no url"}', b'{"url": "x", "text": ""}', b"[1]", b"\xff\xfe", lines(TEXTS[:1])]
    path.write_bytes(b"\n".join(rows))
    done = sandi("scan", str(path), "--workers", "1")
    assert done.returncode == 1
    told = done.stderr.decode().splitlines()
    assert [line.split(": error")[0] for line in told] == [f"{path}:{number}" for number in range(1, 6)]
    assert "`url` is missing" in told[1]
    assert len(done.stdout.splitlines()) == 1
    assert b"Traceback" not in done.stderr


def test_a_value_that_cannot_be_read_rejects_nothing(tmp_path: Path) -> None:
    odd = {"url": "u", "text": TEXTS[0], "language": "mixed", "price": "murah", "posted_at": "kemarin", "images": 3}
    path = tmp_path / "odd.jsonl"
    path.write_bytes(orjson.dumps(odd) + b"\n" + b'{"url": "v", "text": "a \\ud800 b"}\n')
    done = sandi("scan", str(path), "--all", "--workers", "1")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2


def test_a_missing_file_and_wrong_usage_exit_with_2(tmp_path: Path) -> None:
    missing = sandi("scan", str(tmp_path / "none.jsonl"))
    assert missing.returncode == 2
    assert b"none.jsonl" in missing.stderr
    assert b"Traceback" not in missing.stderr
    assert sandi("scan").returncode == 2
    assert sandi("scan", "--workers", "0", "x").returncode == 2


def test_a_broken_pack_stops_with_file_line_and_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd.yaml").write_text("title: a\ntitle: b\n")
    monkeypatch.setenv("SANDI_PACKS", json.dumps([str(tmp_path)]))
    done = sandi("scan", "-", stdin=lines(TEXTS))
    assert done.returncode == 2
    assert f"{tmp_path}/odd.yaml:2" in done.stderr.decode()
    assert done.stdout == b""


def test_a_reader_that_stops_reading_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_bytes(lines([*TEXTS, *MANY * 3]))
    command = f"{sys.executable} -m sandi.cli scan --all --workers 1 {path} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert len(done.stdout.splitlines()) == 1
    assert b"Traceback" not in done.stderr


def test_the_same_listing_always_gets_the_same_verdict(tmp_path: Path) -> None:
    town = Path(__file__).resolve().parents[2] / "demo" / "listings" / "kerja.jsonl"
    path = tmp_path / "town.jsonl"
    some = town.read_bytes().splitlines(keepends=True)[::4]
    path.write_bytes(b"".join(some).replace(b'{"id":', b'{"url":'))
    command = [sys.executable, "-m", "sandi.cli", "scan", "--all", "--workers", "1", str(path)]
    runs = [
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2", "3")
    ]
    assert runs[0]
    assert runs[0] == runs[1] == runs[2]


ODD = [
    b"{",
    b"[]",
    b'{"url": " ", "text": "a"}',
    b'{"url": "u"}',
    b'{"url": "u", "text": 5}',
    b'{"url": "u", "title": null}',
]


def test_a_brief_scan_comes_to_the_same_but_for_what_is_quiet(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    more = [
        "\ud83d Kamboja, tanpa ijazah, gaji 18 jt, chat tele @contoh_x",
        "L0ker K4mb0ja t4npa ij4zah 18jt tele @contoh_x",
    ]
    given = [*lines(TEXTS).splitlines(), *ODD, *(json.dumps({"url": "u", "text": text}).encode() for text in more)]
    path.write_bytes(b"\n".join(given))
    rules = project_rules()
    whole, brief = list(scan(rules, [str(path)])), list(scan(rules, [str(path)], brief=True))
    assert len(whole) == len(given)
    for one, other in zip(whole, brief, strict=True):
        assert other == one or (other is QUIET and isinstance(one, Verdict) and one.verdict == "quiet")
    assert [isinstance(one, Problem) for one in whole] == [False] * 3 + [True] * 6 + [False] * 2
    assert brief[1] is QUIET
    assert [one.verdict for one in brief[-2:] if isinstance(one, Verdict)] == ["alert", "alert"]


def test_a_person_gets_a_table_with_the_words_and_without_the_contacts() -> None:
    texts = [f"{TEXTS[0]}, wa 0812-0000-1234", TEXTS[1], "Tolong saya, saya disekap di Kamboja, mau pulang"]
    told = Table(100)
    engine = project_engine()
    verdicts = [engine.judge(Listing(url=f"https://example.org/{i}\x1b[1m", text=text)) for i, text in enumerate(texts)]
    shown = [unstyle(line) for one in verdicts for line in told.add(one, shown=one.verdict != "quiet")]
    assert shown[0].split() == ["VERDICT", "SCORE", "LANE", "TACTICS,", "LISTING,", "WORDS"]
    assert shown[1].split()[0] == "alert"
    assert shown[1].split()[3].startswith("fake-job")
    assert shown[2].strip() == r"https://example.org/0\u001b[1m"
    assert "Kamboja" in shown[3]
    assert "tanpa ijazah" in shown[3]
    assert not any("0812" in line or "contoh_x" in line for line in shown)
    assert [line.split()[0] for line in shown if not line.startswith(" ")] == ["VERDICT", "alert", "help"]
    assert told.end() == "3 listings: 1 alert, 0 watch, 1 help, 1 quiet"


def test_a_table_fits_the_terminal_and_names_no_word_twice() -> None:
    spans = [Span("text", 20 * i, 20 * i + 15, "means", "a.b", f"kata nomor {i % 20:04}", "") for i in range(40)]
    inner = Span("text", 0, 4, "act", "a.c", "kata", "")
    verdict = Verdict("https://example.org", "alert", hits=(Hit("r", 1, "fake-job", 50, (*spans, inner)),))
    assert len(words_of(verdict)) == MOST_WORDS == len(set(words_of(verdict)))
    assert "kata" not in words_of(verdict)
    assert all(len(line) < 80 for line in map(unstyle, Table(80).add(verdict, shown=True)))


def test_a_pipe_gets_json_unless_a_table_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_bytes(lines(TEXTS[:1]))
    assert orjson.loads(CliRunner().invoke(scan_files, [str(path), "--workers", "1"]).stdout)["verdict"] == "alert"
    table = CliRunner().invoke(scan_files, [str(path), "--workers", "1", "--table"]).stdout
    assert table.splitlines()[-1] == "1 listing: 1 alert, 0 watch, 0 help, 0 quiet"
