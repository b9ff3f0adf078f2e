"""How often people agreed with a rule, with the interval that so few answers allow; and what harmless text it hits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from rules.gate import wilson
from storage.rule_figures import RuleFigures

FEW = 10
"""Decisions below which nothing is said of a rule."""
HALF = 0.5
GATE_FILE = "gate.json"
MAX_GATE = 20_000_000


@dataclass(frozen=True, slots=True)
class Precision:
    """`kept` of `decided` leads (kept or dismissed; unsure ones say nothing), with the 95 % Wilson interval."""

    kept: int
    decided: int

    @property
    def share(self) -> float:
        return self.kept / self.decided if self.decided else 0.0

    @property
    def low(self) -> float:
        return wilson(self.kept, self.decided)[0]

    @property
    def high(self) -> float:
        return wilson(self.kept, self.decided)[1]

    @property
    def standing(self) -> str:
        """`few` decisions, `works` (surely more than half kept), `noisy` (surely less), or `open`."""
        if self.decided < FEW:
            return "few"
        return "works" if self.low >= HALF else "noisy" if self.high <= HALF else "open"


@dataclass(frozen=True, slots=True)
class Harmless:
    """What a rule does on harmless text, by the last kept gate: alerts among `listings`, and alerts per 10,000."""

    alerts: int
    listings: int
    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Gate:
    """The last kept result of `sandi rules gate --json`; `at` is when it was written (UTC ISO 8601)."""

    at: str
    listings: int
    rules: Mapping[str, Harmless]

    def of(self, rule: str) -> Harmless:
        """The figures of `rule`; a rule that the gate never saw alert has none among all listings."""
        low, high = wilson(0, self.listings)
        return self.rules.get(rule, Harmless(0, self.listings, 0.0, 10_000 * low, 10_000 * high))


def precision(figures: RuleFigures) -> Precision:
    """The precision of a rule by the decisions that stand."""
    return Precision(figures.kept, figures.kept + figures.dismissed)


def kept_gate(data: Path) -> Gate | None:
    """The gate result in the data folder; None when there is none, or when it cannot be read as one."""
    path = data / GATE_FILE
    try:
        if path.stat().st_size > MAX_GATE:
            return None
        at = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
        whole = orjson.loads(path.read_bytes())["corpora"][-1]
        listings = int(whole["listings"])
        rules = {
            str(rule): Harmless(
                int(whole["rules"][rule]), listings, float(found["alerts_per_10k"]), *map(float, found["interval_95"])
            )
            for rule, found in whole["by_rule"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None
    return Gate(at, listings, rules)
