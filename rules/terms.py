"""Words and phrases that stand out in adverts against harmless text, for an author who begins a rule.

Log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, "Fightin' Words"): how much more often a
term stands in an advert than in harmless text, in units of its own uncertainty, so that a word met once is not news.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, log, sqrt

from rules.fold import fold
from rules.speech import plain_words

LONGEST = 3
PRIOR = 10.0
SHARE = 0.3
LEAST_Z = 1.0
FEW = 3
COMMON = 0.03
"""Share of harmless texts beyond which a phrase is no sign by itself."""
_WORD = re.compile(r"[a-z0-9]+")
_STOP = re.compile(r"[^\w\s'-]+|\n")
_JOINTS = frozenset(
    """
    yang dan di ke dari untuk dengan atau ini itu juga ada akan bisa dalam pada saja lagi kami kita saya anda kamu aku
    nya oleh para si sudah belum jika kalau karena agar the a an and or of to in on at for with is are be by we you i my
    your our this that it as from
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase as rules read it, in how many adverts and harmless texts it stands, and how much it stands out."""

    text: str
    adverts: int
    harmless: int
    z: float


def standing_out(adverts: Sequence[str], harmless: Iterable[str], *, most: int = 12) -> list[Term]:
    """Phrases of up to three words that stand in a share of the adverts and hardly in harmless text, best first."""
    there = Counter(term for text in adverts for term in terms_of(text))
    beside: Counter[str] = Counter()
    read = 0
    for text in harmless:
        read += 1
        beside.update(terms_of(text) & there.keys())
    least = 1 if len(adverts) < FEW else max(2, ceil(SHARE * len(adverts)))
    found = [
        Term(term, count, beside[term], _z(count, len(adverts), beside[term], read))
        for term, count in there.items()
        if count >= least
    ]
    ranked = sorted((t for t in found if t.z >= LEAST_Z), key=lambda t: (-t.z, -len(t.text), t.text))
    return _apart(ranked)[:most]


class Beside:
    """Harmless texts, asked how many of them say a phrase."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [f" {_plainly(text)} " for text in texts]
        self._shares: dict[str, float] = {}

    def share(self, phrase: str) -> float:
        """The share of the texts that hold the words of `phrase` one after the other; 0 for one without letters."""
        words = _plainly(phrase)
        if words not in self._shares:
            there = sum(f" {words} " in text for text in self._texts) if any(map(str.isalpha, words)) else 0
            self._shares[words] = there / len(self._texts) if self._texts else 0.0
        return self._shares[words]

    def common(self, phrase: str) -> bool:
        """Whether everybody says so."""
        return self.share(phrase) > COMMON

    def narrowest(self, phrases: Iterable[str]) -> str:
        """The phrase that they say least, the longest of several; "" of none."""
        return min(phrases, key=lambda one: (self.share(one), -len(one), one), default="")


def _plainly(text: str) -> str:
    return " ".join(plain_words(_WORD.findall(fold(text).text)))


def terms_of(text: str) -> set[str]:
    """The words of a text and its phrases of two and three words, read as rules read them; none with figures."""
    return {term for clause in _STOP.split(fold(text).text) for term in _in_clause(plain_words(_WORD.findall(clause)))}


def _in_clause(words: Sequence[str]) -> Iterator[str]:
    for size in range(1, LONGEST + 1):
        for i in range(len(words) - size + 1):
            some = words[i : i + size]
            whole = all(word.isalpha() for word in some) and len(" ".join(some)) > 3
            if whole and some[0] not in _JOINTS and some[-1] not in _JOINTS:
                yield " ".join(some)


def _z(here: int, adverts: int, there: int, harmless: int) -> float:
    """How many standard deviations the log-odds of a term lie above those in harmless text."""
    prior = PRIOR * (here + there) / (adverts + harmless + PRIOR)
    a, b = here + prior, there + prior
    odds = log(a / (adverts + PRIOR - a)) - log(b / (harmless + PRIOR - b)) if harmless else log(1 + here)
    return odds / sqrt(1 / a + 1 / b)


def _apart(ranked: Sequence[Term]) -> list[Term]:
    """Of a phrase and its parts the one that says more: the longer when it stands in as many adverts."""
    kept: list[Term] = []
    for term in ranked:
        inside = [other for other in ranked if _within(term.text, other.text) and other.adverts >= term.adverts]
        outside = [other for other in kept if _within(other.text, term.text)]
        if not inside and not outside:
            kept.append(term)
    return kept


def _within(part: str, whole: str) -> bool:
    return part != whole and f" {part} " in f" {whole} "
