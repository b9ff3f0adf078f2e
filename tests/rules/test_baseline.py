"""Price outliers are read from a pinned file, with a floor where too few prices are known."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner
from rules_house import RULE

from rules.baseline import Baseline, baseline_of, load_baseline
from rules.engine import Engine
from rules.loader import load_rules
from sandi.cli import main
from sandi.errors import ConfigError
from sandi.listing import Listing

SHOP = [Listing(url=f"u{i}", text="t", category="Lemari", price=float(i * 1000), currency="IDR") for i in range(1, 101)]


def test_quantiles_by_folded_category_in_rupiah() -> None:
    foreign = Listing(url="x", text="t", category="LEMARI", price=10.0, currency="USD")
    pinned = baseline_of([*SHOP, foreign, Listing(url="y", text="t"), Listing(url="z", text="t", category="Kursi")])
    assert pinned.categories["lemari"] == {
        "n": 101.0,
        "p1": 2000.0,
        "p5": 6000.0,
        "p50": 51000.0,
        "p95": 96000.0,
        "p99": 100000.0,
    }


@pytest.mark.parametrize(
    ("category", "price", "test", "holds"),
    [
        ("lemari", 150_000, "{above: p99, min_n: 50}", True),
        ("Lemari", 90_000, "{above: p99, min_n: 50}", False),
        ("lemari", 500, "{below: p1, min_n: 50}", True),
        ("lemari", 150_000, "{above: p99, min_n: 200}", False),
        ("lemari", 150_000, "{above: p99, min_n: 200, otherwise: 100000}", True),
        ("kursi", 90_000, "{above: p99, min_n: 1, otherwise: 100000}", False),
        ("kursi", 900_000, "{above: p99, min_n: 1}", False),
    ],
)
def test_outliers(tmp_path: Path, category: str, price: float, test: str, holds: bool) -> None:
    text = RULE.format(title="Any", id="any-sign", status="test", signals="s.x")
    text = text.replace("any: {signal: [s.x]}", f"any: {{text: zzz, price|outlier: {test}}}").replace(
        "{text: zzz}", "{text: qqq}"
    )
    (tmp_path / "any-sign.yaml").write_text(text)
    (tmp_path / "baseline.json").write_bytes(orjson.dumps(baseline_of(SHOP).to_json()))
    rules = load_rules(home=tmp_path, signals=tmp_path / "none")
    listing = Listing(url="u", text="zzz", category=category, price=price, currency="IDR")
    assert (Engine(rules).fires(rules.rules[0], listing) is not None) is holds


def test_the_command_writes_what_the_loader_reads(tmp_path: Path) -> None:
    shop = tmp_path / "shop.jsonl"
    shop.write_bytes(b"\n".join(orjson.dumps(listing.to_json()) for listing in SHOP))
    target = tmp_path / "baseline.json"
    done = CliRunner().invoke(main, ["rules", "baseline", str(shop), "--output", str(target)])
    assert done.exit_code == 0, done.output
    assert load_baseline(target) == baseline_of(SHOP)
    assert load_baseline(None) == Baseline()


@pytest.mark.parametrize("text", ["{", "[]", '{"categories": {"a": {"n": 1}}}', '{"categories": []}'])
def test_a_broken_baseline_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text)
    with pytest.raises(ConfigError, match="sandi rules baseline"):
        load_baseline(path)
