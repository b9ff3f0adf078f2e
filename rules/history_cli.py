"""`sandi rules hunt|backtest|rejudge`: rules over what was kept. A roof: here rules meet storage and crawler."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
import orjson

from rules.history import DECIDED, Past, Shift, Tally, backtest, hunt
from rules.loader import RuleSet, fingerprint, load_over, load_rules
from rules.scan import MAX_LINE, Source
from rules.schema import Rule, Signal
from rules.sides import two_sides
from sandi.cli import config_of
from sandi.errors import Problem, SandiError
from sandi.listing import Listing, ListingError, listing_from_line
from sandi.text import visible
from sandi.verdict import Verdict

F = TypeVar("F", bound=Callable[..., Any])
SHOWN = 20
TITLE = 70
_DECIDED = {"kept": "confirmed", "escalated": "confirmed", "dismissed": "dismissed"}


def _past_options(command: F) -> F:
    """What `hunt` and `backtest` share: which listings, since when, over how many processes."""
    options = (
        click.argument("more", nargs=-1, metavar="[FILE]..."),
        click.option("--files", multiple=True, metavar="FILE", help="Listings of this file, not the stored ones."),
        click.option("--since", metavar="DATE", help="Only listings seen since 2026-11-01 (or an ISO 8601 time)."),
        click.option("--workers", type=click.IntRange(1), default=os.cpu_count() or 1, show_default="all cores"),
        click.option("--json", "as_json", is_flag=True, help="Print JSON for programs."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(name="hunt")
@click.argument("rule")
@_past_options
@click.pass_context
def hunt_rule(
    ctx: click.Context,
    rule: str,
    more: tuple[str, ...],
    files: tuple[str, ...],
    since: str | None,
    workers: int,
    as_json: bool,
) -> None:
    """Look back: which stored listings RULE (an id, or a FILE.yaml) finds, in any version, and what was decided.

    The rule is judged alone, and as if its status were `test`. Originals are opened in memory only, which the audit log
    notes; contacts are shown masked. With --files listings are read from JSON Lines, plain or gzipped.

    Exit status: 0, 1 when a line was skipped, 2 for wrong usage or no database.

    Example: sandi rules hunt job-bait-scam-compound --since 2026-10-01
    """
    rules, wanted = _wanted(ctx, rule)
    listings = _Listings(ctx, (*files, *more), since, f"rules hunt {wanted.id}")
    hits: list[dict[str, Any]] = []
    counts: Counter[str] = Counter()
    for past, verdict in hunt(rules, wanted, listings, workers=workers):
        if verdict.verdict not in {"alert", "watch"}:
            continue
        counts[past.decided] += 1
        hits.append(_hit(past, verdict))
        if not as_json:
            click.echo(_line(past, verdict, f"{verdict.verdict:5} {verdict.score:3}"))
    told = {
        "rule": wanted.id,
        "revision": wanted.revision,
        "status": wanted.status,
        "listings": listings.read,
        "erased": listings.erased,
        "decided": {name: counts[name] for name in DECIDED},
        "hits": hits,
    }
    if as_json:
        click.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())
    else:
        _print_hunt(wanted, hits, counts, listings)
    ctx.exit(1 if listings.skipped else 0)


@click.command(name="backtest")
@click.argument("sides", metavar="OLD..NEW")
@_past_options
@click.pass_context
def backtest_rules(
    ctx: click.Context,
    sides: str,
    more: tuple[str, ...],
    files: tuple[str, ...],
    since: str | None,
    workers: int,
    as_json: bool,
) -> None:
    """What an edit of the rules adds and drops over all stored listings, with what people decided of them.

    OLD and NEW are folders or files of rules, or git revisions of the folders that rules are read from; left out, the
    rules as they are now. A file or pack folder is laid over today's rules; a folder with `packs/` in it replaces them.

    Exit status: 0, 1 when a confirmed lead would no longer alert or a line was skipped, 2 for wrong usage.

    Example: sandi rules backtest HEAD..
    """
    with two_sides(sides, config_of(ctx).packs) as both:
        names = [name or "now" for name in both.names]
        listings = _Listings(ctx, (*files, *more), since, f"rules backtest {sides}")
        tally = Tally()
        changed: list[dict[str, Any]] = []
        for shift in backtest(both.old, both.new, listings, workers=workers):
            tally.add(shift)
            if shift.old.verdict != shift.new.verdict:
                changed.append(_shift(shift))
                if not as_json and (shift.added or shift.dropped):
                    sign = "+" if shift.added else "-"
                    note = f"{sign} {shift.old.verdict} → {shift.new.verdict}"
                    click.echo(_line(shift.past, shift.new if shift.added else shift.old, note))
        edited = _edited(both.old, both.new)
    if as_json:
        told = {"old": names[0], "new": names[1], **_tallied(tally), "edited": edited, "changed": changed}
        told |= {"erased": listings.erased}
        click.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())
    else:
        _print_backtest(names, tally, edited, listings)
    ctx.exit(1 if listings.skipped or tally.dropped["confirmed"] else 0)


@click.command(name="rejudge")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.pass_context
def rejudge_leads(ctx: click.Context, as_json: bool) -> None:
    """Judge every open lead again by the rules as they are now, and let each lead say what changed.

    The new judgement is kept beside the old one, with the hash of the rules. What a person decided is never touched. A
    crawl does the same by itself when the rules were edited since.

    Exit status: 0 done, 2 no database, or rules that cannot be loaded.

    Example: sandi rules rejudge
    """
    from crawler.rejudging import rejudge
    from storage.database import Store

    config = config_of(ctx)
    with Store.open(config, create=False) as store:
        done = rejudge(config, store, actor=config.user)
    rules = fingerprint(config.packs)
    changed = [{"lead": lead, "change": change} for lead, change in done.changed]
    if as_json:
        told = {"rules": rules, "judged": done.judged, "erased": done.erased, "changed": changed}
        click.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())
        return
    for lead, change in done.changed:
        click.echo(f"lead {lead}: {change}")
    click.echo(f"{_some(done.judged, 'open lead')} judged by today's rules ({rules[:12]}), {len(changed)} changed")
    if done.erased:
        click.echo(f"{_some(done.erased, 'original')} erased; left as judged before")


# Which listings --------------------------------------------------------------------------------------------------


class _Listings:
    """The listings to look back at, once: stored ones, or those of files. Counts what it could not read."""

    def __init__(self, ctx: click.Context, files: Sequence[str], since: str | None, reason: str) -> None:
        self._config = config_of(ctx)
        self._files, self._reason = files, reason
        if files and since:
            raise click.UsageError("--since chooses among stored listings; files are read whole")
        self._since = _moment(since)
        self.skipped: list[Problem] = []
        self.erased = 0
        self._ids: set[str] = set()
        self._last = ""
        self.read = 0

    def __iter__(self) -> Iterator[tuple[Past, Listing]]:
        for past, listing in self._from_files() if self._files else self._from_store():
            self.read += past.id != self._last
            self._last = past.id
            yield past, listing

    def _from_store(self) -> Iterator[tuple[Past, Listing]]:
        from storage.database import Store
        from storage.originals import originals

        with Store.open(self._config, create=False) as store:
            for one in originals(store, actor=self._config.user, reason=self._reason, since=self._since):
                if one.listing is None:
                    self.erased += 1
                    continue
                decided = "none" if one.lead is None else _DECIDED.get(one.state or "", "undecided")
                id_ = f"listing {one.listing_id}"
                yield Past(id_, one.title, one.url, one.source, one.version, one.lead, decided), one.listing

    def _from_files(self) -> Iterator[tuple[Past, Listing]]:
        from storage.masking import scrubbed, scrubbed_url

        for file in self._files:
            for where, number, line in Source(file).lines():
                try:
                    listing = listing_from_line(line)
                except ListingError as error:
                    found = f"the line is longer than {MAX_LINE >> 20} MB" if len(line) >= MAX_LINE else str(error)
                    self.skipped.append(Problem(where, number, "", found, "correct or remove the line; it was skipped"))
                    click.echo(str(self.skipped[-1]), err=True)
                    continue
                title = scrubbed((listing.title or listing.text)[:TITLE])
                yield Past(f"{where}:{number}", title, scrubbed_url(listing.url), listing.source), listing


def _moment(since: str | None) -> str | None:
    from storage.times import utc

    if since is None:
        return None
    try:
        text = f"{date.fromisoformat(since).isoformat()}T00:00:00+00:00"
    except ValueError:
        text = since
    moment = utc(text)
    if moment is None:
        found = f"{since!r} is no date; write 2026-11-01, or a time with offset as 2026-11-01T08:00:00+07:00"
        raise click.BadParameter(found, param_hint="--since")
    return moment


def _wanted(ctx: click.Context, rule: str) -> tuple[RuleSet, Rule]:
    """The rule to hunt with, and the rules and signals it stands among."""
    rules = load_rules(config_of(ctx).packs)
    found = rules.rule(rule)
    if found is not None:
        return rules, found
    path = Path(rule)
    if not path.is_file():
        raise SandiError(f"no rule is named {rule}, and there is no such file; `sandi rules list` shows the rules")
    laid, own = load_over(rules, path)
    (name,) = own or ("",)
    found = laid.rule(name)
    if found is None:
        raise SandiError(f"{path} holds signals; name the file of a rule, or use `sandi rules backtest ..{path}`")
    return laid, found


# What is told ----------------------------------------------------------------------------------------------------


def _line(past: Past, verdict: Verdict, note: str) -> str:
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


def _hit(past: Past, verdict: Verdict) -> dict[str, Any]:
    """Without the published words: they may hold a contact, and the places say where they stand."""
    spans = [
        {"field": s.field, "start": s.start, "end": s.end, "slot": s.slot, "signal": s.signal}
        for hit in verdict.hits
        for s in hit.spans
    ]
    return {**_where(past), "verdict": verdict.verdict, "lane": verdict.lane, "score": verdict.score, "spans": spans}


def _shift(shift: Shift) -> dict[str, Any]:
    sides = {
        name: {"verdict": one.verdict, "score": one.score, "rules": [hit.rule for hit in one.hits]}
        for name, one in (("old", shift.old), ("new", shift.new))
    }
    return {**_where(shift.past), **sides}


def _print_hunt(rule: Rule, hits: Sequence[dict[str, Any]], counts: Counter[str], listings: _Listings) -> None:
    alerts = sum(hit["verdict"] == "alert" for hit in hits)
    click.echo(f"{rule.id}@{rule.revision}: {_some(len(hits), 'hit')} in {_some(listings.read, 'listing')}, ", nl=False)
    click.echo(f"{_some(alerts, 'alert')}. Decided: {_decided(counts)}.")
    if not rule.may_alert:
        click.echo(f"Its status is {rule.status}; counted as if it were `test`.")
    _print_erased(listings)


def _print_backtest(names: Sequence[str], tally: Tally, edited: dict[str, list[str]], listings: _Listings) -> None:
    for what, found in edited.items():
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        if found:
            click.echo(f"{what} edited: {', '.join(found[:SHOWN])}{more}")
    if not any(edited.values()):
        click.echo("Both sides hold the same rules and signals.")
    added, dropped = sum(tally.added.values()), sum(tally.dropped.values())
    click.echo(
        f"{names[0]} → {names[1]}, {_some(tally.listings, 'listing')}: {tally.old_alerts} → {tally.new_alerts} alerts"
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
        click.echo(f"{_some(tally.dropped['confirmed'], 'confirmed lead')} would no longer alert: look at them first.")
    _print_erased(listings)


def _print_erased(listings: _Listings) -> None:
    if listings.erased:
        click.echo(f"{_some(listings.erased, 'original')} erased and not read.")


def _tallied(tally: Tally) -> dict[str, Any]:
    return {
        "listings": tally.listings,
        "old_alerts": tally.old_alerts,
        "new_alerts": tally.new_alerts,
        "added": {"all": sum(tally.added.values()), **{name: tally.added[name] for name in DECIDED}},
        "dropped": {"all": sum(tally.dropped.values()), **{name: tally.dropped[name] for name in DECIDED}},
        "added_by": dict(tally.added_by),
        "dropped_by": dict(tally.dropped_by),
        "shifts": {f"{old} → {new}": count for (old, new), count in sorted(tally.shifts.items())},
    }


def _edited(old: RuleSet, new: RuleSet) -> dict[str, list[str]]:
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


def _some(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
