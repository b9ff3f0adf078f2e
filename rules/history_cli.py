"""`sandi rules hunt|backtest|rejudge`: rules over what was kept. A roof: here rules meet storage and crawler."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
import orjson

from rules.history import DECIDED, Past, Tally, backtest, hunt
from rules.history_told import (
    TITLE,
    edited,
    hit_json,
    hit_line,
    print_backtest,
    print_calls,
    print_hunt,
    print_opened,
    shift_json,
    some,
    tally_json,
)
from rules.loader import RuleSet, fingerprint, load_over, load_rules
from rules.scan import MAX_LINE, Source
from rules.schema import Rule
from rules.sides import two_sides
from sandi.cli import config_of
from sandi.errors import Problem, SandiError
from sandi.listing import Listing, ListingError, listing_from_line

F = TypeVar("F", bound=Callable[..., Any])
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
@click.option("--open-leads", is_flag=True, help="Tell how many leads this would open.")
@click.option("--yes", is_flag=True, help="With --open-leads: open them.")
@_past_options
@click.pass_context
def hunt_rule(
    ctx: click.Context,
    rule: str,
    open_leads: bool,
    yes: bool,
    more: tuple[str, ...],
    files: tuple[str, ...],
    since: str | None,
    workers: int,
    as_json: bool,
) -> None:
    """Look back: which stored listings RULE (an id, or a FILE.yaml) finds, in any version, and what was decided.

    The rule is judged alone, and as if its status were `test`. Originals are opened in memory only, which the audit log
    notes; contacts are shown masked. With --files listings are read from JSON Lines, plain or gzipped.

    --open-leads tells how many leads would be opened, and with --yes opens them: for listings that have none, where all
    rules together alert. The rule must be loaded and its status `test` or `stable`. The audit log notes it.

    Exit status: 0, 1 when a call for help would alert or a line was skipped, 2 for wrong usage or no database.

    Example: sandi rules hunt job-bait-scam-compound --since 2026-10-01
    """
    rules, wanted = _wanted(ctx, rule)
    _may_open(asked=open_leads, yes=yes, files=(*files, *more), wanted=wanted, path=rule)
    listings = _Listings(ctx, (*files, *more), since, f"rules hunt {wanted.id}")
    hits: list[dict[str, Any]] = []
    counts: Counter[str] = Counter()
    calls = 0
    for shift in hunt(rules, wanted, listings, workers=workers):
        past, verdict = shift.past, shift.new
        if verdict.verdict not in {"alert", "watch"} or not verdict.hits:
            continue  # without a hit it is kept for a signal that is watched by itself: no find of the rule
        calls += shift.silenced_call
        counts[past.decided] += 1
        hits.append({**hit_json(past, verdict), "call_for_help": shift.silenced_call})
        if not as_json:
            note = "help → " if shift.silenced_call else ""
            click.echo(hit_line(past, verdict, f"{note}{verdict.verdict:5} {verdict.score:3}"))
    told = {
        "rule": wanted.id,
        "revision": wanted.revision,
        "status": wanted.status,
        "listings": listings.read,
        "erased": listings.erased,
        "decided": {name: counts[name] for name in DECIDED},
        "calls_for_help": calls,
        "hits": hits,
    }
    opened = _open(ctx, rules, wanted, hits, dry=not yes) if open_leads else None
    if opened is not None:
        told["leads"] = opened
    if as_json:
        click.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())
    else:
        print_hunt(wanted, hits, counts, listings.read, listings.erased)
        print_calls(calls)
        if opened is not None:
            print_opened(opened)
    ctx.exit(1 if listings.skipped or calls else 0)


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

    Exit status: 0, 1 when a confirmed lead would no longer alert, a call for help would, or a line was skipped, 2 for
    wrong usage.

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
                changed.append(shift_json(shift))
                if not as_json and (shift.added or shift.dropped):
                    sign = "+" if shift.added else "-"
                    note = f"{sign} {shift.old.verdict} → {shift.new.verdict}"
                    click.echo(hit_line(shift.past, shift.new if shift.added else shift.old, note))
        differs = edited(both.old, both.new)
    if as_json:
        told = {"old": names[0], "new": names[1], **tally_json(tally), "edited": differs, "changed": changed}
        told |= {"erased": listings.erased}
        click.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())
    else:
        print_backtest(names, tally, differs, listings.erased)
    ctx.exit(1 if listings.skipped or tally.dropped["confirmed"] or tally.calls else 0)


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
    click.echo(f"{some(done.judged, 'open lead')} judged by today's rules ({rules[:12]}), {len(changed)} changed")
    if done.erased:
        click.echo(f"{some(done.erased, 'original')} erased; left as judged before")


# Leads of a hunt --------------------------------------------------------------------------------------------------


def _may_open(*, asked: bool, yes: bool, files: Sequence[str], wanted: Rule, path: str) -> None:
    """Whether leads may be opened as asked; raises what is wrong with it."""
    if yes and not asked:
        raise click.UsageError("--yes goes with --open-leads")
    if not asked:
        return
    if files:
        raise click.UsageError("--open-leads is for stored listings; listings of files are in no database")
    if path != wanted.id:
        mend = f"put it into a folder of SANDI_PACKS, then: sandi rules hunt {wanted.id} --open-leads"
        raise SandiError(f"{path} is no loaded rule, so the next judgement would take its leads back; {mend}")
    if not wanted.may_alert:
        mend = "write `status: test` once gate and backtest agree"
        raise SandiError(f"{wanted.id} is {wanted.status} and alerts nobody, so it opens no leads; {mend}")


def _open(
    ctx: click.Context, rules: RuleSet, wanted: Rule, hits: Sequence[dict[str, Any]], *, dry: bool
) -> dict[str, Any]:
    """Open leads for those of `hits` that all rules together alert on, or count them."""
    from crawler.rejudging import judge_by
    from storage.database import Store
    from storage.hunting import Hunt, open_leads

    config = config_of(ctx)
    found = [(int(hit["listing"].split()[1]), hit["version"]) for hit in hits]
    hunted = Hunt(wanted.id, wanted.revision, config.user, rules.sha256, rules.rule_texts())
    with Store.open(config, create=False) as store:
        done = open_leads(store, found, judge_by(config, rules), hunted, dry=dry)
    return {
        "opened": not dry,
        "count": sum(done.lanes.values()),
        "lanes": dict(done.lanes),
        "ids": done.leads,
        "finds": done.found,
        "have_a_lead": done.known,
        "quieter_by_all_rules": done.quieter,
        "erased": done.erased,
    }


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
