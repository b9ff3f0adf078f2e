"""What fuzzing once found stays mended, and the fuzzed functions hold for plain and odd inputs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.targets import TARGETS

FUZZ = Path(__file__).resolve().parent.parent / "fuzz"
FINDINGS = sorted(path for folder in ("findings", "seeds") for path in (FUZZ / folder).rglob("*") if path.is_file())
PLAIN = {
    "contacts": b"WA 0812-0000-1234 tele @contoh_x surel a.b@c.example wa.me/6281200001234 n0l 8 satu",
    "masking": b"WA 0812-0000-1234 rek bca 1234567890 https://a.example/@x/ig-nama_9",
    "folding": "K4mb0ja \u200b\ud83c\udde6 \uff21".encode("utf-8", "surrogatepass"),
    "rule_files": b"title: A\nid: a-b\ndetection: {any: {text: x}, condition: any}\n",
    "structured": b'<div itemscope itemtype="http://schema.org/Product"><span itemprop="name">x</span></div>',
    "structured_json": b'{"@type":"Product","name":"x","offers":{"price":"Rp 1.000"},"image":["a"]}',
}


@pytest.mark.gauntlet(30)
@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_finding_stays_mended(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_a_plain_input_holds(name: str) -> None:
    TARGETS[name](PLAIN[name])


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_hold(name: str, data: bytes) -> None:
    TARGETS[name](data)
    TARGETS[name](PLAIN[name][: len(data)] + data)
