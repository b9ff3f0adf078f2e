"""What prices are usual: quantiles by category, from a pinned file, so that a scan stays a pure function of its input.

`sandi rules baseline` writes the file from listings; `price|outlier` asks it. Quantiles are the nearest-rank ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from rules.amounts import RATES
from rules.fold import fold
from rules.schema import Outlier
from sandi.errors import ConfigError
from sandi.listing import Listing

QUANTILES = (1, 5, 50, 95, 99)
MOST_CATEGORIES = 10_000


@dataclass(frozen=True, slots=True)
class Baseline:
    """Per folded category: how many prices were known, and their quantiles in IDR, by name (`p99`)."""

    categories: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def bound(self, category: str, outlier: Outlier) -> float | None:
        """The price in IDR beyond which `outlier` holds in `category`; its floor when too few are known."""
        known = self.categories.get(fold(category).text.strip())
        if known is None or known["n"] < outlier.min_n:
            return outlier.otherwise
        return known[outlier.quantile]

    def to_json(self) -> dict[str, Any]:
        return {"unit": "IDR", "categories": {name: dict(figures) for name, figures in self.categories.items()}}


def baseline_of(listings: Iterable[Listing]) -> Baseline:
    """The quantiles of all prices in `listings`, by category; a listing without a category or price counts nowhere."""
    prices: dict[str, list[float]] = {}
    for listing in listings:
        category = fold(listing.category).text.strip()
        rate = RATES.get(listing.currency or "IDR")
        if category and listing.price and rate and (category in prices or len(prices) < MOST_CATEGORIES):
            prices.setdefault(category, []).append(listing.price * rate)
    return Baseline({name: _figures(sorted(found)) for name, found in sorted(prices.items())})


def _figures(prices: list[float]) -> dict[str, float]:
    ranks = {f"p{q}": prices[max(0, math.ceil(q / 100 * len(prices)) - 1)] for q in QUANTILES}
    return {"n": float(len(prices)), **ranks}


def load_baseline(path: Path | None) -> Baseline:
    """The baseline in `path`; an empty one for None. Raises ConfigError when it cannot be read."""
    if path is None:
        return Baseline()
    try:
        value = orjson.loads(path.read_bytes())
        names = {"n", *(f"p{q}" for q in QUANTILES)}
        categories = {
            str(name): {key: float(figures[key]) for key in sorted(names)}
            for name, figures in value["categories"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        mend = "write it anew with `sandi rules baseline FILE... --output PATH`"
        raise ConfigError(f"{path} is no price baseline ({error}); {mend}") from None
    return Baseline(categories)
