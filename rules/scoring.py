"""Points of a verdict, by which a queue is ordered: they never decide whether something alerts."""

from __future__ import annotations

from rules.verdict import Evidence, Fired, Judged

_MORE_RULES = 5
_SLOT = 6
_COUNTER = 5
_HIGH = 75
_UNLIKE = 5


def score_of(judged: Judged, slots: int) -> int:
    """0-100 for a judged segment that fills `slots` slots: the best rule, more for further rules and slots, less for
    what speaks against and for a text that reads less like an advert.
    """
    evidence = judged.evidence
    points = sorted((rule_score(fired) for fired in evidence.fired), reverse=True)
    if not points:
        return 10
    more = min(3, len(points) - 1) * _MORE_RULES
    against = sum(weight for _, weight in evidence.counters) * _COUNTER
    return max(1, min(100, _spread(points[0] + more + max(0, slots - 2) * _SLOT + against) - _unlike(evidence)))


def _spread(points: int) -> int:
    """Points beyond _HIGH count less, so that a queue has an order among its best."""
    return min(points, _HIGH) + max(0, points - _HIGH) * 2 // 5


def _unlike(evidence: Evidence) -> int:
    """Points off where the text reads less like an advert, if its rules may be doubted."""
    one = evidence.reading.reading
    if one.classifier is None or any(fired.rule.id not in one.doubted for fired in evidence.fired):
        return 0
    return (100 - one.likeness) // _UNLIKE


def rule_score(fired: Fired) -> int:
    """0-100: what the rule says of itself, with what it adds for further selections and for obscuring."""
    found = fired.found
    points = fired.rule.base + sum(add for name, add in fired.rule.add.items() if name in found)
    if "obscured" in fired.rule.add and any(f.obscured for places in found.values() for f in places):
        points += fired.rule.add["obscured"]
    return max(0, min(100, points))
