"""The harmless gate: how many real harmless listings alert, per corpus and per rule, against a pinned budget.

The budget stands in `rules/budget.json`: alerts per 10,000 listings over all corpora, and for corpora by the pattern of
their names. Only a flag that says so raises it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from math import sqrt
from pathlib import Path

import orjson

from rules.loader import HOME, RuleSet
from rules.scan import Result, scan
from sandi.errors import Problem
from sandi.verdict import Verdict

PINNED = HOME / "budget.json"
Taker = Callable[[str, Sequence[Result]], None]


@dataclass(frozen=True, slots=True)
class Budget:
    """Alerts per 10,000 harmless listings: over all corpora, and of corpora by a pattern of their names."""

    over_all: float
    corpora: Mapping[str, float] = field(default_factory=dict)

    def broken(self, corpora: Sequence[Corpus]) -> list[str]:
        """In words, where more alerts were counted than allowed."""
        found = [
            _over(corpus, most)
            for corpus in corpora
            for pattern, most in self.corpora.items()
            if fnmatchcase(corpus.name, pattern) and corpus.per_10k > most
        ]
        whole = total(corpora)
        return found + ([_over(whole, self.over_all)] if whole.per_10k > self.over_all else [])


def pinned_budget() -> Budget:
    """The budget of the project."""
    value = orjson.loads(PINNED.read_bytes())
    return Budget(value["alerts_per_10k"], value["corpora"])


def _over(corpus: Corpus, most: float) -> str:
    return f"{corpus.name}: {corpus.per_10k:.2f} alerts per 10,000, allowed are {most:g}"


@dataclass
class Corpus:
    """What one file came to."""

    name: str
    listings: int = 0
    skipped: list[Problem] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    alerts: list[str] = field(default_factory=list)

    @property
    def per_10k(self) -> float:
        """Alerts per 10,000 listings."""
        return 10_000 * len(self.alerts) / self.listings if self.listings else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % Wilson interval of `per_10k`."""
        return self._per_10k(len(self.alerts))[1:]

    def by_rule(self) -> dict[str, tuple[float, float, float]]:
        """For each rule that took part in an alert its alerts per 10,000 with the 95 % interval, most first."""
        return {rule: self._per_10k(count) for rule, count in self.rules.most_common()}

    def _per_10k(self, count: int) -> tuple[float, float, float]:
        low, high = wilson(count, self.listings)
        return (10_000 * count / self.listings if self.listings else 0.0, 10_000 * low, 10_000 * high)


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The Wilson score interval of a share (Wilson 1927); (0, 1) when nothing was counted."""
    if not total:
        return 0.0, 1.0
    share = hits / total
    middle = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def gate(rules: RuleSet, paths: Iterable[str], *, workers: int, also: Taker | None = None) -> list[Corpus]:
    """What each corpus comes to. `also` takes each file with what its lines came to, in their order."""
    return [_corpus(rules, path, workers, also) for path in paths]


def _corpus(rules: RuleSet, path: str, workers: int, also: Taker | None) -> Corpus:
    corpus = Corpus(Path(path).name)
    results: Iterable[Result] = scan(rules, [path], workers=workers, brief=also is None)
    if also is not None:
        results = list(results)
        also(path, results)
    for result in results:
        if not isinstance(result, Verdict):
            corpus.skipped.append(result)
            continue
        corpus.listings += 1
        corpus.verdicts[result.verdict] += 1
        if result.verdict == "alert":
            corpus.alerts.append(result.url)
            corpus.rules.update(hit.rule for hit in result.hits)
    return corpus


def total(corpora: Iterable[Corpus]) -> Corpus:
    """All corpora as one."""
    whole = Corpus("all")
    for corpus in corpora:
        whole.listings += corpus.listings
        whole.skipped += corpus.skipped
        whole.verdicts += corpus.verdicts
        whole.rules += corpus.rules
        whole.alerts += corpus.alerts
    return whole
