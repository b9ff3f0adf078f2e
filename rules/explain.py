"""Why a text alerted, or what was missing, told in words for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich.text import Text

from rules.engine import Explained
from rules.evaluate import SegmentReading
from rules.loader import PACKS
from rules.matchers import Found
from rules.schema import Rule
from rules.verdict import Evidence, Judged, Present
from sandi.listing import Listing
from sandi.text import visible
from sandi.verdict import SLOTS

COLOURS = {
    "act": "bold red",
    "means": "bold yellow",
    "purpose": "bold magenta",
    "person": "bold cyan",
    "deal": "bold green",
    "counter": "bold blue",
    "context": "dim",
}
NEAR_MISSES = 5
"""Rules that are named although they do not fire."""
_OTHERS = 12


def explanation(listing: Listing, explained: Explained, rules: Sequence[Rule]) -> Iterator[Text]:
    """Lines that explain the verdict by `rules`, with the listing's words marked by slot."""
    verdict = explained.verdict
    yield Text.assemble((verdict.verdict.upper(), "bold"), f"  lane {verdict.lane}, score {verdict.score}")
    for i, judged in enumerate(explained.segments, 1):
        if len(explained.segments) > 1:
            yield Text(f"\nSegment {i}: {judged.verdict}", style="bold")
        yield from _segment(listing, judged, rules)
    evidence = explained.segments[0].evidence if explained.segments else None
    reading = evidence.reading.reading if evidence else None
    if evidence is not None and reading is not None and reading.classifier is not None:
        needed = evidence.likeness_needed
        yield Text(f"likeness: the whole reads {reading.likeness} of 100 like an advert, an alert needs {needed}")
    if not explained.segments:
        yield Text("No word, pattern or figure that any rule looks for.")
    if verdict.contacts:
        kinds = ", ".join(f"{c.kind}{' (obscured)' if c.obscured else ''}" for c in verdict.contacts)
        yield Text(f"contacts: {kinds}")


def _segment(listing: Listing, judged: Judged, rules: Sequence[Rule]) -> Iterator[Text]:
    evidence = judged.evidence
    shown, others = _told(evidence)
    places = [f for present in shown for f in present.found]
    places += [f for fired in evidence.fired for found in fired.found.values() for f in found]
    for field in ("title", "text", "category", "seller", "location"):
        own = [f for f in places if f.field == field]
        if own or field in {"title", "text"}:
            yield from _marked(field, getattr(listing, field), own)
    for slot in SLOTS:
        for present in (p for p in shown if p.signal.slot == slot):
            signal = present.signal
            strength = "generic" if signal.generic else f"weight {signal.weight}"
            yield Text.assemble(
                (f"  {slot:8}", COLOURS[slot]),
                f" {signal.name} ({strength}, {signal.evidence}): {_words(present.found)}",
            )
    if others:
        more = f" and {len(others) - _OTHERS} more" if len(others) > _OTHERS else ""
        names = ", ".join(p.signal.name for p in others[:_OTHERS])
        yield Text(f"  read too, but no rule that fires asks for it: {names}{more}", style="dim")
    yield from _facts(listing, evidence.reading)
    for fired in evidence.fired:
        only = "" if fired.rule.may_alert else f" ({fired.rule.status}: it only watches)"
        yield Text(f"  rule {fired.rule.id} fires{only}: {', '.join(sorted(fired.found))}")
    if evidence.person_as_goods:
        names = ", ".join(p.signal.name for p in evidence.person_as_goods)
        yield Text(f"  a person offered as goods: {names}")
    for text in judged.missing:
        yield Text(f"  not an alert: {text}", style="italic")
    if judged.verdict != "alert":
        yield from _near_misses(evidence, rules)


def _told(evidence: Evidence) -> tuple[list[Present], list[Present]]:
    """The signals that bear on the verdict, and the others: where rules fire, most of what is read belongs to rules of
    other trades.
    """
    if not evidence.fired:
        return list(evidence.present), []
    asked = {p.signal.name for p in (*evidence.asked, *evidence.person_as_goods)}
    bearing = [p for p in evidence.present if p.signal.name in asked or p.signal.slot == "counter" or p.signal.roles]
    names = {p.signal.name for p in bearing}
    return bearing, [p for p in evidence.present if p.signal.name not in names]


def _words(found: Iterable[Found]) -> str:
    """What was read, once for each place: plain speech reads the same words a second time."""
    first = {(f.field, f.start, f.end): visible(f.read_as, limit=60) for f in reversed(list(found))}
    return ", ".join(reversed(dict.fromkeys(first.values()))) or "yes"


def _facts(listing: Listing, reading: SegmentReading) -> Iterator[Text]:
    """What was understood of figures, places, dates and licences, under the names that rules ask for."""
    told: dict[str, list[str]] = {}
    for fact in reading.facts:
        if fact.field.startswith("contact."):
            continue
        value = fact.text or (f"{fact.high:,.10g}" if fact.low == fact.high else f"{fact.low:,.10g}–{fact.high:,.10g}")
        if fact.field == "person.requirement":
            value = str(bool(fact.low)).lower()
        place = getattr(listing, fact.found.field)[fact.found.start : fact.found.end] if fact.found.field else ""
        told.setdefault(visible(place, limit=60) or "the listing", []).append(f"{fact.field} {value}")
    for place, values in told.items():
        yield Text.assemble(("  fact    ", "dim"), f" {place}: {', '.join(dict.fromkeys(values))}")


def _near_misses(evidence: Evidence, rules: Sequence[Rule]) -> Iterator[Text]:
    """Rules that one filter silences, then those that lack one selection: the author's own first."""
    fired = {one.rule.id for one in evidence.fired}
    silenced, lacking = [], []
    for rule in rules:
        if rule.id in fired or not rule.runs:
            continue
        held = {name for name in rule.condition.names if evidence.reading.named(rule, name) is not None}
        if name := _silencing(rule, held):
            silenced.append(f"rule {rule.id} is silenced by {name}: {_where(evidence.reading, rule, name)}")
        elif name := _lacking(rule, held):
            at_home = Path(rule.where).resolve().is_relative_to(PACKS)
            lacking.append((at_home, -len(held & rule.condition.positive), f"rule {rule.id} lacks {name}"))
    lines = [*silenced, *(text for *_, text in sorted(lacking))]
    for text in lines[:NEAR_MISSES]:
        yield Text(f"  nearly: {text}", style="italic")


def _where(reading: SegmentReading, rule: Rule, name: str) -> str:
    return _words(reading.named(rule, name) or ())


def _silencing(rule: Rule, held: set[str]) -> str:
    """The one filter without which the rule would fire."""
    filters = sorted(held - rule.condition.positive)
    return next((name for name in filters if rule.condition.check(lambda one: one != name and one in held)), "")  # noqa: B023


def _lacking(rule: Rule, held: set[str]) -> str:
    """The one selection with which the rule would fire, if it has more than that."""
    if len(held & rule.condition.positive) < 2:
        return ""
    missing = sorted(rule.condition.positive - held)
    return next((name for name in missing if rule.condition.check(lambda one: one == name or one in held)), "")  # noqa: B023


def selections_json(rule: Rule, reading: SegmentReading) -> dict[str, object]:
    """For programs: what each selection finds in a segment (null: it does not hold), and whether the rule fires."""
    held = {name: reading.named(rule, name) for name in rule.selections}
    fires = rule.condition.check(lambda name: held[name] is not None)
    found = {name: None if one is None else list(dict.fromkeys(f.read_as for f in one)) for name, one in held.items()}
    return {"rule": rule.id, "fires": fires, "selections": found}


def of_rule(listing: Listing, rule: Rule, readings: Sequence[SegmentReading]) -> Iterator[Text]:
    """What each selection of one rule finds, segment by segment, and whether its condition holds."""
    for i, reading in enumerate(readings, 1):
        if len(readings) > 1:
            yield Text(f"\nSegment {i}", style="bold")
        held = {name: found for name in rule.selections if (found := reading.named(rule, name)) is not None}
        yield from _marked("text", listing.text, [f for found in held.values() for f in found if f.field == "text"])
        for name in rule.selections:
            sign, told = ("+", _words(held[name])) if name in held else ("-", "nothing")
            yield Text(f"  {sign} {name}: {told}", style="" if name in held else "dim")
        fires = rule.condition.check(lambda name: name in held)  # noqa: B023
        yield Text(f"  {rule.condition.text}: {'it fires' if fires else 'it does not fire'}", style="bold")
        if not fires and (name := _silencing(rule, set(held))):
            yield Text(f"  without {name} it would fire", style="italic")


def _marked(field: str, raw: str, places: Iterable[Found]) -> Iterator[Text]:
    if not raw:
        return
    line = Text(f"{field}: ", style="dim")
    at = 0
    for found in sorted(places, key=lambda f: (f.start, -f.end)):
        if found.start < at:
            continue
        line.append(visible(raw[at : found.start]), style="not dim")
        line.append(visible(raw[found.start : found.end]), style=f"not dim {COLOURS.get(found.slot, 'dim')}")
        at = found.end
    line.append(visible(raw[at:]), style="not dim")
    yield line
