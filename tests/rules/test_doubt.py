"""How like an advert a text must read for its alert to be believed depends on how many narrow rules agree."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from rules_house import RULE, SIGNALS

from rules.classifier import Classifier, Feature
from rules.engine import Engine
from rules.loader import load_rules
from rules.verdict import AGREED, AGREEING
from sandi.listing import Listing

WEIGHTS = Classifier({"kamboja": Feature(1.0, 0.1), "museum": Feature(1.0, -0.1)}, 0.0, 0)
TOLD = Listing(url="u", text="Museum: dicari penjaga, kamboja, paspor lama ditahan, paspor ditahan", kind="job")
LIKENESS = 50
SIGNS = "s.place, s.free, s.bare, s.held"


@pytest.mark.parametrize(
    ("rules", "doubt", "verdict"),
    [
        (AGREEING - 1, LIKENESS, "alert"),
        (AGREEING - 1, LIKENESS + 1, "watch"),
        (AGREEING, LIKENESS + AGREED, "alert"),
        (AGREEING, LIKENESS + AGREED + 1, "watch"),
    ],
)
def test_several_rules_that_agree_need_less(tmp_path: Path, rules: int, doubt: int, verdict: str) -> None:
    (tmp_path / "signals").mkdir()
    (tmp_path / "signals" / "s.yaml").write_text(SIGNALS)
    (tmp_path / "likeness.json").write_bytes(orjson.dumps(WEIGHTS.to_json() | {"doubt": doubt}))
    for name in ["first-sign", "second-sign", "third-sign"][:rules]:
        (tmp_path / f"{name}.yaml").write_text(RULE.format(title=name, id=name, status="test", signals=SIGNS))
    explained = Engine(load_rules((), signals=tmp_path / "signals", home=tmp_path)).explain(TOLD)
    assert explained.segments[0].evidence.reading.reading.likeness == LIKENESS
    assert explained.verdict.verdict == verdict
