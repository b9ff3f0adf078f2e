"""Which trade a segment speaks of, where rules fire that ask how the whole text reads.

The reading of the whole says that persons are traded, not how; nearly every text that reads so holds some sign of
several tactics. So narrow rules decide first, and of the others only those speak whose own words stand most in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from rules.evaluate import SegmentReading
from rules.schema import signal_names
from rules.verdict import Evidence, Fired, Judged, Present, decide

TELLING = ("about", "own", "goods", "child")
"""The selections that name the signs of a rule's own tactic, as against those that all tactics share."""
MOST_TRADES = 2


def judge(reading: SegmentReading, present: Sequence[Present], fired: Sequence[Fired]) -> Judged:
    """The verdict of a segment in which `fired` fired: with the narrow rules speak those of the tactic that its words
    tell of; all of them together only where that comes to less.
    """
    narrow = [one for one in fired if not one.rule.likeness]
    broad = [one for one in fired if one.rule.likeness]

    def of(rules: Sequence[Fired]) -> Judged:
        return decide(Evidence(reading, present, [*narrow, *rules]))

    if not broad:
        return of(broad)
    if narrow and (judged := of([])).verdict == "alert":
        known = {one.rule.tactic for one in narrow}
        best = _most(_of_lane(judged, broad, present), present)
        return judged if any(one.rule.tactic in known for one in best) else of(best[:1])
    alerts = [one for one in broad if of([one]).verdict == "alert"]
    judged, together = of(_most(alerts or broad, present)), of(broad)
    return judged if judged.verdict == together.verdict else together


def _of_lane(judged: Judged, broad: Sequence[Fired], present: Sequence[Present]) -> Sequence[Fired]:
    """Those that may speak beside an alert: none of the child lane beside one of the adult lane, unless a sign of
    somebody under 18 stands there.
    """
    if judged.lane == "child" or any("minor" in one.signal.roles for one in present):
        return broad
    return [one for one in broad if one.rule.lane != "child"]


def _most(broad: Sequence[Fired], present: Sequence[Present]) -> list[Fired]:
    """Those of whose tactic the words speak most, MOST_TRADES at most; none of none."""
    if not broad:
        return []
    told = [_told(one, present) for one in broad]
    return [one for one, count in zip(broad, told, strict=True) if count == max(told)][:MOST_TRADES]


def _told(fired: Fired, present: Sequence[Present]) -> tuple[int, int]:
    """How many different words speak of the rule's own tactic, and how many of its signals."""
    rule = fired.rule
    names = {name for one in TELLING if one in rule.selections for name in signal_names(rule.selections[one])}
    there = [one for one in present if one.signal.name in names]
    return len({(f.field, f.start) for one in there for f in one.found}), len(there)
