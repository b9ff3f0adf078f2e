"""A hunt counts what its rule finds, and nothing that is watched for another reason."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from sandi.cli import main

TEXTS = {
    "found": "Dicari operator judi online Poipet, tanpa ijazah, gaji 15 jt, tiket ditanggung, chat tele @contoh_adm",
    "watched": "Open BO mandiri, tanpa admin, bayar di tempat",
    "quiet": "Jual lemari jati dua pintu",
}


def test_a_hunt_names_its_rule_in_every_hit(tmp_path: Path) -> None:
    path = tmp_path / "old.jsonl"
    path.write_text("".join(json.dumps({"url": name, "text": text}) + "\n" for name, text in TEXTS.items()))
    scanned = CliRunner().invoke(main, ["scan", str(path), "--workers", "1"])
    assert [json.loads(line)["verdict"] for line in scanned.stdout.splitlines()] == ["alert", "watch"]
    words = ["rules", "hunt", "job-bait-scam-compound", "--files", str(path), "--workers", "1", "--json"]
    told = json.loads(CliRunner().invoke(main, words).stdout)
    assert told["listings"] == 3
    assert [(hit["url"], bool(hit["spans"])) for hit in told["hits"]] == [("found", True)]
