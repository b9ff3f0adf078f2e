"""What `rules hunt` and `backtest` tell, on a terminal and as JSON: masked titles, counts by what people decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import click

from rules.history import DECIDED, Past, Shift, Tally
from rules.loader import RuleSet
from rules.schema import Rule, Signal
from sandi.text import visible
from sandi.verdict import Verdict

SHOWN = 20
TITLE = 70


def hit_line(past: Past, verdict: Verdict, note: str) -> str:
    lead = f"lead {past.lead}, {past.decided}" if past.lead is not None else "no lead"
    rules = " ".join(hit.rule for hit in verdict.hits)
    return f"{note:20}  {past.id} ({lead})  {_title(past, verdict)}  [{rules}]"


def _title(past: Past, verdict: Verdict) -> str:
    return "(child lane)" if verdict.lane == "child" else visible(past.title, limit=TITLE)


def _where(past: Past) -> dict[str, Any]:
    return {
        "listing": past.id,
        "version": past.version,
        "lead": past.lead,
        "decided": past.decided,
        "title": past.title,
        "url": past.url,
        "source": past.source,
    }


def hit_json(past: Past, verdict: Verdict) -> dict[str, Any]:
    """Without the published words: they may hold a contact, and the places say where they stand."""
    spans = [
        {"field": s.field, "start": s.start, "end": s.end, "slot": s.slot, "signal": s.signal}
        for hit in verdict.hits
        for s in hit.spans
    ]
    return {**_where(past), "verdict": verdict.verdict, "lane": verdict.lane, "score": verdict.score, "spans": spans}


def shift_json(shift: Shift) -> dict[str, Any]:
    sides = {
        name: {"verdict": one.verdict, "score": one.score, "rules": [hit.rule for hit in one.hits]}
        for name, one in (("old", shift.old), ("new", shift.new))
    }
    return {**_where(shift.past), **sides}


def print_hunt(rule: Rule, hits: Sequence[dict[str, Any]], counts: Counter[str], read: int, erased: int) -> None:
    alerts = sum(hit["verdict"] == "alert" for hit in hits)
    click.echo(f"{rule.id}@{rule.revision}: {some(len(hits), 'hit')} in {some(read, 'listing')}, ", nl=False)
    click.echo(f"{some(alerts, 'alert')}. Decided: {_decided(counts)}.")
    if not rule.may_alert:
        click.echo(f"Its status is {rule.status}; counted as if it were `test`.")
    _print_erased(erased)


def print_calls(count: int) -> None:
    """That somebody who asks for help would become a suspect, and what to write against it."""
    if count:
        click.echo(
            f"help → alert: {some(count, 'call')} for help would become alerts: read them. The rule needs a filter, as"
        )
        click.echo("  filter_help: {signal: [help.call, help.distress, help.story, help.advice]}")
        click.echo("and such a text under `no_match`, with `because: filter_help`.")


def print_opened(opened: dict[str, Any]) -> None:
    """What became of the finds of a hunt as leads."""
    lanes = ", ".join(f"{count} {lane}" for lane, count in sorted(opened["lanes"].items()))
    what = f"{some(opened['count'], 'lead')}{f' ({lanes})' if lanes else ''}"
    click.echo(f"Opened {what}." if opened["opened"] else f"Would open {what}; add --yes to open them.")
    click.echo(
        f"Of {some(opened['finds'], 'find')}: {opened['have_a_lead']} have a lead already, "
        f"{opened['quieter_by_all_rules']} do not alert by all rules together, {opened['erased']} erased."
    )


def print_backtest(names: Sequence[str], tally: Tally, differs: dict[str, list[str]], erased: int) -> None:
    for what, found in differs.items():
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        if found:
            click.echo(f"{what} edited: {', '.join(found[:SHOWN])}{more}")
    if not any(differs.values()):
        click.echo("Both sides hold the same rules and signals.")
    added, dropped = sum(tally.added.values()), sum(tally.dropped.values())
    click.echo(
        f"{names[0]} → {names[1]}, {some(tally.listings, 'listing')}: {tally.old_alerts} → {tally.new_alerts} alerts"
    )
    click.echo(f"+{added}: {_decided(tally.added)}")
    click.echo(f"-{dropped}: {_decided(tally.dropped)}")
    for sign, counts in (("+", tally.added_by), ("-", tally.dropped_by)):
        for rule, count in counts.most_common(SHOWN):
            click.echo(f"  {sign}{count} {rule}")
    other = [(pair, n) for pair, n in sorted(tally.shifts.items()) if "alert" not in pair]
    for (old, new), count in other:
        click.echo(f"{old} → {new}: {count}")
    if tally.dropped["confirmed"]:
        click.echo(f"{some(tally.dropped['confirmed'], 'confirmed lead')} would no longer alert: look at them first.")
    print_calls(tally.calls)
    _print_erased(erased)


def _print_erased(erased: int) -> None:
    if erased:
        click.echo(f"{some(erased, 'original')} erased and not read.")


def tally_json(tally: Tally) -> dict[str, Any]:
    return {
        "listings": tally.listings,
        "old_alerts": tally.old_alerts,
        "new_alerts": tally.new_alerts,
        "added": {"all": sum(tally.added.values()), **{name: tally.added[name] for name in DECIDED}},
        "dropped": {"all": sum(tally.dropped.values()), **{name: tally.dropped[name] for name in DECIDED}},
        "added_by": dict(tally.added_by),
        "dropped_by": dict(tally.dropped_by),
        "calls_for_help": tally.calls,
        "shifts": {f"{old} → {new}": count for (old, new), count in sorted(tally.shifts.items())},
    }


def edited(old: RuleSet, new: RuleSet) -> dict[str, list[str]]:
    """Names of the rules and signals that differ, with a sign for what came and went."""
    before = {rule.id: rule.sha256 for rule in old.rules}
    after = {rule.id: rule.sha256 for rule in new.rules}
    words = [{name: _said(signal) for name, signal in side.signals.items()} for side in (old, new)]
    return {"rules": _differing(before, after), "signals": _differing(*words)}


def _said(signal: Signal) -> str:
    """All that a signal says, whatever its place in its file."""
    values = {f.name: getattr(signal, f.name) for f in fields(signal) if f.name not in {"where", "line"}}
    return repr({name: sorted(value) if isinstance(value, frozenset) else value for name, value in values.items()})


def _differing(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    came = [f"+{name}" for name in sorted(after.keys() - before.keys())]
    went = [f"-{name}" for name in sorted(before.keys() - after.keys())]
    return [*came, *went, *sorted(name for name in before.keys() & after.keys() if before[name] != after[name])]


def _decided(counts: Counter[str]) -> str:
    names = {"none": "no lead"}
    return ", ".join(f"{counts[name]} {names.get(name, name)}" for name in DECIDED)


def some(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
