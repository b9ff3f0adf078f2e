"""Tries an edited rule before it is saved: its mistakes by line, what it finds in one listing, beside today's rules.

Writes nothing and reads no file: the text of the rule comes from whoever edits it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rules.engine import Engine
from rules.evaluate import SegmentReading
from rules.examples import check_examples
from rules.lint import lint_rule
from rules.loader import PACKS, RuleSet, unknown_signals
from rules.matchers import Found
from rules.reader import read_rule
from rules.schema import Rule
from sandi.errors import InputError, Problem
from sandi.listing import Listing
from sandi.strict_yaml import load_text
from sandi.verdict import Verdict

REPEATS = 5


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule as read from its text, laid over the rules of today, and every problem in order of line.

    `rule` and `rules` are None when an error forbids it to run.
    """

    problems: tuple[Problem, ...]
    rule: Rule | None = None
    rules: RuleSet | None = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.grade == "error")


@dataclass(frozen=True, slots=True)
class Held:
    """A selection of the rule: False for one that the condition wants absent; where it stands (None: nowhere)."""

    name: str
    wanted: bool
    found: tuple[Found, ...] | None


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule on one listing. `silenced_by` is the one filter without which it would fire; `lacks` the one selection
    with which it would; `missing` says why the listing is no alert by all rules together.
    """

    fires: bool
    held: tuple[Held, ...]
    silenced_by: str
    lacks: str
    before: Verdict
    after: Verdict
    missing: tuple[str, ...]
    before_ms: float
    after_ms: float


def read_trial(base: RuleSet, text: str, where: str, *, today: date, home: Path = PACKS) -> Trial:
    """The rule of `text` over `base`; `where` names it in problems. Never raises for what stands in the text."""
    problems: list[Problem] = []
    try:
        documents = load_text(text, where)
    except InputError as error:
        return Trial(_by_line(error.problems))
    if len(documents) != 1:
        found = f"{len(documents)} documents in one file"
        return Trial((Problem(where, 1, "", found, "write one rule a file"),))
    rule = read_rule(documents[0], text, hashlib.sha256(text.encode()).hexdigest(), problems)
    if rule is None or _broken(problems):
        return Trial(_by_line(problems))
    rules = laid_over(base, rule)
    problems += unknown_signals(replace(rules, rules=(rule,)))
    if _broken(problems):
        return Trial(_by_line(problems))
    problems += lint_rule(rules, rule, home, today)
    return Trial(_by_line(problems), rule, rules)


def laid_over(base: RuleSet, rule: Rule) -> RuleSet:
    """`base` with `rule` in place of the rule of the same id."""
    every = {one.id: one for one in base.rules} | {rule.id: rule}
    digest = hashlib.sha256(f"{base.sha256} with {rule.sha256}".encode()).hexdigest()
    return replace(base, rules=tuple(every[name] for name in sorted(every)), sha256=digest)


def examples_of(engine: Engine, trial: Trial) -> Trial:
    """`trial` with the promises of its examples that do not hold; `engine` is that of `trial.rules`."""
    if trial.rule is None:
        return trial
    return replace(trial, problems=_by_line([*trial.problems, *check_examples(engine, trial.rule)]))


def on_listing(before: Engine, after: Engine, rule: Rule, listing: Listing) -> Tried:
    """What `rule` finds in `listing`, and what all rules come to without (`before`) and with the edit (`after`)."""
    explained = after.explain(listing)
    readings = after.segments(listing)
    best = max(readings, key=lambda reading: len(_held(rule, reading) & rule.condition.positive), default=None)
    held = _held(rule, best) if best else set()
    fires = any(_holds(rule, _held(rule, reading)) for reading in readings)
    return Tried(
        fires=fires,
        held=tuple(
            Held(
                name, name in rule.condition.positive or name not in rule.condition.names, _found(rule, name, readings)
            )
            for name in rule.selections
        ),
        silenced_by="" if fires else _silencing(rule, held),
        lacks="" if fires else _lacking(rule, held),
        before=before.judge(listing),
        after=explained.verdict,
        missing=tuple(dict.fromkeys(text for one in explained.segments for text in one.missing))
        if explained.verdict.verdict != "alert"
        else (),
        before_ms=_milliseconds(before, listing),
        after_ms=_milliseconds(after, listing),
    )


def _held(rule: Rule, reading: SegmentReading) -> set[str]:
    return {name for name in rule.selections if reading.named(rule, name) is not None}


def _found(rule: Rule, name: str, readings: Sequence[SegmentReading]) -> tuple[Found, ...] | None:
    """Where a selection stands in the whole listing; None when it holds in no segment."""
    places = [found for reading in readings if (found := reading.named(rule, name)) is not None]
    return tuple(dict.fromkeys(f for found in places for f in found)) if places else None


def _holds(rule: Rule, held: set[str]) -> bool:
    return rule.condition.check(held.__contains__)


def _silencing(rule: Rule, held: set[str]) -> str:
    return next((name for name in sorted(held - rule.condition.positive) if _holds(rule, held - {name})), "")


def _lacking(rule: Rule, held: set[str]) -> str:
    return next((name for name in sorted(rule.condition.positive - held) if _holds(rule, held | {name})), "")


def _milliseconds(engine: Engine, listing: Listing) -> float:
    """The quickest of a few judgements: what it costs when the machine does nothing else."""
    best = float("inf")
    for _ in range(REPEATS):
        start = time.perf_counter()
        engine.judge_closely(listing)
        best = min(best, time.perf_counter() - start)
    return 1000 * best


def _broken(problems: Sequence[Problem]) -> bool:
    return any(problem.grade == "error" for problem in problems)


def _by_line(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.line, problem.field)))
