"""Whether a rule fires in a listing, told from its words alone where that can be told: yes, no, or None for "read it".

Most listings that hold a rule's words are decided here, without offsets, views of every field, contacts or facts. What
is said is what the full judgement comes to; where that would take a look at figures, at negation, at several adverts in
one text or at other signals' exceptions, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from rules.candidates import Candidates, Entry
from rules.condition import Name, Node, Not
from rules.loader import RuleSet
from rules.matchers import Matchers, is_text
from rules.schema import SIDE_FIELDS, Rule, Selection, Signal, Test

_FIELDS = {"text": (0, 1), "title": (0,), "body": (1,)} | {name: (2 + i,) for i, name in enumerate(SIDE_FIELDS)}
"""Places of the texts of a Glimpse that a test of each field reads."""


_FIGURE = re.compile("[0-9]")
MOST = 200
"""Phrases and patterns of a rule that is told by words."""


class FieldWords(NamedTuple):
    """One field: its `words` in every reading, and its text as patterns read it, first as written."""

    words: Sequence[str]
    data: Sequence[bytes]

    @property
    def clearest(self) -> list[str]:
        """The words of the last reading, which the classifier reads."""
        return self.words[-1].split() if self.words else []


@dataclass
class Words:
    """A listing as far as Quick reads it. `read` gives its fields. `possible` are the tests that may hold and `literal`
    those of which a literal stands there, a bit for each; `alone` says that it stands in title or text, `sure` is false
    where what is found may yet be negated or belong to different adverts."""

    kind: str
    read: Callable[[], Sequence[FieldWords]]
    sure: bool
    alone: bool = False
    possible: int = 0
    literal: int = 0
    held: dict[int, bool | None] = field(default_factory=dict)
    signals: dict[str, bool | None] = field(default_factory=dict)

    @cached_property
    def fields(self) -> Sequence[FieldWords]:
        """Its fields, in the order of FIELDS_READ."""
        return self.read()


class Quick:
    """The rules of a set as they are told quickly."""

    def __init__(self, rules: RuleSet, matchers: Matchers, candidates: Candidates) -> None:
        self._rules = {rule.id: rule for rule in rules.rules}
        self._signals = rules.signals
        self._matchers = matchers
        self._numbers = candidates.numbers
        self._unasked = ~candidates.asked
        """Tests of which the sieve knows nothing, because they can only silence."""
        self._phrases: dict[Test, list[str]] = {}
        self._patterns: dict[Test, list[int]] = {}
        for text, tests in zip(matchers.phrases, matchers.tests_by_phrase, strict=True):
            for test in tests:
                self._phrases.setdefault(test, []).append(text)
        self._by_signs = frozenset(matchers.tests_by_signs)
        for number, tests in enumerate(matchers.tests_by_pattern):
            for test in tests:
                self._patterns.setdefault(test, []).append(number)
        self._literal = sum(
            1 << number
            for test, number in self._numbers.items()
            if test.field == "text" and 1 << number & candidates.asked and self._by_literals(test)
        )
        """Tests that hold in title or text just where one of their literals stands there."""

    def _by_literals(self, test: Test) -> bool:
        known = test.modifier in {"word", "contains"} and test not in self._by_signs and test not in self._patterns
        return known and not any(map(_FIGURE.search, self._phrases.get(test, ())))

    @cached_property
    def exact(self) -> frozenset[str]:
        """The rules that fire just where enough of the literals of their tests stand in title or text, none of them
        negated and all in one advert."""
        return frozenset(
            name
            for name, rule in self._rules.items()
            if not rule.likeness and self._exact_node(rule, rule.condition.tree)
        )

    def _exact_node(self, rule: Rule, node: Node) -> bool:
        if isinstance(node, Name):
            return self._exact_selection(rule.selections[node.name], frozenset())
        return not isinstance(node, Not) and all(self._exact_node(rule, part) for part in node.parts)

    def _exact_selection(self, selection: Selection, inside: frozenset[str]) -> bool:
        return all(self._exact_test(test, inside) for clause in selection for test in clause.tests)

    def _exact_test(self, test: Test, inside: frozenset[str]) -> bool:
        """`inside` are the signals that lead here: one that leads back to itself is left to the full judgement."""
        if is_text(test):
            number = self._numbers.get(test)
            return number is not None and bool(self._literal >> number & 1)
        if test.field != "signal":
            return False
        signals = [self._signals[name] for name in test.value if name in self._signals]
        return all(
            one.name not in inside
            and not (one.unless or one.excepts)
            and self._exact_selection(one.match, inside | {one.name})
            for one in signals
        )

    @cached_property
    def _wide(self) -> frozenset[str]:
        """The rules that look for so much that reading the listing is no dearer."""
        return frozenset(
            name
            for name, rule in self._rules.items()
            if sum(self._size(one, set()) for one in rule.selections.values()) > MOST
        )

    def _size(self, selection: Selection, seen: set[str]) -> int:
        """How many phrases and patterns a selection looks for."""
        size = 0
        for test in (test for clause in selection for test in clause.tests):
            size += len(self._phrases.get(test, ())) + len(self._patterns.get(test, ()))
            for name in test.value if test.field == "signal" else ():
                if name in self._signals and name not in seen:
                    seen.add(name)
                    size += self._size(self._signals[name].match, seen)
        return size

    def tells(self, entry: Entry, words: Words) -> bool | None:
        """Whether a rule fires in a listing; of signals that speak for themselves nothing is said."""
        if not entry.rule or entry.rule in self._wide:
            return None
        rule = self._rules[entry.rule]
        told = self._node(rule, rule.condition.tree, words)
        return None if told and rule.likeness else told

    def _node(self, rule: Rule, node: Node, words: Words) -> bool | None:
        if isinstance(node, Name):
            return self._selection(rule.selections[node.name], words)
        if isinstance(node, Not):
            held = self._node(rule, node.part, words)
            return None if held is None else not held
        return _least(node.count, len(node.parts), (self._node(rule, part, words) for part in node.parts))

    def _selection(self, selection: Selection, words: Words) -> bool | None:
        unsure = False
        for clause in selection:
            held = _every(self._test(test, words) for test in clause.tests)
            if held:
                return True
            unsure |= held is None
        return None if unsure else False

    def _test(self, test: Test, words: Words) -> bool | None:
        if is_text(test):
            number = self._numbers.get(test)
            if number is None:
                return None  # spelling distance and token patterns
            if not (words.possible | self._unasked) >> number & 1:
                return False
            if number not in words.held:
                words.held[number] = self._text(test, words)
            return words.held[number]
        if test.field == "signal":
            count = len(test.value) if test.modifier == "all" else 1
            return _least(count, len(test.value), (self._named(name, words) for name in test.value))
        return words.kind in test.value if test.field == "kind" and words.kind else None

    def _named(self, name: str, words: Words) -> bool | None:
        if name not in words.signals:
            words.signals[name] = None  # a signal that leads back to itself is left to the full judgement
            signal = self._signals.get(name)
            words.signals[name] = False if signal is None else self._signal(signal, words)
        return words.signals[name]

    def _signal(self, signal: Signal, words: Words) -> bool | None:
        held = self._selection(signal.match, words)
        return None if held and (signal.unless or signal.excepts) else held

    def _text(self, test: Test, words: Words) -> bool | None:
        if test.modifier not in {"word", "contains", "re"}:
            return None
        held = self._found(test, words)
        return held and (words.sure or None)

    def _found(self, test: Test, words: Words) -> bool | None:
        number = self._numbers[test]
        if words.alone and self._literal >> number & 1:
            return bool(words.literal >> number & 1)
        phrases = self._phrases.get(test, ())
        patterns = self._patterns.get(test, ())
        unsure = test in self._by_signs
        for place in _FIELDS[test.field]:
            one = words.fields[place]
            for text in one.words:
                if any(phrase in text for phrase in phrases):
                    return True
            for number in patterns:
                found = [self._matchers.matches(number, data) for data in one.data]
                if found and found[0]:
                    return True
                unsure |= any(found)  # only in another reading, where the place it was read from tells
        return None if unsure else False


def _every(held: Iterable[bool | None]) -> bool | None:
    unsure = False
    for one in held:
        if one is False:
            return False
        unsure |= one is None
    return None if unsure else True


def _least(count: int, among: int, held: Iterable[bool | None]) -> bool | None:
    """Whether at least `count` of `among` hold; no more are asked than tell."""
    unsure = 0
    for one in held:
        if one:
            count -= 1
            if not count:
                return True
        elif one is None:
            unsure += 1
            continue
        elif among <= count:
            return False
        among -= 1
    return None if unsure >= count else False
