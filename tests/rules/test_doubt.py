"""How like an advert a text must read for its alert to be believed depends on how many narrow rules agree."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from rules_house import RULE, SIGNALS

from rules.classifier import Classifier, Feature
from rules.engine import Engine
from rules.loader import load_rules
from rules.verdict import AGREED, AGREEING, NAMED
from sandi.listing import Listing

WEIGHTS = Classifier({"kamboja": Feature(1.0, 0.1), "museum": Feature(1.0, -0.1)}, 0.0, 0)
TOLD = Listing(url="u", text="Museum: dicari penjaga, kamboja, paspor lama ditahan, paspor ditahan", kind="job")
LIKENESS = 50
SIGNS = "s.place, s.free, s.bare, s.held"


def engine_of(folder: Path, doubt: int, names: list[str], signs: str) -> Engine:
    """Rules of those names that all ask for `signs`, and weights of which an alert needs `doubt`."""
    (folder / "signals").mkdir()
    (folder / "signals" / "s.yaml").write_text(SIGNALS)
    (folder / "likeness.json").write_bytes(orjson.dumps(WEIGHTS.to_json() | {"doubt": doubt}))
    for name in names:
        (folder / f"{name}.yaml").write_text(RULE.format(title=name, id=name, status="test", signals=signs))
    return Engine(load_rules((), signals=folder / "signals", home=folder))


@pytest.mark.parametrize(("doubt", "verdict"), [(LIKENESS + NAMED, "alert"), (LIKENESS + NAMED + 1, "watch")])
def test_a_person_with_many_traits_among_goods_needs_less(tmp_path: Path, doubt: int, verdict: str) -> None:
    listing = Listing(url="u", text="Lemari, umur 22, tinggi 158, penurut, bisa masak", kind="product")
    engine = engine_of(tmp_path, doubt, ["a-sign"], "s.age, s.tall, s.meek, s.cook")
    assert engine.judge(listing).verdict == verdict


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
    names = ["first-sign", "second-sign", "third-sign"][:rules]
    explained = engine_of(tmp_path, doubt, names, SIGNS).explain(TOLD)
    assert explained.segments[0].evidence.reading.reading.likeness == LIKENESS
    assert explained.verdict.verdict == verdict
