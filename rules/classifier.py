"""How much a text reads like adverts of trafficking, as against their harmless twins: a linear text classifier.

Rules tell *that* signs stand in a text; harmless texts can hold the same signs. A logistic regression over words and
pairs of words, learnt from listings whose truth is known (`rules.learning`), tells how the whole of a text reads. It
never accuses by itself: it doubts what rules say (an alert whose text reads harmless goes to `watch`), and where a rule
that asks for it finds the signs of its tactic, a text that reads so is one sign more.

The weights are a pinned file beside the rules, so that a verdict stays a pure function of listing and rules.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson

from rules.views import View
from sandi.errors import ConfigError

FILE = "likeness.json"
"""Name of the pinned file in a folder of packs."""
WINDOW = 60
STEP = 30
"""Words of a window and how far the next one is: who pads an advert with harmless text gains nothing."""
MOST_WORDS = 50_000
MOST_FEATURES = 200_000
LONGEST = 60
"""Letters of a word that may weigh."""
FIGURES = "000"
"""Stands for every number of three figures and more."""
MOST_RARITY = MOST_WEIGHT = 1_000.0


@dataclass(frozen=True, slots=True)
class Feature:
    """A word or a pair of words: `rarity` is its inverse document frequency, `weight` above 0 speaks for an advert."""

    rarity: float
    weight: float


@dataclass(frozen=True)
class Classifier:
    """Weights of features. `doubt` is the likeness, 0-100, below which an alert is doubted; `learnt_from` says what the
    weights rest on: numbers of listings, for people.
    """

    features: Mapping[str, Feature]
    bias: float
    doubt: int
    learnt_from: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def thousandths(self) -> Mapping[str, tuple[int, int]]:
        """Rarity and weight of each feature as whole numbers, whose sums are the same in whatever order."""
        features = self.features.items()
        known = ((name, one) for name, one in features if max(map(len, name.split(" "))) <= LONGEST)
        return {name: (round(1000 * one.rarity), round(1000 * one.weight)) for name, one in known}

    def __getstate__(self) -> dict[str, Any]:
        """What is written down."""
        return {name: value for name, value in vars(self).items() if name != "thousandths"}

    def likeness(self, words: Sequence[str]) -> int:
        """0-100 for a text in plain speech: that of the window of WINDOW words that reads most like an advert."""
        read = words[:MOST_WORDS]
        windows = [read[at : at + WINDOW] for at in range(0, len(read) - STEP, STEP)] if len(read) > WINDOW else []
        return self.likeness_of(max(self._weighed(part) for part in [read, *windows]))

    def likeness_of(self, weighed: float) -> int:
        """0-100 for what the features of a text weigh together."""
        return round(100 / (1 + math.exp(-max(-30.0, min(30.0, self.bias + weighed)))))

    def _weighed(self, words: Sequence[str]) -> float:
        known = list(filter(None, map(self.thousandths.get, features_of(words))))
        length = math.sqrt(sum([rarity * rarity for rarity, _ in known]))
        return sum([rarity * weight for rarity, weight in known]) / (1000.0 * length) if length else 0.0

    def against(self, words: Sequence[str], most: int) -> list[str]:
        """The features of a text that speak most for its being harmless, the strongest first."""
        return [one for weight, one in self._ranked(words)[:most] if weight < 0]

    def speaking(self, words: Sequence[str], most: int) -> list[str]:
        """The features of a text by which it reads most like an advert, the strongest first."""
        return [one for weight, one in reversed(self._ranked(words)[-most:]) if weight > 0]

    def _ranked(self, words: Sequence[str]) -> list[tuple[float, str]]:
        known = ((one, self.features[one]) for one in features_of(words[:MOST_WORDS]) if one in self.features)
        return sorted((feature.rarity * feature.weight, one) for one, feature in known)

    def to_json(self) -> dict[str, Any]:
        features = {name: [one.rarity, one.weight] for name, one in sorted(self.features.items())}
        return {
            "learnt_from": dict(self.learnt_from),
            "doubt": self.doubt,
            "bias": self.bias,
            "features": features,
        }


def spoken(views: Sequence[View]) -> list[str]:
    """The words of the clearest view of a field."""
    return views[-1].words.split() if views else []


def features_of(words: Iterable[str]) -> list[str]:
    """The different words and pairs of words of a text, in order."""
    read = list(map(number_word, words))
    return list(dict.fromkeys([*read, *map(" ".join, pairwise(read))]))


def number_word(word: str) -> str:
    """A word as the classifier knows it."""
    return FIGURES if len(word) > 2 and word.isdecimal() else word


def load_classifier(path: Path) -> Classifier:
    """The Classifier in `path`. Raises ConfigError when it cannot be read."""
    try:
        value = orjson.loads(path.read_bytes())
        if len(value["features"]) > MOST_FEATURES:
            raise ValueError(f"{len(value['features']):,} features, at most {MOST_FEATURES:,}")
        features = {str(name): Feature(float(pair[0]), float(pair[1])) for name, pair in value["features"].items()}
        if not all(0 <= one.rarity <= MOST_RARITY and abs(one.weight) <= MOST_WEIGHT for one in features.values()):
            raise ValueError(f"a rarity below 0 or above {MOST_RARITY}, or a weight beyond {MOST_WEIGHT}")
        doubt, bias = int(value["doubt"]), float(value["bias"])
        learnt_from = {str(name): int(count) for name, count in value["learnt_from"].items()}
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        mend = "learn it anew with `sandi rules learn FILE... --output PATH`"
        raise ConfigError(f"{path} holds no weights of words ({error}); {mend}") from None
    return Classifier(features, bias, doubt, learnt_from)
