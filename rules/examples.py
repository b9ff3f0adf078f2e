"""Runs the examples that stand in every rule file: what must match, with its spans, and what must not, and why."""

from __future__ import annotations

from collections.abc import Iterator

from rules.engine import Engine
from rules.evaluate import SegmentReading
from rules.schema import Example, Rule
from sandi.errors import Problem
from sandi.listing import Listing, listing_from_json


def check_examples(engine: Engine, rule: Rule) -> Iterator[Problem]:
    """Every promise of the rule's examples that does not hold."""
    for example in rule.examples:
        listing = listing_from_json({"url": f"example:{rule.id}", **example.listing})
        check = _check_match if example.matches else _check_no_match
        for found, mend in check(engine, rule, example, listing):
            field = "examples.match" if example.matches else "examples.no_match"
            yield Problem(rule.where, example.line, field, found, mend)
        yield from _check_verdict(engine, rule, example, listing)


def _check_match(engine: Engine, rule: Rule, example: Example, listing: Listing) -> Iterator[tuple[str, str]]:
    fired = engine.fires(rule, listing)
    if fired is None:
        held = sorted({name for reading in engine.segments(listing) for name in _held(rule, reading)})
        mend = f"what holds is {', '.join(held) or 'nothing'}; the condition is `{rule.condition.text}`"
        yield "the example does not match", mend
        return
    for name, wanted in example.spans.items():
        marked = {getattr(listing, f.field)[f.start : f.end] for f in fired.found.get(name, ())}
        for text in wanted:
            if text not in marked:
                shown = ", ".join(sorted(repr(m) for m in marked)) or "nothing"
                yield f"`{name}` does not mark {text!r}", f"it marks {shown}"


def _check_no_match(engine: Engine, rule: Rule, example: Example, listing: Listing) -> Iterator[tuple[str, str]]:
    because = example.because
    if because == "engine":
        return
    if engine.fires(rule, listing) is not None:
        yield "the example matches, and must not", f"check `{because}`, or say `because: engine`"
    elif because in rule.condition.positive:
        if any(reading.named(rule, because) is not None for reading in engine.segments(listing)):
            yield f"`{because}` is not missing here", "name the selection that is missing, or the filter"
    elif engine.fires(rule, listing, without=because) is None:
        yield (
            f"the example would not match without `{because}` either",
            "give an example that only this filter silences",
        )


def _held(rule: Rule, reading: SegmentReading) -> Iterator[str]:
    return (name for name in rule.selections if reading.named(rule, name) is not None)


def _check_verdict(engine: Engine, rule: Rule, example: Example, listing: Listing) -> Iterator[Problem]:
    explained = engine.explain(listing)
    verdict = explained.verdict.verdict
    missing = "; ".join(text for one in explained.segments for text in one.missing) or "nothing was found"
    if example.matches:
        wanted = example.verdict or ("alert" if rule.may_alert else "")
        if wanted and verdict != wanted:
            mend = f"missing for an alert: {missing}" if verdict != "alert" else f"expected {wanted}"
            yield Problem(rule.where, example.line, "examples.match", f"the listing comes to `{verdict}`", mend)
    elif example.verdict and verdict != example.verdict:
        mend = f"expected {example.verdict}"
        yield Problem(rule.where, example.line, "examples.no_match", f"the listing comes to `{verdict}`", mend)
    elif example.because == "engine" and verdict == "alert":
        hits = ", ".join(hit.rule for hit in explained.verdict.hits)
        yield Problem(rule.where, example.line, "examples.no_match", "the listing alerts", f"by {hits}")
