"""Learns the weights of `rules.classifier` from listings whose truth is known, and tells how far they carry.

How far they carry is measured by leaving out: each group of listings (what was written or decided together) is judged
by weights that were learnt from all the others. Needs scikit-learn, which no crawl and no scan needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rules.classifier import Classifier, Feature, features_of
from rules.engine import Engine
from rules.schema import Rule
from sandi.errors import ConfigError
from sandi.listing import Listing, listing_from_json

if TYPE_CHECKING:
    from collections.abc import Mapping

DOUBT = 47
LEAST_IN = 2
"""Listings that must hold a feature, so that what one listing alone says is not learnt by heart."""
STRENGTH = 10.0
"""Inverse strength of the L2 penalty."""
EVERYDAY = 0.2
"""Weight of a listing of everyday life, where a twin has about 1."""
LEAST_LISTINGS = 100
DIGITS = 3
EXAMPLES = "examples"
"""Name of the group that the examples in rules make."""


@dataclass(frozen=True, slots=True)
class Known:
    """A listing with its truth; `group` names what was written together and is left out together."""

    listing: Listing
    coded: bool
    group: str


@dataclass(frozen=True, slots=True)
class Judged:
    """How a listing reads to weights that did not know its group: `likeness` 0-100."""

    known: Known
    likeness: int


def examples_of(rules: Iterable[Rule]) -> Iterator[Known]:
    """The examples in rules as listings of known truth: what an author shows teaches too."""
    for rule in rules:
        for one in rule.examples:
            if one.matches or one.verdict != "alert":
                listing = listing_from_json({"url": f"example:{rule.id}", **one.listing})
                yield Known(listing, one.matches, EXAMPLES)


def words_of(listing: Listing, engine: Engine) -> list[str]:
    """Title and text in plain speech, obscuring undone, as the engine reads them."""
    return engine.segments(listing)[0].reading.words


def learn(known: Sequence[Known], engine: Engine, *, beside: Iterable[Listing] = (), doubt: int = DOUBT) -> Classifier:
    """The weights that tell the coded of `known` from the harmless, and from the harmless listings `beside` of everyday
    life. Those only weigh: no word is learnt that stands in them alone.

    Raises ConfigError when scikit-learn is missing, or listings of either kind are too few.
    """
    counts = Counter("coded" if one.coded else "harmless" for one in known)
    if min(counts["coded"], counts["harmless"]) < LEAST_LISTINGS:
        found = f"{counts['coded']} coded and {counts['harmless']} harmless listings"
        raise ConfigError(f"{found} are too few to learn from; give at least {LEAST_LISTINGS} of each")
    texts = [features_of(words_of(one.listing, engine)) for one in known]
    everyday = _features(beside, engine)
    counts["everyday"] = len(everyday)
    return _fitted(texts, [one.coded for one in known], everyday, counts, doubt)


def _features(listings: Iterable[Listing], engine: Engine) -> list[list[str]]:
    return [features_of(words_of(one, engine)) for one in listings]


def left_out(known: Sequence[Known], engine: Engine, *, beside: Iterable[Listing] = ()) -> Iterable[Judged]:
    """Every listing as it reads to weights learnt from the other groups; groups come in order of their names."""
    words = [words_of(one.listing, engine) for one in known]
    texts = [features_of(one) for one in words]
    everyday = _features(beside, engine)
    for group in sorted({one.group for one in known}):
        kept = [i for i, one in enumerate(known) if one.group != group]
        weights = _fitted([texts[i] for i in kept], [known[i].coded for i in kept], everyday, Counter(), DOUBT)
        for i, one in enumerate(known):
            if one.group == group:
                yield Judged(one, weights.likeness(words[i]))


def _fitted(
    texts: Sequence[Sequence[str]],
    coded: Sequence[bool],
    everyday: Sequence[Sequence[str]],
    counts: Mapping[str, int],
    doubt: int,
) -> Classifier:
    vectorizer, regression = _tools()
    vectorizer.fit(texts)
    truths = [*coded, *(False for _ in everyday)]
    shares = Counter(coded)
    weights = [len(texts) / (2 * shares[one]) for one in coded] + [EVERYDAY] * len(everyday)
    regression.fit(vectorizer.transform([*texts, *everyday]), truths, sample_weight=weights)
    rarities = vectorizer.idf_.tolist()
    learnt = regression.coef_[0].tolist()
    features = {
        name: Feature(round(rarities[at], DIGITS), round(learnt[at], DIGITS))
        for name, at in sorted(vectorizer.vocabulary_.items())
    }
    return Classifier(features, round(float(regression.intercept_[0]), DIGITS), doubt, dict(counts))


def _tools() -> tuple[Any, Any]:
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
    except ImportError:
        raise ConfigError("learning needs scikit-learn; `make setup` brings it") from None
    vectorizer = TfidfVectorizer(analyzer=list, min_df=LEAST_IN, binary=True)
    return vectorizer, LogisticRegression(C=STRENGTH, max_iter=1_000)
