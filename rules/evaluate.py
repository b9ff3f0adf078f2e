"""Tells, for one segment of one listing, which signals and selections hold and where they stand.

Everything is worked out when it is first asked for and then kept, because most listings ask for little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import orjson

from rules.baseline import Baseline
from rules.classifier import Classifier, spoken
from rules.matchers import FieldText, Found, Matchers, is_text, near_enough, reads
from rules.schema import EQUAL_FIELDS, NUMBER_FIELDS, Fuzzy, Outlier, Rule, Selection, Signal, Test
from rules.segments import Segment
from rules.tokens import find_tokens
from sandi.listing import Listing
from sandi.verdict import Contact

WORDS_SHOWN = 3
if TYPE_CHECKING:
    from rules.facts import Fact

_COMPARE: dict[str, Callable[[Fact, float], bool]] = {
    "above": lambda fact, bound: fact.high > bound,
    "from": lambda fact, bound: fact.high >= bound,
    "below": lambda fact, bound: fact.high < bound,
    "to": lambda fact, bound: fact.high <= bound,
}


@dataclass
class Reading:
    """One listing as read: its fields with views, the words found in them, its contacts and its facts."""

    listing: Listing
    fields: Mapping[str, FieldText]
    matchers: Matchers
    signals: Mapping[str, Signal]
    contacts: Sequence[Contact]
    baseline: Baseline
    found: dict[Test, list[Found]] = field(default_factory=dict)
    bits: int = 0
    covers: Mapping[str, int | None] = field(default_factory=dict)
    classifier: Classifier | None = None
    doubted: frozenset[str] = frozenset()

    @cached_property
    def words(self) -> list[str]:
        """Title and text in plain speech, as the classifier reads them."""
        return [word for name in ("title", "text") for word in spoken(self.fields[name].views)]

    @cached_property
    def likeness(self) -> int:
        """How much it reads like an advert of trafficking, 0-100; 0 where nothing has been learnt."""
        return self.classifier.likeness(self.words) if self.classifier else 0

    @cached_property
    def harmless(self) -> tuple[Found, ...]:
        """Where the words stand that speak most for its being harmless, WORDS_SHOWN at most."""
        return self._places(self.classifier.against(self.words, WORDS_SHOWN)) if self.classifier else ()

    @cached_property
    def telling(self) -> tuple[Found, ...]:
        """Where the words stand by which it reads most like an advert, WORDS_SHOWN at most."""
        return self._places(self.classifier.speaking(self.words, WORDS_SHOWN)) if self.classifier else ()

    def _places(self, words: Iterable[str]) -> tuple[Found, ...]:
        places = (_place_of(word, self.fields[name]) for word in words for name in ("title", "text"))
        return tuple(dict.fromkeys(place for place in places if place is not None))

    def rules_out(self, signal: str) -> bool:
        """Whether no word was found that the signal cannot stand without."""
        cover = self.covers.get(signal)
        return cover is not None and not cover & self.bits

    @cached_property
    def facts(self) -> list[Fact]:
        """Amounts, persons, places and contacts as facts."""
        from rules.facts import read_facts  # with all names of places, which hardly a listing needs

        return list(read_facts(self.listing, self.fields, self.contacts))

    def text_matches(self, test: Test) -> list[Found]:
        """What a text test finds in the whole listing."""
        if test.modifier in {"fuzzy", "tokens"} and test not in self.found:
            self.found[test] = [f for name, text in self.fields.items() if reads(test, name) for f in _lazy(test, text)]
        found = self.found.get(test, [])
        if test.modifier == "near":
            return [f for name, text in self.fields.items() for f in _near(test, name, text, found)]
        return found


def _place_of(words: str, text: FieldText) -> Found | None:
    """Where words in plain speech first stand."""
    at = text.views[-1].words.find(f" {words} ") if text.views else -1
    if at < 0:
        return None
    start, end = text.folded.span(*text.views[-1].from_words(at + 1, at + 1 + len(words)))
    return Found(text.name, start, end, words)


def _lazy(test: Test, text: FieldText) -> Iterable[Found]:
    if test.modifier == "tokens":
        return find_tokens(tuple(orjson.loads(pattern) for pattern in test.value), text)
    return _fuzzy(test.value, text)


def _fuzzy(fuzzy: Fuzzy, text: FieldText) -> Iterable[Found]:
    for view in text.views:
        at = 1
        for word in view.words.split():
            if any(_alike(word, wanted, fuzzy.distance) for wanted in fuzzy.words):
                found = text.found(view, *view.from_words(at, at + len(word)), word)
                if found is not None:
                    yield found
            at += len(word) + 1


def _alike(word: str, wanted: str, distance: int) -> bool:
    if abs(len(word) - len(wanted)) > distance or word[0] != wanted[0]:
        return False
    from rapidfuzz.distance import DamerauLevenshtein  # only a rule with a spelling distance needs it

    return int(DamerauLevenshtein.distance(word, wanted, score_cutoff=distance)) <= distance


def _near(test: Test, name: str, text: FieldText, found: Sequence[Found]) -> list[Found]:
    return near_enough(test.value, [f for f in found if f.field == name], text.folded.raw)


class SegmentReading:
    """A Reading narrowed to one segment."""

    def __init__(self, reading: Reading, segment: Segment) -> None:
        self.reading = reading
        self.segment = segment
        self._signals: dict[str, tuple[Found, ...] | None] = {}
        self._held: dict[tuple[int, str], tuple[Found, ...] | None] = {}

    @cached_property
    def facts(self) -> list[Fact]:
        """The facts of this segment."""
        return [fact for fact in self.reading.facts if self._holds(fact.found)]

    @cached_property
    def contacts(self) -> list[Contact]:
        """The contacts of this segment."""
        return [c for c in self.reading.contacts if self.segment.holds(c.field, c.start, c.end)]

    def _holds(self, found: Found) -> bool:
        return self.segment.holds(found.field, found.start, found.end)

    def signal(self, name: str) -> tuple[Found, ...] | None:
        """Where the signal stands in this segment; None when it is absent."""
        if name not in self._signals:
            if self.reading.rules_out(name):
                return None
            self._signals[name] = None  # a signal that leads back to itself is absent
            self._signals[name] = self._signal(self.reading.signals[name])
        return self._signals[name]

    def _signal(self, signal: Signal) -> tuple[Found, ...] | None:
        found = self.selection(signal.match, negations=signal.negatable)
        if found is None or (signal.unless and self.selection(signal.unless) is not None):
            return None
        # beside words of its own, other signals are only a condition
        kept = [f for f in found if not f.signal] or list(found)
        if signal.excepts and kept:
            taken = self.selection(signal.excepts, negations=False) or ()
            kept = [f for f in kept if not any(_touch(f, other) for other in taken)]
            if not kept:
                return None
        return tuple(dict.fromkeys(f if f.signal else replace(f, signal=signal.name, slot=signal.slot) for f in kept))

    def named(self, rule: Rule, name: str) -> tuple[Found, ...] | None:
        """Where a selection of a rule stands, worked out once."""
        key = id(rule), name
        if key not in self._held:
            self._held[key] = self.selection(rule.selections[name], name=name)
        return self._held[key]

    def selection(self, selection: Selection, *, name: str = "", negations: bool = True) -> tuple[Found, ...] | None:
        """Where a selection stands; None when it does not hold, () when it holds without a place."""
        held: list[Found] | None = None
        for clause in selection:
            found = self._clause(clause.tests, negations)
            if found is not None:
                named = [f if f.signal else replace(f, signal=name, slot=clause.slot or "context") for f in found]
                held = named if held is None else [*held, *(f for f in named if f not in held)]
        return None if held is None else tuple(held)

    def _clause(self, tests: Sequence[Test], negations: bool) -> list[Found] | None:
        together: list[Found] = []
        for test in tests:
            found = self.test(test, negations)
            if found is None:
                return None
            together += found
        return together

    def test(self, test: Test, negations: bool) -> Sequence[Found] | None:
        """Where one test stands; None when it does not hold."""
        if is_text(test):
            matches = self.reading.text_matches(test)
            return [f for f in matches if self._holds(f) and not (negations and f.negated)] or None
        if test.field == "signal":
            return self._signals_of(test)
        if test.field in EQUAL_FIELDS:
            value = getattr(self.reading.listing, test.field) or ""
            return () if value in test.value else None
        return self._fact(test)

    def _signals_of(self, test: Test) -> list[Found] | None:
        held = [found for found in map(self.signal, test.value) if found is not None]
        least = len(test.value) if test.modifier == "all" else 1
        return [f for found in held for f in found] if len(held) >= least else None

    def _fact(self, test: Test) -> list[Found] | None:
        facts = [fact for fact in self.facts if fact.field == test.field]
        if test.modifier == "outlier":
            held = self._outliers(facts, test.value)
        elif test.field in NUMBER_FIELDS:
            held = [fact.found for fact in facts if _COMPARE[test.modifier](fact, test.value)]
        elif isinstance(test.value, bool):
            held = [fact.found for fact in facts if bool(fact.low) is test.value]
        else:
            held = [fact.found for fact in facts if fact.text in test.value]
        return held or None

    def _outliers(self, facts: Sequence[Fact], outlier: Outlier) -> list[Found]:
        bound = self.reading.baseline.bound(self.reading.listing.category, outlier)
        return [] if bound is None else [f.found for f in facts if _COMPARE[outlier.side](f, bound)]


def _touch(one: Found, other: Found) -> bool:
    return one.field == other.field and one.start < other.end and other.start < one.end
