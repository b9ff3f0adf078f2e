"""What a rule cannot do without, as the linter asks: selections that must hold, and tests of which one must."""

from __future__ import annotations

from collections.abc import Iterator

from rules.loader import RuleSet
from rules.matchers import is_text
from rules.schema import Rule, Selection, Test


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
