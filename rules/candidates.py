"""Which rules are worth trying on a listing, from the words that were found in it.

A rule is a candidate when every selection that its condition cannot do without has a word or pattern there. So a common
word alone makes no candidate, and most listings try no rule at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rules.loader import RuleSet
from rules.matchers import is_text
from rules.schema import Rule, Selection, Test


class Candidates:
    """The running rules of a set, by the tests that must be found for each."""

    def __init__(self, rules: RuleSet) -> None:
        self._needs: dict[Test, list[tuple[str, int]]] = {}
        self._full: dict[str, int] = {}
        for rule in rules.rules:
            if rule.runs:
                self._add(rules, rule)

    def _add(self, rules: RuleSet, rule: Rule) -> None:
        groups = [group for name in necessary(rule) if (group := anchors_of(rules, rule.selections[name]))]
        for i, group in enumerate(groups or [anchors(rules, rule)]):
            for test in group:
                self._needs.setdefault(test, []).append((rule.id, 1 << i))
        self._full[rule.id] = (1 << max(1, len(groups))) - 1

    def of(self, found: Iterable[Test]) -> list[str]:
        """Ids of the rules that may fire where the tests `found` found something, in order."""
        seen: dict[str, int] = {}
        for test in found:
            for rule, bit in self._needs.get(test, ()):
                seen[rule] = seen.get(rule, 0) | bit
        return sorted(rule for rule, bits in seen.items() if bits == self._full[rule])


def necessary(rule: Rule) -> list[str]:
    """Positive selections without which the condition cannot hold, whatever the others do."""
    positive = rule.condition.positive
    return sorted(name for name in positive if not rule.condition.check((positive - {name}).__contains__))


def anchors(rules: RuleSet, rule: Rule) -> frozenset[Test]:
    """Text tests of all positive selections of a rule."""
    return frozenset(test for name in rule.condition.positive for test in anchors_of(rules, rule.selections[name]))


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
