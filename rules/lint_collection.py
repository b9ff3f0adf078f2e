"""What only shows when rules are seen together: the same rule twice, one in another's shadow, signals in a circle or
of no use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from rules.loader import RuleSet
from rules.schema import Clause, Rule, Selection, Test, signal_names
from sandi.errors import Problem

MOST_SELECTIONS = 10
"""Rules with more are not compared: the ways in which their selections can hold double with each."""
_ASKED = ("act", "means", "purpose")
"""Slots that count only when a rule asks for them; the others count wherever they stand."""


def same(rules: Iterable[Rule]) -> Iterator[Problem]:
    """Rules that look for the same under another name."""
    seen: dict[str, Rule] = {}
    for rule in rules:
        key = f"{rule.condition.text} {sorted(rule.selections.items(), key=lambda pair: pair[0])}"
        if key in seen:
            found = f"looks for the same as {seen[key].id}"
            yield Problem(rule.where, 1, "detection", found, "keep one of them", "warning")
        seen.setdefault(key, rule)


def shadowed(rules: Iterable[Rule]) -> Iterator[Problem]:
    """Rules that only fire where another of their tactic fires too, and never weigh more than it."""
    running = [rule for rule in rules if rule.runs]
    for rule in running:
        for other in running:
            if rule is other or not _in_shadow(rule, other) or (rule.id < other.id and _in_shadow(other, rule)):
                continue  # of two in each other's shadow one is told
            found = f"is in the shadow of {other.id}, which fires wherever it does and weighs as much"
            yield Problem(rule.where, 1, "detection", found, "widen it, score it higher, or drop it", "warning")
            break


def _in_shadow(rule: Rule, other: Rule) -> bool:
    return _weighs_no_more(rule, other) and _implies(rule, other)


def _weighs_no_more(rule: Rule, other: Rule) -> bool:
    alike = rule.tactic == other.tactic and rule.lane == other.lane and rule.may_alert <= other.may_alert
    most = rule.base + sum(points for points in rule.add.values() if points > 0)
    return alike and most <= other.base + sum(points for points in other.add.values() if points < 0)


def _implies(rule: Rule, other: Rule) -> bool:
    """Whether `other` surely fires wherever `rule` does, in every way in which the selections of `rule` can hold."""
    names = sorted(rule.condition.names)
    if len(names) > MOST_SELECTIONS:
        return False
    sure = {mine: _within(rule, mine, other) for mine in names}
    needs = {theirs: _within(other, theirs, rule) for theirs in other.condition.names}
    for values in product((False, True), repeat=len(names)):
        held = {name for name, value in zip(names, values, strict=True) if value}
        if not rule.condition.check(held.__contains__):
            continue
        holds = {theirs for mine in held for theirs in sure[mine]}
        absent = {theirs for theirs, mine in needs.items() if mine - held}
        if not other.condition.check(lambda name: name in holds or (name not in absent and _silences(name, other))):  # noqa: B023
            return False
    return True


def _silences(name: str, rule: Rule) -> bool:
    """Whether a selection whose truth is not known is to be feared: it stands under a `not`."""
    return name not in rule.condition.positive


def _within(rule: Rule, name: str, other: Rule) -> set[str]:
    """The selections of `other` that hold wherever the selection `name` of `rule` does."""
    return {theirs for theirs in other.condition.names if _covers(other.selections[theirs], rule.selections[name])}


def _covers(wide: Selection, narrow: Selection) -> bool:
    return all(any(_asks_less(w, n) for w in wide) for n in narrow)


def _asks_less(wide: Clause, narrow: Clause) -> bool:
    return all(any(_holds_with(w, n) for n in narrow.tests) for w in wide.tests)


def _holds_with(wide: Test, narrow: Test) -> bool:
    """Whether `wide` holds whenever `narrow` does: the same question of no fewer words."""
    if (wide.field, wide.modifier) != (narrow.field, narrow.modifier):
        return False
    if isinstance(wide.value, tuple) and isinstance(narrow.value, tuple) and wide.modifier != "all":
        return set(narrow.value) <= set(wide.value)
    return bool(wide.value == narrow.value)


def circles(ruleset: RuleSet) -> Iterator[Problem]:
    """Signals that lead back to themselves, whose answer would depend on which is asked first."""
    next_to = {
        signal.name: {n for s in (signal.match, signal.excepts, signal.unless) for n in signal_names(s)}
        for signal in ruleset.signals.values()
    }
    for name, signal in ruleset.signals.items():
        reached: set[str] = set()
        waiting = set(next_to[name])
        while waiting:
            reached |= waiting
            waiting = {other for one in waiting for other in next_to.get(one, ())} - reached
        if name in reached:
            mend = "let one of them name its words itself"
            yield Problem(signal.where, signal.line, name, "the signal leads back to itself", mend)


def unused(ruleset: RuleSet) -> Iterator[Problem]:
    """Signals that nobody asks for, and that count nowhere by themselves."""
    used = {name for rule in ruleset.rules for s in rule.selections.values() for name in signal_names(s)}
    for signal in ruleset.signals.values():
        used |= {name for s in (signal.match, signal.excepts, signal.unless) for name in signal_names(s)}
    for signal in ruleset.signals.values():
        counts = signal.slot in {"person", "deal", "counter"} or bool(signal.roles)
        if signal.name not in used and (signal.slot in _ASKED or not counts):
            mend = "use it in a rule, or remove it"
            yield Problem(signal.where, signal.line, signal.name, "no rule uses this signal", mend, "warning")
