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

    def likeness(self, words: Sequence[str]) -> int:
        """0-100 for a text in plain speech: that of the window of WINDOW words that reads most like an advert."""
        read = words[:MOST_WORDS]
        windows = [read[at : at + WINDOW] for at in range(0, len(read) - STEP, STEP)] if len(read) > WINDOW else []
        odds = max(self._log_odds(part) for part in [read, *windows])
        return round(100 / (1 + math.exp(-max(-30.0, min(30.0, odds)))))

    def _log_odds(self, words: Sequence[str]) -> float:
        known = list(filter(None, map(self.features.get, features_of(words))))
        length = math.sqrt(sum([one.rarity**2 for one in known]))
        return self.bias + sum([one.rarity * one.weight for one in known]) / length if known else self.bias

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
    """The different words and pairs of words of a text, in order; numbers of three or more figures are one word."""
    read = ["000" if word.isdecimal() and len(word) > 2 else word for word in words]
    return list(dict.fromkeys([*read, *map(" ".join, pairwise(read))]))


def load_classifier(path: Path) -> Classifier:
    """The Classifier in `path`. Raises ConfigError when it cannot be read."""
    try:
        value = orjson.loads(path.read_bytes())
        if len(value["features"]) > MOST_FEATURES:
            raise ValueError(f"{len(value['features']):,} features, at most {MOST_FEATURES:,}")
        features = {str(name): Feature(float(pair[0]), float(pair[1])) for name, pair in value["features"].items()}
        doubt, bias = int(value["doubt"]), float(value["bias"])
        learnt_from = {str(name): int(count) for name, count in value["learnt_from"].items()}
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        mend = "learn it anew with `sandi rules learn FILE... --output PATH`"
        raise ConfigError(f"{path} holds no weights of words ({error}); {mend}") from None
    return Classifier(features, bias, doubt, learnt_from)
