"""Why a text alerted, or what was missing, told in words for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from rules.engine import Explained
from rules.matchers import Found
from rules.verdict import Judged
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


def explanation(listing: Listing, explained: Explained) -> Iterator[Text]:
    """Lines that explain the verdict, with the listing's words marked by slot."""
    verdict = explained.verdict
    yield Text.assemble((verdict.verdict.upper(), "bold"), f"  lane {verdict.lane}, score {verdict.score}")
    for i, judged in enumerate(explained.segments, 1):
        if len(explained.segments) > 1:
            yield Text(f"\nSegment {i}: {judged.verdict}", style="bold")
        yield from _segment(listing, judged)
    if not explained.segments:
        yield Text("No word, pattern or figure that any rule looks for.")
    if verdict.contacts:
        kinds = ", ".join(f"{c.kind}{' (obscured)' if c.obscured else ''}" for c in verdict.contacts)
        yield Text(f"contacts: {kinds}")


def _segment(listing: Listing, judged: Judged) -> Iterator[Text]:
    evidence = judged.evidence
    places = [f for present in evidence.present for f in present.found]
    places += [f for fired in evidence.fired for found in fired.found.values() for f in found]
    for field in ("title", "text", "category", "seller", "location"):
        own = [f for f in places if f.field == field]
        if own or field in {"title", "text"}:
            yield from _marked(field, getattr(listing, field), own)
    for slot in SLOTS:
        for present in (p for p in evidence.present if p.signal.slot == slot):
            words = ", ".join(dict.fromkeys(visible(f.read_as, limit=60) for f in present.found)) or "yes"
            signal = present.signal
            strength = "generic" if signal.generic else f"weight {signal.weight}"
            yield Text.assemble(
                (f"  {slot:8}", COLOURS[slot]), f" {signal.name} ({strength}, {signal.evidence}): {words}"
            )
    for fired in evidence.fired:
        only = "" if fired.rule.may_alert else f" ({fired.rule.status}: it only watches)"
        yield Text(f"  rule {fired.rule.id} fires{only}: {', '.join(sorted(fired.found))}")
    if evidence.person_as_goods:
        names = ", ".join(p.signal.name for p in evidence.person_as_goods)
        yield Text(f"  a person offered as goods: {names}")
    for text in judged.missing:
        yield Text(f"  not an alert: {text}", style="italic")


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
