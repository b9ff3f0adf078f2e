"""What is wrong, risky or stale in a collection of rules, each with file, line and mend.

Graded as in pySigma's validators: `error` keeps the rules from loading or alerting rightly, `warning` is worth mending,
`note` is worth knowing. What only shows when rules are seen together stands in `rules.lint_collection`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from rules.anchors import anchors_of, necessary
from rules.lint_collection import circles, same, shadowed, unused
from rules.literals import required
from rules.loader import PACKS, SIGNALS, RuleSet, read_rules
from rules.schema import DECIDING, Rule, Selection, Test, signal_names
from rules.tokens import check_tokens
from sandi.errors import Problem
from sandi.strict_yaml import Document, Path_, load_text
from sandi.verdict import TACTICS

TODO = "TODO"
"""What `sandi rules new` leaves where only the author can write; a rule that still says it is not done."""
SHORT = 4
_FILLING = ("act", "means", "purpose")

Note = Callable[..., Problem]


def lint(packs: Sequence[Path] = (), *, signals: Path = SIGNALS, home: Path = PACKS, today: date) -> list[Problem]:
    """Every problem of the whole collection, in order of file and line."""
    ruleset, problems = read_rules([home, *packs], signals=[signals, *(pack / "signals" for pack in packs)])
    if not any(problem.grade == "error" for problem in problems):
        problems += _collection(ruleset, home, today)
    return sorted(problems, key=lambda p: (p.where, p.line, p.field))


def lint_rule(ruleset: RuleSet, rule: Rule, home: Path, today: date) -> list[Problem]:
    """Every problem of one rule of `ruleset` that reading it did not tell; `rule.text` must be readable."""
    return list(_rule(ruleset, rule, home, today))


def _collection(ruleset: RuleSet, home: Path, today: date) -> Iterator[Problem]:
    for rule in ruleset.rules:
        yield from _rule(ruleset, rule, home, today)
    for signal in ruleset.signals.values():
        for selection in (signal.match, signal.excepts, signal.unless):
            for found, mend in _costly(selection):
                yield Problem(signal.where, signal.line, signal.name, found, mend, "note")
    yield from same(ruleset.rules)
    yield from shadowed(ruleset.rules)
    yield from circles(ruleset)
    yield from unused(ruleset)


def _rule(ruleset: RuleSet, rule: Rule, home: Path, today: date) -> Iterator[Problem]:
    (document,) = load_text(rule.text, rule.where) or (Document(rule.where, {}, {}),)

    def note(path: Path_, found: str, mend: str, grade: str = "warning") -> Problem:
        return document.problem(path, found, mend, grade)

    yield from _undone(document.data, (), note)
    yield from _detection(ruleset, rule, note)
    yield from _evidence(ruleset, rule, note)
    silent = sum(not example.matches for example in rule.examples)
    if silent < len(rule.falsepositives):
        found = f"{len(rule.falsepositives)} falsepositives but {_examples(silent)}"
        yield note(("examples", "no_match"), found, "give each line of falsepositives an example", "error")
    if rule.review_by and rule.review_by < today.isoformat():
        yield note(("review_by",), f"was due on {rule.review_by}", "look at its precision and set a new date")
    yield from _place(ruleset, rule, home, note)


def _examples(count: int) -> str:
    return f"{count} no_match example{'' if count == 1 else 's'}"


def _undone(value: Any, path: Path_, note: Note) -> Iterator[Problem]:
    """Places that the scaffold left to the author."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _undone(inner, (*path, key), note)
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _undone(inner, (*path, i), note)
    elif isinstance(value, str) and TODO in value:
        yield note(path, f"is still to be written: {value!r:.60}", "write it, or take it out", "error")


def _detection(ruleset: RuleSet, rule: Rule, note: Note) -> Iterator[Problem]:
    if not _has_anchor(ruleset, rule):
        mend = "require a selection that looks for words or patterns"
        found = "the rule has no anchor: it would run on every listing"
        yield note(("detection", "condition"), found, mend, "error")
    for name, selection in rule.selections.items():
        path = ("detection", name)
        if name not in rule.condition.names and name not in rule.add:
            yield note(path, "the selection is never used", "use it in the condition or in score.add")
        yield from (note(path, text, "see spaCy's Matcher", "error") for text in _tokens(selection))
        yield from (note(path, found, mend, "note") for found, mend in _costly(selection))


def _costly(selection: Selection) -> Iterator[tuple[str, str]]:
    """Patterns that are tried on nearly every listing, and pieces of words that stand in too many."""
    for test in (test for clause in selection for test in clause.tests):
        if test.modifier == "re":
            for pattern in filter(_tried_everywhere, test.value):
                found = f"the pattern {pattern!r:.60} is tried on nearly every listing: no word need stand there"
                yield found, "ask for a word beside it, such as `gaji \\d+`"
        if test.modifier == "contains":
            for piece in test.value:
                if len(piece) < SHORT:
                    yield f"`{piece}` stands inside very many words", f"use `word`, or {SHORT} letters or more"


def _tried_everywhere(pattern: str) -> bool:
    """Whether a pattern has a way to match for which no letter, at most figures, need stand there."""
    return any(all(any(text.upper() == text.lower() for text in group) for group in way) for way in required(pattern))


def _evidence(ruleset: RuleSet, rule: Rule, note: Note) -> Iterator[Problem]:
    """A rule that may alert rests on what somebody has shown."""
    if not rule.may_alert:
        return
    for name in sorted(rule.condition.positive):
        for signal in (ruleset.signals[n] for n in signal_names(rule.selections[name]) if n in ruleset.signals):
            if signal.evidence not in DECIDING:
                found = f"rests on {signal.name}, whose evidence is {signal.evidence}: it never counts"
                yield note(("detection", name), found, "name a signal that is better known, or take it out")
        slots = {clause.slot for clause in rule.selections[name] if clause.slot in _FILLING}
        if slots and rule.status == "stable":
            found = f"words of slot {', '.join(sorted(filter(None, slots)))} without evidence in a stable rule"
            yield note(("detection", name), found, "make them a signal, which names its source")


def _place(ruleset: RuleSet, rule: Rule, home: Path, note: Note) -> Iterator[Problem]:
    """Where the rule lies, and which rules it names."""
    folder = Path(rule.where).parent.name
    if folder in TACTICS and folder != rule.tactic:
        yield note(("tactic",), f"is `{rule.tactic}`, the folder is {folder}", "move the file or correct the tactic")
    for name in rule.related:
        if name == rule.id or ruleset.rule(name) is None:
            yield note(("related",), f"no other rule is named `{name}`", "correct the id, or take it out")
    if rule.tlp not in {"", "clear"} and Path(rule.where).resolve().is_relative_to(home.resolve()):
        mend = "move it to a folder of your own (SANDI_PACKS), or write `tlp: clear`"
        yield note(("tlp",), f"is {rule.tlp}, but the folder is public", mend, "error")


def _has_anchor(ruleset: RuleSet, rule: Rule) -> bool:
    """Whether the condition can only hold when some word or pattern was found."""
    if any(anchors_of(ruleset, rule.selections[name]) for name in necessary(rule)):
        return True
    return all(anchors_of(ruleset, rule.selections[name]) for name in rule.condition.positive)


def _tokens(selection: Selection) -> Iterator[str]:
    tests: Iterable[Test] = (test for clause in selection for test in clause.tests)
    for test in tests:
        if test.modifier == "tokens":
            refused = (check_tokens(orjson.loads(pattern)) for pattern in test.value)
            yield from (f"the token pattern is refused: {reason}" for reason in refused if reason)
