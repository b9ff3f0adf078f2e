from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from past_house import BABY, CLOSET, JOB, OWN, OWN_SIGNAL, decide, keep, listing
from rules_house import RULE, SIGNALS

from rules.loader import fingerprint, load_rules
from rules.sides import two_sides
from sandi.config import Config
from storage.database import Store


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two rules in place of those that come with sandi, whose hundreds of patterns take seconds to make ready."""
    house = tmp_path / "few" / "packs"
    (house / "signals").mkdir(parents=True)
    (house / "signals" / "s.yaml").write_text(SIGNALS)
    for tactic, name, signals in [
        ("fake-job", "job-bait", "s.place, s.held"),
        ("baby-adoption", "baby-price", "s.adopt, s.paid"),
    ]:
        text = RULE.format(title=name, id=name, status="test", signals=signals).replace("fake-job", tactic)
        (house / f"{name}.yaml").write_text(text)
    for reads in (load_rules, fingerprint, two_sides.__wrapped__):  # type: ignore[attr-defined]
        monkeypatch.setitem(reads.__kwdefaults__, "home", house)
        monkeypatch.setitem(reads.__kwdefaults__, "signals", house / "signals")
    return house


@pytest.fixture
def config(house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setenv("SANDI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SANDI_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("SANDI_USER", "sari")
    return Config(data=tmp_path / "data", keys=tmp_path / "keys")


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    """Four listings, judged: a job lead that was kept, one dismissed, an open one, and a closet."""
    with Store.open(config) as opened:
        keep(opened, *(listing(n, text) for n, text in enumerate([JOB, JOB, BABY, CLOSET], 1)))
        decide(opened, 1, "keep", "debt-or-documents")
        decide(opened, 2, "dismiss", "spam-or-scam")
        yield opened


@pytest.fixture
def quieter(house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack of the operator's own, whose rule alerts on the word `sandiku`; the test edits it."""
    pack = tmp_path / "pack"
    (pack / "signals").mkdir(parents=True)
    (pack / "signals" / "own.yaml").write_text(OWN_SIGNAL)
    (pack / "own-rule.yaml").write_text(OWN.replace("own.word", "own.word, own.spot"))
    monkeypatch.setenv("SANDI_PACKS", json.dumps([str(pack)]))
    return pack
