"""Judges listings of the past by rules of today: what one rule finds, and what an edit of rules adds and drops.

Takes listings from any iterable, so that it knows nothing of where they are kept; streams, over as many processes as
wanted, and gives its answers in the order of the listings.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from multiprocessing import get_context

from rules.engine import Engine
from rules.loader import RuleSet
from rules.schema import Rule
from sandi.listing import Listing
from sandi.verdict import VERDICTS, Verdict

CHUNK = 200
DECIDED = ("confirmed", "dismissed", "undecided", "none")
"""What people decided of a listing: kept or escalated, dismissed, open or unsure; `none` when it is no lead."""


@dataclass(frozen=True, slots=True)
class Past:
    """Where a listing of the past is kept. Versions of one listing share `id` and come one after the other.

    `title` and `url` may be shown: contacts in them are masked.
    """

    id: str
    title: str = ""
    url: str = ""
    source: str = ""
    version: int = 1
    lead: int | None = None
    decided: str = "none"


@dataclass(frozen=True, slots=True)
class Shift:
    """One listing under the old rules and under the new: the gravest verdict of its versions, and who decided what."""

    past: Past
    old: Verdict
    new: Verdict

    @property
    def added(self) -> bool:
        """Whether only the new rules alert."""
        return self.new.verdict == "alert" != self.old.verdict

    @property
    def dropped(self) -> bool:
        """Whether only the old rules alert."""
        return self.old.verdict == "alert" != self.new.verdict

    @property
    def silenced_call(self) -> bool:
        """Whether a call for help would become an alert: somebody in need, taken for a suspect."""
        return (self.old.verdict, self.new.verdict) == ("help", "alert")


@dataclass
class Tally:
    """Shifts counted: how many listings, alerts before and after, and by decision what was added and dropped."""

    listings: int = 0
    old_alerts: int = 0
    new_alerts: int = 0
    added: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    added_by: Counter[str] = field(default_factory=Counter)
    dropped_by: Counter[str] = field(default_factory=Counter)
    shifts: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def calls(self) -> int:
        """How many calls for help would become alerts."""
        return self.shifts["help", "alert"]

    def add(self, shift: Shift) -> None:
        """Count one listing."""
        self.listings += 1
        self.old_alerts += shift.old.verdict == "alert"
        self.new_alerts += shift.new.verdict == "alert"
        if shift.old.verdict != shift.new.verdict:
            self.shifts[shift.old.verdict, shift.new.verdict] += 1
        if shift.added:
            self.added[shift.past.decided] += 1
            self.added_by.update(hit.rule for hit in shift.new.hits)
        if shift.dropped:
            self.dropped[shift.past.decided] += 1
            self.dropped_by.update(hit.rule for hit in shift.old.hits)


def hunting(rules: RuleSet, rule: Rule) -> RuleSet:
    """`rules` with `rule` alone, as if its status let it alert: a hunt asks what it would catch."""
    awake = rule if rule.may_alert else replace(rule, status="test")
    return replace(rules, rules=(awake,))


def hunt(rules: RuleSet, rule: Rule, listings: Iterable[tuple[Past, Listing]], *, workers: int = 1) -> Iterator[Shift]:
    """Every listing, in the version that weighs most, quiet ones too: `new` is what `rule` alone comes to on it, `old`
    what it is without any rule, a call for help or quiet.
    """
    sides = [replace(rules, rules=()), hunting(rules, rule)]
    for past, (without, alone) in _gravest(judge_each(sides, listings, workers=workers)):
        yield Shift(past, without, alone)


def backtest(
    old: RuleSet, new: RuleSet, listings: Iterable[tuple[Past, Listing]], *, workers: int = 1
) -> Iterator[Shift]:
    """Every listing under both rule sets."""
    for past, (before, after) in _gravest(judge_each([old, new], listings, workers=workers)):
        yield Shift(past, before, after)


def _gravest(
    judged: Iterable[tuple[Past, tuple[Verdict, ...]]],
) -> Iterator[tuple[Past, tuple[Verdict, ...]]]:
    """The versions of each listing as one: under each rule set the verdict that weighs most, as a lead keeps it."""
    for _, group in groupby(judged, key=lambda pair: pair[0].id):
        versions = list(group)
        best = tuple(min(verdicts, key=_weight) for verdicts in zip(*(v for _, v in versions), strict=True))
        past = min(versions, key=lambda pair: min(map(_weight, pair[1])))[0]
        yield past, best


def _weight(verdict: Verdict) -> tuple[int, int]:
    return VERDICTS.index(verdict.verdict), -verdict.score


# Over several processes ------------------------------------------------------------------------------------------


def judge_each(
    rulesets: Sequence[RuleSet], listings: Iterable[tuple[Past, Listing]], *, workers: int = 1
) -> Iterator[tuple[Past, tuple[Verdict, ...]]]:
    """The verdicts of all `rulesets` on every listing, in order; what is read ahead is bounded."""
    if workers <= 1:
        judge = _judge_by(rulesets)
        yield from ((past, judge(listing)) for past, listing in listings)
        return
    with ProcessPoolExecutor(workers, get_context("fork"), _start, (rulesets,)) as pool:
        waiting: deque[tuple[list[Past], Future[list[tuple[Verdict, ...]]]]] = deque()
        source = iter(listings)
        while chunk := list(islice(source, CHUNK)):
            waiting.append(([past for past, _ in chunk], pool.submit(_judge_chunk, [one for _, one in chunk])))
            if len(waiting) >= 2 * workers:
                yield from _answered(*waiting.popleft())
        while waiting:
            yield from _answered(*waiting.popleft())


def _answered(
    pasts: list[Past], future: Future[list[tuple[Verdict, ...]]]
) -> Iterator[tuple[Past, tuple[Verdict, ...]]]:
    return zip(pasts, future.result(), strict=True)


def _judge_by(rulesets: Sequence[RuleSet]) -> Callable[[Listing], tuple[Verdict, ...]]:
    engines = [Engine(rules) for rules in rulesets]
    return lambda listing: tuple(engine.judge(listing) for engine in engines)


_judge: Callable[[Listing], tuple[Verdict, ...]] | None = None


def _start(rulesets: Sequence[RuleSet]) -> None:
    global _judge
    _judge = _judge_by(rulesets)


def _judge_chunk(chunk: Iterable[Listing]) -> list[tuple[Verdict, ...]]:
    if _judge is None:
        raise RuntimeError("the worker was not started with rules")
    return [_judge(listing) for listing in chunk]
