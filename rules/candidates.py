"""Which rules are worth trying on a listing, from the words that were found in it.

Every rule is turned into what its condition cannot do without: an expression over the text tests that found something,
true whenever the rule could fire. What is not words (amounts, ages, spelling distance) counts as true there, what would
silence the rule as absent. So most listings try no rule at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import chain
from operator import or_
from typing import NamedTuple

from rules.condition import Least, Name, Node, Not
from rules.loader import RuleSet
from rules.matchers import Glance, Matchers, is_text
from rules.schema import Rule, Selection, Test

_FIGURE_FIELDS = frozenset(
    {"salary.month_idr", "price.idr", "price", "person.age", "person.height", "person.weight", "person.count"}
)
"""Fields that are read only where a figure stands."""
_PRICE_FIELDS = frozenset({"price.idr", "price"})
"""Fields that the listing may name outside its texts."""
_ANYWHERE = 100.0
"""How often what is no word may hold: more often than any word, so that words are asked first."""
SELF_TELLING = frozenset({"distress", "watch"})
"""Roles of signals that need no rule to be told."""


class Look:
    """What is known of a text: the tests that found something, and those that may once `patterns` are run.

    `patterns` are those tests, each with the number of a pattern, or a phrase, that `stands` looks for.
    """

    def __init__(
        self, bits: int, patterns: Sequence[tuple[int, int | str]], stands: Callable[[int | str], bool]
    ) -> None:
        self.bits = bits
        self.possible = bits
        for found, _ in patterns:
            self.possible |= found
        self._waiting = list(patterns)
        self._stands = stands

    def found(self, wanted: int) -> bool:
        """Whether one of `wanted` finds something, running the patterns that may tell until one does."""
        if not self.possible & wanted:
            return False
        for i, (found, pattern) in enumerate(self._waiting):
            if found & wanted and self._stands(pattern):
                self.bits |= found
                del self._waiting[i]
                return True
        self._waiting = [(found, pattern) for found, pattern in self._waiting if not found & wanted]
        self.possible = reduce(or_, (found for found, _ in self._waiting), self.bits)
        return False


class AnyTest(NamedTuple):
    """Holds when one of the tests of `bits` found something; `often` says roughly how often that is."""

    bits: int
    often: float

    def __call__(self, look: Look) -> bool:
        return bool(look.bits & self.bits) or look.found(self.bits)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of `parts`, of which none can hold where nothing of `cover` is found."""

    count: int
    parts: tuple[Part, ...]
    covers: tuple[int, ...]
    cover: AnyTest

    def __reduce__(self) -> tuple[object, ...]:
        return AtLeast, (self.count, self.parts, self.covers, self.cover)

    def __call__(self, look: Look) -> bool:
        """Whether so many of the parts hold; no pattern is run where too few of them are possible at all."""
        possible = look.possible
        if not possible & self.cover.bits:
            return False
        count = self.count
        parts = [part for part, bits in zip(self.parts, self.covers, strict=True) if possible & bits]
        left = len(parts)
        for part in parts:
            if left < count:
                return False
            if part(look):
                count -= 1
                if not count:
                    return True
            left -= 1
        return False


Part = AnyTest | AtLeast
"""What a rule cannot do without."""
_May = bool | Part


def _cover(part: Part) -> AnyTest:
    return part.cover if isinstance(part, AtLeast) else part


def _bits_of(mays: Iterable[_May]) -> int:
    """All tests that some expressions ask about; what they share is looked into once."""
    bits = 0
    seen: set[int] = set()
    left = [may for may in mays if not isinstance(may, bool)]
    while left:
        part = left.pop()
        if isinstance(part, AnyTest):
            bits |= part.bits
        elif id(part) not in seen:
            seen.add(id(part))
            left += part.parts
    return bits


def _union(parts: Iterable[AnyTest]) -> AnyTest:
    bits, often = 0, 0.0
    for part in parts:
        if part.bits | bits != bits:
            bits |= part.bits
            often += part.often
    return AnyTest(bits, often)


def _together(count: int, parts: Sequence[Part], cover: AnyTest | None = None) -> AtLeast:
    covers = [_cover(part) for part in parts]
    return AtLeast(count, tuple(parts), tuple(one.bits for one in covers), cover or _union(covers))


def _any(parts: Sequence[Part]) -> Part:
    words = [part for part in parts if isinstance(part, AnyTest)]
    more = [part for part in parts if not isinstance(part, AnyTest)]
    together: list[Part] = [_union(words), *more] if words else [*more]
    return together[0] if len(together) == 1 else _together(1, together)


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule, or a signal that speaks for itself (`rule` is ''). It holds nowhere below a `likeness`."""

    rule: str
    may: _May
    likeness: int = 0

    def holds(self, look: Look) -> bool:
        return self.may if isinstance(self.may, bool) else self.may(look)


class Candidates:
    """The running rules of a set, and the signals that need no rule to be told, behind the tests they cannot miss."""

    def __init__(self, rules: RuleSet, matchers: Matchers) -> None:
        self._matchers = matchers
        self.classifier = rules.classifier
        """What tells the likeness that entries ask for."""
        self._bits = {test: 1 << i for i, test in enumerate(matchers.tests)}
        self._sides = self._numbered_sides(rules)
        plain = _Reader(rules, self._bits, matchers.commonness, {})
        reader = _Reader(rules, self._bits, matchers.commonness, self._sides)
        self._entries = [Entry(rule.id, reader.rule(rule), rule.likeness) for rule in rules.rules if rule.runs]
        telling = [signal for signal in rules.signals.values() if signal.roles & SELF_TELLING]
        self._entries += [Entry("", reader.selection(signal.match)) for signal in telling]
        self.covers = {name: plain.cover(name) for name in rules.signals}
        """For each signal the text tests of which one must find something for it to stand, as `bits` gives them; None
        when it can stand without words."""
        self._loose: list[int] = []
        self._triggered: dict[Test, list[int]] = {}
        for i, entry in enumerate(self._entries):
            self._add_trigger(i, entry.may)
        asked = _bits_of(entry.may for entry in self._entries)
        self._by_phrase = [self._looked_up(tests) for tests in matchers.tests_by_phrase]
        self._by_pattern = [self._looked_up(tests) for tests in matchers.tests_by_pattern]
        self.asked = asked
        """The tests that rules cannot do without, as `bits` gives them."""
        self._asked = [bool(bits & asked) for bits, _ in self._by_pattern]

    def _numbered_sides(self, rules: RuleSet) -> dict[Test, int]:
        """A bit for each test of a listing's kind and of figures."""
        selections = [signal.match for signal in rules.signals.values()]
        selections += [selection for rule in rules.rules for selection in rule.selections.values()]
        tests = dict.fromkeys(
            test
            for selection in selections
            for clause in selection
            for test in clause.tests
            if test.field == "kind" or test.field in _FIGURE_FIELDS
        )
        return {test: 1 << (len(self._bits) + i) for i, test in enumerate(tests)}

    def sides(self, kind: str, *, figures: bool, priced: bool) -> int:
        """What may hold of a listing that is no word: of its `kind` ('' when not known), of `figures` in its texts and
        of a price that it names of its own."""
        bits = self.figured if figures else 0
        for test, bit in self._sides.items():
            if test.field == "kind":
                if not kind or kind in test.value:
                    bits |= bit
            elif priced and test.field in _PRICE_FIELDS:
                bits |= bit
        return bits

    def _add_trigger(self, entry: int, may: _May) -> None:
        """Have the entry tried only when one of its rarest words is found."""
        if may is True:
            self._loose.append(entry)
        if isinstance(may, bool):
            return
        cover = _cover(may)
        for test, bit in chain(self._bits.items(), self._sides.items()):
            if bit & cover.bits:
                self._triggered.setdefault(test, []).append(entry)

    def _looked_up(self, tests: Iterable[Test]) -> tuple[int, tuple[int, ...]]:
        bits = 0
        entries: dict[int, None] = {}
        for test in tests:
            bits |= self._bits[test]
            entries.update(dict.fromkeys(self._triggered.get(test, ())))
        return bits, tuple(entries)

    def may(self, glance: Glance) -> bool:
        """Whether anything at all may hold in a listing.

        Patterns count as found where their literals are; only when that is enough for a rule are they run.
        """
        phrases, patterns = self._matchers.possible(glance)
        bits = self.sides(glance.kind, figures=glance.figures, priced=glance.priced)
        entries: set[int] = set(self._loose)
        entries.update(i for test, bit in self._sides.items() if bit & bits for i in self._triggered.get(test, ()))
        for i in phrases:
            found, tried = self._by_phrase[i]
            bits |= found
            if tried:
                entries.update(tried)
        for test in self._matchers.found_raw(glance.raw):
            bits |= self._bits[test]
            entries.update(self._triggered.get(test, ()))
        waiting: list[tuple[int, int | str]] = []
        for i in patterns:
            if self._asked[i]:
                found, tried = self._by_pattern[i]
                waiting.append((found, i))
                entries.update(tried)
        if not entries:
            return False
        look = Look(bits, waiting, lambda pattern: self._matchers.stands(pattern, glance))
        return any(self._entries[i].holds(look) for i in entries)

    # What the sieve asks about -----------------------------------------------------------------------------------

    @cached_property
    def figured(self) -> int:
        """The tests that need a figure."""
        return reduce(or_, (bit for test, bit in self._sides.items() if test.field in _FIGURE_FIELDS), 0)

    @property
    def tests(self) -> int:
        """How many tests have a bit."""
        return len(self._bits) + len(self._sides)

    @property
    def loose(self) -> bool:
        """Whether a rule can fire where nothing is found."""
        return bool(self._loose)

    @property
    def parts(self) -> list[tuple[Entry, Part]]:
        """What each rule, and each signal that speaks for itself, cannot do without."""
        return [(entry, entry.may) for entry in self._entries if not isinstance(entry.may, bool)]

    @property
    def numbers(self) -> dict[Test, int]:
        """The places of the bits of all tests of words."""
        return {test: bit.bit_length() - 1 for test, bit in self._bits.items()}

    def number(self, test: Test) -> int:
        """The place of a test's bit."""
        return self._bits[test].bit_length() - 1

    def phrases(self) -> Iterator[tuple[str, int]]:
        """The phrases that rules ask about, with the tests that look for each."""
        for text, (bits, _) in zip(self._matchers.phrases, self._by_phrase, strict=True):
            if bits & self.asked:
                yield text, bits & self.asked

    def patterns(self) -> Iterator[tuple[int, str, int]]:
        """The same of patterns, each with its number."""
        for i, (pattern, (bits, _)) in enumerate(zip(self._matchers.patterns, self._by_pattern, strict=True)):
            if bits & self.asked:
                yield i, pattern, bits & self.asked

    def bits(self, found: Iterable[Test]) -> int:
        """The tests `found` as one number, to be held against `covers`."""
        bits = 0
        for test in found:
            bits |= self._bits[test]
        return bits

    def of(self, found: Iterable[Test], sides: int) -> list[str]:
        """Ids of the rules that may fire where the tests `found` found something and `sides` hold, in order; '' stands
        first when a signal may be there that needs no rule to be told.
        """
        bits = sides
        entries = set(self._loose)
        entries.update(i for test, bit in self._sides.items() if bit & bits for i in self._triggered.get(test, ()))
        for test in found:
            bits |= self._bits[test]
            entries.update(self._triggered.get(test, ()))
        look = Look(bits, (), lambda _: False)
        return sorted({self._entries[i].rule for i in entries if self._entries[i].holds(look)})


class _Reader:
    """Turns rules and selections into what they cannot do without."""

    def __init__(
        self, rules: RuleSet, bits: Mapping[Test, int], often: Mapping[Test, float], sides: Mapping[Test, int]
    ) -> None:
        self._rules = rules
        self._bits = bits
        self._sides = sides
        self._often = {bits[test]: figure for test, figure in often.items()}
        self._signals: dict[str, _May] = {}

    def rule(self, rule: Rule) -> _May:
        return self._node(rule, rule.condition.tree)

    def _node(self, rule: Rule, node: Node) -> _May:
        if isinstance(node, Name):
            return self.selection(rule.selections[node.name])
        if isinstance(node, Least):
            return self._least(node.count, [self._node(rule, part) for part in node.parts])
        if isinstance(node.part, Not):
            return self._node(rule, node.part.part)
        return True

    def selection(self, selection: Selection) -> _May:
        clauses = [[self._test(test) for test in clause.tests] for clause in selection]
        return self._least(1, [self._least(len(tests), tests) for tests in clauses])

    def _test(self, test: Test) -> _May:
        if is_text(test):
            return True if test.modifier in {"fuzzy", "tokens"} else AnyTest(self._bits[test], self._cost(test))
        if test.field == "signal":
            parts = [self._signal(name) for name in test.value]
            return self._least(len(parts) if test.modifier == "all" else 1, parts)
        side = self._sides.get(test)
        return True if side is None else AnyTest(side, _ANYWHERE)

    def _cost(self, test: Test) -> float:
        return self._often[self._bits[test]]

    def cover(self, name: str) -> int | None:
        may = self._signal(name)
        if isinstance(may, bool):
            return None if may else 0
        return _cover(may).bits

    def _signal(self, name: str) -> _May:
        if name not in self._signals:
            self._signals[name] = False  # a signal that leads back to itself is absent
            signal = self._rules.signals.get(name)
            self._signals[name] = self.selection(signal.match) if signal is not None else False
        return self._signals[name]

    def _least(self, count: int, parts: Sequence[_May]) -> _May:
        """At least `count` of `parts`, with what is known beforehand taken out."""
        count -= sum(part is True for part in parts)
        open_ = [part for part in parts if not isinstance(part, bool)]
        if count <= 0:
            return True
        if count > len(open_):
            return False
        if count == 1:
            return _any(open_)
        if count < len(open_):
            open_.sort(key=lambda part: _cover(part).often)
            return _together(count, open_, _union(map(_cover, open_[: len(open_) - count + 1])))  # one of them is there
        open_.sort(key=lambda part: _cover(part).often)  # the rarest is asked first
        return _together(count, open_, _cover(open_[0]))
