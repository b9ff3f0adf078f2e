"""Runs the examples that stand in every rule file: what must match, with its spans, and what must not, and why.

What must match is also obscured in ten ways (`rules.obscure`), and the share that still matches is measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rules.engine import Engine
from rules.evaluate import SegmentReading
from rules.obscure import WAYS, rewritings
from rules.schema import Example, Rule
from sandi.errors import Problem
from sandi.listing import Listing, listing_from_json

SURVIVAL = 0.90
"""Share of obscured examples that all rules that can alert must still match together; only an edit here lowers it."""
SURVIVAL_OF_WAY = 0.85
SURVIVAL_OF_RULE = 0.80


@dataclass(frozen=True, slots=True)
class Survival:
    """How many obscured examples of one rule, or of all (`rule` is then empty), still match: way → matched, tried."""

    rule: str
    ways: Mapping[str, tuple[int, int]]

    @property
    def share(self) -> float:
        """Over all ways; 1 when there is nothing to match."""
        matched, tried = map(sum, zip(*self.ways.values(), strict=True))
        return matched / tried if tried else 1.0

    def share_of(self, way: str) -> float:
        """In one way."""
        matched, tried = self.ways[way]
        return matched / tried if tried else 1.0

    def to_json(self) -> dict[str, object]:
        """Shares for programs: `rule`, `share`, and `ways` by name."""
        ways = {way: round(self.share_of(way), 4) for way in self.ways}
        return {"rule": self.rule, "share": round(self.share, 4), "ways": ways}


def survival(engine: Engine, rule: Rule) -> Survival:
    """How many of the rule's positive examples it still matches when they are obscured."""
    ways = dict.fromkeys(WAYS, (0, 0))
    for example in rule.examples:
        if example.matches:
            listing = listing_from_json({"url": f"example:{rule.id}", **example.listing})
            if engine.fires(rule, listing) is None:  # told by check_examples
                continue
            titles, texts = rewritings(listing.title), rewritings(listing.text)
            for way, (matched, tried) in ways.items():
                pairs = list(zip(titles[way], texts[way], strict=True))
                alive = (engine.fires(rule, replace(listing, title=title, text=text)) for title, text in pairs)
                ways[way] = matched + sum(fired is not None for fired in alive), tried + len(pairs)
    return Survival(rule.id, ways)


def together(survivals: Iterable[Survival]) -> Survival:
    """All rules as one."""
    ways = dict.fromkeys(WAYS, (0, 0))
    for one in survivals:
        ways = {way: (ways[way][0] + one.ways[way][0], ways[way][1] + one.ways[way][1]) for way in WAYS}
    return Survival("", ways)


def check_survival(rules: Iterable[Rule], survivals: Iterable[Survival], *, every: bool) -> Iterator[Problem]:
    """Every floor that rules that can alert fall below; `survivals` are those of `rules`, in order.

    The floors of all rules together are asked only when these are `every` rule.
    """
    alerting = [(rule, one) for rule, one in zip(rules, survivals, strict=True) if rule.may_alert]
    for rule, one in alerting:
        if one.share < SURVIVAL_OF_RULE:
            weak = ", ".join(f"{way} {one.share_of(way):.0%}" for way in WAYS if one.share_of(way) < SURVIVAL_OF_RULE)
            found = f"only {one.share:.0%} of the obscured examples match, and {SURVIVAL_OF_RULE:.0%} must ({weak})"
            mend = "say in words, not in patterns of characters, what the obscured text still says"
            yield Problem(rule.where, rule.line, "examples.match", found, mend)
    whole = together(one for _, one in alerting)
    floors = [("all ways", whole.share, SURVIVAL), *((w, whole.share_of(w), SURVIVAL_OF_WAY) for w in WAYS)]
    for name, share, floor in floors if every else ():
        if share < floor:
            found = f"{name}: {share:.1%} of the obscured examples match, and {floor:.0%} must"
            yield Problem("rules", 0, "obfuscation survival", found, "see rules/clearing.py for what is undone")


def survival_lines(survivals: Sequence[Survival]) -> Iterator[str]:
    """The shares for a reader: a line a rule with the ways in which something is lost, then every way, then all."""
    yield "obscured examples that still match"
    for one in survivals:
        lost = ", ".join(f"{way} {one.share_of(way):.0%}" for way in WAYS if one.share_of(way) < 1)
        yield f"  {one.rule:40} {one.share:7.1%}  {lost}".rstrip()
    whole = together(survivals)
    yield from (f"  in the way {way:29} {whole.share_of(way):7.1%}" for way in WAYS)
    yield f"  {'all rules, all ways':40} {whole.share:7.1%}"


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
