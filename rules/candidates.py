"""Which rules are worth trying on a listing, from the words that were found in it.

Every rule is turned into what its condition cannot do without: an expression over the text tests that found something,
true whenever the rule could fire. What is not words (amounts, ages, spelling distance) counts as true there, what would
silence the rule as absent. So most listings try no rule at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from rules.condition import Least, Name, Node, Not
from rules.loader import RuleSet
from rules.matchers import Glance, Matchers, is_text
from rules.schema import Rule, Selection, Test

SELF_TELLING = frozenset({"distress", "watch"})
"""Roles of signals that need no rule to be told."""


class _Look:
    """What is known of a text: the tests that found something, and those that may once `patterns` are run."""

    def __init__(self, bits: int, patterns: Sequence[tuple[int, int]], stands: Callable[[int], bool]) -> None:
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


@dataclass(frozen=True, slots=True)
class _AnyTest:
    """Holds when one of the tests of `bits` found something; `often` says roughly how often that is."""

    bits: int
    often: float

    def __call__(self, look: _Look) -> bool:
        return bool(look.bits & self.bits) or look.found(self.bits)


@dataclass(frozen=True, slots=True)
class _AtLeast:
    """At least `count` of `parts`, of which none can hold where nothing of `cover` is found."""

    count: int
    parts: tuple[_Part, ...]
    covers: tuple[int, ...]
    cover: _AnyTest

    def __call__(self, look: _Look) -> bool:
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


_Part = _AnyTest | _AtLeast
_May = bool | _Part


def _cover(part: _Part) -> _AnyTest:
    return part.cover if isinstance(part, _AtLeast) else part


def _bits_of(may: _May) -> int:
    """All tests that an expression asks about."""
    if isinstance(may, bool):
        return 0
    return reduce(or_, map(_bits_of, may.parts), 0) if isinstance(may, _AtLeast) else may.bits


def _union(parts: Iterable[_AnyTest]) -> _AnyTest:
    bits, often = 0, 0.0
    for part in parts:
        if part.bits | bits != bits:
            bits |= part.bits
            often += part.often
    return _AnyTest(bits, often)


def _together(count: int, parts: Sequence[_Part], cover: _AnyTest | None = None) -> _AtLeast:
    covers = [_cover(part) for part in parts]
    return _AtLeast(count, tuple(parts), tuple(one.bits for one in covers), cover or _union(covers))


def _any(parts: Sequence[_Part]) -> _Part:
    words = [part for part in parts if isinstance(part, _AnyTest)]
    more = [part for part in parts if not isinstance(part, _AnyTest)]
    together: list[_Part] = [_union(words), *more] if words else [*more]
    return together[0] if len(together) == 1 else _together(1, together)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A rule, or a signal that speaks for itself (`rule` is '')."""

    rule: str
    may: _May

    def holds(self, look: _Look) -> bool:
        return self.may if isinstance(self.may, bool) else self.may(look)


class Candidates:
    """The running rules of a set, and the signals that need no rule to be told, behind the tests they cannot miss."""

    def __init__(self, rules: RuleSet, matchers: Matchers) -> None:
        self._matchers = matchers
        self._bits = {test: 1 << i for i, test in enumerate(matchers.tests)}
        reader = _Reader(rules, self._bits, matchers.commonness)
        self._entries = [_Entry(rule.id, reader.rule(rule)) for rule in rules.rules if rule.runs]
        telling = [signal for signal in rules.signals.values() if signal.roles & SELF_TELLING]
        self._entries += [_Entry("", reader.selection(signal.match)) for signal in telling]
        self.covers = {name: reader.cover(name) for name in rules.signals}
        """For each signal the tests of which one must find something for it to stand, as `bits` gives them; None when
        it can stand without words."""
        self._loose: list[int] = []
        self._triggered: dict[Test, list[int]] = {}
        for i, entry in enumerate(self._entries):
            self._add_trigger(i, entry.may)
        asked = reduce(or_, (_bits_of(entry.may) for entry in self._entries), 0)
        self._by_phrase = [self._looked_up(tests) for tests in matchers.tests_by_phrase]
        self._by_pattern = [self._looked_up(tests) for tests in matchers.tests_by_pattern]
        self._asked = [bool(bits & asked) for bits, _ in self._by_pattern]

    def _add_trigger(self, entry: int, may: _May) -> None:
        """Have the entry tried only when one of its rarest words is found."""
        if may is True:
            self._loose.append(entry)
        if isinstance(may, bool):
            return
        cover = _cover(may)
        for test, bit in self._bits.items():
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
        bits = 0
        entries: set[int] = set(self._loose)
        for i in phrases:
            found, tried = self._by_phrase[i]
            bits |= found
            if tried:
                entries.update(tried)
        for test in self._matchers.found_raw(glance.raw):
            bits |= self._bits[test]
            entries.update(self._triggered.get(test, ()))
        waiting: list[tuple[int, int]] = []
        for i in patterns:
            if self._asked[i]:
                found, tried = self._by_pattern[i]
                waiting.append((found, i))
                entries.update(tried)
        if not entries:
            return False
        look = _Look(bits, waiting, lambda pattern: self._matchers.stands(pattern, glance))
        return any(self._entries[i].holds(look) for i in entries)

    def bits(self, found: Iterable[Test]) -> int:
        """The tests `found` as one number, to be held against `covers`."""
        bits = 0
        for test in found:
            bits |= self._bits[test]
        return bits

    def of(self, found: Iterable[Test]) -> list[str]:
        """Ids of the rules that may fire where the tests `found` found something, in order; '' stands first when a
        signal may be there that needs no rule to be told.
        """
        bits = 0
        entries = set(self._loose)
        for test in found:
            bits |= self._bits[test]
            entries.update(self._triggered.get(test, ()))
        look = _Look(bits, (), lambda _: False)
        return sorted({self._entries[i].rule for i in entries if self._entries[i].holds(look)})


class _Reader:
    """Turns rules and selections into what they cannot do without."""

    def __init__(self, rules: RuleSet, bits: Mapping[Test, int], often: Mapping[Test, float]) -> None:
        self._rules = rules
        self._bits = bits
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
            return True if test.modifier in {"fuzzy", "tokens"} else _AnyTest(self._bits[test], self._cost(test))
        if test.field == "signal":
            parts = [self._signal(name) for name in test.value]
            return self._least(len(parts) if test.modifier == "all" else 1, parts)
        return True

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


# What the linter asks about --------------------------------------------------------------------------------------


def necessary(rule: Rule) -> list[str]:
    """Positive selections without which the condition cannot hold, whatever the others do."""
    positive = rule.condition.positive
    return sorted(name for name in positive if not rule.condition.check((positive - {name}).__contains__))


def anchors_of(rules: RuleSet, selection: Selection, seen: frozenset[str] = frozenset()) -> frozenset[Test]:
    """Text tests of which one must be found for the selection to hold; empty when it can hold without words.

    Spelling distance and token patterns are only tried on candidates, so a clause with nothing else has no anchor.
    """
    anchored: set[Test] = set()
    for clause in selection:
        own = {t for test in clause.tests for t in _tests(rules, test, seen)}
        if not own:
            return frozenset()
        anchored |= own
    return frozenset(anchored)


def _tests(rules: RuleSet, test: Test, seen: frozenset[str]) -> Iterator[Test]:
    if is_text(test):
        if test.modifier not in {"fuzzy", "tokens"}:
            yield test
    elif test.field == "signal":
        groups = [
            anchors_of(rules, rules.signals[name].match, seen | {name})
            for name in test.value
            if name in rules.signals and name not in seen
        ]
        if groups and (any(groups) if test.modifier == "all" else all(groups)):
            yield from (t for group in groups for t in group)
