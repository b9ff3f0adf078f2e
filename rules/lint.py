"""What is wrong, risky or stale in a collection of rules, each with file, line and mend.

Graded as in pySigma's validators: `error` keeps the rules from loading or alerting rightly, `warning` is worth a look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import orjson

from rules.candidates import anchors_of, necessary
from rules.loader import PACKS, SIGNALS, RuleSet, read_rules
from rules.schema import Rule, signal_names
from rules.tokens import check_tokens
from sandi.errors import Problem
from sandi.verdict import TACTICS


def lint(packs: Sequence[Path] = (), *, signals: Path = SIGNALS, home: Path = PACKS, today: date) -> list[Problem]:
    """Every problem of the whole collection, in order of file and line."""
    ruleset, problems = read_rules([home, *packs], signals=[signals, *(pack / "signals" for pack in packs)])
    if not any(problem.grade == "error" for problem in problems):
        problems += _collection(ruleset, today)
    return sorted(problems, key=lambda p: (p.where, p.line, p.field))


def _collection(ruleset: RuleSet, today: date) -> Iterator[Problem]:
    for rule in ruleset.rules:
        yield from _rule(ruleset, rule, today)
    yield from _same(ruleset.rules)
    yield from _circles(ruleset)
    yield from _unused(ruleset)


def _rule(ruleset: RuleSet, rule: Rule, today: date) -> Iterator[Problem]:
    def note(field: str, found: str, mend: str, grade: str = "warning") -> Problem:
        return Problem(rule.where, rule.line, field, found, mend, grade)

    if not _has_anchor(ruleset, rule):
        mend = "require a selection that looks for words or patterns"
        yield note("detection.condition", "the rule has no anchor: it would run on every listing", mend, "error")
    for name in rule.selections:
        if name not in rule.condition.names and name not in rule.add:
            yield note(f"detection.{name}", "the selection is never used", "use it in the condition or in score.add")
        yield from (note(f"detection.{name}", text, "see spaCy's Matcher", "error") for text in _tokens(rule, name))
    silent = sum(not example.matches for example in rule.examples)
    if silent < len(rule.falsepositives):
        found = f"{len(rule.falsepositives)} falsepositives but {silent} no_match examples"
        yield note("examples.no_match", found, "give each line of falsepositives an example", "error")
    if rule.review_by and rule.review_by < today.isoformat():
        yield note("review_by", f"was due on {rule.review_by}", "look at its precision and set a new date")
    folder = Path(rule.where).parent.name
    if folder in TACTICS and folder != rule.tactic:
        yield note("tactic", f"is `{rule.tactic}`, the folder is {folder}", "move the file or correct the tactic")


def _has_anchor(ruleset: RuleSet, rule: Rule) -> bool:
    """Whether the condition can only hold when some word or pattern was found."""
    if any(anchors_of(ruleset, rule.selections[name]) for name in necessary(rule)):
        return True
    return all(anchors_of(ruleset, rule.selections[name]) for name in rule.condition.positive)


def _tokens(rule: Rule, name: str) -> Iterator[str]:
    for clause in rule.selections[name]:
        for test in clause.tests:
            if test.modifier == "tokens":
                refused = (check_tokens(orjson.loads(pattern)) for pattern in test.value)
                yield from (f"the token pattern is refused: {reason}" for reason in refused if reason)


def _same(rules: Iterable[Rule]) -> Iterator[Problem]:
    """Rules that look for the same under another name."""
    seen: dict[str, Rule] = {}
    for rule in rules:
        key = f"{rule.condition.text} {sorted(rule.selections.items(), key=lambda pair: pair[0])}"
        if key in seen:
            found = f"looks for the same as {seen[key].id}"
            yield Problem(rule.where, 1, "detection", found, "keep one of them", "warning")
        seen.setdefault(key, rule)


def _circles(ruleset: RuleSet) -> Iterator[Problem]:
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


def _unused(ruleset: RuleSet) -> Iterator[Problem]:
    used = {name for rule in ruleset.rules for s in rule.selections.values() for name in signal_names(s)}
    for signal in ruleset.signals.values():
        used |= {name for s in (signal.match, signal.excepts, signal.unless) for name in signal_names(s)}
    for signal in ruleset.signals.values():
        counts = signal.slot in {"act", "means", "purpose", "person", "deal", "counter"} or signal.roles
        if signal.name not in used and not counts:
            mend = "use it in a rule, or remove it"
            yield Problem(signal.where, signal.line, signal.name, "no rule uses this signal", mend, "warning")
